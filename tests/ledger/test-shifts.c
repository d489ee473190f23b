/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

#include "ledger/brik-ledger-file.h"

static void
test_sign_in (Fixture *fixture, gconstpointer data)
{
  BrikStaffRecord *gone = staff_record_new ("jens", "Jens");
  BrikChangesPage *page = page_new (20, NOON);
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_filled (fixture);
  gone->active = FALSE;
  page_add (page, BRIK_RECORD_STAFF, "jens", gone);
  page_add (page, BRIK_RECORD_STAFF, "grete", staff_record_new ("grete", "Grete"));
  g_assert_true (apply (fixture, page, &error));

  g_assert_false (sign_in (fixture, "jens", PIN, &error));
  g_assert_false (sign_in (fixture, "nobody", PIN, &error));
  g_assert_false (sign_in (fixture, "karen", "1357", &error));
  g_assert_no_error (error);
  g_assert_null (brik_ledger_get_cashier (fixture->ledger));
  g_assert_false (sign_out (fixture, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
  g_clear_error (&error);

  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  g_assert_true (sign_in (fixture, "grete", PIN, &error));
  g_assert_cmpstr (brik_ledger_get_cashier (fixture->ledger), ==, "grete");
  g_assert_true (sign_out (fixture, &error));
  g_assert_no_error (error);
  g_assert_null (brik_ledger_get_cashier (fixture->ledger));

  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 5);
  for (guint i = 1; i < entries->len; i++)
    {
      const BrikEntry *entry = g_ptr_array_index (entries, i);

      g_assert_cmpint (entry->kind, ==, i % 2 ? BRIK_ENTRY_SHIFT_OPENED : BRIK_ENTRY_SHIFT_CLOSED);
      g_assert_cmpstr (entry->cashier, ==, i <= 2 ? "karen" : "grete");
    }
}

static void
test_wrong_pins_slow_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 started_us;

  fixture_open_filled (fixture);
  for (int i = 0; i < 5; i++)
    g_assert_false (sign_in (fixture, "karen", "0000", &error));

  started_us = g_get_monotonic_time ();
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  g_assert_no_error (error);
  /* GLib rounds a timeout of seconds to its own ticks. */
  g_assert_cmpint (g_get_monotonic_time () - started_us, >, G_TIME_SPAN_SECOND / 2);
}

/* A program that is started again, or killed while it looks at a PIN, has forgotten no wrong one; no clock
 * has a part in it. */
static void
test_wrong_pins_are_remembered (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 started_us;

  fixture_open_filled (fixture);
  for (int i = 0; i < 5; i++)
    g_assert_false (sign_in (fixture, "karen", "0000", &error));
  fixture_close (fixture);
  brik_clock_step_fake (fixture->clock, 10 * G_TIME_SPAN_HOUR);
  fixture_open (fixture);

  started_us = g_get_monotonic_time ();
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_get_monotonic_time () - started_us, >, G_TIME_SPAN_SECOND / 2);

  /* The right one ends it. */
  fixture_close (fixture);
  fixture_open (fixture);
  for (int i = 0; i < 4; i++)
    g_assert_false (sign_in (fixture, "karen", "0000", &error));
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  g_assert_no_error (error);
}

/* Into the file of a till that is closed. */
static void
run_sql (Fixture *fixture, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = brik_ledger_file_open (fixture->path, fixture->clock, &error);

  g_assert_no_error (error);
  g_assert_true (brik_store_run (file->store, &error, sql, ""));
}

/* Either somebody is signed in and the wrong PINs are over, or neither. */
static void
test_sign_in_is_whole (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_filled (fixture);
  fixture_close (fixture);
  run_sql (fixture, "CREATE TRIGGER counts_on BEFORE UPDATE OF wrong_pins ON till WHEN NEW.wrong_pins = 0"
                    " BEGIN SELECT RAISE (ABORT, 'wrong PINs are never over'); END");
  fixture_open (fixture);
  g_assert_false (sign_in (fixture, "karen", PIN, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (brik_ledger_get_cashier (fixture->ledger));
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 0);

  fixture_close (fixture);
  run_sql (fixture, "DROP TRIGGER counts_on");
  fixture_open (fixture);
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  g_assert_no_error (error);
  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 2);
  g_assert_cmpint (((BrikEntry *) g_ptr_array_index (entries, 1))->kind, ==, BRIK_ENTRY_SHIFT_OPENED);
}

static void
test_staff_comes_without_pin_hash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) staff = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_filled (fixture);
  staff = list_of (fixture, brik_ledger_list_staff_async, brik_ledger_list_staff_finish);
  g_assert_cmpuint (staff->len, ==, 1);
  g_assert_cmpstr (((BrikStaffRecord *) g_ptr_array_index (staff, 0))->name, ==, "Karen");
  g_assert_null (((BrikStaffRecord *) g_ptr_array_index (staff, 0))->pin_hash);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/shifts/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("sign-in", test_sign_in);
  ADD ("wrong-pins-slow-down", test_wrong_pins_slow_down);
  ADD ("wrong-pins-are-remembered", test_wrong_pins_are_remembered);
  ADD ("sign-in-is-whole", test_sign_in_is_whole);
  ADD ("staff-comes-without-pin-hash", test_staff_comes_without_pin_hash);

  return g_test_run ();
}
