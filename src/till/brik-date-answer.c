/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-date-answer.h"

#include <glib/gi18n.h>

#include "clock/brik-clock.h"
#include "core/brik-limits.h"
#include "till/brik-language.h"
#include "till/brik-till-closures.h"

/* Where no clock can be asked it is the middle of the day: nothing turns over by mistake for as long as may
 * be. */
#define NOON 12

static const char *const weekdays[] = {
  NULL,
  NC_ ("weekday", "Monday"),
  NC_ ("weekday", "Tuesday"),
  NC_ ("weekday", "Wednesday"),
  NC_ ("weekday", "Thursday"),
  NC_ ("weekday", "Friday"),
  NC_ ("weekday", "Saturday"),
  NC_ ("weekday", "Sunday"),
};

static const char *const months[] = {
  NULL,
  NC_ ("month", "January"),
  NC_ ("month", "February"),
  NC_ ("month", "March"),
  NC_ ("month", "April"),
  NC_ ("month", "May"),
  NC_ ("month", "June"),
  NC_ ("month", "July"),
  NC_ ("month", "August"),
  NC_ ("month", "September"),
  NC_ ("month", "October"),
  NC_ ("month", "November"),
  NC_ ("month", "December"),
};

static GDateTime *
to_civil (gint64 time_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);

  return utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

static gint64
to_time (GDateTime *civil)
{
  return g_date_time_to_unix (civil) * G_USEC_PER_SEC + g_date_time_get_microsecond (civil);
}

static gboolean
may_be (gint64 time_us, gint64 known_us)
{
  return time_us >= known_us && time_us - known_us <= BRIK_LIMIT_DATE_AHEAD_US;
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

/* @day: any time on it. Its time of day is the known one on the day that is known, the machine's on others.
 */
static gint64
choose_time_of_day (GDateTime *day, gint64 known_us, gint64 raw_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) known = to_civil (known_us, zone);
  g_autoptr (GDateTime) raw = to_civil (raw_us, zone);
  gboolean dead = raw == NULL || raw_us < BRIK_CLOCK_OLDEST_US;
  g_autoptr (GDateTime) chosen = NULL;

  if (is_same_day (day, known))
    return known_us;

  chosen = g_date_time_new (zone, g_date_time_get_year (day), g_date_time_get_month (day),
                            g_date_time_get_day_of_month (day), dead ? NOON : g_date_time_get_hour (raw),
                            dead ? 0 : g_date_time_get_minute (raw), 0);
  return chosen != NULL ? to_time (chosen) : known_us;
}

static void
add_choice (gint64 *choices, guint *n_choices, gint64 time_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) added = to_civil (time_us, zone);

  for (guint i = 0; i < *n_choices; i++)
    {
      g_autoptr (GDateTime) there = to_civil (choices[i], zone);

      if (is_same_day (there, added))
        return;
    }
  choices[(*n_choices)++] = time_us;
}

guint
brik_date_choices (gint64 known_us, gint64 raw_us, GTimeZone *zone, gint64 *choices)
{
  g_autoptr (GDateTime) known = to_civil (known_us, zone);
  gint to_monday = 8 - g_date_time_get_day_of_week (known);
  const gint days[] = { 0, 1, to_monday };
  guint n_choices = 0;

  if (raw_us >= BRIK_CLOCK_OLDEST_US && may_be (raw_us, known_us))
    add_choice (choices, &n_choices, raw_us, zone);
  for (gsize i = 0; i < G_N_ELEMENTS (days); i++)
    {
      g_autoptr (GDateTime) day = g_date_time_add_days (known, days[i]);

      add_choice (choices, &n_choices, choose_time_of_day (day, known_us, raw_us, zone), zone);
    }
  return n_choices;
}

static gint
number_at (const char *digits, gsize at, gsize n)
{
  gint number = 0;

  for (gsize i = at; i < at + n; i++)
    number = 10 * number + g_ascii_digit_value (digits[i]);
  return number;
}

gboolean
brik_date_typed (const char *digits, gint64 known_us, gint64 raw_us, GTimeZone *zone, gint64 *time_us)
{
  gsize length = strlen (digits);
  gint hour = NOON;
  gint minute = 0;
  g_autoptr (GDateTime) civil = NULL;

  if (length != BRIK_DATE_DIGITS && length != BRIK_DATE_TIME_DIGITS)
    return FALSE;
  if (length == BRIK_DATE_TIME_DIGITS)
    {
      hour = number_at (digits, 8, 2);
      minute = number_at (digits, 10, 2);
    }

  civil = g_date_time_new (zone, number_at (digits, 4, 4), number_at (digits, 2, 2), number_at (digits, 0, 2),
                           hour, minute, 0);
  if (civil == NULL)
    return FALSE;

  *time_us =
    length == BRIK_DATE_TIME_DIGITS ? to_time (civil) : choose_time_of_day (civil, known_us, raw_us, zone);
  /* What is typed to the minute may be some seconds before what is known to the second. */
  if (*time_us<known_us && * time_us> known_us - G_TIME_SPAN_MINUTE)
    *time_us = known_us;
  return may_be (*time_us, known_us);
}

char *
brik_date_show_digits (const char *digits)
{
  static const char shape[] = "dd/dd/dddd  dd:dd";
  GString *text = g_string_new (NULL);
  gsize n_shown = 0;

  for (const char *sign = shape; *sign != '\0'; sign++)
    {
      if (*sign == ':')
        g_string_append (text, brik_language_get_clock_separator ());
      else if (*sign != 'd')
        g_string_append_c (text, *sign);
      else if (n_shown < strlen (digits))
        g_string_append_c (text, digits[n_shown++]);
      else
        g_string_append_c (text, '_');
    }
  return g_string_free (text, FALSE);
}

char *
brik_date_format_day (gint64 time_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) civil = to_civil (time_us, zone);

  if (civil == NULL)
    return g_strdup ("?");
  /* Translators: weekday, day of the month, month: "Friday 20 November" */
  return g_strdup_printf (_ ("%s %d %s"),
                          g_dpgettext2 (NULL, "weekday", weekdays[g_date_time_get_day_of_week (civil)]),
                          g_date_time_get_day_of_month (civil),
                          g_dpgettext2 (NULL, "month", months[g_date_time_get_month (civil)]));
}

char *
brik_date_format_whole (gint64 time_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) civil = to_civil (time_us, zone);
  g_autofree char *day = brik_date_format_day (time_us, zone);
  g_autofree char *clock = brik_format_clock (NULL, time_us, zone);

  if (civil == NULL)
    return g_strdup ("?");
  /* Translators: a day such as "Friday 20 November", the year, the time of day */
  return g_strdup_printf (_ ("%s %d at %s"), day, g_date_time_get_year (civil), clock);
}
