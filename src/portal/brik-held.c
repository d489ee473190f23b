/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-held.h"

#include "portal/brik-feed.h"

/* The entry that is held: ?1 municipality, ?2 till, ?3 run, ?4 number, ?5 digest; ?6 account, ?7 sale. */
#define INTO_HELD                                                                                            \
  "INSERT INTO held (municipality_id, till_id, run_id, number, digest, sale_id, account_id, spent_on, "      \
  "spent_kind, spent_ore) SELECT ?1, ?2, ?3, ?4, ?5, ?7,"

/* A sale takes. At a place that there is not it counts as if where the till stands: the tills know no other
 * kinds. */
static const char take_sql[] = INTO_HELD
  " account.id, ?8, place.kind_id, ?10 FROM account"
  " JOIN till ON till.municipality_id = ?1 AND till.id = ?2"
  " JOIN place ON place.municipality_id = ?1"
  " AND place.id = coalesce ((SELECT id FROM place WHERE municipality_id = ?1 AND id = ?9), till.place_id)"
  " WHERE account.municipality_id = ?1 AND account.id = ?6 AND type = 'holder'";

/* An undo that waits for a sale which is itself held gives back what that took, and once. */
static const char give_back_sql[] = INTO_HELD
  " account_id, spent_on, spent_kind, -spent_ore FROM held"
  " WHERE municipality_id = ?1 AND till_id = ?2 AND sale_id = ?7 AND account_id = ?6 AND spent_ore = ?8"
  " AND NOT EXISTS (SELECT 1 FROM held WHERE municipality_id = ?1 AND till_id = ?2 AND sale_id = ?7"
  "  AND account_id = ?6 AND spent_ore < 0)"
  " LIMIT 1";

static gboolean
is_till_s_own (const char *why)
{
  return !g_str_equal (why, BRIK_WHY_HASH) && !g_str_equal (why, BRIK_WHY_SIGNATURE) &&
         !g_str_equal (why, BRIK_WHY_REVOKED) && !g_str_equal (why, BRIK_WHY_OTHER_TILL);
}

static gboolean
take (BrikStore *store,
      const char *municipality,
      const char *till,
      const BrikReceived *received,
      gint64 now_us,
      GError **error)
{
  const BrikEntry *entry = received->entry;
  g_autofree char *date = NULL;
  GDate counts_on;

  if (!brik_booking_counts_on (store, entry, now_us, &counts_on, error))
    return FALSE;

  date = brik_civil_date_format (&counts_on);
  return brik_store_run (store, error, take_sql, "sssibssssi", municipality, till, received->run,
                         received->number, received->digest.bytes, sizeof received->digest, entry->account,
                         entry->id, date, entry->place, entry->total_ore);
}

static gboolean
give_back (BrikStore *store,
           const char *municipality,
           const char *till,
           const BrikReceived *received,
           GError **error)
{
  const BrikEntry *entry = received->entry;

  return brik_store_run (store, error, give_back_sql, "sssibssi", municipality, till, received->run,
                         received->number, received->digest.bytes, sizeof received->digest, entry->account,
                         entry->sale, entry->total_ore);
}

gboolean
brik_held_put (BrikStore *store,
               const char *municipality,
               const char *till,
               const BrikReceived *received,
               const char *why,
               gint64 now_us,
               GError **error)
{
  const BrikEntry *entry = received->entry;
  gboolean put;

  if (!entry || !is_till_s_own (why) || (entry->kind != BRIK_ENTRY_SALE && entry->kind != BRIK_ENTRY_UNDO))
    return TRUE;

  put = entry->kind == BRIK_ENTRY_SALE ? take (store, municipality, till, received, now_us, error)
                                       : give_back (store, municipality, till, received, error);
  /* An account that there is not is no news. */
  return put && (brik_store_get_n_changed (store) == 0 ||
                 brik_feed_touch (store, municipality, BRIK_RECORD_ACCOUNT, entry->account, error));
}
