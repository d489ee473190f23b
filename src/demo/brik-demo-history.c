/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "demo/brik-demo-people.h"
#include "demo/brik-demo-plan.h"
#include "demo/brik-demo-till.h"
#include "portal/brik-feed.h"
#include "portal/brik-import.h"
#include "portal/brik-municipality.h"
#include "portal/brik-portal.h"
#include "portal/brik-till.h"

/* Books some weeks of past school days the way they are booked in life: portal, tills and sync are the real
 * ones, and only the clock is not. Whatever the rules refuse is refused. */

#define ZONE "Europe/Copenhagen"
/* What is booked later than a quarter of an hour is marked as late. */
#define SEND_EVERY_US (10 * G_TIME_SPAN_MINUTE)

typedef struct
{
  char *directory; /* of the tills' ledgers, while it lasts */
  gint64 now_us;
  GDate today;
  GDate first;
  GTimeZone *zone;
  BrikClock *clock; /* the portal's and the tills' */
  BrikPortal *portal;
  BrikDemoTill *tills[BRIK_DEMO_N_COUNTERS];
} History;

/* What is asked of the portal's books. */
typedef struct
{
  const char *till;
  gint64 now_us;
  char *code;
  gint64 number;
} Question;

static void
history_clear (History *history)
{
  for (guint i = 0; i < BRIK_DEMO_N_COUNTERS; i++)
    g_clear_pointer (&history->tills[i], brik_demo_till_free);
  g_clear_pointer (&history->portal, brik_portal_stop);
  g_clear_object (&history->clock);
  g_clear_pointer (&history->zone, g_time_zone_unref);
  if (history->directory != NULL)
    {
      g_autoptr (GDir) directory = g_dir_open (history->directory, 0, NULL);
      const char *name;

      while (directory != NULL && (name = g_dir_read_name (directory)) != NULL)
        {
          g_autofree char *path = g_build_filename (history->directory, name, NULL);
          g_unlink (path);
        }
      g_rmdir (history->directory);
    }
  g_clear_pointer (&history->directory, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (History, history_clear)

static gboolean
make_code (BrikStore *store, gpointer data, GError **error)
{
  Question *question = data;
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);

  if (municipality == NULL)
    return FALSE;
  g_free (question->code);
  question->code = brik_till_make_code (store, municipality->id, question->till, question->now_us, error);
  return question->code != NULL;
}

static gboolean
read_number (BrikStore *store, gpointer data, GError **error)
{
  Question *question = data;
  g_auto (BrikFeedState) feed = { 0 };
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);

  if (municipality == NULL || !brik_feed_get_state (store, municipality->id, &feed, error))
    return FALSE;
  question->number = feed.number;
  return TRUE;
}

static gboolean
open_tills (History *history, GError **error)
{
  for (guint i = 0; i < BRIK_DEMO_N_COUNTERS; i++)
    {
      const BrikDemoCounter *counter = &brik_demo_counters[i];
      Question question = { .till = counter->till, .now_us = brik_clock_now (history->clock) };
      g_autofree char *code = NULL;

      if (!brik_books_write (brik_portal_get_books (history->portal), make_code, &question, error))
        return FALSE;
      code = question.code;
      history->tills[i] =
        brik_demo_till_new (history->directory, counter->till, brik_portal_get_address (history->portal),
                            code, history->clock, error);
      if (history->tills[i] == NULL ||
          !brik_demo_till_sign_in (history->tills[i], counter->staff, counter->pin, error))
        return FALSE;
    }
  return TRUE;
}

/* All that was sold is booked, and every till knows of it. */
static gboolean
settle (History *history, GError **error)
{
  Question question = { 0 };

  for (guint i = 0; i < BRIK_DEMO_N_COUNTERS; i++)
    if (!brik_demo_till_send (history->tills[i], 0, error))
      return FALSE;
  if (!brik_books_read (brik_portal_get_books (history->portal), read_number, &question, error))
    return FALSE;
  for (guint i = 0; i < BRIK_DEMO_N_COUNTERS; i++)
    if (!brik_demo_till_send (history->tills[i], question.number, error))
      return FALSE;
  return TRUE;
}

static gboolean
book_day (History *history, GPtrArray *people, const GDate *date, GError **error)
{
  g_autoptr (GPtrArray) taps =
    brik_demo_plan_day (people, history->zone, date, &history->today, history->now_us);
  gint64 unsent_since_us = 0;

  for (guint i = 0; i < taps->len; i++)
    {
      const BrikDemoTap *tap = g_ptr_array_index (taps, i);

      if (tap->at_us > unsent_since_us + SEND_EVERY_US)
        {
          if (!settle (history, error))
            return FALSE;
          unsent_since_us = tap->at_us;
        }
      brik_clock_set_fake (history->clock, tap->at_us);
      if (!brik_demo_till_sell (history->tills[tap->counter], tap->uid, tap->basket, error))
        return FALSE;
    }
  return settle (history, error);
}

static gboolean
import (const History *history, const char *database, const char *directory, GError **error)
{
  g_autoptr (BrikBooks) books = brik_books_open (database, error);
  g_autoptr (GPtrArray) problems = NULL;
  guint n_rows;

  if (books == NULL)
    return FALSE;
  if (brik_import_run (books, directory, brik_clock_now (history->clock), &problems, &n_rows, error))
    return TRUE;
  if (problems != NULL && problems->len > 0)
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, g_ptr_array_index (problems, 0));
  return FALSE;
}

/* It begins on a Monday, an hour before anything is open. */
static gboolean
begin (History *history, int n_weeks, GError **error)
{
  g_autoptr (GDateTime) morning = NULL;

  history->now_us = g_get_real_time ();
  history->zone = brik_civil_zone_new (ZONE, error);
  if (history->zone == NULL || !brik_civil_date (history->zone, history->now_us, &history->today))
    return FALSE;
  brik_period_begin (BRIK_PERIOD_WEEK, &history->today, &history->first);
  g_date_subtract_days (&history->first, (guint) n_weeks * 7);
  morning = g_date_time_new (history->zone, g_date_get_year (&history->first),
                             g_date_get_month (&history->first), g_date_get_day (&history->first), 8, 0, 0);
  history->clock = brik_clock_new_fake (g_date_time_to_unix (morning) * G_USEC_PER_SEC);
  history->directory = g_dir_make_tmp ("brik-demo-history-XXXXXX", error);
  return history->directory != NULL;
}

static gboolean
run (const char *database, const char *directory, int n_weeks, GError **error)
{
  g_auto (History) history = { 0 };
  g_autoptr (GPtrArray) people = brik_demo_people_new ();

  if (!begin (&history, n_weeks, error) ||
      (directory != NULL && !import (&history, database, directory, error)))
    return FALSE;
  history.portal = brik_portal_start (database, "127.0.0.1:0", history.clock, error);
  if (history.portal == NULL || !open_tills (&history, error))
    return FALSE;
  for (GDate date = history.first; g_date_compare (&date, &history.today) <= 0; g_date_add_days (&date, 1))
    if (!book_day (&history, people, &date, error))
      return FALSE;
  return TRUE;
}

/* The portal tells of each request. */
static void
ignore_log (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

int
main (int argc, char **argv)
{
  g_autofree char *database = NULL;
  g_autofree char *directory = NULL;
  int n_weeks = 3;
  const GOptionEntry entries[] = {
    { "database", 0, 0, G_OPTION_ARG_FILENAME, &database, "The portal's database", "FILE" },
    { "import", 0, 0, G_OPTION_ARG_FILENAME, &directory,
      "Load the demo's data first, as of the day the history begins", "DIR" },
    { "weeks", 0, 0, G_OPTION_ARG_INT, &n_weeks, "How many weeks before this one", "N" },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_set_summary (context, "Books some weeks of past sales in the demo's municipality.");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || database == NULL || n_weeks < 0 ||
      n_weeks > 52)
    {
      g_printerr ("brik-demo-history: %s\n",
                  error != NULL ? error->message : "--database FILE is needed, and at most 52 weeks.");
      return 2;
    }
  g_log_set_handler ("brik-portal", G_LOG_LEVEL_MESSAGE, ignore_log, NULL);
  if (run (database, directory, n_weeks, &error))
    return 0;
  g_printerr ("brik-demo-history: %s\n", error->message);
  return 1;
}
