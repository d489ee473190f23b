/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "core/brik-verdict.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

/**
 * BrikRefusal:
 * @reason: why
 * @title: the reason in a few words, the largest on the surface
 * @sentence: which rule, how much is spent, of what, what is left (R35)
 * @help: what would help
 * @warning: the same in one short line, said before anyone has paid
 * @trims: whether taking goods out of the basket would turn it into a yes
 *
 * A no, told in words that a child and a cashier understand, in the program's language. Immutable. Where the
 * place does not show balances to bystanders, no number in it tells one.
 */
typedef struct
{
  BrikReason reason;
  char *title;
  char *sentence;
  char *help;
  char *warning;
  gboolean trims;
} BrikRefusal;

#define BRIK_TYPE_REFUSAL (brik_refusal_get_type ())
GType brik_refusal_get_type (void);

/* @verdict: a no; @place: (nullable): %NULL before the till knows its place. */
BrikRefusal *brik_refusal_new (const BrikVerdict *verdict, const BrikPlaceRecord *place);
BrikRefusal *brik_refusal_copy (BrikRefusal *refusal);
void brik_refusal_free (BrikRefusal *refusal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikRefusal, brik_refusal_free)

/* (transfer none) (nullable): the kind of place as shown, or its word where the place does not list it; %NULL
 * for %BRIK_CAP_ANY. */
const char *brik_refusal_kind_name (const BrikPlaceRecord *place, const char *kind);

G_END_DECLS
