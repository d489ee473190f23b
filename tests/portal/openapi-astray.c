/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "openapi-person.h"
#include "portal/brik-quota.h"
#include "portal/brik-till.h"
#include "wire/brik-api.h"

#define RUN "0123456789abcdef0123456789abcdef"
#define ALMA_UID "04579A22352680"
#define NOBODY_UID "04579A22352681"

/* Tills */

static guint
seal_use (PortalTill *till, BrikEntryKind kind, const char *account)
{
  BrikEntry *entry = portal_till_entry (till, kind);

  entry->id = brik_id_new ();
  entry->account = g_strdup (account);
  entry->card = account != NULL ? g_strconcat (account, "-1", NULL) : NULL;
  if (kind == BRIK_ENTRY_DECLINE && account == NULL)
    entry->verdict = (BrikVerdict){ .reason = BRIK_REASON_UNKNOWN_CARD };
  if (kind == BRIK_ENTRY_DECLINE && account != NULL)
    {
      entry->basket = brik_basket_new ();
      brik_basket_add (entry->basket, "bolle", "Grønbolle", 4, PORTAL_PRICE_ORE, 2500, NULL);
      entry->total_ore = brik_basket_get_total (entry->basket);
      entry->verdict =
        (BrikVerdict){ .reason = BRIK_REASON_CAP, .total_ore = entry->total_ore, .left_ore = 4000 };
      entry->verdict.cap =
        (BrikCapState){ .cap = { .kind = BRIK_CAP_ANY, .period = BRIK_PERIOD_DAY, .limit_ore = 4000 },
                        .left_ore = 4000 };
    }
  return portal_till_seal (till, entry);
}

/* Every kind of entry; the journal begins with the start of a run. */
static void
write_journal (PortalTill *till)
{
  g_autofree char *taken_back = NULL, *somebody_elses = NULL;
  BrikEntry *rejected;
  BrikEntry *date = portal_till_entry (till, BRIK_ENTRY_DATE_SET);

  date->clock_us = G_TIME_SPAN_HOUR;
  portal_till_seal (till, date);
  portal_till_seal (till, portal_till_entry (till, BRIK_ENTRY_SHIFT_OPENED));
  portal_till_sell (till, "alma", 2, NULL);
  portal_till_sell (till, "alma", 1, &taken_back);
  portal_till_undo (till, "alma", 1, taken_back);
  seal_use (till, BRIK_ENTRY_DECLINE, NULL);
  seal_use (till, BRIK_ENTRY_DECLINE, "noah");
  portal_till_sell (till, "noah", 1, &somebody_elses);
  rejected = portal_till_entry (till, BRIK_ENTRY_REJECTED);
  rejected->id = brik_id_new ();
  rejected->account = g_strdup ("noah");
  rejected->card = g_strdup ("noah-1");
  rejected->rejects = g_strdup (somebody_elses);
  rejected->total_ore = PORTAL_PRICE_ORE;
  portal_till_seal (till, rejected);
  seal_use (till, BRIK_ENTRY_CARD_BLOCKED, "noah");
  portal_till_seal (till, portal_till_entry (till, BRIK_ENTRY_SHIFT_CLOSED));
  portal_till_start_run (till);
}

static gboolean
use_up_look_ups (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error,
                         "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 501)"
                         " INSERT INTO account (municipality_id, id, type, name, person_id, balance_ore)"
                         " SELECT 'by', 'k' || i, 'holder', 'Konto', 'maja', 0 FROM n",
                         "") &&
         brik_store_run (store, error,
                         "INSERT INTO till_interest (municipality_id, till_id, account_id, date, asked)"
                         " SELECT 'by', 'norre-1', id, '2026-11-20', '2026-11-20' FROM account"
                         " WHERE id LIKE 'k%'",
                         "");
}

static gboolean
shut_out (BrikStore *store, gpointer data, GError **error)
{
  OpenApiWalk *walk = data;

  return brik_till_revoke (store, "by", "norre-1", brik_clock_now (walk->fixture->clock), error);
}

static void
expect (OpenApiWalk *walk,
        PortalTill *till,
        const char *method,
        const char *target,
        const char *body,
        guint status)
{
  g_test_message ("%s %s", method, target);
  g_assert_cmpuint (openapi_ask_till (walk, till, method, target, body), ==, status);
}

/* A till's whole life. */
static void
live (OpenApiWalk *walk)
{
  PortalTill *till = walk->till;
  g_autofree char *batch = NULL, *gap = NULL;
  g_autofree char *photo = g_strconcat (BRIK_API_PHOTOS, walk->other_photo, NULL);
  g_autofree char *none = g_strconcat (BRIK_API_PHOTOS, "00", walk->other_photo + 2, NULL);

  write_journal (till);
  batch = openapi_make_batch (till, 0, till->journal->len - 3);
  gap = openapi_make_batch (till, till->journal->len - 1, till->journal->len - 1);
  expect (walk, till, "POST", BRIK_API_ENTRIES, gap, 200);
  expect (walk, till, "POST", BRIK_API_ENTRIES, batch, 200);
  expect (walk, till, "POST", BRIK_API_ENTRIES, "{\"entries\":1}", 400);
  expect (walk, NULL, "POST", BRIK_API_ENTRIES, batch, 401);
  expect (walk, till, "GET", BRIK_API_CHANGES "?epoch=&after=0&wait=0&run=" RUN, NULL, 200);
  expect (walk, till, "GET", BRIK_API_CHANGES "?after=x", NULL, 400);
  expect (walk, NULL, "GET", BRIK_API_CHANGES, NULL, 401);
  expect (walk, till, "GET", BRIK_API_CARDS ALMA_UID "?run=" RUN, NULL, 200);
  expect (walk, till, "GET", BRIK_API_CARDS "nonsense", NULL, 400);
  expect (walk, NULL, "GET", BRIK_API_CARDS ALMA_UID, NULL, 401);
  expect (walk, till, "GET", BRIK_API_CARDS NOBODY_UID, NULL, 404);
  expect (walk, till, "GET", BRIK_API_NUMBERS "?number=" ALMA_UID "&run=" RUN, NULL, 200);
  expect (walk, till, "GET", BRIK_API_NUMBERS "?number=no+number", NULL, 400);
  expect (walk, NULL, "GET", BRIK_API_NUMBERS "?number=" ALMA_UID, NULL, 401);
  expect (walk, till, "GET", BRIK_API_NUMBERS "?number=" NOBODY_UID, NULL, 404);
  expect (walk, till, "GET", photo, NULL, 200);
  expect (walk, till, "GET", BRIK_API_PHOTOS "nonsense", NULL, 400);
  expect (walk, NULL, "GET", photo, NULL, 401);
  expect (walk, till, "GET", none, NULL, 404);
}

/* What the club's till is told of people that it has known when it is to hold its own. */
static void
forget_people (OpenApiWalk *walk)
{
  g_autoptr (PortalTill) till = portal_till_new (walk->fixture, "fyret-1", "fyret");
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *target = NULL;

  brik_account_record_free (portal_till_catch_up (till, "alma"));
  portal_fixture_write (walk->fixture, "places.csv",
                        "id,name,kind,allowance,data_age_hours,holds\nfyret,Fyret,klub,,,own\n");
  problems = portal_fixture_import (walk->fixture);
  g_assert_null (problems);
  target = g_strdup_printf (BRIK_API_CHANGES "?epoch=%s&after=%" G_GINT64_FORMAT, till->epoch, till->cursor);
  expect (walk, till, "GET", target, NULL, 200);
}

/* And how it ends. */
static void
be_shut_out (OpenApiWalk *walk)
{
  PortalTill *till = walk->till;
  g_autofree char *photo = g_strconcat (BRIK_API_PHOTOS, walk->photo, NULL);
  g_autofree char *batch = openapi_make_batch (till, 0, 0);

  portal_fixture_write_books (walk->fixture, use_up_look_ups, NULL);
  expect (walk, till, "GET", BRIK_API_CARDS "72BF9961", NULL, 429);
  brik_quota_set (brik_portal_get_number_quota (walk->fixture->portal), 0, 1);
  expect (walk, till, "GET", BRIK_API_NUMBERS "?number=" ALMA_UID, NULL, 429);
  brik_quota_set (brik_portal_get_entry_quota (walk->fixture->portal), 0, 1);
  expect (walk, till, "POST", BRIK_API_ENTRIES, batch, 429);
  portal_fixture_write_books (walk->fixture, shut_out, walk);
  expect (walk, till, "POST", BRIK_API_ENTRIES, batch, 403);
  expect (walk, till, "GET", BRIK_API_CHANGES, NULL, 403);
  expect (walk, till, "GET", BRIK_API_CARDS ALMA_UID, NULL, 403);
  expect (walk, till, "GET", BRIK_API_NUMBERS "?number=" ALMA_UID, NULL, 403);
  expect (walk, till, "GET", photo, NULL, 403);
}

static void
enrol_wrongly (OpenApiWalk *walk)
{
  g_autofree char *code = portal_fixture_code (walk->fixture, "fyret-1");
  g_autofree char *late = openapi_make_enrolment (code);
  g_autofree char *wrong = openapi_make_enrolment ("AAAA-AAAA");

  expect (walk, NULL, "POST", BRIK_API_ENROL, "{}", 400);
  expect (walk, NULL, "POST", BRIK_API_ENROL, wrong, 403);
  brik_clock_advance_fake (walk->fixture->clock, 16 * G_TIME_SPAN_MINUTE);
  expect (walk, NULL, "POST", BRIK_API_ENROL, late, 410);
}

/* Pages */

static void
read_pages (OpenApiWalk *walk, const OpenApiPerson *guardian)
{
  static const char *const targets[] = {
    "/accounts?done=saved",
    "/accounts/alma/statement?from=2026-11-01&to=2026-11-20&page=1",
    "/accounts/alma/caps?done=saved",
    "/accounts/alma/places?done=places",
    "/accounts/nobodys/places",
    "/cards?done=blocked",
    "/refusals?page=1",
    "/photos/noah",
    "/photos/nobody",
    "/accounts/nobodys/statement",
    "/accounts/nobodys/caps",
    "/log-in?ended=1",
    "/language/en?back=%2Fcards",
    "/language/xx",
    "/first-login",
    "/nowhere",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (targets); i++)
    openapi_ask_page (walk, guardian, "GET", targets[i], NULL);
}

static void
send_forms (OpenApiWalk *walk, const OpenApiPerson *guardian, const OpenApiPerson *newcomer)
{
  static const char *const posts[][2] = {
    { "/accounts/alma/caps", "day=much" },
    { "/accounts/nobodys/caps", "day=25" },
    { "/accounts/alma/caps", "token=0" },
    { "/accounts/alma/places", "kind.skole=yes" },
    { "/accounts/nobodys/places", "kind.skole=yes" },
    { "/accounts/alma/places", "token=0" },
    { "/cards/nobodys/block", "from=cards" },
    { "/cards/nobodys/activate", "from=cards" },
    { "/cards/alma-1/block", "token=0" },
    { "/cards/alma-1/activate", "token=0" },
    { "/log-off", "token=0" },
    { "/first-login", "token=0" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (posts); i++)
    {
      openapi_ask_page (walk, guardian, "POST", posts[i][0], posts[i][1]);
      openapi_ask_page (walk, NULL, "POST", posts[i][0], posts[i][1]);
    }
  openapi_ask_page (walk, newcomer, "POST", "/first-login", "token=0");
  openapi_ask_page (walk, newcomer, "POST", "/first-login",
                    "password=correct+horse+battery&again=another+horse&name=Alma&email=alma%40example.org");
}

static void
guess_codes (OpenApiWalk *walk)
{
  for (guint i = 0; i < 6; i++)
    openapi_ask_page (walk, NULL, "POST", "/log-in", "number=04579A22352680&code=000000");
}

static gboolean
has_post (JsonObject *paths, const char *pattern)
{
  return !g_str_equal (pattern, "/log-in") &&
         json_object_has_member (json_object_get_object_member (paths, pattern), "post");
}

/* Without a session, with one that has ended, and with one that has yet to choose a password: sent elsewhere
 * from every page. */
static void
go_without (OpenApiWalk *walk, const OpenApiPerson *newcomer)
{
  const OpenApiPerson forgotten = { .token = (char *) "0", .csrf = (char *) "0" };
  JsonObject *paths = json_object_get_object_member (walk->api, "paths");
  g_autoptr (GList) patterns = json_object_get_members (paths);

  for (GList *path = patterns; path != NULL; path = path->next)
    {
      g_autofree char *target = openapi_walk_fill_in (walk, path->data);

      if (g_str_has_prefix (path->data, "/till/"))
        continue;
      openapi_ask_page (walk, NULL, "GET", target, NULL);
      openapi_ask_page (walk, &forgotten, "GET", target, NULL);
      openapi_ask_page (walk, newcomer, "GET", target, NULL);
      if (has_post (paths, path->data))
        openapi_ask_page (walk, &forgotten, "POST", target, "");
    }
}

/* Methods that an address does not have, in the form that it speaks. */
static void
use_wrong_methods (OpenApiWalk *walk)
{
  static const char *const methods[] = { "GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS" };
  JsonObject *paths = json_object_get_object_member (walk->api, "paths");
  g_autoptr (GList) patterns = json_object_get_members (paths);

  for (GList *path = patterns; path != NULL; path = path->next)
    for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
      {
        JsonObject *item = json_object_get_object_member (paths, path->data);
        g_autofree char *method = g_ascii_strdown (methods[i], -1);
        g_autofree char *target = openapi_walk_fill_in (walk, path->data);

        if (!json_object_has_member (item, method))
          g_assert_cmpuint (openapi_ask (walk, methods[i], target, NULL, NULL, NULL), ==, 405);
      }
}

static void
be_unreadable (OpenApiWalk *walk)
{
  g_autofree char *huge = g_strnfill (300 * 1024, 'x');

  g_assert_cmpuint (openapi_ask (walk, "GET", "/%ff", NULL, NULL, NULL), ==, 400);
  g_assert_cmpuint (openapi_ask (walk, "POST", "/log-in", "text/plain", huge, NULL), ==, 413);
  g_assert_cmpuint (openapi_ask (walk, "GET", "/till/v2/changes", NULL, NULL, NULL), ==, 404);
}

void
openapi_walk_astray (OpenApiWalk *walk)
{
  g_auto (OpenApiPerson) guardian = { 0 };
  g_auto (OpenApiPerson) newcomer = { 0 };
  g_auto (OpenApiPerson) child = { 0 };

  live (walk);
  openapi_person_init (&guardian, walk->fixture, "maja", FALSE);
  openapi_person_init (&newcomer, walk->fixture, "alma", TRUE);
  read_pages (walk, &guardian);
  send_forms (walk, &guardian, &newcomer);
  go_without (walk, &newcomer);
  openapi_person_init (&child, walk->fixture, "alma", FALSE);
  openapi_ask_page (walk, &child, "POST", "/accounts/alma/caps", "day=25");
  openapi_ask_page (walk, &child, "POST", "/accounts/alma/places", "kind.skole=yes");
  use_wrong_methods (walk);
  be_unreadable (walk);
  guess_codes (walk);
  forget_people (walk);
  be_shut_out (walk);
  enrol_wrongly (walk);
}
