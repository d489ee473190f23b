/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-core-error.h"
#include "core/brik-period.h"

#include "random-steps.h"

#include <glib/gstdio.h>

#define HOUR_S G_GINT64_CONSTANT (3600)
#define DAY_S (24 * HOUR_S)

static GDate
date_of (const char *text)
{
  GDate date;

  g_assert_true (brik_civil_date_parse (text, &date));
  return date;
}

static void
assert_date (const GDate *date, const char *expected)
{
  g_autofree char *text = brik_civil_date_format (date);

  g_assert_cmpstr (text, ==, expected);
}

static GTimeZone *
copenhagen (void)
{
  g_autoptr (GError) error = NULL;
  GTimeZone *zone = brik_civil_zone_new ("Europe/Copenhagen", &error);

  g_assert_no_error (error);
  return zone;
}

static void
assert_civil (GTimeZone *zone, const char *utc, const char *expected)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (utc, NULL);
  gint64 time_us = g_date_time_to_unix (time) * G_USEC_PER_SEC;
  GDate date;

  g_assert_true (brik_civil_date (zone, time_us, &date));
  assert_date (&date, expected);
}

/* The last second of one day and the first of the next, on both sides of both changes of the clocks. */
static void
test_clock_changes (void)
{
  g_autoptr (GTimeZone) zone = copenhagen ();

  assert_civil (zone, "2026-03-28T22:59:59Z", "2026-03-28");
  assert_civil (zone, "2026-03-28T23:00:00Z", "2026-03-29");
  assert_civil (zone, "2026-03-29T00:59:59Z", "2026-03-29");
  assert_civil (zone, "2026-03-29T01:00:00Z", "2026-03-29");
  assert_civil (zone, "2026-03-29T21:59:59Z", "2026-03-29");
  assert_civil (zone, "2026-03-29T22:00:00Z", "2026-03-30");

  assert_civil (zone, "2026-10-24T21:59:59Z", "2026-10-24");
  assert_civil (zone, "2026-10-24T22:00:00Z", "2026-10-25");
  assert_civil (zone, "2026-10-25T00:59:59Z", "2026-10-25");
  assert_civil (zone, "2026-10-25T22:59:59Z", "2026-10-25");
  assert_civil (zone, "2026-10-25T23:00:00Z", "2026-10-26");
}

static void
test_edges_of_time (void)
{
  g_autoptr (GTimeZone) zone = copenhagen ();
  GDate date;

  assert_civil (zone, "2025-12-31T22:59:59Z", "2025-12-31");
  assert_civil (zone, "2025-12-31T23:00:00Z", "2026-01-01");
  assert_civil (zone, "2028-02-28T23:00:00Z", "2028-02-29");
  assert_civil (zone, "2028-02-29T23:00:00Z", "2028-03-01");
  /* A dead clock: one hour ahead of UTC in the winter of 1970. */
  assert_civil (zone, "1970-01-01T00:00:00Z", "1970-01-01");
  assert_civil (zone, "1969-12-31T22:59:59Z", "1969-12-31");

  g_assert_true (brik_civil_date (zone, -HOUR_S * G_USEC_PER_SEC - 1, &date));
  assert_date (&date, "1969-12-31");
  g_assert_false (brik_civil_date (zone, G_MAXINT64, &date));
  g_assert_false (brik_civil_date (zone, G_MININT64, &date));
}

static void
assert_no_zone (const char *identifier)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = brik_civil_zone_new (identifier, &error);

  g_test_message ("“%s”", identifier);
  g_assert_null (zone);
  g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID);
}

static void
test_no_zone (void)
{
  assert_no_zone (NULL);
  assert_no_zone ("");
  assert_no_zone ("UTC");
  assert_no_zone ("Z");
  assert_no_zone ("+01:00");
  assert_no_zone ("Europe");
  assert_no_zone ("Europe/Kobenhavn");
  assert_no_zone ("Europe/Copenhagen\n");
  assert_no_zone ("CET-1CEST,M3.5.0,M10.5.0/3");
  assert_no_zone ("/etc/localtime");
  assert_no_zone ("Europe/../Europe/Copenhagen");
}

/* A computer without the database of time zones, in a process of its own, for GLib remembers zones. */
static void
test_no_database (void)
{
  if (g_test_subprocess ())
    {
      g_autofree char *empty = g_dir_make_tmp ("brik-no-zones-XXXXXX", NULL);

      g_setenv ("TZDIR", empty, TRUE);
      assert_no_zone ("Europe/Copenhagen");
      g_rmdir (empty);
      return;
    }

  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

static void
assert_begins (BrikPeriod period, const char *date_text, const char *expected)
{
  GDate date = date_of (date_text), begin;

  brik_period_begin (period, &date, &begin);
  assert_date (&begin, expected);
}

static void
test_week_53 (void)
{
  GDate last = date_of ("2020-12-31"), first = date_of ("2021-01-01"), monday = date_of ("2020-12-28");

  g_assert_cmpuint (g_date_get_iso8601_week_of_year (&first), ==, 53);
  assert_begins (BRIK_PERIOD_WEEK, "2020-12-31", "2020-12-28");
  assert_begins (BRIK_PERIOD_WEEK, "2021-01-01", "2020-12-28");
  assert_begins (BRIK_PERIOD_WEEK, "2021-01-03", "2020-12-28");
  assert_begins (BRIK_PERIOD_WEEK, "2021-01-04", "2021-01-04");
  g_assert_true (brik_period_is_current (BRIK_PERIOD_WEEK, &monday, &first));
  g_assert_false (brik_period_is_current (BRIK_PERIOD_DAY, &last, &first));

  assert_begins (BRIK_PERIOD_WEEK, "2026-12-27", "2026-12-21");
  assert_begins (BRIK_PERIOD_WEEK, "2026-12-28", "2026-12-28");
  assert_begins (BRIK_PERIOD_WEEK, "2027-01-03", "2026-12-28");
  assert_begins (BRIK_PERIOD_WEEK, "2027-01-04", "2027-01-04");
}

static void
test_month_and_day (void)
{
  GDate december = date_of ("2026-12-01"), new_year = date_of ("2027-01-01"),
        yesterday = date_of ("2026-12-31");

  assert_begins (BRIK_PERIOD_MONTH, "2028-02-29", "2028-02-01");
  assert_begins (BRIK_PERIOD_MONTH, "2028-03-01", "2028-03-01");
  assert_begins (BRIK_PERIOD_MONTH, "2026-12-31", "2026-12-01");
  assert_begins (BRIK_PERIOD_DAY, "2028-02-29", "2028-02-29");
  g_assert_true (brik_period_is_current (BRIK_PERIOD_MONTH, &december, &yesterday));
  g_assert_false (brik_period_is_current (BRIK_PERIOD_MONTH, &december, &new_year));
  g_assert_false (brik_period_is_current (BRIK_PERIOD_DAY, &yesterday, &new_year));
}

/* Spending that was booked as tomorrow's is not free today. */
static void
test_clock_gone_back (void)
{
  GDate today = date_of ("2026-03-31"), tomorrow = date_of ("2026-04-01");

  g_assert_true (brik_period_is_current (BRIK_PERIOD_DAY, &tomorrow, &today));
  g_assert_true (brik_period_is_current (BRIK_PERIOD_MONTH, &tomorrow, &today));
}

static void
test_date_text (void)
{
  static const char *const refused[] = { "",           "2026-02-29",  "2026-13-01",  "2026-00-10",
                                         "2026-01-00", "0000-01-01",  "2026-1-1",    "20260101",
                                         "2026/01/01", "2026-01-01 ", " 2026-01-01", "2026-01-0x",
                                         "-026-01-01", "+026-01-01",  "26-01-01",    "２０２６" };
  GDate date = date_of ("2026-11-20");

  g_assert_cmpuint (g_date_get_year (&date), ==, 2026);
  g_assert_cmpuint (g_date_get_month (&date), ==, 11);
  g_assert_cmpuint (g_date_get_day (&date), ==, 20);
  assert_date (&date, "2026-11-20");

  g_assert_false (brik_civil_date_parse (NULL, &date));
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (brik_civil_date_parse (refused[i], &date));
  assert_date (&date, "2026-11-20");
}

static void
test_period_names (void)
{
  static const char *const names[BRIK_N_PERIODS] = { "day", "week", "month" };
  BrikPeriod period = BRIK_PERIOD_DAY;

  for (guint i = 0; i < BRIK_N_PERIODS; i++)
    {
      g_assert_cmpstr (brik_period_to_name (i), ==, names[i]);
      g_assert_true (brik_period_from_name (names[i], &period));
      g_assert_cmpint (period, ==, i);
    }

  g_assert_false (brik_period_from_name ("year", &period));
  g_assert_false (brik_period_from_name (NULL, &period));
  g_assert_null (brik_period_to_name (BRIK_N_PERIODS));
}

/* The oracle: a wall calendar, turned a day at a time from Monday 1 January 1996, that knows the lengths of
 * months and that summer time runs from one o'clock UTC on the last Sunday of March to that of October. */
typedef struct
{
  int year, month, day;
  int weekday; /* 0 is Monday */
  char begin[BRIK_N_PERIODS][11];
  gint64 midnight_utc_s; /* of this date in UTC */
} Calendar;

static int
calendar_month_days (const Calendar *calendar)
{
  static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = calendar->year % 4 == 0; /* true from 1901 to 2099 */

  return days[calendar->month - 1] + (calendar->month == 2 && leap);
}

static void
calendar_write (Calendar *calendar)
{
  char text[11];

  g_snprintf (text, sizeof text, "%04d-%02d-%02d", calendar->year, calendar->month, calendar->day);
  g_strlcpy (calendar->begin[BRIK_PERIOD_DAY], text, sizeof text);
  if (calendar->weekday == 0)
    g_strlcpy (calendar->begin[BRIK_PERIOD_WEEK], text, sizeof text);
  if (calendar->day == 1)
    g_strlcpy (calendar->begin[BRIK_PERIOD_MONTH], text, sizeof text);
}

static void
calendar_turn (Calendar *calendar)
{
  calendar->weekday = (calendar->weekday + 1) % 7;
  calendar->midnight_utc_s += DAY_S;
  if (calendar->day++ == calendar_month_days (calendar))
    {
      calendar->day = 1;
      calendar->month = calendar->month % 12 + 1;
      calendar->year += calendar->month == 1;
    }
  calendar_write (calendar);
}

static gboolean
calendar_is_change_day (const Calendar *calendar, int month)
{
  return calendar->month == month && calendar->weekday == 6 && calendar->day > 31 - 7;
}

/* Any moment of the civil day that runs from @from_s to @to_s, and its two edges. */
static void
assert_day (GTimeZone *zone, const Calendar *calendar, gint64 from_s, gint64 to_s, guint n_moments)
{
  for (guint i = 0; i < n_moments; i++)
    {
      gint64 length_us = (to_s - from_s) * G_USEC_PER_SEC;
      gint64 within_us = i == 0 ? 0 : i == 1 ? length_us - 1 : (gint64) (g_test_rand_double () * length_us);
      GDate date, begin;

      g_assert_true (brik_civil_date (zone, from_s * G_USEC_PER_SEC + within_us, &date));
      assert_date (&date, calendar->begin[BRIK_PERIOD_DAY]);

      for (BrikPeriod period = 0; period < BRIK_N_PERIODS; period++)
        {
          GDate expected = date_of (calendar->begin[period]);
          GDate before = expected, later = date;

          brik_period_begin (period, &date, &begin);
          g_assert_cmpint (g_date_compare (&begin, &expected), ==, 0);
          g_assert_true (brik_period_is_current (period, &expected, &date));
          g_date_subtract_days (&before, 1 + g_test_rand_int_range (0, 40));
          g_assert_false (brik_period_is_current (period, &before, &date));
          g_date_add_days (&later, g_test_rand_int_range (0, 40));
          g_assert_true (brik_period_is_current (period, &later, &date));
        }
    }
}

static void
test_calendar (void)
{
  g_autoptr (GTimeZone) zone = copenhagen ();
  const guint n_days = 40 * 365;
  Calendar calendar = { .year = 1996, .month = 1, .day = 1, .midnight_utc_s = 820454400 };
  gint64 offset_s = HOUR_S;

  calendar_write (&calendar);
  for (guint i = 0; i < n_days; i++)
    {
      gint64 from_s = calendar.midnight_utc_s - offset_s;

      if (calendar_is_change_day (&calendar, 3))
        offset_s = 2 * HOUR_S;
      else if (calendar_is_change_day (&calendar, 10))
        offset_s = HOUR_S;

      assert_day (zone, &calendar, from_s, calendar.midnight_utc_s + DAY_S - offset_s,
                  random_steps () / n_days + 2);
      calendar_turn (&calendar);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/period/D2/clock-changes", test_clock_changes);
  g_test_add_func ("/core/period/D2/edges-of-time", test_edges_of_time);
  g_test_add_func ("/core/period/D2/no-zone", test_no_zone);
  g_test_add_func ("/core/period/D2/no-database", test_no_database);
  g_test_add_func ("/core/period/D2/week-53", test_week_53);
  g_test_add_func ("/core/period/D2/month-and-day", test_month_and_day);
  g_test_add_func ("/core/period/D2/clock-gone-back", test_clock_gone_back);
  g_test_add_func ("/core/period/date-text", test_date_text);
  g_test_add_func ("/core/period/R28/names", test_period_names);
  g_test_add_func ("/core/period/D2/calendar", test_calendar);
  return g_test_run ();
}
