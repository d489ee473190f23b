/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-feed-table.h"

void
brik_feed_row_clear (BrikFeedRow *row)
{
  g_clear_pointer (&row->epoch, g_free);
}

BrikFeedRow
brik_feed_row_copy (const BrikFeedRow *row)
{
  BrikFeedRow copy = *row;

  copy.epoch = g_strdup (row->epoch);
  return copy;
}

gboolean
brik_feed_table_get (BrikStore *store, BrikFeedRow *row, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT epoch, cursor, answered_us, snapshot, filling, complete, forked FROM feed", "");

  if (!rows || !brik_rows_next (rows, error))
    return FALSE;

  *row = (BrikFeedRow){
    .epoch = g_strdup (brik_rows_text (rows, 0)),
    .cursor = brik_rows_int (rows, 1),
    .answered_us = brik_rows_int (rows, 2),
    .snapshot = brik_rows_int (rows, 3),
    .filling = brik_rows_int (rows, 4) != 0,
    .complete = brik_rows_int (rows, 5) != 0,
    .forked = brik_rows_int (rows, 6) != 0,
  };
  return TRUE;
}

gboolean
brik_feed_table_put (BrikStore *store, const BrikFeedRow *row, GError **error)
{
  return brik_store_run (store, error,
                         "UPDATE feed SET epoch = ?, cursor = ?, answered_us = ?, snapshot = ?, filling = ?,"
                         " complete = ?, forked = ?",
                         "siiiiii", row->epoch, row->cursor, row->answered_us, row->snapshot,
                         (gint64) row->filling, (gint64) row->complete, (gint64) row->forked);
}

gboolean
brik_feed_table_sweep (BrikStore *store, gint64 snapshot, guint max, guint *n_removed, GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM account WHERE id IN (SELECT id FROM account WHERE snapshot < ? LIMIT ?)",
    "DELETE FROM product WHERE id IN (SELECT id FROM product WHERE snapshot < ? LIMIT ?)",
    "DELETE FROM category WHERE id IN (SELECT id FROM category WHERE snapshot < ? LIMIT ?)",
    "DELETE FROM staff WHERE id IN (SELECT id FROM staff WHERE snapshot < ? LIMIT ?)",
  };

  *n_removed = 0;
  for (gsize i = 0; i < G_N_ELEMENTS (statements); i++)
    {
      if (!brik_store_run (store, error, statements[i], "ii", snapshot, (gint64) (max - *n_removed)))
        return FALSE;
      *n_removed += (guint) brik_store_get_n_changed (store);
    }

  return TRUE;
}
