/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-feed.h"

#include "portal/brik-portal-error.h"
#include "wire/brik-entry.h"

/* As the schema spells them; a new till hears of them in this order. */
static const char *const kind_names[] = {
  [BRIK_RECORD_PLACE] = "place",     [BRIK_RECORD_STAFF] = "staff",     [BRIK_RECORD_CATEGORY] = "category",
  [BRIK_RECORD_PRODUCT] = "product", [BRIK_RECORD_ACCOUNT] = "account",
};

static BrikRecordKind
kind_from_name (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (kind_names); i++)
    {
      if (g_str_equal (name, kind_names[i]))
        return (BrikRecordKind) i;
    }
  g_assert_not_reached (); /* the schema checks it */
}

static void
brik_feed_item_clear (BrikFeedItem *item)
{
  g_free (item->id);
}

gboolean
brik_feed_touch (BrikStore *store,
                 const char *municipality,
                 BrikRecordKind kind,
                 const char *id,
                 GError **error)
{
  return brik_store_run (store, error,
                         "INSERT INTO change_due (municipality_id, kind, id) VALUES (?, ?, ?)"
                         " ON CONFLICT DO NOTHING",
                         "sss", municipality, kind_names[kind], id);
}

/* The oldest number first for what a new till needs first; REPLACE drops the record's older number. */
static const char number_sql[] =
  "INSERT OR REPLACE INTO change (municipality_id, kind, id, number)"
  " SELECT due.municipality_id, due.kind, due.id, feed.number + row_number () OVER ("
  "   PARTITION BY due.municipality_id"
  "   ORDER BY CASE due.kind WHEN 'place' THEN 0 WHEN 'staff' THEN 1 WHEN 'category' THEN 2"
  "     WHEN 'product' THEN 3 ELSE 4 END, due.id)"
  " FROM change_due AS due JOIN feed USING (municipality_id)";

gboolean
brik_feed_number (BrikStore *store, gboolean *changed, GError **error)
{
  if (!brik_store_run (store, error, number_sql, ""))
    return FALSE;

  *changed = brik_store_get_n_changed (store) > 0;
  return !*changed || (brik_store_run (store, error,
                                       "UPDATE feed SET number = number + (SELECT count(*) FROM change_due"
                                       " WHERE municipality_id = feed.municipality_id)",
                                       "") &&
                       brik_store_run (store, error,
                                       "DELETE FROM change_due WHERE municipality_id IN"
                                       " (SELECT municipality_id FROM feed)",
                                       ""));
}

gboolean
brik_feed_get_state (BrikStore *store, const char *municipality, BrikFeedState *state, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT epoch, boot, number FROM feed WHERE municipality_id = ?", "s", municipality);

  if (!rows)
    return FALSE;
  if (!brik_rows_next (rows, &local_error))
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_EMPTY,
                             "The portal has no feed of changes yet.");
      return FALSE;
    }

  state->epoch = g_strdup (brik_rows_text (rows, 0));
  state->boot = g_strdup (brik_rows_text (rows, 1));
  state->number = brik_rows_int (rows, 2);
  return TRUE;
}

void
brik_feed_state_clear (BrikFeedState *state)
{
  g_clear_pointer (&state->epoch, g_free);
  g_clear_pointer (&state->boot, g_free);
}

gboolean
brik_feed_ensure (BrikStore *store, const char *municipality, GError **error)
{
  g_autofree char *epoch = brik_id_new ();

  return brik_store_run (store, error,
                         "INSERT INTO feed (municipality_id, epoch, boot, number) VALUES (?, ?, '', 0)"
                         " ON CONFLICT DO NOTHING",
                         "ss", municipality, epoch);
}

gboolean
brik_feed_begin (BrikStore *store, const char *municipality, const char *boot, gboolean renew, GError **error)
{
  g_autofree char *epoch = brik_id_new ();

  return brik_store_run (store, error,
                         "UPDATE feed SET boot = ?, epoch = iif (?, ?, epoch) WHERE municipality_id = ?",
                         "siss", boot, (gint64) renew, epoch, municipality);
}

GArray *
brik_feed_list (BrikStore *store, const char *municipality, gint64 after, guint max, GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (BrikFeedItem));
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT kind, id, number FROM change WHERE municipality_id = ? AND number > ?"
                      " ORDER BY number LIMIT ?",
                      "sii", municipality, after, (gint64) max);

  if (!rows)
    return NULL;
  g_array_set_clear_func (items, (GDestroyNotify) brik_feed_item_clear);
  while (brik_rows_next (rows, &local_error))
    {
      BrikFeedItem item = {
        .kind = kind_from_name (brik_rows_text (rows, 0)),
        .id = g_strdup (brik_rows_text (rows, 1)),
        .number = brik_rows_int (rows, 2),
      };

      g_array_append_val (items, item);
    }

  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&items);
}
