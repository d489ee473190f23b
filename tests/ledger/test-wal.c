/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

#include <glib/gstdio.h>
#include <sqlite3.h>

#include "ledger/brik-feed.h"
#include "ledger/brik-sales.h"
#include "ledger/brik-shifts.h"

/* The write-ahead log beside the ledger: where another program keeps it from being emptied, where it was not
 * copied with the file, and where the copy is of two moments. */

#define PRICE 1
#define FULL_WAL (4096 * 4096) /* bytes: where the till moves it into the file, however busy it is */
#define MAX_SALES 5000

static BrikLedgerFile *
open_file (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  BrikLedgerFile *file = brik_ledger_file_open (fixture->path, fixture->clock, &error);

  g_assert_no_error (error);
  return file;
}

/* Of @n_lines lines, of which one costs something. */
static BrikBasket *
fill_basket (guint n_lines)
{
  BrikBasket *basket = basket_of (PRICE);
  g_autofree char *name = g_strnfill (120, 'a');

  for (guint i = 1; i < n_lines; i++)
    {
      g_autofree char *id = g_strdup_printf ("free-%u", i);
      g_autoptr (GError) error = NULL;

      brik_basket_add (basket, id, name, 1, 0, 2500, &error);
      g_assert_no_error (error);
    }
  return basket;
}

static void
sell_some (BrikLedgerFile *file, guint n_sales, guint n_lines)
{
  g_autoptr (BrikBasket) basket = fill_basket (n_lines);

  for (guint i = 0; i < n_sales; i++)
    {
      g_autofree char *sale = brik_id_new ();
      g_autoptr (GError) error = NULL;
      BrikSaleRequest request = { .sale = sale, .uid = (char *) UID, .basket = basket, .online = TRUE };
      g_autoptr (BrikOutcome) outcome = brik_sales_sell (file, &request, &error);

      g_assert_no_error (error);
      g_assert_cmpint (outcome->verdict.reason, ==, BRIK_REASON_NONE);
    }
}

static goffset
size_beside (Fixture *fixture, const char *ending)
{
  g_autofree char *path = g_strconcat (fixture->path, ending, NULL);
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

static gint64
count_sales (BrikLedgerFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (file->store, &error, "SELECT count (*) FROM journal WHERE kind = 'sale'", "");

  g_assert_true (brik_rows_next (rows, &error));
  return brik_rows_int (rows, 0);
}

/* Another program, a backup say, reads the ledger as it is now and does not let go. */
static sqlite3 *
begin_reading (Fixture *fixture)
{
  sqlite3 *reader = NULL;

  g_assert_cmpint (sqlite3_open_v2 (fixture->path, &reader, SQLITE_OPEN_READONLY, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (reader, "BEGIN; SELECT count (*) FROM journal", NULL, NULL, NULL), ==,
                   SQLITE_OK);
  return reader;
}

/* While somebody reads, the log has no bound but the disk: the till sells on. When they let go it is used
 * again from its beginning, and a clean end leaves none. */
static void
test_reader (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikLedgerFile) file = NULL;
  g_autoptr (GError) error = NULL;
  sqlite3 *reader = NULL;
  guint n_sales = 0;
  goffset size;

  fixture_open_filled (fixture);
  fixture_close (fixture);
  file = open_file (fixture);
  g_assert_true (brik_shifts_open (file, "karen", &error));
  sell_some (file, 1, 1);
  reader = begin_reading (fixture);
  for (n_sales = 1; size_beside (fixture, "-wal") < FULL_WAL * 5 / 4; n_sales += 10)
    {
      sell_some (file, 10, 200);
      g_assert_cmpuint (n_sales, <, MAX_SALES);
    }
  g_test_message ("%u sales beside a reader: %" G_GOFFSET_FORMAT " bytes of log", n_sales,
                  size_beside (fixture, "-wal"));

  g_assert_cmpint (sqlite3_close (reader), ==, SQLITE_OK);
  g_assert_true (brik_store_checkpoint (file->store, &error));
  size = size_beside (fixture, "-wal");
  sell_some (file, 100, 1);
  g_assert_cmpint (size_beside (fixture, "-wal"), ==, size);
  g_clear_pointer (&file, brik_ledger_file_close);
  g_assert_cmpint (size_beside (fixture, "-wal"), ==, 0);

  file = open_file (fixture);
  g_assert_cmpint (count_sales (file), ==, n_sales + 100);
}

/* (transfer full): of a file beside the ledger, as it is now. */
static GBytes *
read_beside (Fixture *fixture, const char *ending)
{
  g_autofree char *path = g_strconcat (fixture->path, ending, NULL);
  g_autoptr (GError) error = NULL;
  char *bytes = NULL;
  gsize size;

  g_file_get_contents (path, &bytes, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (bytes, size);
}

static void
write_beside (Fixture *fixture, const char *ending, GBytes *bytes)
{
  g_autofree char *path = g_strconcat (fixture->path, ending, NULL);
  g_autoptr (GError) error = NULL;

  g_unlink (path);
  if (bytes != NULL)
    g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes), &error);
  g_assert_no_error (error);
}

/* Of a till that was never at rest since it was new, the file alone is an empty one: it does not pass for
 * that till, but asks to be enrolled, with another key. */
static void
test_file_alone_of_new_till (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) bytes = NULL;
  BrikPublicKey key;

  fixture_open_signed_in (fixture);
  brik_outcome_free (sell_expecting (fixture, PRICE, BRIK_REASON_NONE));
  key = *brik_ledger_get_public_key (fixture->ledger);
  bytes = read_beside (fixture, "");
  fixture_close (fixture);
  write_beside (fixture, "", bytes);

  fixture_open (fixture);
  g_assert_false (brik_ledger_is_enrolled (fixture->ledger));
  g_assert_cmpint (memcmp (&key, brik_ledger_get_public_key (fixture->ledger), sizeof key), !=, 0);
}

static void
acknowledge_all (BrikLedgerFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikReceipt) receipt = g_new0 (BrikReceipt, 1);

  receipt->run = g_strdup (file->run);
  receipt->number = file->tail.number;
  receipt->time_us = NOON;
  receipt->bookings = g_array_new (FALSE, FALSE, sizeof (BrikBooking));
  g_assert_true (brik_feed_acknowledge (file, receipt, &error));
  g_assert_no_error (error);
}

/* A copy that was made while the log was moved into the file, of the file before that and of the log after
 * it: the pages between them are missing. It is found out by what the till knows of its journal's end, or by
 * the hashes there; farther back, brik-journal finds it. */
static void
test_copy_of_two_moments (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikLedgerFile) file = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GBytes) log = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_filled (fixture);
  fixture_close (fixture);
  file = open_file (fixture);
  g_assert_true (brik_shifts_open (file, "karen", &error));
  sell_some (file, 100, 1);
  bytes = read_beside (fixture, "");
  g_assert_true (brik_store_checkpoint (file->store, &error));
  sell_some (file, 1, 1);
  if (data != NULL)
    acknowledge_all (file);
  else
    g_assert_true (brik_ledger_file_keep_time (file, &error));
  log = read_beside (fixture, "-wal");
  g_clear_pointer (&file, brik_ledger_file_close);
  write_beside (fixture, "", bytes);
  write_beside (fixture, "-wal", log);

  g_assert_null (brik_ledger_open (fixture->path, fixture->clock, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DAMAGED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/wal/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("reader", test_reader);
  ADD ("file-alone-of-new-till", test_file_alone_of_new_till);
  ADD ("copy-of-two-moments/offline", test_copy_of_two_moments);
  g_test_add ("/ledger/wal/copy-of-two-moments/online", Fixture, "online", fixture_set_up,
              test_copy_of_two_moments, fixture_tear_down);

  return g_test_run ();
}
