/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The question that a doubtful clock puts to the cashier (D2), without a widget. */

#define BRIK_DATE_MAX_CHOICES 4
/* Day, month and year; then hour and minute, which may be left out. */
#define BRIK_DATE_DIGITS 8
#define BRIK_DATE_TIME_DIGITS 12

/**
 * brik_date_choices:
 * @known_us: the newest time that is known, gone on from since
 * @raw_us: what the machine's clock says
 * @choices: (out caller-allocates) (array): times that may be now, the likeliest first
 *
 * What the machine's clock says where it can be; the day that is known; the days after it, the next Monday
 * the last of them.
 *
 * Returns: how many
 */
guint brik_date_choices (gint64 known_us, gint64 raw_us, GTimeZone *zone, gint64 *choices);

/* The time that the digits typed so far say; FALSE as long as they are no day that can be. Without a time of
 * day it is the one that the choices have. */
gboolean
brik_date_typed (const char *digits, gint64 known_us, gint64 raw_us, GTimeZone *zone, gint64 *time_us);
/* As shown: "27/11/2026  11.42", an underscore for each digit to come. */
char *brik_date_show_digits (const char *digits);
/* "Friday 20 November" */
char *brik_date_format_day (gint64 time_us, GTimeZone *zone);
/* The same with the year and the time of day. */
char *brik_date_format_whole (gint64 time_us, GTimeZone *zone);

G_END_DECLS
