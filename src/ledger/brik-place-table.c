/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-place-table.h"

static gboolean
put_kinds (BrikStore *store, GPtrArray *kinds, GError **error)
{
  if (!brik_store_run (store, error, "DELETE FROM place_kind", ""))
    return FALSE;

  for (guint i = 0; i < kinds->len; i++)
    {
      const BrikKindRecord *kind = g_ptr_array_index (kinds, i);

      if (!brik_store_run (store, error, "INSERT INTO place_kind (id, name) VALUES (?, ?)", "ss", kind->id,
                           kind->name))
        return FALSE;
    }

  return TRUE;
}

gboolean
brik_place_table_put (BrikStore *store, const BrikPlaceRecord *place, GError **error)
{
  return brik_store_run (
           store, error,
           "INSERT OR REPLACE INTO place (only, municipality, municipality_name, place, place_name,"
           " place_kind, till, till_name, zone, card_form, allowance_ore, data_age_limit_us,"
           " balance_shown, again_after_us) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
           "sssssssssiisi", place->municipality, place->municipality_name, place->place, place->place_name,
           place->place_kind, place->till, place->till_name, place->zone,
           brik_card_form_to_name (place->card_form), place->allowance_ore, place->data_age_limit_us,
           place->balance_shown, place->again_after_us) &&
         put_kinds (store, place->kinds, error);
}

static gboolean
get_kinds (BrikStore *store, BrikPlaceRecord *place, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT id, name FROM place_kind ORDER BY position", "");

  if (!rows)
    return FALSE;

  place->kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_kind_record_free);
  while (brik_rows_next (rows, error))
    {
      BrikKindRecord *kind = g_new0 (BrikKindRecord, 1);

      kind->id = g_strdup (brik_rows_text (rows, 0));
      kind->name = g_strdup (brik_rows_text (rows, 1));
      g_ptr_array_add (place->kinds, kind);
    }

  return !brik_rows_failed (rows);
}

gboolean
brik_place_table_get (BrikStore *store, BrikPlaceRecord **place, GError **error)
{
  g_autoptr (BrikPlaceRecord) record = NULL;
  g_autoptr (BrikRows) rows = NULL;

  *place = NULL;
  rows = brik_store_query (
    store, error,
    "SELECT municipality, municipality_name, place, place_name, place_kind, till, till_name,"
    " zone, card_form, allowance_ore, data_age_limit_us, balance_shown, again_after_us FROM place",
    "");
  if (!rows)
    return FALSE;
  if (!brik_rows_next (rows, error))
    return !brik_rows_failed (rows);

  record = g_new0 (BrikPlaceRecord, 1);
  record->municipality = g_strdup (brik_rows_text (rows, 0));
  record->municipality_name = g_strdup (brik_rows_text (rows, 1));
  record->place = g_strdup (brik_rows_text (rows, 2));
  record->place_name = g_strdup (brik_rows_text (rows, 3));
  record->place_kind = g_strdup (brik_rows_text (rows, 4));
  record->till = g_strdup (brik_rows_text (rows, 5));
  record->till_name = g_strdup (brik_rows_text (rows, 6));
  record->zone = g_strdup (brik_rows_text (rows, 7));
  record->allowance_ore = brik_rows_int (rows, 9);
  record->data_age_limit_us = brik_rows_int (rows, 10);
  record->balance_shown = g_strdup (brik_rows_text (rows, 11));
  record->again_after_us = brik_rows_int (rows, 12);
  if (!brik_card_form_from_name (brik_rows_text (rows, 8), &record->card_form))
    {
      g_set_error_literal (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED,
                           "the form of card is not known");
      return FALSE;
    }
  if (!get_kinds (store, record, error))
    return FALSE;

  *place = g_steal_pointer (&record);
  return TRUE;
}
