/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-basket.h"
#include "core/brik-verdict.h"
#include "store/brik-store.h"

G_BEGIN_DECLS

/**
 * BrikStatementType:
 * @BRIK_STATEMENT_SALE: goods paid at a till
 * @BRIK_STATEMENT_UNDO: a sale taken back whole
 * @BRIK_STATEMENT_OPENING: the balance the account was taken over with
 */
typedef enum
{
  BRIK_STATEMENT_SALE,
  BRIK_STATEMENT_UNDO,
  BRIK_STATEMENT_OPENING,
} BrikStatementType;

/**
 * BrikStatementRow:
 * @id: of the booking
 * @position: counts the account's rows in booking order
 * @at_us: when it happened, by the till
 * @date: the civil date it counts on
 * @place_name: (nullable): where
 * @till_name: (nullable): at which till
 * @amount_ore: below nought for *Hævet*, above for *Indsat*
 * @balance_ore: after it, in booking order (D15)
 * @late: it came in more than %BRIK_STATEMENT_LATE_US after it happened, or before by its clock
 * @undone: a sale that was taken back later
 * @lines: (array length=n_lines): the goods; an undo's are the sale's
 */
typedef struct
{
  char *id;
  BrikStatementType type;
  gint64 position;
  gint64 at_us;
  GDate date;
  char *place_name;
  char *till_name;
  gint64 amount_ore;
  gint64 balance_ore;
  gboolean late;
  gboolean undone;
  BrikBasketLine *lines;
  gsize n_lines;
} BrikStatementRow;

#define BRIK_STATEMENT_LATE_US (15 * G_TIME_SPAN_MINUTE)

/* (element-type BrikStatementRow) (transfer full): what happened from @from to @to, both inclusive, newest
 * booking first (R26), at most @max. As brik-holder.h: %BRIK_PORTAL_ERROR_NOT_FOUND unless @person may see
 * it. */
GPtrArray *brik_statement_list (BrikStore *store,
                                const char *municipality,
                                const char *person,
                                const char *account,
                                const GDate *from,
                                const GDate *to,
                                guint max,
                                GError **error);

/**
 * BrikRefusalRow:
 * @place_name: (nullable): where
 * @total_ore: what the basket came to; 0 without one
 * @verdict: the reason with its numbers, as the till gave it (R35)
 * @somebody_else: it was not refused by a rule: the cashier saw that another than the holder used it; there
 * is no verdict
 * @given_back: somebody else had paid @total_ore with it, and that is undone
 */
typedef struct
{
  char *id;
  gint64 at_us;
  GDate date;
  char *place_name;
  char *till_name;
  gint64 total_ore;
  BrikVerdict verdict;
  gboolean somebody_else;
  gboolean given_back;
} BrikRefusalRow;

/* (element-type BrikRefusalRow) (transfer full): newest first. */
GPtrArray *brik_statement_list_refusals (BrikStore *store,
                                         const char *municipality,
                                         const char *person,
                                         const char *account,
                                         const GDate *from,
                                         const GDate *to,
                                         guint max,
                                         GError **error);

G_END_DECLS
