/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/brik-record.h"

G_BEGIN_DECLS

/**
 * BrikCardholder:
 * @uid: the chip that was asked for
 * @card: (nullable): index into @account's cards of that chip, owned by it; NULL where the card is not known
 * @account: (nullable): the portal's record with the till's own later entries replayed over its balance and
 * spending
 * @known_balance_ore: the portal's own balance, without them
 * @unsettled_ore: what those entries sold (undone ones taken off): the offline allowance is spent by it (D8)
 *
 * What the till knows of who holds a chip, at one moment. Immutable and reference counted: shown, decided on,
 * dropped.
 */
typedef struct _BrikCardholder BrikCardholder;

struct _BrikCardholder
{
  gatomicrefcount refs;
  char *uid;
  const BrikCardRecord *card;
  BrikAccountRecord *account;
  gint64 known_balance_ore;
  gint64 unsettled_ore;
};

BrikCardholder *brik_cardholder_ref (BrikCardholder *holder);
void brik_cardholder_unref (BrikCardholder *holder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikCardholder, brik_cardholder_unref)

/**
 * BrikCircumstances:
 *
 * What a verdict needs besides the cardholder: where, when, and how old the data is.
 */
typedef struct
{
  const BrikPlaceRecord *place;
  GDate date;
  gboolean online;
  gint64 data_age_us;
} BrikCircumstances;

/* The question of a purchase of @total_ore, borrowing from its arguments; decide it with brik_verdict_decide
 * (). */
BrikQuestion
brik_cardholder_question (const BrikCardholder *holder, const BrikCircumstances *where, gint64 total_ore);

G_END_DECLS
