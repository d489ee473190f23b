/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include <glib/gstdio.h>

#include "portal/brik-audit.h"
#include "portal/brik-import.h"
#include "portal/brik-till.h"

static const char *const files[][2] = {
  { "municipality.csv", "id,name,zone,card_form\nby,By Kommune,Europe/Copenhagen,hex\n" },
  { "kinds.csv", "id,name\nskole,Skole\nklub,Klub\n" },
  { "places.csv",
    "id,name,kind,allowance,data_age_hours\nnorre,Nørre Skole,skole,50,72\nfyret,Fyret,klub,,\n" },
  { "tills.csv", "id,name,place\nnorre-1,Kasse 1,norre\nnorre-2,Kasse 2,norre\nfyret-1,Kasse,fyret\n" },
  { "staff.csv", "id,name,pin,place\nmette,Mette,1234,norre\n" },
  { "categories.csv", "id,name,colour,position\nmad,Mad,#d97338,1\n" },
  { "products.csv", "id,name,category,places,price,vat,exempt_buyers,position,available\n"
                    "bolle,Grønbolle,mad,,12.50,25,,1,yes\nsuppe,Suppe,mad,norre,18.00,25,pupil,2,yes\n" },
  { "people.csv", "id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n"
                  "alma,Alma Holm,,3113101000,Skovvej 1,4999,By,,pupil,Nørre Skole,5.B,\n"
                  "noah,Noah Aziz,,3113111001,,,,,pupil,norre,7.A,\n"
                  "maja,Maja Holm,maja@example.org,,,,,,guest,,,\n" },
  { "accounts.csv", "id,person,name,opening_balance,overdraft,state\n"
                    "alma,alma,Kantinekort,100.00,0,active\nnoah,noah,Kantinekort,50,0,active\n" },
  { "cards.csv", "id,account,number,uid,code,state\n"
                 "alma-1,alma,04579A22352680,,283916,active\nnoah-1,noah,72BF9961,72BF9961,640217,active\n" },
  { "caps.csv", "account,kind,period,limit\nnoah,,day,40\n" },
  { "relations.csv", "guardian,person\nmaja,alma\nmaja,noah\n" },
};

void
portal_fixture_write (PortalFixture *fixture, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (fixture->files, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

void
portal_fixture_start (PortalFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->portal = brik_portal_start (fixture->database, "127.0.0.1:0", fixture->clock, &error);
  g_assert_no_error (error);
}

void
portal_fixture_stop (PortalFixture *fixture)
{
  g_clear_pointer (&fixture->portal, brik_portal_stop);
}

/* What the program says of each request is not the test's. */
static void
drop_message (const char *domain, GLogLevelFlags level, const char *text, gpointer data)
{
}

void
portal_fixture_set_up (PortalFixture *fixture, gconstpointer data)
{
  static gsize once = 0;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;

  if (g_once_init_enter (&once))
    {
      g_log_set_handler ("brik-portal", G_LOG_LEVEL_MESSAGE, drop_message, NULL);
      brik_seal_init ();
      g_once_init_leave (&once, 1);
    }

  fixture->directory = g_dir_make_tmp ("brik-portal-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->files = g_build_filename (fixture->directory, "files", NULL);
  fixture->database = g_build_filename (fixture->directory, "portal.db", NULL);
  g_assert_cmpint (g_mkdir (fixture->files, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    portal_fixture_write (fixture, files[i][0], files[i][1]);

  fixture->clock = brik_clock_new_fake (PORTAL_NOON_US);
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  fixture->session = soup_session_new_with_options ("max-conns", 64, "max-conns-per-host", 32, NULL);
  portal_fixture_start (fixture);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

void
portal_fixture_tear_down (PortalFixture *fixture, gconstpointer data)
{
  soup_session_abort (fixture->session);
  g_clear_object (&fixture->session);
  portal_fixture_stop (fixture);
  g_clear_object (&fixture->clock);
  remove_tree (fixture->directory);
  g_free (fixture->directory);
  g_free (fixture->files);
  g_free (fixture->database);
}

/* The office's commands: a connection beside the serving one. */

GPtrArray *
portal_fixture_import (PortalFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikBooks) books = brik_books_open (fixture->database, &error);
  GPtrArray *problems = NULL;
  guint n_rows;

  g_assert_no_error (error);
  brik_import_run (books, fixture->files, brik_clock_now (fixture->clock), &problems, &n_rows, &error);
  g_assert_no_error (error);
  return problems;
}

void
portal_fixture_write_books (PortalFixture *fixture, BrikBooksFunc func, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikBooks) books = brik_books_open (fixture->database, &error);

  g_assert_no_error (error);
  brik_books_write (books, func, data, &error);
  g_assert_no_error (error);
}

typedef struct
{
  const char *sql;
  const char *account;
  gint64 number;
} Number;

static gboolean
read_number (BrikStore *store, gpointer data, GError **error)
{
  Number *number = data;
  g_autoptr (BrikRows) rows = number->account
                                ? brik_store_query (store, error, number->sql, "s", number->account)
                                : brik_store_query (store, error, number->sql, "");

  g_assert_true (rows && brik_rows_next (rows, error));
  number->number = brik_rows_int (rows, 0);
  return TRUE;
}

static gint64
ask_number (PortalFixture *fixture, const char *sql, const char *account)
{
  Number number = { .sql = sql, .account = account };
  g_autoptr (GError) error = NULL;

  brik_books_read (brik_portal_get_books (fixture->portal), read_number, &number, &error);
  g_assert_no_error (error);
  return number.number;
}

gint64
portal_fixture_number (PortalFixture *fixture, const char *sql)
{
  return ask_number (fixture, sql, NULL);
}

gint64
portal_fixture_balance (PortalFixture *fixture, const char *account)
{
  return ask_number (fixture, "SELECT balance_ore FROM account WHERE id = ?", account);
}

static gboolean
audit (BrikStore *store, gpointer data, GError **error)
{
  GPtrArray **found = data;

  *found = brik_audit_run (store, 10, error);
  return *found != NULL;
}

GPtrArray *
portal_fixture_audit (PortalFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *found = NULL;

  brik_books_read (brik_portal_get_books (fixture->portal), audit, &found, &error);
  g_assert_no_error (error);
  return found;
}

void
portal_fixture_assert_books (PortalFixture *fixture)
{
  g_autoptr (GPtrArray) found = portal_fixture_audit (fixture);

  for (guint i = 0; i < found->len; i++)
    g_test_message ("%s", (char *) g_ptr_array_index (found, i));
  g_assert_cmpuint (found->len, ==, 0);
}

typedef struct
{
  PortalFixture *fixture;
  const char *id;
  BrikCardState state;
  char *code;
} Office;

static gboolean
set_card (BrikStore *store, gpointer data, GError **error)
{
  Office *office = data;

  return brik_store_run (store, error, "UPDATE card SET state = ? WHERE id = ?", "ss",
                         brik_card_state_to_name (office->state), office->id) &&
         brik_store_run (store, error,
                         "INSERT INTO change_due SELECT municipality_id, 'account', account_id FROM card"
                         " WHERE id = ?",
                         "s", office->id);
}

void
portal_fixture_set_card (PortalFixture *fixture, const char *card, BrikCardState state)
{
  Office office = { .fixture = fixture, .id = card, .state = state };

  portal_fixture_write_books (fixture, set_card, &office);
}

static gboolean
make_code (BrikStore *store, gpointer data, GError **error)
{
  Office *office = data;

  office->code =
    brik_till_make_code (store, "by", office->id, brik_clock_now (office->fixture->clock), error);
  return office->code != NULL;
}

char *
portal_fixture_code (PortalFixture *fixture, const char *till)
{
  Office office = { .fixture = fixture, .id = till };

  portal_fixture_write_books (fixture, make_code, &office);
  return office.code;
}

/* Asking */

void
portal_answer_clear (PortalAnswer *answer)
{
  g_clear_pointer (&answer->text, g_free);
}

static void
copy_header (const char *name, const char *value, gpointer data)
{
  soup_message_headers_replace (data, name, value);
}

PortalAnswer
portal_fixture_ask (PortalFixture *fixture,
                    const char *method,
                    const char *target,
                    const char *body,
                    SoupMessageHeaders *headers)
{
  const char *address = fixture->address ? fixture->address : brik_portal_get_address (fixture->portal);
  g_autofree char *uri = g_strconcat (address, target, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;
  const char *text;

  /* As a till: what it sends may be sent twice, where a connection ended while it was idle. */
  soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
  if (headers)
    soup_message_headers_foreach (headers, copy_header, soup_message_get_request_headers (message));
  if (body)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));

      soup_message_set_request_body_from_bytes (message, "application/json", bytes);
    }
  reply = soup_session_send_and_read (fixture->session, message, NULL, &error);
  if (error && fixture->address)
    return (PortalAnswer){ 0, g_strdup ("") };
  g_assert_no_error (error);
  text = g_bytes_get_data (reply, &size);
  return (PortalAnswer){ soup_message_get_status (message), g_strndup (text ? text : "", size) };
}
