/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>

#include "core/brik-limits.h"
#include "portal/brik-http.h"
#include "portal/brik-router.h"

/* What the handler saw, and a server on an ephemeral port. */
typedef struct
{
  BrikHttpServer *server;
  GMutex lock;
  GCond changed;
  guint n_running;
  guint n_parked;
  gboolean hold;
} Fixture;

static BrikHttpResponse *
echo (BrikHttpRequest *request)
{
  const char *name = brik_http_request_get_query (request, "name");
  const char *cookie = brik_http_request_get_cookie (request, "b");
  const char *field = brik_http_request_get_form (request, "field");
  const char *header = brik_http_request_get_header (request, "x-own");
  g_autofree char *text = g_strdup_printf (
    "%s|%s|%s|%s|%s|%s|%s|%s|%" G_GSIZE_FORMAT, brik_http_request_get_method (request),
    brik_http_request_get_target (request), brik_http_request_get_path (request),
    brik_http_request_get_peer (request), name ? name : "-", cookie ? cookie : "-", field ? field : "-",
    header ? header : "-", g_bytes_get_size (brik_http_request_get_body (request)));

  return brik_http_response_new_text (200, "text/plain", text);
}

/* Holds the worker until the test lets it go. */
static void
hold (Fixture *fixture)
{
  g_mutex_lock (&fixture->lock);
  fixture->n_running++;
  g_cond_broadcast (&fixture->changed);
  while (fixture->hold)
    g_cond_wait (&fixture->changed, &fixture->lock);
  fixture->n_running--;
  g_mutex_unlock (&fixture->lock);
}

static void
count_parked (Fixture *fixture)
{
  g_mutex_lock (&fixture->lock);
  fixture->n_parked++;
  g_cond_broadcast (&fixture->changed);
  g_mutex_unlock (&fixture->lock);
}

static BrikHttpResponse *
on_request (BrikHttpRequest *request, gpointer data)
{
  Fixture *fixture = data;
  const char *path = brik_http_request_get_path (request);

  if (g_str_equal (path, "/hold"))
    hold (fixture);
  if (g_str_equal (path, "/park") && !brik_http_request_is_last_try (request))
    {
      count_parked (fixture);
      return brik_http_response_new_parked (1);
    }
  if (g_str_equal (path, "/park/long") && !brik_http_request_is_last_try (request))
    return brik_http_response_new_parked (20);
  return echo (request);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_mutex_init (&fixture->lock);
  g_cond_init (&fixture->changed);
  fixture->server = brik_http_server_start ("127.0.0.1:0", on_request, fixture, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->server, brik_http_server_stop);
  g_mutex_clear (&fixture->lock);
  g_cond_clear (&fixture->changed);
}

static GSocketConnection *
connect_to (BrikHttpServer *server)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  const char *address = brik_http_server_get_address (server);
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  if (g_str_has_prefix (address, "unix:"))
    {
      g_autoptr (GSocketAddress) where = g_unix_socket_address_new (address + strlen ("unix:"));

      connection = g_socket_client_connect (client, G_SOCKET_CONNECTABLE (where), NULL, &error);
    }
  else
    {
      connection = g_socket_client_connect_to_host (client, address + strlen ("http://"), 80, NULL, &error);
    }
  g_assert_no_error (error);
  return connection;
}

static void
say (GSocketConnection *connection, const char *text)
{
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), text, strlen (text),
                             NULL, NULL, NULL);
}

/* All that comes until the peer closes. */
static char *
hear (GSocketConnection *connection)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
exchange (BrikHttpServer *server, const char *request)
{
  g_autoptr (GSocketConnection) connection = connect_to (server);

  say (connection, request);
  return hear (connection);
}

#define END " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

static void
assert_status (const char *answer, guint status)
{
  g_autofree char *start = g_strdup_printf ("HTTP/1.1 %u ", status);

  g_assert_cmpstr (answer, !=, "");
  g_assert_true (g_str_has_prefix (answer, start));
}

static void
test_request (Fixture *fixture, gconstpointer data)
{
  g_autofree char *get =
    exchange (fixture->server, "GET /a%20b/c?name=%C3%A6+%26 HTTP/1.1\r\nHost: x\r\nX-Own: yes\r\n"
                               "Cookie: a=1; b=two; c=3\r\nConnection: close\r\n\r\n");
  g_autofree char *post =
    exchange (fixture->server, "POST /form HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 13\r\n"
                               "Content-Type: application/x-www-form-urlencoded\r\n\r\nfield=1%2B1+2");
  g_autofree char *head = exchange (fixture->server, "HEAD /" END);

  assert_status (get, 200);
  g_assert_nonnull (strstr (get, "\r\n\r\nGET|/a%20b/c?name=%C3%A6+%26|/a b/c|127.0.0.1|æ &|two|-|yes|0"));
  g_assert_nonnull (strstr (post, "|1+1 2|-|13"));
  assert_status (head, 200);
  g_assert_true (g_str_has_suffix (head, "\r\n\r\n"));
}

static void
test_headers (Fixture *fixture, gconstpointer data)
{
  static const char *const wanted[] = { "\r\nX-Content-Type-Options: nosniff\r\n",
                                        "\r\nCache-Control: no-store\r\n", "\r\nX-Frame-Options: DENY\r\n",
                                        "\r\nReferrer-Policy: same-origin\r\n",
                                        "\r\nContent-Security-Policy: default-src 'none';" };
  g_autofree char *answer = exchange (fixture->server, "GET /" END);

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_nonnull (strstr (answer, wanted[i]));
}

#define TWICE "POST / HTTP/1.1\r\nConnection: close\r\nHost: x\r\n"

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_header = g_strnfill (40000, 'a');
  g_autofree char *large = g_strdup_printf ("GET / HTTP/1.1\r\nHost: x\r\nX: %s\r\n\r\n", long_header);
  const struct
  {
    const char *request;
    guint status;
  } cases[] = {
    { "GET /a%2Fb" END, 400 },
    { "GET /a%00b" END, 400 },
    { "GET /%FF" END, 400 },
    { "\xff /" END, 400 },
    { "get /" END, 400 },
    { "GET / HTTP/1.1\r\nConnection: close\r\n\r\n", 400 },
    { "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: nonsense\r\n\r\n", 400 },
    { TWICE "Host: y\r\n\r\n", 400 },
    { TWICE "Content-Length: 4\r\nContent-Length: 40\r\n\r\nabcd", 400 },
    { TWICE "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400 },
    { TWICE "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n", 400 },
    { TWICE "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400 },
    { TWICE "Brik-Till: a\r\nbrik-till: b\r\n\r\n", 400 },
    { large, 431 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *answer = exchange (fixture->server, cases[i].request);
      g_autofree char *shown = g_strescape (cases[i].request, NULL);

      g_test_message ("%.60s", shown);
      assert_status (answer, cases[i].status);
    }
}

static void
test_body (Fixture *fixture, gconstpointer data)
{
  const struct
  {
    gsize size;
    guint status;
  } cases[] = { { BRIK_LIMIT_REQUEST_BODY, 200 },
                { BRIK_LIMIT_REQUEST_BODY + 1, 413 },
                { (gsize) 100 * 1024 * 1024, 413 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GSocketConnection) connection = connect_to (fixture->server);
      gboolean send = cases[i].size <= 2 * BRIK_LIMIT_REQUEST_BODY;
      g_autofree char *body = send ? g_strnfill (cases[i].size, 'x') : g_strdup ("");
      g_autofree char *head = g_strdup_printf (
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
        cases[i].size);
      g_autofree char *answer = NULL;

      say (connection, head);
      say (connection, body);
      answer = hear (connection);
      assert_status (answer, cases[i].status);
    }
}

/* A body in chunks does not say how long it is: it is cut off all the same. */
static void
test_chunks (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = connect_to (fixture->server);
  g_autofree char *chunk_data = g_strnfill (0x10000, 'x');
  g_autofree char *chunk = g_strdup_printf ("10000\r\n%s\r\n", chunk_data);
  g_autofree char *answer = NULL;

  say (connection, "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
  for (guint i = 0; i < 6; i++)
    say (connection, chunk);
  say (connection, "0\r\n\r\n");
  answer = hear (connection);
  assert_status (answer, 413);
}

static gpointer
park (gpointer data)
{
  return exchange (data, "GET /park" END);
}

/* More requests are parked than there are workers, and all are answered when their time is up. */
static void
test_parked (Fixture *fixture, gconstpointer data)
{
  GThread *threads[40];
  gint64 begun_us = g_get_monotonic_time ();

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("park", park, fixture->server);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      g_autofree char *answer = g_thread_join (threads[i]);

      assert_status (answer, 200);
      /* Waking asks again, and the answer is the same: not yet. */
      brik_http_server_wake (fixture->server);
    }
  g_assert_cmpint (g_get_monotonic_time () - begun_us, >=, G_TIME_SPAN_SECOND);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 15 * G_TIME_SPAN_SECOND);
}

static gpointer
held (gpointer data)
{
  return exchange (data, "GET /hold" END);
}

/* From one of many addresses of this machine, each within what one may have. */
static GSocketConnection *
connect_from (BrikHttpServer *server, guint n)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree char *from = g_strdup_printf ("127.0.0.%u", 2 + n / 50);
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (from, 0);
  GSocketConnection *connection;

  g_socket_client_set_local_address (client, local);
  connection = g_socket_client_connect_to_host (
    client, brik_http_server_get_address (server) + strlen ("http://"), 80, NULL, NULL);
  g_assert_nonnull (connection);
  return connection;
}

/* However many wait for news, there is room for who wants to know now; and those who came too late to wait
 * are told what there is. */
static void
test_many_parked (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (g_object_unref);
  gint64 begun_us = g_get_monotonic_time ();
  g_autofree char *answer = NULL;
  g_autofree char *late = NULL;

  for (guint i = 0; i < 1100; i++)
    {
      GSocketConnection *connection = connect_from (fixture->server, i);

      say (connection, "GET /park/long" END);
      g_ptr_array_add (waiting, connection);
    }
  answer = exchange (fixture->server, "GET /" END);
  late = hear (g_ptr_array_index (waiting, 1099));
  assert_status (answer, 200);
  assert_status (late, 200);
  g_assert_cmpint (g_get_monotonic_time () - begun_us, <, 15 * G_TIME_SPAN_SECOND);
}

/* As much of a request as was said before the peer left: nothing, a piece of the head, a piece of the body,
 * and all, when the answer is yet to come. */
static const char *const left_after[] = {
  "",
  "GET / HT",
  "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc",
  "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc",
  "GET /park/long HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET /park/long HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP",
};

/* Whoever has left is not kept until their time is up: else a line that comes and goes would use up all the
 * connections that one address may have. */
static void
test_left (Fixture *fixture, gconstpointer data)
{
  for (guint how = 0; how < G_N_ELEMENTS (left_after); how++)
    {
      guint n_tries = 0;

      g_test_message ("left after: %s", left_after[how]);
      for (guint i = 0; i < 70; i++)
        {
          g_autoptr (GSocketConnection) connection = connect_to (fixture->server);

          say (connection, left_after[how]);
        }
      for (guint n_answered = 0; n_answered < 70;)
        {
          g_autoptr (GSocketConnection) connection = connect_to (fixture->server);
          g_autofree char *answer = NULL;

          say (connection, "GET /" END);
          answer = hear (connection);
          n_answered += answer[0] ? 1 : 0;
          /* Not before somebody looks. */
          g_assert_cmpuint (n_tries++, <, 300);
          g_usleep (answer[0] ? 0 : 20000);
        }
    }
}

/* A request under way when the server stops is answered. */
static void
test_stop (Fixture *fixture, gconstpointer data)
{
  GThread *thread;
  g_autofree char *answer = NULL;
  GThread *parked = g_thread_new ("park", park, fixture->server);
  g_autofree char *parked_answer = NULL;

  fixture->hold = TRUE;
  thread = g_thread_new ("held", held, fixture->server);
  g_mutex_lock (&fixture->lock);
  while (fixture->n_running == 0 || fixture->n_parked == 0)
    g_cond_wait (&fixture->changed, &fixture->lock);
  fixture->hold = FALSE;
  g_cond_broadcast (&fixture->changed);
  g_mutex_unlock (&fixture->lock);

  g_clear_pointer (&fixture->server, brik_http_server_stop);
  answer = g_thread_join (thread);
  assert_status (answer, 200);
  parked_answer = g_thread_join (parked);
  g_assert_true (parked_answer[0] == '\0' || g_str_has_prefix (parked_answer, "HTTP/1.1 200 "));
}

/* Every worker held and the queue full: the next is told so at once. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  guint n_busy = 0;

  fixture->hold = TRUE;
  /* 32 workers, 256 in the queue, and some more; over addresses of the loopback net, each within its limit.
   */
  for (guint i = 0; i < 300; i++)
    {
      GSocketConnection *connection = connect_from (fixture->server, i);

      say (connection, "GET /hold" END);
      g_ptr_array_add (connections, connection);
    }

  /* The refused ones end by themselves; the others when they are let go. */
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *answer = hear (g_ptr_array_index (connections, 299 - i));

      n_busy += g_str_has_prefix (answer, "HTTP/1.1 503 ");
      g_assert_nonnull (strstr (answer, "\r\nRetry-After: "));
    }
  g_assert_cmpuint (n_busy, ==, 2);

  g_mutex_lock (&fixture->lock);
  fixture->hold = FALSE;
  g_cond_broadcast (&fixture->changed);
  g_mutex_unlock (&fixture->lock);
  for (guint i = 0; i < 250; i++)
    {
      g_autofree char *answer = hear (g_ptr_array_index (connections, i));

      assert_status (answer, 200);
    }
}

/* One address cannot take all connections. */
static void
test_per_address (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autofree char *answer = NULL;

  for (guint i = 0; i < 64; i++)
    g_ptr_array_add (connections, connect_to (fixture->server));
  /* The last one is known to have been taken when it is answered. */
  say (g_ptr_array_index (connections, 63), "GET /" END);
  g_free (hear (g_ptr_array_index (connections, 63)));
  g_ptr_array_remove_index (connections, 63);
  g_ptr_array_add (connections, connect_to (fixture->server));
  g_ptr_array_add (connections, connect_to (fixture->server));
  g_ptr_array_add (connections, connect_to (fixture->server));
  say (g_ptr_array_index (connections, 65), "GET /" END);
  answer = hear (g_ptr_array_index (connections, 65));
  g_assert_cmpstr (answer, ==, "");
}

static void
test_unix (void)
{
  g_autofree char *directory = g_dir_make_tmp ("brik-http-XXXXXX", NULL);
  g_autofree char *listen = g_strdup_printf ("unix:%s/portal", directory);
  Fixture fixture = { 0 };
  g_autofree char *answer = NULL;
  g_autofree char *unknown = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      /* The second time over the socket that the first left behind. */
      g_clear_pointer (&answer, g_free);
      g_clear_pointer (&unknown, g_free);
      fixture.server = brik_http_server_start (listen, on_request, &fixture, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (brik_http_server_get_address (fixture.server), ==, listen);
      answer = exchange (fixture.server,
                         "GET / HTTP/1.1\r\nHost: x\r\nX-Real-IP: 192.0.2.7\r\nConnection: close\r\n\r\n");
      g_assert_nonnull (strstr (answer, "GET|/|/|192.0.2.7|"));
      unknown = exchange (fixture.server, "GET /" END);
      g_assert_nonnull (strstr (unknown, "GET|/|/|unix|"));
      brik_http_server_stop (fixture.server);
    }
  g_remove (listen + strlen ("unix:"));
  g_rmdir (directory);
}

static void
test_listen_faults (void)
{
  static const char *const wrong[] = { "", "localhost:99999", "unix:/nowhere/at/all/portal", "256.1.1.1:80" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (brik_http_server_start (wrong[i], on_request, NULL, &error));
      g_assert_nonnull (error);
    }
}

static void
test_match (void)
{
  g_assert_true (brik_router_match ("/a/{x}", "/a/b", NULL));
  g_assert_true (brik_router_match ("/", "/", NULL));
  g_assert_false (brik_router_match ("/a/{x}", "/a/", NULL));
  g_assert_false (brik_router_match ("/a/{x}", "/a/b/c", NULL));
  g_assert_false (brik_router_match ("/a/{x}", "/b/b", NULL));
  g_assert_false (brik_router_match ("/a", "/a/", NULL));
}

/* The table is what tests and the reader go by: each route once, and nobody unchecked by oversight. */
static void
test_routes (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n_routes = 0;

  for (guint i = 0; brik_route_tables[i]; i++)
    {
      const BrikRouteTable *table = brik_route_tables[i];

      for (gsize j = 0; j < table->n_routes; j++, n_routes++)
        {
          const BrikRoute *route = &table->routes[j];

          g_assert_true (g_hash_table_add (seen, g_strconcat (route->method, " ", route->pattern, NULL)));
          g_assert_true (route->pattern[0] == '/');
          g_assert_nonnull (route->handler);
          g_assert_true (route->role == BRIK_ROLE_PUBLIC || table->admit);
        }
    }
  g_assert_cmpuint (n_routes, >=, 5);
}

static void
drop_message (const char *domain, GLogLevelFlags level, const char *text, gpointer data)
{
}

#define http_test(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_handler ("brik-portal", G_LOG_LEVEL_MESSAGE, drop_message, NULL);

  http_test ("/portal/http/request", test_request);
  http_test ("/portal/http/headers", test_headers);
  http_test ("/portal/http/refused", test_refused);
  http_test ("/portal/http/body", test_body);
  http_test ("/portal/http/chunks", test_chunks);
  http_test ("/portal/http/parked", test_parked);
  http_test ("/portal/http/many-parked", test_many_parked);
  http_test ("/portal/http/left", test_left);
  http_test ("/portal/http/stop", test_stop);
  http_test ("/portal/http/full", test_full);
  http_test ("/portal/http/per-address", test_per_address);
  g_test_add_func ("/portal/http/unix", test_unix);
  g_test_add_func ("/portal/http/listen-faults", test_listen_faults);
  g_test_add_func ("/portal/router/match", test_match);
  g_test_add_func ("/portal/router/routes", test_routes);

  return g_test_run ();
}
