/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-feed.h"
#include "ledger/brik-ledger-private.h"

static gpointer
list_unsent (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_feed_list_unsent (file, GPOINTER_TO_UINT (request), error);
}

static const BrikCall unsent_call = { list_unsent, NULL, (GDestroyNotify) g_ptr_array_unref };

void
brik_ledger_unsent_async (BrikLedger *ledger,
                          guint max,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  brik_ledger_start (ledger, &unsent_call, GUINT_TO_POINTER (max), cancellable, callback, user_data);
}

GPtrArray *
brik_ledger_unsent_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &unsent_call, result, error);
}

static gpointer
acknowledge (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_feed_acknowledge (file, request, error) ? file : NULL;
}

static const BrikCall acknowledge_call = { acknowledge, (GDestroyNotify) brik_receipt_free, NULL };

void
brik_ledger_acknowledge_async (BrikLedger *ledger,
                               const BrikReceipt *receipt,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  BrikReceipt *copy = g_new0 (BrikReceipt, 1);

  copy->run = g_strdup (receipt->run);
  copy->number = receipt->number;
  copy->time_us = receipt->time_us;
  copy->bookings = g_array_ref (receipt->bookings);
  brik_ledger_note_answer (ledger, receipt->time_us);
  brik_ledger_start (ledger, &acknowledge_call, copy, cancellable, callback, user_data);
}

gboolean
brik_ledger_acknowledge_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &acknowledge_call, result, error) != NULL;
}

/* One transaction of a page; what it returns says whether more are needed. */
typedef enum
{
  STEP_FAILED,
  STEP_DONE,
  STEP_MORE,
} Step;

static gpointer
apply_step (BrikLedgerFile *file, gpointer request, GError **error)
{
  gboolean done = FALSE;

  if (!brik_feed_apply (file, request, &done, error))
    return GINT_TO_POINTER (STEP_FAILED);

  return GINT_TO_POINTER (done ? STEP_DONE : STEP_MORE);
}

/* The request is the whole page's, and is freed with its task. */
static const BrikCall apply_step_call = { apply_step, NULL, NULL };

/* Each step goes to the end of the queue, so that a sale waits for one at most. */
static void
on_apply_step_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BrikLedger *ledger = BRIK_LEDGER (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  Step step = GPOINTER_TO_INT (brik_ledger_end (ledger, &apply_step_call, result, &error));

  switch (step)
    {
    case STEP_DONE:
      g_task_return_boolean (task, TRUE);
      break;
    case STEP_MORE:
      {
        gpointer applying = g_task_get_task_data (task);

        brik_ledger_start (ledger, &apply_step_call, applying, NULL, on_apply_step_ready,
                           g_steal_pointer (&task));
      }
      break;
    case STEP_FAILED:
    default:
      g_task_return_error (task, error);
    }
}

void
brik_ledger_apply_async (BrikLedger *ledger,
                         BrikChangesPage *page,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  BrikApplying *applying = g_new0 (BrikApplying, 1);
  GTask *task = g_task_new (ledger, cancellable, callback, user_data);

  applying->page = page;
  applying->answered_us = brik_ledger_note_answer (ledger, page->time_us);
  g_task_set_task_data (task, applying, (GDestroyNotify) brik_applying_free);
  g_task_set_check_cancellable (task, FALSE);
  brik_ledger_start (ledger, &apply_step_call, applying, cancellable, on_apply_step_ready, task);
}

gboolean
brik_ledger_apply_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, ledger), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
