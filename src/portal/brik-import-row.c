/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-import-private.h"

#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "core/brik-text.h"

void
brik_import_complain (BrikImport *import, const char *format, ...)
{
  va_list values;

  import->n_problems++;
  if (import->problems->len >= BRIK_LIMIT_IMPORT_PROBLEMS)
    return;
  va_start (values, format);
  g_ptr_array_add (import->problems, g_strdup_vprintf (format, values));
  va_end (values);
}

void
brik_import_row_complain (BrikImportRow *row, const char *format, ...)
{
  g_autofree char *text = NULL;
  va_list values;

  row->bad = TRUE;
  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  brik_import_complain (row->import, "%s:%u: %s", row->file, brik_csv_get_line (row->csv, row->index), text);
}

char *
brik_import_quote (const char *text)
{
  g_autofree char *begin = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 40));

  return g_strdup_printf ("\"%s\"%s", begin, strlen (begin) < strlen (text) ? "…" : "");
}

static const char *
cell (BrikImportRow *row, const char *column)
{
  gint index = brik_csv_find_column (row->csv, column);

  /* The header was checked: a column that is not there may be missing. */
  return index >= 0 ? brik_csv_get (row->csv, row->index, (guint) index) : "";
}

gboolean
brik_import_row_has (BrikImportRow *row, const char *column)
{
  return brik_csv_find_column (row->csv, column) >= 0;
}

const char *
brik_import_row_text (BrikImportRow *row, const char *column, gsize max, gboolean required)
{
  const char *text = cell (row, column);

  if (!text[0])
    {
      if (required)
        brik_import_row_complain (row, "%s is empty", column);
      return NULL;
    }
  if (strlen (text) > max)
    brik_import_row_complain (row, "%s is longer than %" G_GSIZE_FORMAT " bytes", column, max);
  else if (!brik_text_is_plain (text))
    brik_import_row_complain (row, "%s has a line break or another control character in it", column);
  else if (g_ascii_isspace (text[0]) || g_ascii_isspace (text[strlen (text) - 1]))
    brik_import_row_complain (row, "%s begins or ends with a space", column);
  else
    return text;
  return NULL;
}

static gboolean
is_id (const char *text)
{
  return text[0] && strlen (text) <= BRIK_LIMIT_ID &&
         strspn (text, G_CSET_a_2_z G_CSET_A_2_Z "0123456789._-") == strlen (text);
}

const char *
brik_import_row_id (BrikImportRow *row, const char *column)
{
  const char *text = cell (row, column);
  g_autofree char *quoted = brik_import_quote (text);

  if (is_id (text))
    return text;
  brik_import_row_complain (row, "%s %s is no id: letters A to Z, digits, '.', '_' and '-', at most %d",
                            column, quoted, BRIK_LIMIT_ID);
  return NULL;
}

gboolean
brik_import_row_exists (BrikImportRow *row, const char *sql, const char *id)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (row->import->store, NULL, sql, "ss", row->import->municipality->id, id);

  return rows && brik_rows_next (rows, NULL);
}

const char *
brik_import_row_reference (BrikImportRow *row,
                           const char *column,
                           const char *what,
                           const char *sql,
                           gboolean required)
{
  const char *id = cell (row, column);
  g_autofree char *quoted = brik_import_quote (id);

  if (!id[0] && !required)
    return NULL;
  if (brik_import_row_exists (row, sql, id))
    return id;
  brik_import_row_complain (row, "%s %s is no %s that there is", column, quoted, what);
  return NULL;
}

gint64
brik_import_row_money (BrikImportRow *row, const char *column, gint64 empty_ore, gboolean may_owe)
{
  static const BrikMoneyStyle point = { .decimal = ".", .group = "" };
  static const BrikMoneyStyle comma = { .decimal = ",", .group = "" };
  const char *text = cell (row, column);
  g_autofree char *quoted = brik_import_quote (text);
  gint64 amount_ore = 0;

  if (!text[0])
    return empty_ore;

  if (!brik_money_parse (text, &point, &amount_ore, NULL) &&
      !brik_money_parse (text, &comma, &amount_ore, NULL))
    brik_import_row_complain (row, "%s %s is no amount: write 12, 12.50 or 12,50", column, quoted);
  else if (amount_ore < 0 && !may_owe)
    brik_import_row_complain (row, "%s %s is below nought", column, quoted);
  return row->bad ? 0 : amount_ore;
}

gint64
brik_import_row_number (BrikImportRow *row, const char *column, gint64 min, gint64 max, gint64 empty)
{
  const char *text = cell (row, column);
  g_autofree char *quoted = brik_import_quote (text);
  gint64 number = empty;

  if (text[0] && !g_ascii_string_to_signed (text, 10, min, max, &number, NULL))
    brik_import_row_complain (row, "%s %s is no number from %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT,
                              column, quoted, min, max);
  return number;
}

const char *
brik_import_row_choice (BrikImportRow *row, const char *column, const char *const *choices)
{
  const char *text = cell (row, column);
  g_autofree char *quoted = brik_import_quote (text);
  g_autofree char *all = g_strjoinv (", ", (char **) choices);

  if (!text[0])
    return choices[0];
  for (guint i = 0; choices[i]; i++)
    {
      if (g_str_equal (text, choices[i]))
        return choices[i];
    }
  brik_import_row_complain (row, "%s %s is none of %s", column, quoted, all);
  return choices[0];
}

char **
brik_import_row_list (BrikImportRow *row, const char *column)
{
  const char *text = cell (row, column);
  g_auto (GStrv) parts = g_strsplit (text, ";", -1);

  for (guint i = 0; parts[i]; i++)
    g_strstrip (parts[i]);
  return g_steal_pointer (&parts);
}
