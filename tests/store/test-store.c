/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/brik-store.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define OURS 0x42724b54
#define THEIRS 0x0badf00d

static const char *const FIRST[] = {
  "CREATE TABLE thing (id TEXT PRIMARY KEY, n INTEGER NOT NULL CHECK (n >= 0), data BLOB) STRICT;"
  "CREATE TABLE part (id INTEGER PRIMARY KEY, thing TEXT NOT NULL REFERENCES thing (id)) STRICT;"
  "CREATE TRIGGER thing_stays BEFORE DELETE ON thing BEGIN SELECT RAISE (ABORT, 'things stay'); END;",
  NULL,
};

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("brik-store-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "a b%.db", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static BrikStore *
open_ours (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  BrikStore *store = brik_store_open (fixture->path, OURS, FIRST, &error);

  g_assert_no_error (error);
  return store;
}

static void
put_thing (BrikStore *store, const char *id, gint64 n)
{
  g_autoptr (GError) error = NULL;

  brik_store_run (store, &error, "INSERT INTO thing (id, n) VALUES (?, ?)", "si", id, n);
  g_assert_no_error (error);
}

static gint64
read_int (BrikStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (store, &error, sql, "");

  g_assert_no_error (error);
  g_assert_true (brik_rows_next (rows, &error));
  return brik_rows_int (rows, 0);
}

static GBytes *
read_file (const char *path)
{
  g_autoptr (GError) error = NULL;
  char *data = NULL;
  gsize size;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static int
compare_text (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* Every file in the folder with its content: what a read-only visitor must leave alone. */
static char *
fingerprint (Fixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_autoptr (GBytes) content = read_file (path);
      g_autofree char *sum = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);

      g_ptr_array_add (files, g_strconcat (name, " ", sum, NULL));
    }
  g_ptr_array_sort (files, compare_text);
  g_ptr_array_add (files, NULL);
  return g_strjoinv ("\n", (char **) files->pdata);
}

static void
test_binds_every_type (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = open_ours (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows = NULL;
  const guint8 bytes[] = { 0, 1, 0, 255 };
  gsize size = 0;

  g_assert_true (brik_store_run (store, &error, "INSERT INTO thing VALUES (?, ?, ?)", "sib", "x'; --",
                                 (gint64) G_MAXINT64, bytes, sizeof bytes));
  g_assert_true (brik_store_run (store, &error, "INSERT INTO thing VALUES (?, ?, ?)", "sib", "none",
                                 (gint64) 1, NULL, (gsize) 0));
  g_assert_cmpint (brik_store_get_n_changed (store), ==, 1);

  rows = brik_store_query (store, &error, "SELECT n, data, id FROM thing ORDER BY n DESC", "");
  g_assert_true (brik_rows_next (rows, &error));
  g_assert_cmpint (brik_rows_int (rows, 0), ==, G_MAXINT64);
  g_assert_cmpmem (brik_rows_blob (rows, 1, &size), 4, bytes, sizeof bytes);
  g_assert_cmpuint (size, ==, sizeof bytes);
  g_assert_cmpstr (brik_rows_text (rows, 2), ==, "x'; --");
  g_assert_true (brik_rows_next (rows, &error));
  g_assert_true (brik_rows_is_null (rows, 1));
  g_assert_false (brik_rows_next (rows, &error));
  g_assert_no_error (error);
}

/* The same text while it is under way must not disturb the outer loop. */
static void
test_query_within_itself (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = open_ours (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) outer = NULL;
  const char *sql = "SELECT n FROM thing ORDER BY n";
  guint n_seen = 0;

  for (gint64 i = 0; i < 3; i++)
    put_thing (store, (const char *[]){ "a", "b", "c" }[i], i);

  outer = brik_store_query (store, &error, sql, "");
  while (brik_rows_next (outer, &error))
    {
      g_assert_cmpint (brik_rows_int (outer, 0), ==, n_seen++);
      g_assert_cmpint (read_int (store, sql), ==, 0);
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n_seen, ==, 3);
}

static void
test_errors_are_told_apart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = open_ours (fixture);
  g_autoptr (GError) error = NULL;

  put_thing (store, "a", 1);
  g_assert_false (
    brik_store_run (store, &error, "INSERT INTO thing (id, n) VALUES (?, ?)", "si", "a", (gint64) 2));
  g_assert_true (brik_error_is_duplicate (error));
  g_clear_error (&error);

  g_assert_false (
    brik_store_run (store, &error, "INSERT INTO thing (id, n) VALUES (?, ?)", "si", "b", (gint64) -1));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_REFUSED);
  g_clear_error (&error);

  g_assert_false (
    brik_store_run (store, &error, "INSERT INTO thing (id, n) VALUES (?, ?)", "ss", "b", "word"));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_REFUSED);
  g_clear_error (&error);

  g_assert_false (brik_store_run (store, &error, "INSERT INTO part (thing) VALUES (?)", "s", "nowhere"));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_REFUSED);
  g_clear_error (&error);

  g_assert_false (brik_store_run (store, &error, "DELETE FROM thing", ""));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "things stay"));
  g_clear_error (&error);

  g_assert_null (brik_store_query (store, &error, "SELECT \"n\" FROM nothing", ""));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_FAILED);
}

static void
test_transactions (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = open_ours (fixture);
  g_autoptr (GError) error = NULL;

  brik_store_rollback (store);
  g_assert_true (brik_store_begin (store, &error));
  put_thing (store, "a", 1);
  brik_store_rollback (store);
  g_assert_cmpint (read_int (store, "SELECT count(*) FROM thing"), ==, 0);

  g_assert_true (brik_store_begin (store, &error));
  put_thing (store, "a", 1);
  g_assert_true (brik_store_commit (store, &error));
  g_clear_pointer (&store, brik_store_close);

  store = open_ours (fixture);
  g_assert_cmpint (read_int (store, "SELECT count(*) FROM thing"), ==, 1);
  g_assert_cmpint (read_int (store, "PRAGMA synchronous"), ==, 2);
  g_assert_cmpint (read_int (store, "PRAGMA foreign_keys"), ==, 1);
  g_assert_cmpint (read_int (store, "PRAGMA trusted_schema"), ==, 0);
  g_assert_cmpint (read_int (store, "PRAGMA cell_size_check"), ==, 1);
}

static void
test_file_is_private (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = open_ours (fixture);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  GStatBuf info;

  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_migrates_each_once (Fixture *fixture, gconstpointer data)
{
  const char *const both[] = { FIRST[0],
                               "ALTER TABLE thing ADD COLUMN note TEXT; UPDATE thing SET note = 'new'",
                               NULL };
  g_autoptr (BrikStore) store = open_ours (fixture);
  g_autoptr (GError) error = NULL;

  put_thing (store, "a", 1);
  g_clear_pointer (&store, brik_store_close);

  for (int i = 0; i < 2; i++)
    {
      store = brik_store_open (fixture->path, OURS, both, &error);
      g_assert_no_error (error);
      g_assert_cmpint (read_int (store, "SELECT count(*) FROM thing WHERE note = 'new'"), ==, 1);
      g_assert_cmpint (read_int (store, "PRAGMA user_version"), ==, 2);
      g_clear_pointer (&store, brik_store_close);
    }

  g_assert_null (brik_store_open (fixture->path, OURS, FIRST, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_NEWER);
}

static void
test_failed_migration_keeps_file (Fixture *fixture, gconstpointer data)
{
  const char *const broken[] = { FIRST[0], "CREATE TABLE more (n INTEGER) STRICT; UPDATE thing SET n = -1;",
                                 NULL };
  g_autoptr (BrikStore) store = open_ours (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  put_thing (store, "a", 1);
  g_clear_pointer (&store, brik_store_close);
  before = fingerprint (fixture);

  g_assert_null (brik_store_open (fixture->path, OURS, broken, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "migration to schema 2 failed"));

  after = fingerprint (fixture);
  g_assert_cmpstr (after, ==, before);
  store = open_ours (fixture);
  g_assert_cmpint (read_int (store, "SELECT n FROM thing"), ==, 1);
}

static void
test_foreign_file_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = brik_store_open (fixture->path, THEIRS, FIRST, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_clear_pointer (&store, brik_store_close);
  before = fingerprint (fixture);

  g_assert_null (brik_store_open (fixture->path, OURS, FIRST, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED);
  g_clear_error (&error);
  g_assert_null (brik_store_open_read_only (fixture->path, OURS, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED);

  after = fingerprint (fixture);
  g_assert_cmpstr (after, ==, before);
}

static void
test_rubbish_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *rubbish = g_strnfill (8192, 'r');
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  g_assert_true (g_file_set_contents (fixture->path, rubbish, -1, &error));
  before = fingerprint (fixture);
  g_assert_null (brik_store_open (fixture->path, OURS, FIRST, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED);
  after = fingerprint (fixture);
  g_assert_cmpstr (after, ==, before);
}

static void
test_no_such_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "nowhere", "a.db", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_null (brik_store_open (path, OURS, FIRST, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK);
  g_clear_error (&error);
  g_assert_null (brik_store_open_read_only (path, OURS, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK);
}

static void
check_read_only_visit (Fixture *fixture, gint64 n_expected)
{
  g_autofree char *before = fingerprint (fixture);
  g_autofree char *during = NULL;
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikStore) store = brik_store_open_read_only (fixture->path, OURS, &error);

  g_assert_no_error (error);
  g_assert_cmpint (read_int (store, "SELECT count(*) FROM thing"), ==, n_expected);
  g_assert_false (brik_store_run (store, &error, "INSERT INTO thing (id, n) VALUES ('z', 1)", ""));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK);
  during = fingerprint (fixture);
  g_clear_pointer (&store, brik_store_close);
  after = fingerprint (fixture);

  g_assert_cmpstr (during, ==, before);
  g_assert_cmpstr (after, ==, before);
}

static void
test_read_only_changes_nothing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = open_ours (fixture);

  put_thing (store, "a", 1);
  g_clear_pointer (&store, brik_store_close);
  check_read_only_visit (fixture, 1);
}

/* A killed program leaves its last commits in the -wal: they are read, and stay there. */
static void
test_read_only_reads_left_wal (Fixture *fixture, gconstpointer data)
{
  g_autofree char *shm = g_strconcat (fixture->path, "-shm", NULL);
  int status;
  pid_t child = fork ();

  if (child == 0)
    {
      BrikStore *store = open_ours (fixture);

      put_thing (store, "a", 1);
      put_thing (store, "b", 2);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_cmpint (status, ==, 0);

  check_read_only_visit (fixture, 2);
  g_assert_cmpint (g_remove (shm), ==, 0);
  check_read_only_visit (fixture, 2);
}

static void
test_deferred_checkpoints (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikStore) store = open_ours (fixture);
  g_autoptr (GError) error = NULL;
  int n_pages;

  brik_store_defer_checkpoints (store, 20);
  put_thing (store, "a", 1);
  n_pages = brik_store_get_wal_pages (store);
  g_assert_cmpint (n_pages, >, 0);
  g_assert_true (brik_store_checkpoint (store, &error));
  g_assert_no_error (error);
  g_assert_cmpint (brik_store_get_wal_pages (store), ==, 0);

  for (gint64 i = 0; i < 100; i++)
    {
      g_assert_true (brik_store_run (store, &error, "UPDATE thing SET n = ?", "i", i));
      g_assert_cmpint (brik_store_get_wal_pages (store), <, 20);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/store/" name, Fixture, NULL, set_up, function, tear_down)
  ADD ("binds-every-type", test_binds_every_type);
  ADD ("query-within-itself", test_query_within_itself);
  ADD ("errors-are-told-apart", test_errors_are_told_apart);
  ADD ("transactions", test_transactions);
  ADD ("file-is-private", test_file_is_private);
  ADD ("migrates-each-once", test_migrates_each_once);
  ADD ("failed-migration-keeps-file", test_failed_migration_keeps_file);
  ADD ("foreign-file-is-refused", test_foreign_file_is_refused);
  ADD ("rubbish-is-refused", test_rubbish_is_refused);
  ADD ("no-such-folder", test_no_such_folder);
  ADD ("read-only-changes-nothing", test_read_only_changes_nothing);
  ADD ("read-only-reads-left-wal", test_read_only_reads_left_wal);
  ADD ("deferred-checkpoints", test_deferred_checkpoints);

  return g_test_run ();
}
