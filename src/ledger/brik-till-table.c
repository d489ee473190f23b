/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-till-table.h"

#include <sodium.h>

void
brik_till_row_clear (BrikTillRow *row)
{
  sodium_memzero (&row->secret_key, sizeof row->secret_key);
  g_clear_pointer (&row->portal, g_free);
  g_clear_pointer (&row->till, g_free);
}

static gboolean
make_row (BrikStore *store, GError **error)
{
  BrikPublicKey public_key;
  BrikSecretKey secret_key;
  gboolean made;

  brik_key_pair_generate (&public_key, &secret_key);
  made =
    brik_store_run (store, error, "INSERT INTO till (only, public_key, secret_key) VALUES (1, ?, ?)", "bb",
                    public_key.bytes, sizeof public_key.bytes, secret_key.bytes, sizeof secret_key.bytes);
  sodium_memzero (&secret_key, sizeof secret_key);
  return made;
}

static gboolean
read_row (BrikStore *store, BrikTillRow *row, gboolean *found, GError **error)
{
  g_autoptr (BrikRows) rows = NULL;
  gsize size;

  rows = brik_store_query (
    store, error, "SELECT public_key, secret_key, portal, till, running, acknowledged, wrong_pins FROM till",
    "");
  if (!rows)
    return FALSE;

  *found = brik_rows_next (rows, error);
  if (!*found)
    return !brik_rows_failed (rows);

  /* The table's own checks see to the sizes. */
  memcpy (row->public_key.bytes, brik_rows_blob (rows, 0, &size), BRIK_PUBLIC_KEY_SIZE);
  memcpy (row->secret_key.bytes, brik_rows_blob (rows, 1, &size), BRIK_SECRET_KEY_SIZE);
  row->portal = g_strdup (brik_rows_text (rows, 2));
  row->till = g_strdup (brik_rows_text (rows, 3));
  row->running = brik_rows_int (rows, 4) != 0;
  row->acknowledged = brik_rows_int (rows, 5);
  row->wrong_pins = brik_rows_int (rows, 6);
  return TRUE;
}

gboolean
brik_till_table_get (BrikStore *store, BrikTillRow *row, GError **error)
{
  gboolean found;

  if (!read_row (store, row, &found, error))
    return FALSE;

  return found || (make_row (store, error) && read_row (store, row, &found, error));
}

gboolean
brik_till_table_enrol (BrikStore *store, const char *portal, const char *till, GError **error)
{
  return brik_store_run (store, error, "UPDATE till SET portal = ?, till = ?", "ss", portal, till);
}

gboolean
brik_till_table_set_running (BrikStore *store, gboolean running, GError **error)
{
  return brik_store_run (store, error, "UPDATE till SET running = ?", "i", (gint64) running);
}

gboolean
brik_till_table_set_wrong_pins (BrikStore *store, gint64 n, GError **error)
{
  return brik_store_run (store, error, "UPDATE till SET wrong_pins = ?", "i", n);
}

gboolean
brik_till_table_set_acknowledged (BrikStore *store, gint64 sequence, GError **error)
{
  return brik_store_run (store, error, "UPDATE till SET acknowledged = ?", "i", sequence);
}
