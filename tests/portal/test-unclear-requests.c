/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <gio/gio.h>

#include "portal/brik-http.h"

/* Bytes that are no clear request, and more of them than anybody needs. */

static BrikHttpServer *server;

static BrikHttpResponse *
on_request (BrikHttpRequest *request, gpointer data)
{
  const char *cookie = brik_http_request_get_cookie (request, "b");
  g_autofree char *text = g_strdup_printf ("%s|%s|%s|", brik_http_request_get_method (request),
                                           brik_http_request_get_path (request), cookie ? cookie : "-");

  return brik_http_response_new_text (200, "text/plain", text);
}

/* All that comes until the server closes. */
static char *
exchange (const char *request)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = g_socket_client_connect_to_host (
    client, brik_http_server_get_address (server) + strlen ("http://"), 80, NULL, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  g_assert_nonnull (connection);
  g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                             strlen (request), NULL, NULL, NULL);
  /* There is no more: whoever waits for it need not. */
  g_socket_shutdown (g_socket_connection_get_socket (connection), FALSE, TRUE, NULL);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer,
                                   sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

#define END " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"

static void
assert_status (const char *answer, guint status)
{
  g_autofree char *start = g_strdup_printf ("HTTP/1.1 %u ", status);

  g_assert_true (g_str_has_prefix (answer, start));
}

#define ASKED "POST / HTTP/1.1\r\nHost: x\r\n"

/* Requests that two servers could read in two ways, or that none can. */
static const char *const unclear[] = {
  ASKED "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  ASKED "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
  ASKED "Content-Length: 4\r\nContent-Length: 0\r\n\r\n",
  ASKED "Content-Length: 0\r\nContent-Length: 4\r\n\r\n",
  ASKED "Transfer-Encoding: xchunked\r\nContent-Length: 0\r\n\r\n",
  ASKED "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
  ASKED "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
  ASKED "Transfer-Encoding : chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n",
  ASKED "Transfer-Encoding:\x0b"
        "chunked\r\n\r\n0\r\n\r\n",
  ASKED "Content-Length: +0\r\n\r\n",
  ASKED "Content-Length: -1\r\n\r\n",
  ASKED "Content-Length: 0x0\r\n\r\n",
  ASKED "Content-Length: 0 0\r\n\r\n",
  ASKED "Content-Length: 0, 0\r\n\r\n",
  ASKED "Content-Length: 99999999999999999999999\r\n\r\n",
  ASKED "Content-Length: \r\n\r\n",
  ASKED "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n0\r\n\r\n",
  ASKED "Transfer-Encoding: chunked\r\n\r\n-1\r\n\r\n0\r\n\r\n",
  ASKED "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\n\r\n0\r\n\r\n",
  ASKED "Transfer-Encoding: chunked\r\n\r\n1\r\nab\r\n0\r\n\r\n",
  ASKED "Host: y\r\nContent-Length: 0\r\n\r\n",
  "POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n",
  "GET http://other.example/ HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET * HTTP/1.1\r\nHost: x\r\n\r\n",
  "CONNECT x:80 HTTP/1.1\r\nHost: x\r\n\r\n",
  "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
  "GET / HTTP/9.9\r\nHost: x\r\n\r\n",
  "GET /\r\n\r\n",
  "\x16\x03\x01\x02\r\n\r\n",
};

/* What hides behind such a request is never answered as one of its own: the connection ends with it. */
static void
test_unclear (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (unclear); i++)
    {
      g_autofree char *request = g_strconcat (unclear[i], "GET /hidden" END, NULL);
      g_autofree char *answer = exchange (request);

      g_test_message ("%s: %.12s", unclear[i], answer);
      g_assert_null (strstr (answer, "/hidden"));
      g_assert_true (answer[0] == '\0' || answer[9] == '4' || answer[9] == '5');
    }
  g_test_message ("covered: %u requests that are unclear", (guint) G_N_ELEMENTS (unclear));
}

/* One after the other on one connection, all sent at once: each is answered, in order. */
static void
test_pipelined (void)
{
  g_autoptr (GString) requests = g_string_new (NULL);
  g_autofree char *answers = NULL;
  const char *at;

  for (guint i = 0; i < 100; i++)
    g_string_append_printf (requests,
                            "POST /%u HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc"
                            "GET /after-%u HTTP/1.1\r\nHost: x\r\n\r\n",
                            i, i);
  g_string_append (requests, "GET /last" END);
  answers = exchange (requests->str);
  at = answers;
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *first = g_strdup_printf ("POST|/%u|", i);
      g_autofree char *second = g_strdup_printf ("GET|/after-%u|", i);

      at = strstr (at, first);
      g_assert_nonnull (at);
      at = strstr (at, second);
      g_assert_nonnull (at);
    }
  g_assert_nonnull (strstr (at, "GET|/last|"));
}

/* (transfer full): a request with so many cookies. */
static char *
write_cookies (guint n_cookies)
{
  g_autoptr (GString) text =
    g_string_new ("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nCookie: b=first");

  for (guint i = 0; i < n_cookies; i++)
    g_string_append_printf (text, "; c%u=%u", i, i);
  g_string_append (text, "\r\n\r\n");
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* A browser's cookies are read, and by the thousand refused; a path that goes up means nothing; one too long
 * is not read.
 */
static void
test_odd (void)
{
  g_autofree char *some_cookies = write_cookies (50);
  g_autofree char *many_cookies = write_cookies (2000);
  g_autofree char *target = g_strnfill (100 * 1024, 'a');
  g_autofree char *far = g_strdup_printf ("GET /%s" END, target);
  g_autofree char *some = exchange (some_cookies);
  g_autofree char *many = exchange (many_cookies);
  g_autofree char *up = exchange ("GET /%2e%2e/%2e%2e/etc/passwd" END);
  g_autofree char *too_far = exchange (far);

  assert_status (some, 200);
  g_assert_nonnull (strstr (some, "|first|"));
  assert_status (many, 431);
  assert_status (up, 200);
  g_assert_nonnull (strstr (up, "|/../../etc/passwd|"));
  assert_status (too_far, 414);
}

/* Whatever bytes come, and wherever they end, the server stands. */
static void
test_noise (void)
{
  static const char *const starts[] = { "", "GET /", "POST / HTTP/1.1\r\nHost: x\r\n",
                                        ASKED "Transfer-Encoding: chunked\r\n\r\n" };
  guint n_requests = g_getenv ("BRIK_TEST_LONG") ? 20000 : 300;

  for (guint i = 0; i < n_requests; i++)
    {
      g_autoptr (GString) request = g_string_new (starts[i % G_N_ELEMENTS (starts)]);
      int size = g_test_rand_int_range (0, 400);
      g_autofree char *answer = NULL;

      for (int n = 0; n < size; n++)
        g_string_append_c (request, g_test_rand_int_range (0, 4) ? (char) g_test_rand_int_range (1, 256)
                                                                 : "\r\n: ;0"[g_test_rand_int_range (0, 6)]);
      g_string_append (request, "\r\n\r\n0\r\n\r\n");
      answer = exchange (request->str);
    }
  g_free (exchange ("GET /" END));
  g_test_message ("covered: %u requests of noise", n_requests);
}

static void
drop_message (const char *domain, GLogLevelFlags level, const char *text, gpointer data)
{
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  g_log_set_handler ("brik-portal", G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_DEBUG, drop_message, NULL);
  server = brik_http_server_start ("127.0.0.1:0", on_request, NULL, &error);
  g_assert_no_error (error);
  g_test_add_func ("/portal/unclear/hidden", test_unclear);
  g_test_add_func ("/portal/unclear/pipelined", test_pipelined);
  g_test_add_func ("/portal/unclear/odd", test_odd);
  g_test_add_func ("/portal/unclear/noise", test_noise);
  result = g_test_run ();
  brik_http_server_stop (server);
  return result;
}
