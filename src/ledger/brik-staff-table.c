/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-staff-table.h"

gboolean
brik_staff_table_put (BrikStore *store, const BrikStaffRecord *staff, gint64 snapshot, GError **error)
{
  return brik_store_run (
    store, error,
    "INSERT OR REPLACE INTO staff (id, name, pin_hash, active, snapshot) VALUES (?, ?, ?, ?, ?)", "sssii",
    staff->id, staff->name, staff->pin_hash, (gint64) staff->active, snapshot);
}

gboolean
brik_staff_table_remove (BrikStore *store, const char *id, GError **error)
{
  return brik_store_run (store, error, "DELETE FROM staff WHERE id = ?", "s", id);
}

GPtrArray *
brik_staff_table_list (BrikStore *store, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_staff_record_free);
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT id, name FROM staff WHERE active ORDER BY name, id", "");

  if (!rows)
    return NULL;

  while (brik_rows_next (rows, error))
    {
      BrikStaffRecord *staff = g_new0 (BrikStaffRecord, 1);

      staff->id = g_strdup (brik_rows_text (rows, 0));
      staff->name = g_strdup (brik_rows_text (rows, 1));
      staff->active = TRUE;
      g_ptr_array_add (all, staff);
    }

  return brik_rows_failed (rows) ? NULL : g_steal_pointer (&all);
}

char *
brik_staff_table_get_pin_hash (BrikStore *store, const char *id, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT pin_hash FROM staff WHERE id = ? AND active", "s", id);

  return rows && brik_rows_next (rows, error) ? g_strdup (brik_rows_text (rows, 0)) : NULL;
}

gboolean
brik_staff_table_has_any (BrikStore *store, gboolean *any, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (store, error, "SELECT 1 FROM staff WHERE active LIMIT 1", "");

  if (!rows)
    return FALSE;

  *any = brik_rows_next (rows, error);
  return !brik_rows_failed (rows);
}
