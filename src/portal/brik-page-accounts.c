/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "core/brik-money.h"
#include "portal/brik-page-done.h"
#include "portal/brik-page-rows.h"
#include "portal/brik-pages.h"

#define LATEST_DAYS 31
#define LATEST_ROWS 8
/* A refusal older than this is history and no notice. */
#define NOTICE_US (3 * G_TIME_SPAN_DAY)

static gint64
time_of (const BrikPageRow *row)
{
  return row->refusal != NULL ? row->refusal->at_us : row->booking->at_us;
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  gint64 time_a = time_of (a);
  gint64 time_b = time_of (b);

  return (time_a < time_b) - (time_a > time_b);
}

/* Histories of all accounts. (element-type BrikPageHistory) */
static GPtrArray *
read_histories (BrikPage *page, GError **error)
{
  g_autoptr (GPtrArray) histories = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_page_history_free);
  GDate from = page->today;

  g_date_subtract_days (&from, LATEST_DAYS);
  for (guint i = 0; i < page->holdings->len; i++)
    {
      BrikPageHistory *history =
        brik_page_history_read (page, page->holdings->pdata[i], &from, &page->today, LATEST_ROWS, error);

      if (history == NULL)
        return NULL;
      g_ptr_array_add (histories, history);
    }
  return g_steal_pointer (&histories);
}

static gboolean
is_opening (const BrikPageRow *row)
{
  return row->booking != NULL && row->booking->type == BRIK_STATEMENT_OPENING;
}

/* What was bought or refused at the tills, of all accounts, newest first. */
static GArray *
merge_all (GPtrArray *histories)
{
  GArray *all = g_array_new (FALSE, TRUE, sizeof (BrikPageRow));

  for (guint i = 0; i < histories->len; i++)
    {
      g_autoptr (GArray) rows = brik_page_history_merge (histories->pdata[i]);

      for (guint j = 0; j < rows->len; j++)
        if (!is_opening (&g_array_index (rows, BrikPageRow, j)))
          g_array_append_vals (all, &g_array_index (rows, BrikPageRow, j), 1);
    }
  g_array_sort (all, newest_first);
  return all;
}

static void
add_notice (BrikPage *page, GArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const BrikPageRow *row = &g_array_index (rows, BrikPageRow, i);
      JsonObject *notice;
      g_autofree char *when = NULL;
      g_autofree char *where = NULL;
      g_autofree char *first_name = NULL;

      if (row->refusal == NULL)
        continue;
      if (page->now_us - row->refusal->at_us > NOTICE_US)
        return;
      notice = json_object_new ();
      when = brik_language_when (page->language, page->municipality->zone, row->refusal->at_us, page->now_us);
      where = brik_page_where (row->refusal->place_name, row->refusal->till_name);
      first_name = brik_page_first_name (row->holding->person_name);
      json_object_set_string_member (notice, "when", when);
      json_object_set_string_member (notice, "where", where != NULL ? where : "");
      json_object_set_string_member (notice, "first_name", first_name);
      json_object_set_boolean_member (notice, "self", row->holding->own);
      json_object_set_object_member (notice, "reason", brik_page_model_reason (page, row->refusal));
      json_object_set_object_member (page->data, "notice", notice);
      return;
    }
}

/* Somebody with several accounts sees at each what they hold together (R2); NULL for one account alone. */
static char *
sum_of_person (BrikPage *page, const BrikHolding *holding)
{
  gint64 sum_ore = 0;
  guint n_accounts = 0;

  for (guint i = 0; i < page->holdings->len; i++)
    {
      const BrikHolding *other = page->holdings->pdata[i];

      if (strcmp (other->person, holding->person) != 0)
        continue;
      n_accounts++;
      if (!brik_money_add (sum_ore, other->balance_ore, &sum_ore))
        return NULL;
    }
  return n_accounts > 1 ? brik_language_money (page->language, sum_ore) : NULL;
}

static JsonObject *
model_account (BrikPage *page, guint number)
{
  const BrikHolding *holding = page->holdings->pdata[number];
  JsonObject *object = brik_page_model_holding (page, holding, number);
  g_autofree char *sum = sum_of_person (page, holding);

  json_object_set_string_member (object, "sum", sum != NULL ? sum : "");
  return object;
}

static void
add_accounts (BrikPage *page)
{
  JsonArray *accounts = json_array_new ();

  for (guint i = 0; i < page->holdings->len; i++)
    json_array_add_object_element (accounts, model_account (page, i));
  json_object_set_array_member (page->data, "accounts", accounts);
  json_object_set_boolean_member (page->data, "accounts_exist", page->holdings->len > 0);
}

BrikHttpResponse *
brik_page_accounts_get (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  g_autoptr (GPtrArray) histories = page != NULL ? read_histories (page, &error) : NULL;
  g_autoptr (GArray) rows = NULL;

  if (histories == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  rows = merge_all (histories);
  add_accounts (page);
  add_notice (page, rows);
  brik_page_add_rows (page, rows, 0, LATEST_ROWS, TRUE);
  brik_page_add_done (page);
  json_object_set_string_member (page->data, "here", "accounts");
  json_object_set_string_member (page->data, "caption",
                                 brik_language_text (page->language, N_ ("Latest purchases")));
  json_object_set_string_member (
    page->data, "nothing",
    brik_language_text (page->language, N_ ("Nothing has been bought in the last month.")));
  return brik_page_render (page, 200, "accounts", N_ ("My accounts"));
}
