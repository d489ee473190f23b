/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-portal-client.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>

#include "sync/brik-portal-fault.h"
#include "sync/brik-sync.h"
#include "wire/brik-json.h"
#include "wire/brik-request.h"

/* A long poll, a push, two photos and a look-up at a time, and no waiting for one another. */
#define MAX_CONNECTIONS 8
#define CHUNK_SIZE (32 * 1024)
#define MAX_ERROR_ANSWER (16 * 1024)
/* A clock closer than this is not what a 401 is about. */
#define SMALL_SKEW_US (G_TIME_SPAN_SECOND)

struct _BrikPortalClient
{
  GObject parent_instance;

  BrikLedger *ledger;
  BrikClock *clock;
  SoupSession *session;
  gint64 offset_us; /* the portal's clock less the machine's */
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
  GCancellable *cancellable; /* cancelled by the caller's own and by the deadline */
  GCancellable *outer;
  gulong outer_handler;
  guint deadline;
  gboolean too_late;
  gboolean second_try;
  gint64 signed_us;
  gint64 answered_us;
  SoupMessage *message;
  GInputStream *stream;
  GByteArray *answer;
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
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stream);
  g_clear_pointer (&exchange->answer, g_byte_array_unref);
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
  g_debug ("%s %s: %s", exchange->method, exchange->target, cause->message);
  return brik_portal_fault_of_failure (cause);
}

static GError *
error_of_status (const Exchange *exchange, guint status)
{
  g_debug ("%s %s: status %u", exchange->method, exchange->target, status);
  return exchange->portal != NULL ? brik_portal_fault_of_enrolment (status)
                                  : brik_portal_fault_of_status (status);
}

static void send_exchange (GTask *task);

/* A 401 tells the portal's time: where the clocks differ that was the reason, and it is tried once more. */
static gboolean
learn_from_refusal (BrikPortalClient *client, Exchange *exchange)
{
  g_autoptr (JsonObject) object = brik_json_parse_object ((const char *) exchange->answer->data,
                                                          exchange->answer->len, MAX_ERROR_ANSWER, NULL);
  gint64 portal_us = 0;

  if (object == NULL || !brik_json_get_int (object, "time", 0, G_MAXINT64, &portal_us, NULL))
    return FALSE;
  brik_portal_client_learn_time (client, portal_us, exchange->answered_us);
  return ABS (exchange->answered_us + client->offset_us - exchange->signed_us) > SMALL_SKEW_US;
}

/* A head that is cut off after a line reads like a whole one, of an answer without a length, that goes on
 * until the connection ends. Ours have one. */
static gboolean
is_cut_off (SoupMessage *message)
{
  return soup_message_get_http_version (message) <= SOUP_HTTP_1_1 &&
         soup_message_headers_get_encoding (soup_message_get_response_headers (message)) == SOUP_ENCODING_EOF;
}

static void
end_exchange (GTask *task)
{
  BrikPortalClient *client = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  guint status = soup_message_get_status (exchange->message);

  if (is_cut_off (exchange->message))
    {
      g_autoptr (GError) cut_off =
        g_error_new_literal (G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "the answer's head is cut off");

      g_task_return_error (task, error_of_failure (exchange, cut_off));
      return;
    }
  if (SOUP_STATUS_IS_SUCCESSFUL (status))
    {
      g_task_return_pointer (task, g_byte_array_free_to_bytes (g_steal_pointer (&exchange->answer)),
                             (GDestroyNotify) g_bytes_unref);
      return;
    }
  if (status == SOUP_STATUS_UNAUTHORIZED && learn_from_refusal (client, exchange) && !exchange->second_try)
    {
      exchange->second_try = TRUE;
      send_exchange (task);
      return;
    }
  g_task_return_error (task, error_of_status (exchange, status));
}

static void read_on (GTask *task);

static void
on_stream_read_ready (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (stream), result, &error);
  gsize max_answer = SOUP_STATUS_IS_SUCCESSFUL (soup_message_get_status (exchange->message))
                       ? exchange->max_answer
                       : MAX_ERROR_ANSWER;

  if (chunk == NULL)
    g_task_return_error (task, error_of_failure (exchange, error));
  else if (g_bytes_get_size (chunk) == 0)
    end_exchange (task);
  else if (exchange->answer->len + g_bytes_get_size (chunk) > max_answer)
    {
      error =
        g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "longer than %" G_GSIZE_FORMAT " bytes", max_answer);
      g_cancellable_cancel (exchange->cancellable);
      g_task_return_error (task, brik_portal_fault_of_answer (error));
    }
  else
    {
      g_byte_array_append (exchange->answer, g_bytes_get_data (chunk, NULL),
                           (guint) g_bytes_get_size (chunk));
      read_on (task);
    }
}

static void
read_on (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (exchange->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT, exchange->cancellable,
                                   on_stream_read_ready, g_object_ref (task));
}

static void
on_session_send_ready (GObject *session, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrikPortalClient *client = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (session), result, &error);
  exchange->answered_us = brik_clock_raw (client->clock);
  if (exchange->stream == NULL)
    g_task_return_error (task, error_of_failure (exchange, error));
  else
    read_on (task);
}

static void
sign (BrikPortalClient *client, Exchange *exchange)
{
  SoupMessageHeaders *headers = soup_message_get_request_headers (exchange->message);
  const char *till = brik_ledger_get_till (client->ledger);
  gsize size = 0;
  gconstpointer body = exchange->body != NULL ? g_bytes_get_data (exchange->body, &size) : NULL;
  g_autofree char *time = NULL;
  g_autofree char *hex = NULL;
  BrikSignature signature;

  exchange->signed_us = brik_clock_raw (client->clock) + client->offset_us;
  time = g_strdup_printf ("%" G_GINT64_FORMAT, exchange->signed_us);
  brik_request_sign (exchange->method, exchange->target, till, exchange->signed_us, body, size,
                     brik_ledger_get_secret_key (client->ledger), &signature);
  hex = brik_bytes_to_hex (signature.bytes, BRIK_SIGNATURE_SIZE);
  soup_message_headers_replace (headers, BRIK_HEADER_TILL, till);
  soup_message_headers_replace (headers, BRIK_HEADER_TIME, time);
  soup_message_headers_replace (headers, BRIK_HEADER_SIGNATURE, hex);
}

static void
send_exchange (GTask *task)
{
  BrikPortalClient *client = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  gboolean enrolling = exchange->portal != NULL;
  g_autofree char *uri = g_strconcat (enrolling ? exchange->portal : brik_ledger_get_portal (client->ledger),
                                      exchange->target, NULL);

  g_clear_object (&exchange->stream);
  g_clear_object (&exchange->message);
  g_clear_pointer (&exchange->answer, g_byte_array_unref);
  exchange->answer = g_byte_array_new ();
  exchange->message = soup_message_new (exchange->method, uri);
  /* All that a till sends may be sent twice; without saying so each POST opens a connection of its own. */
  soup_message_set_flags (exchange->message, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  if (exchange->body != NULL)
    soup_message_set_request_body_from_bytes (exchange->message, "application/json", exchange->body);
  if (!enrolling)
    sign (client, exchange);
  soup_session_send_async (client->session, exchange->message, G_PRIORITY_DEFAULT, exchange->cancellable,
                           on_session_send_ready, g_object_ref (task));
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
                                gint64 *answered_us,
                                GError **error)
{
  Exchange *exchange = g_task_get_task_data (G_TASK (result));

  g_return_val_if_fail (g_task_is_valid (result, client), NULL);
  if (answered_us != NULL)
    *answered_us = exchange->answered_us;
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
brik_portal_client_learn_time (BrikPortalClient *client, gint64 portal_us, gint64 answered_us)
{
  client->offset_us = portal_us - answered_us;
  brik_clock_set_offset (client->clock, client->offset_us);
}

void
brik_portal_client_set_longest (BrikPortalClient *client, guint longest_ms)
{
  client->longest_ms = longest_ms;
}

BrikPortalClient *
brik_portal_client_new (BrikLedger *ledger, BrikClock *clock)
{
  BrikPortalClient *client = g_object_new (BRIK_TYPE_PORTAL_CLIENT, NULL);

  client->ledger = g_object_ref (ledger);
  client->clock = g_object_ref (clock);
  return client;
}

static void
brik_portal_client_dispose (GObject *object)
{
  BrikPortalClient *client = BRIK_PORTAL_CLIENT (object);

  if (client->session != NULL)
    soup_session_abort (client->session);
  g_clear_object (&client->session);
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
  client->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS, "max-conns-per-host",
                                                   MAX_CONNECTIONS, "user-agent", "brik-till", NULL);
}
