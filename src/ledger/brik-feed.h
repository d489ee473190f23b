/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger-file.h"

G_BEGIN_DECLS

/**
 * BrikApplying:
 * @page: what the portal sent; owned
 * @n_applied: changes of it that are in the file
 * @begun: the snapshot that it opens is counted
 * @answered_us: when it came, by the till's clock
 *
 * A page on its way into the ledger, a transaction at a time.
 */
typedef struct
{
  BrikChangesPage *page;
  guint n_applied;
  gboolean begun;
  gint64 answered_us;
} BrikApplying;

void brik_applying_free (BrikApplying *applying);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikApplying, brik_applying_free)

/* One transaction of at most %BRIK_LIMIT_CHANGES_PAGE rows; sales go between. *@done once all of it is in,
 * and the cursor with it.
 *
 * A page whose cursor is 0 and that does not start over is the answer to a look-up: it is no part of the
 * feed, and an account in it does not take the place of what was told later. */
gboolean brik_feed_apply (BrikLedgerFile *file, BrikApplying *applying, gboolean *done, GError **error);

/* Moves "newest acknowledged" to the entry that @receipt names. Where this file does not hold it (it was put
 * back from a copy), it moves on by the entries that the receipt is for. */
gboolean brik_feed_acknowledge (BrikLedgerFile *file, const BrikReceipt *receipt, GError **error);
/* (element-type BrikSealedLine) (transfer full) */
GPtrArray *brik_feed_list_unsent (BrikLedgerFile *file, guint max, GError **error);

G_END_DECLS
