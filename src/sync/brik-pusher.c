/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-pusher.h"

#include "core/brik-limits.h"
#include "sync/brik-portal-fault.h"
#include "sync/brik-round.h"
#include "sync/brik-sync.h"
#include "wire/brik-api.h"

#define DEADLINE_MS 30000
/* Of "{"entries":[]}" and to spare. */
#define BATCH_OVERHEAD 64

struct _BrikPusher
{
  GObject parent_instance;

  BrikLedger *ledger;
  BrikPortalClient *client;
  BrikHealth *health;
  BrikBackoff backoff;
  GCancellable *cancellable; /* of what is under way; NULL when idle */
  gboolean again;            /* woken meanwhile: what was asked for may be out of date */
  gint64 held_until_us;      /* monotonic: the portal asked not to be pushed to before */
  gint64 n_unsent;           /* when the batch under way was put together */
  gboolean moved;            /* its receipt named another entry than the receipt before it */
  char *newest_run;          /* the entry that was named */
  gint64 newest_number;
};

G_DEFINE_FINAL_TYPE (BrikPusher, brik_pusher, G_TYPE_OBJECT)

static void push (BrikPusher *pusher);

static gboolean
on_pause_ended (gpointer user_data)
{
  BrikPusher *pusher = user_data;

  pusher->backoff.source = 0;
  push (pusher);
  return G_SOURCE_REMOVE;
}

static void
pause_then_push (BrikPusher *pusher)
{
  g_clear_object (&pusher->cancellable);
  brik_backoff_wait (&pusher->backoff, on_pause_ended, pusher);
}

/* Whoever wakes the pusher does not wake it from this. */
static gboolean
is_held (BrikPusher *pusher)
{
  return g_get_monotonic_time () < pusher->held_until_us;
}

static void
wait_while_held (BrikPusher *pusher)
{
  gint64 left_us = pusher->held_until_us - g_get_monotonic_time ();

  brik_backoff_wait_for (&pusher->backoff, (guint) (left_us / G_TIME_SPAN_MILLISECOND) + 1, on_pause_ended,
                         pusher);
}

static void
end_failed (BrikPusher *pusher, const GError *error)
{
  pause_then_push (pusher);
  if (is_held (pusher))
    wait_while_held (pusher);
  brik_health_failed (pusher->health, BRIK_CHANNEL_PUSH, error);
}

static gint64
count_unsent (BrikPusher *pusher)
{
  gint64 n_unsent = 0;

  g_object_get (pusher->ledger, "unsent", &n_unsent, NULL);
  return n_unsent;
}

static void
note_newest (BrikPusher *pusher, const BrikReceipt *receipt)
{
  pusher->moved =
    receipt->number != pusher->newest_number || g_strcmp0 (receipt->run, pusher->newest_run) != 0;
  g_free (pusher->newest_run);
  pusher->newest_run = g_strdup (receipt->run);
  pusher->newest_number = receipt->number;
}

/* The portal holds what came but waits for something, or lives in a loop: sending on without a pause might
 * never end. What was appended meanwhile is no sign of it, nor is a receipt on another branch of the journal.
 */
static gboolean
is_stuck (BrikPusher *pusher)
{
  return !pusher->moved && count_unsent (pusher) >= pusher->n_unsent;
}

static void
on_ledger_acknowledge_ready (GObject *ledger, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikRound) round = user_data;
  BrikPusher *pusher = BRIK_PUSHER (round->worker);
  g_autoptr (GError) error = NULL;
  gboolean acknowledged = brik_ledger_acknowledge_finish (BRIK_LEDGER (ledger), result, &error);

  if (brik_round_is_over (round))
    return;
  if (!acknowledged)
    {
      end_failed (pusher, error);
      return;
    }
  if (is_stuck (pusher))
    {
      pause_then_push (pusher);
      return;
    }
  brik_backoff_reset (&pusher->backoff);
  g_clear_object (&pusher->cancellable);
  push (pusher);
}

static void
take_receipt (BrikPusher *pusher, const BrikReceipt *receipt)
{
  brik_health_answered (pusher->health, BRIK_CHANNEL_PUSH);
  note_newest (pusher, receipt);
  brik_ledger_acknowledge_async (pusher->ledger, receipt, pusher->cancellable, on_ledger_acknowledge_ready,
                                 brik_round_new (pusher, pusher->cancellable));
}

static void
on_client_send_ready (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikRound) round = user_data;
  BrikPusher *pusher = BRIK_PUSHER (round->worker);
  BrikExchangeTimes times = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) answer =
    brik_portal_client_send_finish (BRIK_PORTAL_CLIENT (client), result, &times, &error);
  g_autoptr (BrikReceipt) receipt = NULL;

  if (answer != NULL)
    {
      receipt =
        brik_receipt_from_json (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), &cause);
      if (receipt == NULL)
        error = brik_portal_fault_of_answer (cause);
    }
  if (brik_round_is_over (round))
    return;
  if (receipt == NULL)
    {
      pusher->held_until_us =
        g_get_monotonic_time () + brik_portal_client_get_retry_after (result) * G_TIME_SPAN_SECOND;
      end_failed (pusher, error);
      return;
    }
  brik_portal_client_learn_time (pusher->client, receipt->time_us, &times);
  take_receipt (pusher, receipt);
}

/* As many as fit in a request; the ledger packs by the same sum, so that this cuts off nothing but by a
 * fault. */
static void
cut_to_fit (GPtrArray *entries)
{
  gsize size = BATCH_OVERHEAD;

  for (guint i = 0; i < entries->len; i++)
    {
      size += brik_batch_entry_size (((BrikSealedLine *) g_ptr_array_index (entries, i))->line);
      if (size > BRIK_LIMIT_REQUEST_BODY && i > 0)
        {
          g_ptr_array_set_size (entries, (gint) i);
          return;
        }
    }
}

static void
send (BrikPusher *pusher, GPtrArray *entries)
{
  g_autofree char *body = NULL;

  cut_to_fit (entries);
  pusher->n_unsent = count_unsent (pusher);
  body = brik_batch_to_json (entries);
  brik_portal_client_send_async (pusher->client,
                                 &(BrikPortalRequest){ .method = "POST",
                                                       .target = BRIK_API_ENTRIES,
                                                       .body = body,
                                                       .max_answer = BRIK_LIMIT_RECEIPT,
                                                       .deadline_ms = DEADLINE_MS },
                                 pusher->cancellable, on_client_send_ready,
                                 brik_round_new (pusher, pusher->cancellable));
}

static void
on_ledger_unsent_ready (GObject *ledger, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikRound) round = user_data;
  BrikPusher *pusher = BRIK_PUSHER (round->worker);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = brik_ledger_unsent_finish (BRIK_LEDGER (ledger), result, &error);

  if (brik_round_is_over (round))
    return;
  if (entries == NULL)
    end_failed (pusher, error);
  else if (entries->len > 0)
    send (pusher, entries);
  else
    {
      g_clear_object (&pusher->cancellable);
      brik_health_idle (pusher->health, BRIK_CHANNEL_PUSH);
      if (pusher->again)
        push (pusher);
    }
}

static void
push (BrikPusher *pusher)
{
  if (pusher->cancellable != NULL || !brik_ledger_is_enrolled (pusher->ledger))
    return;
  brik_backoff_end_wait (&pusher->backoff);
  pusher->again = FALSE;
  pusher->cancellable = g_cancellable_new ();
  brik_ledger_unsent_async (pusher->ledger, BRIK_LIMIT_BATCH_ENTRIES, pusher->cancellable,
                            on_ledger_unsent_ready, brik_round_new (pusher, pusher->cancellable));
}

void
brik_pusher_wake (BrikPusher *pusher)
{
  pusher->again = TRUE;
  if (!is_held (pusher))
    push (pusher);
  else if (pusher->cancellable == NULL && pusher->backoff.source == 0)
    wait_while_held (pusher);
}

void
brik_pusher_stop (BrikPusher *pusher)
{
  brik_backoff_end_wait (&pusher->backoff);
  pusher->held_until_us = 0;
  if (pusher->cancellable != NULL)
    g_cancellable_cancel (pusher->cancellable);
  g_clear_object (&pusher->cancellable);
}

void
brik_pusher_reset_backoff (BrikPusher *pusher)
{
  pusher->held_until_us = 0;
  brik_backoff_reset (&pusher->backoff);
}

void
brik_pusher_set_backoff (BrikPusher *pusher, guint first_ms, guint longest_ms)
{
  brik_backoff_end_wait (&pusher->backoff);
  brik_backoff_init (&pusher->backoff, first_ms, longest_ms);
}

BrikPusher *
brik_pusher_new (BrikLedger *ledger, BrikPortalClient *client, BrikHealth *health)
{
  BrikPusher *pusher = g_object_new (BRIK_TYPE_PUSHER, NULL);

  pusher->ledger = g_object_ref (ledger);
  pusher->client = g_object_ref (client);
  pusher->health = g_object_ref (health);
  return pusher;
}

static void
brik_pusher_dispose (GObject *object)
{
  BrikPusher *pusher = BRIK_PUSHER (object);

  brik_pusher_stop (pusher);
  g_clear_pointer (&pusher->newest_run, g_free);
  g_clear_object (&pusher->health);
  g_clear_object (&pusher->client);
  g_clear_object (&pusher->ledger);
  G_OBJECT_CLASS (brik_pusher_parent_class)->dispose (object);
}

static void
brik_pusher_class_init (BrikPusherClass *class)
{
  G_OBJECT_CLASS (class)->dispose = brik_pusher_dispose;
}

static void
brik_pusher_init (BrikPusher *pusher)
{
  brik_backoff_init (&pusher->backoff, BRIK_BACKOFF_FIRST_MS, BRIK_BACKOFF_LONGEST_MS);
}
