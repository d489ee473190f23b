/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-line.h"
#include "chip-reader/brik-watchdog.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define FOR_EVER_US (60 * G_TIME_SPAN_SECOND)
#define SUBPROCESS_US (30 * G_TIME_SPAN_SECOND)

/* Standard input as the till holds it: open, until the writing end is closed. */
static int
open_input (void)
{
  int ends[2];
  g_assert_cmpint (pipe (ends), ==, 0);
  g_assert_cmpint (dup2 (ends[0], STDIN_FILENO), ==, STDIN_FILENO);
  return ends[1];
}

static void
test_hang (void)
{
  if (g_test_subprocess ())
    {
      open_input ();
      brik_watchdog_start ();
      g_usleep (FOR_EVER_US); /* libnfc did not come back */
      return;
    }
  gint64 began_us = g_get_monotonic_time ();
  g_test_trap_subprocess (NULL, SUBPROCESS_US, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stdout ("*fault\thang\t*");
  g_assert_cmpint (g_get_monotonic_time () - began_us, >=, BRIK_WATCHDOG_HANG_MS * G_TIME_SPAN_MILLISECOND);
}

/* Each second or so, whatever libnfc's thread does. */
static void
test_alive (void)
{
  if (g_test_subprocess ())
    {
      open_input ();
      brik_watchdog_start ();
      g_assert_false (brik_watchdog_sleep (2 * BRIK_WATCHDOG_ALIVE_MS + 1000));
      exit (EXIT_SUCCESS);
    }
  g_test_trap_subprocess (NULL, SUBPROCESS_US, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*alive\nalive\n*");
}

/* Long sleeps and a beat now and then are no hang. */
static void
test_beats (void)
{
  if (g_test_subprocess ())
    {
      open_input ();
      brik_watchdog_start ();
      g_assert_false (brik_watchdog_sleep (BRIK_WATCHDOG_HANG_MS + 500));
      brik_watchdog_beat ();
      exit (EXIT_SUCCESS);
    }
  g_test_trap_subprocess (NULL, SUBPROCESS_US, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout_unmatched ("*fault*");
}

static void
test_input_wakes_sleeper (void)
{
  if (g_test_subprocess ())
    {
      int writing_end = open_input ();
      brik_watchdog_start ();
      g_assert_cmpint (write (writing_end, "ignored\n", 8), ==, 8);
      g_assert_false (brik_watchdog_sleep (300));
      close (writing_end);
      _exit (brik_watchdog_sleep (60000) ? EXIT_SUCCESS : EXIT_FAILURE);
    }
  g_test_trap_subprocess (NULL, SUBPROCESS_US, 0);
  g_test_trap_assert_passed ();
}

/* Input closed while libnfc does not come back: it ends all the same. */
static void
test_ends_in_any_case (void)
{
  if (g_test_subprocess ())
    {
      int writing_end = open_input ();
      brik_watchdog_start ();
      close (writing_end);
      g_usleep (FOR_EVER_US);
      return;
    }
  gint64 began_us = g_get_monotonic_time ();
  g_test_trap_subprocess (NULL, SUBPROCESS_US, 0);
  g_test_trap_assert_passed ();
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, SUBPROCESS_US);
}

static void
test_nobody_reads (void)
{
  if (g_test_subprocess ())
    {
      int ends[2];
      g_assert_cmpint (pipe (ends), ==, 0);
      g_assert_cmpint (dup2 (ends[1], STDOUT_FILENO), ==, STDOUT_FILENO);
      close (ends[0]);
      close (ends[1]);
      signal (SIGPIPE, SIG_IGN);
      brik_line_write ("several", NULL, NULL);
      abort ();
    }
  g_test_trap_subprocess (NULL, SUBPROCESS_US, 0);
  g_test_trap_assert_passed ();
}

static void
test_fields_stay_fields (void)
{
  if (g_test_subprocess ())
    {
      brik_line_write ("ready", "a\tb\nc", NULL);
      exit (EXIT_SUCCESS);
    }
  g_test_trap_subprocess (NULL, SUBPROCESS_US, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stdout ("*ready\ta b c\n*");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/watchdog/hang", test_hang);
  g_test_add_func ("/watchdog/beats", test_beats);
  g_test_add_func ("/watchdog/alive", test_alive);
  g_test_add_func ("/watchdog/input-wakes-sleeper", test_input_wakes_sleeper);
  g_test_add_func ("/watchdog/ends-in-any-case", test_ends_in_any_case);
  g_test_add_func ("/line/nobody-reads", test_nobody_reads);
  g_test_add_func ("/line/fields-stay-fields", test_fields_stay_fields);
  return g_test_run ();
}
