/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-basket.h"

G_BEGIN_DECLS

/* The tills of the history, and who sits there. The demo's own till is none of them. */
typedef struct
{
  const char *till;
  const char *place;
  const char *staff;
  const char *pin;
} BrikDemoCounter;

#define BRIK_DEMO_N_COUNTERS 3
extern const BrikDemoCounter brik_demo_counters[BRIK_DEMO_N_COUNTERS];

/**
 * BrikDemoTap:
 * @counter: index into brik_demo_counters
 *
 * Somebody taps a chip at a till.
 */
typedef struct
{
  gint64 at_us;
  guint counter;
  const char *uid;
  BrikBasket *basket;
} BrikDemoTap;

/* (element-type BrikDemoTap) (transfer full): what is bought on @date, in order of time; always the same for
 * a date. On @today it ends at @now_us, and Noah has spent 22 of his 25 kr. whatever the hour. */
GPtrArray *
brik_demo_plan_day (GPtrArray *people, GTimeZone *zone, const GDate *date, const GDate *today, gint64 now_us);

G_END_DECLS
