/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-json.h"

#include "wire/brik-wire-private.h"

static gsize count_members (JsonNode *node);

static gsize
count_members_of_object (JsonObject *object)
{
  JsonObjectIter iter;
  JsonNode *value = NULL;
  gsize n_members = json_object_get_size (object);

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, NULL, &value))
    n_members += count_members (value);
  return n_members;
}

static gsize
count_members_of_array (JsonArray *array)
{
  gsize n_members = 0;

  for (guint i = 0; i < json_array_get_length (array); i++)
    n_members += count_members (json_array_get_element (array, i));
  return n_members;
}

/* Of all objects in @node, which is no deeper than the gate lets in. */
static gsize
count_members (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    return count_members_of_object (json_node_get_object (node));
  return JSON_NODE_HOLDS_ARRAY (node) ? count_members_of_array (json_node_get_array (node)) : 0;
}

/* json-glib lets the last of two members of one name win, another reader the first: two programs would read
 * two things in one signed line. A document that holds fewer members than stand in it has such a pair. */
static JsonNode *
parse_checked (const char *text, gsize length, gsize n_members, GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) local_error = NULL;

  if (!json_parser_load_from_data (parser, text, (gssize) length, &local_error))
    {
      brik_wire_malformed (error, "not the JSON it should be: %s", local_error->message);
      return NULL;
    }
  if (count_members (json_parser_get_root (parser)) != n_members)
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
  gsize n_members = 0;

  if (size > limit)
    {
      brik_wire_malformed (error, "too long: %" G_GSIZE_FORMAT " bytes, at most %" G_GSIZE_FORMAT, size,
                           limit);
      return NULL;
    }
  /* An empty body has no bytes to point at. */
  if (size == 0)
    {
      brik_wire_malformed (error, "nothing where JSON should be");
      return NULL;
    }
  if (!g_utf8_validate (text, (gssize) size, NULL))
    {
      brik_wire_malformed (error, "not UTF-8");
      return NULL;
    }
  if (!brik_json_gate (text, size, &n_members, error))
    return NULL;
  return parse_checked (text, size, n_members, error);
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
