/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "core/brik-limits.h"

#include "portal/brik-language.h"
#include "wire/brik-json.h"

#include <stdlib.h>
#include <string.h>

/* A template, a partial of it and the rows it is filled with, a line each. Whatever they are, nothing of a
 * row comes out as anything but text. */
const gsize fuzz_longest = 4 * 1024;

/* What rows hold. It begins with a byte that no template can put together from pieces, so that where the byte
 * still stands before a bare '<', a row has come out as markup. */
#define STAMP "\002"
#define MARK STAMP "<\"&'>"

static BrikLanguages *languages;

static void
free_languages (void)
{
  g_clear_pointer (&languages, brik_languages_free);
}

void
fuzz_prepare (void)
{
  g_autoptr (GError) error = NULL;

  languages = brik_languages_load (&error);
  g_assert_no_error (error);
  atexit (free_languages);
}

static const char *
translate (const char *text, gpointer user_data)
{
  return NULL;
}

/* Every string of it becomes hostile. */
static void
poison (JsonNode *node)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      g_autoptr (GList) values = json_object_get_values (json_node_get_object (node));

      g_list_foreach (values, (GFunc) (void (*) (void)) poison, NULL);
    }
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      g_autoptr (GList) values = json_array_get_elements (json_node_get_array (node));

      g_list_foreach (values, (GFunc) (void (*) (void)) poison, NULL);
    }
  else if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    json_node_set_string (node, MARK);
}

static void
check_page (const char *page, gboolean clean)
{
  g_assert_cmpuint (strlen (page), <=, BRIK_LIMIT_TEMPLATE_OUTPUT + fuzz_longest * BRIK_LIMIT_TEMPLATE_DEPTH);
  if (clean)
    g_assert_null (strstr (page, STAMP "<"));
}

static void
try_template (const char *template, const char *partial, JsonNode *rows)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikMustache) mustache = brik_mustache_new (BRIK_MUSTACHE_DEFAULT, translate, NULL);
  gboolean clean = !strstr (template, STAMP) && !strstr (partial, STAMP);
  g_autofree char *page = NULL;

  if (!brik_mustache_add (mustache, "page", template, -1, &error) ||
      !brik_mustache_add (mustache, "part", partial, -1, &error))
    {
      fuzz_check_error (FALSE, error);
      return;
    }
  page = brik_mustache_render (mustache, "page", rows, &error);
  fuzz_check_error (page != NULL, error);
  if (page)
    check_page (page, clean);
}

/* The pages' own templates, with rows of any shape. */
static void
try_pages (JsonNode *rows)
{
  static const char *const names[] = { "accounts", "caps", "cards", "refusals", "statement", "failure" };

  for (guint i = 0; i < brik_languages_get_n (languages) * G_N_ELEMENTS (names); i++)
    {
      const BrikLanguage *language = brik_languages_get (languages, i / G_N_ELEMENTS (names));
      g_autoptr (GError) error = NULL;
      g_autofree char *page = brik_mustache_render (brik_language_get_templates (language),
                                                    names[i % G_N_ELEMENTS (names)], rows, &error);

      fuzz_check_error (page != NULL, error);
      if (page)
        check_page (page, TRUE);
    }
}

void
fuzz_try (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  g_autofree char *template = fuzz_take_line (&input);
  g_autofree char *partial = fuzz_take_line (&input);
  g_autoptr (JsonNode) rows =
    brik_json_parse ((const char *) input.at, (gssize) fuzz_left (&input), fuzz_longest, NULL);

  for (char *at = template; *at; at++)
    if (*at == '\001')
      *at = '\n';
  if (!rows)
    return;
  poison (rows);
  try_template (template, partial, rows);
  if (JSON_NODE_HOLDS_OBJECT (rows))
    try_pages (rows);
}
