/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikPeriod:
 *
 * The civil periods a cap can have, shortest first, which is also the order they are checked in (R28, D2,
 * D5).
 */
typedef enum
{
  BRIK_PERIOD_DAY,
  BRIK_PERIOD_WEEK,
  BRIK_PERIOD_MONTH,
} BrikPeriod;

#define BRIK_N_PERIODS 3

/* The words used on the wire and in stores: "day", "week", "month". */
const char *brik_period_to_name (BrikPeriod period);
gboolean brik_period_from_name (const char *name, BrikPeriod *period);

/**
 * brik_civil_zone_new:
 * @identifier: (nullable): a name of the time zone database, such as "Europe/Copenhagen"
 *
 * The municipality's time zone (D2). One that is missing is an error, and never becomes UTC: a cap would then
 * count on the wrong day.
 *
 * Returns: (transfer full) (nullable): NULL with %BRIK_CORE_ERROR_INVALID
 */
GTimeZone *brik_civil_zone_new (const char *identifier, GError **error);

/**
 * brik_civil_date:
 * @time_us: UTC µs since 1970
 * @date: (out): the date on the wall at that moment
 *
 * Returns: FALSE for a time outside the years 1 to 9999
 */
gboolean brik_civil_date (GTimeZone *zone, gint64 time_us, GDate *date);

/* Civil dates are #GDate by value (never cleared ones); on the wire and in stores exactly "2026-11-20". */
gboolean brik_civil_date_parse (const char *text, GDate *date);
char *brik_civil_date_format (const GDate *date);

/* The first day of the period that @date lies in: the day itself, its Monday (ISO 8601), the first of its
 * month. */
void brik_period_begin (BrikPeriod period, const GDate *date, GDate *begin);
/* Whether spending whose period began on @begun still counts on @date: a period that has ended counts nought.
 * One that is yet to begin counts, so that a clock that goes back frees no cap. */
gboolean brik_period_is_current (BrikPeriod period, const GDate *begun, const GDate *date);

G_END_DECLS
