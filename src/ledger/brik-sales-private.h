/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-journal-table.h"
#include "ledger/brik-sales.h"

G_BEGIN_DECLS

/* What the files that book about cards share: brik-sales.c sells, undoes and declines, brik-rejections.c
 * rejects and blocks. */

/* @basket: (nullable). Without a holder. */
BrikOutcome *brik_outcome_new (const BrikEntry *entry, const char *sale, const BrikBasket *basket);
/* Account and card, where the card is known. */
void brik_entry_name_holder (BrikEntry *entry, const BrikCardholder *holder);

/* Within a transaction: the undo of the sale in @row, where and on the day that it counted (D3). */
gboolean brik_sales_append_undo (BrikLedgerFile *file,
                                 const BrikJournalRow *row,
                                 const char *id,
                                 const BrikMoment *moment,
                                 gboolean online,
                                 BrikEntry **undo,
                                 GError **error);
/* A sale of this till, or %BRIK_LEDGER_ERROR_STATE. (transfer full) */
BrikJournalRow *brik_sales_find_own (BrikLedgerFile *file, const char *sale, GError **error);
G_END_DECLS
