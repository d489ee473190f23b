/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "brik-disk.h"
#include "store/brik-store.h"

#define OURS 0x42724653

static const char *const schema[] = { "CREATE TABLE thing (id INTEGER PRIMARY KEY, data BLOB) STRICT;",
                                      NULL };

typedef struct
{
  BrikDisk *disk;
  char *folder;
  char *path;
  BrikStore *store;
} Fixture;

static void
reopen (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->store, brik_store_close);
  fixture->store = brik_store_open (fixture->path, OURS, schema, &error);
  g_assert_no_error (error);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->disk = brik_disk_new ();
  fixture->folder = g_dir_make_tmp ("brik-store-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "a.db", NULL);
  reopen (fixture);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->store, brik_store_close);
  brik_disk_free (fixture->disk);
  g_assert_cmpint (g_remove (fixture->path), ==, 0);
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static gboolean
put (Fixture *fixture, gint64 id, gsize size, GError **error)
{
  g_autofree char *data = g_strnfill (size, 'd');

  return brik_store_run (fixture->store, error, "INSERT INTO thing (id, data) VALUES (?, ?)", "ib", id, data,
                         size);
}

static gint64
count (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (fixture->store, &error, "SELECT count (*) FROM thing", "");

  g_assert_true (rows && brik_rows_next (rows, &error));
  return brik_rows_int (rows, 0);
}

/* A statement that finds no room makes SQLite give up the whole transaction. Who does not notice must not go
 * on and commit what comes after it by itself. */
static void
test_given_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (brik_store_run (fixture->store, &error, "PRAGMA cache_size = 10", ""));
  g_assert_true (brik_store_begin (fixture->store, &error));
  g_assert_true (put (fixture, 1, 100, &error));
  brik_disk_break (fixture->disk, BRIK_FAULT_FULL, 1, FALSE);
  g_assert_false (put (fixture, 2, 1000000, NULL));
  g_assert_cmpuint (brik_disk_mend (fixture->disk), ==, 1);

  g_assert_false (put (fixture, 3, 100, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_FULL);
  g_clear_error (&error);
  g_assert_false (brik_store_commit (fixture->store, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_FULL);
  g_clear_error (&error);
  brik_store_rollback (fixture->store);
  g_assert_cmpint (count (fixture), ==, 0);

  g_assert_true (brik_store_begin (fixture->store, &error));
  g_assert_true (put (fixture, 4, 100, &error));
  g_assert_true (brik_store_commit (fixture->store, &error));
  g_assert_cmpint (count (fixture), ==, 1);
}

/* SQLite opens for reading what it may not write. */
static void
test_read_only (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&fixture->store, brik_store_close);
  brik_disk_break (fixture->disk, BRIK_FAULT_READ_ONLY, 1, TRUE);
  g_assert_null (brik_store_open (fixture->path, OURS, schema, &error));
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK);
  brik_disk_mend (fixture->disk);
  reopen (fixture);
}

/* A checkpoint that fails has lost nothing, whatever of it was done, and the next one does it. */
static void
test_failed_checkpoint (Fixture *fixture, gconstpointer data)
{
  guint n_failed = 1;
  guint n = 0;

  brik_store_defer_checkpoints (fixture->store, G_MAXINT);
  for (BrikDiskFault fault = 0; fault < BRIK_N_FAULTS; fault++, n_failed = 1)
    for (guint call = 1; n_failed > 0; call++)
      {
        g_autoptr (BrikDiskImage) cut = NULL;
        g_autoptr (GError) error = NULL;

        g_assert_true (put (fixture, ++n, 10000, &error));
        brik_disk_break (fixture->disk, fault, call, FALSE);
        g_assert_true (brik_store_checkpoint (fixture->store, &error) == (error == NULL));
        n_failed = brik_disk_mend (fixture->disk);
        cut = brik_disk_copy_platter (fixture->disk);
        g_assert_cmpint (count (fixture), ==, n);
        g_clear_error (&error);
        g_assert_true (brik_store_checkpoint (fixture->store, &error));

        /* The power goes between the two. */
        g_clear_pointer (&fixture->store, brik_store_give_up);
        brik_disk_load (fixture->disk, cut);
        reopen (fixture);
        brik_store_defer_checkpoints (fixture->store, G_MAXINT);
        g_assert_cmpint (count (fixture), ==, n);
        g_assert_true (brik_store_checkpoint (fixture->store, &error));
        g_assert_cmpuint (call, <, 1000);
      }
  g_test_message ("covered: %u faulted operations of a checkpoint", n);
  g_assert_cmpuint (n, >, 20);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_test_add ("/faults/store/given-up", Fixture, NULL, set_up, test_given_up, tear_down);
  g_test_add ("/faults/store/read-only", Fixture, NULL, set_up, test_read_only, tear_down);
  g_test_add ("/faults/store/failed-checkpoint", Fixture, NULL, set_up, test_failed_checkpoint, tear_down);
  return g_test_run ();
}
