/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-till-closures.h"

#include <glib/gi18n.h>

#include "till/brik-language.h"
#include "till/brik-reader-words.h"

#define HOUR_US (G_TIME_SPAN_HOUR)
/* Until this age hours are easier to grasp than days. */
#define HOURS_MAX 48

static GDateTime *
to_civil (gint64 time_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);

  return zone != NULL && utc != NULL ? g_date_time_to_timezone (utc, zone) : NULL;
}

static char *
format_time_of_day (GDateTime *civil)
{
  return g_strdup_printf ("%02d%s%02d", g_date_time_get_hour (civil), brik_language_get_clock_separator (),
                          g_date_time_get_minute (civil));
}

static gboolean
is_same_day (GDateTime *a, GDateTime *b)
{
  return g_date_time_get_year (a) == g_date_time_get_year (b) &&
         g_date_time_get_day_of_year (a) == g_date_time_get_day_of_year (b);
}

char *
brik_format_money (gpointer self, gint64 amount_ore)
{
  return brik_money_format (amount_ore, brik_language_get_money_style ());
}

char *
brik_format_clock (gpointer self, gint64 time_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) civil = to_civil (time_us, zone);

  return civil != NULL ? format_time_of_day (civil) : g_strdup ("");
}

char *
brik_format_moment (gpointer self, gint64 time_us, gint64 now_us, GTimeZone *zone)
{
  g_autoptr (GDateTime) civil = to_civil (time_us, zone);
  g_autoptr (GDateTime) today = to_civil (now_us, zone);
  g_autofree char *clock = NULL;

  if (civil == NULL || today == NULL)
    return g_strdup ("");
  clock = format_time_of_day (civil);
  if (is_same_day (civil, today))
    return g_steal_pointer (&clock);
  /* Translators: day of the month, month as a number, time of day */
  return g_strdup_printf (_ ("%d/%d %s"), g_date_time_get_day_of_month (civil), g_date_time_get_month (civil),
                          clock);
}

char *
brik_format_age (gpointer self, gint64 age_us)
{
  gint64 hours = age_us / HOUR_US;

  if (hours < 1)
    return g_strdup ("");
  if (hours < HOURS_MAX)
    return g_strdup_printf (ngettext ("%d h", "%d h", (gulong) hours), (int) hours);
  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong) (hours / 24)), (int) (hours / 24));
}

char *
brik_format_place (gpointer self, const char *place, const char *till)
{
  if (place == NULL)
    return g_strdup ("Brik");
  return till != NULL ? g_strdup_printf ("%s · %s", place, till) : g_strdup (place);
}

char *
brik_format_cashier (gpointer self, const char *name)
{
  return g_strdup (name != NULL ? name : _ ("Menu"));
}

static void
append_part (GString *text, const char *part)
{
  if (*part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

static char *
format_data_age (gint64 answered_us, gint64 now_us)
{
  g_autofree char *age = brik_format_age (NULL, answered_us > 0 ? now_us - answered_us : 0);

  /* Translators: how old what the till knows is, such as "3 h" or "2 days" */
  return *age != '\0' ? g_strdup_printf (_ ("data %s old"), age) : g_strdup ("");
}

char *
brik_format_link (gpointer self,
                  gboolean online,
                  gint64 since_us,
                  gint64 unsent_sales,
                  gint64 answered_us,
                  gint64 now_us,
                  GTimeZone *zone,
                  const char *trouble)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *since = since_us > 0 ? brik_format_moment (NULL, since_us, now_us, zone) : g_strdup ("");
  g_autofree char *age = format_data_age (answered_us, now_us);

  if (trouble != NULL)
    return g_strdup (trouble);
  if (online)
    return g_strdup (_ ("Online"));
  if (answered_us == 0 || *since == '\0')
    return g_strdup ("");
  g_string_append_printf (text, _ ("Offline since %s"), since);
  if (unsent_sales > 0)
    {
      g_autofree char *waiting = g_strdup_printf (
        ngettext ("%d sale waits", "%d sales wait", (gulong) unsent_sales), (int) unsent_sales);
      append_part (text, waiting);
    }
  append_part (text, age);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
append_sentence (GString *text, const char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
}

char *
brik_describe_link (gpointer self,
                    gboolean online,
                    gint64 since_us,
                    gint64 unsent,
                    gint64 unsent_sales,
                    gint64 answered_us,
                    gint64 now_us,
                    GTimeZone *zone,
                    const char *trouble)
{
  g_autoptr (GString) text = g_string_new (trouble);
  g_autofree char *to_send = brik_format_unsent (NULL, unsent, unsent_sales);
  g_autofree char *age = brik_format_age (NULL, answered_us > 0 ? now_us - answered_us : 0);

  if (trouble == NULL)
    g_string_append (text, online ? _ ("The portal answers.")
                                  : _ ("The portal does not answer. The till goes on selling; as soon as the "
                                       "network is back it sends by itself."));
  append_sentence (text, to_send);
  if (*age != '\0')
    {
      g_autofree char *sentence =
        g_strdup_printf (_ ("What the till knows of cards and balances is %s old."), age);
      append_sentence (text, sentence);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

BrikMood
brik_link_mood (gpointer self, gboolean online, const char *trouble)
{
  if (trouble != NULL)
    return BRIK_MOOD_FAULT;
  return online ? BRIK_MOOD_GOOD : BRIK_MOOD_WAITING;
}

char *
brik_format_reader (gpointer self, BrikReaderState state, const char *fault_code)
{
  switch (state)
    {
    case BRIK_READER_STARTING:
      return g_strdup (_ ("Reader starts"));
    case BRIK_READER_READY:
      return g_strdup (_ ("Reader ready"));
    case BRIK_READER_FAULT:
      return g_strdup (brik_reader_fault_in_short (fault_code));
    case BRIK_READER_STOPPED:
    default:
      return g_strdup (_ ("No reader"));
    }
}

char *
brik_describe_reader (gpointer self,
                      BrikReaderState state,
                      const char *name,
                      const char *fault_code,
                      const char *fault_text)
{
  switch (state)
    {
    case BRIK_READER_STARTING:
      return g_strdup (_ ("The chip reader is being started."));
    case BRIK_READER_READY:
      return g_strdup_printf (_ ("Chips are read by %s."), name != NULL ? name : _ ("the reader"));
    case BRIK_READER_FAULT:
      return g_strdup_printf (_ ("%s It is tried again by itself.\n\n(%s)"),
                              brik_reader_fault_what_to_do (fault_code),
                              fault_text != NULL ? fault_text : "–");
    case BRIK_READER_STOPPED:
    default:
      return g_strdup (_ ("No chip reader is chosen. Start the till with --reader, or set “reader” in its "
                          "settings."));
    }
}

BrikMood
brik_reader_mood (gpointer self, BrikReaderState state)
{
  switch (state)
    {
    case BRIK_READER_READY:
      return BRIK_MOOD_GOOD;
    case BRIK_READER_STARTING:
      return BRIK_MOOD_WAITING;
    case BRIK_READER_FAULT:
    case BRIK_READER_STOPPED:
    default:
      return BRIK_MOOD_FAULT;
    }
}

char *
brik_format_unsent (gpointer self, gint64 unsent, gint64 unsent_sales)
{
  if (unsent <= 0)
    return g_strdup (_ ("Everything has been sent."));
  if (unsent_sales <= 0)
    return g_strdup (_ ("All sales have been sent. The rest goes out by itself when the till is open and the "
                        "portal answers."));
  return g_strdup_printf (
    ngettext ("%d sale is kept here and goes out by itself when the till is open and the portal answers.",
              "%d sales are kept here and go out by themselves when the till is open and the portal answers.",
              (gulong) unsent_sales),
    (int) unsent_sales);
}
