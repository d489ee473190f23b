/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-till-application.h"

typedef struct
{
  char *folder;
  char *ledger;
  BrikTillApplication *application;
} Fixture;

static BrikTillOptions *
create_options (const char *ledger)
{
  BrikTillOptions *options = g_new0 (BrikTillOptions, 1);

  options->ledger = g_strdup (ledger);
  options->reader = g_strdup ("");
  options->language = g_strdup ("da");
  options->renderer = g_strdup ("cairo");
  return options;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("brik-application-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->ledger = g_build_filename (fixture->folder, "a", "b", "till.db", NULL);
  fixture->application = brik_till_application_new (create_options (fixture->ledger));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->application);
  brik_display_remove_folder (fixture->folder);
  g_free (fixture->ledger);
  g_free (fixture->folder);
}

static GtkWidget *
get_window (Fixture *fixture)
{
  return GTK_WIDGET (gtk_application_get_active_window (GTK_APPLICATION (fixture->application)));
}

/* What a test does while the program runs; then the program is ended as the machine would end it. */
typedef void (*Script) (Fixture *fixture);

typedef struct
{
  Fixture *fixture;
  Script script;
} Run;

static gboolean
on_running (gpointer user_data)
{
  Run *run = user_data;

  run->script (run->fixture);
  g_application_quit (G_APPLICATION (run->fixture->application));
  return G_SOURCE_REMOVE;
}

static void
run (Fixture *fixture, Script script)
{
  Run to_do = { fixture, script };

  g_idle_add (on_running, &to_do);
  g_assert_cmpint (g_application_run (G_APPLICATION (fixture->application), 0, NULL), ==, 0);
}

static void
expect_enrolment (Fixture *fixture)
{
  brik_display_wait_for_text (get_window (fixture), _ ("Connect the till"));
}

/* A new machine has no folder yet; the ledger can be opened again once the program has let go of it. */
static void
test_first_start (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikClock) clock = brik_clock_new_system ();
  g_autoptr (BrikLedger) ledger = NULL;
  g_autoptr (GError) error = NULL;

  run (fixture, expect_enrolment);
  ledger = brik_ledger_open (fixture->ledger, clock, &error);
  g_assert_no_error (error);
  brik_ledger_close (ledger);
}

static BrikLedger *other;

static void
expect_busy (Fixture *fixture)
{
  brik_display_wait_for_text (get_window (fixture), _ ("The till is already open"));
  brik_display_click (get_window (fixture), _ ("Try again"));
  brik_display_wait_for_text (get_window (fixture), _ ("The till is already open"));
  brik_ledger_close (other);
  brik_display_click (get_window (fixture), _ ("Try again"));
  brik_display_wait_for_text (get_window (fixture), _ ("Connect the till"));
}

/* A second till program says so; when the first has ended, one touch opens it here. */
static void
test_busy (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikClock) clock = brik_clock_new_system ();
  g_autofree char *folder = g_path_get_dirname (fixture->ledger);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  other = brik_ledger_open (fixture->ledger, clock, &error);
  g_assert_no_error (error);
  run (fixture, expect_busy);
  g_clear_object (&other);
}

static void
expect_damaged (Fixture *fixture)
{
  brik_display_wait_for_text (get_window (fixture), _ ("The till cannot open its ledger"));
}

/* What is no ledger is said to be none and left as it is. */
static void
test_damaged (Fixture *fixture, gconstpointer data)
{
  static const char garbage[] =
    "this is no ledger, but somebody's letter; it is long enough to be looked at.";
  g_autofree char *folder = g_path_get_dirname (fixture->ledger);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (fixture->ledger, garbage, -1, &error);
  g_assert_no_error (error);
  run (fixture, expect_damaged);
  g_file_get_contents (fixture->ledger, &after, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (after, ==, garbage);
}

static void
expect_no_disk (Fixture *fixture)
{
  brik_display_wait_for_text (get_window (fixture), _ ("The till cannot reach its disk"));
}

/* Where the folder should be there is a file. */
static void
test_no_folder (Fixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "a", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "", 0, &error);
  g_assert_no_error (error);
  run (fixture, expect_no_disk);
}

static void
expect_no_time_zones (Fixture *fixture)
{
  brik_display_wait_for_text (get_window (fixture), _ ("This machine knows no time zones"));
  g_assert_false (g_file_test (fixture->ledger, G_FILE_TEST_EXISTS));
}

/* Without time zones there is no civil date, and so no caps: the till does not start, rather than take UTC
 * (D2). */
static void
test_no_time_zones (Fixture *fixture, gconstpointer data)
{
  if (g_test_subprocess ())
    {
      g_setenv ("TZDIR", "/nonexistent", TRUE);
      run (fixture, expect_no_time_zones);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  run (fixture, expect_enrolment);
}

#define ADD(name, test) g_test_add ("/display/application/" name, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  ADD ("first-start", test_first_start);
  ADD ("busy", test_busy);
  ADD ("damaged", test_damaged);
  ADD ("no-folder", test_no_folder);
  ADD ("no-time-zones", test_no_time_zones);
  return g_test_run ();
}
