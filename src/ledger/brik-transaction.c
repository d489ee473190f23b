/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-transaction.h"

#include <glib/gi18n.h>

/* Anything but a no of our own may have left the file other than SQLite believes. */
static gboolean
is_fault (const GError *error)
{
  return error->domain == BRIK_STORE_ERROR && error->code != BRIK_STORE_ERROR_DUPLICATE &&
         error->code != BRIK_STORE_ERROR_REFUSED && error->code != BRIK_STORE_ERROR_BUSY;
}

/**
 * Memory:
 *
 * What a transaction may change of what is remembered: put back where it fails.
 */
typedef struct
{
  BrikTail tail;
  BrikClockMemory time;
  BrikFeedRow feed;
  gint64 acknowledged;
  gboolean opening;
  char run[33];
} Memory;

static void
memory_clear (Memory *memory)
{
  brik_feed_row_clear (&memory->feed);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Memory, memory_clear)

static Memory
remember (BrikLedgerFile *file)
{
  Memory memory = { .tail = file->tail,
                    .time = file->time,
                    .feed = brik_feed_row_copy (&file->feed),
                    .acknowledged = file->till.acknowledged,
                    .opening = file->opening };

  memcpy (memory.run, file->run, sizeof memory.run);
  return memory;
}

static void
put_back (BrikLedgerFile *file, Memory *memory)
{
  BrikFeedRow failed = file->feed;

  file->tail = memory->tail;
  file->time = memory->time;
  file->feed = memory->feed;
  memory->feed = failed;
  file->till.acknowledged = memory->acknowledged;
  file->opening = memory->opening;
  memcpy (file->run, memory->run, sizeof file->run);
}

/* Whether entries whose commit failed reached the disk all the same is for the disk to say: the file is
 * opened anew, which makes what it holds durable. */
static gboolean
stands_all_the_same (BrikLedgerFile *file, GError **error)
{
  gint64 known = file->tail.sequence;
  g_autoptr (GError) failure = NULL;

  if (!brik_ledger_file_recover (file, &failure))
    {
      g_message ("%s", failure->message);
      g_clear_error (error);
      g_set_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_UNSURE,
                   _ ("The till cannot read back from its disk whether that was stored (%s)."),
                   failure->message);
      return FALSE;
    }
  if (file->tail.sequence == known)
    return FALSE;

  g_clear_error (error);
  return TRUE;
}

gboolean
brik_transaction_run (BrikLedgerFile *file, BrikTransaction func, gpointer data, GError **error)
{
  g_auto (Memory) before = remember (file);
  gboolean written = brik_store_begin (file->store, error) && func (file, data, error);
  gboolean appended = file->tail.sequence > before.tail.sequence;

  if (written && brik_store_commit (file->store, error))
    {
      if (appended)
        brik_clock_raise_floor (file->clock, file->tail.at_us);
      return TRUE;
    }

  brik_store_rollback (file->store);
  put_back (file, &before);
  file->suspect = is_fault (*error);
  /* A commit's last page goes in only after all the others found room. */
  return written && appended && file->suspect &&
         !g_error_matches (*error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_FULL) &&
         stands_all_the_same (file, error);
}
