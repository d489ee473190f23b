/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-http-listen.h"
#include "portal/brik-http-private.h"
#include "portal/brik-http-send.h"
#include "portal/brik-http-watch.h"

#include <arpa/inet.h>
#include <microhttpd.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/brik-limits.h"

/* This file and brik-http-send.c alone know libmicrohttpd. Its one thread reads and writes connections and
 * never runs a handler: a request that is in is suspended, a worker answers it, and resuming sends the
 * answer. */

#define CROWD (BRIK_LIMIT_CONNECTIONS - 64) /* of so many, whoever asks longest makes room */
#define IDLE_TIMEOUT_S 30
#define N_WORKERS 32 /* most of them wait for the books at any time: so a group commit can be that large */
/* How often it is looked who has left, or takes too long. */
#define WATCH_INTERVAL_US (G_TIME_SPAN_SECOND / 2)
#define STOP_TIMEOUT_US (3 * G_TIME_SPAN_SECOND)

/* @parked: requests put aside, in the order they came. @n_wakes: how often brik_http_server_wake () was
 * called. */
struct _BrikHttpServer
{
  struct MHD_Daemon *daemon;
  BrikHttpWatch *watch;
  GThreadPool *workers;
  GThread *keeper;
  BrikHttpHandler handler;
  gpointer user_data;
  char *address;
  GMutex lock;
  GCond changed;
  GQueue parked;
  guint n_wakes;
  guint n_exchanges;
  gsize n_held;
  gboolean stopping;
};

/* One request and its answer. @n_wakes: as the server's when its handler was last called. */
typedef struct
{
  BrikHttpServer *server;
  struct MHD_Connection *connection;
  int fd;
  BrikHttpConnection *watched;
  BrikHttpRequest *request;
  BrikHttpResponse *response;
  gint64 park_until_us;
  guint n_wakes;
  gboolean too_big;
  gsize n_dropped;
  gsize n_held;
} Exchange;

static Exchange *
exchange_new (BrikHttpServer *server, struct MHD_Connection *connection, const char *target)
{
  Exchange *exchange = g_new0 (Exchange, 1);

  exchange->server = server;
  exchange->connection = connection;
  exchange->fd = MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
  exchange->watched =
    MHD_get_connection_info (connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT)->socket_context;
  exchange->request = brik_http_request_new (NULL, target);

  g_mutex_lock (&server->lock);
  server->n_exchanges++;
  g_mutex_unlock (&server->lock);
  return exchange;
}

/* Bytes that the exchange keeps in memory. */
static void
hold (Exchange *exchange, gsize size)
{
  BrikHttpServer *server = exchange->server;

  g_mutex_lock (&server->lock);
  server->n_held += size;
  exchange->n_held += size;
  g_mutex_unlock (&server->lock);
}

static void
exchange_free (Exchange *exchange)
{
  BrikHttpServer *server = exchange->server;
  gsize n_held = exchange->n_held;

  brik_http_request_free (exchange->request);
  g_clear_pointer (&exchange->response, brik_http_response_free);
  g_free (exchange);

  g_mutex_lock (&server->lock);
  server->n_exchanges--;
  server->n_held -= n_held;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
}

/* Parking */

/* Puts a request aside unless something happened since its handler looked; where too many wait, its time is
 * up. */
static gboolean
park (Exchange *exchange, guint seconds)
{
  BrikHttpServer *server = exchange->server;
  gboolean parked;

  exchange->park_until_us = exchange->request->arrived_us + seconds * G_TIME_SPAN_SECOND;
  g_mutex_lock (&server->lock);
  parked = !server->stopping && exchange->n_wakes == server->n_wakes;
  if (parked && server->parked.length >= BRIK_LIMIT_PARKED_REQUESTS)
    {
      parked = FALSE;
      exchange->park_until_us = g_get_monotonic_time ();
    }
  if (parked)
    {
      g_queue_push_tail (&server->parked, exchange);
      g_cond_broadcast (&server->changed);
    }
  g_mutex_unlock (&server->lock);
  return parked;
}

/* The library sees nothing of a connection that is put aside: a till whose line comes and goes would soon
 * have as many of them as one address may have. Whoever has ended theirs is answered at once, should they
 * still listen. */
static void
expire_ended (BrikHttpServer *server, gint64 now_us)
{
  g_autofree struct pollfd *fds = g_new0 (struct pollfd, server->parked.length + 1);
  guint n_fds = 0;

  for (GList *l = server->parked.head; l; l = l->next)
    fds[n_fds++] = (struct pollfd){ .fd = ((Exchange *) l->data)->fd, .events = POLLRDHUP };
  if (poll (fds, n_fds, 0) <= 0)
    return;

  n_fds = 0;
  for (GList *l = server->parked.head; l; l = l->next)
    if (fds[n_fds++].revents)
      ((Exchange *) l->data)->park_until_us = now_us;
}

/* Takes the parked request whose time is up out of the queue; else says when the next one's is. */
static Exchange *
take_expired (BrikHttpServer *server, gint64 now_us, gint64 *next_us)
{
  *next_us = now_us + WATCH_INTERVAL_US;
  for (GList *l = server->parked.head; l; l = l->next)
    {
      Exchange *exchange = l->data;

      if (exchange->park_until_us <= now_us)
        {
          g_queue_delete_link (&server->parked, l);
          return exchange;
        }
      *next_us = MIN (*next_us, exchange->park_until_us);
    }
  return NULL;
}

static gpointer
keep_parked (gpointer data)
{
  BrikHttpServer *server = data;
  gint64 watch_us = 0;

  g_mutex_lock (&server->lock);
  while (!server->stopping)
    {
      gint64 now_us = g_get_monotonic_time ();
      gint64 next_us;
      Exchange *expired;

      if (now_us >= watch_us)
        {
          expire_ended (server, now_us);
          brik_http_watch_look (server->watch);
          watch_us = now_us + WATCH_INTERVAL_US;
        }
      expired = take_expired (server, now_us, &next_us);
      if (expired)
        g_thread_pool_push (server->workers, expired, NULL);
      else
        g_cond_wait_until (&server->changed, &server->lock, next_us);
    }
  g_mutex_unlock (&server->lock);
  return NULL;
}

void
brik_http_server_wake (BrikHttpServer *server)
{
  Exchange *exchange;

  g_mutex_lock (&server->lock);
  server->n_wakes++;
  while ((exchange = g_queue_pop_head (&server->parked)))
    g_thread_pool_push (server->workers, exchange, NULL);
  g_mutex_unlock (&server->lock);
}

/* Answering, on a worker thread */

static void
answer (gpointer data, gpointer user_data)
{
  Exchange *exchange = data;
  BrikHttpServer *server = user_data;
  BrikHttpRequest *request = exchange->request;
  gboolean parked = FALSE;

  do
    {
      gint64 now_us = g_get_monotonic_time ();

      g_mutex_lock (&server->lock);
      exchange->n_wakes = server->n_wakes;
      request->is_last_try =
        server->stopping || (exchange->park_until_us > 0 && now_us >= exchange->park_until_us);
      g_mutex_unlock (&server->lock);

      g_clear_pointer (&exchange->response, brik_http_response_free);
      exchange->response = server->handler (request, server->user_data);
      if (exchange->response->park_s == 0 || request->is_last_try)
        break;
      parked = park (exchange, exchange->response->park_s);
    }
  while (!parked);

  /* Parked, the exchange is another thread's. */
  if (parked)
    return;
  hold (exchange, g_bytes_get_size (exchange->response->body));
  MHD_resume_connection (exchange->connection);
}

/* What is refused before any handler sees it. */
static enum MHD_Result
refuse (struct MHD_Connection *connection, guint status, const char *word, const char *text)
{
  g_autoptr (BrikHttpResponse) response = brik_http_response_new_error (status, word, text);

  if (status == 503)
    brik_http_response_set_header (response, "Retry-After", "2");
  /* Where what follows begins is not sure either. */
  if (status == 400)
    brik_http_response_set_header (response, "Connection", "close");
  g_message ("refused a request: %u %s", status, word);
  return brik_http_send (connection, response);
}

/* Receiving, on the library's thread */

static char *
peer_of (struct MHD_Connection *connection, BrikHttpRequest *request)
{
  const union MHD_ConnectionInfo *info =
    MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
  const struct sockaddr *from = info ? info->client_addr : NULL;
  char text[INET6_ADDRSTRLEN] = "";

  if (from && from->sa_family == AF_INET)
    inet_ntop (AF_INET, &((const struct sockaddr_in *) from)->sin_addr, text, sizeof text);
  else if (from && from->sa_family == AF_INET6)
    inet_ntop (AF_INET6, &((const struct sockaddr_in6 *) from)->sin6_addr, text, sizeof text);
  if (text[0])
    return g_strdup (text);

  /* Only nginx reaches the Unix socket, so only there the header is believed. */
  if (brik_http_request_get_header (request, "X-Real-IP"))
    return g_strdup (brik_http_request_get_header (request, "X-Real-IP"));
  return g_strdup ("unix");
}

static enum MHD_Result
on_header (void *data, enum MHD_ValueKind kind, const char *name, const char *value)
{
  brik_http_request_take_header (data, name, value);
  return MHD_YES;
}

static enum MHD_Result
begin (Exchange *exchange, const char *method)
{
  BrikHttpRequest *request = exchange->request;
  const char *length;

  request->method = g_strdup (method);
  MHD_get_connection_values (exchange->connection, MHD_HEADER_KIND, on_header, request);
  request->peer = peer_of (exchange->connection, request);

  brik_http_watch_enter (exchange->server->watch, exchange->watched, BRIK_HTTP_PHASE_SENDING);
  if (!brik_http_request_is_clear (request))
    return refuse (exchange->connection, 400, "unreadable",
                   "The request can be read in more than one way, or in none.");
  length = brik_http_request_get_header (request, "Content-Length");
  if (length && g_ascii_strtoull (length, NULL, 10) > BRIK_LIMIT_DROPPED_BODY)
    return refuse (exchange->connection, 413, "too-big", "The request is too big. Send it in smaller parts.");
  return MHD_YES;
}

static enum MHD_Result
receive (Exchange *exchange, const char *data, gsize *size)
{
  GByteArray *received = exchange->request->received;

  /* Read to its end and dropped, so that the peer hears why; one that goes on and on loses its connection. */
  if (received->len + *size > BRIK_LIMIT_REQUEST_BODY)
    {
      exchange->too_big = TRUE;
      exchange->n_dropped += *size;
      if (exchange->n_dropped > BRIK_LIMIT_DROPPED_BODY)
        return MHD_NO;
    }
  else
    {
      g_byte_array_append (received, (const guint8 *) data, (guint) *size);
      hold (exchange, *size);
    }

  *size = 0;
  return MHD_YES;
}

static enum MHD_Result
hand_over (Exchange *exchange)
{
  BrikHttpServer *server = exchange->server;
  gboolean full;

  if (exchange->too_big)
    return refuse (exchange->connection, 413, "too-big", "The request is too big. Send it in smaller parts.");
  if (!brik_http_request_read_target (exchange->request))
    return refuse (exchange->connection, 400, "unreadable", "The address is not one the portal can read.");

  g_mutex_lock (&server->lock);
  full = server->stopping || server->n_held > BRIK_LIMIT_HELD_BYTES;
  g_mutex_unlock (&server->lock);
  if (full || g_thread_pool_unprocessed (server->workers) >= BRIK_LIMIT_QUEUED_REQUESTS)
    return refuse (exchange->connection, 503, "busy", "The portal is busy. Try again in a moment.");

  exchange->request->arrived_us = g_get_monotonic_time ();
  brik_http_watch_enter (server->watch, exchange->watched, BRIK_HTTP_PHASE_WAITING);
  MHD_suspend_connection (exchange->connection);
  g_thread_pool_push (server->workers, exchange, NULL);
  return MHD_YES;
}

static void *
on_uri (void *data, const char *uri, struct MHD_Connection *connection)
{
  return exchange_new (data, connection, uri);
}

/* Called when the headers are in, for each piece of the body, when all is in, and after resuming. */
static enum MHD_Result
on_access (void *data,
           struct MHD_Connection *connection,
           const char *url,
           const char *method,
           const char *version,
           const char *upload_data,
           size_t *upload_data_size,
           void **connection_data)
{
  Exchange *exchange = *connection_data;

  if (exchange->response)
    {
      brik_http_watch_enter (exchange->server->watch, exchange->watched, BRIK_HTTP_PHASE_HEARING);
      return brik_http_send (connection, exchange->response);
    }
  if (!exchange->request->method)
    return begin (exchange, method);
  if (*upload_data_size > 0)
    return receive (exchange, upload_data, upload_data_size);
  return hand_over (exchange);
}

static void
on_completed (void *data,
              struct MHD_Connection *connection,
              void **connection_data,
              enum MHD_RequestTerminationCode how)
{
  Exchange *exchange = *connection_data;

  if (exchange)
    brik_http_watch_enter (exchange->server->watch, exchange->watched, BRIK_HTTP_PHASE_ASKING);
  g_clear_pointer ((Exchange **) connection_data, exchange_free);
}

/* Called before anything comes over a connection, and before it is closed. */
static void
on_connection (void *data,
               struct MHD_Connection *connection,
               void **socket_context,
               enum MHD_ConnectionNotificationCode what)
{
  BrikHttpServer *server = data;

  if (what == MHD_CONNECTION_NOTIFY_STARTED)
    *socket_context = brik_http_watch_add (
      server->watch, MHD_get_connection_info (connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd);
  else
    brik_http_watch_remove (server->watch, *socket_context);
}

G_GNUC_PRINTF (2, 0)
static void
on_log (void *data, const char *format, va_list values)
{
  g_autofree char *text = g_strdup_vprintf (format, values);

  g_debug ("%s", g_strchomp (text));
}

/* The server */

static void
server_free (BrikHttpServer *server)
{
  if (server->workers)
    g_thread_pool_free (server->workers, FALSE, TRUE);
  brik_http_watch_free (server->watch);
  g_free (server->address);
  g_mutex_clear (&server->lock);
  g_cond_clear (&server->changed);
  g_free (server);
}

static struct MHD_Daemon *
start_daemon (BrikHttpServer *server, int listen_fd)
{
  return MHD_start_daemon (
    MHD_USE_EPOLL_INTERNAL_THREAD | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ITC | MHD_USE_ERROR_LOG, 0, NULL, NULL,
    on_access, server, MHD_OPTION_EXTERNAL_LOGGER, on_log, server, MHD_OPTION_LISTEN_SOCKET, listen_fd,
    MHD_OPTION_URI_LOG_CALLBACK, on_uri, server, MHD_OPTION_NOTIFY_COMPLETED, on_completed, server,
    MHD_OPTION_NOTIFY_CONNECTION, on_connection, server, MHD_OPTION_CONNECTION_LIMIT,
    (unsigned int) BRIK_LIMIT_CONNECTIONS, MHD_OPTION_PER_IP_CONNECTION_LIMIT,
    (unsigned int) BRIK_LIMIT_CONNECTIONS_PER_ADDRESS, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
    (size_t) BRIK_LIMIT_REQUEST_HEAD, MHD_OPTION_CONNECTION_TIMEOUT, (unsigned int) IDLE_TIMEOUT_S,
    MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_END);
}

BrikHttpServer *
brik_http_server_start (const char *listen, BrikHttpHandler handler, gpointer user_data, GError **error)
{
  g_autofree char *address = NULL;
  g_autoptr (GSocket) socket = brik_http_listen (listen, &address, error);
  BrikHttpServer *server;
  int fd;

  if (!socket)
    return NULL;

  server = g_new0 (BrikHttpServer, 1);
  g_mutex_init (&server->lock);
  g_cond_init (&server->changed);
  server->handler = handler;
  server->user_data = user_data;
  server->address = g_steal_pointer (&address);
  server->watch = brik_http_watch_new (CROWD);
  server->workers = g_thread_pool_new (answer, server, N_WORKERS, FALSE, NULL);

  /* The daemon closes what it is given. */
  fd = dup (g_socket_get_fd (socket));
  server->daemon = start_daemon (server, fd);
  if (!server->daemon)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "cannot start the server on %s", server->address);
      close (fd);
      server_free (server);
      return NULL;
    }

  server->keeper = g_thread_new ("brik-http-parked", keep_parked, server);
  return server;
}

const char *
brik_http_server_get_address (BrikHttpServer *server)
{
  return server->address;
}

/* Waits until what is under way has been answered, but not for a peer that does not read. */
static void
drain (BrikHttpServer *server)
{
  gint64 until_us = g_get_monotonic_time () + STOP_TIMEOUT_US;

  g_mutex_lock (&server->lock);
  while (server->n_exchanges > 0 && g_cond_wait_until (&server->changed, &server->lock, until_us))
    continue;
  g_mutex_unlock (&server->lock);
}

void
brik_http_server_stop (BrikHttpServer *server)
{
  int listen_fd = MHD_quiesce_daemon (server->daemon);

  g_mutex_lock (&server->lock);
  server->stopping = TRUE;
  g_cond_broadcast (&server->changed);
  g_mutex_unlock (&server->lock);
  g_thread_join (server->keeper);

  brik_http_server_wake (server);
  drain (server);
  /* No connection may be suspended when the daemon stops: the workers first. */
  g_thread_pool_free (g_steal_pointer (&server->workers), FALSE, TRUE);
  MHD_stop_daemon (server->daemon);
  close (listen_fd);
  server_free (server);
}
