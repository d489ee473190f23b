/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "portal/brik-page-rows.h"
#include "portal/brik-pages.h"

#define ROWS_OF_PAGE 50
#define MAX_PAGES 40
#define N_MONTHS 6
#define USUAL_DAYS 30

typedef struct
{
  GDate from;
  GDate to;
  gboolean usual; /* nobody asked for anything else */
} Period;

static void
set_usual (BrikPage *page, Period *period)
{
  period->usual = TRUE;
  period->to = page->today;
  period->from = page->today;
  g_date_subtract_days (&period->from, USUAL_DAYS);
}

/* What the address asks for; a date that is none leaves the usual period and says so. */
static void
read_period (BrikPage *page, Period *period)
{
  const char *from = brik_http_request_get_query (page->request, "from");
  const char *to = brik_http_request_get_query (page->request, "to");
  const char *problem = NULL;

  set_usual (page, period);
  if (from == NULL && to == NULL)
    return;
  period->usual = FALSE;
  if ((from != NULL && from[0] != '\0' && !brik_civil_date_parse (from, &period->from)) ||
      (to != NULL && to[0] != '\0' && !brik_civil_date_parse (to, &period->to)))
    problem = N_ ("Write both dates as year-month-day, such as 2026-11-20.");
  else if (g_date_compare (&period->from, &period->to) > 0)
    problem = N_ ("The first date is after the last.");
  if (problem == NULL)
    return;
  json_object_set_string_member (page->data, "problem", brik_language_text (page->language, problem));
  set_usual (page, period);
}

static char *
period_query (const Period *period)
{
  g_autofree char *from = brik_civil_date_format (&period->from);
  g_autofree char *to = brik_civil_date_format (&period->to);

  return g_strconcat ("from=", from, "&to=", to, NULL);
}

static void
add_period (BrikPage *page, const Period *period)
{
  g_autofree char *from = brik_civil_date_format (&period->from);
  g_autofree char *to = brik_civil_date_format (&period->to);
  g_autofree char *from_text = brik_language_date (page->language, &period->from);
  g_autofree char *to_text = brik_language_date (page->language, &period->to);

  json_object_set_string_member (page->data, "from", from);
  json_object_set_string_member (page->data, "to", to);
  json_object_set_string_member (page->data, "from_text", from_text);
  json_object_set_string_member (page->data, "to_text", to_text);
}

static void
append_month (BrikPage *page, JsonArray *months, const Period *month, const char *label, gboolean current)
{
  JsonObject *object = json_object_new ();
  g_autofree char *query = period_query (month);
  g_autofree char *href = g_strconcat (brik_http_request_get_path (page->request), month->usual ? "" : "?",
                                       month->usual ? "" : query, NULL);

  json_object_set_string_member (object, "href", href);
  json_object_set_string_member (object, "label", label);
  json_object_set_boolean_member (object, "current", current);
  json_array_add_object_element (months, object);
}

/* The last thirty days, then this month and those before it. */
static void
add_months (BrikPage *page, const Period *period)
{
  JsonArray *months = json_array_new ();
  Period month;

  set_usual (page, &month);
  append_month (page, months, &month, brik_language_text (page->language, N_ ("Last 30 days")),
                period->usual);
  month.usual = FALSE;
  month.from = page->today;
  g_date_set_day (&month.from, 1);
  for (guint i = 0; i < N_MONTHS; i++)
    {
      g_autofree char *label = brik_language_month (page->language, &month.from, &page->today);

      month.to = month.from;
      g_date_set_day (
        &month.to, g_date_get_days_in_month (g_date_get_month (&month.from), g_date_get_year (&month.from)));
      append_month (page, months, &month, label,
                    !period->usual && g_date_compare (&month.from, &period->from) == 0 &&
                      g_date_compare (&month.to, &period->to) == 0);
      g_date_subtract_months (&month.from, 1);
    }
  json_object_set_array_member (page->data, "months", months);
}

/* As many as the page and all newer ones hold, and one more that tells whether there is an older page. */
static gboolean
add_history (BrikPage *page, const BrikHolding *holding, const Period *period, GError **error)
{
  guint number = brik_page_get_number (page, MAX_PAGES);
  guint begin = number * ROWS_OF_PAGE;
  guint end = begin + ROWS_OF_PAGE;
  g_autofree char *query = period->usual ? g_strdup ("") : period_query (period);
  g_autoptr (BrikPageHistory) history =
    brik_page_history_read (page, holding, &period->from, &period->to, end + 1, error);
  g_autoptr (GArray) rows = NULL;

  if (history == NULL)
    return FALSE;
  rows = brik_page_history_merge (history);
  brik_page_add_rows (page, rows, begin, end, FALSE);
  brik_page_add_pager (page, query, number, rows->len > end && number < MAX_PAGES);
  return TRUE;
}

BrikHttpResponse *
brik_page_statement_get (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  const BrikHolding *holding;
  Period period;

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  holding = brik_page_find_holding (page, brik_http_request_get_param (request, "account"));
  if (holding == NULL)
    return brik_page_fail (portal, request, 404, NULL);
  read_period (page, &period);
  if (!add_history (page, holding, &period, &error))
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  add_period (page, &period);
  add_months (page, &period);
  brik_page_add_choices (page, holding, "statement");
  json_object_set_object_member (page->data, "account", brik_page_model_holding (page, holding, 0));
  json_object_set_string_member (page->data, "here", brik_http_request_get_path (request));
  json_object_set_string_member (page->data, "caption",
                                 brik_language_text (page->language, N_ ("Statement")));
  json_object_set_string_member (
    page->data, "nothing",
    brik_language_text (page->language, N_ ("Nothing happened on the account in this period.")));
  return brik_page_render (page, 200, "statement", N_ ("Statement"));
}
