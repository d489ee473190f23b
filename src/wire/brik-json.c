/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-json.h"

#include "wire/brik-wire-private.h"

/* json-glib lets the last of two members of one name win, another reader the first: two programs would read
 * two things in one signed line. An object that has fewer members than were read has such a pair. */
typedef struct
{
  GArray *n_members; /* of each object that is open, outermost first */
  gboolean duplicate;
} MemberCount;

static void
on_parser_object_start (JsonParser *parser, MemberCount *count)
{
  guint none = 0;

  g_array_append_val (count->n_members, none);
}

static void
on_parser_object_member (JsonParser *parser, JsonObject *object, const char *name, MemberCount *count)
{
  g_array_index (count->n_members, guint, count->n_members->len - 1)++;
}

static void
on_parser_object_end (JsonParser *parser, JsonObject *object, MemberCount *count)
{
  guint last = count->n_members->len - 1;

  if (json_object_get_size (object) != g_array_index (count->n_members, guint, last))
    count->duplicate = TRUE;
  g_array_set_size (count->n_members, last);
}

static JsonNode *
parse_checked (const char *text, gsize length, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GArray) n_members = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (GError) local_error = NULL;
  MemberCount count = { .n_members = n_members };

  g_signal_connect (parser, "object-start", G_CALLBACK (on_parser_object_start), &count);
  g_signal_connect (parser, "object-member", G_CALLBACK (on_parser_object_member), &count);
  g_signal_connect (parser, "object-end", G_CALLBACK (on_parser_object_end), &count);
  if (!json_parser_load_from_data (parser, text, (gssize) length, &local_error))
    {
      brik_wire_malformed (error, "not the JSON it should be: %s", local_error->message);
      return NULL;
    }
  if (count.duplicate)
    {
      brik_wire_malformed (error, "a member stands twice in one object");
      return NULL;
    }
  return json_parser_steal_root (parser);
}

JsonNode *
brik_json_parse (const char *text, gssize length, gsize limit, GError **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;

  if (size > limit)
    {
      brik_wire_malformed (error, "too long: %" G_GSIZE_FORMAT " bytes, at most %" G_GSIZE_FORMAT, size,
                           limit);
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize) size, NULL))
    {
      brik_wire_malformed (error, "not UTF-8");
      return NULL;
    }
  if (!brik_json_gate (text, size, error))
    return NULL;
  return parse_checked (text, size, error);
}

JsonObject *
brik_json_parse_object (const char *text, gssize length, gsize limit, GError **error)
{
  g_autoptr (JsonNode) node = brik_json_parse (text, length, limit, error);

  if (node == NULL)
    return NULL;
  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_dup_object (node);
  brik_wire_malformed (error, "not a JSON object");
  return NULL;
}

char *
brik_json_to_line (JsonNode *node)
{
  return json_to_string (node, FALSE);
}

char *
brik_json_object_to_line (JsonObject *object)
{
  g_autoptr (JsonNode) node = json_node_alloc ();

  json_node_init_object (node, object);
  return brik_json_to_line (node);
}

static JsonNode *
get_member (JsonObject *object, const char *name, GError **error)
{
  JsonNode *node = json_object_get_member (object, name);

  if (node == NULL)
    brik_wire_malformed (error, "“%s” is missing", name);
  return node;
}

static gboolean
holds (JsonNode *node, GType type)
{
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == type;
}

const char *
brik_json_get_string (JsonObject *object, const char *name, gsize max_bytes, GError **error)
{
  JsonNode *node = get_member (object, name, error);
  const char *text = NULL;

  if (node == NULL)
    return NULL;
  if (!holds (node, G_TYPE_STRING))
    {
      brik_wire_malformed (error, "“%s” is no text", name);
      return NULL;
    }
  text = json_node_get_string (node);
  if (strlen (text) > max_bytes)
    {
      brik_wire_malformed (error, "“%s” is longer than %" G_GSIZE_FORMAT " bytes", name, max_bytes);
      return NULL;
    }
  return text;
}

gboolean
brik_json_get_int (JsonObject *object,
                   const char *name,
                   gint64 min,
                   gint64 max,
                   gint64 *value,
                   GError **error)
{
  JsonNode *node = get_member (object, name, error);
  gint64 found = 0;

  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_INT64))
    return brik_wire_malformed (error, "“%s” is no whole number", name);
  found = json_node_get_int (node);
  if (found < min || found > max)
    return brik_wire_malformed (error, "“%s” is out of bounds", name);
  *value = found;
  return TRUE;
}

gboolean
brik_json_get_boolean (JsonObject *object, const char *name, gboolean *value, GError **error)
{
  JsonNode *node = get_member (object, name, error);

  if (node == NULL)
    return FALSE;
  if (!holds (node, G_TYPE_BOOLEAN))
    return brik_wire_malformed (error, "“%s” is neither true nor false", name);
  *value = json_node_get_boolean (node);
  return TRUE;
}

JsonArray *
brik_json_get_array (JsonObject *object, const char *name, guint max_length, GError **error)
{
  JsonNode *node = get_member (object, name, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      brik_wire_malformed (error, "“%s” is no list", name);
      return NULL;
    }
  if (json_array_get_length (json_node_get_array (node)) > max_length)
    {
      brik_wire_malformed (error, "“%s” has more than %u elements", name, max_length);
      return NULL;
    }
  return json_node_get_array (node);
}

JsonObject *
brik_json_get_object (JsonObject *object, const char *name, GError **error)
{
  JsonNode *node = get_member (object, name, error);

  if (node == NULL)
    return NULL;
  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      brik_wire_malformed (error, "“%s” is no object", name);
      return NULL;
    }
  return json_node_get_object (node);
}

JsonObject *
brik_json_array_object (JsonArray *array, guint index, const char *name, GError **error)
{
  JsonNode *node = json_array_get_element (array, index);

  if (JSON_NODE_HOLDS_OBJECT (node))
    return json_node_get_object (node);
  brik_wire_malformed (error, "element %u of “%s” is no object", index + 1, name);
  return NULL;
}
