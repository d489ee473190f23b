/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-portal-client.h"

#include <glib/gi18n.h>

#include "core/brik-limits.h"
#include "sync/brik-portal-fault.h"
#include "sync/brik-sync.h"
#include "wire/brik-json.h"
#include "wire/brik-request.h"

#define STATUS_UNAUTHORIZED 401
/* A clock closer than this is not what a 401 is about. */
#define SMALL_SKEW_US (G_TIME_SPAN_SECOND)

struct _BrikPortalClient
{
  GObject parent_instance;

  BrikLedger *ledger;
  BrikClock *clock;
  BrikTransport *transport;
  guint longest_ms; /* no deadline is later, but for a poll that waits */
};

G_DEFINE_FINAL_TYPE (BrikPortalClient, brik_portal_client, G_TYPE_OBJECT)

/* One request on its way; owned by its task. */
typedef struct
{
  char *method;
  char *target;
  char *portal;
  GBytes *body;
  gsize max_answer;
  gboolean looks_up;
  GCancellable *cancellable; /* cancelled by the caller's own and by the deadline */
  GCancellable *outer;
  gulong outer_handler;
  guint deadline;
  gboolean too_late;
  gboolean second_try;
  gint64 refused_us; /* the portal's time, by its refusal */
  BrikExchangeTimes times;
  guint retry_after_s;
} Exchange;

static void
exchange_free (Exchange *exchange)
{
  g_free (exchange->method);
  g_free (exchange->target);
  g_free (exchange->portal);
  g_clear_pointer (&exchange->body, g_bytes_unref);
  if (exchange->outer != NULL)
    g_cancellable_disconnect (exchange->outer, exchange->outer_handler);
  g_clear_object (&exchange->outer);
  g_clear_object (&exchange->cancellable);
  g_clear_handle_id (&exchange->deadline, g_source_remove);
  g_free (exchange);
}

static gboolean
on_exchange_deadline (gpointer user_data)
{
  Exchange *exchange = user_data;

  exchange->deadline = 0;
  exchange->too_late = TRUE;
  g_cancellable_cancel (exchange->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_outer_cancelled (GCancellable *outer, gpointer inner)
{
  g_cancellable_cancel (inner);
}

static Exchange *
exchange_new (const BrikPortalRequest *request, guint longest_ms, GCancellable *cancellable)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->method = g_strdup (request->method);
  exchange->target = g_strdup (request->target);
  exchange->portal = g_strdup (request->portal);
  exchange->body = request->body != NULL ? g_bytes_new (request->body, strlen (request->body)) : NULL;
  exchange->max_answer = request->max_answer;
  exchange->looks_up = request->looks_up;
  exchange->cancellable = g_cancellable_new ();
  exchange->deadline =
    g_timeout_add (request->waits ? request->deadline_ms : MIN (request->deadline_ms, longest_ms),
                   on_exchange_deadline, exchange);
  if (cancellable != NULL)
    {
      exchange->outer = g_object_ref (cancellable);
      exchange->outer_handler =
        g_cancellable_connect (cancellable, G_CALLBACK (on_outer_cancelled), exchange->cancellable, NULL);
    }
  return exchange;
}

static GError *
error_of_failure (const Exchange *exchange, const GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !exchange->too_late)
    return g_error_copy (cause);
  if (cause->domain == BRIK_SYNC_ERROR)
    return g_error_copy (cause);
  g_debug ("%s %s: %s", exchange->method, exchange->target, cause->message);
  return brik_portal_fault_of_failure (cause);
}

static GError *
error_of_status (const Exchange *exchange, guint status)
{
  g_debug ("%s %s: status %u", exchange->method, exchange->target, status);
  if (exchange->portal != NULL)
    return brik_portal_fault_of_enrolment (status);
  return exchange->looks_up ? brik_portal_fault_of_look_up (status) : brik_portal_fault_of_status (status);
}

static void send_exchange (GTask *task);

/* A 401 tells the portal's time: where the clocks differ that was the reason, and it is tried once more with
 * that time. Anybody can say no; only what is answered to the second try is believed. */
static gboolean
is_about_time (Exchange *exchange, const BrikAnswer *refusal)
{
  gsize size;
  const char *text = g_bytes_get_data (refusal->body, &size);
  g_autoptr (JsonObject) object = brik_json_parse_object (text, (gssize) size, BRIK_LIMIT_SMALL_ANSWER, NULL);

  return object != NULL && brik_json_get_int (object, "time", 0, G_MAXINT64, &exchange->refused_us, NULL) &&
         ABS (exchange->refused_us - exchange->times.signed_us) > SMALL_SKEW_US;
}

static void
end_exchange (GTask *task, const BrikAnswer *answer)
{
  BrikPortalClient *client = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);

  exchange->times.answered_us =
    CLAMP (answer->answered_us, exchange->times.asked_us, brik_clock_steady (client->clock));
  if (answer->status >= 200 && answer->status < 300)
    {
      g_task_return_pointer (task, g_bytes_ref (answer->body), (GDestroyNotify) g_bytes_unref);
      return;
    }
  if (answer->status == STATUS_UNAUTHORIZED && !exchange->second_try && is_about_time (exchange, answer))
    {
      exchange->second_try = TRUE;
      send_exchange (task);
      return;
    }
  exchange->retry_after_s = answer->retry_after_s;
  g_task_return_error (task, error_of_status (exchange, answer->status));
}

static void
on_transport_send_ready (GObject *transport, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikAnswer) answer = brik_transport_send_finish (BRIK_TRANSPORT (transport), result, &error);

  if (answer != NULL)
    {
      end_exchange (task, answer);
      return;
    }
  g_task_return_error (task, error_of_failure (exchange, error));
  /* The rest of an answer that is too long is not waited for. */
  g_cancellable_cancel (exchange->cancellable);
}

static gint64
time_to_sign (BrikPortalClient *client, const Exchange *exchange)
{
  if (!exchange->second_try)
    return brik_clock_now (client->clock);

  return exchange->refused_us + brik_clock_steady (client->clock) - exchange->times.answered_us;
}

/* (transfer full): the signature in hex. */
static char *
sign (BrikPortalClient *client, Exchange *exchange)
{
  gsize size = 0;
  gconstpointer body = exchange->body != NULL ? g_bytes_get_data (exchange->body, &size) : NULL;
  BrikSignature signature;

  exchange->times.signed_us = time_to_sign (client, exchange);
  brik_request_sign (exchange->method, exchange->target, brik_ledger_get_till (client->ledger),
                     exchange->times.signed_us, body, size, brik_ledger_get_secret_key (client->ledger),
                     &signature);
  return brik_bytes_to_hex (signature.bytes, BRIK_SIGNATURE_SIZE);
}

static void
send_exchange (GTask *task)
{
  BrikPortalClient *client = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  gboolean enrolling = exchange->portal != NULL;
  g_autofree char *signature = enrolling ? NULL : sign (client, exchange);
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, exchange->times.signed_us);
  BrikMessage message = {
    .method = exchange->method,
    .portal = enrolling ? exchange->portal : brik_ledger_get_portal (client->ledger),
    .target = exchange->target,
    .body = exchange->body,
    .till = enrolling ? NULL : brik_ledger_get_till (client->ledger),
    .time = time,
    .signature = signature,
    .max_answer = exchange->max_answer,
  };

  exchange->times.asked_us = brik_clock_steady (client->clock);
  brik_transport_send_async (client->transport, &message, exchange->cancellable, on_transport_send_ready,
                             g_object_ref (task));
}

void
brik_portal_client_send_async (BrikPortalClient *client,
                               const BrikPortalRequest *request,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);

  g_task_set_task_data (task, exchange_new (request, client->longest_ms, cancellable),
                        (GDestroyNotify) exchange_free);
  if (request->portal == NULL && !brik_ledger_is_enrolled (client->ledger))
    {
      g_task_return_new_error (task, BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_REFUSED, "%s",
                               _ ("This till is not enrolled at a portal."));
      return;
    }
  send_exchange (task);
}

GBytes *
brik_portal_client_send_finish (BrikPortalClient *client,
                                GAsyncResult *result,
                                BrikExchangeTimes *times,
                                GError **error)
{
  Exchange *exchange = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  if (times != NULL)
    *times = exchange->times;
  return g_task_propagate_pointer (G_TASK (result), error);
}

guint
brik_portal_client_get_retry_after (GAsyncResult *result)
{
  return ((Exchange *) g_task_get_task_data (G_TASK (result)))->retry_after_s;
}

void
brik_portal_client_learn_time (BrikPortalClient *client, gint64 portal_us, const BrikExchangeTimes *times)
{
  gint64 most_us = BRIK_LIMIT_CLOCK_SKEW_S * G_USEC_PER_SEC + (times->answered_us - times->asked_us);

  if (times->signed_us != 0 && ABS (portal_us - times->signed_us) > most_us)
    g_message ("an answer with another time than its request is not believed");
  else if (!brik_clock_learn (client->clock, portal_us, times->asked_us, times->answered_us))
    g_message ("the portal tells a time that cannot be");
}

void
brik_portal_client_set_longest (BrikPortalClient *client, guint longest_ms)
{
  client->longest_ms = longest_ms;
}

BrikPortalClient *
brik_portal_client_new (BrikLedger *ledger, BrikClock *clock, BrikTransport *transport)
{
  BrikPortalClient *client = g_object_new (BRIK_TYPE_PORTAL_CLIENT, NULL);

  client->ledger = g_object_ref (ledger);
  client->clock = g_object_ref (clock);
  client->transport = g_object_ref (transport);
  return client;
}

static void
brik_portal_client_dispose (GObject *object)
{
  BrikPortalClient *client = BRIK_PORTAL_CLIENT (object);

  g_clear_object (&client->transport);
  g_clear_object (&client->clock);
  g_clear_object (&client->ledger);
  G_OBJECT_CLASS (brik_portal_client_parent_class)->dispose (object);
}

static void
brik_portal_client_class_init (BrikPortalClientClass *class)
{
  G_OBJECT_CLASS (class)->dispose = brik_portal_client_dispose;
}

static void
brik_portal_client_init (BrikPortalClient *client)
{
  client->longest_ms = G_MAXUINT;
}
