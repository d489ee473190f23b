/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-photos-table.h"

GBytes *
brik_photos_table_get (BrikStore *store, const char *hash, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT data FROM photo WHERE hash = ?", "s", hash);
  const void *data;
  gsize size;

  if (!rows || !brik_rows_next (rows, error))
    return NULL;

  data = brik_rows_blob (rows, 0, &size);
  return g_bytes_new (data, size);
}

gboolean
brik_photos_table_put (BrikStore *store, const char *hash, GBytes *photo, gboolean *kept, GError **error)
{
  gsize size;
  const void *data = g_bytes_get_data (photo, &size);

  if (!brik_store_run (store, error,
                       "INSERT OR IGNORE INTO photo (hash, data)"
                       " SELECT ?, ? WHERE EXISTS (SELECT 1 FROM account WHERE photo = ?)",
                       "sbs", hash, data, size, hash))
    return FALSE;

  *kept = brik_store_get_n_changed (store) > 0;
  return TRUE;
}

GStrv
brik_photos_table_list_missing (BrikStore *store, guint max, GError **error)
{
  g_autoptr (GStrvBuilder) hashes = g_strv_builder_new ();
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT DISTINCT photo FROM account WHERE photo IS NOT NULL AND NOT"
                      " EXISTS (SELECT 1 FROM photo WHERE hash = account.photo) LIMIT ?",
                      "i", (gint64) max);

  if (!rows)
    return NULL;

  while (brik_rows_next (rows, error))
    g_strv_builder_add (hashes, brik_rows_text (rows, 0));

  return brik_rows_failed (rows) ? NULL : g_strv_builder_end (hashes);
}
