/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-router.h"

#include <string.h>

/* @pattern and @path both begin with a slash. */
gboolean
brik_router_match (const char *pattern, const char *path, BrikHttpRequest *request)
{
  g_auto (GStrv) wanted = g_strsplit (pattern, "/", -1);
  g_auto (GStrv) given = g_strsplit (path, "/", -1);

  if (g_strv_length (wanted) != g_strv_length (given))
    return FALSE;

  for (guint i = 0; wanted[i]; i++)
    {
      gsize length = strlen (wanted[i]);

      if (wanted[i][0] == '{')
        {
          g_autofree char *name = g_strndup (wanted[i] + 1, length - 2);

          if (!given[i][0])
            return FALSE;
          if (request)
            brik_http_request_set_param (request, name, given[i]);
        }
      else if (!g_str_equal (wanted[i], given[i]))
        {
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
method_fits (const char *wanted, const char *given)
{
  return g_str_equal (wanted, given) || (g_str_equal (wanted, "GET") && g_str_equal (given, "HEAD"));
}

/* The route of @table for the request; @allowed collects the methods that its path does have. */
static const BrikRoute *
find (const BrikRouteTable *table, BrikHttpRequest *request, GString *allowed)
{
  const char *path = brik_http_request_get_path (request);

  for (gsize i = 0; i < table->n_routes; i++)
    {
      const BrikRoute *route = &table->routes[i];

      if (!brik_router_match (route->pattern, path, request))
        continue;
      if (method_fits (route->method, brik_http_request_get_method (request)))
        return route;
      g_string_append_printf (allowed, "%s%s", allowed->len ? ", " : "",
                              g_str_equal (route->method, "GET") ? "GET, HEAD" : route->method);
    }
  return NULL;
}

/* In the form that the address speaks. @status: 404 or 405 */
static BrikHttpResponse *
answer_no_route (BrikPortal *portal, BrikHttpRequest *request, guint status)
{
  const BrikRouteTable *best = NULL;

  for (guint i = 0; brik_route_tables[i]; i++)
    {
      const BrikRouteTable *table = brik_route_tables[i];

      if (table->fail && g_str_has_prefix (brik_http_request_get_path (request), table->prefix) &&
          (!best || strlen (table->prefix) > strlen (best->prefix)))
        best = table;
    }

  g_return_val_if_fail (best, brik_http_response_new_error (404, "not-found", "There is nothing here."));
  return best->fail (portal, request, status);
}

static BrikHttpResponse *
answer_route (BrikPortal *portal,
              BrikHttpRequest *request,
              const BrikRouteTable *table,
              const BrikRoute *route)
{
  BrikHttpResponse *refusal = NULL;

  if (route->role != BRIK_ROLE_PUBLIC)
    refusal = table->admit (portal, request, route);
  return refusal ? refusal : route->handler (portal, request);
}

/* The pattern, never the path: a path may hold a card's UID. */
static void
log_answer (BrikHttpRequest *request, const char *pattern, BrikHttpResponse *response)
{
  if (brik_http_response_is_parked (response) && !brik_http_request_is_last_try (request))
    return;

  g_message ("%s %s %u %" G_GINT64_FORMAT " us", brik_http_request_get_method (request), pattern,
             brik_http_response_get_status (response),
             g_get_monotonic_time () - brik_http_request_get_arrived_us (request));
}

BrikHttpResponse *
brik_router_answer (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GString) allowed = g_string_new (NULL);
  BrikHttpResponse *response;

  for (guint i = 0; brik_route_tables[i]; i++)
    {
      const BrikRoute *route = find (brik_route_tables[i], request, allowed);

      if (route)
        {
          response = answer_route (portal, request, brik_route_tables[i], route);
          log_answer (request, route->pattern, response);
          return response;
        }
    }

  response = answer_no_route (portal, request, allowed->len ? 405 : 404);
  if (allowed->len)
    brik_http_response_set_header (response, "Allow", allowed->str);
  log_answer (request, "(no route)", response);
  return response;
}
