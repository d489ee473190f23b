/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "core/brik-core-error.h"
#include "portal/brik-page-done.h"
#include "portal/brik-page-model.h"
#include "portal/brik-pages.h"

static const char *const PERIOD_LABELS[BRIK_N_PERIODS] = {
  [BRIK_PERIOD_DAY] = N_ ("Per day"),
  [BRIK_PERIOD_WEEK] = N_ ("Per week"),
  [BRIK_PERIOD_MONTH] = N_ ("Per month"),
};

/* One field of the form: "day" for every place, "day.klub" for a kind of place. */
static char *
field_name (const char *kind, BrikPeriod period)
{
  return kind[0] == '\0' ? g_strdup (brik_period_to_name (period))
                         : g_strconcat (brik_period_to_name (period), ".", kind, NULL);
}

static const BrikCap *
find_cap (const BrikHolding *holding, const char *kind, BrikPeriod period)
{
  for (guint i = 0; i < holding->caps->len; i++)
    {
      const BrikCap *cap = &g_array_index (holding->caps, BrikCap, i);

      if (cap->period == period && strcmp (cap->kind, kind) == 0)
        return cap;
    }
  return NULL;
}

/* What stands in a field: what was just typed, else the cap. */
static char *
field_value (BrikPage *page,
             const BrikHolding *holding,
             const char *kind,
             BrikPeriod period,
             const char *field)
{
  const char *typed = brik_http_request_get_form (page->request, field);
  const BrikCap *cap = find_cap (holding, kind, period);

  if (typed != NULL)
    return g_strdup (typed);
  return cap != NULL ? brik_language_amount (page->language, cap->limit_ore) : g_strdup ("");
}

/* Whether the form that was just sent is wrong there. */
static gboolean
has_problem (BrikPage *page, const char *field)
{
  JsonArray *problems;

  if (!json_object_has_member (page->data, "problems"))
    return FALSE;
  problems = json_object_get_array_member (page->data, "problems");
  for (guint i = 0; i < json_array_get_length (problems); i++)
    if (g_strcmp0 (json_object_get_string_member (json_array_get_object_element (problems, i), "field"),
                   field) == 0)
      return TRUE;
  return FALSE;
}

static JsonObject *
model_cell (BrikPage *page,
            const BrikHolding *holding,
            const char *kind,
            const char *kind_name,
            BrikPeriod period)
{
  JsonObject *cell = json_object_new ();
  BrikCap as_if = { .kind = g_intern_string (kind), .period = period };
  gint64 spent_ore = brik_cap_spent (&as_if, holding->spending, &page->today);
  g_autofree char *field = field_name (kind, period);
  g_autofree char *value = field_value (page, holding, kind, period, field);
  g_autofree char *used = spent_ore > 0 ? brik_language_amount (page->language, spent_ore) : g_strdup ("");
  const char *period_label = brik_language_text (page->language, PERIOD_LABELS[period]);
  g_autofree char *label = g_strconcat (kind_name, ", ", period_label, NULL);

  json_object_set_string_member (cell, "field", field);
  json_object_set_string_member (cell, "value", value);
  json_object_set_string_member (cell, "period", period_label);
  json_object_set_string_member (cell, "label", label);
  json_object_set_string_member (cell, "used", used);
  json_object_set_boolean_member (cell, "problem", has_problem (page, field));
  return cell;
}

static void
append_kind (BrikPage *page, JsonArray *kinds, const BrikHolding *holding, const char *kind, const char *name)
{
  JsonObject *object = json_object_new ();
  JsonArray *cells = json_array_new ();

  for (guint period = 0; period < BRIK_N_PERIODS; period++)
    json_array_add_object_element (cells, model_cell (page, holding, kind, name, period));
  json_object_set_string_member (object, "name", name);
  json_object_set_array_member (object, "cells", cells);
  json_array_add_object_element (kinds, object);
}

static void
add_kinds (BrikPage *page, const BrikHolding *holding)
{
  JsonArray *kinds = json_array_new ();

  append_kind (page, kinds, holding, BRIK_CAP_ANY, brik_language_text (page->language, N_ ("Everywhere")));
  for (guint i = 0; i < page->kinds->len; i++)
    {
      const BrikKindRecord *kind = page->kinds->pdata[i];

      append_kind (page, kinds, holding, kind->id, kind->name);
    }
  json_object_set_array_member (page->data, "kinds", kinds);
}

static void
add_allowed (BrikPage *page, const BrikHolding *holding)
{
  JsonArray *allowed = json_array_new ();

  for (guint i = 0; holding->kinds_allowed[i] != NULL; i++)
    {
      JsonObject *object = json_object_new ();

      json_object_set_string_member (object, "name",
                                     brik_page_get_kind_name (page, holding->kinds_allowed[i]));
      json_array_add_object_element (allowed, object);
    }
  json_object_set_boolean_member (page->data, "allowed_exist", json_array_get_length (allowed) > 0);
  json_object_set_array_member (page->data, "allowed", allowed);
}

/* @problems: (nullable): of the form just sent; each is marked at its field as well */
static BrikHttpResponse *
render_caps (BrikPage *page, const BrikHolding *holding, JsonArray *problems)
{
  if (problems != NULL)
    json_object_set_array_member (page->data, "problems", problems);
  add_kinds (page, holding);
  add_allowed (page, holding);
  brik_page_add_choices (page, holding, "caps");
  brik_page_add_done (page);
  json_object_set_boolean_member (page->data, "read_only", !holding->may_manage);
  json_object_set_object_member (page->data, "account", brik_page_model_holding (page, holding, 0));
  json_object_set_string_member (page->data, "here", brik_http_request_get_path (page->request));
  json_object_set_boolean_member (page->data, "has_problems", problems != NULL);
  return brik_page_render (page, problems != NULL ? 422 : 200, "caps", N_ ("Caps"));
}

BrikHttpResponse *
brik_page_caps_get (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  const BrikHolding *holding;

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  holding = brik_page_find_holding (page, brik_http_request_get_param (request, "account"));
  return holding != NULL ? render_caps (page, holding, NULL) : brik_page_fail (portal, request, 404, NULL);
}

static void
append_problem (BrikPage *page,
                JsonArray *problems,
                const char *field,
                const char *label,
                const char *problem)
{
  JsonObject *object = json_object_new ();

  json_object_set_string_member (object, "field", field);
  json_object_set_string_member (object, "label", label);
  json_object_set_string_member (object, "problem", brik_language_text (page->language, problem));
  json_array_add_object_element (problems, object);
}

/* Reads one field: empty is no cap, 0 allows nothing (D1). */
static void
read_cap (BrikPage *page,
          const char *kind,
          const char *kind_name,
          BrikPeriod period,
          GArray *caps,
          JsonArray *problems)
{
  g_autofree char *field = field_name (kind, period);
  g_autofree char *label =
    g_strconcat (kind_name, ", ", brik_language_text (page->language, PERIOD_LABELS[period]), NULL);
  const char *typed = brik_http_request_get_form (page->request, field);
  g_autofree char *text = g_strstrip (g_strdup (typed != NULL ? typed : ""));
  BrikCap cap = { .kind = g_intern_string (kind), .period = period };
  g_autoptr (GError) error = NULL;

  if (text[0] == '\0')
    return;
  if (!brik_language_parse_amount (page->language, text, &cap.limit_ore, &error))
    append_problem (page, problems, field, label,
                    g_error_matches (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_OVERFLOW)
                      ? N_ ("The amount is too large.")
                      : N_ ("Write an amount such as 25 or 25.50."));
  else if (cap.limit_ore < 0)
    append_problem (page, problems, field, label, N_ ("A cap cannot be below 0."));
  else
    g_array_append_val (caps, cap);
}

/* Returns what is wrong with the form, or NULL. */
static JsonArray *
read_caps (BrikPage *page, GArray *caps)
{
  g_autoptr (JsonArray) problems = json_array_new ();

  for (guint period = 0; period < BRIK_N_PERIODS; period++)
    {
      read_cap (page, BRIK_CAP_ANY, brik_language_text (page->language, N_ ("Everywhere")), period, caps,
                problems);
      for (guint i = 0; i < page->kinds->len; i++)
        {
          const BrikKindRecord *kind = page->kinds->pdata[i];

          read_cap (page, kind->id, kind->name, period, caps, problems);
        }
    }
  return json_array_get_length (problems) > 0 ? g_steal_pointer (&problems) : NULL;
}

typedef struct
{
  const BrikSession *session;
  const char *account;
  GArray *caps;
} Change;

static gboolean
put_caps (BrikStore *store, gpointer data, GError **error)
{
  Change *change = data;

  return brik_holder_put_caps (store, change->session->municipality, change->session->person, change->account,
                               change->caps, error);
}

BrikHttpResponse *
brik_page_caps_post (BrikPortal *portal, BrikHttpRequest *request)
{
  const char *account = brik_http_request_get_param (request, "account");
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  g_autoptr (GArray) caps = g_array_new (FALSE, TRUE, sizeof (BrikCap));
  g_autofree char *location = g_strconcat ("/accounts/", account, "/caps?done=" BRIK_PAGE_DONE_SAVED, NULL);
  Change change = { .account = account, .caps = caps };
  const BrikHolding *holding;
  JsonArray *problems;

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  holding = brik_page_find_holding (page, account);
  if (holding == NULL || !holding->may_manage)
    return brik_page_fail (portal, request, holding == NULL ? 404 : 403, NULL);
  problems = read_caps (page, caps);
  if (problems != NULL)
    return render_caps (page, holding, problems);
  change.session = page->session;
  if (!brik_books_write (brik_portal_get_books (portal), put_caps, &change, &error))
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  return brik_http_response_new_redirect (location);
}
