/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-portal-address.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "sync/brik-sync.h"

static gboolean
is_this_machine (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  if (address != NULL)
    return g_inet_address_get_is_loopback (address);
  return g_ascii_strcasecmp (host, "localhost") == 0;
}

static gboolean
is_bare (GUri *uri)
{
  const char *path = g_uri_get_path (uri);

  return g_uri_get_userinfo (uri) == NULL && g_uri_get_query (uri) == NULL &&
         g_uri_get_fragment (uri) == NULL && (*path == '\0' || g_str_equal (path, "/"));
}

static GUri *
parse (const char *typed)
{
  g_autofree char *stripped = g_strstrip (g_strdup (typed));
  g_autofree char *address =
    strstr (stripped, "://") != NULL ? g_steal_pointer (&stripped) : g_strconcat ("https://", stripped, NULL);

  return g_uri_parse (address, G_URI_FLAGS_NONE, NULL);
}

/* (transfer full) (nullable): in the letters that DNS knows, so that “kantine.grønby.dk” may be typed. */
static char *
host_of (GUri *uri)
{
  const char *typed = uri != NULL ? g_uri_get_host (uri) : NULL;
  g_autofree char *host = typed != NULL ? g_hostname_to_ascii (typed) : NULL;

  if (host == NULL || *host == '\0')
    return NULL;
  for (const char *at = host; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && strchr (".-:", *at) == NULL)
      return NULL;
  return g_steal_pointer (&host);
}

char *
brik_portal_address_normalize (const char *typed, GError **error)
{
  g_autoptr (GUri) uri = parse (typed);
  g_autofree char *host = host_of (uri);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  gboolean plain = g_strcmp0 (scheme, "http") == 0;

  if (host == NULL || !is_bare (uri) || (!plain && !g_str_equal (scheme, "https")))
    {
      g_set_error (error, BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_REFUSED,
                   _ ("“%s” is no address. Type it as the office wrote it, such as portal.example.dk."),
                   typed);
      return NULL;
    }
  if (plain && !is_this_machine (host))
    {
      g_set_error_literal (
        error, BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_REFUSED,
        _ ("The connection must be encrypted. Type the address with https:// or without “http://”."));
      return NULL;
    }
  return g_uri_join (G_URI_FLAGS_NONE, scheme, NULL, host, g_uri_get_port (uri), "", NULL, NULL);
}
