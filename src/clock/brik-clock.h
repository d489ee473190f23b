/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BrikClock:
 *
 * Where time comes from. Injected wherever time matters, so that tests, the demo and the simulator set it
 * (D2). All calls may come from any thread. Time is UTC µs since 1970.
 */
#define BRIK_TYPE_CLOCK (brik_clock_get_type ())
G_DECLARE_FINAL_TYPE (BrikClock, brik_clock, BRIK, CLOCK, GObject)

BrikClock *brik_clock_new_system (void);
/* A clock that stands at @time_us until it is moved. */
BrikClock *brik_clock_new_fake (gint64 time_us);
void brik_clock_set_fake (BrikClock *clock, gint64 time_us);
void brik_clock_advance_fake (BrikClock *clock, gint64 by_us);

/* The machine's (or the fake's) time, plus the offset learnt from the portal, and never behind the floor. */
gint64 brik_clock_now (BrikClock *clock);
/* The same without offset and floor: what signed requests and log lines are measured with. */
gint64 brik_clock_raw (BrikClock *clock);
/* What to add to the machine's time to get the portal's; learnt at each answer of the portal. */
void brik_clock_set_offset (BrikClock *clock, gint64 offset_us);
/* Time never runs behind this: the newest entry of the ledger (D2). Only ever raises the floor. */
void brik_clock_raise_floor (BrikClock *clock, gint64 floor_us);

G_END_DECLS
