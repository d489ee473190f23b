/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pages-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#include "portal/brik-import.h"

static const struct
{
  const char *name;
  const char *content;
} FILES[] = {
  { "municipality.csv", "id,name,zone,card_form\nnordby,Nordby Kommune,Europe/Copenhagen,hex\n" },
  { "kinds.csv", "id,name\nskole,Skole\nklub,Klub\n" },
  { "places.csv",
    "id,name,kind,allowance,data_age_hours\nnorre,Nørre Skole,skole,50,72\nfyret,Fyret,klub,50,72\n" },
  { "tills.csv", "id,name,place\nnorre-1,Kasse 1,norre\nfyret-1,Fyret Bar,fyret\n" },
  { "people.csv", "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n"
                  "maja,Maja Holm,,,,,,,guest,,,\n"
                  "alma,Alma <b>Holm</b>,,,,,,,pupil,Nørre Skole,5.B,\n"
                  "bo,Bo Lund,,,,,,,guest,,,\n"
                  "freja,Freja Dam,,,,,,,pupil,Nørre Skole,8.B,\n" },
  { "accounts.csv", "id,person,name,opening_balance,overdraft,state\n"
                    "maja-1,maja,Kantinekort,200,0,active\n"
                    "alma-1,alma,Kantinekort,128.50,0,active\n"
                    "bo-1,bo,Kantinekort,77,0,active\n"
                    "freja-1,freja,Kantinekort,10,0,active\n" },
  { "cards.csv", "id,account,number,uid,code,state\n"
                 "maja-card,maja-1," MAJA_CARD ",," MAJA_CODE ",active\n"
                 "alma-card,alma-1," ALMA_CARD ",," ALMA_CODE ",active\n"
                 "bo-card,bo-1," BO_CARD ",," BO_CODE ",active\n"
                 "freja-card,freja-1," FREJA_CARD ",," FREJA_CODE ",active\n" },
  { "caps.csv", "account,kind,period,limit\nalma-1,,day,40\nalma-1,klub,week,60\n" },
  { "relations.csv", "guardian,person\nmaja,alma\n" },
};

static void
write_files (const char *directory)
{
  for (guint i = 0; i < G_N_ELEMENTS (FILES); i++)
    {
      g_autofree char *path = g_build_filename (directory, FILES[i].name, NULL);
      g_autoptr (GError) error = NULL;

      g_file_set_contents (path, FILES[i].content, -1, &error);
      g_assert_no_error (error);
    }
}

static void
import_files (const char *directory, const char *database)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikBooks) books = brik_books_open (database, &error);
  g_autoptr (GPtrArray) problems = NULL;
  guint n_rows = 0;

  g_assert_no_error (error);
  if (!brik_import_run (books, directory, NOW_US - G_TIME_SPAN_DAY, &problems, &n_rows, &error))
    g_error ("%s", error != NULL ? error->message : (const char *) problems->pdata[0]);
}

static gboolean
load_municipality (BrikStore *store, gpointer data, GError **error)
{
  Fixture *fixture = data;

  fixture->municipality = brik_municipality_load (store, error);
  return fixture->municipality != NULL;
}

void
fixture_set_up (Fixture *fixture, gconstpointer user_data)
{
  g_autofree char *database = NULL;
  g_autoptr (GError) error = NULL;

  fixture->directory = g_dir_make_tmp ("brik-pages-XXXXXX", &error);
  g_assert_no_error (error);
  database = g_build_filename (fixture->directory, "portal.db", NULL);
  write_files (fixture->directory);
  import_files (fixture->directory, database);
  fixture->clock = brik_clock_new_fake (NOW_US);
  fixture->portal = brik_portal_start (database, "127.0.0.1:0", fixture->clock, &error);
  g_assert_no_error (error);
  fixture->session = soup_session_new ();
  brik_books_read (brik_portal_get_books (fixture->portal), load_municipality, fixture, &error);
  g_assert_no_error (error);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer user_data)
{
  g_autoptr (GDir) files = g_dir_open (fixture->directory, 0, NULL);
  const char *name;

  g_clear_object (&fixture->session);
  g_clear_pointer (&fixture->municipality, brik_municipality_free);
  g_clear_pointer (&fixture->portal, brik_portal_stop);
  g_clear_object (&fixture->clock);
  while ((name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->directory, name, NULL);

      g_assert_cmpint (g_unlink (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->directory), ==, 0);
  g_free (fixture->directory);
}

void
fixture_book (Fixture *fixture, const BrikEntry *entry)
{
  entries_book (brik_portal_get_books (fixture->portal), "nordby", entry, NOW_US);
}

void
fixture_book_sale (Fixture *fixture, const char *product, gint64 at_us)
{
  g_autoptr (BrikEntry) sale = entries_new_sale (fixture->municipality, "norre", "norre-1", "alma-1",
                                                 "alma-card", product, 1, 2500, at_us);

  fixture_book (fixture, sale);
}

void
browser_clear (Browser *browser)
{
  g_free (browser->session_cookie);
  g_free (browser->form_cookie);
  g_free (browser->language_cookie);
  g_free (browser->token);
}

void
reply_clear (Reply *reply)
{
  g_free (reply->body);
  g_free (reply->location);
  g_free (reply->cookies);
  g_clear_pointer (&reply->headers, soup_message_headers_unref);
}

static char *
cookie_header (const Browser *browser)
{
  const char *all[] = { browser->session_cookie, browser->form_cookie, browser->language_cookie };
  g_autoptr (GString) header = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    if (all[i] != NULL)
      g_string_append_printf (header, "%s%s", header->len > 0 ? "; " : "", all[i]);
  return g_string_free (g_steal_pointer (&header), FALSE);
}

static void
remember_cookie (const char *line, const char *name, char **slot)
{
  g_autofree char *pair = g_strndup (line, strcspn (line, ";"));

  if (!g_str_has_prefix (line, name) || line[strlen (name)] != '=')
    return;
  g_free (*slot);
  *slot = strstr (line, "Max-Age=0") != NULL ? NULL : g_steal_pointer (&pair);
}

static void
on_header (const char *name, const char *value, gpointer data)
{
  GString *cookies = data;

  if (g_ascii_strcasecmp (name, "Set-Cookie") == 0)
    g_string_append_printf (cookies, "%s%s", cookies->len > 0 ? "\n" : "", value);
}

static void
remember (Browser *browser, const Reply *reply)
{
  g_auto (GStrv) lines = g_strsplit (reply->cookies, "\n", -1);
  const char *field = strstr (reply->body, "name=\"token\" value=\"");

  for (guint i = 0; lines[i] != NULL; i++)
    {
      remember_cookie (lines[i], "brik-session", &browser->session_cookie);
      remember_cookie (lines[i], "brik-form", &browser->form_cookie);
      remember_cookie (lines[i], "brik-language", &browser->language_cookie);
    }
  if (field == NULL)
    return;
  field = strstr (field, "value=\"") + strlen ("value=\"");
  g_free (browser->token);
  browser->token = g_strndup (field, strcspn (field, "\""));
}

static SoupMessage *
new_message (Browser *browser, const char *path, const char *form, gboolean with_token)
{
  g_autofree char *address = g_strconcat (brik_portal_get_address (browser->fixture->portal), path, NULL);
  SoupMessage *message = soup_message_new (form != NULL ? "POST" : "GET", address);
  g_autofree char *cookies = cookie_header (browser);

  g_assert_nonnull (message);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (cookies[0] != '\0')
    soup_message_headers_append (soup_message_get_request_headers (message), "Cookie", cookies);
  if (form != NULL)
    {
      g_autofree char *body = g_strdup_printf ("%s%s%s", form, with_token && browser->token ? "&token=" : "",
                                               with_token && browser->token ? browser->token : "");
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", bytes);
    }
  return message;
}

Reply
browser_ask (Browser *browser, const char *path, const char *form, gboolean with_token)
{
  g_autoptr (SoupMessage) message = new_message (browser, path, form, with_token);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = soup_session_send_and_read (browser->fixture->session, message, NULL, &error);
  g_autoptr (GString) cookies = g_string_new (NULL);
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  Reply reply = { 0 };

  g_assert_no_error (error);
  soup_message_headers_foreach (headers, on_header, cookies);
  reply.status = soup_message_get_status (message);
  reply.body = g_bytes_get_size (bytes) > 0
                 ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                 : g_strdup ("");
  reply.location = g_strdup (soup_message_headers_get_one (headers, "Location"));
  reply.cookies = g_strdup (cookies->str);
  reply.headers = soup_message_headers_ref (headers);
  remember (browser, &reply);
  return reply;
}

Reply
browser_try_log_in (Browser *browser, const char *number, const char *secret)
{
  g_autofree char *escaped = g_uri_escape_string (secret, NULL, FALSE);
  g_autofree char *form = g_strdup_printf ("number=%s&code=%s", number, escaped);
  g_auto (Reply) page = browser_get (browser, "/log-in");

  g_assert_cmpuint (page.status, ==, 200);
  return browser_post (browser, "/log-in", form);
}

void
browser_log_in_first (Browser *browser, const char *number, const char *code, const char *email)
{
  g_autofree char *form = g_strdup_printf (
    "password=correct+horse+battery&again=correct+horse+battery&name=Maja+Holm&email=%s", email);
  g_auto (Reply) logged_in = browser_try_log_in (browser, number, code);
  g_auto (Reply) page = { 0 };
  g_auto (Reply) done = { 0 };

  g_assert_cmpstr (logged_in.location, ==, "/first-login");
  page = browser_get (browser, "/first-login");
  g_assert_cmpuint (page.status, ==, 200);
  done = browser_post (browser, "/first-login", form);
  g_assert_cmpstr (done.location, ==, "/accounts");
}
