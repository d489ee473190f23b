/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-soup-transport.h"

#include <libsoup/soup.h>

#include "core/brik-limits.h"
#include "sync/brik-portal-fault.h"
#include "wire/brik-request.h"

/* A long poll, a push, two photos and a look-up at a time, and no waiting for one another. */
#define MAX_CONNECTIONS 8
#define CHUNK_SIZE (32 * 1024)

struct _BrikSoupTransport
{
  GObject parent_instance;

  BrikClock *clock;
  SoupSession *session;
};

/* One message on its way; owned by its task. */
typedef struct
{
  SoupMessage *message;
  gsize max_answer;
  gint64 answered_us;
  GInputStream *stream;
  GByteArray *answer;
} Exchange;

static void
exchange_free (Exchange *exchange)
{
  g_clear_object (&exchange->message);
  g_clear_object (&exchange->stream);
  g_clear_pointer (&exchange->answer, g_byte_array_unref);
  g_free (exchange);
}

/* A head that is cut off after a line reads like a whole one, of an answer without a length, that goes on
 * until the connection ends. Ours have one. */
static gboolean
is_cut_off (SoupMessage *message)
{
  return soup_message_get_http_version (message) <= SOUP_HTTP_1_1 &&
         soup_message_headers_get_encoding (soup_message_get_response_headers (message)) == SOUP_ENCODING_EOF;
}

static guint
read_retry_after (SoupMessage *message)
{
  const char *text =
    soup_message_headers_get_one (soup_message_get_response_headers (message), "Retry-After");
  guint64 seconds = 0;

  if (text == NULL || !g_ascii_string_to_unsigned (text, 10, 0, G_MAXUINT64, &seconds, NULL))
    return 0;
  return (guint) MIN (seconds, BRIK_LIMIT_RETRY_AFTER_S);
}

static void
end_exchange (GTask *task)
{
  Exchange *exchange = g_task_get_task_data (task);
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&exchange->answer));
  BrikAnswer *answer;

  if (is_cut_off (exchange->message))
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT, "the answer's head is cut off");
      return;
    }
  answer = brik_answer_new (soup_message_get_status (exchange->message), body, exchange->answered_us);
  answer->retry_after_s = read_retry_after (exchange->message);
  g_task_return_pointer (task, answer, (GDestroyNotify) brik_answer_free);
}

static void
end_too_long (GTask *task, gsize max_answer)
{
  g_autoptr (GError) cause =
    g_error_new (G_IO_ERROR, G_IO_ERROR_NO_SPACE, "longer than %" G_GSIZE_FORMAT " bytes", max_answer);

  g_task_return_error (task, brik_portal_fault_of_answer (cause));
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
                       : BRIK_LIMIT_SMALL_ANSWER;

  if (chunk == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else if (g_bytes_get_size (chunk) == 0)
    end_exchange (task);
  else if (exchange->answer->len + g_bytes_get_size (chunk) > max_answer)
    end_too_long (task, max_answer);
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

  g_input_stream_read_bytes_async (exchange->stream, CHUNK_SIZE, G_PRIORITY_DEFAULT,
                                   g_task_get_cancellable (task), on_stream_read_ready, g_object_ref (task));
}

static void
on_session_send_ready (GObject *session, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrikSoupTransport *transport = g_task_get_source_object (task);
  Exchange *exchange = g_task_get_task_data (task);
  GError *error = NULL;

  exchange->stream = soup_session_send_finish (SOUP_SESSION (session), result, &error);
  exchange->answered_us = brik_clock_steady (transport->clock);
  if (exchange->stream == NULL)
    g_task_return_error (task, error);
  else
    read_on (task);
}

/* TLS holds a certificate to the machine's clock. Where that is wrong by days the till knows better, but only
 * which time it is at the least: a certificate that ends later than that is as good as one can tell. Without
 * this a till with a dead clock would never hear the time from its portal. */
static gboolean
on_message_accept_certificate (SoupMessage *message,
                               GTlsCertificate *certificate,
                               GTlsCertificateFlags errors,
                               BrikSoupTransport *self)
{
  const GTlsCertificateFlags of_time = G_TLS_CERTIFICATE_NOT_ACTIVATED | G_TLS_CERTIFICATE_EXPIRED;
  gint64 known_us = brik_clock_now (self->clock);
  g_autoptr (GDateTime) known = g_date_time_new_from_unix_utc (known_us / G_USEC_PER_SEC);
  g_autoptr (GDateTime) end = g_tls_certificate_get_not_valid_after (certificate);

  return (errors & ~of_time) == 0 && known_us >= BRIK_CLOCK_OLDEST_US &&
         ABS (known_us - brik_clock_raw (self->clock)) > BRIK_CLOCK_STEP_US && known != NULL && end != NULL &&
         g_date_time_compare (known, end) < 0;
}

static SoupMessage *
make_message (const BrikMessage *message)
{
  g_autofree char *uri = g_strconcat (message->portal, message->target, NULL);
  SoupMessage *made = soup_message_new (message->method, uri);
  SoupMessageHeaders *headers = soup_message_get_request_headers (made);

  /* All that a till sends may be sent twice; without saying so each POST opens a connection of its own. */
  soup_message_set_flags (made, SOUP_MESSAGE_NO_REDIRECT | SOUP_MESSAGE_IDEMPOTENT);
  if (message->body != NULL)
    soup_message_set_request_body_from_bytes (made, "application/json", message->body);
  if (message->till != NULL)
    {
      soup_message_headers_replace (headers, BRIK_HEADER_TILL, message->till);
      soup_message_headers_replace (headers, BRIK_HEADER_TIME, message->time);
      soup_message_headers_replace (headers, BRIK_HEADER_SIGNATURE, message->signature);
    }
  return made;
}

static void
send_async (BrikTransport *transport,
            const BrikMessage *message,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  BrikSoupTransport *self = BRIK_SOUP_TRANSPORT (transport);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->message = make_message (message);
  g_signal_connect_object (exchange->message, "accept-certificate",
                           G_CALLBACK (on_message_accept_certificate), self, 0);
  exchange->max_answer = message->max_answer;
  exchange->answer = g_byte_array_new ();
  g_task_set_task_data (task, exchange, (GDestroyNotify) exchange_free);
  soup_session_send_async (self->session, exchange->message, G_PRIORITY_DEFAULT, cancellable,
                           on_session_send_ready, g_object_ref (task));
}

static BrikAnswer *
send_finish (BrikTransport *transport, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, transport), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
transport_iface_init (BrikTransportInterface *interface)
{
  interface->send_async = send_async;
  interface->send_finish = send_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BrikSoupTransport,
                               brik_soup_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BRIK_TYPE_TRANSPORT, transport_iface_init))

BrikTransport *
brik_soup_transport_new (BrikClock *clock)
{
  BrikSoupTransport *transport = g_object_new (BRIK_TYPE_SOUP_TRANSPORT, NULL);

  transport->clock = g_object_ref (clock);
  return BRIK_TRANSPORT (transport);
}

static void
brik_soup_transport_dispose (GObject *object)
{
  BrikSoupTransport *transport = BRIK_SOUP_TRANSPORT (object);

  if (transport->session != NULL)
    soup_session_abort (transport->session);
  g_clear_object (&transport->session);
  g_clear_object (&transport->clock);
  G_OBJECT_CLASS (brik_soup_transport_parent_class)->dispose (object);
}

static void
brik_soup_transport_class_init (BrikSoupTransportClass *class)
{
  G_OBJECT_CLASS (class)->dispose = brik_soup_transport_dispose;
}

static void
brik_soup_transport_init (BrikSoupTransport *transport)
{
  transport->session = soup_session_new_with_options ("max-conns", MAX_CONNECTIONS, "max-conns-per-host",
                                                      MAX_CONNECTIONS, "user-agent", "brik-till", NULL);
}
