/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-retry.h"

#include "portal/brik-intake-private.h"

/* An entry to be tried again. */
typedef struct
{
  char *municipality;
  char *till;
  char *run;
  gint64 number;
  GBytes *digest;
  gint64 received_us;
  BrikEntry *entry;
} Kept;

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_free (kept->municipality);
  g_free (kept->till);
  g_free (kept->run);
  g_bytes_unref (kept->digest);
  g_clear_pointer (&kept->entry, brik_entry_free);
  g_free (kept);
}

gboolean
brik_error_is_of_content (const GError *error)
{
  return g_error_matches (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DUPLICATE) ||
         g_error_matches (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_REFUSED);
}

/* Reads them all before any is tried: what is being read must not change underneath. @rows is consumed. */
static GPtrArray *
read_kept (BrikRows *rows, GError **error)
{
  g_autoptr (BrikRows) owned = rows;
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func (kept_free);
  g_autoptr (GError) local_error = NULL;

  if (!owned)
    return NULL;
  while (brik_rows_next (owned, &local_error))
    {
      Kept *kept = g_new0 (Kept, 1);
      const char *line = brik_rows_text (owned, 5);
      gsize size;
      const void *digest = brik_rows_blob (owned, 4, &size);

      kept->municipality = g_strdup (brik_rows_text (owned, 0));
      kept->till = g_strdup (brik_rows_text (owned, 1));
      kept->run = g_strdup (brik_rows_text (owned, 2));
      kept->number = brik_rows_int (owned, 3);
      kept->digest = g_bytes_new (digest, size);
      kept->received_us = brik_rows_int (owned, 6);
      kept->entry = brik_entry_from_line (line, strlen (line), NULL);
      g_ptr_array_add (all, kept);
    }

  if (local_error)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  return g_steal_pointer (&all);
}

static gboolean
settle (BrikStore *store, const Kept *kept, const char *why, GError **error)
{
  gsize size;
  const void *digest = g_bytes_get_data (kept->digest, &size);
  gboolean waits = g_strcmp0 (why, BRIK_WHY_SALE) == 0;
  const char *state = !why ? "booked" : waits ? "waiting" : "set-aside";

  if (!brik_store_run (store, error,
                       "UPDATE entry SET state = ?, why = ?, waits_for = ? WHERE municipality_id = ?"
                       " AND till_id = ? AND run_id = ? AND number = ? AND digest = ?",
                       "ssssssib", state, why, waits ? kept->entry->sale : NULL, kept->municipality,
                       kept->till, kept->run, kept->number, digest, size))
    return FALSE;
  return why ||
         brik_store_run (store, error,
                         "DELETE FROM held WHERE municipality_id = ? AND till_id = ? AND run_id = ?"
                         " AND number = ? AND digest = ?",
                         "sssib", kept->municipality, kept->till, kept->run, kept->number, digest, size);
}

static gboolean
try_again (BrikStore *store, const Kept *kept, gint64 now_us, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  const char *why = NULL;

  if (!brik_store_run (store, error, "SAVEPOINT retry", ""))
    return FALSE;
  if (!brik_intake_apply (store, kept->municipality, kept->entry, kept->received_us, now_us, &why,
                          &local_error))
    {
      if (!brik_error_is_of_content (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      why = BRIK_WHY_REFUSED;
      if (!brik_store_run (store, error, "ROLLBACK TO retry", ""))
        return FALSE;
    }
  if (!brik_store_run (store, error, "RELEASE retry", "") || !settle (store, kept, why, error))
    return FALSE;

  return why || kept->entry->kind != BRIK_ENTRY_SALE ||
         brik_retry_waiting (store, kept->municipality, kept->entry->id, now_us, error);
}

static gboolean
try_all (BrikStore *store, GPtrArray *all, gint64 now_us, GError **error)
{
  if (!all)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      const Kept *kept = g_ptr_array_index (all, i);

      if (kept->entry && !try_again (store, kept, now_us, error))
        return FALSE;
    }
  return TRUE;
}

#define KEPT "SELECT municipality_id, till_id, run_id, number, digest, line, received_us FROM entry"

gboolean
brik_retry_waiting (BrikStore *store,
                    const char *municipality,
                    const char *sale,
                    gint64 now_us,
                    GError **error)
{
  g_autoptr (GPtrArray) all =
    read_kept (brik_store_query (store, error, KEPT " WHERE municipality_id = ? AND waits_for = ?", "ss",
                                 municipality, sale),
               error);

  return try_all (store, all, now_us, error);
}

gboolean
brik_retry_set_aside (BrikStore *store, gint64 now_us, GError **error)
{
  g_autoptr (GPtrArray) all =
    read_kept (brik_store_query (store, error,
                                 KEPT " WHERE state <> 'booked' AND state = 'set-aside' AND why IN (?, ?, ?, "
                                      "?) ORDER BY received_us, run_id, number",
                                 "ssss", BRIK_WHY_KIND, BRIK_WHY_ACCOUNT, BRIK_WHY_CARD, BRIK_WHY_PLACE),
               error);

  return try_all (store, all, now_us, error);
}
