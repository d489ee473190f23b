/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-intake-private.h"

#include "portal/brik-feed.h"

static const char decline_sql[] =
  "INSERT INTO decline (municipality_id, id, account_id, card_id, till_id, place_id, at_us, date, reason,"
  " total_ore, left_ore, cap_kind, cap_period, cap_limit_ore, cap_spent_ore, offline)"
  " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, iif (?12 IS NULL, NULL, ?14), iif (?12 IS NULL, NULL, "
  "?15), ?)"
  " ON CONFLICT DO NOTHING";

/* Kept for the pages: what the till said, with its numbers (R35). */
static gboolean
store_decline (BrikStore *store, const char *municipality, const BrikEntry *entry, GError **error)
{
  const BrikVerdict *verdict = &entry->verdict;
  const BrikCapState *cap = verdict->reason == BRIK_REASON_CAP ? &verdict->cap : NULL;
  g_autofree char *date = brik_civil_date_format (&entry->date);

  return brik_store_run (
    store, error, decline_sql, "ssssssissiissiii", municipality, entry->id, entry->account, entry->card,
    entry->till, entry->place, entry->at_us, date, brik_reason_to_name (verdict->reason), entry->total_ore,
    verdict->left_ore, cap ? cap->cap.kind : NULL, cap ? brik_period_to_name (cap->cap.period) : NULL,
    cap ? cap->cap.limit_ore : (gint64) 0, cap ? cap->spent_ore : (gint64) 0, (gint64) entry->offline);
}

/* Kept for the pages: somebody else had the card. The money is the undo's, which is an entry of its own. */
static gboolean
store_rejection (BrikStore *store, const char *municipality, const BrikEntry *entry, GError **error)
{
  g_autofree char *date = brik_civil_date_format (&entry->date);

  return brik_store_run (store, error,
                         "INSERT INTO rejection (municipality_id, id, account_id, card_id, till_id, place_id,"
                         " at_us, date, sale_id, total_ore, offline)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                         "ssssssissii", municipality, entry->id, entry->account, entry->card, entry->till,
                         entry->place, entry->at_us, date, entry->rejects, entry->total_ore,
                         (gint64) entry->offline);
}

/* The account that a card is of now: an import may have moved it since. NULL without @error where there is no
 * such card. (transfer full) */
static char *
account_of_card (BrikStore *store, const char *municipality, const char *card, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT account_id FROM card WHERE municipality_id = ? AND id = ?", "ss",
                      municipality, card);

  return rows && brik_rows_next (rows, error) ? g_strdup (brik_rows_text (rows, 0)) : NULL;
}

/* D9: however late it comes, and whosever the card is by then; one that is replaced or closed stays what it
 * is. */
static gboolean
block_card (BrikStore *store,
            const char *municipality,
            const BrikEntry *entry,
            const char **why,
            GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *account = account_of_card (store, municipality, entry->card, &local_error);

  if (!account)
    {
      *why = BRIK_WHY_CARD;
      return brik_error_pass_on (&local_error, error);
    }
  return brik_store_run (store, error,
                         "UPDATE card SET state = 'blocked' WHERE municipality_id = ? AND id = ?"
                         " AND state = 'active'",
                         "ss", municipality, entry->card) &&
         brik_feed_touch (store, municipality, BRIK_RECORD_ACCOUNT, account, error);
}

gboolean
brik_intake_apply (BrikStore *store,
                   const char *municipality,
                   const BrikEntry *entry,
                   gint64 received_us,
                   gint64 now_us,
                   const char **why,
                   GError **error)
{
  *why = NULL;
  switch (entry->kind)
    {
    case BRIK_ENTRY_SALE:
      return brik_booking_sale (store, municipality, entry, received_us, now_us, why, error);
    case BRIK_ENTRY_UNDO:
      return brik_booking_undo (store, municipality, entry, now_us, why, error);
    case BRIK_ENTRY_DECLINE:
      return store_decline (store, municipality, entry, error);
    case BRIK_ENTRY_REJECTED:
      return store_rejection (store, municipality, entry, error);
    case BRIK_ENTRY_CARD_BLOCKED:
      return block_card (store, municipality, entry, why, error);
    case BRIK_ENTRY_STARTED:
    case BRIK_ENTRY_SHIFT_OPENED:
    case BRIK_ENTRY_SHIFT_CLOSED:
    case BRIK_ENTRY_DATE_SET:
      return TRUE;
    case BRIK_ENTRY_UNKNOWN:
    default:
      *why = BRIK_WHY_KIND;
      return TRUE;
    }
}
