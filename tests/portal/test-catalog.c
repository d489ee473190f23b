/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-catalog.h"

#include <string.h>

#include "portal/brik-language.h"
#include "portal/brik-portal-resources.h"
#include "portal/brik-template-error.h"

#define TEMPLATES "/io/github/brikpos/portal/templates/"
#define HEADER                                                                                               \
  "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\nLanguage: da\n"

typedef struct
{
  const char *original;
  gsize original_size;
  const char *translation;
  gsize translation_size;
} Pair;

#define PAIR(original, translation)                                                                          \
  {                                                                                                          \
    original, sizeof original - 1, translation, sizeof translation - 1                                       \
  }

static void
append_word (GByteArray *out, guint32 word)
{
  word = GUINT32_TO_LE (word);
  g_byte_array_append (out, (const guint8 *) &word, sizeof word);
}

/* Writes the form by hand, from the description in the manual, so that the reader is not held against itself.
 */
static GByteArray *
compile (const Pair *pairs, guint n_pairs)
{
  GByteArray *out = g_byte_array_new ();
  guint32 offset = 28 + 16 * n_pairs;

  append_word (out, 0x950412de);
  append_word (out, 0);
  append_word (out, n_pairs);
  append_word (out, 28);
  append_word (out, 28 + 8 * n_pairs);
  append_word (out, 0);
  append_word (out, 0);
  for (guint i = 0; i < n_pairs; offset += pairs[i].original_size + 1, i++)
    {
      append_word (out, pairs[i].original_size);
      append_word (out, offset);
    }
  for (guint i = 0; i < n_pairs; offset += pairs[i].translation_size + 1, i++)
    {
      append_word (out, pairs[i].translation_size);
      append_word (out, offset);
    }
  for (guint i = 0; i < n_pairs; i++)
    g_byte_array_append (out, (const guint8 *) pairs[i].original, pairs[i].original_size + 1);
  for (guint i = 0; i < n_pairs; i++)
    g_byte_array_append (out, (const guint8 *) pairs[i].translation, pairs[i].translation_size + 1);
  return out;
}

static const Pair GOOD[] = {
  PAIR ("", HEADER),
  PAIR ("Balance", "Saldo"),
  PAIR ("Card", ""),
  PAIR ("month\004May", "maj"),
  PAIR ("one row\0{n} rows", "en række\0{n} rækker"),
};

static BrikCatalog *
open_bytes (const void *data, gsize size, GError **error)
{
  /* Of its own size on the heap: the sanitizers see a step beyond it. */
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);

  return brik_catalog_new (bytes, "a test", error);
}

static void
test_look_up (void)
{
  g_autoptr (GByteArray) bytes = compile (GOOD, G_N_ELEMENTS (GOOD));
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikCatalog) catalog = open_bytes (bytes->data, bytes->len, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (brik_catalog_get (catalog, "Balance"), ==, "Saldo");
  g_assert_cmpstr (brik_catalog_get (catalog, "Card"), ==, "Card");
  g_assert_cmpstr (brik_catalog_get (catalog, "Aardvark"), ==, "Aardvark");
  g_assert_cmpstr (brik_catalog_get (catalog, "Zebra"), ==, "Zebra");
  g_assert_cmpstr (brik_catalog_get_in (catalog, "month", "May"), ==, "maj");
  g_assert_cmpstr (brik_catalog_get_in (catalog, "year", "May"), ==, "May");
  g_assert_cmpstr (brik_catalog_get_plural (catalog, "one row", "{n} rows", 1), ==, "en række");
  g_assert_cmpstr (brik_catalog_get_plural (catalog, "one row", "{n} rows", 0), ==, "{n} rækker");
  g_assert_cmpstr (brik_catalog_get_plural (catalog, "one card", "{n} cards", 2), ==, "{n} cards");
  g_assert_cmpstr (brik_catalog_get (NULL, "Balance"), ==, "Balance");
}

static void
assert_refused (const Pair *pairs, guint n_pairs)
{
  g_autoptr (GByteArray) bytes = compile (pairs, n_pairs);
  g_autoptr (GError) error = NULL;

  g_assert_null (open_bytes (bytes->data, bytes->len, &error));
  g_assert_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_CATALOG);
}

static void
test_refused (void)
{
  const Pair unsorted[] = { PAIR ("", HEADER), PAIR ("b", "b"), PAIR ("a", "a") };
  const Pair not_utf8[] = { PAIR ("", HEADER), PAIR ("a", "\xff") };
  const Pair polish[] = { PAIR ("", "Plural-Forms: nplurals=3; plural=(n==1 ? 0 : 2);\n"), PAIR ("a", "b") };
  const Pair headless[] = { PAIR ("a", "b") };

  assert_refused (unsorted, G_N_ELEMENTS (unsorted));
  assert_refused (not_utf8, G_N_ELEMENTS (not_utf8));
  assert_refused (polish, G_N_ELEMENTS (polish));
  assert_refused (headless, G_N_ELEMENTS (headless));
}

/* Whatever a damaged file says, it is either refused or read within its bounds; the sanitizers watch. */
static void
test_damaged (void)
{
  g_autoptr (GByteArray) bytes = compile (GOOD, G_N_ELEMENTS (GOOD));
  guint n_refused = 0;

  for (guint size = 0; size < bytes->len; size++)
    {
      g_autoptr (BrikCatalog) catalog = open_bytes (bytes->data, size, NULL);

      g_assert_null (catalog);
    }
  for (guint at = 0; at < bytes->len; at++)
    {
      g_autofree guint8 *damaged = g_memdup2 (bytes->data, bytes->len);
      g_autoptr (BrikCatalog) catalog = NULL;

      damaged[at] ^= 0x81;
      catalog = open_bytes (damaged, bytes->len, NULL);
      n_refused += catalog == NULL;
      if (catalog != NULL)
        {
          g_assert_nonnull (brik_catalog_get (catalog, "Balance"));
          g_assert_nonnull (brik_catalog_get_plural (catalog, "one row", "{n} rows", 2));
        }
    }
  g_assert_cmpuint (n_refused, >, 28);
}

static const char *
note_text (const char *text, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (text));
  return NULL;
}

static void
add_templates (BrikMustache *mustache)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) names = g_resource_enumerate_children (brik_portal_get_resource (), TEMPLATES, 0, &error);

  g_assert_no_error (error);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *path = g_strconcat (TEMPLATES, names[i], NULL);
      g_autoptr (GBytes) source = g_resource_lookup_data (brik_portal_get_resource (), path, 0, &error);

      g_assert_no_error (error);
      brik_mustache_add (mustache, names[i], g_bytes_get_data (source, NULL), g_bytes_get_size (source),
                         &error);
      g_assert_no_error (error);
    }
}

/* No page can hold a text that is left in English. */
static void
test_templates_are_danish (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLanguages) languages = brik_languages_load (&error);
  const BrikCatalog *danish = NULL;
  g_autoptr (GPtrArray) texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (BrikMustache) mustache = brik_mustache_new (BRIK_MUSTACHE_DEFAULT, note_text, texts);

  g_assert_no_error (error);
  danish = brik_language_get_catalog (brik_languages_find (languages, "da"));
  add_templates (mustache);
  g_assert_cmpuint (texts->len, >, 50);
  for (guint i = 0; i < texts->len; i++)
    if (brik_catalog_get (danish, texts->pdata[i]) == texts->pdata[i])
      {
        g_test_message ("po/da.po lacks: %s", (const char *) texts->pdata[i]);
        g_test_fail ();
      }
}

static void
test_languages (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLanguages) languages = brik_languages_load (&error);
  const struct
  {
    const char *chosen;
    const char *accept;
    const char *code;
  } cases[] = {
    { NULL, NULL, "da" },
    { "en", NULL, "en" },
    { "da", "en-GB,en;q=0.9", "da" },
    { "xx", "en-GB,en;q=0.9", "en" },
    { NULL, "de, fr;q=0.5", "da" },
    { NULL, "da;q=0.3, en;q=0.8", "en" },
    { NULL, "en;q=0", "da" },
    { NULL, ",;q=;;,", "da" },
  };

  g_assert_no_error (error);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (
      brik_language_get_code (brik_languages_choose (languages, cases[i].chosen, cases[i].accept)), ==,
      cases[i].code);
}

static void
test_formats (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLanguages) languages = brik_languages_load (&error);
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Copenhagen");
  const gint64 now_us = G_GINT64_CONSTANT (1795170000) * G_USEC_PER_SEC; /* 2026-11-20 11:20 there */
  const gint64 then_us = G_GINT64_CONSTANT (1766226060) * G_USEC_PER_SEC;
  GDate may;
  GDate next_year;
  const char *const expected[][6] = {
    { "128,50 kr.", "\u22121.234,00", "20. nov. 11.20", "20. dec. 2025 11.21", "i dag kl. 11.20", "maj" },
    { "DKK 128.50", "\u22121,234.00", "20 Nov 11:20", "20 Dec 2025 11:21", "today at 11:20", "May" },
  };

  g_assert_no_error (error);
  g_date_set_dmy (&may, 20, G_DATE_MAY, 2026);
  g_date_set_dmy (&next_year, 1, G_DATE_JANUARY, 2027);
  for (guint i = 0; i < brik_languages_get_n (languages); i++)
    {
      const BrikLanguage *language = brik_languages_get (languages, i);
      g_autofree char *money = brik_language_money (language, 12850);
      g_autofree char *amount = brik_language_amount (language, -123400);
      g_autofree char *time = brik_language_time (language, zone, now_us, now_us);
      g_autofree char *last_year = brik_language_time (language, zone, then_us, now_us);
      g_autofree char *when = brik_language_when (language, zone, now_us, now_us);
      g_autofree char *month = brik_language_month (language, &may, &may);
      g_autofree char *old_month = brik_language_month (language, &may, &next_year);

      g_assert_cmpstr (money, ==, expected[i][0]);
      g_assert_cmpstr (amount, ==, expected[i][1]);
      g_assert_cmpstr (time, ==, expected[i][2]);
      g_assert_cmpstr (last_year, ==, expected[i][3]);
      g_assert_cmpstr (when, ==, expected[i][4]);
      g_assert_cmpstr (month, ==, expected[i][5]);
      g_assert_true (g_str_has_suffix (old_month, " 2026"));
    }
}

static void
test_amounts (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLanguages) languages = brik_languages_load (&error);
  const BrikLanguage *danish = brik_languages_find (languages, "da");
  gint64 amount_ore = -1;

  g_assert_no_error (error);
  g_assert_true (brik_language_parse_amount (danish, " 25,50 kr. ", &amount_ore, &error));
  g_assert_cmpint (amount_ore, ==, 2550);
  g_assert_true (brik_language_parse_amount (danish, "0", &amount_ore, &error));
  g_assert_cmpint (amount_ore, ==, 0);
  g_assert_false (brik_language_parse_amount (danish, "25.50", &amount_ore, &error));
  g_clear_error (&error);
  g_assert_false (brik_language_parse_amount (danish, "kr.", &amount_ore, &error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/catalog/look-up", test_look_up);
  g_test_add_func ("/catalog/refused", test_refused);
  g_test_add_func ("/catalog/damaged", test_damaged);
  g_test_add_func ("/catalog/templates-are-danish", test_templates_are_danish);
  g_test_add_func ("/language/choose", test_languages);
  g_test_add_func ("/language/formats", test_formats);
  g_test_add_func ("/language/amounts", test_amounts);
  return g_test_run ();
}
