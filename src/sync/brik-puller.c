/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-puller.h"

#include "core/brik-limits.h"
#include "sync/brik-portal-fault.h"
#include "sync/brik-round.h"
#include "sync/brik-sync.h"
#include "wire/brik-api.h"

/* The portal answers within the long poll; a large page over a slow line takes the rest. */
#define DEADLINE_MS 30000

struct _BrikPuller
{
  GObject parent_instance;

  BrikLedger *ledger;
  BrikPortalClient *client;
  BrikHealth *health;
  BrikBackoff backoff;
  GCancellable *cancellable; /* of what is under way; NULL when pausing or stopped */
  guint wait_s;              /* how long the portal may wait for a change: none until it has answered */
  gint64 asked_us;           /* monotonic */
  char *epoch;               /* what was asked after */
  gint64 cursor;
  gboolean asking; /* there is no answer yet */
  gboolean more;
  gboolean idle; /* the page that is being applied brought nothing, and came at once */
};

G_DEFINE_FINAL_TYPE (BrikPuller, brik_puller, G_TYPE_OBJECT)

static guint caught_up_signal;
static guint failed_signal;

static void pull (BrikPuller *puller);

static gboolean
on_pause_ended (gpointer user_data)
{
  BrikPuller *puller = user_data;

  puller->backoff.source = 0;
  pull (puller);
  return G_SOURCE_REMOVE;
}

static void
pause_then_pull (BrikPuller *puller)
{
  g_clear_object (&puller->cancellable);
  brik_backoff_wait (&puller->backoff, on_pause_ended, puller);
}

static void
end_failed (BrikPuller *puller, const GError *error)
{
  puller->wait_s = 0;
  pause_then_pull (puller);
  brik_health_failed (puller->health, BRIK_CHANNEL_PULL, error);
  g_signal_emit (puller, failed_signal, 0, error);
}

static void
on_ledger_apply_ready (GObject *ledger, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikRound) round = user_data;
  BrikPuller *puller = BRIK_PULLER (round->worker);
  g_autoptr (GError) error = NULL;
  gboolean applied = brik_ledger_apply_finish (BRIK_LEDGER (ledger), result, &error);

  if (brik_round_is_over (round))
    return;
  if (!applied)
    {
      end_failed (puller, error);
      return;
    }
  brik_health_answered (puller->health, BRIK_CHANNEL_PULL);
  puller->wait_s = puller->more ? 0 : BRIK_LIMIT_LONG_POLL_S;
  if (puller->idle)
    pause_then_pull (puller);
  else
    {
      brik_backoff_reset (&puller->backoff);
      g_clear_object (&puller->cancellable);
      pull (puller);
    }
  if (!puller->more)
    g_signal_emit (puller, caught_up_signal, 0);
}

/* A portal that says "more" without going on, or that does not wait though asked to, would be asked for ever
 * without a pause. */
static gboolean
is_idle (BrikPuller *puller, const BrikChangesPage *page)
{
  gboolean moved =
    page->changes->len > 0 || page->cursor != puller->cursor || g_strcmp0 (page->epoch, puller->epoch) != 0;
  gint64 waited_us = g_get_monotonic_time () - puller->asked_us;

  return !moved && (page->more ||
                    (puller->wait_s > 0 && waited_us < puller->backoff.first_ms * G_TIME_SPAN_MILLISECOND));
}

static void
take_page (BrikPuller *puller, BrikChangesPage *page)
{
  puller->more = page->more;
  puller->idle = is_idle (puller, page);
  brik_ledger_apply_async (puller->ledger, page, puller->cancellable, on_ledger_apply_ready,
                           brik_round_new (puller, puller->cancellable));
}

static void
on_client_send_ready (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikRound) round = user_data;
  BrikPuller *puller = BRIK_PULLER (round->worker);
  BrikExchangeTimes times = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) answer =
    brik_portal_client_send_finish (BRIK_PORTAL_CLIENT (client), result, &times, &error);
  g_autoptr (BrikChangesPage) page = NULL;

  if (answer != NULL)
    {
      page = brik_changes_page_from_json (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer),
                                          &cause);
      if (page == NULL)
        error = brik_portal_fault_of_answer (cause);
    }
  if (brik_round_is_over (round))
    return;
  puller->asking = FALSE;
  if (page == NULL)
    {
      end_failed (puller, error);
      return;
    }
  brik_portal_client_learn_time (puller->client, page->time_us, &times);
  take_page (puller, g_steal_pointer (&page));
}

static char *
target_of (BrikPuller *puller)
{
  g_autofree char *epoch =
    puller->epoch != NULL ? g_strdup_printf ("epoch=%s&", puller->epoch) : g_strdup ("");

  const char *run = brik_ledger_get_run (puller->ledger);

  return g_strdup_printf (BRIK_API_CHANGES "?%safter=%" G_GINT64_FORMAT "&wait=%u%s%s", epoch, puller->cursor,
                          puller->wait_s, run ? "&run=" : "", run ? run : "");
}

static void
pull (BrikPuller *puller)
{
  g_autofree char *target = NULL;

  if (puller->cancellable != NULL || !brik_ledger_is_enrolled (puller->ledger))
    return;
  brik_backoff_end_wait (&puller->backoff);
  puller->cancellable = g_cancellable_new ();
  g_clear_pointer (&puller->epoch, g_free);
  brik_ledger_get_cursor (puller->ledger, &puller->epoch, &puller->cursor);
  puller->asked_us = g_get_monotonic_time ();
  target = target_of (puller);
  puller->asking = TRUE;
  brik_portal_client_send_async (puller->client,
                                 &(BrikPortalRequest){ .method = "GET",
                                                       .target = target,
                                                       .max_answer = BRIK_LIMIT_CHANGES_BODY,
                                                       .deadline_ms = DEADLINE_MS,
                                                       .waits = puller->wait_s > 0 },
                                 puller->cancellable, on_client_send_ready,
                                 brik_round_new (puller, puller->cancellable));
}

void
brik_puller_ask_now (BrikPuller *puller)
{
  if (puller->cancellable != NULL && puller->wait_s == 0)
    return;
  brik_puller_stop (puller);
  pull (puller);
}

void
brik_puller_follow (BrikPuller *puller)
{
  g_autofree char *epoch = NULL;
  gint64 cursor;

  brik_ledger_get_cursor (puller->ledger, &epoch, &cursor);
  if (puller->asking && (cursor != puller->cursor || g_strcmp0 (epoch, puller->epoch) != 0))
    brik_puller_ask_now (puller);
}

void
brik_puller_stop (BrikPuller *puller)
{
  puller->asking = FALSE;
  brik_backoff_end_wait (&puller->backoff);
  puller->wait_s = 0;
  if (puller->cancellable != NULL)
    g_cancellable_cancel (puller->cancellable);
  g_clear_object (&puller->cancellable);
}

void
brik_puller_reset_backoff (BrikPuller *puller)
{
  brik_backoff_reset (&puller->backoff);
}

void
brik_puller_set_backoff (BrikPuller *puller, guint first_ms, guint longest_ms)
{
  brik_backoff_end_wait (&puller->backoff);
  brik_backoff_init (&puller->backoff, first_ms, longest_ms);
}

BrikPuller *
brik_puller_new (BrikLedger *ledger, BrikPortalClient *client, BrikHealth *health)
{
  BrikPuller *puller = g_object_new (BRIK_TYPE_PULLER, NULL);

  puller->ledger = g_object_ref (ledger);
  puller->client = g_object_ref (client);
  puller->health = g_object_ref (health);
  return puller;
}

static void
brik_puller_dispose (GObject *object)
{
  BrikPuller *puller = BRIK_PULLER (object);

  brik_puller_stop (puller);
  g_clear_pointer (&puller->epoch, g_free);
  g_clear_object (&puller->health);
  g_clear_object (&puller->client);
  g_clear_object (&puller->ledger);
  G_OBJECT_CLASS (brik_puller_parent_class)->dispose (object);
}

static void
brik_puller_class_init (BrikPullerClass *class)
{
  G_OBJECT_CLASS (class)->dispose = brik_puller_dispose;
  caught_up_signal =
    g_signal_new ("caught-up", BRIK_TYPE_PULLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  failed_signal = g_signal_new ("failed", BRIK_TYPE_PULLER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
brik_puller_init (BrikPuller *puller)
{
  brik_backoff_init (&puller->backoff, BRIK_BACKOFF_FIRST_MS, BRIK_BACKOFF_LONGEST_MS);
}
