/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-period.h"

#include "core/brik-core-error.h"
#include "core/brik-limits.h"
#include "core/brik-words.h"

#include <string.h>

static const char *const period_words[] = {
  [BRIK_PERIOD_DAY] = "day",
  [BRIK_PERIOD_WEEK] = "week",
  [BRIK_PERIOD_MONTH] = "month",
};

G_STATIC_ASSERT (G_N_ELEMENTS (period_words) == BRIK_N_PERIODS);

const char *
brik_period_to_name (BrikPeriod period)
{
  return brik_words_get (period_words, G_N_ELEMENTS (period_words), period);
}

gboolean
brik_period_from_name (const char *name, BrikPeriod *period)
{
  guint value;

  if (!brik_words_find (period_words, G_N_ELEMENTS (period_words), name, &value))
    return FALSE;

  *period = value;
  return TRUE;
}

/* Only names such as "Europe/Copenhagen": GLib would also take offsets and rules, which know no change of the
 * clocks or only today's, and files outside the database. */
static gboolean
is_zone_name (const char *identifier)
{
  return strlen (identifier) <= BRIK_LIMIT_ID &&
         g_regex_match_simple ("^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9][A-Za-z0-9_+-]*)+$", identifier,
                               G_REGEX_DOLLAR_ENDONLY, 0);
}

GTimeZone *
brik_civil_zone_new (const char *identifier, GError **error)
{
  g_autoptr (GTimeZone) zone = NULL;
  gboolean named = identifier != NULL && is_zone_name (identifier);

  if (named)
    zone = g_time_zone_new_identifier (identifier);

  if (zone == NULL)
    g_set_error (
      error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID,
      "There is no time zone %s on this computer; name one such as Europe/Copenhagen, and install tzdata",
      named ? identifier : "of such a name");

  return g_steal_pointer (&zone);
}

gboolean
brik_civil_date (GTimeZone *zone, gint64 time_us, GDate *date)
{
  gint64 time_s = time_us / G_USEC_PER_SEC - (time_us % G_USEC_PER_SEC < 0);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_s);
  g_autoptr (GDateTime) civil = utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
  gint year, month, day;

  if (civil == NULL)
    return FALSE;

  g_date_time_get_ymd (civil, &year, &month, &day);
  g_date_set_dmy (date, day, month, year);
  return TRUE;
}

/* Exactly "2026-11-20", and only dates that exist: g_date_set_parse () guesses. */
gboolean
brik_civil_date_parse (const char *text, GDate *date)
{
  static const char shape[] = "dddd-dd-dd";
  guint year, month, day;

  if (text == NULL || strlen (text) != strlen (shape))
    return FALSE;

  for (gsize i = 0; shape[i] != '\0'; i++)
    if (shape[i] == 'd' ? !g_ascii_isdigit (text[i]) : text[i] != shape[i])
      return FALSE;

  year = g_ascii_strtoull (text, NULL, 10);
  month = g_ascii_strtoull (text + 5, NULL, 10);
  day = g_ascii_strtoull (text + 8, NULL, 10);
  if (!g_date_valid_dmy (day, month, year))
    return FALSE;

  g_date_set_dmy (date, day, month, year);
  return TRUE;
}

static void
put_number (char *at, guint n_digits, guint number)
{
  while (n_digits-- > 0)
    {
      at[n_digits] = (char) ('0' + number % 10);
      number /= 10;
    }
}

/* By hand: a till's question has hundreds of them. */
char *
brik_civil_date_format (const GDate *date)
{
  char text[] = "0000-00-00";

  g_return_val_if_fail (g_date_valid (date), NULL);

  put_number (text, 4, g_date_get_year (date));
  put_number (text + 5, 2, (guint) g_date_get_month (date));
  put_number (text + 8, 2, g_date_get_day (date));
  return g_strdup (text);
}

void
brik_period_begin (BrikPeriod period, const GDate *date, GDate *begin)
{
  g_return_if_fail (g_date_valid (date));

  *begin = *date;
  switch (period)
    {
    case BRIK_PERIOD_WEEK:
      g_date_subtract_days (begin, g_date_get_weekday (date) - G_DATE_MONDAY);
      break;
    case BRIK_PERIOD_MONTH:
      g_date_set_day (begin, 1);
      break;
    case BRIK_PERIOD_DAY:
    default:
      break;
    }
}

gboolean
brik_period_is_current (BrikPeriod period, const GDate *begun, const GDate *date)
{
  GDate begin;

  brik_period_begin (period, date, &begin);
  return g_date_compare (begun, &begin) >= 0;
}
