/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "openapi-walk.h"
#include "portal/brik-router.h"

/* The document of the API against the running server: the routes both ways; everything that is asked and
 * answered as it says; and nothing in it that these exchanges could do without. */

#define DOCUMENT BRIK_TEST_SOURCE_ROOT "/data/brik-portal.openapi.json"
#define N_CROWD 300 /* workers, queue, and some more */

static JsonObject *api;
static GPtrArray *exchanges;

/* The routes */

static const char *
role_of (JsonObject *operation)
{
  JsonArray *security = json_object_get_array_member (operation, "security");
  JsonObject *needed =
    json_array_get_length (security) > 0 ? json_array_get_object_element (security, 0) : NULL;

  if (needed == NULL)
    return "public";
  return json_object_has_member (needed, "session") ? "session" : "till";
}

static const char *
role_name (BrikRole role)
{
  switch (role)
    {
    case BRIK_ROLE_TILL:
    case BRIK_ROLE_PAST_TILL:
      return "till";
    case BRIK_ROLE_SESSION:
    case BRIK_ROLE_FIRST_LOGIN:
      return "session";
    case BRIK_ROLE_PUBLIC:
    default:
      return "public";
    }
}

static GHashTable *
list_documented (void)
{
  GHashTable *found = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  JsonObject *paths = json_object_get_object_member (api, "paths");
  g_autoptr (GList) patterns = json_object_get_members (paths);

  for (GList *path = patterns; path != NULL; path = path->next)
    {
      JsonObject *item = json_object_get_object_member (paths, path->data);
      g_autoptr (GList) methods = json_object_get_members (item);

      for (GList *method = methods; method != NULL; method = method->next)
        {
          g_autofree char *upper = g_ascii_strup (method->data, -1);
          const char *role = role_of (json_object_get_object_member (item, method->data));

          g_hash_table_add (found, g_strdup_printf ("%s %s for %s", upper, (char *) path->data, role));
        }
    }
  return found;
}

static void
test_routes (void)
{
  g_autoptr (GHashTable) documented = list_documented ();
  g_autoptr (GList) left = NULL;

  for (guint i = 0; brik_route_tables[i] != NULL; i++)
    for (gsize j = 0; j < brik_route_tables[i]->n_routes; j++)
      {
        const BrikRoute *route = &brik_route_tables[i]->routes[j];
        g_autofree char *name =
          g_strdup_printf ("%s %s for %s", route->method, route->pattern, role_name (route->role));

        if (!g_hash_table_remove (documented, name))
          {
            g_test_message ("not in the document: %s", name);
            g_test_fail ();
          }
      }
  left = g_hash_table_get_keys (documented);
  for (GList *l = left; l != NULL; l = l->next)
    {
      g_test_message ("in the document only: %s", (char *) l->data);
      g_test_fail ();
    }
}

/* The exchanges */

static BrikHttpResponse *
on_held (BrikHttpRequest *request, gpointer data)
{
  g_mutex_lock (data);
  g_mutex_unlock (data);
  return brik_http_response_new_text (200, "text/plain", "");
}

static GSocketConnection *
call (const char *address, guint i)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autofree char *from = g_strdup_printf ("127.0.0.%u", 2 + i / 50);
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (from, 0);
  static const char request[] = "GET /accounts HTTP/1.1\r\nHost: x\r\n\r\n";
  GSocketConnection *connection;

  g_socket_client_set_local_address (client, local);
  connection = g_socket_client_connect_to_host (client, address + strlen ("http://"), 80, NULL, NULL);
  g_assert_nonnull (connection);
  g_assert_true (g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                                            sizeof request - 1, NULL, NULL, NULL));
  return connection;
}

static OpenApiExchange *
hear (GSocketConnection *connection)
{
  g_autoptr (GDataInputStream) lines =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  OpenApiExchange *exchange = g_new0 (OpenApiExchange, 1);
  g_autoptr (GString) head = g_string_new (NULL);
  gsize size;
  char *line;

  g_data_input_stream_set_newline_type (lines, G_DATA_STREAM_NEWLINE_TYPE_CR_LF);
  while ((line = g_data_input_stream_read_line (lines, NULL, NULL, NULL)) != NULL && *line != '\0')
    {
      g_string_append_printf (head, "%s\r\n", line);
      g_free (line);
    }
  g_free (line);
  exchange->method = g_strdup ("GET");
  exchange->target = g_strdup ("/accounts");
  exchange->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_assert_true (soup_headers_parse_response (head->str, (int) head->len, exchange->headers, NULL,
                                              &exchange->status, NULL));
  exchange->type = g_strdup (soup_message_headers_get_one (exchange->headers, "Content-Type"));
  size = (gsize) soup_message_headers_get_content_length (exchange->headers);
  exchange->body = g_malloc0 (size + 1);
  g_assert_true (g_input_stream_read_all (G_INPUT_STREAM (lines), exchange->body, size, NULL, NULL, NULL));
  return exchange;
}

/* More at once than are let in. */
static void
crowd (void)
{
  g_autoptr (GPtrArray) connections = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GError) error = NULL;
  GMutex held;
  BrikHttpServer *server;

  g_mutex_init (&held);
  g_mutex_lock (&held);
  server = brik_http_server_start ("127.0.0.1:0", on_held, &held, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < N_CROWD; i++)
    g_ptr_array_add (connections, call (brik_http_server_get_address (server), i));
  g_ptr_array_add (exchanges, hear (connections->pdata[N_CROWD - 1]));
  g_mutex_unlock (&held);
  brik_http_server_stop (server);
  g_mutex_clear (&held);
}

static void
keep (GPtrArray *all, gboolean once)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  while (all->len > 0)
    {
      OpenApiExchange *exchange = g_ptr_array_steal_index (all, 0);
      g_autofree char *name = openapi_name (api, exchange);
      g_autofree char *complaint = openapi_judge (api, exchange);
      char *kind = g_strdup_printf ("%s %u %s", name, exchange->status, exchange->type);

      /* A complaint is always kept: it is what is looked for. */
      if (g_hash_table_add (seen, kind) || !once || complaint != NULL)
        g_ptr_array_add (exchanges, exchange);
      else
        openapi_exchange_free (exchange);
    }
}

typedef void (*Walk) (OpenApiWalk *walk);

static void
go (const Walk *walks, gsize n_walks, gboolean once)
{
  PortalFixture fixture = { 0 };
  OpenApiWalk walk;

  portal_fixture_set_up (&fixture, NULL);
  openapi_walk_init (&walk, &fixture, api);
  for (gsize i = 0; i < n_walks; i++)
    walks[i](&walk);
  keep (walk.exchanges, once);
  openapi_walk_clear (&walk);
  portal_fixture_tear_down (&fixture, NULL);
}

static void
drop_message (const char *domain, GLogLevelFlags level, const char *text, gpointer data)
{
}

static void
collect (void)
{
  static const Walk as_meant[] = { openapi_walk_all };
  static const Walk astray[] = { openapi_walk_astray };
  static const Walk faults[] = { openapi_walk_faults };

  if (exchanges != NULL)
    return;
  exchanges = g_ptr_array_new_with_free_func ((GDestroyNotify) openapi_exchange_free);
  /* The server warns of each fault that it is shown. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_log_set_fatal_mask ("GLib", G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_WARNING);
  g_log_set_handler ("brik-portal", G_LOG_LEVEL_WARNING, drop_message, NULL);
  go (as_meant, 1, FALSE);
  go (astray, 1, FALSE);
  go (faults, 1, TRUE);
  crowd ();
}

static void
test_exchanges (void)
{
  collect ();
  for (guint i = 0; i < exchanges->len; i++)
    {
      g_autofree char *complaint = openapi_judge (api, exchanges->pdata[i]);

      if (complaint == NULL)
        continue;
      g_test_message ("not as documented: %s", complaint);
      g_test_fail ();
    }
}

/* Mutations: what is taken out of the document is missed by some exchange. */

typedef struct
{
  guint n_paths, n_operations, n_statuses, n_fields, n_headers, n_parameters;
} Count;

static gboolean
is_missed (void)
{
  for (guint i = 0; i < exchanges->len; i++)
    {
      g_autofree char *complaint = openapi_judge (api, exchanges->pdata[i]);

      if (complaint != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
miss (const char *name, const char *where, guint *n)
{
  (*n)++;
  if (is_missed ())
    return;
  g_test_message ("nobody misses %s of %s", name, where);
  g_test_fail ();
}

static void
take_out (JsonObject *object, const char *member, const char *where, guint *n)
{
  g_autofree char *name = g_strdup (member); /* the object's own goes with it */
  JsonNode *node = json_node_copy (json_object_get_member (object, name));

  json_object_remove_member (object, name);
  miss (name, where, n);
  json_object_set_member (object, name, node);
}

/* Of an object that will lose them. */
static GStrv
list_members (JsonObject *object)
{
  g_autoptr (GList) names = json_object_get_members (object);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (GList *l = names; l != NULL; l = l->next)
    g_strv_builder_add (builder, l->data);
  return g_strv_builder_end (builder);
}

static void mutate (JsonNode *node, const char *where, Count *count);

static void
take_out_each (JsonObject *object, const char *member, const char *where, guint *n)
{
  JsonObject *of =
    json_object_has_member (object, member) ? json_object_get_object_member (object, member) : NULL;
  g_auto (GStrv) names = of != NULL ? list_members (of) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    take_out (of, names[i], where, n);
}

static void
take_out_parameters (JsonObject *operation, const char *where, Count *count)
{
  JsonArray *parameters = json_object_has_member (operation, "parameters")
                            ? json_object_get_array_member (operation, "parameters")
                            : NULL;

  for (guint i = 0; parameters != NULL && i < json_array_get_length (parameters); i++)
    {
      JsonObject *parameter = json_array_get_object_element (parameters, i);
      g_autofree char *name = g_strdup (json_object_get_string_member (parameter, "name"));

      json_object_set_string_member (parameter, "name", "");
      miss (name, where, &count->n_parameters);
      json_object_set_string_member (parameter, "name", name);
    }
}

static void
mutate_object (JsonObject *object, const char *where, Count *count)
{
  g_autoptr (GList) names = json_object_get_members (object);

  take_out_each (object, "properties", where, &count->n_fields);
  take_out_each (object, "patternProperties", where, &count->n_fields);
  take_out_each (object, "headers", where, &count->n_headers);
  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *deeper = g_strconcat (where, "/", l->data, NULL);

      mutate (json_object_get_member (object, l->data), deeper, count);
    }
}

static void
mutate (JsonNode *node, const char *where, Count *count)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    mutate_object (json_node_get_object (node), where, count);
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    mutate (json_array_get_element (array, i), where, count);
}

static void
mutate_operations (Count *count)
{
  JsonObject *paths = json_object_get_object_member (api, "paths");
  g_auto (GStrv) patterns = list_members (paths);

  for (guint i = 0; patterns[i] != NULL; i++)
    {
      JsonObject *item = json_object_get_object_member (paths, patterns[i]);
      g_auto (GStrv) methods = list_members (item);

      for (guint j = 0; methods[j] != NULL; j++)
        {
          JsonObject *operation = json_object_get_object_member (item, methods[j]);
          g_autofree char *where = g_strconcat (methods[j], " ", patterns[i], NULL);

          take_out_each (operation, "responses", where, &count->n_statuses);
          take_out_parameters (operation, where, count);
          take_out (item, methods[j], patterns[i], &count->n_operations);
        }
      take_out (paths, patterns[i], "paths", &count->n_paths);
    }
}

static void
test_mutations (void)
{
  static const char *const others[] = { "x-any-address", "x-till-addresses", "x-page-addresses" };
  g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), api);
  Count count = { 0 };

  collect ();
  g_assert_false (is_missed ());
  mutate (root, "", &count);
  mutate_operations (&count);
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    take_out_each (json_object_get_object_member (api, others[i]), "responses", others[i], &count.n_statuses);
  g_assert_false (is_missed ());
  g_test_message ("covered: %u exchanges for %u paths, %u operations, %u statuses, %u fields, %u headers, %u "
                  "parameters, each missed where it is left out of the API's document",
                  exchanges->len, count.n_paths, count.n_operations, count.n_statuses, count.n_fields,
                  count.n_headers, count.n_parameters);
}

int
main (int argc, char **argv)
{
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_true (g_file_get_contents (DOCUMENT, &text, NULL, NULL));
  root = json_from_string (text, &error);
  g_assert_no_error (error);
  api = json_node_get_object (root);
  g_test_add_func ("/portal/openapi/routes", test_routes);
  g_test_add_func ("/portal/openapi/exchanges", test_exchanges);
  g_test_add_func ("/portal/openapi/mutations", test_mutations);
  result = g_test_run ();
  g_clear_pointer (&exchanges, g_ptr_array_unref);
  return result;
}
