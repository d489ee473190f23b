/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages-fixture.h"

#include <string.h>
#include <time.h>

#include "portal/brik-login.h"
#include "portal/brik-session.h"

/* The page without what is drawn anew for each: the form's token. */
static char *
without_token (const Reply *reply, const Browser *browser)
{
  g_autoptr (GString) body = g_string_new (reply->body);

  g_string_replace (body, browser->token, "TOKEN", 0);
  return g_string_free (g_steal_pointer (&body), FALSE);
}

static void
test_first (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) logged_in = browser_try_log_in (&maja, "04a3c1f05b7e80", MAJA_CODE);
  g_auto (Reply) kept_out = { 0 };
  g_auto (Reply) form = { 0 };
  g_auto (Reply) incomplete = { 0 };
  g_auto (Reply) done = { 0 };
  g_auto (Reply) by_code = { 0 };
  g_auto (Reply) by_password = { 0 };

  g_assert_cmpstr (logged_in.location, ==, "/first-login");
  kept_out = browser_get (&maja, "/accounts");
  g_assert_cmpstr (kept_out.location, ==, "/first-login");
  form = browser_get (&maja, "/first-login");
  assert_contains (form.body, "value=\"Maja Holm\"");
  incomplete = browser_post (&maja, "/first-login", "password=short&again=other&name=&email=nonsense");
  assert_contains (incomplete.body, "Den skal have mindst 10 tegn.");
  assert_contains (incomplete.body, "De to er ikke ens.");
  assert_contains (incomplete.body, "Skriv et navn.");
  assert_contains (incomplete.body, "Skriv en e-mailadresse");
  done = browser_post (&maja, "/first-login",
                       "password=correct+horse+battery&again=correct+horse+battery&name=Maja+Bech+Holm&"
                       "email=maja%40example.dk");
  g_assert_cmpstr (done.location, ==, "/accounts");

  /* The printed code is void now (R8). */
  by_code = browser_try_log_in (&maja, MAJA_CARD, MAJA_CODE);
  assert_contains (by_code.body, "passer ikke sammen");
  by_password = browser_try_log_in (&maja, MAJA_CARD, PASSWORD);
  g_assert_cmpstr (by_password.location, ==, "/accounts");
  reply_clear (&done);
  done = browser_get (&maja, "/accounts");
  assert_contains (done.body, "Maja Bech Holm");
}

static void
test_one_email_each (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Browser) bo = { .fixture = fixture };
  g_auto (Reply) logged_in = { 0 };
  g_auto (Reply) form = { 0 };
  g_auto (Reply) refused = { 0 };

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "family@example.dk");
  logged_in = browser_try_log_in (&bo, BO_CARD, BO_CODE);
  form = browser_get (&bo, "/first-login");
  refused = browser_post (&bo, "/first-login",
                          "password=correct+horse+battery&again=correct+horse+battery&name=Bo&"
                          "email=FAMILY%40example.dk");
  g_assert_cmpuint (refused.status, ==, 200);
  assert_contains (refused.body, "En anden bruger har den e-mailadresse.");
}

static void
test_no_email (Fixture *fixture, gconstpointer user_data)
{
  /* The last ends right behind its @: what is read beyond it only a sanitizer sees. */
  const char *const emails[] = { "maja",         "%40example.dk",   "maja%40example",     "maja%40.dk",
                                 "a%40b%40c.dk", "maja%40example.", "ma+ja%40example.dk", "maja%40" };
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) logged_in = browser_try_log_in (&maja, MAJA_CARD, MAJA_CODE);
  g_auto (Reply) form = browser_get (&maja, "/first-login");

  for (guint i = 0; i < G_N_ELEMENTS (emails); i++)
    {
      g_autofree char *answers = g_strconcat (
        "password=correct+horse+battery&again=correct+horse+battery&name=Maja&email=", emails[i], NULL);
      g_auto (Reply) refused = browser_post (&maja, "/first-login", answers);

      g_assert_cmpuint (refused.status, ==, 200);
      assert_contains (refused.body, "Skriv en e-mailadresse");
    }
}

/* It is shown at the till, between other people's. */
static void
test_no_name (Fixture *fixture, gconstpointer user_data)
{
  const char *const names[] = { "", "+", "Maja%0AHolm", "Maja%E2%80%A8Holm", "%E2%80%AEajaM" };
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) logged_in = browser_try_log_in (&maja, MAJA_CARD, MAJA_CODE);
  g_auto (Reply) form = browser_get (&maja, "/first-login");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *answers = g_strconcat (
        "password=correct+horse+battery&again=correct+horse+battery&email=maja%40example.dk&name=", names[i],
        NULL);
      g_auto (Reply) refused = browser_post (&maja, "/first-login", answers);

      g_assert_cmpuint (refused.status, ==, 200);
      assert_contains (refused.body, "Skriv et navn.");
    }
}

static void
test_equal_answers (Fixture *fixture, gconstpointer user_data)
{
  const char *const tries[][2] = {
    { BO_CARD, "000000" },           /* the code is wrong */
    { "72BF9962", BO_CODE },         /* nobody has that number */
    { "not-a-number", BO_CODE },     /* no number at all */
    { BO_CARD "72BF9961", BO_CODE }, /* of another length */
  };
  g_autofree char *expected = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (tries); i++)
    {
      g_auto (Browser) browser = { .fixture = fixture };
      g_auto (Reply) reply = browser_try_log_in (&browser, tries[i][0], tries[i][1]);
      g_autoptr (GString) body = NULL;
      g_autofree char *text = without_token (&reply, &browser);

      g_assert_cmpuint (reply.status, ==, 200);
      g_assert_null (browser.session_cookie);
      body = g_string_new (text);
      g_string_replace (body, tries[i][0], "NUMBER", 0);
      if (expected == NULL)
        expected = g_strdup (body->str);
      g_assert_cmpstr (body->str, ==, expected);
    }
}

/* What a refused attempt costs, in time of the processor, which other programs do not lengthen as they do a
 * clock's: the server is in this process. */
static gint64
cost_of_try (Fixture *fixture, const char *number)
{
  g_auto (Browser) browser = { .fixture = fixture };
  g_auto (Reply) page = browser_get (&browser, "/log-in");
  g_autofree char *form = g_strdup_printf ("number=%s&code=000000", number);
  clock_t begun = clock ();
  g_auto (Reply) reply = browser_post (&browser, "/log-in", form);

  assert_contains (reply.body, "passer ikke sammen");
  return clock () - begun;
}

/* A number that nobody has costs as much as one with a printed code or a password. Without the pains taken
 * for it they differ by a password hash, more than ten times. The least of four rounds, taken in turn. */
static void
test_equal_times (Fixture *fixture, gconstpointer user_data)
{
  const char *const numbers[] = { "0123456789ABCD", BO_CARD, MAJA_CARD };
  gint64 costs[] = { G_MAXINT64, G_MAXINT64, G_MAXINT64 };
  g_auto (Browser) maja = { .fixture = fixture };

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  for (guint round = 0; round < 4; round++)
    for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
      {
        gint64 cost = cost_of_try (fixture, numbers[i]);

        costs[i] = MIN (costs[i], cost);
      }
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    for (guint j = 0; j < G_N_ELEMENTS (numbers); j++)
      g_assert_cmpint (costs[i], <, 2 * costs[j]);
}

static void
test_too_many_of_card (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) browser = { .fixture = fixture };
  g_auto (Reply) refused = { 0 };
  g_auto (Reply) unknown = { 0 };
  g_auto (Reply) other = { 0 };
  g_auto (Reply) later = { 0 };

  for (guint i = 0; i < BRIK_LOGIN_MAX_OF_CARD; i++)
    {
      g_auto (Reply) wrong = browser_try_log_in (&browser, i % 2 ? BO_CARD : "72 bf 99 61", "000000");
      g_auto (Reply) wrong_too = browser_try_log_in (&browser, "AABBCCDD", "000000");

      g_assert_cmpuint (wrong.status, ==, 200);
      g_assert_cmpuint (wrong_too.status, ==, 200);
    }
  /* Even the right code; and a number that nobody has behaves alike. */
  refused = browser_try_log_in (&browser, BO_CARD, BO_CODE);
  g_assert_cmpuint (refused.status, ==, 429);
  assert_contains (refused.body, "For mange forsøg");
  g_assert_cmpstr (soup_message_headers_get_one (refused.headers, "Retry-After"), ==, "900");
  unknown = browser_try_log_in (&browser, "AABBCCDD", "000000");
  g_assert_cmpuint (unknown.status, ==, 429);

  other = browser_try_log_in (&browser, MAJA_CARD, MAJA_CODE);
  g_assert_cmpstr (other.location, ==, "/first-login");

  brik_clock_advance_fake (fixture->clock, BRIK_LOGIN_WINDOW_US + 1);
  later = browser_try_log_in (&browser, BO_CARD, BO_CODE);
  g_assert_cmpstr (later.location, ==, "/first-login");
}

static void
test_too_many_of_address (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) browser = { .fixture = fixture };
  g_auto (Reply) refused = { 0 };

  for (guint i = 0; i < BRIK_LOGIN_MAX_OF_ADDRESS; i++)
    {
      g_autofree char *number = g_strdup_printf ("AA00%04X", i);
      g_auto (Reply) wrong = browser_try_log_in (&browser, number, "000000");

      g_assert_cmpuint (wrong.status, ==, 200);
    }
  refused = browser_try_log_in (&browser, MAJA_CARD, MAJA_CODE);
  g_assert_cmpuint (refused.status, ==, 429);
}

static BrikLoginResult
try_from (Fixture *fixture, const char *number, const char *address)
{
  g_autofree char *token = NULL;
  g_autoptr (GError) error = NULL;
  BrikLoginResult result =
    brik_login_try (brik_portal_get_books (fixture->portal), fixture->municipality, number, "000000", address,
                    brik_clock_now (fixture->clock), &token, &error);

  g_assert_no_error (error);
  return result;
}

/* Whoever has one address of version 6 has 2^64 of them. */
static void
test_too_many_of_network (Fixture *fixture, gconstpointer user_data)
{
  for (guint i = 0; i < BRIK_LOGIN_MAX_OF_ADDRESS; i++)
    {
      g_autofree char *number = g_strdup_printf ("AA00%04X", i);
      g_autofree char *address = g_strdup_printf ("2001:db8:0:1:%x::1", i);

      g_assert_cmpint (try_from (fixture, number, address), ==, BRIK_LOGIN_WRONG);
    }
  g_assert_cmpint (try_from (fixture, MAJA_CARD, "2001:db8:0:1::"), ==, BRIK_LOGIN_TOO_MANY);
  g_assert_cmpint (try_from (fixture, MAJA_CARD, "2001:db8:0:2::1"), ==, BRIK_LOGIN_WRONG);
}

static void
test_form_token (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) browser = { .fixture = fixture };
  g_auto (Reply) page = browser_get (&browser, "/log-in");
  g_auto (Reply) without = browser_ask (&browser, "/log-in", "number=" MAJA_CARD "&code=" MAJA_CODE, FALSE);

  g_assert_cmpuint (without.status, ==, 200);
  g_assert_null (browser.session_cookie);
  assert_contains (without.body, "Prøv en gang til.");
}

static void
test_ends (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) idle = { 0 };
  g_auto (Reply) again = { 0 };
  guint n_pages = 0;

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  brik_clock_advance_fake (fixture->clock, BRIK_SESSION_IDLE_US + 1);
  idle = browser_get (&maja, "/accounts");
  g_assert_cmpstr (idle.location, ==, "/log-in?ended=1");
  g_assert_null (maja.session_cookie);

  /* In use all the time, it ends at last all the same. */
  again = browser_try_log_in (&maja, MAJA_CARD, PASSWORD);
  g_assert_cmpstr (again.location, ==, "/accounts");
  for (;; n_pages++)
    {
      g_auto (Reply) page = browser_get (&maja, "/accounts");

      if (page.status != 200)
        break;
      brik_clock_advance_fake (fixture->clock, BRIK_SESSION_IDLE_US / 2);
    }
  g_assert_cmpuint (n_pages, ==, 1 + BRIK_SESSION_LONGEST_US / (BRIK_SESSION_IDLE_US / 2));
}

static void
test_log_off (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  g_auto (Reply) page = { 0 };
  g_auto (Reply) off = { 0 };
  g_auto (Reply) after = { 0 };
  g_autofree char *stolen = NULL;

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  page = browser_get (&maja, "/accounts");
  stolen = g_strdup (maja.session_cookie);
  off = browser_post (&maja, "/log-off", "leave=1");
  g_assert_cmpstr (off.location, ==, "/log-in");
  g_assert_null (maja.session_cookie);
  maja.session_cookie = g_steal_pointer (&stolen);
  after = browser_get (&maja, "/accounts");
  g_assert_cmpuint (after.status, ==, 303);
}

/* Behind TLS cookies can only be of this host and only travel encrypted. */
static void
test_cookies_behind_tls (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *address = g_strconcat (brik_portal_get_address (fixture->portal), "/log-in", NULL);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", address);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = NULL;
  const char *cookie;

  soup_message_headers_append (soup_message_get_request_headers (message), "X-Forwarded-Proto", "https");
  body = soup_session_send_and_read (fixture->session, message, NULL, &error);
  g_assert_no_error (error);
  cookie = soup_message_headers_get_one (soup_message_get_response_headers (message), "Set-Cookie");
  g_assert_true (g_str_has_prefix (cookie, "__Host-brik-form="));
  assert_contains (cookie, "; Secure");
  assert_contains (cookie, "; Path=/");
  assert_lacks (cookie, "Domain");
}

typedef struct
{
  const char *needle;
  gboolean found;
} Search;

static gboolean
find_token (BrikStore *store, gpointer data, GError **error)
{
  Search *search = data;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT hex (token_hash), csrf FROM session", "");

  while (brik_rows_next (rows, error))
    search->found = search->found || g_ascii_strcasecmp (brik_rows_text (rows, 0), search->needle) == 0 ||
                    g_ascii_strcasecmp (brik_rows_text (rows, 1), search->needle) == 0;
  return TRUE;
}

static void
test_token_is_not_kept (Fixture *fixture, gconstpointer user_data)
{
  g_auto (Browser) maja = { .fixture = fixture };
  Search search = { 0 };

  browser_log_in_first (&maja, MAJA_CARD, MAJA_CODE, "maja@example.dk");
  search.needle = strchr (maja.session_cookie, '=') + 1;
  g_assert_cmpuint (strlen (search.needle), ==, 64);
  g_assert_true (brik_books_read (brik_portal_get_books (fixture->portal), find_token, &search, NULL));
  g_assert_false (search.found);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, function) g_test_add (path, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("/log-in/first", test_first);
  ADD ("/log-in/one-email-each", test_one_email_each);
  ADD ("/log-in/no-email", test_no_email);
  ADD ("/log-in/no-name", test_no_name);
  ADD ("/log-in/equal-answers", test_equal_answers);
  ADD ("/log-in/equal-times", test_equal_times);
  ADD ("/log-in/too-many/card", test_too_many_of_card);
  ADD ("/log-in/too-many/address", test_too_many_of_address);
  ADD ("/log-in/too-many/network", test_too_many_of_network);
  ADD ("/log-in/form-token", test_form_token);
  ADD ("/session/ends", test_ends);
  ADD ("/session/log-off", test_log_off);
  ADD ("/session/cookies-behind-tls", test_cookies_behind_tls);
  ADD ("/session/token-is-not-kept", test_token_is_not_kept);
  return g_test_run ();
}
