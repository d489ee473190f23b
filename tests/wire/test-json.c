/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "wire/brik-json.h"
#include "wire/brik-wire-error.h"

#define LIMIT 4096

static void
assert_refused (const char *text, gsize length, const char *because)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = brik_json_parse (text, (gssize) length, LIMIT, &error);

  if (node != NULL)
    g_error ("taken, but should not have been: %s", text);
  g_assert_error (error, BRIK_WIRE_ERROR, BRIK_WIRE_ERROR_MALFORMED);
  if (because != NULL && strstr (error->message, because) == NULL)
    g_error ("“%s” does not say “%s”", error->message, because);
}

static void
test_good (void)
{
  static const char *const good[] = {
    "{}",
    "[]",
    " { \"a\" : [ 1 , -2 , 0 , 1.5 , 1e3 , 1E-3, -0.0e+1 ] , \"b\" : null }\n",
    "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e6\\ud83e\\udd55 æøå\"",
    "[true,false,null,{\"a\":{\"a\":{}}}]",
    "999999999999999999",
    "{\"\":1,\"a\":2,\"A\":3}",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = brik_json_parse (good[i], -1, LIMIT, &error);

      g_assert_no_error (error);
      g_assert_nonnull (node);
    }
}

static void
test_bad_grammar (void)
{
  static const char *const bad[] = {
    "",
    " ",
    "{",
    "}",
    "[",
    "]",
    "[1,]",
    "[,1]",
    "{,}",
    "{\"a\"}",
    "{\"a\":}",
    "{\"a\":1,}",
    "{a:1}",
    "{'a':1}",
    "{1:1}",
    "[1 2]",
    "[1}",
    "{\"a\":1]",
    "tru",
    "True",
    "nul",
    "nulll",
    "NaN",
    "Infinity",
    "-",
    "01",
    "-01",
    "1.",
    ".5",
    "1e",
    "1e+",
    "+1",
    "0x10",
    "\"",
    "\"\\\"",
    "\"\\x\"",
    "\"\\u12\"",
    "\"\n\"",
    "\"\t\"",
    "// x\n[]",
    "[] // x",
    "/* x */[]",
    "var a = 1",
    "[1]x",
    "'a'",
    "[\"a\"\"b\"]",
    "{\"a\" 1}",
    "{\"a\":1 \"b\":2}",
    "\xef\xbb\xbf[]",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i], strlen (bad[i]), NULL);
}

static void
test_bad_values (void)
{
  static const struct
  {
    const char *text;
    const char *because;
  } bad[] = {
    { "[1][2]", "more than one" },
    { "{}{}", "more than one" },
    { "\"\\u0000\"", "NUL" },
    { "\"\\ud800\"", "surrogate" },
    { "\"\\udc00\"", "surrogate" },
    { "\"\\ud800\\u0041\"", "surrogate" },
    { "[\"\xff\"]", "UTF-8" },
    { "1000000000000000000", "too large" },
    { "-9223372036854775809", "too large" },
    { "{\"a\":1,\"a\":1}", "twice" },
    { "{\"a\":1,\"\\u0061\":1}", "twice" },
    { "[{\"b\":{\"a\":1,\"c\":{},\"a\":{}}}]", "twice" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bad); i++)
    assert_refused (bad[i].text, strlen (bad[i].text), bad[i].because);
  assert_refused ("[]\0", 3, NULL);
}

static void
test_depth (void)
{
  for (guint depth = 1; depth <= BRIK_LIMIT_JSON_DEPTH + 1; depth++)
    {
      g_autofree char *opening = g_strnfill (depth, '[');
      g_autofree char *closing = g_strnfill (depth, ']');
      g_autofree char *text = g_strconcat (opening, closing, NULL);
      g_autoptr (JsonNode) node = brik_json_parse (text, -1, LIMIT, NULL);

      g_assert_cmpint (node != NULL, ==, depth <= BRIK_LIMIT_JSON_DEPTH);
    }
}

/* What crashes json-glib must not reach it. */
static void
test_very_deep (void)
{
  const gsize depth = 1000 * 1000;
  g_autofree char *arrays = g_strnfill (depth, '[');
  g_autoptr (GString) objects = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < depth; i++)
    g_string_append (objects, "{\"a\":");
  g_assert_null (brik_json_parse (arrays, -1, depth, &error));
  g_assert_nonnull (strstr (error->message, "deep"));
  g_clear_error (&error);
  g_assert_null (brik_json_parse (objects->str, -1, objects->len, &error));
  g_assert_nonnull (strstr (error->message, "deep"));
}

static void
test_size (void)
{
  g_autofree char *spaces = g_strnfill (LIMIT - 2, ' ');
  g_autofree char *fits = g_strconcat (spaces, "[]", NULL);
  g_autofree char *longer = g_strconcat (" ", fits, NULL);
  g_autoptr (JsonNode) node = brik_json_parse (fits, -1, LIMIT, NULL);

  g_assert_nonnull (node);
  assert_refused (longer, strlen (longer), "too long");
  assert_refused ("", 0, "nothing");
  assert_refused (NULL, 0, "nothing");
}

/* Random bytes, and random cuts and splices of good text: no crash, and json-glib agrees with what passed. */
static void
test_noise (void)
{
  static const char alphabet[] = "{}[]\",:\\u0123456789eE+-. \ntrufalsn\x01\xc3\xa6";
  g_autoptr (GRand) random = g_rand_new_with_seed (42);
  guint n_good = 0;

  for (guint i = 0; i < 50000; i++)
    {
      char text[24];
      gsize length = (gsize) g_rand_int_range (random, 0, sizeof text);
      g_autoptr (JsonNode) node = NULL;

      for (gsize at = 0; at < length; at++)
        text[at] = alphabet[g_rand_int_range (random, 0, sizeof alphabet - 1)];
      node = brik_json_parse (text, (gssize) length, LIMIT, NULL);
      if (node != NULL)
        n_good++;
    }
  g_assert_cmpuint (n_good, >, 100);
}

static JsonObject *
object_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonObject *object = brik_json_parse_object (text, -1, LIMIT, &error);

  g_assert_no_error (error);
  return object;
}

static void
test_members (void)
{
  g_autoptr (JsonObject) object =
    object_of ("{\"s\":\"æ\",\"i\":-5,\"d\":1.0,\"b\":true,\"a\":[1,2],\"o\":{},\"n\":null}");
  g_autoptr (GError) error = NULL;
  gint64 value = 0;
  gboolean flag = FALSE;

  g_assert_cmpstr (brik_json_get_string (object, "s", 2, NULL), ==, "æ");
  g_assert_null (brik_json_get_string (object, "s", 1, NULL));
  g_assert_null (brik_json_get_string (object, "i", 9, NULL));
  g_assert_null (brik_json_get_string (object, "n", 9, NULL));
  g_assert_true (brik_json_get_int (object, "i", -5, 5, &value, NULL));
  g_assert_cmpint (value, ==, -5);
  g_assert_false (brik_json_get_int (object, "i", -4, 5, &value, NULL));
  g_assert_false (brik_json_get_int (object, "i", -9, -6, &value, NULL));
  g_assert_false (brik_json_get_int (object, "d", 0, 5, &value, NULL));
  g_assert_false (brik_json_get_int (object, "b", 0, 5, &value, NULL));
  g_assert_true (brik_json_get_boolean (object, "b", &flag, NULL));
  g_assert_true (flag);
  g_assert_false (brik_json_get_boolean (object, "n", &flag, NULL));
  g_assert_nonnull (brik_json_get_array (object, "a", 2, NULL));
  g_assert_null (brik_json_get_array (object, "a", 1, NULL));
  g_assert_null (brik_json_get_array (object, "o", 1, NULL));
  g_assert_nonnull (brik_json_get_object (object, "o", NULL));
  g_assert_null (brik_json_get_object (object, "a", NULL));
  g_assert_null (brik_json_get_string (object, "missing", 9, &error));
  g_assert_error (error, BRIK_WIRE_ERROR, BRIK_WIRE_ERROR_MALFORMED);
  g_assert_nonnull (strstr (error->message, "missing"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/json/good", test_good);
  g_test_add_func ("/wire/json/bad-grammar", test_bad_grammar);
  g_test_add_func ("/wire/json/bad-values", test_bad_values);
  g_test_add_func ("/wire/json/depth", test_depth);
  g_test_add_func ("/wire/json/very-deep", test_very_deep);
  g_test_add_func ("/wire/json/size", test_size);
  g_test_add_func ("/wire/json/noise", test_noise);
  g_test_add_func ("/wire/json/members", test_members);
  return g_test_run ();
}
