/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "portal/brik-page-model.h"
#include "portal/brik-pages.h"

#define REFUSALS_OF_PAGE 25
#define MAX_PAGES 20
#define HISTORY_DAYS 366

/* The refusals of all accounts; @lists keeps what @rows refers to. */
typedef struct
{
  BrikPage *page;
  GDate from;
  guint max;
  GPtrArray *lists;
  GArray *rows;
} Query;

static gboolean
read_refusals (BrikStore *store, gpointer data, GError **error)
{
  Query *query = data;
  BrikPage *page = query->page;

  for (guint i = 0; i < page->holdings->len; i++)
    {
      const BrikHolding *holding = page->holdings->pdata[i];
      GPtrArray *list =
        brik_statement_list_refusals (store, page->session->municipality, page->session->person,
                                      holding->account, &query->from, &page->today, query->max, error);

      if (list == NULL)
        return FALSE;
      g_ptr_array_add (query->lists, list);
      for (guint j = 0; j < list->len; j++)
        {
          BrikPageRow row = { .holding = holding, .refusal = list->pdata[j] };

          g_array_append_val (query->rows, row);
        }
    }
  return TRUE;
}

static int
newest_first (gconstpointer a, gconstpointer b)
{
  gint64 time_a = ((const BrikPageRow *) a)->refusal->at_us;
  gint64 time_b = ((const BrikPageRow *) b)->refusal->at_us;

  return (time_a < time_b) - (time_a > time_b);
}

static JsonObject *
model_refusal (BrikPage *page, const BrikPageRow *row, guint number)
{
  JsonObject *object = json_object_new ();
  g_autofree char *first_name = brik_page_first_name (row->holding->person_name);
  g_autofree char *where = brik_page_where (row->refusal->place_name, row->refusal->till_name);
  g_autofree char *time =
    brik_language_time (page->language, page->municipality->zone, row->refusal->at_us, page->now_us);

  json_object_set_int_member (object, "n", number);
  json_object_set_string_member (object, "first_name", first_name);
  json_object_set_string_member (object, "account", row->holding->account_name);
  json_object_set_string_member (object, "where", where != NULL ? where : "");
  json_object_set_string_member (object, "time", time);
  json_object_set_object_member (object, "reason", brik_page_model_reason (page, row->refusal));
  return object;
}

static void
add_refusals (BrikPage *page, GArray *rows, guint number)
{
  JsonArray *array = json_array_new ();
  guint end = (number + 1) * REFUSALS_OF_PAGE;

  for (guint i = number * REFUSALS_OF_PAGE; i < MIN (end, rows->len); i++)
    json_array_add_object_element (array, model_refusal (page, &g_array_index (rows, BrikPageRow, i), i));
  json_object_set_array_member (page->data, "refusals", array);
  brik_page_add_pager (page, "", number, rows->len > end && number < MAX_PAGES);
}

BrikHttpResponse *
brik_page_refusals_get (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  g_autoptr (GPtrArray) lists = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);
  g_autoptr (GArray) rows = g_array_new (FALSE, TRUE, sizeof (BrikPageRow));
  Query query = { .page = page, .lists = lists, .rows = rows };
  guint number;

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  number = brik_page_get_number (page, MAX_PAGES);
  query.from = page->today;
  g_date_subtract_days (&query.from, HISTORY_DAYS);
  query.max = (number + 1) * REFUSALS_OF_PAGE + 1;
  if (!brik_books_read (brik_portal_get_books (portal), read_refusals, &query, &error))
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  g_array_sort (rows, newest_first);
  add_refusals (page, rows, number);
  return brik_page_render (page, 200, "refusals", N_ ("Refusals"));
}
