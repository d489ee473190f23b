/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-mustache.h"

#include "core/brik-limits.h"

#include <string.h>

G_DEFINE_QUARK (brik - template - error - quark, brik_template_error)

struct _BrikMustache
{
  BrikMustacheFlags flags;
  BrikMustacheTranslate translate;
  gpointer user_data;
  GHashTable *templates; /* name → GArray of BrikMustacheNode */
};

/* One rendering under way. @contexts holds borrowed nodes, the innermost last. */
typedef struct
{
  const BrikMustache *mustache;
  GPtrArray *contexts;
  GString *out;
  guint depth;
  guint n_steps;
} Rendering;

static gboolean render_nodes (Rendering *rendering,
                              GArray *nodes,
                              guint begin,
                              guint end,
                              const char *indent,
                              GError **error);

BrikMustache *
brik_mustache_new (BrikMustacheFlags flags, BrikMustacheTranslate translate, gpointer user_data)
{
  BrikMustache *mustache = g_new0 (BrikMustache, 1);

  mustache->flags = flags;
  mustache->translate = translate;
  mustache->user_data = user_data;
  mustache->templates =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
  return mustache;
}

void
brik_mustache_free (BrikMustache *mustache)
{
  if (mustache == NULL)
    return;
  g_hash_table_unref (mustache->templates);
  g_free (mustache);
}

static gboolean
escapes_everything (GArray *nodes)
{
  for (guint i = 0; i < nodes->len; i++)
    if (g_array_index (nodes, BrikMustacheNode, i).kind == BRIK_MUSTACHE_UNESCAPED)
      return FALSE;
  return TRUE;
}

gboolean
brik_mustache_add (BrikMustache *mustache,
                   const char *name,
                   const char *source,
                   gssize length,
                   GError **error)
{
  gsize n_bytes = length < 0 ? strlen (source) : (gsize) length;
  g_autoptr (GArray) nodes =
    brik_mustache_parse (source, n_bytes, mustache->translate, mustache->user_data, error);

  if (nodes == NULL)
    {
      g_prefix_error (error, "Template “%s”: ", name);
      return FALSE;
    }
  if ((mustache->flags & BRIK_MUSTACHE_ALLOW_UNESCAPED) == 0 && !escapes_everything (nodes))
    {
      g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_SYNTAX,
                   "Template “%s”: write {{name}}; variables that are not escaped are not allowed", name);
      return FALSE;
    }
  g_hash_table_replace (mustache->templates, g_strdup (name), g_steal_pointer (&nodes));
  return TRUE;
}

static JsonNode *
member_of (JsonNode *node, const char *name)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node)
           ? json_object_get_member (json_node_get_object (node), name)
           : NULL;
}

/* The first name is looked for from the innermost context outwards; the others only within what it gave. */
static JsonNode *
look_up (Rendering *rendering, char **path)
{
  JsonNode *found = NULL;

  if (path[0] == NULL)
    return g_ptr_array_index (rendering->contexts, rendering->contexts->len - 1);
  for (guint i = rendering->contexts->len; found == NULL && i > 0; i--)
    found = member_of (g_ptr_array_index (rendering->contexts, i - 1), path[0]);
  for (guint i = 1; found != NULL && path[i] != NULL; i++)
    found = member_of (found, path[i]);
  return found;
}

static gboolean
is_true (JsonNode *node)
{
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return FALSE;
  if (JSON_NODE_HOLDS_ARRAY (node))
    return json_array_get_length (json_node_get_array (node)) > 0;
  if (json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);
  if (json_node_get_value_type (node) == G_TYPE_STRING)
    return json_node_get_string (node)[0] != '\0';
  return TRUE;
}

static void
append_value (GString *out, JsonNode *node, gboolean escape)
{
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return;
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING && escape)
    brik_mustache_append_escaped (out, json_node_get_string (node), -1);
  else if (type == G_TYPE_STRING)
    g_string_append (out, json_node_get_string (node));
  else if (type == G_TYPE_INT64)
    g_string_append_printf (out, "%" G_GINT64_FORMAT, json_node_get_int (node));
  else if (type == G_TYPE_DOUBLE)
    g_string_append (out, g_ascii_formatd (digits, sizeof digits, "%.15g", json_node_get_double (node)));
  else if (type == G_TYPE_BOOLEAN)
    g_string_append (out, json_node_get_boolean (node) ? "true" : "false");
}

static gboolean
render_within (Rendering *rendering,
               JsonNode *context,
               GArray *nodes,
               guint begin,
               guint end,
               const char *indent,
               GError **error)
{
  gboolean done;

  g_ptr_array_add (rendering->contexts, context);
  done = render_nodes (rendering, nodes, begin, end, indent, error);
  g_ptr_array_set_size (rendering->contexts, rendering->contexts->len - 1);
  return done;
}

static gboolean
render_section (Rendering *rendering, GArray *nodes, guint at, const char *indent, GError **error)
{
  const BrikMustacheNode *node = &g_array_index (nodes, BrikMustacheNode, at);
  JsonNode *value = look_up (rendering, node->path);
  JsonArray *array;

  if (node->kind == BRIK_MUSTACHE_INVERTED)
    return is_true (value) || render_nodes (rendering, nodes, at + 1, node->end, indent, error);
  if (!is_true (value))
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (value))
    return render_within (rendering, value, nodes, at + 1, node->end, indent, error);
  array = json_node_get_array (value);
  for (guint i = 0; i < json_array_get_length (array); i++)
    if (!render_within (rendering, json_array_get_element (array, i), nodes, at + 1, node->end, indent,
                        error))
      return FALSE;
  return TRUE;
}

static gboolean
render_partial (Rendering *rendering, const BrikMustacheNode *node, const char *indent, GError **error)
{
  GArray *nodes = g_hash_table_lookup (rendering->mustache->templates, node->text);
  g_autofree char *deeper = node->indent != NULL ? g_strconcat (indent, node->indent, NULL) : NULL;

  /* A partial in the middle of a line is not indented, nor are the lines after its first. */
  return nodes == NULL || render_nodes (rendering, nodes, 0, nodes->len, deeper != NULL ? deeper : "", error);
}

static gboolean
render_node (Rendering *rendering, GArray *nodes, guint at, const char *indent, GError **error)
{
  const BrikMustacheNode *node = &g_array_index (nodes, BrikMustacheNode, at);

  if (node->line_start)
    g_string_append (rendering->out, indent);
  switch (node->kind)
    {
    case BRIK_MUSTACHE_TEXT:
      g_string_append (rendering->out, node->text);
      return TRUE;
    case BRIK_MUSTACHE_VARIABLE:
    case BRIK_MUSTACHE_UNESCAPED:
      append_value (rendering->out, look_up (rendering, node->path), node->kind == BRIK_MUSTACHE_VARIABLE);
      return TRUE;
    case BRIK_MUSTACHE_PARTIAL:
      return render_partial (rendering, node, indent, error);
    case BRIK_MUSTACHE_SECTION:
    case BRIK_MUSTACHE_INVERTED:
      return render_section (rendering, nodes, at, indent, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
is_section (const BrikMustacheNode *node)
{
  return node->kind == BRIK_MUSTACHE_SECTION || node->kind == BRIK_MUSTACHE_INVERTED;
}

static gboolean
render_nodes (Rendering *rendering, GArray *nodes, guint begin, guint end, const char *indent, GError **error)
{
  guint next;

  if (rendering->depth == BRIK_LIMIT_TEMPLATE_DEPTH)
    {
      g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_TOO_MUCH,
                   "Templates name each other more than %d deep", BRIK_LIMIT_TEMPLATE_DEPTH);
      return FALSE;
    }
  rendering->depth++;
  for (guint at = begin; at < end; at = next)
    {
      const BrikMustacheNode *node = &g_array_index (nodes, BrikMustacheNode, at);

      next = is_section (node) ? node->end : at + 1;
      if (!render_node (rendering, nodes, at, indent, error))
        return FALSE;
      if (++rendering->n_steps > BRIK_LIMIT_TEMPLATE_STEPS)
        {
          g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_TOO_MUCH,
                       "A page may be made of at most %d parts", BRIK_LIMIT_TEMPLATE_STEPS);
          return FALSE;
        }
      if (rendering->out->len > BRIK_LIMIT_TEMPLATE_OUTPUT)
        {
          g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_TOO_MUCH,
                       "A page may have at most %d bytes", BRIK_LIMIT_TEMPLATE_OUTPUT);
          return FALSE;
        }
    }
  rendering->depth--;
  return TRUE;
}

char *
brik_mustache_render (const BrikMustache *mustache, const char *name, JsonNode *data, GError **error)
{
  GArray *nodes = g_hash_table_lookup (mustache->templates, name);
  g_autoptr (GPtrArray) contexts = g_ptr_array_new ();
  g_autoptr (GString) out = g_string_new (NULL);
  Rendering rendering = { .mustache = mustache, .contexts = contexts, .out = out };

  if (nodes == NULL)
    {
      g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_MISSING, "There is no template “%s”",
                   name);
      return NULL;
    }
  g_ptr_array_add (contexts, data);
  if (!render_nodes (&rendering, nodes, 0, nodes->len, "", error))
    return NULL;
  return g_string_free (g_steal_pointer (&out), FALSE);
}
