/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-mustache.h"
#include "core/brik-limits.h"

#include <string.h>

static JsonNode *
data_from (const char *json)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (json, &error);

  g_assert_no_error (error);
  return node;
}

static char *
render (BrikMustache *mustache, const char *template, const char *json)
{
  g_autoptr (JsonNode) data = data_from (json);
  g_autoptr (GError) error = NULL;
  char *page;

  brik_mustache_add (mustache, "page", template, -1, &error);
  g_assert_no_error (error);
  page = brik_mustache_render (mustache, "page", data, &error);
  g_assert_no_error (error);
  return page;
}

static void
assert_refused (BrikMustache *mustache, const char *template, BrikTemplateError code, const char *word)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (brik_mustache_add (mustache, "page", template, -1, &error));
  g_assert_error (error, BRIK_TEMPLATE_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, word));
}

static void
run_case (JsonObject *spec_case)
{
  g_autoptr (BrikMustache) mustache = brik_mustache_new (BRIK_MUSTACHE_ALLOW_UNESCAPED, NULL, NULL);
  g_autofree char *page = NULL;
  g_autoptr (GError) error = NULL;

  g_test_message ("%s", json_object_get_string_member (spec_case, "name"));
  if (json_object_has_member (spec_case, "partials"))
    {
      JsonObject *partials = json_object_get_object_member (spec_case, "partials");
      g_autoptr (GList) names = json_object_get_members (partials);

      for (GList *l = names; l != NULL; l = l->next)
        {
          brik_mustache_add (mustache, l->data, json_object_get_string_member (partials, l->data), -1,
                             &error);
          g_assert_no_error (error);
        }
    }
  brik_mustache_add (mustache, "case", json_object_get_string_member (spec_case, "template"), -1, &error);
  g_assert_no_error (error);
  page = brik_mustache_render (mustache, "case", json_object_get_member (spec_case, "data"), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (page, ==, json_object_get_string_member (spec_case, "expected"));
}

static void
test_specification (gconstpointer user_data)
{
  g_autofree char *path =
    g_strconcat (BRIK_TEST_SOURCE_ROOT "/../shared/spec/mustache/", user_data, ".json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *cases;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the Mustache specification's cases are not here");
      return;
    }
  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  cases = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "tests");
  g_assert_cmpuint (json_array_get_length (cases), >, 10);
  for (guint i = 0; i < json_array_get_length (cases); i++)
    run_case (json_array_get_object_element (cases, i));
}

static void
test_escapes (void)
{
  g_autoptr (BrikMustache) mustache = brik_mustache_new (BRIK_MUSTACHE_DEFAULT, NULL, NULL);
  g_autofree char *page = render (mustache, "<b title=\"{{n}}\">{{n}}</b>", "{\"n\": \"<i a='\\\"'>&\"}");

  g_assert_cmpstr (page, ==,
                   "<b title=\"&lt;i a=&#39;&quot;&#39;&gt;&amp;\">&lt;i a=&#39;&quot;&#39;&gt;&amp;</b>");
  assert_refused (mustache, "{{{n}}}", BRIK_TEMPLATE_ERROR_SYNTAX, "not escaped");
  assert_refused (mustache, "a {{& n}}", BRIK_TEMPLATE_ERROR_SYNTAX, "not escaped");
}

static void
test_truth (void)
{
  g_autoptr (BrikMustache) mustache = brik_mustache_new (BRIK_MUSTACHE_DEFAULT, NULL, NULL);
  const char *data = "{\"empty\": \"\", \"zero\": 0, \"none\": [], \"object\": {}, \"no\": false}";
  g_autofree char *page = render (mustache,
                                  "{{^empty}}e{{/empty}}{{#zero}}z{{/zero}}{{^none}}n{{/none}}"
                                  "{{#object}}o{{/object}}{{^no}}f{{/no}}{{^missing}}m{{/missing}}",
                                  data);

  g_assert_cmpstr (page, ==, "eznofm");
}

static void
test_syntax (void)
{
  g_autoptr (BrikMustache) mustache = brik_mustache_new (BRIK_MUSTACHE_DEFAULT, NULL, NULL);

  assert_refused (mustache, "one\ntwo {{name", BRIK_TEMPLATE_ERROR_SYNTAX, "Line 2");
  assert_refused (mustache, "{{#a}}", BRIK_TEMPLATE_ERROR_SYNTAX, "not closed");
  assert_refused (mustache, "{{/a}}", BRIK_TEMPLATE_ERROR_SYNTAX, "not opened");
  assert_refused (mustache, "{{#a}}{{#b}}{{/a}}{{/b}}", BRIK_TEMPLATE_ERROR_SYNTAX, "another section");
  assert_refused (mustache, "{{}}", BRIK_TEMPLATE_ERROR_SYNTAX, "empty");
  assert_refused (mustache, "{{=a=}}", BRIK_TEMPLATE_ERROR_SYNTAX, "delimiters");
  assert_refused (mustache, "\xff", BRIK_TEMPLATE_ERROR_SYNTAX, "UTF-8");
}

static void
test_bounds (void)
{
  g_autoptr (BrikMustache) mustache = brik_mustache_new (BRIK_MUSTACHE_DEFAULT, NULL, NULL);
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (JsonNode) data = data_from ("{\"a\": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]}");
  g_autoptr (GError) error = NULL;
  g_autofree char *long_text = g_strnfill (BRIK_LIMIT_TEMPLATE + 1, 'x');

  assert_refused (mustache, long_text, BRIK_TEMPLATE_ERROR_TOO_MUCH, "at most");
  for (guint i = 0; i <= BRIK_LIMIT_TEMPLATE_DEPTH; i++)
    g_string_append (deep, "{{#a}}");
  assert_refused (mustache, deep->str, BRIK_TEMPLATE_ERROR_SYNTAX, "too deeply");

  brik_mustache_add (mustache, "loop", "{{>loop}}", -1, &error);
  g_assert_no_error (error);
  g_assert_null (brik_mustache_render (mustache, "loop", data, &error));
  g_assert_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_TOO_MUCH);
  g_clear_error (&error);

  /* Ten to the seventh repetitions of one line stop at the bound, not when memory does. */
  brik_mustache_add (
    mustache, "wide",
    "{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}{{#a}}0123456789{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}{{/a}}", -1,
    &error);
  g_assert_no_error (error);
  g_assert_null (brik_mustache_render (mustache, "wide", data, &error));
  g_assert_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_TOO_MUCH);
  g_clear_error (&error);

  /* Nor do a million millions that write nothing go on until they are through. */
  g_string_truncate (deep, 0);
  for (guint i = 0; i < 24; i++)
    g_string_append (deep, i < 12 ? "{{#a}}" : "{{/a}}");
  brik_mustache_add (mustache, "silent", deep->str, -1, &error);
  g_assert_no_error (error);
  g_assert_null (brik_mustache_render (mustache, "silent", data, &error));
  g_assert_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_TOO_MUCH);
  g_clear_error (&error);

  g_assert_null (brik_mustache_render (mustache, "nowhere", data, &error));
  g_assert_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_MISSING);
}

static const char *
translate (const char *text, gpointer user_data)
{
  if (strcmp (text, "Hello {{name}}, log off") == 0)
    return "Log af <{{name}}>, \"hej\"";
  if (strcmp (text, "bad") == 0)
    return "{{#a}}{{/a}}";
  return NULL;
}

static void
test_translations (void)
{
  g_autoptr (BrikMustache) mustache = brik_mustache_new (BRIK_MUSTACHE_DEFAULT, translate, NULL);
  g_autofree char *known =
    render (mustache, "<p>{{#tr}}\n  Hello {{name}},\n  log off\n{{/tr}}</p>", "{\"name\": \"A & B\"}");
  g_autofree char *unknown = render (mustache, "{{#tr}}Don't{{/tr}}", "{}");

  /* What a translator writes is text: it cannot become markup either. */
  g_assert_cmpstr (known, ==, "<p>Log af &lt;A &amp; B&gt;, &quot;hej&quot;</p>");
  g_assert_cmpstr (unknown, ==, "Don&#39;t");
  assert_refused (mustache, "{{#tr}}bad{{/tr}}", BRIK_TEMPLATE_ERROR_SYNTAX, "only variables");
  assert_refused (mustache, "{{#tr}}never closed", BRIK_TEMPLATE_ERROR_SYNTAX, "not closed");
  assert_refused (mustache, "{{#tr}} {{/tr}}", BRIK_TEMPLATE_ERROR_SYNTAX, "empty");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/mustache/specification/comments", "comments", test_specification);
  g_test_add_data_func ("/mustache/specification/delimiters", "delimiters", test_specification);
  g_test_add_data_func ("/mustache/specification/interpolation", "interpolation", test_specification);
  g_test_add_data_func ("/mustache/specification/inverted", "inverted", test_specification);
  g_test_add_data_func ("/mustache/specification/partials", "partials", test_specification);
  g_test_add_data_func ("/mustache/specification/sections", "sections", test_specification);
  g_test_add_func ("/mustache/escapes", test_escapes);
  g_test_add_func ("/mustache/truth", test_truth);
  g_test_add_func ("/mustache/syntax", test_syntax);
  g_test_add_func ("/mustache/bounds", test_bounds);
  g_test_add_func ("/mustache/translations", test_translations);
  return g_test_run ();
}
