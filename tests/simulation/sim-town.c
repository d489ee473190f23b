/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-town.h"

#include "ledger/brik-worker.h"
#include "sim-disk.h"
#include "sim-wire.h"

/* More than any town leads to: whatever goes on longer goes in circles. */
#define MAX_MOVES 400
#define MAX_ROUNDS 20

/* Before both clock changes, the ends of a year with 53 weeks, of February in a leap year, of a week, of a
 * month, of the 53rd week. */
static const char *const moments[SIM_N_MOMENTS] = {
  "2026-11-20T11:30:00", "2026-10-24T23:40:00", "2027-03-27T23:40:00", "2026-12-31T23:30:00",
  "2028-02-28T12:00:00", "2026-11-22T23:50:00", "2026-11-30T23:55:00", "2027-01-03T23:45:00",
};

static void
ignore_log (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

static void
prepare_process (void)
{
  static gsize prepared;

  if (!g_once_init_enter (&prepared))
    return;
  brik_seal_init ();
  sim_disk_install ();
  brik_worker_set_in_place (TRUE);
  brik_books_set_in_place (TRUE);
  /* Lines for each request, and for each way that a town goes wrong on purpose. */
  g_log_set_handler ("brik-portal", G_LOG_LEVEL_MESSAGE, ignore_log, NULL);
  g_log_set_handler ("brik-ledger", G_LOG_LEVEL_MESSAGE, ignore_log, NULL);
  g_log_set_handler ("brik-sync", G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_DEBUG, ignore_log, NULL);
  g_once_init_leave (&prepared, 1);
}

/* Its till hears of visitors until midnight, and then no more. */
static gboolean
holds_own (SimTown *town, const SimView *view)
{
  return view->kind == 1 && town->moment % 2 == 1;
}

SimTown *
sim_town_new (guint moment, guint n_tills, guint64 seed)
{
  SimTown *town = g_new0 (SimTown, 1);
  g_autoptr (GDateTime) begun = NULL;

  prepare_process ();
  town->moment = moment;
  town->zone = g_time_zone_new_identifier ("Europe/Copenhagen");
  begun = g_date_time_new_from_iso8601 (moments[moment], town->zone);
  town->now_us = g_date_time_to_unix (begun) * G_USEC_PER_SEC;
  town->clock = brik_clock_new_fake (town->now_us);
  town->parcels = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_parcel_free);
  town->oracle = sim_oracle_new ();
  town->word = sim_word_new ();
  town->trace = g_checksum_new (G_CHECKSUM_SHA256);
  town->counts = g_hash_table_new (g_str_hash, g_str_equal);
  town->n_tills = n_tills;
  sim_dice_take_over (moment);
  sim_portal_prepare (town, moment);
  sim_dice_take_over (seed);
  sim_portal_open (town);
  for (guint i = 0; i < n_tills; i++)
    {
      town->tills[i] = sim_till_new (town, i);
      town->tills[i]->n_disks = 1;
      /* As it was filled when it was prepared. */
      for (guint account = 0; account < town->n_accounts && !holds_own (town, town->tills[i]->view);
           account++)
        {
          town->tills[i]->view->words[account] = sim_word_ref (town->word);
          town->tills[i]->view->told_us[account] = town->now_us;
        }
      sim_till_open (town->tills[i]);
    }
  sim_town_settle (town);
  return town;
}

void
sim_town_free (SimTown *town)
{
  for (guint i = 0; i < SIM_MAX_TILLS; i++)
    g_clear_pointer (&town->tills[i], sim_till_free);
  sim_portal_close (town);
  g_ptr_array_unref (town->parcels);
  sim_oracle_free (town->oracle);
  sim_word_unref (town->word);
  g_clear_pointer (&town->copy, sim_word_unref);
  g_checksum_free (town->trace);
  g_hash_table_unref (town->counts);
  g_object_unref (town->clock);
  g_time_zone_unref (town->zone);
  g_free (town);
}

void
sim_town_pump (SimTown *town)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

void
sim_town_note (SimTown *town, const char *event, const char *format, ...)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (town->counts, event));
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_hash_table_insert (town->counts, (gpointer) event, GUINT_TO_POINTER (n + 1));
  g_checksum_update (town->trace, (const guchar *) event, -1);
  g_checksum_update (town->trace, (const guchar *) text, -1);
  if (town->talks)
    g_test_message ("%s %s", event, text);
}

void
sim_town_set_time (SimTown *town, gint64 now_us)
{
  town->now_us = now_us;
  brik_clock_set_fake (town->clock, now_us);
  for (guint i = 0; i < town->n_tills; i++)
    sim_till_pass_time (town->tills[i]);
  sim_parcels_age (town);
  sim_town_pump (town);
  for (guint i = 0; i < town->n_tills; i++)
    if (town->tills[i]->sync != NULL)
      brik_sync_try_now (town->tills[i]->sync);
  sim_town_pump (town);
}

void
sim_town_read_day (SimTown *town, gint64 at_us, guint32 *day, guint *month)
{
  gint64 at_s = at_us / G_USEC_PER_SEC - (at_us % G_USEC_PER_SEC < 0 ? 1 : 0);
  int interval = g_time_zone_find_interval (town->zone, G_TIME_TYPE_UNIVERSAL, at_s);
  gint64 civil_s = at_s + g_time_zone_get_offset (town->zone, interval);
  GDate date;

  /* Day 1 is the first of the year 1, a Monday; 1970 began on day 719,163. */
  g_date_clear (&date, 1);
  *day = (guint32) (719163 + (civil_s >= 0 ? civil_s : civil_s - 86399) / 86400);
  g_date_set_julian (&date, *day);
  *month = g_date_get_year (&date) * 12u + g_date_get_month (&date);
}

/* The first that can be moved. */
static gboolean
find_moving (SimTown *town, guint *index)
{
  for (*index = 0; *index < town->parcels->len; (*index)++)
    {
      const SimParcel *parcel = g_ptr_array_index (town->parcels, *index);

      if (parcel->state != SIM_PARCEL_PARKED)
        return TRUE;
    }
  return FALSE;
}

void
sim_town_flow (SimTown *town)
{
  guint index;
  guint n_moves = 0;

  for (;;)
    {
      if (town->changed)
        sim_parcels_wake (town);
      town->changed = FALSE;
      if (!find_moving (town, &index))
        break;
      sim_parcel_move (town, index);
      if (n_moves++ > MAX_MOVES)
        g_error ("what is on its way never ends");
    }
}

static gboolean
is_till_level (SimTill *till, char **why)
{
  gint64 n_unsent;

  g_object_get (till->ledger, "unsent", &n_unsent, NULL);
  if (n_unsent > 0)
    *why = g_strdup_printf ("%s keeps %" G_GINT64_FORMAT " entries", till->id, n_unsent);
  else if (!sim_till_is_online (till))
    *why = g_strdup_printf ("%s stays offline", till->id);
  return *why == NULL;
}

/* All that a till has written of money is booked; and what it knows is what the portal would say. */
static gboolean
is_level (SimTown *town, char **why)
{
  g_clear_pointer (why, g_free);
  for (guint t = 0; t < town->n_tills; t++)
    {
      const SimView *view = town->tills[t]->view;

      if (!is_till_level (town->tills[t], why))
        return FALSE;
      for (guint i = 0; i < view->written->len && *why == NULL; i++)
        if (sim_set_has (view->written, i) && !sim_set_has (town->word->booked, i) &&
            (!town->put_back || sim_oracle_get (town->oracle, i)->type != SIM_FACT_DECLINE))
          *why = g_strdup_printf ("%s has said what the portal has not got", town->tills[t]->id);
      for (guint i = 0; i < town->n_accounts && *why == NULL && !holds_own (town, view); i++)
        if (view->words[i] == NULL ||
            memcmp (&view->words[i]->accounts[i], &town->word->accounts[i], sizeof (SimAccountWord)) != 0 ||
            sim_oracle_get_taken (town->oracle, i, view->words[i]->booked, view->written) !=
              sim_oracle_get_taken (town->oracle, i, town->word->booked, NULL))
          *why = g_strdup_printf ("%s has not heard all of %s", town->tills[t]->id, sim_account_name (i));
    }
  return *why == NULL;
}

void
sim_town_settle (SimTown *town)
{
  g_autofree char *why = NULL;

  if (town->portal == NULL)
    sim_portal_open (town);
  for (guint i = 0; i < town->n_tills; i++)
    if (town->tills[i]->ledger == NULL)
      sim_till_open (town->tills[i]);
  for (guint i = 0; i < town->n_tills; i++)
    sim_till_set_cut (town->tills[i], FALSE);
  sim_town_flow (town);
  /* Pauses, as long as there is something to wait for. */
  for (guint round = 0; round < MAX_ROUNDS && !is_level (town, &why); round++)
    {
      sim_town_set_time (town, town->now_us + 31 * G_USEC_PER_SEC);
      sim_town_flow (town);
    }
  if (!is_level (town, &why))
    g_error ("not level: %s", why);
  for (guint i = 0; i < town->n_tills; i++)
    {
      town->tills[i]->view->doubtful = FALSE;
      sim_till_check (town->tills[i]);
    }
  sim_town_check (town);
}
