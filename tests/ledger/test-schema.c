/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

#include "store/brik-store.h"

#define APPLICATION_ID 0x42726b54

/* A ledger as schema 1 had it, made by the SQL that a released till left behind. */
static void
make_frozen (Fixture *fixture)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "frozen", "schema-1.sql", NULL);
  g_autofree char *script = NULL;
  g_autoptr (BrikStore) store = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_get_contents (path, &script, NULL, &error));
  store = brik_store_open (fixture->path, APPLICATION_ID, (const char *[]){ script, NULL }, &error);
  g_assert_no_error (error);
}

/* The file behind a closed ledger, past its façade; as it is, so with as many migrations as it may have had.
 */
static BrikStore *
open_behind (Fixture *fixture, guint schema)
{
  const char *const none[] = { "SELECT 1", schema > 1 ? "SELECT 1" : NULL, NULL };
  g_autoptr (GError) error = NULL;
  BrikStore *store;

  g_assert_null (fixture->ledger);
  store = brik_store_open (fixture->path, APPLICATION_ID, none, &error);
  g_assert_no_error (error);
  return store;
}

static void
do_behind (BrikStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;

  brik_store_run (store, &error, sql, "");
  g_assert_no_error (error);
}

static char *
describe_schema (BrikStore *store)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, &error, "SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name", "");

  g_assert_no_error (error);
  while (brik_rows_next (rows, &error))
    g_string_append_printf (text, "%s: %s\n", brik_rows_text (rows, 0), brik_rows_text (rows, 1));
  g_assert_no_error (error);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_frozen_ledger_opens_and_sells (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikCardholder) holder = NULL;
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (GPtrArray) products = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GBytes) photo = NULL;
  g_autoptr (GError) error = NULL;

  make_frozen (fixture);
  fixture_open (fixture);
  g_assert_true (brik_ledger_is_ready (fixture->ledger));
  g_assert_cmpstr (brik_ledger_get_till (fixture->ledger), ==, "till-1");
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 3);

  /* 100,00 told; 25,00 sold and undone, 12,00 sold. */
  holder = look_up (fixture, UID);
  g_assert_cmpint (holder->account->balance_ore, ==, 8800);
  g_assert_cmpint (spent (holder, BRIK_PERIOD_DAY, NOON), ==, 1900);
  g_assert_cmpuint (holder->account->caps->len, ==, 1);
  g_assert_nonnull (holder->account->photo);
  photo = get_photo (fixture, holder->account->photo);
  g_assert_nonnull (photo);
  products = list_of (fixture, brik_ledger_list_products_async, brik_ledger_list_products_finish);
  g_assert_cmpuint (products->len, ==, 1);

  brik_ledger_set_online (fixture->ledger, TRUE);
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  sold = sell_expecting (fixture, 3100, BRIK_REASON_NONE);
  g_assert_cmpint (sold->holder->account->balance_ore, ==, 5700);
  g_clear_pointer (&sold, brik_outcome_free);
  sold = sell_expecting (fixture, 1, BRIK_REASON_CAP);
  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 7);
}

/* The program before this one may have been told of barcodes and dropped them: what it holds goes on being
 * sold while all is told again. */
static void
test_all_is_asked_for_anew (Fixture *fixture, gconstpointer data)
{
  g_autofree char *epoch = NULL;
  gint64 cursor;

  make_frozen (fixture);
  fixture_open (fixture);
  brik_ledger_get_cursor (fixture->ledger, &epoch, &cursor);
  g_assert_null (epoch);
  g_assert_cmpint (cursor, ==, 0);
  g_assert_true (brik_ledger_is_ready (fixture->ledger));
}

/* What is released is never edited: a ledger of then that is brought up to date is one that is made now. */
static void
test_schema_is_frozen (Fixture *fixture, gconstpointer data)
{
  g_autofree char *frozen = NULL;
  g_autofree char *made = NULL;
  g_autoptr (BrikStore) store = NULL;

  make_frozen (fixture);
  fixture_open (fixture);
  fixture_close (fixture);
  store = open_behind (fixture, 2);
  frozen = describe_schema (store);
  g_clear_pointer (&store, brik_store_close);

  g_free (fixture->path);
  fixture->path = g_build_filename (fixture->folder, "made.db", NULL);
  fixture_open (fixture);
  fixture_close (fixture);
  store = open_behind (fixture, 2);
  made = describe_schema (store);
  g_assert_cmpstr (made, ==, frozen);
}

static void
test_every_table_is_strict (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = NULL;
  g_autoptr (BrikRows) rows = NULL;
  g_autoptr (GError) error = NULL;
  guint n_tables = 0;

  fixture_open (fixture);
  fixture_close (fixture);
  store = open_behind (fixture, 2);
  rows = brik_store_query (
    store, &error,
    "SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'", "");
  while (brik_rows_next (rows, &error))
    {
      g_test_message ("%s", brik_rows_text (rows, 0));
      g_assert_cmpint (brik_rows_int (rows, 1), ==, 1);
      n_tables++;
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n_tables, >, 10);
}

static void
assert_refused (BrikStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (brik_store_run (store, &error, sql, ""));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "the journal"));
}

/* D10: by trigger, whoever asks. */
static void
test_journal_only_grows (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = NULL;

  make_frozen (fixture);
  store = open_behind (fixture, 1);
  assert_refused (store, "UPDATE journal SET total_ore = 0");
  assert_refused (store, "DELETE FROM journal WHERE sequence = 6");
  assert_refused (store, "INSERT OR REPLACE INTO journal SELECT * FROM journal WHERE sequence = 6");
  assert_refused (
    store, "INSERT INTO journal SELECT 8, run, 7, line, hash, hash, signature, kind, at_us, NULL, NULL, 0,"
           " NULL, NULL, NULL FROM journal WHERE sequence = 6");
  assert_refused (
    store,
    "INSERT INTO journal SELECT 7, run, 7, line, previous, hash, signature, kind, at_us, NULL, NULL, 0,"
    " NULL, NULL, NULL FROM journal WHERE sequence = 6");
}

/* Each a way of changing the newest entries with the triggers out of the way. */
static const char *const damages[] = {
  "UPDATE journal SET line = replace (line, '\"total\":4000', '\"total\":4001') WHERE sequence = 6",
  "UPDATE journal SET line = replace (line, '\"total\":1200', '\"total\":1100') WHERE sequence = 5",
  "UPDATE journal SET signature = zeroblob (64) WHERE sequence = 6",
  "UPDATE journal SET hash = zeroblob (32) WHERE sequence = 5",
  "UPDATE journal SET number = 9 WHERE sequence = 6",
  "DELETE FROM journal WHERE sequence = 5",
  "UPDATE journal SET run = hex (zeroblob (16)) WHERE sequence = 6",
  "UPDATE till SET public_key = zeroblob (32)",
};

static void
test_damaged_tail_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_strdup (fixture->folder);

  for (gsize i = 0; i < G_N_ELEMENTS (damages); i++)
    {
      g_autoptr (BrikStore) store = NULL;
      g_autoptr (GError) error = NULL;

      g_free (fixture->path);
      fixture->path = g_strdup_printf ("%s/damaged-%zu.db", folder, i);
      make_frozen (fixture);
      store = open_behind (fixture, 1);
      do_behind (store, "DROP TRIGGER journal_is_not_changed");
      do_behind (store, "DROP TRIGGER journal_is_not_shortened");
      do_behind (store, damages[i]);
      g_clear_pointer (&store, brik_store_close);

      g_assert_null (brik_ledger_open (fixture->path, fixture->clock, &error));
      g_test_message ("%s: %s", damages[i], error->message);
      g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DAMAGED);
    }
}

static void
test_newer_schema_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = NULL;
  g_autoptr (GError) error = NULL;

  make_frozen (fixture);
  store = open_behind (fixture, 1);
  do_behind (store, "PRAGMA user_version = 99");
  g_clear_pointer (&store, brik_store_close);

  g_assert_null (brik_ledger_open (fixture->path, fixture->clock, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DAMAGED);
  g_assert_nonnull (strstr (error->message, "schema 99"));
}

static void
test_rubbish_is_refused_and_kept (Fixture *fixture, gconstpointer data)
{
  g_autofree char *rubbish = g_strnfill (10000, 'r');
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_assert_true (g_file_set_contents (fixture->path, rubbish, -1, &error));
  g_assert_null (brik_ledger_open (fixture->path, fixture->clock, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DAMAGED);
  g_assert_true (g_file_get_contents (fixture->path, &after, &size, NULL));
  g_assert_cmpmem (after, size, rubbish, strlen (rubbish));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/schema/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("frozen-ledger-opens-and-sells", test_frozen_ledger_opens_and_sells);
  ADD ("all-is-asked-for-anew", test_all_is_asked_for_anew);
  ADD ("schema-is-frozen", test_schema_is_frozen);
  ADD ("every-table-is-strict", test_every_table_is_strict);
  ADD ("journal-only-grows", test_journal_only_grows);
  ADD ("damaged-tail-is-refused", test_damaged_tail_is_refused);
  ADD ("newer-schema-is-refused", test_newer_schema_is_refused);
  ADD ("rubbish-is-refused-and-kept", test_rubbish_is_refused_and_kept);

  return g_test_run ();
}
