/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-changes.h"

#include "core/brik-limits.h"
#include "portal/brik-change.h"
#include "portal/brik-feed.h"
#include "portal/brik-portal-error.h"
#include "portal/brik-visitors.h"

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

/* Reads the records of @items onto the page until it is full. What is gone is named to a till that may hold
 * it; so it is not in a snapshot. */
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
      gboolean concerns = TRUE;
      g_autoptr (BrikChange) change =
        brik_change_load (store, municipality, till, item->kind, item->id, &today, &concerns, error);

      if (!change)
        return FALSE;
      size += guess_size (change);
      if (size > BRIK_LIMIT_CHANGES_BODY && i > 0)
        {
          page->more = TRUE;
          return TRUE;
        }
      page->cursor = item->number;
      if (!change->gone || (concerns && !snapshot))
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

/* @rows: (transfer full) (nullable) */
static char *
take_account (BrikRows *rows, GError **error)
{
  g_autoptr (BrikRows) owned = rows;
  g_autoptr (GError) local_error = NULL;

  if (!owned)
    return NULL;
  if (brik_rows_next (owned, &local_error))
    return g_strdup (brik_rows_text (owned, 0));
  if (brik_error_pass_on (&local_error, error))
    g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_NOT_FOUND, "There is no such card.");
  return NULL;
}

char *
brik_changes_find_uid (BrikStore *store, const char *municipality, const char *uid, GError **error)
{
  return take_account (brik_store_query (store, error,
                                         "SELECT account_id FROM card WHERE municipality_id = ? AND uid = ?",
                                         "ss", municipality, uid),
                       error);
}

char *
brik_changes_find_number (BrikStore *store,
                          const BrikMunicipality *municipality,
                          const char *text,
                          GError **error)
{
  g_autofree char *number = brik_card_number_normalize (text, municipality->card_form, NULL);

  if (!number)
    {
      g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID,
                           "This is no number of a card.");
      return NULL;
    }
  return take_account (
    brik_store_query (store, error, "SELECT account_id FROM card WHERE municipality_id = ? AND number = ?",
                      "ss", municipality->id, number),
    error);
}

BrikChangesPage *
brik_changes_load_visitor (BrikStore *store,
                           const BrikMunicipality *municipality,
                           const BrikTill *till,
                           const char *account,
                           gint64 now_us,
                           GError **error)
{
  g_auto (BrikFeedState) feed = { 0 };
  GDate today = brik_municipality_date (municipality, now_us);
  g_autoptr (BrikChangesPage) page = NULL;
  BrikChange *change;

  if (!brik_visitors_ask (store, till, account, &today, error) ||
      !brik_feed_get_state (store, municipality->id, &feed, error))
    return NULL;

  page = page_new (feed.epoch, 0, now_us);
  change = brik_change_load (store, municipality, till, BRIK_RECORD_ACCOUNT, account, &today, NULL, error);
  if (!change)
    return NULL;
  g_ptr_array_add (page->changes, change);
  return g_steal_pointer (&page);
}
