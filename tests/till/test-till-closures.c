/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-language.h"
#include "till/brik-till-closures.h"

#include "core/brik-period.h"

/* 20 November 2026, 11.42 in Denmark. */
#define NOW_US (G_GINT64_CONSTANT (1795171320) * G_USEC_PER_SEC)

typedef struct
{
  GTimeZone *zone;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer language)
{
  g_autoptr (GError) error = NULL;

  brik_language_start (language);
  fixture->zone = brik_civil_zone_new ("Europe/Copenhagen", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer language)
{
  g_time_zone_unref (fixture->zone);
}

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static char *
format_link (Fixture *fixture, gboolean online, gint64 since_us, gint64 unsent, gint64 answered_us)
{
  return brik_format_link (NULL, online, since_us, unsent, answered_us, NOW_US, fixture->zone, NULL);
}

static void
test_money (Fixture *fixture, gconstpointer language)
{
  gboolean danish = g_str_equal (language, "da");

  assert_text (brik_format_money (NULL, 3500), danish ? "35,00" : "35.00");
  assert_text (brik_format_money (NULL, 123456789), danish ? "1.234.567,89" : "1,234,567.89");
}

static void
test_clock (Fixture *fixture, gconstpointer language)
{
  gboolean danish = g_str_equal (language, "da");

  assert_text (brik_format_clock (NULL, NOW_US, fixture->zone), danish ? "11.42" : "11:42");
  assert_text (brik_format_clock (NULL, NOW_US, NULL), "");
  assert_text (brik_format_moment (NULL, NOW_US - 22 * G_TIME_SPAN_MINUTE, NOW_US, fixture->zone),
               danish ? "11.20" : "11:20");
}

/* Just before midnight is yesterday, whatever UTC says (D2). */
static void
test_moment_of_another_day (Fixture *fixture, gconstpointer language)
{
  gint64 before_midnight_us = NOW_US - 11 * G_TIME_SPAN_HOUR - 43 * G_TIME_SPAN_MINUTE;

  assert_text (brik_format_moment (NULL, before_midnight_us, NOW_US, fixture->zone),
               g_str_equal (language, "da") ? "19.11. kl. 23.59" : "19/11 23:59");
}

static void
test_age (Fixture *fixture, gconstpointer language)
{
  gboolean danish = g_str_equal (language, "da");

  assert_text (brik_format_age (NULL, G_TIME_SPAN_HOUR - 1), "");
  assert_text (brik_format_age (NULL, G_TIME_SPAN_HOUR), danish ? "1 t." : "1 h");
  assert_text (brik_format_age (NULL, 47 * G_TIME_SPAN_HOUR), danish ? "47 t." : "47 h");
  assert_text (brik_format_age (NULL, 3 * G_TIME_SPAN_DAY), danish ? "3 dage" : "3 days");
}

static void
test_link (Fixture *fixture, gconstpointer language)
{
  gboolean danish = g_str_equal (language, "da");
  gint64 since_us = NOW_US - 22 * G_TIME_SPAN_MINUTE;

  assert_text (format_link (fixture, TRUE, since_us, 3, NOW_US), "Online");
  assert_text (format_link (fixture, FALSE, since_us, 37, since_us),
               danish ? "Offline siden 11.20 · 37 salg venter" : "Offline since 11:20 · 37 sales wait");
  assert_text (format_link (fixture, FALSE, since_us, 0, since_us),
               danish ? "Offline siden 11.20" : "Offline since 11:20");
  assert_text (format_link (fixture, FALSE, 0, 0, 0), "");
}

/* Data older than an hour is told with the state (D8). */
static void
test_link_tells_age (Fixture *fixture, gconstpointer language)
{
  gint64 since_us = NOW_US - 2 * G_TIME_SPAN_HOUR;

  assert_text (format_link (fixture, FALSE, since_us, 1, since_us),
               g_str_equal (language, "da") ? "Offline siden 09.42 · 1 salg venter · data 2 t. gamle"
                                            : "Offline since 09:42 · 1 sale waits · data 2 h old");
}

/* What waiting does not mend comes before all else, online or not. */
static void
test_link_trouble (Fixture *fixture, gconstpointer language)
{
  g_autofree char *story =
    brik_describe_link (NULL, FALSE, NOW_US, 2, 2, NOW_US, NOW_US, fixture->zone, "Revoked.");

  assert_text (brik_format_link (NULL, TRUE, NOW_US, 0, NOW_US, NOW_US, fixture->zone, "Revoked."),
               "Revoked.");
  g_assert_cmpint (brik_link_mood (NULL, TRUE, "Revoked."), ==, BRIK_MOOD_FAULT);
  g_assert_cmpint (brik_link_mood (NULL, TRUE, NULL), ==, BRIK_MOOD_GOOD);
  g_assert_cmpint (brik_link_mood (NULL, FALSE, NULL), ==, BRIK_MOOD_WAITING);
  g_assert_true (g_str_has_prefix (story, "Revoked. 2 "));
}

static void
test_reader (Fixture *fixture, gconstpointer language)
{
  gboolean danish = g_str_equal (language, "da");
  g_autofree char *story =
    brik_describe_reader (NULL, BRIK_READER_FAULT, NULL, "missing", "no such device /dev/ttyUSB0");

  assert_text (brik_format_reader (NULL, BRIK_READER_READY, NULL), danish ? "Læser klar" : "Reader ready");
  assert_text (brik_format_reader (NULL, BRIK_READER_FAULT, "missing"),
               danish ? "Læser mangler" : "Reader is missing");
  assert_text (brik_format_reader (NULL, BRIK_READER_FAULT, "a code to come"),
               danish ? "Læser svarer ikke" : "Reader does not answer");
  g_assert_nonnull (strstr (story, danish ? "kabel" : "cable"));
  g_assert_nonnull (strstr (story, "/dev/ttyUSB0"));
  g_assert_cmpint (brik_reader_mood (NULL, BRIK_READER_READY), ==, BRIK_MOOD_GOOD);
  g_assert_cmpint (brik_reader_mood (NULL, BRIK_READER_STARTING), ==, BRIK_MOOD_WAITING);
  g_assert_cmpint (brik_reader_mood (NULL, BRIK_READER_FAULT), ==, BRIK_MOOD_FAULT);
}

static void
test_place_and_cashier (Fixture *fixture, gconstpointer language)
{
  assert_text (brik_format_place (NULL, "Nørre Skole", "Kasse 1"), "Nørre Skole · Kasse 1");
  assert_text (brik_format_place (NULL, NULL, NULL), "Brik");
  assert_text (brik_format_cashier (NULL, "Mette K."), "Mette K.");
  assert_text (brik_format_cashier (NULL, NULL), "Menu");
}

static void
test_unsent (Fixture *fixture, gconstpointer language)
{
  gboolean danish = g_str_equal (language, "da");
  g_autofree char *one = brik_format_unsent (NULL, 2, 1);
  g_autofree char *many = brik_format_unsent (NULL, 40, 37);
  g_autofree char *rest = brik_format_unsent (NULL, 3, 0);

  assert_text (brik_format_unsent (NULL, 0, 0), danish ? "Alt er sendt." : "Everything has been sent.");
  g_assert_true (g_str_has_prefix (one, danish ? "1 salg " : "1 sale "));
  g_assert_true (g_str_has_prefix (many, danish ? "37 salg " : "37 sales "));
  g_assert_true (g_str_has_prefix (rest, danish ? "Alle salg er sendt." : "All sales have been sent."));
}

/* gettext keeps what it has read of a language, so each language is a run of its own. */
int
main (int argc, char **argv)
{
  const char *language = g_getenv ("BRIK_TEST_LANGUAGE");
  struct
  {
    const char *name;
    void (*test) (Fixture *, gconstpointer);
  } tests[] = {
    { "money", test_money },
    { "clock", test_clock },
    { "moment-of-another-day", test_moment_of_another_day },
    { "age", test_age },
    { "link", test_link },
    { "link-tells-age", test_link_tells_age },
    { "link-trouble", test_link_trouble },
    { "reader", test_reader },
    { "place-and-cashier", test_place_and_cashier },
    { "unsent", test_unsent },
  };

  g_test_init (&argc, &argv, NULL);
  if (language == NULL)
    language = BRIK_LANGUAGE_DEFAULT;
  for (gsize i = 0; i < G_N_ELEMENTS (tests); i++)
    {
      g_autofree char *path = g_strdup_printf ("/till/closures/%s/%s", language, tests[i].name);
      g_test_add (path, Fixture, language, set_up, tests[i].test, tear_down);
    }
  return g_test_run ();
}
