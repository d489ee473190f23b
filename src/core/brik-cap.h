/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-period.h"

G_BEGIN_DECLS

/**
 * BRIK_CAP_ANY:
 *
 * The kind of place of a cap that holds everywhere (R28); other caps name a kind such as "skole" (R29).
 */
#define BRIK_CAP_ANY ""

/**
 * BrikCap:
 * @kind: (not nullable): kind of place, or %BRIK_CAP_ANY; an interned string
 * @limit_ore: at most this much in the period, inclusive (D3); 0 allows nothing (D1)
 *
 * A cap that is not set has no element: an empty cap is no cap (D1).
 */
typedef struct
{
  const char *kind;
  BrikPeriod period;
  gint64 limit_ore;
} BrikCap;

/**
 * BrikSpending:
 * @kind: (not nullable): the kind of place it was spent at; an interned string
 * @begun: first day of the period it was counted in
 * @spent_ore: may be below nought after a refund
 */
typedef struct
{
  const char *kind;
  BrikPeriod period;
  GDate begun;
  gint64 spent_ore;
} BrikSpending;

/**
 * BrikCapState:
 * @cap: the cap
 * @spent_ore: spent against it in the period that @date lies in
 * @left_ore: what may still be spent, never below 0 nor above the limit
 */
typedef struct
{
  BrikCap cap;
  gint64 spent_ore;
  gint64 left_ore;
} BrikCapState;

/* What has been spent against @cap on @date: of its kind, or summed over all kinds for %BRIK_CAP_ANY.
 * What was spent in periods that are yet to begin counts too, so that a clock that goes back frees no cap
 * (D2). @spending: (element-type BrikSpending) */
gint64 brik_cap_spent (const BrikCap *cap, GArray *spending, const GDate *date);
BrikCapState brik_cap_state (const BrikCap *cap, GArray *spending, const GDate *date);
/* Adds a sale (or with a negative amount an undo or refund, D3) made on @date at a place of @kind, to the
 * three periods of @kind that it lies in. What was sold by a clock that was ahead takes nothing from what
 * counts on the day before: a date is held against all periods that have not ended before it. */
void brik_spending_add (GArray *spending, const char *kind, const GDate *date, gint64 amount_ore);
/* The caps that count at a place of @kind, in the order of D5: those of the kind first, day before week
 * before month. (element-type BrikCapState) (transfer full) */
GArray *brik_cap_states (GArray *caps, GArray *spending, const char *kind, const GDate *date);

G_END_DECLS
