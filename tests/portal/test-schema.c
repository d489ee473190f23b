/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include <glib/gstdio.h>

/* portal-1.sql is a database of schema 1 as it was released, written out: an opening balance, a sale, its
 * undo, and a sale that came late. It is never written anew: what later programs make of it is what they make
 * of the municipalities' own. */

static void
restore (PortalFixture *fixture)
{
  g_autofree char *script = NULL;
  g_autofree char *mark = g_strconcat (fixture->database, ".feed", NULL);
  g_autoptr (GError) error = NULL;
  sqlite3 *db = NULL;

  g_file_get_contents (BRIK_TEST_SOURCE_ROOT "/tests/portal/portal-1.sql", &script, NULL, &error);
  g_assert_no_error (error);
  portal_fixture_stop (fixture);
  g_assert_cmpint (g_remove (fixture->database), ==, 0);
  g_assert_cmpint (g_remove (mark), ==, 0);
  g_assert_cmpint (sqlite3_open (fixture->database, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, script, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}

static void
test_released (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = NULL;
  g_autoptr (BrikAccountRecord) record = NULL;

  restore (fixture);
  portal_fixture_start (fixture);
  portal_fixture_assert_books (fixture);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE account_id = 'alma'"),
                   ==, 4);

  till = portal_till_new (fixture, "norre-1", "norre");
  portal_till_sell (till, "alma", 1, NULL);
  portal_till_send (till, 0, 1);
  record = portal_till_catch_up (till, "alma");
  g_assert_cmpint (record->balance_ore, ==, 10000 - 2 * PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

/* What a till of then knew was not written down: whom it should not know any more it finds by starting over.
 */
static void
test_starts_over (PortalFixture *fixture, gconstpointer data)
{
  g_autofree char *mark = g_strconcat (fixture->database, ".feed", NULL);
  g_autoptr (PortalTill) till = NULL;
  g_autoptr (BrikChangesPage) page = NULL;
  g_autoptr (BrikChangesPage) next = NULL;

  restore (fixture);
  /* Left in order, not put back from a copy. */
  g_assert_true (g_file_set_contents (
    mark, "[feed]\nboot=66e3c18f228da822559a4eba875dd254\nmachine=x\nclosed=true\nnumber=10\n", -1, NULL));
  portal_fixture_start (fixture);
  till = portal_till_new (fixture, "norre-2", "norre");
  till->epoch = g_strdup ("ccae9a32ebd794b922acdbb4810e2324");
  till->cursor = 10;
  page = portal_till_poll (till, 0);
  g_assert_true (page->start_over);
  g_assert_false (page->more);
  next = portal_till_poll (till, 0);
  g_assert_false (next->start_over);
}

static gboolean
read_schema (BrikStore *store, gpointer data, GError **error)
{
  GString *text = data;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY name", "");

  while (brik_rows_next (rows, error))
    g_string_append_printf (text, "%s\n", brik_rows_text (rows, 0));
  return TRUE;
}

static char *
schema_of (PortalFixture *fixture)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_true (brik_books_read (brik_portal_get_books (fixture->portal), read_schema, text, NULL));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A script that has been released is not changed any more: another one follows it. */
static void
test_frozen (PortalFixture *fixture, gconstpointer data)
{
  g_autofree char *made_now = schema_of (fixture);
  g_autofree char *released = NULL;

  restore (fixture);
  portal_fixture_start (fixture);
  released = schema_of (fixture);
  g_assert_cmpstr (made_now, ==, released);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/schema/released", test_released);
  portal_test ("/portal/schema/starts-over", test_starts_over);
  portal_test ("/portal/schema/frozen", test_frozen);

  return g_test_run ();
}
