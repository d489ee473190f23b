/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/brik-clock.h"

#define MINUTE_US (60 * G_USEC_PER_SEC)
#define N_THREADS 4
#define N_STEPS 100000

static void
test_system (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_system ();
  gint64 before_us = g_get_real_time ();
  gint64 now_us = brik_clock_now (clock);
  gint64 raw_us = brik_clock_raw (clock);
  gint64 after_us = g_get_real_time ();

  g_assert_cmpint (now_us, >=, before_us);
  g_assert_cmpint (raw_us, >=, now_us);
  g_assert_cmpint (raw_us, <=, after_us);
}

static void
test_fake (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (5 * MINUTE_US);

  g_assert_cmpint (brik_clock_now (clock), ==, 5 * MINUTE_US);
  brik_clock_advance_fake (clock, MINUTE_US);
  g_assert_cmpint (brik_clock_now (clock), ==, 6 * MINUTE_US);
  brik_clock_advance_fake (clock, -2 * MINUTE_US);
  g_assert_cmpint (brik_clock_now (clock), ==, 4 * MINUTE_US);
  brik_clock_set_fake (clock, 0);
  g_assert_cmpint (brik_clock_now (clock), ==, 0);
  g_assert_cmpint (brik_clock_raw (clock), ==, 0);
}

static void
test_offset (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (5 * MINUTE_US);

  brik_clock_set_offset (clock, -3 * MINUTE_US);
  g_assert_cmpint (brik_clock_now (clock), ==, 2 * MINUTE_US);
  g_assert_cmpint (brik_clock_raw (clock), ==, 5 * MINUTE_US);
  brik_clock_set_offset (clock, MINUTE_US);
  g_assert_cmpint (brik_clock_now (clock), ==, 6 * MINUTE_US);
  brik_clock_set_offset (clock, G_MAXINT64);
  g_assert_cmpint (brik_clock_now (clock), ==, G_MAXINT64);
}

/* A dead clock in 1970 stands at the newest entry until the portal tells the time. */
static void
test_floor (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (0);

  brik_clock_raise_floor (clock, 9 * MINUTE_US);
  g_assert_cmpint (brik_clock_now (clock), ==, 9 * MINUTE_US);
  g_assert_cmpint (brik_clock_raw (clock), ==, 0);
  brik_clock_raise_floor (clock, 8 * MINUTE_US);
  g_assert_cmpint (brik_clock_now (clock), ==, 9 * MINUTE_US);
  brik_clock_advance_fake (clock, 4 * MINUTE_US);
  g_assert_cmpint (brik_clock_now (clock), ==, 9 * MINUTE_US);
  brik_clock_set_offset (clock, 6 * MINUTE_US);
  g_assert_cmpint (brik_clock_now (clock), ==, 10 * MINUTE_US);
  brik_clock_set_offset (clock, -6 * MINUTE_US);
  g_assert_cmpint (brik_clock_now (clock), ==, 9 * MINUTE_US);
}

/* The till's use: read the time, write an entry, raise the floor. The offset may jump as it likes meanwhile.
 */
static gpointer
write_entries (gpointer data)
{
  BrikClock *clock = data;
  gint64 newest_us = G_MININT64;

  for (guint step = 0; step < N_STEPS / N_THREADS; step++)
    {
      gint64 now_us = brik_clock_now (clock);

      g_assert_cmpint (now_us, >=, newest_us);
      newest_us = now_us;
      brik_clock_raise_floor (clock, newest_us);
      brik_clock_set_offset (clock, (step % 7 - 3) * MINUTE_US);
      brik_clock_advance_fake (clock, 1);
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (0);
  GThread *threads[N_THREADS];

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("entries", write_entries, clock);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (brik_clock_raw (clock), ==, N_STEPS);
  g_assert_cmpint (brik_clock_now (clock), >=, 3 * MINUTE_US);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/system", test_system);
  g_test_add_func ("/clock/fake", test_fake);
  g_test_add_func ("/clock/D2/offset", test_offset);
  g_test_add_func ("/clock/D2/floor", test_floor);
  g_test_add_func ("/clock/D2/threads", test_threads);
  return g_test_run ();
}
