/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages-fixture.h"

#include <string.h>

#include "portal/brik-pages.h"
#include "wire/brik-wire-private.h"

static void
test_money_and_escaping (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) accounts = { 0 };
  g_auto (Reply) statement = { 0 };
  g_auto (Reply) english = { 0 };

  fixture_book_sale (fixture, "<script>alert(1)</script>", NOW_US - G_TIME_SPAN_MINUTE);
  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  accounts = browser_get (&maja, "/accounts");
  g_assert_cmpuint (accounts.status, ==, 200);
  assert_contains (accounts.body, "<html lang=\"da\">");
  assert_contains (accounts.body, "Dig selv");
  assert_contains (accounts.body, "103,50 kr.");
  assert_contains (accounts.body, "25,00 af 40,00");
  assert_contains (accounts.body, "Alma &lt;b&gt;Holm&lt;/b&gt;");
  assert_lacks (accounts.body, "<b>Holm");
  assert_lacks (accounts.body, "<script");

  statement = browser_get (&maja, "/accounts/alma-1/statement");
  assert_contains (statement.body, "1&nbsp;×&nbsp;&lt;script&gt;alert(1)&lt;/script&gt;&nbsp;25,00");
  assert_contains (statement.body, "20. nov. 11.29");
  assert_contains (statement.body, "Hævet");
  assert_contains (statement.body, "Nørre Skole, Kasse 1");
  assert_contains (statement.body, "\u221225,00");
  assert_contains (statement.body, "Overført saldo");
  assert_lacks (statement.body, "<script");

  reply_clear (&english);
  english = browser_get (&maja, "/language/en?back=/accounts");
  g_assert_cmpstr (english.location, ==, "/accounts");
  reply_clear (&english);
  english = browser_get (&maja, "/accounts");
  assert_contains (english.body, "<html lang=\"en\">");
  assert_contains (english.body, "DKK 103.50");
  assert_contains (english.body, "20 Nov 11:29");
}

static void
test_statement_period (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  const struct
  {
    const char *query;
    const char *part;
  } cases[] = {
    { "?from=2026-11-20&to=2026-11-20", "Dagens ret" },
    { "?from=2026-11-21&to=2026-11-30", "Der skete ikke noget" },
    { "?from=2026-10-01&to=2026-11-19", "Overført saldo" },
    { "?from=2026-11-20&to=2026-11-19", "Den første dato ligger efter den sidste." },
    { "?from=20.+november&to=x", "Skriv begge datoer" },
    { "?from=&to=", "Dagens ret" },
    { "?page=7", "Nyere" },
    { "?page=-1", "Dagens ret" },
    { "?page=99999999999999999999", "Dagens ret" },
  };

  fixture_book_sale (fixture, "Dagens ret", NOW_US - G_TIME_SPAN_MINUTE);
  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/accounts/alma-1/statement", cases[i].query, NULL);
      g_auto (Reply) page = browser_get (&maja, path);

      g_assert_cmpuint (page.status, ==, 200);
      assert_contains (page.body, cases[i].part);
    }
}

static void
test_statement_pages (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) newest = { 0 };
  g_auto (Reply) older = { 0 };

  fixture_book_sale (fixture, "Den første", NOW_US - G_TIME_SPAN_MINUTE);
  for (guint i = 0; i < 55; i++)
    fixture_book_sale (fixture, "Bolle", NOW_US - G_TIME_SPAN_MINUTE);
  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  newest = browser_get (&maja, "/accounts/alma-1/statement");
  assert_contains (newest.body, "/accounts/alma-1/statement?page=1");
  assert_lacks (newest.body, "Den første");
  older = browser_get (&maja, "/accounts/alma-1/statement?page=1");
  assert_contains (older.body, "Den første");
  assert_contains (older.body, "/accounts/alma-1/statement?page=0");
  assert_lacks (older.body, "?page=2");
}

/* Undone and late purchases are marked (D15), and a refusal stands among them with the balance it met. */
static void
test_statement_rows (Fixture *fixture, gconstpointer user_data)
{
  const gint64 bought_us = NOW_US - 5 * G_TIME_SPAN_MINUTE;
  g_auto (Browser) maja = { .fixture = fixture };
  g_autoptr (BrikEntry) sale = entries_new_sale (fixture->municipality, "norre", "norre-1", "alma-1",
                                                 "alma-card", "Juice", 1, 1200, bought_us);
  g_autoptr (BrikEntry) undo = entries_new_undo (sale, bought_us + G_TIME_SPAN_SECOND);
  g_autoptr (BrikEntry) decline =
    entries_new_decline (fixture->municipality, "fyret", "fyret-1", "alma-1", "alma-card", BRIK_REASON_CAP,
                         800, NOW_US - G_TIME_SPAN_MINUTE);
  g_auto (Reply) page = { 0 };

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  page = browser_get (&maja, "/accounts/alma-1/statement");
  assert_lacks (page.body, "Fortrudt");
  assert_lacks (page.body, "Bogført senere");
  assert_lacks (page.body, "class=\"refused\"");

  reply_clear (&page);
  fixture_book (fixture, sale);
  fixture_book (fixture, undo);
  fixture_book (fixture, decline);
  fixture_book_sale (fixture, "Sen bolle", NOW_US - 20 * G_TIME_SPAN_HOUR);
  page = browser_get (&maja, "/accounts/alma-1/statement");
  assert_contains (page.body, "Køb fortrudt");
  assert_contains (page.body, ">Fortrudt<");
  assert_contains (page.body, "+12,00");
  assert_contains (page.body, "Bogført senere");
  assert_contains (page.body, "19. nov. 15.30");
  assert_contains (page.body, "class=\"refused\"");
  assert_contains (page.body,
                   "dagens grænse i Klub rakte ikke: 22,00 af 25,00 var brugt, og varerne kostede 8,00.");
  assert_contains (page.body, "Fyret Bar");
}

/* Each reason that a known card can be refused for, in words (R35). */
static void
test_refusals (Fixture *fixture, gconstpointer user_data)
{
  const struct
  {
    BrikReason reason;
    const char *words;
  } cases[] = {
    { BRIK_REASON_CARD_CLOSED, "gammelt kort" },
    { BRIK_REASON_CARD_BLOCKED, "kortet var spærret" },
    { BRIK_REASON_ACCOUNT_BLOCKED, "kontoen var spærret" },
    { BRIK_REASON_PLACE, "kortet må ikke bruges" },
    { BRIK_REASON_CAP, "dagens grænse i Klub" },
    { BRIK_REASON_BALANCE, "3,00 kr. tilbage, og varerne kostede 8,00." },
    { BRIK_REASON_DATA_TOO_OLD, "uden netværk for længe" },
    { BRIK_REASON_ALLOWANCE, "små beløb" },
    { BRIK_REASON_RANDOM_CHIP, "Personalet kan hjælpe" },
  };
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Browser) bo = { .fixture = fixture };
  g_auto (Reply) none = { 0 };
  g_auto (Reply) front = { 0 };

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  browser_log_in_first (&bo, BO_CARD, BO_CODE, "bo@example.dk");
  none = browser_get (&maja, "/refusals");
  assert_contains (none.body, "Intet kort er blevet afvist.");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (BrikEntry) decline =
        entries_new_decline (fixture->municipality, "fyret", "fyret-1", "alma-1", "alma-card",
                             cases[i].reason, 800, NOW_US - G_TIME_SPAN_HOUR + i * G_TIME_SPAN_MINUTE);
      g_auto (Reply) page = { 0 };
      g_auto (Reply) others = { 0 };

      fixture_book (fixture, decline);
      page = browser_get (&maja, "/refusals");
      assert_contains (page.body, cases[i].words);
      others = browser_get (&bo, "/refusals");
      assert_contains (others.body, "Intet kort er blevet afvist.");
    }
  front = browser_get (&maja, "/accounts");
  assert_contains (front.body, "Alma fik kortet afvist i dag kl. 10.38");
}

/* The card's use is kept for its holder to see, though nothing was charged; and nobody else sees it. */
static void
test_somebody_else (Fixture *fixture, gconstpointer user_data)
{
  const gint64 bought_us = NOW_US - 5 * G_TIME_SPAN_MINUTE;
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Browser) bo = { .fixture = fixture };
  g_autoptr (BrikEntry) sale = entries_new_sale (fixture->municipality, "norre", "norre-1", "alma-1",
                                                 "alma-card", "Juice", 1, 1200, bought_us);
  g_autoptr (BrikEntry) undo = entries_new_undo (sale, bought_us + G_TIME_SPAN_SECOND);
  g_autoptr (BrikEntry) rejection = entries_new_rejection (sale, bought_us + G_TIME_SPAN_SECOND);
  g_autoptr (BrikEntry) seen_first = entries_new_rejection (sale, bought_us + 2 * G_TIME_SPAN_SECOND);
  g_auto (Reply) statement = { 0 };
  g_auto (Reply) refusals = { 0 };
  g_auto (Reply) others = { 0 };

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  browser_log_in_first (&bo, BO_CARD, BO_CODE, "bo@example.dk");
  fixture_book (fixture, sale);
  fixture_book (fixture, undo);
  fixture_book (fixture, rejection);
  g_clear_pointer (&seen_first->rejects, g_free);
  seen_first->number++;
  seen_first->total_ore = 0;
  fixture_book (fixture, seen_first);
  refusals = browser_get (&maja, "/refusals");
  assert_contains (refusals.body, "en anden brugte kortet");
  assert_contains (refusals.body, "Nørre Skole");
  statement = browser_get (&maja, "/accounts/alma-1/statement");
  assert_contains (statement.body,
                   "en anden brugte kortet, og det blev set ved kassen. 12,00 er givet tilbage.");
  assert_contains (statement.body,
                   "en anden brugte kortet, og det blev set ved kassen. Der blev ikke trukket "
                   "noget.");
  assert_contains (statement.body, "Køb fortrudt");
  others = browser_get (&bo, "/refusals");
  assert_contains (others.body, "Intet kort er blevet afvist.");
}

static void
test_caps (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) page = { 0 };
  g_auto (Reply) saved = { 0 };
  g_auto (Reply) after = { 0 };
  g_auto (Reply) wrong = { 0 };
  g_auto (Reply) unchanged = { 0 };

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  page = browser_get (&maja, "/accounts/alma-1/caps");
  assert_contains (page.body,
                   "name=\"day\" type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" maxlength=\"16\" "
                   "value=\"40,00\"");
  assert_contains (page.body, "name=\"week.klub\" type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" "
                              "maxlength=\"16\" value=\"60,00\"");

  saved =
    browser_post (&maja, "/accounts/alma-1/caps", "day=&week=1.150%2C50&month=&day.skole=0&week.klub=60");
  g_assert_cmpstr (saved.location, ==, "/accounts/alma-1/caps?done=saved");
  after = browser_get (&maja, saved.location);
  assert_contains (after.body, "Grænserne er gemt");
  assert_contains (after.body, "maxlength=\"16\" value=\"1.150,50\"");
  assert_contains (after.body, "name=\"day.skole\" type=\"text\" inputmode=\"decimal\" autocomplete=\"off\" "
                               "maxlength=\"16\" value=\"0,00\"");
  assert_lacks (after.body, "value=\"40,00\"");

  wrong = browser_post (&maja, "/accounts/alma-1/caps", "day=12.5&week=-1&month=99999999999&week.klub=70");
  g_assert_cmpuint (wrong.status, ==, 422);
  assert_contains (wrong.body, "Skriv et beløb som 25 eller 25,50.");
  assert_contains (wrong.body, "En grænse kan ikke være under 0.");
  assert_contains (wrong.body, "Beløbet er for stort.");
  assert_contains (wrong.body, "value=\"12.5\"");
  assert_contains (wrong.body, "aria-invalid=\"true\"");
  unchanged = browser_get (&maja, "/accounts/alma-1/caps");
  assert_contains (unchanged.body, "value=\"60,00\"");
  assert_lacks (unchanged.body, "value=\"70,00\"");
}

/* R31: all kinds are ticked to begin with; none is nowhere; the tills are told. D14: the child reads. */
static void
test_places (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Browser) freja = { .fixture = fixture };
  g_auto (Browser) alma = { .fixture = fixture };
  g_auto (Reply) first = { 0 };
  g_auto (Reply) before = { 0 };
  g_auto (Reply) all = { 0 };
  g_auto (Reply) saved = { 0 };
  g_auto (Reply) one = { 0 };
  g_auto (Reply) unknown = { 0 };
  g_auto (Reply) none = { 0 };
  g_auto (Reply) nowhere = { 0 };
  g_auto (Reply) caps = { 0 };
  g_auto (Reply) childs = { 0 };
  g_auto (Reply) refused = { 0 };

  browser_log_in_first (&freja, FREJA_CARD, FREJA_CODE, "freja@example.dk");
  first = browser_get (&freja, "/accounts/freja-1/places");
  assert_contains (first.body, "name=\"kind.skole\" type=\"checkbox\" value=\"yes\" checked");
  assert_contains (first.body, "name=\"kind.klub\" type=\"checkbox\" value=\"yes\" checked");

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  before = browser_get (&maja, "/accounts/alma-1/places");
  assert_contains (before.body, "type=\"submit\">Gem");
  saved = browser_post (&maja, "/accounts/alma-1/places", "kind.klub=yes");
  g_assert_cmpstr (saved.location, ==, "/accounts/alma-1/places?done=places");
  one = browser_get (&maja, saved.location);
  assert_contains (one.body, "Stederne er gemt.");
  assert_contains (one.body, "name=\"kind.klub\" type=\"checkbox\" value=\"yes\" checked");
  assert_lacks (one.body, "name=\"kind.skole\" type=\"checkbox\" value=\"yes\" checked");

  /* A kind that there is not is passed over. */
  unknown = browser_post (&maja, "/accounts/alma-1/places", "kind.maanen=yes");
  g_assert_cmpstr (unknown.location, ==, "/accounts/alma-1/places?done=places");
  nowhere = browser_get (&maja, "/accounts/alma-1/places");
  assert_contains (nowhere.body, "Kortet kan ikke bruges nogen steder");
  caps = browser_get (&maja, "/accounts/alma-1/caps");
  assert_contains (caps.body, "href=\"/accounts/alma-1/places\"");

  browser_log_in_first (&alma, ALMA_CARD, ALMA_CODE, "alma@example.dk");
  childs = browser_get (&alma, "/accounts/alma-1/places");
  assert_contains (childs.body, "Kun en forælder eller værge kan ændre stederne.");
  assert_lacks (childs.body, "type=\"submit\">Gem");
  refused = browser_post (&alma, "/accounts/alma-1/places", "kind.skole=yes");
  g_assert_cmpuint (refused.status, ==, 403);

  all = browser_post (&maja, "/accounts/alma-1/places", "kind.skole=yes&kind.klub=yes");
  g_assert_cmpstr (all.location, ==, "/accounts/alma-1/places?done=places");
  none = browser_get (&maja, "/accounts/alma-1/places");
  assert_lacks (none.body, "Kortet kan ikke bruges nogen steder");
}

/* D14: where a guardian is linked the child reads; without one it decides itself. Blocking is everyone's,
 * activating again is not (R32). */
static void
test_child (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) alma = { .fixture = fixture };
  g_auto (Browser) freja = { .fixture = fixture };
  g_auto (Reply) caps = { 0 };
  g_auto (Reply) refused = { 0 };
  g_auto (Reply) blocked = { 0 };
  g_auto (Reply) page = { 0 };
  g_auto (Reply) own = { 0 };
  g_auto (Reply) guardians = { 0 };
  g_auto (Reply) cards = { 0 };
  g_auto (Reply) activated = { 0 };

  browser_log_in_first (&alma, ALMA_CARD, ALMA_CODE, "alma@example.dk");
  caps = browser_get (&alma, "/accounts/alma-1/caps");
  assert_contains (caps.body, "Kun en forælder eller værge kan ændre grænserne.");
  assert_contains (caps.body, "40,00");
  assert_lacks (caps.body, "name=\"day\"");
  refused = browser_post (&alma, "/accounts/alma-1/caps", "day=999");
  g_assert_cmpuint (refused.status, ==, 403);
  guardians = browser_get (&alma, "/accounts/maja-1/statement");
  g_assert_cmpuint (guardians.status, ==, 404);
  blocked = browser_post (&alma, "/cards/alma-card/block", "from=cards");
  g_assert_cmpstr (blocked.location, ==, "/cards?done=blocked");
  cards = browser_get (&alma, "/cards");
  assert_contains (cards.body, "Kun en forælder eller værge kan aktivere det igen.");
  assert_lacks (cards.body, "/cards/alma-card/activate");
  activated = browser_post (&alma, "/cards/alma-card/activate", "from=cards");
  g_assert_cmpuint (activated.status, ==, 403);

  browser_log_in_first (&freja, FREJA_CARD, FREJA_CODE, "freja@example.dk");
  page = browser_get (&freja, "/accounts/freja-1/caps");
  assert_contains (page.body, "name=\"day\"");
  own = browser_post (&freja, "/accounts/freja-1/caps", "day=20");
  g_assert_cmpstr (own.location, ==, "/accounts/freja-1/caps?done=saved");
}

static void
test_block (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) page = { 0 };
  g_auto (Reply) blocked = { 0 };
  g_auto (Reply) after = { 0 };
  g_auto (Reply) activated = { 0 };

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  page = browser_get (&maja, "/cards");
  assert_contains (page.body, "action=\"/cards/alma-card/block\"");
  assert_lacks (page.body, "Aktiver kort");
  blocked = browser_post (&maja, "/cards/alma-card/block", "from=accounts");
  g_assert_cmpstr (blocked.location, ==, "/accounts?done=blocked");
  after = browser_get (&maja, blocked.location);
  assert_contains (after.body, "Kortet er spærret.");
  assert_contains (after.body, "action=\"/cards/alma-card/activate\"");
  assert_lacks (after.body, "action=\"/cards/alma-card/block\"");
  activated = browser_post (&maja, "/cards/alma-card/activate", "from=//evil.example");
  g_assert_cmpstr (activated.location, ==, "/cards?done=activated");
}

/* Fills a route's pattern with the ids of one family: "/accounts/{account}/caps" → "/accounts/alma-1/caps".
 */
static char *
fill_pattern (const char *pattern, const char *account, const char *card, const char *person)
{
  g_autoptr (GString) path = g_string_new (pattern);

  g_string_replace (path, "{account}", account, 0);
  g_string_replace (path, "{card}", card, 0);
  g_string_replace (path, "{person}", person, 0);
  g_string_replace (path, "{code}", "da", 0);
  g_assert_null (strchr (path->str, '{'));
  return g_string_free (g_steal_pointer (&path), FALSE);
}

static gboolean
is_of_session (const BrikRoute *route)
{
  return route->role == BRIK_ROLE_SESSION;
}

static Reply
ask_route (Browser *browser, const BrikRoute *route, const char *path, gboolean with_token)
{
  return browser_ask (browser, path, strcmp (route->method, "POST") == 0 ? "day=1" : NULL, with_token);
}

/* Every route with an id in it, from the route table: another family's is not there, exactly as one that
 * nobody has. */
static void
test_other_family (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  guint n_routes = 0;

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  for (gsize i = 0; i < brik_page_routes.n_routes; i++)
    {
      const BrikRoute *route = &brik_page_routes.routes[i];
      g_autofree char *others = fill_pattern (route->pattern, "bo-1", "bo-card", "bo");
      g_autofree char *nobodys = fill_pattern (route->pattern, "x-1", "x-card", "x");
      g_autofree char *own = fill_pattern (route->pattern, "alma-1", "alma-card", "alma");
      g_auto (Reply) page = browser_get (&maja, "/accounts");
      g_auto (Reply) from_others = { 0 };
      g_auto (Reply) from_nobody = { 0 };
      g_auto (Reply) from_own = { 0 };

      if (!is_of_session (route) || strchr (route->pattern, '{') == NULL)
        continue;
      n_routes++;
      g_test_message ("%s %s", route->method, route->pattern);
      from_others = ask_route (&maja, route, others, TRUE);
      from_nobody = ask_route (&maja, route, nobodys, TRUE);
      from_own = ask_route (&maja, route, own, TRUE);
      g_assert_cmpuint (from_others.status, ==, 404);
      g_assert_cmpuint (from_nobody.status, ==, 404);
      assert_lacks (from_others.body, "Bo Lund");
      if (strstr (route->pattern, "{person}") == NULL)
        g_assert_cmpuint (from_own.status, <, 400);
    }
  g_assert_cmpuint (n_routes, >=, 6);
}

static void
test_nobody (Fixture *fixture, gconstpointer user_data)
{
  for (gsize i = 0; i < brik_page_routes.n_routes; i++)
    {
      const BrikRoute *route = &brik_page_routes.routes[i];
      g_autofree char *path = fill_pattern (route->pattern, "alma-1", "alma-card", "alma");
      g_auto (Browser) nobody = { .fixture = fixture };
      g_auto (Browser)
        forger = { .fixture = fixture, .session_cookie = g_strdup ("brik-session=0123456789abcdef") };
      g_auto (Reply) without = { 0 };
      g_auto (Reply) forged = { 0 };

      if (route->role == BRIK_ROLE_PUBLIC)
        continue;
      without = ask_route (&nobody, route, path, FALSE);
      forged = ask_route (&forger, route, path, FALSE);
      g_assert_cmpuint (without.status, ==, 303);
      g_assert_cmpstr (without.location, ==, "/log-in");
      g_assert_cmpuint (forged.status, ==, 303);
      g_assert_true (g_str_has_prefix (forged.location, "/log-in"));
    }
}

/* Every form there is, sent without its token and with another's. */
static void
test_csrf (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) cards = { 0 };
  guint n_forms = 0;

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  for (gsize i = 0; i < brik_page_routes.n_routes; i++)
    {
      const BrikRoute *route = &brik_page_routes.routes[i];
      g_autofree char *path = fill_pattern (route->pattern, "alma-1", "alma-card", "alma");
      g_auto (Reply) without = { 0 };
      g_auto (Reply) wrong = { 0 };

      if (!is_of_session (route) || strcmp (route->method, "POST") != 0)
        continue;
      n_forms++;
      without = browser_ask (&maja, path, "day=1", FALSE);
      wrong = browser_ask (
        &maja, path, "day=1&token=0000000000000000000000000000000000000000000000000000000000000000", FALSE);
      g_assert_cmpuint (without.status, ==, 403);
      g_assert_cmpuint (wrong.status, ==, 403);
    }
  g_assert_cmpuint (n_forms, >=, 4);
  cards = browser_get (&maja, "/cards");
  g_assert_cmpuint (cards.status, ==, 200);
  assert_lacks (cards.body, "Aktiver kort");
}

/* A till may say that it is any time that an entry can hold. */
static void
test_absurd_time (Fixture *fixture, gconstpointer user_data)
{
  const char *const paths[] = { "/accounts", "/accounts/alma-1/statement", "/refusals" };
  const gint64 times_us[] = { 0, BRIK_WIRE_MAX_TIME_US };
  g_auto (Browser) maja = { .fixture = fixture };

  for (guint i = 0; i < G_N_ELEMENTS (times_us); i++)
    {
      g_autoptr (BrikEntry) sale = entries_new_sale (fixture->municipality, "norre", "norre-1", "alma-1",
                                                     "alma-card", "Dagens ret", 1, 2500, NOW_US);
      g_autoptr (BrikEntry) decline = entries_new_decline (
        fixture->municipality, "norre", "norre-1", "alma-1", "alma-card", BRIK_REASON_CAP, 2500, NOW_US);

      sale->at_us = decline->at_us = times_us[i];
      fixture_book (fixture, sale);
      fixture_book (fixture, decline);
    }
  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_auto (Reply) page = browser_get (&maja, paths[i]);

      g_assert_cmpuint (page.status, ==, 200);
    }
}

static void
test_headers (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) nobody = { .fixture = fixture };
  g_auto (Reply) page = browser_get (&nobody, "/log-in");
  g_auto (Reply) style = browser_get (&nobody, "/portal.css");
  g_auto (Reply) missing = browser_get (&nobody, "/no/such/page");
  g_auto (Reply) redirect = browser_get (&nobody, "/language/en?back=//evil.example/");
  g_auto (Reply) no_language = browser_get (&nobody, "/language/xx");
  const char *policy = soup_message_headers_get_one (page.headers, "Content-Security-Policy");

  assert_contains (policy, "default-src 'none'");
  assert_contains (policy, "style-src 'self'");
  assert_lacks (policy, "unsafe");
  g_assert_cmpstr (soup_message_headers_get_one (page.headers, "Cache-Control"), ==, "no-store");
  g_assert_cmpstr (soup_message_headers_get_one (page.headers, "X-Content-Type-Options"), ==, "nosniff");
  assert_contains (page.cookies, "HttpOnly; SameSite=Lax");
  g_assert_cmpuint (style.status, ==, 200);
  assert_contains (soup_message_headers_get_one (style.headers, "Content-Type"), "text/css");
  g_assert_cmpuint (missing.status, ==, 404);
  assert_contains (missing.body, "Siden er her ikke");
  g_assert_cmpstr (redirect.location, ==, "/");
  g_assert_cmpuint (no_language.status, ==, 404);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("/pages/money-and-escaping", test_money_and_escaping);
  ADD ("/pages/statement/period", test_statement_period);
  ADD ("/pages/statement/pages", test_statement_pages);
  ADD ("/pages/statement/rows", test_statement_rows);
  ADD ("/pages/refusals", test_refusals);
  ADD ("/pages/somebody-else", test_somebody_else);
  ADD ("/pages/caps", test_caps);
  ADD ("/pages/places", test_places);
  ADD ("/pages/child", test_child);
  ADD ("/pages/block", test_block);
  ADD ("/pages/other-family", test_other_family);
  ADD ("/pages/nobody", test_nobody);
  ADD ("/pages/csrf", test_csrf);
  ADD ("/pages/absurd-time", test_absurd_time);
  ADD ("/pages/headers", test_headers);
  return g_test_run ();
}
