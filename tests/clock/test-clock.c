/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/brik-clock.h"

#define SECOND G_TIME_SPAN_SECOND
#define MINUTE G_TIME_SPAN_MINUTE
#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY
/* A Friday, 20 November 2026, 11:00 UTC */
#define FRIDAY (G_GINT64_CONSTANT (1795172400) * G_USEC_PER_SEC)
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
  gint64 steady_us = brik_clock_steady (clock);

  g_assert_cmpint (now_us, >=, before_us);
  g_assert_cmpint (raw_us, >=, now_us);
  g_assert_cmpint (raw_us, <=, after_us);
  g_assert_cmpint (steady_us, >, 0);
  g_assert_cmpint (brik_clock_steady (clock), >=, steady_us);
  g_assert_false (brik_clock_is_doubtful (clock));
}

static void
test_fake (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (5 * MINUTE);

  g_assert_cmpint (brik_clock_now (clock), ==, 5 * MINUTE);
  brik_clock_advance_fake (clock, MINUTE);
  g_assert_cmpint (brik_clock_now (clock), ==, 6 * MINUTE);
  g_assert_cmpint (brik_clock_steady (clock), ==, MINUTE);
  brik_clock_advance_fake (clock, -2 * MINUTE);
  g_assert_cmpint (brik_clock_now (clock), ==, 4 * MINUTE);
  g_assert_cmpint (brik_clock_steady (clock), ==, MINUTE);
  brik_clock_step_fake (clock, HOUR);
  g_assert_cmpint (brik_clock_now (clock), ==, HOUR + 4 * MINUTE);
  g_assert_cmpint (brik_clock_steady (clock), ==, MINUTE);
  brik_clock_set_fake (clock, 0);
  g_assert_cmpint (brik_clock_now (clock), ==, 0);
  g_assert_cmpint (brik_clock_raw (clock), ==, 0);
}

/* A clock that keeps no time tells the machine's, whatever is done to it: the portal's does. */
static void
test_not_kept (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (FRIDAY);
  BrikClockMemory memory;

  brik_clock_begin (clock, NULL, G_MININT64);
  memset (&memory, 0xff, sizeof memory);
  g_assert_false (brik_clock_remember (clock, &memory));
  g_assert_cmpint (memory.known_us, ==, FRIDAY);
  g_assert_cmpint (memory.raw_us, ==, FRIDAY);
  g_assert_cmpint (memory.steady_us, ==, 0);
  g_assert_cmpuint (strlen (memory.boot), ==, sizeof memory.boot - 1);
  brik_clock_step_fake (clock, -30 * DAY);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY - 30 * DAY);
  g_assert_false (brik_clock_is_doubtful (clock));
  brik_clock_raise_floor (clock, FRIDAY);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY);
}

/**
 * Answer:
 * @skew_us: the machine's clock less the portal's
 * @way_us: how long the answer took
 * @lag_us: how long after the request the portal's time was taken
 * @expected_us: the till's time less the portal's, once it has learnt
 */
typedef struct
{
  const char *name;
  gint64 skew_us;
  gint64 way_us;
  gint64 lag_us;
  gint64 expected_us;
} Answer;

static const Answer answers[] = {
  { "at once", 0, 0, 0, 0 },
  { "an hour behind", -HOUR, 0, 0, 0 },
  { "ten years ahead", 3650 * DAY, 0, 0, 0 },
  { "dead in 1970", -FRIDAY, 0, 0, 0 },
  { "right, and as far as can be told", 0, SECOND, SECOND, 0 },
  { "the middle", HOUR, SECOND, SECOND / 2, 0 },
  { "early on a way of a second", HOUR, SECOND, 0, -SECOND / 2 },
  { "late on a way of a second", HOUR, SECOND, SECOND, SECOND / 2 },
  { "a long poll", HOUR, 20 * SECOND, 20 * SECOND, SECOND },
  { "a long poll, and the clock is right", 0, 20 * SECOND, 20 * SECOND, 0 },
};

static void
test_learn (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const Answer *answer = &answers[i];
      g_autoptr (BrikClock) clock = brik_clock_new_fake (FRIDAY + answer->skew_us);
      gint64 asked_us;

      g_test_message ("%s", answer->name);
      brik_clock_begin (clock, NULL, FRIDAY + answer->skew_us);
      asked_us = brik_clock_steady (clock);
      brik_clock_advance_fake (clock, answer->way_us);
      g_assert_true (brik_clock_learn (clock, FRIDAY + answer->lag_us, asked_us, brik_clock_steady (clock)));
      g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + answer->way_us + answer->expected_us);
      /* What is read of the answer later makes no difference. */
      brik_clock_advance_fake (clock, MINUTE);
      g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + answer->way_us + answer->expected_us + MINUTE);
      g_assert_false (brik_clock_is_doubtful (clock));
    }
}

/* An answer that took no time. */
static void
learn_now (BrikClock *clock, gint64 portal_us)
{
  gint64 steady_us = brik_clock_steady (clock);

  g_assert_true (brik_clock_learn (clock, portal_us, steady_us, steady_us));
}

static void
test_absurd (void)
{
  static const gint64 absurd[] = { G_MININT64,    -1,        0, FRIDAY / 1000, BRIK_CLOCK_OLDEST_US - 1,
                                   FRIDAY * 1000, G_MAXINT64 };
  g_autoptr (BrikClock) clock = brik_clock_new_fake (FRIDAY);

  brik_clock_begin (clock, NULL, FRIDAY - HOUR);
  for (gsize i = 0; i < G_N_ELEMENTS (absurd); i++)
    {
      g_assert_false (brik_clock_learn (clock, absurd[i], 0, 0));
      g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY);
    }
}

typedef enum
{
  TOLD_NEVER,
  TOLD_BY_PORTAL,
  TOLD_BY_CASHIER,
} Told;

/* What is done to the machine's clock, and what the till makes of it an hour later. @moved_us: how far its
 * time was moved by it */
typedef struct
{
  const char *name;
  Told told;
  gint64 step_us;
  gint64 moved_us;
  gboolean doubtful;
} Step;

static const Step steps[] = {
  { "no step", TOLD_BY_PORTAL, 0, 0, FALSE },
  { "a minute ahead", TOLD_BY_PORTAL, MINUTE, 0, FALSE },
  { "a minute back", TOLD_BY_PORTAL, -MINUTE, 0, FALSE },
  { "hours ahead", TOLD_BY_PORTAL, 13 * HOUR, 0, FALSE },
  { "hours back", TOLD_BY_CASHIER, -13 * HOUR, 0, FALSE },
  { "a day ahead", TOLD_BY_PORTAL, DAY, 0, FALSE },
  { "more than a day ahead", TOLD_BY_PORTAL, DAY + 1, 0, TRUE },
  { "more than a day back", TOLD_BY_CASHIER, -DAY - 1, 0, TRUE },
  { "to 1970", TOLD_BY_PORTAL, -FRIDAY, 0, TRUE },
  { "for ever", TOLD_BY_PORTAL, G_MAXINT64 / 2, 0, TRUE },
  { "NTP late, a minute ahead", TOLD_NEVER, MINUTE, MINUTE, FALSE },
  { "NTP late, hours ahead", TOLD_NEVER, 20 * HOUR, 20 * HOUR, FALSE },
  { "NTP late, hours back", TOLD_NEVER, -20 * HOUR, 0, FALSE },
  { "NTP late, days ahead", TOLD_NEVER, 2 * DAY, 0, TRUE },
  { "NTP late, days back", TOLD_NEVER, -2 * DAY, 0, TRUE },
};

static BrikClock *
begin_told (Told told)
{
  BrikClock *clock = brik_clock_new_fake (FRIDAY);

  brik_clock_begin (clock, NULL, FRIDAY - HOUR);
  if (told == TOLD_BY_PORTAL)
    learn_now (clock, FRIDAY);
  else if (told == TOLD_BY_CASHIER)
    brik_clock_tell (clock, FRIDAY);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY);
  g_assert_false (brik_clock_is_doubtful (clock));
  return clock;
}

static void
test_steps (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      const Step *step = &steps[i];
      g_autoptr (BrikClock) clock = begin_told (step->told);

      g_test_message ("%s", step->name);
      brik_clock_step_fake (clock, step->step_us);
      g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + step->moved_us);
      brik_clock_advance_fake (clock, HOUR);
      g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + HOUR + step->moved_us);
      g_assert_cmpint (brik_clock_is_doubtful (clock), ==, step->doubtful);
      /* A step that is taken back was none. */
      brik_clock_step_fake (clock, -step->step_us);
      g_assert_false (brik_clock_is_doubtful (clock));
      g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + HOUR + step->moved_us);
    }
}

/* What the machine's clock is when the till starts, against what is known. */
typedef struct
{
  const char *name;
  gint64 raw_us;
  gint64 now_us;
  gboolean doubtful;
} Start;

static const Start starts[] = {
  { "a while later", FRIDAY + HOUR, FRIDAY + HOUR, FALSE },
  { "after a weekend", FRIDAY + 69 * HOUR, FRIDAY + 69 * HOUR, FALSE },
  { "later than any data may be", FRIDAY + 3 * DAY, FRIDAY + 3 * DAY, FALSE },
  { "later still", FRIDAY + 3 * DAY + 1, FRIDAY, TRUE },
  { "years ahead", FRIDAY + 3650 * DAY, FRIDAY, TRUE },
  { "a little behind", FRIDAY - HOUR, FRIDAY, FALSE },
  { "a day behind", FRIDAY - DAY, FRIDAY, FALSE },
  { "more than a day behind", FRIDAY - DAY - 1, FRIDAY, TRUE },
  { "dead in 1970", 0, FRIDAY, TRUE },
  { "dead, running for days", 12 * DAY, FRIDAY, TRUE },
  { "before 1970", -DAY, FRIDAY, TRUE },
};

static void
test_starts (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    {
      const Start *start = &starts[i];
      g_autoptr (BrikClock) clock = brik_clock_new_fake (start->raw_us);

      g_test_message ("%s", start->name);
      brik_clock_begin (clock, NULL, FRIDAY);
      g_assert_cmpint (brik_clock_now (clock), ==, start->now_us);
      g_assert_cmpint (brik_clock_is_doubtful (clock), ==, start->doubtful);
      brik_clock_advance_fake (clock, HOUR);
      g_assert_cmpint (brik_clock_now (clock), ==, start->now_us + HOUR);
      g_assert_cmpint (brik_clock_is_doubtful (clock), ==, start->doubtful);

      /* The cashier's word settles it, and the portal's. */
      brik_clock_tell (clock, FRIDAY + 2 * DAY);
      g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + 2 * DAY);
      g_assert_false (brik_clock_is_doubtful (clock));
      learn_now (clock, FRIDAY + DAY);
      g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + DAY);
      g_assert_false (brik_clock_is_doubtful (clock));
    }
}

/* NTP comes after the till's start, and the clock that was dead says what can be. */
static void
test_ntp_late (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (HOUR);
  BrikClockMemory memory;

  brik_clock_begin (clock, NULL, FRIDAY);
  g_assert_true (brik_clock_is_doubtful (clock));
  g_assert_false (brik_clock_remember (clock, &memory));
  brik_clock_step_fake (clock, FRIDAY + HOUR);
  g_assert_false (brik_clock_is_doubtful (clock));
  g_assert_true (brik_clock_remember (clock, &memory));
}

/* What was remembered: the time, the machine's clock then, and whether it has been started since. */
typedef struct
{
  const char *name;
  gint64 offset_us; /* the time less the machine's clock, when it was remembered */
  gboolean rebooted;
  gint64 passed_us;   /* while the program was closed */
  gint64 step_us;     /* of the machine's clock meanwhile */
  gint64 expected_us; /* the till's time, less the right one */
  gboolean doubtful;
} Memory;

static const Memory memories[] = {
  { "right", 0, TRUE, HOUR, 0, 0, FALSE },
  { "three hours ahead", -3 * HOUR, TRUE, 14 * HOUR, 0, 0, FALSE },
  { "a year behind", 365 * DAY, TRUE, DAY, 0, 0, FALSE },
  { "ahead, and set right", -30 * HOUR, TRUE, 14 * HOUR, -30 * HOUR, 0, FALSE },
  { "loses its time", 0, TRUE, 14 * HOUR, -FRIDAY - 13 * HOUR, -14 * HOUR, TRUE },
  { "was dead, and is again", FRIDAY, TRUE, 14 * HOUR, -13 * HOUR, -14 * HOUR, TRUE },
  { "was dead, has run longer since", FRIDAY, TRUE, 3 * HOUR, 0, -3 * HOUR, TRUE },
  { "was dead, and is not", FRIDAY, TRUE, 3 * HOUR, FRIDAY, 0, FALSE },
  { "the same machine", 0, FALSE, HOUR, 0, 0, FALSE },
  { "the same machine, dead", FRIDAY, FALSE, HOUR, 0, 0, FALSE },
  { "the same machine, set back a little", 0, FALSE, HOUR, -5 * HOUR, 0, FALSE },
  { "the same machine, set ahead a little", 0, FALSE, HOUR, 5 * HOUR, 0, FALSE },
  { "the same machine, set by days", 0, FALSE, HOUR, 5 * DAY, 0, TRUE },
};

static void
test_memory (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (memories); i++)
    {
      const Memory *one = &memories[i];
      g_autoptr (BrikClock) clock = brik_clock_new_fake (FRIDAY - one->offset_us);
      gint64 right_us = FRIDAY + one->passed_us;
      BrikClockMemory memory;

      g_test_message ("%s", one->name);
      learn_now (clock, FRIDAY);
      g_assert_true (brik_clock_remember (clock, &memory));
      g_assert_cmpint (memory.known_us, ==, FRIDAY);
      if (one->rebooted)
        {
          g_object_unref (clock);
          clock = brik_clock_new_fake (right_us - one->offset_us);
        }
      else
        brik_clock_advance_fake (clock, one->passed_us);
      brik_clock_step_fake (clock, one->step_us);

      brik_clock_begin (clock, &memory, G_MININT64);
      g_assert_cmpint (brik_clock_now (clock), ==, right_us + one->expected_us);
      g_assert_cmpint (brik_clock_is_doubtful (clock), ==, one->doubtful);
    }
}

/* Entries written after what is remembered are newer. */
static void
test_memory_and_newest (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (FRIDAY);
  g_autoptr (BrikClock) other = brik_clock_new_fake (FRIDAY);
  BrikClockMemory memory;

  learn_now (clock, FRIDAY);
  g_assert_true (brik_clock_remember (clock, &memory));
  brik_clock_begin (clock, &memory, FRIDAY + HOUR);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + HOUR);
  brik_clock_begin (other, &memory, FRIDAY + 30 * HOUR);
  g_assert_cmpint (brik_clock_now (other), ==, FRIDAY + 30 * HOUR);
  g_assert_true (brik_clock_is_doubtful (other));
}

/* While the portal has just told the time, no step makes it doubtful: it will tell again before long. */
static void
test_fresh (void)
{
  g_autoptr (BrikClock) clock = begin_told (TOLD_BY_PORTAL);

  brik_clock_step_fake (clock, 8 * DAY);
  g_assert_false (brik_clock_is_doubtful (clock));
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY);
  brik_clock_advance_fake (clock, BRIK_CLOCK_FRESH_US);
  g_assert_false (brik_clock_is_doubtful (clock));
  brik_clock_advance_fake (clock, 1);
  g_assert_true (brik_clock_is_doubtful (clock));
  learn_now (clock, FRIDAY + MINUTE);
  g_assert_false (brik_clock_is_doubtful (clock));
}

/* The newest entry holds offline; the portal's word may lie before it, for a small difference time waits. */
static void
test_floor (void)
{
  g_autoptr (BrikClock) clock = begin_told (TOLD_BY_CASHIER);

  brik_clock_raise_floor (clock, FRIDAY + HOUR);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + HOUR);
  brik_clock_raise_floor (clock, FRIDAY);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + HOUR);
  brik_clock_tell (clock, FRIDAY - DAY);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + HOUR);
  learn_now (clock, FRIDAY + HOUR - SECOND);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + HOUR);
  brik_clock_advance_fake (clock, 3 * SECOND);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY + HOUR + 2 * SECOND);
  learn_now (clock, FRIDAY);
  g_assert_cmpint (brik_clock_now (clock), ==, FRIDAY);
}

/* The till's use: read the time, write an entry, raise the floor. The machine's clock may jump as it likes
 * meanwhile. */
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
      brik_clock_step_fake (clock, ((gint64) step % 7 - 3) * HOUR);
      brik_clock_advance_fake (clock, 1);
    }

  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (FRIDAY);
  GThread *threads[N_THREADS];

  brik_clock_begin (clock, NULL, FRIDAY);
  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("entries", write_entries, clock);
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (brik_clock_now (clock), >=, FRIDAY);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/clock/system", test_system);
  g_test_add_func ("/clock/fake", test_fake);
  g_test_add_func ("/clock/D2/not-kept", test_not_kept);
  g_test_add_func ("/clock/D2/learn", test_learn);
  g_test_add_func ("/clock/D2/absurd", test_absurd);
  g_test_add_func ("/clock/D2/steps", test_steps);
  g_test_add_func ("/clock/D2/starts", test_starts);
  g_test_add_func ("/clock/D2/ntp-late", test_ntp_late);
  g_test_add_func ("/clock/D2/memory", test_memory);
  g_test_add_func ("/clock/D2/memory-and-newest", test_memory_and_newest);
  g_test_add_func ("/clock/D2/fresh", test_fresh);
  g_test_add_func ("/clock/D2/floor", test_floor);
  g_test_add_func ("/clock/D2/threads", test_threads);
  return g_test_run ();
}
