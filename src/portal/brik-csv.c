/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-csv.h"

#include "core/brik-limits.h"
#include "portal/brik-portal-error.h"

typedef struct
{
  guint line;
  char **cells;
} Row;

struct _BrikCsv
{
  char **columns;
  GArray *rows; /* of Row */
};

/* @line: of @at */
typedef struct
{
  const char *at;
  const char *end;
  guint line;
} Reader;

static void
row_clear (Row *row)
{
  g_strfreev (row->cells);
}

static gboolean
complain (guint line, const char *what, GError **error)
{
  g_set_error (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID, "line %u: %s", line, what);
  return FALSE;
}

static gboolean
at_line_end (const Reader *reader)
{
  return *reader->at == '\n' ||
         (*reader->at == '\r' && reader->at + 1 < reader->end && reader->at[1] == '\n');
}

static gboolean
at_cell_end (const Reader *reader)
{
  return reader->at == reader->end || *reader->at == ',' || at_line_end (reader);
}

/* From the opening quote to after the closing one. */
static gboolean
read_quoted (Reader *reader, GString *cell, GError **error)
{
  guint begun = reader->line;

  for (reader->at++; reader->at < reader->end; reader->at++)
    {
      if (*reader->at == '\n')
        reader->line++;
      if (*reader->at != '"')
        {
          g_string_append_c (cell, *reader->at);
          continue;
        }
      if (reader->at + 1 < reader->end && reader->at[1] == '"')
        {
          g_string_append_c (cell, '"');
          reader->at++;
          continue;
        }

      reader->at++;
      return at_cell_end (reader) || complain (reader->line, "something follows a closing quote", error);
    }
  return complain (begun, "a quote is not closed", error);
}

static gboolean
read_plain (Reader *reader, GString *cell, GError **error)
{
  for (; !at_cell_end (reader); reader->at++)
    {
      if (*reader->at == '"')
        return complain (reader->line, "a quote within a cell that does not begin with one", error);
      g_string_append_c (cell, *reader->at);
    }
  return TRUE;
}

/* (transfer full): the cells of the next row; NULL with @error. */
static char **
read_row (Reader *reader, GError **error)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (GString) cell = g_string_new (NULL);
      gboolean quoted = reader->at < reader->end && *reader->at == '"';

      if (quoted ? !read_quoted (reader, cell, error) : !read_plain (reader, cell, error))
        return NULL;
      if (cells->len >= BRIK_LIMIT_CSV_COLUMNS)
        {
          complain (reader->line, "there are too many columns", error);
          return NULL;
        }
      g_ptr_array_add (cells, g_strdup (cell->str));
      more = reader->at < reader->end && *reader->at == ',';
      if (more)
        reader->at++;
    }

  g_ptr_array_add (cells, NULL);
  return (char **) g_ptr_array_steal (cells, NULL);
}

static void
skip_line_end (Reader *reader)
{
  if (reader->at == reader->end)
    return;
  reader->at += *reader->at == '\r' ? 2 : 1;
  reader->line++;
}

static gboolean
check_columns (BrikCsv *csv, GError **error)
{
  for (guint i = 0; csv->columns[i]; i++)
    {
      if (brik_csv_find_column (csv, csv->columns[i]) != (gint) i)
        return complain (1, "a column is named twice", error);
    }
  return TRUE;
}

static gboolean
read_rows (BrikCsv *csv, Reader *reader, GError **error)
{
  guint n_columns = g_strv_length (csv->columns);

  while (reader->at < reader->end)
    {
      Row row = { .line = reader->line };

      if (at_line_end (reader))
        {
          skip_line_end (reader);
          continue;
        }
      row.cells = read_row (reader, error);
      if (!row.cells)
        return FALSE;
      g_array_append_val (csv->rows, row);
      if (g_strv_length (row.cells) != n_columns)
        {
          g_set_error (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID,
                       "line %u: %u cells where the header has %u", row.line, g_strv_length (row.cells),
                       n_columns);
          return FALSE;
        }
      skip_line_end (reader);
    }
  return TRUE;
}

BrikCsv *
brik_csv_parse (const char *text, gsize length, GError **error)
{
  static const char mark[] = "\xef\xbb\xbf";
  g_autoptr (BrikCsv) csv = g_new0 (BrikCsv, 1);
  Reader reader = { .at = text, .end = text + length, .line = 1 };

  csv->rows = g_array_new (FALSE, TRUE, sizeof (Row));
  g_array_set_clear_func (csv->rows, (GDestroyNotify) row_clear);
  if (length > BRIK_LIMIT_CSV)
    {
      complain (1, "the file is too large", error);
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      complain (1, "the file is not UTF-8: save it as UTF-8", error);
      return NULL;
    }

  if (length >= 3 && memcmp (text, mark, 3) == 0)
    reader.at += 3;
  csv->columns = read_row (&reader, error);
  if (!csv->columns || !check_columns (csv, error))
    return NULL;
  skip_line_end (&reader);
  return read_rows (csv, &reader, error) ? g_steal_pointer (&csv) : NULL;
}

void
brik_csv_free (BrikCsv *csv)
{
  g_strfreev (csv->columns);
  g_array_unref (csv->rows);
  g_free (csv);
}

guint
brik_csv_get_n_rows (const BrikCsv *csv)
{
  return csv->rows->len;
}

const char *const *
brik_csv_get_columns (const BrikCsv *csv)
{
  return (const char *const *) csv->columns;
}

gint
brik_csv_find_column (const BrikCsv *csv, const char *name)
{
  for (gint i = 0; csv->columns[i]; i++)
    {
      if (g_str_equal (csv->columns[i], name))
        return i;
    }
  return -1;
}

const char *
brik_csv_get (const BrikCsv *csv, guint row, guint column)
{
  return g_array_index (csv->rows, Row, row).cells[column];
}

guint
brik_csv_get_line (const BrikCsv *csv, guint row)
{
  return g_array_index (csv->rows, Row, row).line;
}
