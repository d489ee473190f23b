/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-page.h"
#include "portal/brik-statement.h"

G_BEGIN_DECLS

/* What templates show of the portal's records. All are (transfer full). */

/* "Alma" of "Alma Holm". */
char *brik_page_first_name (const char *name);
/* "Nørre Skole, Kasse 1"; either may be NULL. */
char *brik_page_where (const char *place, const char *till);

/* An account with its holder, its current card and its caps. @number: its place on the page */
JsonObject *brik_page_model_holding (BrikPage *page, const BrikHolding *holding, guint number);
/* One @card of it, instead of the current one. */
JsonObject *brik_page_model_card (const BrikHolding *holding, const BrikCardRecord *card);
/* Why a card was refused (R35): flags and amounts for the template `reason`. */
JsonObject *brik_page_model_reason (BrikPage *page, const BrikRefusalRow *refusal);

/**
 * BrikPageRow:
 * @holding: whose
 * @booking: (nullable): a row of the statement
 * @refusal: (nullable): or a refusal
 */
typedef struct
{
  const BrikHolding *holding;
  const BrikStatementRow *booking;
  const BrikRefusalRow *refusal;
} BrikPageRow;

/* @balance: (nullable): shown for a refusal, which changes none. @named: with the holder's first name */
JsonObject *
brik_page_model_row (BrikPage *page, const BrikPageRow *row, const gint64 *balance_ore, gboolean named);

/* The links between accounts that pages of one account begin with: `/accounts/ID/@page`; nothing for one
 * alone. */
void brik_page_add_choices (BrikPage *page, const BrikHolding *current, const char *page_name);
/* Puts `?page=` links in where there is something newer or older. @query: of the address, without page, "" or
 * "from=…" */
void brik_page_add_pager (BrikPage *page, const char *query, guint number, gboolean has_older);
/* The number in `?page=`: 0 for the newest; at most @max. */
guint brik_page_get_number (BrikPage *page, guint max);

G_END_DECLS
