/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * Series:
 *
 * Values measured in rounds, in turns with another series of the same program, so that what disturbs the
 * machine falls on both.
 */
typedef struct _Series Series;

Series *series_new (void);
void series_free (Series *series);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Series, series_free)

void series_begin_round (Series *series);
void series_add (Series *series, double value);
/* The median over the rounds of each round's own percentile: one bad round does not count. */
double series_percentile (Series *series, guint percent);

/* Microseconds that only go forward, the same in every process. */
double figure_now_us (void);

/* Prints a line of the table that tests/bench/run makes. Without @yardstick there is no ratio. @goal: the
 * most
 * ("≤ 50") or the least ("≥ 50") that the value should be, or the ratio where it ends in "×"; "-" for none.
 */
void figure_print (const char *name, double value, const char *unit, const char *goal);
void
figure_print_beside (const char *name, double value, const char *unit, double yardstick, const char *goal);

G_END_DECLS
