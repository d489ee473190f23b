/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "openapi.h"

#include <string.h>

#include "portal/brik-router.h"

#define FORM "application/x-www-form-urlencoded"

/* The others are on every answer, or HTTP's own. */
static const char *const telling[] = { "Allow",       "Content-Disposition", "Location",
                                       "Retry-After", "Set-Cookie",          "WWW-Authenticate" };

void
openapi_exchange_free (OpenApiExchange *exchange)
{
  g_free (exchange->method);
  g_free (exchange->target);
  g_free (exchange->sent_type);
  g_free (exchange->sent);
  g_free (exchange->type);
  g_clear_pointer (&exchange->headers, soup_message_headers_unref);
  g_free (exchange->body);
  g_free (exchange);
}

static JsonObject *
member (JsonObject *object, const char *name)
{
  return object != NULL && json_object_has_member (object, name)
           ? json_object_get_object_member (object, name)
           : NULL;
}

static char *
path_of (const OpenApiExchange *exchange)
{
  return g_strndup (exchange->target, strcspn (exchange->target, "?"));
}

/* The pattern that the request's path fits; NULL for none. Owned by @api. */
static const char *
find_pattern (JsonObject *api, const OpenApiExchange *exchange)
{
  g_autofree char *path = path_of (exchange);
  g_autoptr (GList) patterns = json_object_get_members (member (api, "paths"));

  for (GList *l = patterns; l != NULL; l = l->next)
    if (brik_router_match (l->data, path, NULL))
      return l->data;
  return NULL;
}

static JsonObject *
find_operation (JsonObject *api, const OpenApiExchange *exchange)
{
  const char *pattern = find_pattern (api, exchange);
  g_autofree char *method =
    g_ascii_strdown (g_str_equal (exchange->method, "HEAD") ? "GET" : exchange->method, -1);

  return pattern != NULL ? member (member (member (api, "paths"), pattern), method) : NULL;
}

static const char *
other_addresses (const OpenApiExchange *exchange)
{
  return g_str_has_prefix (exchange->target, "/till/") ? "x-till-addresses" : "x-page-addresses";
}

char *
openapi_name (JsonObject *api, const OpenApiExchange *exchange)
{
  const char *method = g_str_equal (exchange->method, "HEAD") ? "GET" : exchange->method;

  return find_operation (api, exchange) != NULL
           ? g_strconcat (method, " ", find_pattern (api, exchange), NULL)
           : g_strdup (other_addresses (exchange));
}

static JsonNode *
string_node (const char *text)
{
  return json_node_init_string (json_node_alloc (), text);
}

static gboolean
check_text (JsonObject *api, JsonObject *schema, const char *text, GString *problem)
{
  g_autoptr (JsonNode) node = string_node (text);

  return openapi_check (api, schema, node, problem);
}

static gboolean
check_headers (JsonObject *api, JsonObject *response, const OpenApiExchange *exchange, GString *problem)
{
  JsonObject *headers = member (response, "headers");

  for (gsize i = 0; i < G_N_ELEMENTS (telling); i++)
    {
      const char *value = soup_message_headers_get_list (exchange->headers, telling[i]);
      JsonObject *header = member (headers, telling[i]);

      if (value != NULL && header == NULL)
        g_string_append_printf (problem, "the header %s", telling[i]);
      else if (value == NULL && header != NULL &&
               json_object_get_boolean_member_with_default (header, "required", FALSE))
        g_string_append_printf (problem, "no header %s", telling[i]);
      else if (value != NULL)
        check_text (api, member (header, "schema"), value, problem);
      if (problem->len > 0)
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_body (JsonObject *api, JsonObject *response, const OpenApiExchange *exchange, GString *problem)
{
  JsonObject *content = member (response, "content");
  JsonObject *media = exchange->type != NULL ? member (content, exchange->type) : NULL;
  g_autoptr (JsonNode) node = NULL;

  if (content == NULL && *exchange->body == '\0')
    return TRUE;
  if (media == NULL)
    {
      g_string_append_printf (problem, "content of type %s", exchange->type);
      return FALSE;
    }
  if (g_str_equal (exchange->method, "HEAD") || !json_object_has_member (media, "schema"))
    return g_str_equal (exchange->method, "HEAD") == (*exchange->body == '\0');
  node = json_from_string (exchange->body, NULL);
  g_assert_nonnull (node);
  return openapi_check (api, member (media, "schema"), node, problem);
}

static gboolean
check_response (JsonObject *api, JsonObject *where, const OpenApiExchange *exchange, GString *problem)
{
  g_autofree char *status = g_strdup_printf ("%u", exchange->status);
  JsonObject *response = member (member (where, "responses"), status);

  if (response == NULL)
    {
      g_string_append_printf (problem, "status %s", status);
      return FALSE;
    }
  response = openapi_resolve (api, response);
  return check_headers (api, response, exchange, problem) && check_body (api, response, exchange, problem);
}

static JsonNode *
form_to_node (const char *form)
{
  g_autoptr (GHashTable) fields = soup_form_decode (form);
  JsonObject *object = json_object_new ();
  JsonNode *node;
  GHashTableIter iter;
  gpointer name, value;

  g_hash_table_iter_init (&iter, fields);
  while (g_hash_table_iter_next (&iter, &name, &value))
    json_object_set_string_member (object, name, value);
  node = json_node_new (JSON_NODE_OBJECT);
  json_node_take_object (node, object);
  return node;
}

static gboolean
check_sent (JsonObject *api, JsonObject *operation, const OpenApiExchange *exchange, GString *problem)
{
  JsonObject *media = exchange->sent != NULL
                        ? member (member (member (operation, "requestBody"), "content"), exchange->sent_type)
                        : NULL;
  g_autoptr (JsonNode) node = NULL;

  if (exchange->sent == NULL)
    return !json_object_has_member (operation, "requestBody") ||
           (g_string_append (problem, "no body"), FALSE);
  if (media == NULL)
    {
      g_string_append_printf (problem, "a body of type %s", exchange->sent_type);
      return FALSE;
    }
  node = g_str_equal (exchange->sent_type, FORM) ? form_to_node (exchange->sent)
                                                 : json_from_string (exchange->sent, NULL);
  return openapi_check (api, member (media, "schema"), node, problem);
}

/* Removes from @left the parameters that are documented, and checks them. */
static gboolean
check_parameters (JsonObject *api,
                  JsonObject *operation,
                  const char *where,
                  GHashTable *left,
                  GString *problem)
{
  JsonArray *parameters = json_object_has_member (operation, "parameters")
                            ? json_object_get_array_member (operation, "parameters")
                            : NULL;
  g_autoptr (GList) names = NULL;

  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      JsonObject *parameter = json_array_get_object_element (parameters, i);
      const char *name = json_object_get_string_member (parameter, "name");
      const char *value = g_hash_table_lookup (left, name);

      if (value == NULL || !g_str_equal (json_object_get_string_member (parameter, "in"), where))
        continue;
      if (!check_text (api, member (parameter, "schema"), value, problem))
        return FALSE;
      g_hash_table_remove (left, name);
    }
  names = g_hash_table_get_keys (left);
  if (names != NULL)
    g_string_append_printf (problem, "the %s parameter %s", where, (const char *) names->data);
  return names == NULL;
}

static GHashTable *
read_path (const char *pattern, const char *path)
{
  g_auto (GStrv) wanted = g_strsplit (pattern, "/", -1);
  g_auto (GStrv) given = g_strsplit (path, "/", -1);
  GHashTable *values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 0; wanted[i] != NULL; i++)
    if (wanted[i][0] == '{')
      g_hash_table_insert (values, g_strndup (wanted[i] + 1, strlen (wanted[i]) - 2), g_strdup (given[i]));
  return values;
}

/* One that is sent to the log-in instead has not been looked at, but for the one that ends a session. */
static gboolean
is_understood (const OpenApiExchange *exchange)
{
  const char *location = soup_message_headers_get_one (exchange->headers, "Location");
  gboolean ends = soup_message_headers_get_list (exchange->headers, "Set-Cookie") != NULL;

  return exchange->status < 400 && (location == NULL || !g_str_has_prefix (location, "/log-in") ||
                                    (ends && g_str_equal (location, "/log-in")));
}

static gboolean
check_request (JsonObject *api, JsonObject *operation, const OpenApiExchange *exchange, GString *problem)
{
  const char *query = strchr (exchange->target, '?');
  g_autofree char *path = path_of (exchange);
  g_autoptr (GHashTable) in_path = read_path (find_pattern (api, exchange), path);
  g_autoptr (GHashTable) in_query = soup_form_decode (query != NULL ? query + 1 : "");

  return check_parameters (api, operation, "path", in_path, problem) &&
         check_parameters (api, operation, "query", in_query, problem) &&
         check_sent (api, operation, exchange, problem);
}

char *
openapi_judge (JsonObject *api, const OpenApiExchange *exchange)
{
  JsonObject *operation = find_operation (api, exchange);
  JsonObject *where = operation != NULL ? operation : member (api, other_addresses (exchange));
  g_autoptr (GString) problem = g_string_new (NULL);
  g_autoptr (GString) general = g_string_new (NULL);
  g_autofree char *name = openapi_name (api, exchange);
  gboolean good = check_response (api, where, exchange, problem) ||
                  check_response (api, member (api, "x-any-address"), exchange, general);

  if (good && operation != NULL && is_understood (exchange))
    good = check_request (api, operation, exchange, problem);
  if (!good && problem->len == 0)
    g_string_append (problem, "an empty body");
  return good ? NULL
              : g_strdup_printf ("%s (%s): %u: %s", name, exchange->target, exchange->status, problem->str);
}
