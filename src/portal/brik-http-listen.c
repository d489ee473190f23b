/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-http-listen.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <sys/resource.h>

#define BACKLOG 1024
#define DESCRIPTORS 4096 /* for connections, and files */

static GSocketAddress *
resolve (const char *listen, GError **error)
{
  g_autoptr (GSocketConnectable) where = g_network_address_parse (listen, 0, error);
  g_autoptr (GSocketAddressEnumerator) addresses = NULL;

  if (!where)
    {
      g_prefix_error (error, "cannot listen on \"%s\": give HOST:PORT or unix:PATH: ", listen);
      return NULL;
    }

  addresses = g_socket_connectable_enumerate (where);
  return g_socket_address_enumerator_next (addresses, NULL, error);
}

/* A socket that nobody listens on any more is what a killed portal leaves behind. */
static void
remove_stale (const char *path, GSocketAddress *address)
{
  g_autoptr (GSocket) probe =
    g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GError) error = NULL;

  if (probe && !g_socket_connect (probe, address, NULL, &error) &&
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED))
    g_unlink (path);
}

static char *
describe (GSocket *socket, GError **error)
{
  g_autoptr (GSocketAddress) bound = g_socket_get_local_address (socket, error);
  g_autofree char *host = NULL;
  GInetSocketAddress *inet;
  gboolean is_v6;

  if (!bound)
    return NULL;
  if (G_IS_UNIX_SOCKET_ADDRESS (bound))
    return g_strconcat ("unix:", g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (bound)), NULL);

  inet = G_INET_SOCKET_ADDRESS (bound);
  is_v6 = g_socket_address_get_family (bound) == G_SOCKET_FAMILY_IPV6;
  host = g_inet_address_to_string (g_inet_socket_address_get_address (inet));
  return g_strdup_printf (is_v6 ? "http://[%s]:%u" : "http://%s:%u", host,
                          g_inet_socket_address_get_port (inet));
}

/* The usual thousand is about as many as there may be connections. */
static void
allow_descriptors (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur >= DESCRIPTORS)
    return;
  limit.rlim_cur = MIN (limit.rlim_max, DESCRIPTORS);
  if (setrlimit (RLIMIT_NOFILE, &limit) != 0)
    g_warning ("no more than %lu files can be open: connections may be refused", (gulong) limit.rlim_cur);
}

GSocket *
brik_http_listen (const char *listen, char **address, GError **error)
{
  const char *path = g_str_has_prefix (listen, "unix:") ? listen + strlen ("unix:") : NULL;
  g_autoptr (GSocketAddress) where = path ? g_unix_socket_address_new (path) : resolve (listen, error);
  g_autoptr (GSocket) socket = NULL;

  if (!where)
    return NULL;
  allow_descriptors ();
  if (path)
    remove_stale (path, where);

  socket = g_socket_new (g_socket_address_get_family (where), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT,
                         error);
  if (!socket)
    return NULL;

  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_bind (socket, where, TRUE, error) || !g_socket_listen (socket, error))
    {
      g_prefix_error (error, "cannot listen on \"%s\": ", listen);
      return NULL;
    }

  /* nginx runs as another user of the same group. */
  if (path)
    g_chmod (path, 0660);

  *address = describe (socket, error);
  return *address ? g_steal_pointer (&socket) : NULL;
}
