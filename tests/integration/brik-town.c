/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town-private.h"

#include <glib/gstdio.h>

/* The slowest machine with sanitizers is far below it; what takes longer does not come. */
#define DEADLINE_US (30 * G_TIME_SPAN_SECOND)
#define TICK_MS 2

const BrikTownAccount brik_town_accounts[BRIK_TOWN_N_ACCOUNTS] = {
  { "alma", BRIK_TOWN_ALMA, 100000 }, { "noah", BRIK_TOWN_NOAH, 60000 },   { "ida", BRIK_TOWN_IDA, 20000 },
  { "emil", BRIK_TOWN_EMIL, 50000 },  { "vera", BRIK_TOWN_VERA, 1000000 },
};
const guint brik_town_n_accounts = BRIK_TOWN_N_ACCOUNTS;

guint
brik_town_find_account (const char *id)
{
  for (guint i = 0; i < BRIK_TOWN_N_ACCOUNTS; i++)
    if (g_str_equal (brik_town_accounts[i].id, id))
      return i;
  g_assert_not_reached ();
}

static gint64 *
find_cap (BrikTownCaps *caps, const char *account, const char *kind, BrikPeriod period)
{
  guint kind_index = *kind == '\0' ? 0 : g_str_equal (kind, "skole") ? 1 : 2;

  return &caps->limit_ore[brik_town_find_account (account)][kind_index][period];
}

gint64
brik_town_caps_get (const BrikTownCaps *caps, const char *account, const char *kind, BrikPeriod period)
{
  return *find_cap ((BrikTownCaps *) caps, account, kind, period);
}

void
brik_town_caps_put (BrikTownCaps *caps,
                    const char *account,
                    const char *kind,
                    BrikPeriod period,
                    gint64 limit_ore)
{
  *find_cap (caps, account, kind, period) = limit_ore;
}

BrikTownView *
brik_town_view_copy (const BrikTownView *view)
{
  BrikTownView *copy = g_memdup2 (view, sizeof *view);

  if (copy->known != NULL)
    g_bytes_ref (copy->known);
  if (copy->held != NULL)
    g_bytes_ref (copy->held);
  return copy;
}

void
brik_town_view_free (BrikTownView *view)
{
  g_clear_pointer (&view->known, g_bytes_unref);
  g_clear_pointer (&view->held, g_bytes_unref);
  g_free (view);
}

char *
brik_town_path (BrikTown *town, const char *name)
{
  return g_build_filename (town->folder, name, NULL);
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) destination = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, destination, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

/* The file first: nothing is written meanwhile, and what a checkpoint moves out of the WAL stands in it until
 * the next write. */
void
brik_town_copy_files (const char *from, const char *to)
{
  g_autofree char *from_wal = g_strconcat (from, "-wal", NULL);
  g_autofree char *to_wal = g_strconcat (to, "-wal", NULL);
  g_autofree char *to_shm = g_strconcat (to, "-shm", NULL);

  g_unlink (to_wal);
  g_unlink (to_shm);
  copy_file (from, to);
  if (g_file_test (from_wal, G_FILE_TEST_EXISTS))
    copy_file (from_wal, to_wal);
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

void
brik_town_wait (BrikTownCondition is_so, gpointer data, const char *what)
{
  gint64 deadline_us = g_get_monotonic_time () + DEADLINE_US;
  guint tick = g_timeout_add (TICK_MS, on_tick, NULL);

  while (!is_so (data))
    {
      if (g_get_monotonic_time () > deadline_us)
        g_error ("waited in vain until %s", what);
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (tick);
}

static gint64
parse_civil (GTimeZone *zone, const char *civil)
{
  int year, month, day, hour, minute;
  g_autoptr (GDateTime) moment = NULL;

  g_assert_cmpint (sscanf (civil, "%d-%d-%d %d:%d", &year, &month, &day, &hour, &minute), ==, 5);
  moment = g_date_time_new (zone, year, month, day, hour, minute, 0);
  return g_date_time_to_unix (moment) * G_USEC_PER_SEC;
}

/* A line for each request of each till tells nothing here. */
static void
ignore_log (const char *domain, GLogLevelFlags level, const char *message, gpointer user_data)
{
}

BrikTown *
brik_town_new (const char *civil)
{
  BrikTown *town = g_new0 (BrikTown, 1);
  g_autoptr (GError) error = NULL;

  g_log_set_handler ("brik-portal", G_LOG_LEVEL_MESSAGE, ignore_log, NULL);
  town->folder = g_dir_make_tmp ("brik-town-XXXXXX", &error);
  g_assert_no_error (error);
  town->database = brik_town_path (town, "portal.db");
  town->zone = g_time_zone_new_identifier ("Europe/Copenhagen");
  town->now_us = parse_civil (town->zone, civil);
  town->clock = brik_clock_new_fake (town->now_us);
  town->oracle = brik_oracle_new ();
  town->tills = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_town_till_free);
  town->copies =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) brik_town_view_free);
  /* As caps.csv says. */
  memset (&town->caps, 0xff, sizeof town->caps);
  brik_town_caps_put (&town->caps, "alma", BRIK_CAP_ANY, BRIK_PERIOD_DAY, 4000);
  brik_town_caps_put (&town->caps, "alma", BRIK_CAP_ANY, BRIK_PERIOD_WEEK, 9000);
  brik_town_caps_put (&town->caps, "alma", BRIK_CAP_ANY, BRIK_PERIOD_MONTH, 15000);
  brik_town_caps_put (&town->caps, "noah", "skole", BRIK_PERIOD_DAY, 2500);
  brik_town_caps_put (&town->caps, "noah", "klub", BRIK_PERIOD_DAY, 2000);
  brik_town_open_portal (town);
  return town;
}

void
brik_town_remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      if (g_unlink (file) != 0)
        brik_town_remove_folder (file);
    }
  g_rmdir (path);
}

void
brik_town_free (BrikTown *town)
{
  brik_town_settle (town);
  g_ptr_array_unref (town->tills);
  g_clear_pointer (&town->portal, brik_portal_stop);
  brik_town_remove_folder (town->folder);
  g_hash_table_unref (town->copies);
  brik_oracle_free (town->oracle);
  g_object_unref (town->clock);
  g_time_zone_unref (town->zone);
  g_free (town->database);
  g_free (town->folder);
  g_free (town);
}

BrikOracle *
brik_town_get_oracle (BrikTown *town)
{
  return town->oracle;
}

BrikPortal *
brik_town_get_portal (BrikTown *town)
{
  return town->portal;
}

const char *
brik_town_get_folder (BrikTown *town)
{
  return town->folder;
}

void
brik_town_set_time_us (BrikTown *town, gint64 now_us)
{
  town->now_us = now_us;
  brik_clock_set_fake (town->clock, now_us);
  for (guint i = 0; i < town->tills->len; i++)
    {
      BrikTownTill *till = g_ptr_array_index (town->tills, i);
      brik_clock_set_fake (till->clock, now_us + till->skew_us);
      /* The time that passes so fast has had its polls. */
      if (brik_town_till_is_connected (till))
        brik_sync_try_now (till->sync);
    }
}

void
brik_town_set_time (BrikTown *town, const char *civil)
{
  brik_town_set_time_us (town, parse_civil (town->zone, civil));
}

gint64
brik_town_get_time_us (BrikTown *town)
{
  return town->now_us;
}

GDate
brik_town_date_of (BrikTown *town, gint64 time_us)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (time_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, town->zone);
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) g_date_time_get_day_of_month (local),
                  (GDateMonth) g_date_time_get_month (local), (GDateYear) g_date_time_get_year (local));
  return date;
}

GDate
brik_town_get_date (BrikTown *town)
{
  return brik_town_date_of (town, town->now_us);
}

static gboolean
is_connected_everywhere (BrikTown *town)
{
  for (guint i = 0; i < town->tills->len; i++)
    if (!brik_town_till_is_connected (g_ptr_array_index (town->tills, i)))
      return FALSE;
  return TRUE;
}

/* What is not so yet is written down for whoever waits in vain. */
static gboolean
has_sent_all (BrikTown *town)
{
  for (guint i = 0; i < town->tills->len; i++)
    {
      BrikTownTill *till = g_ptr_array_index (town->tills, i);
      gint64 unsent = 0;

      if (!brik_town_till_is_connected (till))
        continue;
      g_object_get (till->ledger, "unsent", &unsent, NULL);
      g_snprintf (town->waiting_for, sizeof town->waiting_for,
                  "%s is online and has sent all (%" G_GINT64_FORMAT " are unsent)", till->id, unsent);
      if (unsent > 0 || !brik_sync_get_online (till->sync))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_read_all (BrikTown *town, const char *epoch, gint64 number)
{
  for (guint i = 0; i < town->tills->len; i++)
    {
      BrikTownTill *till = g_ptr_array_index (town->tills, i);
      g_autofree char *held_epoch = NULL;
      gint64 cursor;
      gint64 answered_us = 0;

      if (!brik_town_till_is_connected (till))
        continue;
      brik_ledger_get_cursor (till->ledger, &held_epoch, &cursor);
      g_object_get (till->ledger, "answered-at", &answered_us, NULL);
      g_snprintf (town->waiting_for, sizeof town->waiting_for,
                  "%s has read all changes (%" G_GINT64_FORMAT " of %" G_GINT64_FORMAT ", %s epoch)",
                  till->id, cursor, number, g_strcmp0 (held_epoch, epoch) == 0 ? "this" : "another");
      if (answered_us < town->now_us || g_strcmp0 (held_epoch, epoch) != 0 || cursor != number ||
          !brik_ledger_is_ready (till->ledger))
        return FALSE;
    }
  return TRUE;
}

static gboolean
has_booked_all (BrikTown *town, guint n_booked)
{
  guint n_due =
    brik_oracle_count (town->oracle, BRIK_FACT_SALE) + brik_oracle_count (town->oracle, BRIK_FACT_UNDO);

  for (guint i = 0; n_booked < n_due && i < brik_oracle_get_n_facts (town->oracle); i++)
    {
      const BrikFact *fact = brik_oracle_get_fact (town->oracle, i);
      if (fact->gone || fact->type == BRIK_FACT_DECLINE || brik_town_portal_has (town, fact))
        continue;
      g_snprintf (town->waiting_for, sizeof town->waiting_for,
                  "the portal has %u sales and undos (it has %u), such as fact %u: %s %s", n_due, n_booked, i,
                  fact->till, fact->id);
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_level (gpointer data)
{
  BrikTown *town = data;
  guint n_bookings = 0;
  g_autofree char *epoch = NULL;
  gint64 number = 0;

  if (!has_sent_all (town))
    return FALSE;
  brik_town_portal_count (town, &n_bookings, &epoch, &number);
  if (is_connected_everywhere (town) && !has_booked_all (town, n_bookings))
    return FALSE;
  return has_read_all (town, epoch, number);
}

/* The till has heard everything that the portal has to tell. */
static void
raise_view (BrikTownTill *till, GBytes *known)
{
  BrikTown *town = till->town;

  g_clear_pointer (&till->view->known, g_bytes_unref);
  till->view->known = g_bytes_ref (known);
  till->view->level_us = town->now_us;
  till->view->n_changes = town->n_changes;
  till->view->caps = town->caps;
  memcpy (till->view->blocked, town->blocked, sizeof town->blocked);
}

void
brik_town_note_gone (BrikTown *town)
{
  for (guint i = 0; i < brik_oracle_get_n_facts (town->oracle); i++)
    {
      BrikFact *fact = brik_oracle_get_fact (town->oracle, i);
      fact->gone = fact->dropped && !brik_town_portal_has (town, fact);
    }
}

void
brik_town_note_block (BrikTown *town, const char *account)
{
  town->blocked[brik_town_find_account (account)] = TRUE;
}

void
brik_town_check (BrikTown *town)
{
  if (town->portal != NULL)
    brik_town_portal_check (town, FALSE);
  for (guint i = 0; i < town->tills->len; i++)
    {
      BrikTownTill *till = g_ptr_array_index (town->tills, i);
      if (till->ledger != NULL && !brik_town_till_is_connected (till))
        brik_town_till_check (till);
    }
}

void
brik_town_settle (BrikTown *town)
{
  g_autoptr (GBytes) known = NULL;

  if (town->portal == NULL)
    {
      brik_town_check (town);
      return;
    }
  brik_town_wait (is_level, town, town->waiting_for);
  /* What a till that was put back had on the wire at that moment may have arrived since. */
  brik_town_note_gone (town);
  brik_town_portal_check (town, is_connected_everywhere (town));
  known = brik_town_portal_list_known (town);
  for (guint i = 0; i < town->tills->len; i++)
    {
      BrikTownTill *till = g_ptr_array_index (town->tills, i);

      if (brik_town_till_is_connected (till))
        raise_view (till, known);
      if (till->ledger != NULL)
        brik_town_till_check (till);
    }
}

BrikTownTill *
brik_town_add_till (BrikTown *town, const char *id)
{
  BrikTownTill *till = brik_town_till_new (town, id);

  g_ptr_array_add (town->tills, till);
  brik_town_settle (town);
  return till;
}
