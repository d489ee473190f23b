/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-feed.h"

#include "core/brik-limits.h"
#include "ledger/brik-accounts-table.h"
#include "ledger/brik-goods-table.h"
#include "ledger/brik-place-table.h"
#include "ledger/brik-staff-table.h"
#include "ledger/brik-transaction.h"

/* How old the file's word of the last answer may be: an empty answer each 20 s is not worth a sync each. */
#define ANSWER_NOTED_EVERY_US (60 * G_TIME_SPAN_SECOND)

void
brik_applying_free (BrikApplying *applying)
{
  g_clear_pointer (&applying->page, brik_changes_page_free);
  g_free (applying);
}

static gboolean
is_look_up (const BrikChangesPage *page)
{
  return page->cursor == 0 && !page->start_over;
}

/* The entry that the portal's @record includes everything up to, as a sequence of this file.
 *
 * An entry that this file does not hold was written by another branch of it: the file was put back from a
 * copy, and what the portal has counted in is all up to the copy, and nothing of the run under way (or it
 * would name that). What was acknowledged lies before the copy for certain. So entries between may be counted
 * twice, and never not at all: the till may refuse too much, and sells too much in no case, until its entries
 * are sent and a new snapshot names entries that it knows. */
static gboolean
find_through (BrikLedgerFile *file, const BrikAccountRecord *record, gint64 *through, GError **error)
{
  gint64 before_run = *file->run ? file->tail.sequence - file->tail.number : file->tail.sequence;

  *through = 0;
  if (!record->through_run)
    return TRUE;
  if (!brik_journal_table_find_sequence (file->store, record->through_run, record->through_number, through,
                                         error))
    return FALSE;

  if (*through == 0)
    {
      *through = MIN (file->till.acknowledged, before_run);
      file->feed.forked = TRUE;
    }
  return TRUE;
}

static gboolean
put_account (BrikLedgerFile *file, const BrikApplying *applying, BrikAccountRecord *record, GError **error)
{
  BrikToldAccount told = { .record = record, .told_us = applying->page->time_us };
  gint64 held_us;

  if (!brik_accounts_table_get_told (file->store, record->id, &held_us, error))
    return FALSE;
  /* An answer that was overtaken by the feed must not take back a block; nor one of the same moment: if it is
   * the newer one, the feed will tell. */
  if (is_look_up (applying->page) && told.told_us <= held_us)
    return TRUE;

  return find_through (file, record, &told.through, error) &&
         brik_accounts_table_put (file->store, &told, file->feed.snapshot, error);
}

static gboolean
apply_account (BrikLedgerFile *file, const BrikApplying *applying, const BrikChange *change, GError **error)
{
  if (!file->news.accounts)
    file->news.accounts = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (file->news.accounts, g_strdup (change->id));

  return change->gone ? brik_accounts_table_remove (file->store, change->id, error)
                      : put_account (file, applying, change->account, error);
}

/* A place that is gone means a till that is taken off: that is said by refusing its requests, and what it has
 * stays. */
static gboolean
apply_place (BrikLedgerFile *file, const BrikChange *change, GError **error)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (change->gone)
    return TRUE;

  zone = brik_civil_zone_new (change->place->zone, error);
  file->news.place = TRUE;
  return zone && brik_place_table_put (file->store, change->place, error);
}

static gboolean
apply_change (BrikLedgerFile *file, const BrikApplying *applying, const BrikChange *change, GError **error)
{
  gint64 snapshot = file->feed.snapshot;

  switch (change->kind)
    {
    case BRIK_RECORD_PLACE:
      return apply_place (file, change, error);
    case BRIK_RECORD_STAFF:
      file->news.staff = TRUE;
      return change->gone ? brik_staff_table_remove (file->store, change->id, error)
                          : brik_staff_table_put (file->store, change->staff, snapshot, error);
    case BRIK_RECORD_CATEGORY:
      file->news.goods = TRUE;
      return change->gone ? brik_goods_table_remove_category (file->store, change->id, error)
                          : brik_goods_table_put_category (file->store, change->category, snapshot, error);
    case BRIK_RECORD_PRODUCT:
      file->news.goods = TRUE;
      return change->gone ? brik_goods_table_remove_product (file->store, change->id, error)
                          : brik_goods_table_put_product (file->store, change->product, snapshot, error);
    case BRIK_RECORD_ACCOUNT:
      return apply_account (file, applying, change, error);
    default:
      g_assert_not_reached ();
    }
}

/* The page after this one continues it, or this one was the last: the cursor moves in the transaction that
 * applied the last row. A cursor of an epoch that the till does not follow (any more) is not kept. */
static void
move_cursor (BrikLedgerFile *file, const BrikChangesPage *page)
{
  if (is_look_up (page) || (!page->start_over && g_strcmp0 (page->epoch, file->feed.epoch) != 0))
    return;

  g_free (file->feed.epoch);
  file->feed.epoch = g_strdup (page->epoch);
  file->feed.cursor = page->cursor;
  if (file->feed.filling && !page->more)
    {
      file->feed.filling = FALSE;
      file->feed.complete = TRUE;
    }
}

static gboolean
ends_snapshot (BrikLedgerFile *file, const BrikChangesPage *page)
{
  return !is_look_up (page) && !page->more && file->feed.filling &&
         (page->start_over || g_strcmp0 (page->epoch, file->feed.epoch) == 0);
}

/**
 * Step:
 * @done: set by the transaction
 */
typedef struct
{
  BrikApplying *applying;
  guint n_applied;
  gboolean done;
} Step;

/* A portal that starts a till over, which had not asked for that, was put back from a copy: what it had
 * acknowledged it may have lost. All is offered again, and its first receipt says from where on. */
static gboolean
begin_snapshot (BrikLedgerFile *file, GError **error)
{
  file->feed.snapshot++;
  file->feed.filling = TRUE;
  if (!file->feed.epoch)
    return TRUE;

  file->asked_anew = file->sent_anew = FALSE;
  return brik_ledger_file_set_acknowledged (file, 0, error);
}

static gboolean
apply_step (BrikLedgerFile *file, gpointer data, GError **error)
{
  Step *step = data;
  const BrikApplying *applying = step->applying;
  const BrikChangesPage *page = applying->page;
  guint n_left = BRIK_LIMIT_CHANGES_PAGE;

  if (page->start_over && !applying->begun && !begin_snapshot (file, error))
    return FALSE;

  for (; n_left > 0 && step->n_applied < page->changes->len; n_left--, step->n_applied++)
    if (!apply_change (file, applying, g_ptr_array_index (page->changes, step->n_applied), error))
      return FALSE;

  step->done = step->n_applied == page->changes->len;
  if (step->done && ends_snapshot (file, page))
    {
      guint n_swept;

      if (!brik_feed_table_sweep (file->store, file->feed.snapshot, n_left, &n_swept, error))
        return FALSE;
      step->done = n_swept < n_left;
      file->news.goods = file->news.staff = TRUE;
    }
  if (step->done)
    move_cursor (file, page);
  file->feed.answered_us = applying->answered_us;
  return brik_feed_table_put (file->store, &file->feed, error) && brik_ledger_file_keep_time (file, error);
}

static gboolean
says_nothing_new (BrikLedgerFile *file, const BrikApplying *applying)
{
  const BrikChangesPage *page = applying->page;
  gint64 noted_ago_us = applying->answered_us - file->feed.answered_us;

  return page->changes->len == 0 && !page->start_over && !ends_snapshot (file, page) &&
         page->cursor == file->feed.cursor && noted_ago_us >= 0 && noted_ago_us < ANSWER_NOTED_EVERY_US;
}

gboolean
brik_feed_apply (BrikLedgerFile *file, BrikApplying *applying, gboolean *done, GError **error)
{
  Step step = { .applying = applying, .n_applied = applying->n_applied };
  gboolean was_complete = file->feed.complete;

  if (says_nothing_new (file, applying))
    return *done = TRUE;

  if (!brik_transaction_run (file, apply_step, &step, error))
    return FALSE;

  applying->n_applied = step.n_applied;
  applying->begun = TRUE;
  *done = step.done;
  file->news.place |= file->feed.complete != was_complete;
  file->suspect = (file->news.place && !brik_ledger_file_load_place (file, error)) ||
                  (file->news.staff && !brik_ledger_file_load_staff (file, error));
  return !file->suspect;
}

/**
 * Acknowledging:
 * @sequence: what is acknowledged from now on
 */
typedef struct
{
  const BrikReceipt *receipt;
  gint64 sequence;
  gboolean ask_anew;
  gboolean send_anew;
} Acknowledging;

/* The portal's newest entry is not in this file. Where it is of the run that was sent, it is on another
 * branch of the journal, and what was sent has been taken. Where it is of another run, the portal holds
 * nothing without a gap of the run that was sent: it was put back from a copy and lacks what it had
 * acknowledged. All is offered again, once. */
static gboolean
find_beside_unknown (BrikLedgerFile *file, Acknowledging *acknowledging, GError **error)
{
  const BrikReceipt *receipt = acknowledging->receipt;
  gint64 sent = MIN (file->till.acknowledged + receipt->bookings->len, file->tail.sequence);
  gint64 number = 0;
  g_autofree char *run = NULL;

  if (!brik_journal_table_get_name (file->store, sent, &run, &number, error))
    return FALSE;

  acknowledging->send_anew = g_strcmp0 (run, receipt->run) != 0 && !file->sent_anew;
  acknowledging->sequence = acknowledging->send_anew ? 0 : sent;
  return TRUE;
}

static gboolean
find_acknowledged (BrikLedgerFile *file, Acknowledging *acknowledging, GError **error)
{
  const BrikReceipt *receipt = acknowledging->receipt;

  acknowledging->sequence = 0;
  if (!receipt->run || receipt->number == 0)
    return TRUE;
  if (!brik_journal_table_find_sequence (file->store, receipt->run, receipt->number, &acknowledging->sequence,
                                         error))
    return FALSE;

  return acknowledging->sequence > 0 || find_beside_unknown (file, acknowledging, error);
}

static gboolean
acknowledge (BrikLedgerFile *file, gpointer data, GError **error)
{
  Acknowledging *acknowledging = data;

  if (!find_acknowledged (file, acknowledging, error))
    return FALSE;

  acknowledging->ask_anew =
    file->feed.forked && !file->asked_anew && acknowledging->sequence == file->tail.sequence;
  if (acknowledging->ask_anew)
    {
      g_clear_pointer (&file->feed.epoch, g_free);
      file->feed.cursor = 0;
      file->feed.forked = FALSE;
      if (!brik_feed_table_put (file->store, &file->feed, error))
        return FALSE;
    }

  return acknowledging->sequence == file->till.acknowledged ||
         brik_ledger_file_set_acknowledged (file, acknowledging->sequence, error);
}

gboolean
brik_feed_acknowledge (BrikLedgerFile *file, const BrikReceipt *receipt, GError **error)
{
  Acknowledging acknowledging = { .receipt = receipt };

  if (!brik_transaction_run (file, acknowledge, &acknowledging, error))
    return FALSE;

  file->sent_anew |= acknowledging.send_anew;
  file->asked_anew |= acknowledging.ask_anew;
  return TRUE;
}

GPtrArray *
brik_feed_list_unsent (BrikLedgerFile *file, guint max, GError **error)
{
  return brik_journal_table_list_after (file->store, file->till.acknowledged, max, error);
}
