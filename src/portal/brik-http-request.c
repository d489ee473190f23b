/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-http-private.h"

#include "core/brik-limits.h"

#include <string.h>

static GHashTable *
fields_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
}

BrikHttpRequest *
brik_http_request_new (const char *method, const char *target)
{
  BrikHttpRequest *request = g_new0 (BrikHttpRequest, 1);

  request->method = g_strdup (method);
  request->target = g_strdup (target);
  request->headers = fields_new ();
  request->params = fields_new ();
  request->received = g_byte_array_new ();
  return request;
}

void
brik_http_request_free (BrikHttpRequest *request)
{
  brik_http_request_set_caller (request, NULL, NULL);
  g_free (request->method);
  g_free (request->target);
  g_free (request->path);
  g_free (request->peer);
  g_hash_table_unref (request->headers);
  g_hash_table_unref (request->params);
  g_clear_pointer (&request->queries, g_hash_table_unref);
  g_clear_pointer (&request->forms, g_hash_table_unref);
  g_clear_pointer (&request->cookies, g_hash_table_unref);
  g_clear_pointer (&request->received, g_byte_array_unref);
  g_clear_pointer (&request->body, g_bytes_unref);
  g_free (request);
}

gboolean
brik_http_request_read_target (BrikHttpRequest *request)
{
  const char *query = strchr (request->target, '?');
  g_autofree char *path = NULL;

  if (request->target[0] != '/' || !g_utf8_validate (request->target, -1, NULL))
    return FALSE;

  path = query ? g_strndup (request->target, (gsize) (query - request->target)) : g_strdup (request->target);
  request->path = g_uri_unescape_string (path, "/");
  return request->path && g_utf8_validate (request->path, -1, NULL);
}

/* @name: in lower case */
static gboolean
stands_once (const char *name)
{
  static const char *const names[] = { "host",         "content-length", "transfer-encoding",
                                       "content-type", "x-real-ip",      "brik-till",
                                       "brik-time",    "brik-signature", NULL };

  return g_strv_contains (names, name);
}

/* "Transfer-Encoding : chunked" is one header to one server, and another to the next. */
static gboolean
is_token (const char *name)
{
  for (const char *at = name; *at; at++)
    {
      if (!g_ascii_isgraph (*at))
        return FALSE;
    }
  return TRUE;
}

void
brik_http_request_take_header (BrikHttpRequest *request, const char *name, const char *value)
{
  g_autofree char *key = g_ascii_strdown (name, -1);

  if (!is_token (name))
    request->ambiguous = TRUE;
  if (stands_once (key) && g_hash_table_contains (request->headers, key))
    request->ambiguous = TRUE;
  if (value && g_utf8_validate (value, -1, NULL))
    g_hash_table_replace (request->headers, g_steal_pointer (&key), g_strdup (value));
}

/* The library takes any bytes for a method. */
static gboolean
is_method (const char *method)
{
  gsize length = strlen (method);

  return length > 0 && strspn (method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == length;
}

gboolean
brik_http_request_is_clear (BrikHttpRequest *request)
{
  const char *coding = g_hash_table_lookup (request->headers, "transfer-encoding");

  if (request->ambiguous || !is_method (request->method))
    return FALSE;
  return !coding || (g_ascii_strcasecmp (coding, "chunked") == 0 &&
                     !g_hash_table_contains (request->headers, "content-length"));
}

/* Names and values of a query or a form; what is malformed reads as empty. */
static GHashTable *
read_pairs (const char *text, gssize length)
{
  g_autoptr (GHashTable) borrowed = NULL;

  if (length > 0)
    borrowed = g_uri_parse_params (text, length, "&", G_URI_PARAMS_WWW_FORM, NULL);
  return borrowed ? g_steal_pointer (&borrowed) : fields_new ();
}

static GHashTable *
read_cookies (const char *header)
{
  g_autoptr (GHashTable) cookies = fields_new ();
  g_auto (GStrv) pairs = g_strsplit (header ? header : "", ";", BRIK_LIMIT_COOKIES);

  for (char **pair = pairs; *pair; pair++)
    {
      char *equals = strchr (*pair, '=');

      if (!equals)
        continue;
      *equals = '\0';
      g_hash_table_replace (cookies, g_strdup (g_strstrip (*pair)), g_strdup (g_strstrip (equals + 1)));
    }

  return g_steal_pointer (&cookies);
}

const char *
brik_http_request_get_method (BrikHttpRequest *request)
{
  return request->method;
}

const char *
brik_http_request_get_target (BrikHttpRequest *request)
{
  return request->target;
}

const char *
brik_http_request_get_path (BrikHttpRequest *request)
{
  return request->path;
}

const char *
brik_http_request_get_peer (BrikHttpRequest *request)
{
  return request->peer;
}

const char *
brik_http_request_get_query (BrikHttpRequest *request, const char *name)
{
  if (!request->queries)
    {
      const char *query = strchr (request->target, '?');

      request->queries = read_pairs (query ? query + 1 : NULL, query ? (gssize) strlen (query + 1) : 0);
    }
  return g_hash_table_lookup (request->queries, name);
}

const char *
brik_http_request_get_header (BrikHttpRequest *request, const char *name)
{
  g_autofree char *key = g_ascii_strdown (name, -1);

  return g_hash_table_lookup (request->headers, key);
}

const char *
brik_http_request_get_cookie (BrikHttpRequest *request, const char *name)
{
  if (!request->cookies)
    request->cookies = read_cookies (brik_http_request_get_header (request, "Cookie"));
  return g_hash_table_lookup (request->cookies, name);
}

const char *
brik_http_request_get_form (BrikHttpRequest *request, const char *name)
{
  if (!request->forms)
    {
      const char *type = brik_http_request_get_header (request, "Content-Type");
      gboolean is_form = type && g_str_has_prefix (type, "application/x-www-form-urlencoded");
      gsize size = 0;
      const char *text = g_bytes_get_data (brik_http_request_get_body (request), &size);

      request->forms = read_pairs (text, is_form ? (gssize) size : 0);
    }
  return g_hash_table_lookup (request->forms, name);
}

GBytes *
brik_http_request_get_body (BrikHttpRequest *request)
{
  if (!request->body)
    request->body = g_byte_array_free_to_bytes (g_steal_pointer (&request->received));
  return request->body;
}

const char *
brik_http_request_get_param (BrikHttpRequest *request, const char *name)
{
  return g_hash_table_lookup (request->params, name);
}

void
brik_http_request_set_param (BrikHttpRequest *request, const char *name, const char *value)
{
  g_hash_table_replace (request->params, g_strdup (name), g_strdup (value));
}

void
brik_http_request_set_caller (BrikHttpRequest *request, gpointer caller, GDestroyNotify destroy)
{
  if (request->caller && request->caller_destroy)
    request->caller_destroy (request->caller);
  request->caller = caller;
  request->caller_destroy = destroy;
}

gpointer
brik_http_request_get_caller (BrikHttpRequest *request)
{
  return request->caller;
}

gint64
brik_http_request_get_arrived_us (BrikHttpRequest *request)
{
  return request->arrived_us;
}

gboolean
brik_http_request_is_last_try (BrikHttpRequest *request)
{
  return request->is_last_try;
}
