/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-sync.h"

#include "core/brik-limits.h"
#include "sync/brik-enrolment.h"
#include "sync/brik-health.h"
#include "sync/brik-photo-fetcher.h"
#include "sync/brik-portal-client.h"
#include "sync/brik-portal-fault.h"
#include "sync/brik-puller.h"
#include "sync/brik-pusher.h"
#include "sync/brik-soup-transport.h"
#include "wire/brik-api.h"

/* A child is standing there. */
#define LOOK_UP_DEADLINE_MS 3000

struct _BrikSync
{
  GObject parent_instance;

  BrikLedger *ledger;
  BrikHealth *health;
  BrikPortalClient *client;
  BrikPusher *pusher;
  BrikPuller *puller;
  BrikPhotoFetcher *photos;
  gboolean started;
  gint64 n_unsent;
  gboolean line_lost; /* the long poll has failed since it last brought something */
  GTask *enrolling;   /* until the first snapshot is there */
};

G_DEFINE_FINAL_TYPE (BrikSync, brik_sync, G_TYPE_OBJECT)

enum
{
  PROPERTY_ONLINE = 1,
  PROPERTY_SINCE,
  PROPERTY_TROUBLE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void
on_ledger_entry_appended (BrikLedger *ledger, BrikSync *sync)
{
  if (sync->started)
    brik_pusher_wake (sync->pusher);
}

/* It grows without an entry when the portal was put back from a copy: all is offered again. When the ledger
 * itself was, it asks for a new snapshot once all is sent: no need to wait out a long poll. */
static void
on_ledger_notify_unsent (BrikLedger *ledger, GParamSpec *pspec, BrikSync *sync)
{
  gint64 n_unsent_before = sync->n_unsent;

  g_object_get (ledger, "unsent", &sync->n_unsent, NULL);
  if (!sync->started)
    return;
  if (sync->n_unsent > n_unsent_before)
    brik_pusher_wake (sync->pusher);
  brik_puller_follow (sync->puller);
}

static void
on_network_changed (GNetworkMonitor *monitor, gboolean available, BrikSync *sync)
{
  brik_sync_try_now (sync);
}

static void
on_health_contradicted (BrikHealth *health, BrikSync *sync)
{
  if (sync->started)
    brik_puller_ask_now (sync->puller);
}

static void
on_health_notify_online (BrikHealth *health, GParamSpec *pspec, BrikSync *sync)
{
  gboolean online = brik_health_get_online (health);

  brik_ledger_set_online (sync->ledger, online);
  g_object_notify_by_pspec (G_OBJECT (sync), properties[PROPERTY_SINCE]);
  g_object_notify_by_pspec (G_OBJECT (sync), properties[PROPERTY_ONLINE]);
}

static void
on_health_notify_trouble (BrikHealth *health, GParamSpec *pspec, BrikSync *sync)
{
  g_object_notify_by_pspec (G_OBJECT (sync), properties[PROPERTY_TROUBLE]);
}

static void
on_puller_caught_up (BrikPuller *puller, BrikSync *sync)
{
  g_autoptr (GTask) enrolling = g_steal_pointer (&sync->enrolling);

  brik_photo_fetcher_wake (sync->photos);
  /* The line is good again: what waits out a pause need not. A push that the portal does not like waits on.
   */
  if (sync->line_lost)
    brik_pusher_wake (sync->pusher);
  sync->line_lost = FALSE;
  if (enrolling != NULL)
    g_task_return_boolean (enrolling, TRUE);
}

static void
on_puller_failed (BrikPuller *puller, GError *error, BrikSync *sync)
{
  g_autoptr (GTask) enrolling = g_steal_pointer (&sync->enrolling);

  sync->line_lost = TRUE;
  if (enrolling != NULL)
    g_task_return_error (enrolling, g_error_copy (error));
}

void
brik_sync_start (BrikSync *sync)
{
  if (sync->started)
    return;
  sync->started = TRUE;
  brik_puller_ask_now (sync->puller);
  brik_pusher_wake (sync->pusher);
}

void
brik_sync_stop (BrikSync *sync)
{
  g_autoptr (GTask) enrolling = g_steal_pointer (&sync->enrolling);

  sync->started = FALSE;
  if (enrolling != NULL)
    g_task_return_new_error (enrolling, G_IO_ERROR, G_IO_ERROR_CANCELLED, "stopped");
  brik_photo_fetcher_stop (sync->photos);
  brik_puller_stop (sync->puller);
  brik_pusher_stop (sync->pusher);
  brik_health_stopped (sync->health);
}

void
brik_sync_try_now (BrikSync *sync)
{
  if (!sync->started)
    return;
  brik_puller_reset_backoff (sync->puller);
  brik_pusher_reset_backoff (sync->pusher);
  brik_puller_ask_now (sync->puller);
  brik_pusher_wake (sync->pusher);
}

void
brik_sync_want_photo (BrikSync *sync, const char *hash)
{
  brik_photo_fetcher_want (sync->photos, hash);
}

void
brik_sync_set_backoff (BrikSync *sync, guint first_ms, guint longest_ms)
{
  brik_puller_set_backoff (sync->puller, first_ms, longest_ms);
  brik_pusher_set_backoff (sync->pusher, first_ms, longest_ms);
}

void
brik_sync_set_longest (BrikSync *sync, guint longest_ms)
{
  brik_portal_client_set_longest (sync->client, longest_ms);
}

gboolean
brik_sync_get_online (BrikSync *sync)
{
  return brik_health_get_online (sync->health);
}

static void
on_enrolment_ready (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrikSync *sync = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!brik_enrolment_finish (BRIK_PORTAL_CLIENT (client), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  brik_sync_stop (sync);
  sync->enrolling = g_steal_pointer (&task);
  brik_sync_start (sync);
}

void
brik_sync_enrol_async (BrikSync *sync,
                       const char *portal,
                       const char *code,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (sync, cancellable, callback, user_data);

  brik_enrolment_async (sync->client, sync->ledger, portal, code, cancellable, on_enrolment_ready,
                        g_steal_pointer (&task));
}

gboolean
brik_sync_enrol_finish (BrikSync *sync, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sync), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_ledger_apply_ready (GObject *ledger, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrikSync *sync = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;

  if (!brik_ledger_apply_finish (BRIK_LEDGER (ledger), result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  brik_photo_fetcher_wake (sync->photos);
  g_task_return_boolean (task, TRUE);
}

static void
on_look_up_send_ready (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrikSync *sync = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) answer = brik_portal_client_send_finish (sync->client, result, NULL, &error);
  GCancellable *cancellable = g_task_get_cancellable (task);
  BrikChangesPage *page = NULL;

  if (answer != NULL)
    {
      page = brik_changes_page_from_json (g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer),
                                          &cause);
      if (page == NULL)
        error = brik_portal_fault_of_answer (cause);
    }
  if (page == NULL)
    {
      brik_health_failed (sync->health, BRIK_CHANNEL_ASK, error);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  brik_health_answered (sync->health, BRIK_CHANNEL_ASK);
  brik_ledger_apply_async (sync->ledger, page, cancellable, on_ledger_apply_ready, g_steal_pointer (&task));
}

static void
look_up (BrikSync *sync,
         const char *question,
         const char *text,
         GCancellable *cancellable,
         GAsyncReadyCallback callback,
         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (sync, cancellable, callback, user_data);
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);
  const char *run = brik_ledger_get_run (sync->ledger);
  const char *and_run = strchr (question, '?') != NULL ? "&run=" : "?run=";
  g_autofree char *target = g_strconcat (question, escaped, run ? and_run : NULL, run, NULL);

  brik_portal_client_send_async (sync->client,
                                 &(BrikPortalRequest){ .method = "GET",
                                                       .target = target,
                                                       .max_answer = BRIK_LIMIT_CHANGES_BODY,
                                                       .deadline_ms = LOOK_UP_DEADLINE_MS,
                                                       .looks_up = TRUE },
                                 cancellable, on_look_up_send_ready, g_steal_pointer (&task));
}

void
brik_sync_look_up_async (BrikSync *sync,
                         const char *uid,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  look_up (sync, BRIK_API_CARDS, uid, cancellable, callback, user_data);
}

void
brik_sync_look_up_number_async (BrikSync *sync,
                                const char *number,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  look_up (sync, BRIK_API_NUMBERS "?number=", number, cancellable, callback, user_data);
}

gboolean
brik_sync_look_up_finish (BrikSync *sync, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, sync), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

BrikSync *
brik_sync_new_over (BrikLedger *ledger, BrikClock *clock, BrikTransport *transport)
{
  BrikSync *sync = g_object_new (BRIK_TYPE_SYNC, NULL);

  sync->ledger = g_object_ref (ledger);
  sync->health = brik_health_new (clock);
  sync->client = brik_portal_client_new (ledger, clock, transport);
  sync->pusher = brik_pusher_new (ledger, sync->client, sync->health);
  sync->puller = brik_puller_new (ledger, sync->client, sync->health);
  sync->photos = brik_photo_fetcher_new (ledger, sync->client, sync->health);
  g_signal_connect_object (ledger, "entry-appended", G_CALLBACK (on_ledger_entry_appended), sync, 0);
  g_object_get (ledger, "unsent", &sync->n_unsent, NULL);
  g_signal_connect_object (ledger, "notify::unsent", G_CALLBACK (on_ledger_notify_unsent), sync, 0);
  g_signal_connect_object (g_network_monitor_get_default (), "network-changed",
                           G_CALLBACK (on_network_changed), sync, 0);
  g_signal_connect_object (sync->health, "contradicted", G_CALLBACK (on_health_contradicted), sync, 0);
  g_signal_connect_object (sync->health, "notify::online", G_CALLBACK (on_health_notify_online), sync, 0);
  g_signal_connect_object (sync->health, "notify::trouble", G_CALLBACK (on_health_notify_trouble), sync, 0);
  g_signal_connect_object (sync->puller, "caught-up", G_CALLBACK (on_puller_caught_up), sync, 0);
  g_signal_connect_object (sync->puller, "failed", G_CALLBACK (on_puller_failed), sync, 0);
  return sync;
}

BrikSync *
brik_sync_new (BrikLedger *ledger, BrikClock *clock)
{
  g_autoptr (BrikTransport) transport = brik_soup_transport_new (clock);

  return brik_sync_new_over (ledger, clock, transport);
}

static void
brik_sync_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikSync *sync = BRIK_SYNC (object);

  switch (id)
    {
    case PROPERTY_ONLINE:
      g_value_set_boolean (value, brik_health_get_online (sync->health));
      break;
    case PROPERTY_SINCE:
      g_value_set_int64 (value, brik_health_get_since (sync->health));
      break;
    case PROPERTY_TROUBLE:
      g_value_set_string (value, brik_health_get_trouble (sync->health));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sync_dispose (GObject *object)
{
  BrikSync *sync = BRIK_SYNC (object);

  if (sync->ledger != NULL)
    brik_sync_stop (sync);
  g_clear_object (&sync->photos);
  g_clear_object (&sync->puller);
  g_clear_object (&sync->pusher);
  g_clear_object (&sync->client);
  g_clear_object (&sync->health);
  g_clear_object (&sync->ledger);
  G_OBJECT_CLASS (brik_sync_parent_class)->dispose (object);
}

static void
brik_sync_class_init (BrikSyncClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_sync_get_property;
  object_class->dispose = brik_sync_dispose;
  properties[PROPERTY_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  properties[PROPERTY_SINCE] = g_param_spec_int64 ("since", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROPERTY_TROUBLE] = g_param_spec_string ("trouble", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
brik_sync_init (BrikSync *sync)
{
}
