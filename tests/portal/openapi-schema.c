/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "openapi-schema.h"

#include <string.h>

typedef struct
{
  JsonObject *api;
  JsonObject *schema; /* the one at hand */
  JsonNode *value;
  GString *problem;
} Check;

typedef gboolean (*Keyword) (Check *check, JsonNode *wanted);

static gboolean
fail (Check *check, const char *what)
{
  g_autofree char *value = json_to_string (check->value, FALSE);

  g_string_append_printf (check->problem, "%.200s: %s", value, what);
  return FALSE;
}

JsonObject *
openapi_resolve (JsonObject *api, JsonObject *object)
{
  const char *reference = json_object_get_string_member_with_default (object, "$ref", NULL);
  g_auto (GStrv) steps = NULL;
  JsonObject *found = api;

  if (reference == NULL)
    return object;
  g_assert_true (g_str_has_prefix (reference, "#/"));
  steps = g_strsplit (reference + 2, "/", -1);
  for (guint i = 0; steps[i] != NULL && found != NULL; i++)
    found = json_object_has_member (found, steps[i]) ? json_object_get_object_member (found, steps[i]) : NULL;
  if (found == NULL)
    g_error ("%s leads nowhere", reference);
  return found;
}

static gboolean
is_string (Check *check)
{
  return JSON_NODE_HOLDS_VALUE (check->value) && json_node_get_value_type (check->value) == G_TYPE_STRING;
}

static gboolean
is_integer (Check *check)
{
  return JSON_NODE_HOLDS_VALUE (check->value) && json_node_get_value_type (check->value) == G_TYPE_INT64;
}

static gboolean
check_type (Check *check, JsonNode *wanted)
{
  const char *type = json_node_get_string (wanted);
  gboolean fits = FALSE;

  if (g_str_equal (type, "object"))
    fits = JSON_NODE_HOLDS_OBJECT (check->value);
  else if (g_str_equal (type, "array"))
    fits = JSON_NODE_HOLDS_ARRAY (check->value);
  else if (g_str_equal (type, "string"))
    fits = is_string (check);
  else if (g_str_equal (type, "integer"))
    fits = is_integer (check);
  else if (g_str_equal (type, "boolean"))
    fits = JSON_NODE_HOLDS_VALUE (check->value) && json_node_get_value_type (check->value) == G_TYPE_BOOLEAN;
  else
    g_error ("type %s", type);
  return fits || fail (check, type);
}

static gboolean
check_reference (Check *check, JsonNode *wanted)
{
  return openapi_check (check->api, openapi_resolve (check->api, check->schema), check->value,
                        check->problem);
}

static gboolean
check_const (Check *check, JsonNode *wanted)
{
  return json_node_equal (check->value, wanted) || fail (check, "another constant");
}

static gboolean
check_enum (Check *check, JsonNode *wanted)
{
  JsonArray *all = json_node_get_array (wanted);

  for (guint i = 0; i < json_array_get_length (all); i++)
    if (json_node_equal (check->value, json_array_get_element (all, i)))
      return TRUE;
  return fail (check, "none of the values there are");
}

static gboolean
check_pattern (Check *check, JsonNode *wanted)
{
  static GHashTable *known = NULL;
  const char *pattern = json_node_get_string (wanted);
  GRegex *regex;

  if (known == NULL)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  regex = g_hash_table_lookup (known, pattern);
  if (regex == NULL)
    {
      regex = g_regex_new (pattern, G_REGEX_DOLLAR_ENDONLY, 0, NULL);
      g_assert_nonnull (regex);
      g_hash_table_insert (known, g_strdup (pattern), regex);
    }
  return !is_string (check) || g_regex_match (regex, json_node_get_string (check->value), 0, NULL) ||
         fail (check, pattern);
}

static gboolean
check_min_length (Check *check, JsonNode *wanted)
{
  return !is_string (check) ||
         g_utf8_strlen (json_node_get_string (check->value), -1) >= json_node_get_int (wanted) ||
         fail (check, "too short");
}

static gboolean
check_max_length (Check *check, JsonNode *wanted)
{
  return !is_string (check) ||
         g_utf8_strlen (json_node_get_string (check->value), -1) <= json_node_get_int (wanted) ||
         fail (check, "too long");
}

static gboolean
check_minimum (Check *check, JsonNode *wanted)
{
  return !is_integer (check) || json_node_get_int (check->value) >= json_node_get_int (wanted) ||
         fail (check, "too small");
}

static gboolean
check_maximum (Check *check, JsonNode *wanted)
{
  return !is_integer (check) || json_node_get_int (check->value) <= json_node_get_int (wanted) ||
         fail (check, "too large");
}

static gboolean
check_min_items (Check *check, JsonNode *wanted)
{
  return !JSON_NODE_HOLDS_ARRAY (check->value) ||
         json_array_get_length (json_node_get_array (check->value)) >= json_node_get_int (wanted) ||
         fail (check, "too few");
}

static gboolean
check_max_items (Check *check, JsonNode *wanted)
{
  return !JSON_NODE_HOLDS_ARRAY (check->value) ||
         json_array_get_length (json_node_get_array (check->value)) <= json_node_get_int (wanted) ||
         fail (check, "too many");
}

static gboolean
check_items (Check *check, JsonNode *wanted)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (check->value) ? json_node_get_array (check->value) : NULL;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    if (!openapi_check (check->api, json_node_get_object (wanted), json_array_get_element (array, i),
                        check->problem))
      return FALSE;
  return TRUE;
}

static gboolean
check_one_of (Check *check, JsonNode *wanted)
{
  JsonArray *all = json_node_get_array (wanted);
  g_autoptr (GString) why = g_string_new (NULL);
  guint n_fitting = 0;

  for (guint i = 0; i < json_array_get_length (all); i++)
    n_fitting +=
      openapi_check (check->api, json_array_get_object_element (all, i), check->value, why) ? 1 : 0;
  return n_fitting == 1 || fail (check, n_fitting == 0 ? why->str : "more than one of these");
}

/* A string that holds JSON of its own. */
static gboolean
check_content (Check *check, JsonNode *wanted)
{
  g_autoptr (JsonNode) content =
    is_string (check) ? json_from_string (json_node_get_string (check->value), NULL) : NULL;

  return content != NULL ? openapi_check (check->api, json_node_get_object (wanted), content, check->problem)
                         : fail (check, "no JSON");
}

static gboolean
check_required (Check *check, JsonNode *wanted)
{
  JsonArray *names = json_node_get_array (wanted);

  for (guint i = 0; JSON_NODE_HOLDS_OBJECT (check->value) && i < json_array_get_length (names); i++)
    if (!json_object_has_member (json_node_get_object (check->value),
                                 json_array_get_string_element (names, i)))
      return fail (check, json_array_get_string_element (names, i));
  return TRUE;
}

static JsonObject *
member (JsonObject *object, const char *name)
{
  return json_object_has_member (object, name) ? json_object_get_object_member (object, name) : NULL;
}

/* The schema of a member by its name, or by a pattern that fits it; NULL: there is no such member. */
static JsonObject *
find_property (JsonObject *schema, const char *name)
{
  JsonObject *properties = member (schema, "properties");
  JsonObject *patterns = member (schema, "patternProperties");
  g_autoptr (GList) all = patterns != NULL ? json_object_get_members (patterns) : NULL;

  if (properties != NULL && json_object_has_member (properties, name))
    return json_object_get_object_member (properties, name);
  for (GList *l = all; l != NULL; l = l->next)
    if (g_regex_match_simple (l->data, name, 0, 0))
      return json_object_get_object_member (patterns, l->data);
  return NULL;
}

static gboolean
check_members (Check *check, JsonNode *wanted)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (check->value) ? json_node_get_object (check->value) : NULL;
  g_autoptr (GList) names = object != NULL ? json_object_get_members (object) : NULL;

  for (GList *l = names; l != NULL; l = l->next)
    {
      JsonObject *property = find_property (check->schema, l->data);

      if (property == NULL)
        return fail (check, l->data);
      if (!openapi_check (check->api, property, json_object_get_member (object, l->data), check->problem))
        return FALSE;
    }
  return TRUE;
}

/* Said of all objects, so there is nothing left to check: check_members () goes by it. */
static gboolean
check_closed (Check *check, JsonNode *wanted)
{
  g_assert_false (json_node_get_boolean (wanted));
  return check_members (check, wanted);
}

static gboolean
pass (Check *check, JsonNode *wanted)
{
  return TRUE;
}

static const struct
{
  const char *name;
  Keyword check;
} keywords[] = {
  { "$ref", check_reference },
  { "additionalProperties", check_closed },
  { "const", check_const },
  { "contentMediaType", pass },
  { "contentSchema", check_content },
  { "description", pass },
  { "enum", check_enum },
  { "items", check_items },
  { "maxItems", check_max_items },
  { "maxLength", check_max_length },
  { "maximum", check_maximum },
  { "minItems", check_min_items },
  { "minLength", check_min_length },
  { "minimum", check_minimum },
  { "oneOf", check_one_of },
  { "pattern", check_pattern },
  { "patternProperties", pass },
  { "properties", pass },
  { "required", check_required },
  { "type", check_type },
};

static Keyword
find_keyword (const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (keywords); i++)
    if (g_str_equal (keywords[i].name, name))
      return keywords[i].check;
  g_error ("the keyword %s is checked by nobody", name);
}

gboolean
openapi_check (JsonObject *api, JsonObject *schema, JsonNode *value, GString *problem)
{
  Check check = { api, schema, value, problem };
  g_autoptr (GList) names = json_object_get_members (schema);

  g_assert_true (!json_object_has_member (schema, "properties") ||
                 json_object_has_member (schema, "additionalProperties"));
  for (GList *l = names; l != NULL; l = l->next)
    if (!find_keyword (l->data) (&check, json_object_get_member (schema, l->data)))
      return FALSE;
  return TRUE;
}
