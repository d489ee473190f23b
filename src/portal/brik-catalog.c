/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-catalog.h"

#include <string.h>

#include "core/brik-limits.h"
#include "portal/brik-template-error.h"

/* The form is described in the manual of GNU gettext, "The Format of GNU MO Files": seven words, then two
 * tables of (length, offset), originals sorted and translations in the same order. msgfmt writes it
 * little-endian unless told otherwise. */
#define MAGIC 0x950412deu
#define HEADER_WORDS 7

enum
{
  WORD_MAGIC,
  WORD_REVISION,
  WORD_N_STRINGS,
  WORD_ORIGINALS,
  WORD_TRANSLATIONS,
};

struct _BrikCatalog
{
  GBytes *bytes;
  const char *data;
  gsize size;
  guint32 n_strings;
  guint32 originals;
  guint32 translations;
};

static guint32
word_at (const BrikCatalog *catalog, gsize offset)
{
  guint32 word;

  memcpy (&word, catalog->data + offset, sizeof word);
  return GUINT32_FROM_LE (word);
}

/* String @index of the table at @table; its bounds have been checked when the catalog was opened. */
static const char *
string_at (const BrikCatalog *catalog, guint32 table, guint32 index)
{
  return catalog->data + word_at (catalog, (gsize) table + 8 * (gsize) index + 4);
}

static gsize
length_at (const BrikCatalog *catalog, guint32 table, guint32 index)
{
  return word_at (catalog, (gsize) table + 8 * (gsize) index);
}

static gboolean
string_is_sound (const BrikCatalog *catalog, guint32 table, guint32 index)
{
  gsize length = length_at (catalog, table, index);
  gsize offset = word_at (catalog, (gsize) table + 8 * (gsize) index + 4);
  const char *end;

  if (offset >= catalog->size || length >= catalog->size - offset || catalog->data[offset + length] != '\0')
    return FALSE;
  /* Plural forms lie in one string with a NUL between them. */
  end = catalog->data + offset + length;
  for (const char *p = catalog->data + offset; p <= end; p += strlen (p) + 1)
    if (!g_utf8_validate (p, -1, NULL))
      return FALSE;
  return TRUE;
}

static gboolean
table_is_sound (const BrikCatalog *catalog, guint32 table)
{
  if (table > catalog->size || (gsize) catalog->n_strings * 8 > catalog->size - table)
    return FALSE;
  for (guint32 i = 0; i < catalog->n_strings; i++)
    if (!string_is_sound (catalog, table, i))
      return FALSE;
  return TRUE;
}

static gboolean
originals_are_sorted (const BrikCatalog *catalog)
{
  for (guint32 i = 1; i < catalog->n_strings; i++)
    if (strcmp (string_at (catalog, catalog->originals, i - 1), string_at (catalog, catalog->originals, i)) >=
        0)
      return FALSE;
  return TRUE;
}

static gboolean
read_header (BrikCatalog *catalog)
{
  if (catalog->size > BRIK_LIMIT_CATALOG || catalog->size < HEADER_WORDS * sizeof (guint32) ||
      word_at (catalog, 4 * WORD_MAGIC) != MAGIC || word_at (catalog, 4 * WORD_REVISION) != 0)
    return FALSE;
  catalog->n_strings = word_at (catalog, 4 * WORD_N_STRINGS);
  catalog->originals = word_at (catalog, 4 * WORD_ORIGINALS);
  catalog->translations = word_at (catalog, 4 * WORD_TRANSLATIONS);
  return catalog->n_strings <= BRIK_LIMIT_CATALOG_STRINGS && table_is_sound (catalog, catalog->originals) &&
         table_is_sound (catalog, catalog->translations) && originals_are_sorted (catalog);
}

/* The translation of the empty string is the header of the .po file. */
static gboolean
has_our_plurals (const BrikCatalog *catalog)
{
  const char *header = brik_catalog_get (catalog, "");
  const char *rule = strstr (header, "Plural-Forms:");
  g_autofree char *line = NULL;
  g_auto (GStrv) parts = NULL;

  if (rule == NULL)
    return FALSE;
  line = g_strndup (rule, strcspn (rule, "\n"));
  parts = g_strsplit_set (line, " ()", -1);
  g_free (line);
  line = g_strjoinv ("", parts);
  return strcmp (line, "Plural-Forms:nplurals=2;plural=n!=1;") == 0;
}

BrikCatalog *
brik_catalog_new (GBytes *bytes, const char *name, GError **error)
{
  g_autoptr (BrikCatalog) catalog = g_new0 (BrikCatalog, 1);

  catalog->bytes = g_bytes_ref (bytes);
  catalog->data = g_bytes_get_data (bytes, &catalog->size);
  if (!read_header (catalog))
    {
      g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_CATALOG,
                   "%s is not a compiled catalogue of translations in UTF-8; build it with msgfmt", name);
      return NULL;
    }
  if (!has_our_plurals (catalog))
    {
      g_set_error (error, BRIK_TEMPLATE_ERROR, BRIK_TEMPLATE_ERROR_CATALOG,
                   "%s: its Plural-Forms must be nplurals=2; plural=(n != 1);", name);
      return NULL;
    }
  return g_steal_pointer (&catalog);
}

void
brik_catalog_free (BrikCatalog *catalog)
{
  if (catalog == NULL)
    return;
  g_bytes_unref (catalog->bytes);
  g_free (catalog);
}

/* Gives the index of @original's translation; one that is empty is not yet translated. */
static gboolean
find (const BrikCatalog *catalog, const char *original, guint32 *index)
{
  guint32 low = 0;
  guint32 high = catalog != NULL ? catalog->n_strings : 0;

  while (low < high)
    {
      guint32 middle = low + (high - low) / 2;
      int order = strcmp (original, string_at (catalog, catalog->originals, middle));

      if (order == 0)
        {
          *index = middle;
          return string_at (catalog, catalog->translations, middle)[0] != '\0';
        }
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return FALSE;
}

const char *
brik_catalog_get (const BrikCatalog *catalog, const char *text)
{
  guint32 index;

  return find (catalog, text, &index) ? string_at (catalog, catalog->translations, index) : text;
}

const char *
brik_catalog_get_in (const BrikCatalog *catalog, const char *context, const char *text)
{
  g_autofree char *original = g_strconcat (context, "\004", text, NULL);
  guint32 index;

  return find (catalog, original, &index) ? string_at (catalog, catalog->translations, index) : text;
}

const char *
brik_catalog_get_plural (const BrikCatalog *catalog, const char *one, const char *many, guint64 n)
{
  const char *forms;
  gsize first;
  guint32 index;

  if (!find (catalog, one, &index))
    return n == 1 ? one : many;
  forms = string_at (catalog, catalog->translations, index);
  first = strlen (forms);
  return n == 1 || first == length_at (catalog, catalog->translations, index) ? forms : forms + first + 1;
}
