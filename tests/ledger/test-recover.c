/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-fixture.h"
#include "ledger/brik-ledger-file.h"

/* The file of a till whose write has failed: it has come to say something else; @more is done to it too. */
static BrikLedgerFile *
open_suspect (Fixture *fixture, const char *more)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = NULL;

  fixture_open_signed_in (fixture);
  fixture_close (fixture);
  file = brik_ledger_file_open (fixture->path, fixture->clock, &error);
  g_assert_no_error (error);

  (void) (brik_store_run (file->store, &error, "UPDATE place SET place_name = 'Elsewhere'", "") &&
          brik_store_run (file->store, &error, "UPDATE staff SET active = 0", "") &&
          brik_store_run (file->store, &error, "INSERT OR REPLACE INTO clock VALUES (1, 5, 5, 5, 'boot', 1)",
                          "") &&
          (more == NULL || brik_store_run (file->store, &error, more, "")));
  g_assert_no_error (error);
  file->suspect = TRUE;
  return g_steal_pointer (&file);
}

static void
test_readable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = open_suspect (fixture, NULL);

  brik_ledger_file_recover (file, &error);
  g_assert_no_error (error);
  g_assert_false (file->suspect);
  g_assert_cmpstr (file->place->place_name, ==, "Elsewhere");
  g_assert_false (file->has_staff);
  g_assert_cmpint (file->time.known_us, ==, 5);
}

/* Nothing that the file says is believed where one thing cannot be read: @data breaks that. */
static void
test_unreadable (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = open_suspect (fixture, data);

  g_assert_false (brik_ledger_file_recover (file, &error));
  g_assert_nonnull (error);
  g_assert_true (file->suspect);
  g_assert_cmpstr (file->place->place_name, !=, "Elsewhere");
  g_assert_true (file->has_staff);
  g_assert_cmpint (file->time.known_us, !=, 5);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, data, test)                                                                                \
  g_test_add ("/ledger/recover/" name, Fixture, data, fixture_set_up, test, fixture_tear_down)
  ADD ("readable", NULL, test_readable);
  ADD ("unreadable/journal", "UPDATE till SET acknowledged = 99", test_unreadable);
  ADD ("unreadable/zone", "UPDATE place SET zone = 'No/where'", test_unreadable);
  return g_test_run ();
}
