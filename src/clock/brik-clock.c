/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/brik-clock.h"

#include <string.h>
#include <time.h>

/* The machine's clock and the steady one are read one after the other. */
#define TOLERANCE_US G_TIME_SPAN_SECOND
/* A long poll is answered as soon as there is something to say, so most of its time was no way. */
#define LONGEST_WAY_US (2 * G_TIME_SPAN_SECOND)
/* The portal's word puts time back by up to this without a second entry being older than the first. */
#define SMALL_CORRECTION_US G_TIME_SPAN_MINUTE
/* The end of the year 9999. */
#define LATEST_US (G_GINT64_CONSTANT (253402300799) * G_USEC_PER_SEC)
#define NEVER G_MININT64

struct _BrikClock
{
  GObject parent_instance;

  GMutex mutex; /* over all below it */
  gboolean fake;
  gint64 fake_us;
  gint64 fake_steady_us;
  char boot[37];

  gboolean kept;           /* time is kept; else it is the machine's */
  gboolean placed;         /* there is a time to go on from that is believed */
  gboolean settled;        /* told since the start, or known to the µs from before it */
  gboolean doubtful;       /* the machine's clock says what cannot be */
  gint64 base_us;          /* the time … */
  gint64 base_steady_us;   /* … at this moment */
  gint64 offset_us;        /* what the machine's clock lacks */
  gint64 learnt_steady_us; /* when the portal last told */
  gint64 floor_us;
};

G_DEFINE_FINAL_TYPE (BrikClock, brik_clock, G_TYPE_OBJECT)

/* A time beyond all reason pins the clock to the end of time; it does not wrap it. */
static gint64
add_clamped (gint64 a_us, gint64 b_us)
{
  gint64 sum_us;

  if (!__builtin_add_overflow (a_us, b_us, &sum_us))
    return sum_us;

  return b_us < 0 ? G_MININT64 : G_MAXINT64;
}

static gint64
less_clamped (gint64 a_us, gint64 b_us)
{
  gint64 difference_us;

  if (!__builtin_sub_overflow (a_us, b_us, &difference_us))
    return difference_us;

  return b_us > 0 ? G_MININT64 : G_MAXINT64;
}

static gint64
raw_locked (BrikClock *clock)
{
  return clock->fake ? clock->fake_us : g_get_real_time ();
}

static gint64
steady_locked (BrikClock *clock)
{
  struct timespec time;

  if (clock->fake)
    return clock->fake_steady_us;
  /* Unlike the monotonic clock this one goes on while the machine sleeps. */
  if (clock_gettime (CLOCK_BOOTTIME, &time) != 0)
    return g_get_monotonic_time ();

  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static gint64
kept_locked (BrikClock *clock)
{
  return add_clamped (clock->base_us, less_clamped (steady_locked (clock), clock->base_steady_us));
}

static void
go_on_from (BrikClock *clock, gint64 time_us)
{
  clock->base_us = time_us;
  clock->base_steady_us = steady_locked (clock);
}

static void
level_with_machine (BrikClock *clock)
{
  clock->offset_us = less_clamped (kept_locked (clock), raw_locked (clock));
}

/* Holds the machine's clock to the time that is kept. */
static void
look_locked (BrikClock *clock)
{
  gint64 raw_us = raw_locked (clock);
  gint64 wall_us = add_clamped (raw_us, clock->offset_us);
  gint64 ahead_us = less_clamped (wall_us, kept_locked (clock));

  if (!clock->placed)
    {
      clock->placed =
        raw_us >= BRIK_CLOCK_OLDEST_US && ahead_us >= -BRIK_CLOCK_STEP_US && ahead_us <= BRIK_CLOCK_AHEAD_US;
      clock->doubtful = !clock->placed;
      if (clock->placed && ahead_us > 0)
        go_on_from (clock, wall_us);
      return;
    }

  clock->doubtful = ahead_us > BRIK_CLOCK_STEP_US || ahead_us < -BRIK_CLOCK_STEP_US;
  if (clock->doubtful || (ahead_us <= TOLERANCE_US && ahead_us >= -TOLERANCE_US))
    return;
  if (clock->settled)
    level_with_machine (clock);
  else if (ahead_us > 0)
    go_on_from (clock, wall_us);
}

static gint64
now_locked (BrikClock *clock)
{
  if (!clock->kept)
    return MAX (raw_locked (clock), clock->floor_us);

  look_locked (clock);
  return MAX (kept_locked (clock), clock->floor_us);
}

static void
settle_locked (BrikClock *clock, gint64 time_us)
{
  go_on_from (clock, time_us);
  level_with_machine (clock);
  clock->kept = clock->placed = clock->settled = TRUE;
  clock->doubtful = FALSE;
}

BrikClock *
brik_clock_new_system (void)
{
  BrikClock *clock = g_object_new (BRIK_TYPE_CLOCK, NULL);
  g_autofree char *boot = NULL;

  /* Where it cannot be read, each start of the program counts as one of the machine. */
  if (!g_file_get_contents ("/proc/sys/kernel/random/boot_id", &boot, NULL, NULL))
    boot = g_uuid_string_random ();
  g_strlcpy (clock->boot, g_strchomp (boot), sizeof clock->boot);
  return clock;
}

BrikClock *
brik_clock_new_fake (gint64 time_us)
{
  BrikClock *clock = g_object_new (BRIK_TYPE_CLOCK, NULL);
  g_autofree char *boot = g_uuid_string_random ();

  clock->fake = TRUE;
  clock->fake_us = time_us;
  g_strlcpy (clock->boot, boot, sizeof clock->boot);
  return clock;
}

void
brik_clock_set_fake (BrikClock *clock, gint64 time_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  g_return_if_fail (clock->fake);

  if (time_us > clock->fake_us)
    clock->fake_steady_us = add_clamped (clock->fake_steady_us, less_clamped (time_us, clock->fake_us));
  clock->fake_us = time_us;
}

void
brik_clock_advance_fake (BrikClock *clock, gint64 by_us)
{
  g_return_if_fail (clock->fake);

  brik_clock_set_fake (clock, add_clamped (brik_clock_raw (clock), by_us));
}

void
brik_clock_step_fake (BrikClock *clock, gint64 by_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  g_return_if_fail (clock->fake);

  clock->fake_us = add_clamped (clock->fake_us, by_us);
}

gint64
brik_clock_now (BrikClock *clock)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  return now_locked (clock);
}

gint64
brik_clock_raw (BrikClock *clock)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  return raw_locked (clock);
}

gint64
brik_clock_steady (BrikClock *clock)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  return steady_locked (clock);
}

/* The machine has not been started since. */
static gboolean
is_same_boot (BrikClock *clock, const BrikClockMemory *memory)
{
  return strcmp (memory->boot, clock->boot) == 0 && memory->steady_us <= steady_locked (clock);
}

/* A machine's clock that has gone back since was set right, or has lost its time: what it lacked then says
 * nothing of now. */
static gboolean
has_gone_on (BrikClock *clock, const BrikClockMemory *memory)
{
  return memory->raw_us >= BRIK_CLOCK_OLDEST_US && raw_locked (clock) >= memory->raw_us;
}

void
brik_clock_begin (BrikClock *clock, const BrikClockMemory *memory, gint64 newest_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  if (memory == NULL && newest_us == NEVER)
    return;

  clock->kept = TRUE;
  clock->placed = clock->settled = clock->doubtful = FALSE;
  clock->learnt_steady_us = NEVER;
  clock->offset_us = 0;
  go_on_from (clock, memory != NULL ? MAX (memory->known_us, newest_us) : newest_us);
  if (memory != NULL && is_same_boot (clock, memory))
    {
      clock->base_us = MAX (memory->known_us + (clock->base_steady_us - memory->steady_us), newest_us);
      clock->placed = clock->settled = TRUE;
    }
  if (memory != NULL && (clock->placed || has_gone_on (clock, memory)))
    clock->offset_us = less_clamped (memory->known_us, memory->raw_us);
  clock->floor_us = newest_us;
  look_locked (clock);
}

gboolean
brik_clock_remember (BrikClock *clock, BrikClockMemory *memory)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  *memory = (BrikClockMemory){
    .known_us = now_locked (clock),
    .raw_us = raw_locked (clock),
    .steady_us = steady_locked (clock),
  };
  memcpy (memory->boot, clock->boot, sizeof memory->boot);
  return clock->kept && clock->placed;
}

void
brik_clock_raise_floor (BrikClock *clock, gint64 floor_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  clock->floor_us = MAX (clock->floor_us, floor_us);
}

gboolean
brik_clock_learn (BrikClock *clock, gint64 portal_us, gint64 asked_us, gint64 answered_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);
  gint64 way_us = MAX (less_clamped (answered_us, asked_us), 0);
  gint64 since_us = MAX (less_clamped (steady_locked (clock), answered_us), 0);
  gint64 earliest_us = add_clamped (portal_us, since_us);
  gint64 latest_us = add_clamped (earliest_us, way_us);
  gint64 time_us = earliest_us + MIN (way_us, LONGEST_WAY_US) / 2;

  if (portal_us < BRIK_CLOCK_OLDEST_US || portal_us > LATEST_US)
    return FALSE;

  if (clock->kept && clock->placed && kept_locked (clock) >= earliest_us && kept_locked (clock) <= latest_us)
    time_us = kept_locked (clock);
  settle_locked (clock, time_us);
  clock->learnt_steady_us = answered_us;
  if (less_clamped (clock->floor_us, time_us) > SMALL_CORRECTION_US)
    clock->floor_us = NEVER;
  return TRUE;
}

void
brik_clock_tell (BrikClock *clock, gint64 time_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  settle_locked (clock, MAX (time_us, clock->floor_us));
}

gboolean
brik_clock_is_doubtful (BrikClock *clock)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  if (!clock->kept)
    return FALSE;

  look_locked (clock);
  return clock->doubtful &&
         (clock->learnt_steady_us == NEVER ||
          less_clamped (steady_locked (clock), clock->learnt_steady_us) > BRIK_CLOCK_FRESH_US);
}

static void
brik_clock_finalize (GObject *object)
{
  BrikClock *clock = BRIK_CLOCK (object);

  g_mutex_clear (&clock->mutex);
  G_OBJECT_CLASS (brik_clock_parent_class)->finalize (object);
}

static void
brik_clock_class_init (BrikClockClass *class)
{
  G_OBJECT_CLASS (class)->finalize = brik_clock_finalize;
}

static void
brik_clock_init (BrikClock *clock)
{
  g_mutex_init (&clock->mutex);
  clock->floor_us = NEVER;
  clock->learnt_steady_us = NEVER;
}
