/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock/brik-clock.h"

struct _BrikClock
{
  GObject parent_instance;

  GMutex mutex; /* over all below it */
  gboolean fake;
  gint64 fake_us;
  gint64 offset_us;
  gint64 floor_us;
};

G_DEFINE_FINAL_TYPE (BrikClock, brik_clock, G_TYPE_OBJECT)

/* A portal that tells a time beyond all reason pins the clock to the end of time; it does not wrap it. */
static gint64
add_clamped (gint64 a_us, gint64 b_us)
{
  gint64 sum_us;

  if (!__builtin_add_overflow (a_us, b_us, &sum_us))
    return sum_us;

  return b_us < 0 ? G_MININT64 : G_MAXINT64;
}

static gint64
raw_locked (BrikClock *clock)
{
  return clock->fake ? clock->fake_us : g_get_real_time ();
}

BrikClock *
brik_clock_new_system (void)
{
  return g_object_new (BRIK_TYPE_CLOCK, NULL);
}

BrikClock *
brik_clock_new_fake (gint64 time_us)
{
  BrikClock *clock = g_object_new (BRIK_TYPE_CLOCK, NULL);

  clock->fake = TRUE;
  clock->fake_us = time_us;
  return clock;
}

void
brik_clock_set_fake (BrikClock *clock, gint64 time_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  g_return_if_fail (clock->fake);

  clock->fake_us = time_us;
}

void
brik_clock_advance_fake (BrikClock *clock, gint64 by_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  g_return_if_fail (clock->fake);

  clock->fake_us = add_clamped (clock->fake_us, by_us);
}

gint64
brik_clock_now (BrikClock *clock)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  return MAX (add_clamped (raw_locked (clock), clock->offset_us), clock->floor_us);
}

gint64
brik_clock_raw (BrikClock *clock)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  return raw_locked (clock);
}

void
brik_clock_set_offset (BrikClock *clock, gint64 offset_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  clock->offset_us = offset_us;
}

void
brik_clock_raise_floor (BrikClock *clock, gint64 floor_us)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&clock->mutex);

  clock->floor_us = MAX (clock->floor_us, floor_us);
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
  clock->floor_us = G_MININT64;
}
