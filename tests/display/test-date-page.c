/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-date-answer.h"
#include "till/brik-date-page.h"

#define DAY G_TIME_SPAN_DAY

typedef struct
{
  BrikDisplayTill *till;
  GtkWidget *page;
  GtkWindow *window;
} Fixture;

/* A till that knows Friday, and whose clock is then set to @raw_us. */
static void
open_page (Fixture *fixture, gint64 raw_us)
{
  fixture->till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  g_assert_true (brik_clock_learn (fixture->till->clock, BRIK_DISPLAY_NOW_US, 0, 0));
  brik_display_till_sign_in (fixture->till);
  brik_clock_advance_fake (fixture->till->clock, 2 * BRIK_CLOCK_FRESH_US);
  brik_clock_step_fake (fixture->till->clock, raw_us - brik_clock_raw (fixture->till->clock));
  g_assert_true (brik_ledger_is_date_doubtful (fixture->till->ledger));
  fixture->page = g_object_new (BRIK_TYPE_DATE_PAGE, "context", fixture->till->context, NULL);
  fixture->window = brik_display_show (fixture->page, 1024, 712);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  brik_display_till_free (fixture->till);
}

static GTimeZone *
zone_of (Fixture *fixture)
{
  GTimeZone *zone = NULL;

  g_object_get (fixture->till->context, "zone", &zone, NULL);
  return zone;
}

static gboolean
is_settled (gpointer ledger)
{
  return !brik_ledger_is_date_doubtful (ledger);
}

static void
type (Fixture *fixture, const char *digits)
{
  for (const char *digit = digits; *digit != '\0'; digit++)
    {
      const char key[] = { *digit, '\0' };
      brik_display_click (fixture->page, key);
    }
}

/* One touch on the day that is known. */
static void
test_still (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autofree char *day = NULL;
  g_autofree char *says = NULL;

  open_page (fixture, G_TIME_SPAN_HOUR);
  zone = zone_of (fixture);
  day = brik_date_format_day (BRIK_DISPLAY_NOW_US, zone);
  says = g_strdup_printf (_ ("It is still %s"), day);
  brik_display_look_at (fixture->window, "date");
  brik_display_click (fixture->page, says);
  brik_display_wait_until (is_settled, fixture->till->ledger);
  g_assert_cmpint (ABS (brik_clock_now (fixture->till->clock) - BRIK_DISPLAY_NOW_US), <, G_TIME_SPAN_HOUR);
}

/* Any other, typed; what cannot be is said and cannot be entered. */
static void
test_typed (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) wanted = NULL;
  g_autofree char *digits = NULL;

  open_page (fixture, BRIK_DISPLAY_NOW_US - 30 * DAY);
  zone = zone_of (fixture);
  now = g_date_time_new_from_unix_local (BRIK_DISPLAY_NOW_US / G_USEC_PER_SEC);
  wanted = g_date_time_add_days (now, 10);
  type (fixture, "01012020");
  brik_display_wait_for_text (fixture->page,
                              _ ("That day cannot be: it is before the newest sale, or more than "
                                 "a year after."));
  brik_display_look_at (fixture->window, "date-cannot-be");
  for (int i = 0; i < BRIK_DATE_DIGITS; i++)
    brik_display_press_key (fixture->page, GDK_KEY_BackSpace);
  digits = g_strdup_printf ("%02d%02d%04d1142", g_date_time_get_day_of_month (wanted),
                            g_date_time_get_month (wanted), g_date_time_get_year (wanted));
  for (const char *digit = digits; *digit != '\0'; digit++)
    brik_display_press_key (fixture->page, (guint) *digit);
  brik_display_press_key (fixture->page, GDK_KEY_Return);
  brik_display_wait_until (is_settled, fixture->till->ledger);
  g_assert_cmpint (brik_clock_now (fixture->till->clock), >, BRIK_DISPLAY_NOW_US + 9 * DAY);
  g_assert_cmpint (brik_clock_now (fixture->till->clock), <, BRIK_DISPLAY_NOW_US + 11 * DAY);
}

/**
 * Choices:
 * @known, @raw: on the wall
 * @expected: the days offered, in their order, with their times
 */
typedef struct
{
  const char *known;
  const char *raw;
  const char *expected[BRIK_DATE_MAX_CHOICES + 1];
} Choices;

static const Choices tables[] = {
  { "2026-11-20 13:05", "1970-01-01 01:03", { "2026-11-20 13:05", "2026-11-21 12:00", "2026-11-23 12:00" } },
  { "2026-11-20 13:05",
    "2026-11-27 08:10",
    { "2026-11-27 08:10", "2026-11-20 13:05", "2026-11-21 08:10", "2026-11-23 08:10" } },
  { "2026-11-17 13:05", "2026-03-01 09:30", { "2026-11-17 13:05", "2026-11-18 09:30", "2026-11-23 09:30" } },
  { "2026-11-22 13:05", "2026-03-01 09:30", { "2026-11-22 13:05", "2026-11-23 09:30" } },
  { "2026-12-31 23:50", "1970-01-01 01:00", { "2026-12-31 23:50", "2027-01-01 12:00", "2027-01-04 12:00" } },
  { "2028-02-28 11:00", "2036-01-01 12:00", { "2028-02-28 11:00", "2028-02-29 12:00", "2028-03-06 12:00" } },
  /* An hour that does not come: GLib takes the first that does. */
  { "2027-03-27 13:00", "2026-01-02 02:30", { "2027-03-27 13:00", "2027-03-28 03:00", "2027-03-29 02:30" } },
};

static gint64
on_wall (const char *text, GTimeZone *zone)
{
  g_autofree char *iso = g_strconcat (text, ":00", NULL);
  g_autoptr (GDateTime) time = g_date_time_new_from_iso8601 (iso, zone);

  g_assert_nonnull (time);
  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static void
test_choices (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Copenhagen");

  for (gsize i = 0; i < G_N_ELEMENTS (tables); i++)
    {
      const Choices *table = &tables[i];
      gint64 choices[BRIK_DATE_MAX_CHOICES];
      guint n = brik_date_choices (on_wall (table->known, zone), on_wall (table->raw, zone), zone, choices);

      g_test_message ("%s, %s", table->known, table->raw);
      for (guint j = 0; j < n; j++)
        {
          g_autofree char *says = brik_date_format_whole (choices[j], zone);

          g_test_message ("%s", says);
          g_assert_nonnull (table->expected[j]);
          g_assert_cmpint (choices[j], ==, on_wall (table->expected[j], zone));
        }
      g_assert_null (table->expected[n]);
    }
}

static void
test_digits (void)
{
  static const char *const refused[] = {
    "",         "2",        "2011202",      "20112025",     "31022027",
    "19112026", "22112027", "201120261304", "201120262561", "2011202613"
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Copenhagen");
  g_autofree char *shown = brik_date_show_digits ("2011");
  gint64 known_us = on_wall ("2026-11-20 13:05", zone);
  gint64 raw_us = on_wall ("2026-02-01 09:30", zone);
  gint64 time_us = 0;

  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    g_assert_false (brik_date_typed (refused[i], known_us, raw_us, zone, &time_us));
  g_assert_true (brik_date_typed ("20112026", known_us, raw_us, zone, &time_us));
  g_assert_cmpint (time_us, ==, known_us);
  g_assert_true (brik_date_typed ("201120261305", known_us + 30 * G_USEC_PER_SEC, raw_us, zone, &time_us));
  g_assert_cmpint (time_us, ==, known_us + 30 * G_USEC_PER_SEC);
  g_assert_true (brik_date_typed ("29022028", on_wall ("2028-02-20 10:00", zone), raw_us, zone, &time_us));
  g_assert_cmpint (time_us, ==, on_wall ("2028-02-29 09:30", zone));
  g_assert_true (brik_date_typed ("241220260815", known_us, raw_us, zone, &time_us));
  g_assert_cmpint (time_us, ==, on_wall ("2026-12-24 08:15", zone));
  g_assert_true (g_str_has_prefix (shown, "20/11/____  __"));
}

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  g_test_add_func ("/date-page/choices", test_choices);
  g_test_add_func ("/date-page/digits", test_digits);
  g_test_add ("/date-page/still", Fixture, NULL, NULL, test_still, tear_down);
  g_test_add ("/date-page/typed", Fixture, NULL, NULL, test_typed, tear_down);
  return g_test_run ();
}
