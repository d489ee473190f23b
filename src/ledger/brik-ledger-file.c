/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-ledger-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <unistd.h>

#include "ledger/brik-clock-table.h"
#include "ledger/brik-ledger-resources.h"
#include "ledger/brik-place-table.h"
#include "ledger/brik-staff-table.h"
#include "store/brik-migrations.h"

#define SCHEMA_STEM "/io/github/brikpos/ledger/schema-"
#define APPLICATION_ID 0x42726b54 /* "BrkT" */
/* The WAL is moved into the file when the till has nothing to do; but not even a rush lets it pass 16 MiB. */
#define MAX_WAL_PAGES 4096
/* What the machine's clock lacks is written down anew when it has changed by more than this. */
#define OFFSET_NOTED_US G_TIME_SPAN_SECOND

void
brik_news_clear (BrikNews *news)
{
  g_clear_pointer (&news->accounts, g_ptr_array_unref);
  g_clear_pointer (&news->photo, g_free);
  *news = (BrikNews){ 0 };
}

/* A ledger goes by one name, that of the file itself, however many links lead to it: its lock stands beside
 * it. */
static char *
resolve (const char *path)
{
  g_autofree char *name = realpath (path, NULL);

  return name != NULL ? g_strdup (name) : g_strdup (path);
}

static void
set_lock_fault (const char *lock, int lock_errno, GError **error)
{
  if (lock_errno == EWOULDBLOCK)
    g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_BUSY, "%s: %s", lock, g_strerror (lock_errno));
  else
    g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK,
                 "%s cannot be locked: %s. Move the ledger to a local disk.", lock, g_strerror (lock_errno));
}

/* Held for life: two programs with one journal would write two branches of it. */
static gboolean
lock_file (BrikLedgerFile *file, GError **error)
{
  g_autofree char *lock = g_strconcat (file->path, ".lock", NULL);

  file->lock_fd = g_open (lock, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (file->lock_fd < 0)
    {
      g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK, "%s: %s", lock, g_strerror (errno));
      return FALSE;
    }
  if (flock (file->lock_fd, LOCK_EX | LOCK_NB) == 0)
    return TRUE;

  set_lock_fault (lock, errno, error);
  return FALSE;
}

static gboolean
open_store (BrikLedgerFile *file, GError **error)
{
  g_auto (GStrv) migrations = brik_migrations_load (brik_ledger_get_resource (), SCHEMA_STEM, error);

  if (!migrations)
    return FALSE;

  file->store = brik_store_open (file->path, APPLICATION_ID, (const char *const *) migrations, error);
  if (!file->store)
    return FALSE;

  brik_store_defer_checkpoints (file->store, MAX_WAL_PAGES);
  return TRUE;
}

gboolean
brik_ledger_file_load_place (BrikLedgerFile *file, GError **error)
{
  g_autoptr (BrikPlaceRecord) place = NULL;
  g_autoptr (GTimeZone) zone = NULL;

  if (!brik_place_table_get (file->store, &place, error))
    return FALSE;
  if (place && !(zone = brik_civil_zone_new (place->zone, error)))
    return FALSE;

  g_clear_pointer (&file->place, brik_place_record_free);
  g_clear_pointer (&file->zone, g_time_zone_unref);
  file->place = g_steal_pointer (&place);
  file->zone = g_steal_pointer (&zone);
  return TRUE;
}

gboolean
brik_ledger_file_load_staff (BrikLedgerFile *file, GError **error)
{
  return brik_staff_table_has_any (file->store, &file->has_staff, error);
}

gboolean
brik_ledger_file_set_acknowledged (BrikLedgerFile *file, gint64 sequence, GError **error)
{
  gint64 before = file->till.acknowledged;
  gint64 n_sales;

  if (!brik_journal_table_count_sales (file->store, MIN (before, sequence), MAX (before, sequence), &n_sales,
                                       error) ||
      !brik_till_table_set_acknowledged (file->store, sequence, error))
    return FALSE;

  file->till.acknowledged = sequence;
  file->tail.n_unsent_sales += sequence < before ? n_sales : -n_sales;
  return TRUE;
}

/* What the till noted of an entry came after it. A copy that was made while the WAL was moved into the file
 * is put together from two moments, and may have the one and not the other. */
static gboolean
check_reaches (const BrikTail *tail, gint64 sequence, GError **error)
{
  if (tail->sequence >= sequence)
    return TRUE;

  g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED,
               "the journal ends at entry %" G_GINT64_FORMAT ", but has had entry %" G_GINT64_FORMAT,
               tail->sequence, sequence);
  return FALSE;
}

/* Memory stays as it was where the file cannot be read. */
static gboolean
load (BrikLedgerFile *file, GError **error)
{
  g_auto (BrikTillRow) till = { 0 };
  g_auto (BrikFeedRow) feed = { 0 };
  BrikTail tail;
  gboolean has_staff;

  if (!brik_till_table_get (file->store, &till, error) || !brik_feed_table_get (file->store, &feed, error) ||
      !brik_journal_table_verify_tail (file->store, &till.public_key, &tail, error) ||
      !check_reaches (&tail, till.acknowledged, error) ||
      !brik_journal_table_count_sales (file->store, till.acknowledged, tail.sequence, &tail.n_unsent_sales,
                                       error) ||
      !brik_staff_table_has_any (file->store, &has_staff, error) ||
      !brik_ledger_file_load_place (file, error))
    return FALSE;

  brik_till_row_clear (&file->till);
  brik_feed_row_clear (&file->feed);
  file->till = till;
  file->feed = feed;
  file->tail = tail;
  file->has_staff = has_staff;
  till = (BrikTillRow){ 0 };
  feed = (BrikFeedRow){ 0 };
  return TRUE;
}

static gboolean
make_folder (const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);

  if (g_mkdir_with_parents (folder, 0700) == 0)
    return TRUE;

  g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK, "%s: %s", folder, g_strerror (errno));
  return FALSE;
}

/* Whatever comes after a sale shows that somebody has seen its outcome. */
static gboolean
find_last_sale (BrikLedgerFile *file, GError **error)
{
  g_autoptr (BrikJournalRow) row = NULL;

  if (!file->till.running || file->tail.sequence == 0)
    return TRUE;

  row = brik_journal_table_find_newest (file->store, error);
  if (row && row->entry->kind == BRIK_ENTRY_SALE)
    file->last_sale = g_strdup (row->entry->id);
  return row != NULL;
}

/* The time goes on from what the till remembers, and never behind the entries that came after it (D2). */
static gboolean
begin_time (BrikLedgerFile *file, GError **error)
{
  gint64 sequence = 0;
  gint64 newest_us = G_MININT64;
  gboolean found = FALSE;

  if (!brik_clock_table_get (file->store, &file->time, &sequence, &found, error) ||
      !check_reaches (&file->tail, sequence, error))
    return FALSE;

  if (file->tail.sequence > sequence)
    newest_us = file->tail.at_us;
  if (!found && file->feed.answered_us > 0)
    newest_us = MAX (newest_us, file->feed.answered_us);
  brik_clock_begin (file->clock, found ? &file->time : NULL, newest_us);
  return TRUE;
}

gboolean
brik_ledger_file_keep_time (BrikLedgerFile *file, GError **error)
{
  BrikClockMemory time;

  if (!brik_clock_remember (file->clock, &time))
    return TRUE;
  if (!brik_clock_table_put (file->store, &time, file->tail.sequence, error))
    return FALSE;

  file->time = time;
  return TRUE;
}

/* A step of the machine's clock that was not followed must not be forgotten with the program. */
static gboolean
keep_offset (BrikLedgerFile *file, GError **error)
{
  BrikClockMemory time;
  gint64 change_us;

  if (!brik_clock_remember (file->clock, &time))
    return TRUE;

  change_us = (time.known_us - time.raw_us) - (file->time.known_us - file->time.raw_us);
  return ABS (change_us) <= OFFSET_NOTED_US || brik_ledger_file_keep_time (file, error);
}

BrikLedgerFile *
brik_ledger_file_open (const char *path, BrikClock *clock, GError **error)
{
  g_autoptr (BrikLedgerFile) file = g_new0 (BrikLedgerFile, 1);

  brik_seal_init ();
  file->path = resolve (path);
  file->lock_fd = -1;
  file->clock = g_object_ref (clock);
  file->sold = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  if (!make_folder (path, error) || !lock_file (file, error) || !open_store (file, error) ||
      !load (file, error) || !begin_time (file, error))
    return NULL;

  return find_last_sale (file, error) ? g_steal_pointer (&file) : NULL;
}

void
brik_ledger_file_close (BrikLedgerFile *file)
{
  g_autoptr (GError) error = NULL;

  /* Best effort: a run that could not be ended has ended uncleanly. */
  if (file->store && *file->run &&
      !(brik_till_table_set_running (file->store, FALSE, &error) && keep_offset (file, &error)))
    g_message ("%s", error->message);

  g_clear_pointer (&file->store, brik_store_close);
  brik_till_row_clear (&file->till);
  brik_feed_row_clear (&file->feed);
  g_clear_pointer (&file->place, brik_place_record_free);
  g_clear_pointer (&file->zone, g_time_zone_unref);
  g_clear_object (&file->clock);
  brik_news_clear (&file->news);
  if (file->lock_fd >= 0)
    close (file->lock_fd);
  g_clear_pointer (&file->sold, g_hash_table_unref);
  g_free (file->last_sale);
  g_free (file->cashier);
  g_free (file->path);
  g_free (file);
}

/* What the transaction that failed has done if it stands all the same: @shift: (nullable): the newest that it
 * has opened or closed. */
static void
follow (BrikLedgerFile *file, const BrikEntry *shift)
{
  g_strlcpy (file->run, file->tail.run, sizeof file->run);
  brik_clock_raise_floor (file->clock, file->tail.at_us);
  file->news.entry = TRUE;
  if (!shift)
    return;

  g_free (file->cashier);
  file->cashier = shift->kind == BRIK_ENTRY_SHIFT_OPENED ? g_strdup (shift->cashier) : NULL;
  file->opening = FALSE;
}

gboolean
brik_ledger_file_recover (BrikLedgerFile *file, GError **error)
{
  gint64 known = file->tail.sequence;
  BrikClockMemory time = file->time;
  g_autoptr (BrikJournalRow) shift = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 sequence;
  gboolean found;

  if (!file->suspect)
    return TRUE;

  g_clear_pointer (&file->store, brik_store_give_up);
  if (!open_store (file, error))
    return FALSE;
  shift = brik_journal_table_find_shift (file->store, known, &failure);
  if (!brik_error_pass_on (&failure, error) ||
      !brik_clock_table_get (file->store, &time, &sequence, &found, error) || !load (file, error))
    return FALSE;
  file->time = time;

  /* Nobody else writes: what has come is of the run under way. The run goes on if the file has it; if its
   * first entry was lost, so was the run. */
  if (file->tail.sequence > known)
    follow (file, shift ? shift->entry : NULL);
  else if (g_strcmp0 (file->run, file->tail.run) != 0)
    file->run[0] = '\0';
  file->news.place = file->news.goods = file->news.staff = TRUE;
  file->suspect = FALSE;
  return TRUE;
}

gboolean
brik_ledger_file_enrol (BrikLedgerFile *file, const char *portal, const char *till, GError **error)
{
  if (file->tail.sequence > 0 && g_strcmp0 (file->till.till, till) != 0)
    {
      g_set_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE,
                   _ ("This ledger holds the sales of till “%s”. Start with another file to be till “%s”."),
                   file->till.till, till);
      return FALSE;
    }
  if (!brik_till_table_enrol (file->store, portal, till, error))
    return FALSE;

  g_free (file->till.portal);
  g_free (file->till.till);
  file->till.portal = g_strdup (portal);
  file->till.till = g_strdup (till);
  return TRUE;
}

gboolean
brik_ledger_file_is_ready (BrikLedgerFile *file)
{
  return file->till.till && file->feed.complete && file->place && file->has_staff;
}

gboolean
brik_ledger_file_get_moment (BrikLedgerFile *file, BrikMoment *moment, GError **error)
{
  if (!file->till.till || !file->place)
    {
      g_set_error_literal (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE,
                           _ ("The till does not know its place yet. Enrol it and wait until it is filled."));
      return FALSE;
    }

  if (brik_clock_is_doubtful (file->clock))
    {
      g_set_error_literal (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DATE,
                           _ ("The till does not know what day it is. Tell it first."));
      return FALSE;
    }

  moment->at_us = brik_clock_now (file->clock);
  if (brik_civil_date (file->zone, moment->at_us, &moment->date))
    return TRUE;

  g_set_error_literal (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE,
                       _ ("The till's clock is wrong. Set its date and time."));
  return FALSE;
}

gboolean
brik_ledger_file_check_cashier (BrikLedgerFile *file, GError **error)
{
  if (file->cashier)
    return TRUE;

  g_set_error_literal (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE,
                       _ ("Nobody is signed in. Sign in first."));
  return FALSE;
}

BrikEntry *
brik_ledger_file_new_entry (BrikLedgerFile *file, BrikEntryKind kind, const BrikMoment *moment)
{
  BrikEntry *entry = brik_entry_new (kind);

  entry->till = g_strdup (file->till.till);
  entry->place = g_strdup (file->place->place);
  entry->cashier = kind == BRIK_ENTRY_STARTED ? NULL : g_strdup (file->cashier);
  entry->at_us = moment->at_us;
  entry->date = moment->date;
  return entry;
}

static gboolean
begin_run (BrikLedgerFile *file, const BrikMoment *moment, GError **error)
{
  g_autoptr (BrikEntry) entry = brik_ledger_file_new_entry (file, BRIK_ENTRY_STARTED, moment);

  entry->run = brik_id_new ();
  entry->number = 1;
  if (file->tail.sequence > 0)
    entry->head = brik_bytes_to_hex (file->tail.head.bytes, sizeof file->tail.head.bytes);

  if (!brik_till_table_set_running (file->store, TRUE, error) ||
      !brik_journal_table_append (file->store, &file->tail, &file->till.secret_key, entry, NULL, NULL, error))
    return FALSE;

  g_strlcpy (file->run, entry->run, sizeof file->run);
  return TRUE;
}

/* The date comes first: a shift keeps the one it was opened on. */
gboolean
brik_ledger_file_open_shift (BrikLedgerFile *file, const BrikMoment *moment, GError **error)
{
  g_autoptr (BrikEntry) entry = brik_ledger_file_new_entry (file, BRIK_ENTRY_SHIFT_OPENED, moment);

  file->opening = FALSE;
  return brik_ledger_file_append (file, entry, NULL, NULL, error);
}

gboolean
brik_ledger_file_append (BrikLedgerFile *file,
                         BrikEntry *entry,
                         const char *place_kind,
                         const GDate *counts_on,
                         GError **error)
{
  if (!*file->run && !begin_run (file, &(BrikMoment){ entry->at_us, entry->date }, error))
    return FALSE;
  if (!keep_offset (file, error))
    return FALSE;
  if (file->opening && entry->kind != BRIK_ENTRY_DATE_SET &&
      !brik_ledger_file_open_shift (file, &(BrikMoment){ entry->at_us, entry->date }, error))
    return FALSE;

  entry->run = g_strdup (file->run);
  entry->number = file->tail.number + 1;
  file->news.entry = TRUE;
  return brik_journal_table_append (file->store, &file->tail, &file->till.secret_key, entry, place_kind,
                                    counts_on, error);
}
