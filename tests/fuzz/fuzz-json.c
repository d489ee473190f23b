/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/brik-limits.h"
#include "wire/brik-json.h"

#include <string.h>

/* JSON of any kind: what passes the gate is what json-glib reads, and one document. */
const gsize fuzz_longest = 16 * 1024;

void
fuzz_prepare (void)
{
}

/* Nothing of ours writes a number that is not whole, and json-glib writes "1e-10.0". */
static gboolean has_fractions (JsonNode *node);

static gboolean
any_has_fractions (GList *values)
{
  for (GList *l = values; l; l = l->next)
    if (has_fractions (l->data))
      return TRUE;
  return FALSE;
}

static gboolean
has_fractions (JsonNode *node)
{
  g_autoptr (GList) values = NULL;

  if (JSON_NODE_HOLDS_OBJECT (node))
    values = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    values = json_array_get_elements (json_node_get_array (node));
  else
    return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_DOUBLE;
  return any_has_fractions (values);
}

static guint
depth_of (JsonNode *node)
{
  g_autoptr (GList) values = NULL;
  guint deepest = 0;

  if (JSON_NODE_HOLDS_OBJECT (node))
    values = json_object_get_values (json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    values = json_array_get_elements (json_node_get_array (node));
  else
    return 0;
  for (GList *l = values; l; l = l->next)
    deepest = MAX (deepest, depth_of (l->data));
  return deepest + 1;
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = brik_json_parse ((const char *) data, (gssize) size, fuzz_longest - 1, &error);
  g_autoptr (JsonNode) read = NULL;
  g_autofree char *line = NULL;
  g_autofree char *again = NULL;

  fuzz_check_error (node != NULL, error);
  if (!node)
    return;
  g_assert_cmpuint (size, <, fuzz_longest);
  g_assert_cmpuint (depth_of (node), <=, BRIK_LIMIT_JSON_DEPTH);
  if (has_fractions (node))
    return;
  line = brik_json_to_line (node);
  g_assert_null (strpbrk (line, "\r\n"));
  read = brik_json_parse (line, -1, G_MAXINT32, &error);
  g_assert_no_error (error);
  again = brik_json_to_line (read);
  g_assert_cmpstr (again, ==, line);
}
