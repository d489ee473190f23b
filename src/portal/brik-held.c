/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-held.h"

#include "portal/brik-feed.h"

/* A sale takes, an undo that waits for a sale which is itself held gives back. */
static const char held_sql[] =
  "INSERT INTO held (municipality_id, till_id, run_id, number, digest, account_id, spent_on, spent_kind, "
  "spent_ore)"
  " SELECT account.municipality_id, ?3, ?4, ?5, ?6, account.id, ?7,"
  "  coalesce ((SELECT kind_id FROM place WHERE municipality_id = ?1 AND id = ?8), ''), ?9"
  " FROM account WHERE municipality_id = ?1 AND id = ?2 AND type = 'holder'";

static gboolean
is_till_s_own (const char *why)
{
  return !g_str_equal (why, BRIK_WHY_HASH) && !g_str_equal (why, BRIK_WHY_SIGNATURE) &&
         !g_str_equal (why, BRIK_WHY_REVOKED) && !g_str_equal (why, BRIK_WHY_OTHER_TILL);
}

/* Whether the sale that an undo names is counted so. */
static gboolean
sale_is_held (BrikStore *store,
              const char *municipality,
              const char *till,
              const char *sale,
              gboolean *held,
              GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT 1 FROM held JOIN entry USING (municipality_id, till_id, run_id, number, digest)"
                      " WHERE municipality_id = ? AND till_id = ? AND line ->> 'id' = ?",
                      "sss", municipality, till, sale);

  if (!rows)
    return FALSE;
  *held = brik_rows_next (rows, &local_error);
  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return local_error == NULL;
}

static gboolean
put (BrikStore *store,
     const char *municipality,
     const char *till,
     const BrikReceived *received,
     const GDate *date,
     const char *place,
     gint64 spent_ore,
     GError **error)
{
  g_autofree char *spent_on = brik_civil_date_format (date);

  return brik_store_run (store, error, held_sql, "ssssibssi", municipality, received->entry->account, till,
                         received->run, received->number, received->digest.bytes, sizeof received->digest,
                         spent_on, place, spent_ore) &&
         brik_feed_touch (store, municipality, BRIK_RECORD_ACCOUNT, received->entry->account, error);
}

gboolean
brik_held_put (BrikStore *store,
               const char *municipality,
               const char *till,
               const BrikReceived *received,
               const char *why,
               GError **error)
{
  const BrikEntry *entry = received->entry;
  gboolean held = FALSE;

  if (!entry || !is_till_s_own (why))
    return TRUE;
  if (entry->kind == BRIK_ENTRY_SALE)
    return put (store, municipality, till, received, &entry->date, entry->place, entry->total_ore, error);
  if (entry->kind != BRIK_ENTRY_UNDO)
    return TRUE;
  if (!sale_is_held (store, municipality, till, entry->sale, &held, error))
    return FALSE;
  return !held || put (store, municipality, till, received, &entry->sale_date, entry->sale_place,
                       -entry->total_ore, error);
}
