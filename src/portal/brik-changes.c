/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-changes.h"

#include "core/brik-limits.h"
#include "portal/brik-change.h"
#include "portal/brik-feed.h"
#include "portal/brik-portal-error.h"

/* About what a record takes on the page; a page stops before it could pass %BRIK_LIMIT_CHANGES_BODY. */
#define RECORD_SIZE 1024
#define PART_SIZE 192

static gsize
guess_size (const BrikChange *change)
{
  gsize n_parts = 0;

  if (change->kind == BRIK_RECORD_ACCOUNT && change->account)
    n_parts = change->account->cards->len + change->account->caps->len + change->account->spending->len;
  return RECORD_SIZE + n_parts * PART_SIZE;
}

static BrikChangesPage *
page_new (const char *epoch, gint64 cursor, gint64 now_us)
{
  BrikChangesPage *page = g_new0 (BrikChangesPage, 1);

  page->epoch = g_strdup (epoch);
  page->cursor = cursor;
  page->time_us = now_us;
  page->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_change_free);
  return page;
}

/* Reads the records of @items onto the page until it is full. In a snapshot what is gone is not named. */
static gboolean
fill (BrikStore *store,
      const BrikMunicipality *municipality,
      const BrikTill *till,
      GArray *items,
      gboolean snapshot,
      BrikChangesPage *page,
      GError **error)
{
  GDate today = brik_municipality_date (municipality, page->time_us);
  gsize size = 0;

  for (guint i = 0; i < items->len; i++)
    {
      const BrikFeedItem *item = &g_array_index (items, BrikFeedItem, i);
      g_autoptr (BrikChange) change =
        brik_change_load (store, municipality, till, item->kind, item->id, &today, error);

      if (!change)
        return FALSE;
      size += guess_size (change);
      if (size > BRIK_LIMIT_CHANGES_BODY && i > 0)
        {
          page->more = TRUE;
          return TRUE;
        }
      page->cursor = item->number;
      if (!snapshot || !change->gone)
        g_ptr_array_add (page->changes, g_steal_pointer (&change));
    }

  page->more = items->len == BRIK_LIMIT_CHANGES_PAGE;
  return TRUE;
}

BrikChangesPage *
brik_changes_load_page (BrikStore *store,
                        const BrikMunicipality *municipality,
                        const BrikTill *till,
                        const char *epoch,
                        gint64 after,
                        gint64 now_us,
                        GError **error)
{
  g_auto (BrikFeedState) feed = { 0 };
  g_autoptr (BrikChangesPage) page = NULL;
  g_autoptr (GArray) items = NULL;
  gboolean start_over;

  if (!brik_feed_get_state (store, municipality->id, &feed, error))
    return NULL;

  start_over = after <= 0 || g_strcmp0 (epoch, feed.epoch) != 0 || after > feed.number;
  page = page_new (feed.epoch, start_over ? 0 : after, now_us);
  page->start_over = start_over;
  items = brik_feed_list (store, municipality->id, page->cursor, BRIK_LIMIT_CHANGES_PAGE, error);
  if (!items || !fill (store, municipality, till, items, start_over, page, error))
    return NULL;
  return g_steal_pointer (&page);
}

/* NULL without @error for no such card. (transfer full) */
static char *
account_of_card (BrikStore *store, const char *municipality, const char *uid, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT account_id FROM card WHERE municipality_id = ? AND uid = ?", "ss",
                      municipality, uid);

  return rows && brik_rows_next (rows, error) ? g_strdup (brik_rows_text (rows, 0)) : NULL;
}

static char *
find_account (BrikStore *store, const char *municipality, const char *uid, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  char *account = account_of_card (store, municipality, uid, &local_error);

  if (local_error)
    g_propagate_error (error, g_steal_pointer (&local_error));
  else if (!account)
    g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_NOT_FOUND, "There is no such card.");
  return account;
}

BrikChangesPage *
brik_changes_load_card (BrikStore *store,
                        const BrikMunicipality *municipality,
                        const BrikTill *till,
                        const char *uid,
                        gint64 now_us,
                        GError **error)
{
  g_autofree char *account = find_account (store, municipality->id, uid, error);
  g_auto (BrikFeedState) feed = { 0 };
  GDate today = brik_municipality_date (municipality, now_us);
  g_autoptr (BrikChangesPage) page = NULL;
  BrikChange *change;

  if (!account || !brik_feed_get_state (store, municipality->id, &feed, error))
    return NULL;

  page = page_new (feed.epoch, 0, now_us);
  change = brik_change_load (store, municipality, till, BRIK_RECORD_ACCOUNT, account, &today, error);
  if (!change)
    return NULL;
  g_ptr_array_add (page->changes, change);
  return g_steal_pointer (&page);
}

/* Changes nothing where the till has asked for so many other accounts today. */
static const char interest_sql[] =
  "INSERT INTO till_interest (municipality_id, till_id, account_id, date) SELECT ?1, ?2, ?3, ?4"
  " WHERE (SELECT count (*) FROM till_interest WHERE municipality_id = ?1 AND till_id = ?2 AND date = ?4"
  "  AND account_id <> ?3) < ?5 ON CONFLICT DO UPDATE SET date = ?4";

gboolean
brik_changes_keep_card (BrikStore *store,
                        const BrikMunicipality *municipality,
                        const BrikTill *till,
                        const char *uid,
                        gint64 now_us,
                        GError **error)
{
  g_autofree char *account = find_account (store, municipality->id, uid, error);
  GDate today = brik_municipality_date (municipality, now_us);
  g_autofree char *date = brik_civil_date_format (&today);

  if (!account || !brik_store_run (store, error, interest_sql, "ssssi", municipality->id, till->id, account,
                                   date, (gint64) BRIK_LIMIT_LOOK_UPS))
    return FALSE;
  if (brik_store_get_n_changed (store) > 0)
    return TRUE;
  g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_TOO_MANY,
                       "This till has asked for too many cards today.");
  return FALSE;
}

gboolean
brik_changes_has_visitors (BrikStore *store,
                           const BrikMunicipality *municipality,
                           const BrikTill *till,
                           gint64 now_us,
                           gboolean *has,
                           GError **error)
{
  GDate today = brik_municipality_date (municipality, now_us);
  g_autofree char *date = brik_civil_date_format (&today);
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT 1 FROM till_interest WHERE municipality_id = ? AND till_id = ? AND date < ? LIMIT 1", "sss",
    municipality->id, till->id, date);

  if (!rows)
    return FALSE;
  *has = brik_rows_next (rows, error);
  return !brik_rows_failed (rows);
}

/* Who bought at the place is known to all its tills, until the 60th day after. */
static const char bought_sql[] =
  "INSERT INTO till_interest (municipality_id, till_id, account_id, date)"
  " SELECT ?1, till.id, asked.account_id, date (bought.spent_on, '+60 days')"
  " FROM till_interest AS asked JOIN till ON till.municipality_id = ?1 AND till.place_id = ?3"
  " JOIN (SELECT account_id, max (spent_on) AS spent_on FROM booking"
  "  WHERE municipality_id = ?1 AND place_id = ?3 AND spent_on >= date (?4, '-60 days')"
  "   AND account_id IN (SELECT account_id FROM till_interest WHERE municipality_id = ?1 AND till_id = ?2"
  "    AND date < ?4)"
  "  GROUP BY account_id) AS bought ON bought.account_id = asked.account_id"
  " WHERE asked.municipality_id = ?1 AND asked.till_id = ?2 AND asked.date < ?4"
  " ON CONFLICT DO UPDATE SET date = max (date, excluded.date)";

static const char touch_sql[] = "INSERT INTO change_due (municipality_id, kind, id)"
                                " SELECT ?1, 'account', account_id FROM till_interest WHERE municipality_id "
                                "= ?1 AND till_id = ?2 AND date < ?3"
                                " ON CONFLICT DO NOTHING";

gboolean
brik_changes_let_go (BrikStore *store,
                     const BrikMunicipality *municipality,
                     const BrikTill *till,
                     gint64 now_us,
                     GError **error)
{
  GDate today = brik_municipality_date (municipality, now_us);
  g_autofree char *date = brik_civil_date_format (&today);

  return brik_store_run (store, error, bought_sql, "ssss", municipality->id, till->id, till->place, date) &&
         brik_store_run (store, error, touch_sql, "sss", municipality->id, till->id, date) &&
         brik_store_run (store, error,
                         "DELETE FROM till_interest WHERE municipality_id = ? AND till_id = ? AND date < ?",
                         "sss", municipality->id, till->id, date);
}
