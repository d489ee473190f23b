/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BrikClock:
 *
 * Where time comes from. Injected wherever time matters, so that tests, the demo and the simulator set it
 * (D2). All calls may come from any thread. Time is UTC µs since 1970.
 *
 * A clock by itself tells the machine's time. A till's clock keeps time besides, from brik_clock_begin () or
 * the first brik_clock_learn () on: it goes on steadily from what was known, whatever is done to the
 * machine's clock:
 *
 * - The portal's word and the cashier's are taken as they are.
 * - A machine's clock that is set back is not followed, nor is one that is set forward once somebody has told
 *   the time since the start.
 * - One that is set by more than a day, or that begins where no time can be (before what is known, or dead in
 *   1970), makes the time doubtful: it goes on from what is known until somebody tells it.
 */
#define BRIK_TYPE_CLOCK (brik_clock_get_type ())
G_DECLARE_FINAL_TYPE (BrikClock, brik_clock, BRIK, CLOCK, GObject)

/* A machine's clock that tells less has lost its time. 2025-01-01 */
#define BRIK_CLOCK_OLDEST_US (G_GINT64_CONSTANT (1735689600) * G_USEC_PER_SEC)
/* A step by more makes the time doubtful. */
#define BRIK_CLOCK_STEP_US G_TIME_SPAN_DAY
/* A machine that was off: its clock is believed this far ahead of what is known. Data that is older than that
 * sells nothing anyway (D8). */
#define BRIK_CLOCK_AHEAD_US (3 * G_TIME_SPAN_DAY)
/* While the portal's last word is no older than this, it says more than the machine's clock can. */
#define BRIK_CLOCK_FRESH_US G_TIME_SPAN_MINUTE

BrikClock *brik_clock_new_system (void);
/* A machine's clock that stands at @time_us until it is moved. */
BrikClock *brik_clock_new_fake (gint64 time_us);
/* Time passes until the machine's clock is at @time_us; one that is behind is stepped back there. */
void brik_clock_set_fake (BrikClock *clock, gint64 time_us);
void brik_clock_advance_fake (BrikClock *clock, gint64 by_us);
/* Somebody sets the machine's clock: no time passes. */
void brik_clock_step_fake (BrikClock *clock, gint64 by_us);

/* The time: the machine's, or the till's as it is kept; never behind the floor. */
gint64 brik_clock_now (BrikClock *clock);
/* What the machine's clock says. */
gint64 brik_clock_raw (BrikClock *clock);
/* µs since the machine was started, what it slept included: no date, but it never steps. */
gint64 brik_clock_steady (BrikClock *clock);

/**
 * BrikClockMemory:
 * @known_us: the time at one moment
 * @raw_us: what the machine's clock said then
 * @steady_us: and how long the machine had been running
 * @boot: since which start of the machine
 *
 * What a till remembers of its clock when its program ends: the offset is @known_us less @raw_us, and where
 * the machine has not been started anew @steady_us tells the time to the µs.
 */
typedef struct
{
  gint64 known_us;
  gint64 raw_us;
  gint64 steady_us;
  char boot[37];
} BrikClockMemory;

/* Begins to keep time. @memory: (nullable): of the program that ended; @newest_us: the newest time known
 * since, G_MININT64 for none. Where nothing is known the clock stays the machine's. */
void brik_clock_begin (BrikClock *clock, const BrikClockMemory *memory, gint64 newest_us);
/* How it stands now. FALSE where the time in that is not known, and not worth remembering. */
gboolean brik_clock_remember (BrikClock *clock, BrikClockMemory *memory);
/* Time never runs behind this, offline: the newest entry of the ledger (D2). Only ever raises the floor. */
void brik_clock_raise_floor (BrikClock *clock, gint64 floor_us);

/* The portal's clock stood at @portal_us at some moment between @asked_us and @answered_us of the steady
 * clock: the middle is taken where the time kept is not between them already. FALSE for a time that no portal
 * can have: it is not believed. */
gboolean brik_clock_learn (BrikClock *clock, gint64 portal_us, gint64 asked_us, gint64 answered_us);
/* The cashier says what time it is now. */
void brik_clock_tell (BrikClock *clock, gint64 time_us);
/* Whether somebody must tell. */
gboolean brik_clock_is_doubtful (BrikClock *clock);

G_END_DECLS
