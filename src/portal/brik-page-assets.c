/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-page-assets.h"

#include <string.h>

#include "portal/brik-page.h"
#include "portal/brik-portal-resources.h"

#define RESOURCES "/io/github/brikpos/portal/"

static GBytes *
load (const char *name)
{
  g_autofree char *path = g_strconcat (RESOURCES, name, NULL);
  g_autoptr (GError) error = NULL;
  GBytes *bytes = g_resource_lookup_data (brik_portal_get_resource (), path, 0, &error);

  if (bytes == NULL)
    g_error ("The program was built without %s: %s", name, error->message);
  return bytes;
}

const char *
brik_page_assets_get_version (void)
{
  static char *version;

  if (g_once_init_enter (&version))
    {
      g_autoptr (GBytes) style = load ("portal.css");
      g_autoptr (GBytes) icon = load ("icon.svg");
      g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

      g_checksum_update (checksum, g_bytes_get_data (style, NULL), g_bytes_get_size (style));
      g_checksum_update (checksum, g_bytes_get_data (icon, NULL), g_bytes_get_size (icon));
      g_once_init_leave (&version, g_strndup (g_checksum_get_string (checksum), 12));
    }
  return version;
}

static BrikHttpResponse *
answer_asset (const char *name, const char *type)
{
  g_autoptr (GBytes) bytes = load (name);
  BrikHttpResponse *response = brik_http_response_new (200, type, bytes);

  brik_http_response_set_header (response, "Cache-Control", "public, max-age=31536000, immutable");
  return response;
}

BrikHttpResponse *
brik_page_assets_get_style (BrikPortal *portal, BrikHttpRequest *request)
{
  return answer_asset ("portal.css", "text/css; charset=utf-8");
}

BrikHttpResponse *
brik_page_assets_get_icon (BrikPortal *portal, BrikHttpRequest *request)
{
  return answer_asset ("icon.svg", "image/svg+xml");
}

typedef struct
{
  const BrikSession *session;
  const char *person;
  GBytes *photo;
  char *type;
} PhotoQuery;

static gboolean
read_photo (BrikStore *store, gpointer data, GError **error)
{
  PhotoQuery *query = data;
  g_autoptr (GError) local_error = NULL;

  query->photo = brik_holder_get_photo (store, query->session->municipality, query->session->person,
                                        query->person, &query->type, &local_error);
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

BrikHttpResponse *
brik_page_assets_get_photo (BrikPortal *portal, BrikHttpRequest *request)
{
  PhotoQuery query = { .session = brik_http_request_get_caller (request),
                       .person = brik_http_request_get_param (request, "person") };
  gboolean read;
  g_autoptr (GBytes) photo = NULL;
  g_autofree char *type = NULL;
  g_autoptr (GError) error = NULL;
  BrikHttpResponse *response;

  read = brik_books_read (brik_portal_get_books (portal), read_photo, &query, &error);
  photo = query.photo;
  type = query.type;
  if (!read)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  if (photo == NULL)
    return brik_page_fail (portal, request, 404, NULL);
  response = brik_http_response_new (200, type, photo);
  brik_http_response_set_header (response, "Cache-Control", "private, max-age=3600");
  return response;
}

/* A path on this server and nothing that a browser could take for another: "//host", "/\host". */
static gboolean
is_local_path (const char *path)
{
  return path != NULL && path[0] == '/' && path[1] != '/' && path[1] != '\\' &&
         strpbrk (path, "\r\n\t") == NULL;
}

BrikHttpResponse *
brik_page_assets_set_language (BrikPortal *portal, BrikHttpRequest *request)
{
  const char *code = brik_http_request_get_param (request, "code");
  const char *back = brik_http_request_get_query (request, "back");
  BrikHttpResponse *response;

  if (brik_languages_find (brik_portal_get_languages (portal), code) == NULL)
    return brik_page_fail (portal, request, 404, NULL);
  response = brik_http_response_new_redirect (is_local_path (back) ? back : "/");
  brik_page_set_cookie (portal, request, response, BRIK_PAGE_COOKIE_LANGUAGE, code);
  return response;
}
