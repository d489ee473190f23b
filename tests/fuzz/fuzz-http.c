/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/brik-limits.h"
#include "portal/brik-http.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <stdlib.h>
#include <string.h>

/* Bytes on a connection to the portal, from a peer that says no more then and soon leaves. Whatever comes as
 * far as a handler is text within bounds, and whatever is answered is HTTP. */
const gsize fuzz_longest = 4 * 1024; /* BRIK_LIMIT_REQUEST_HEAD and _BODY are more of the same */

#define PATIENCE_US (10 * G_TIME_SPAN_MILLISECOND)

static BrikHttpServer *server;
static char *path;

static void
check_text (const char *text)
{
  g_assert_true (!text || g_utf8_validate (text, -1, NULL));
}

static BrikHttpResponse *
on_request (BrikHttpRequest *request, gpointer data)
{
  static const char *const headers[] = { "Host", "Content-Type", "Cookie", "X-Real-IP", "Brik-Till" };
  const char *asked = brik_http_request_get_path (request);

  g_assert_true (asked[0] == '/');
  check_text (asked);
  check_text (brik_http_request_get_method (request));
  check_text (brik_http_request_get_target (request));
  check_text (brik_http_request_get_peer (request));
  check_text (brik_http_request_get_query (request, "a"));
  check_text (brik_http_request_get_cookie (request, "a"));
  check_text (brik_http_request_get_form (request, "a"));
  for (guint i = 0; i < G_N_ELEMENTS (headers); i++)
    check_text (brik_http_request_get_header (request, headers[i]));
  g_assert_cmpuint (g_bytes_get_size (brik_http_request_get_body (request)), <=, BRIK_LIMIT_REQUEST_BODY);
  return brik_http_response_new_text (200, "text/plain", asked);
}

static void
stop (void)
{
  g_clear_pointer (&server, brik_http_server_stop);
  g_free (path);
}

void
fuzz_prepare (void)
{
  g_autofree char *listen = NULL;
  g_autoptr (GError) error = NULL;

  path = g_build_filename (fuzz_folder (), "http", NULL);
  listen = g_strconcat ("unix:", path, NULL);
  server = brik_http_server_start (listen, on_request, NULL, &error);
  g_assert_no_error (error);
  atexit (stop);
}

static GSocket *
connect_to (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);
  GSocket *socket =
    g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);
  return socket;
}

/* FALSE once it is closed from over there, or nothing more comes. */
static gboolean
read_some (GSocket *socket, GString *answer)
{
  char bytes[4096];
  gssize n = -1;

  if (g_socket_condition_timed_wait (socket, G_IO_IN, PATIENCE_US, NULL, NULL))
    n = g_socket_receive (socket, bytes, sizeof bytes, NULL, NULL);
  if (n > 0 && answer->len < 16)
    g_string_append_len (answer, bytes, n);
  return n > 0;
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autoptr (GSocket) socket = connect_to ();
  g_autoptr (GString) answer = g_string_new (NULL);

  for (gsize sent = 0; sent < size;)
    {
      gssize n = g_socket_send (socket, (const char *) data + sent, size - sent, NULL, NULL);

      if (n < 0)
        break;
      sent += (gsize) n;
    }
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  while (read_some (socket, answer))
    continue;
  if (answer->len > 0)
    g_assert_true (g_str_has_prefix (answer->str, "HTTP/1."));
}
