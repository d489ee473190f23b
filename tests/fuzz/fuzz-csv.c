/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "core/brik-limits.h"

#include "portal/brik-csv.h"

#include <string.h>

/* A table as an office's spreadsheet may have left it. */
const gsize fuzz_longest = 8 * 1024; /* BRIK_LIMIT_CSV is more of the same */

void
fuzz_prepare (void)
{
}

static void
append_cell (GString *text, const char *cell)
{
  g_string_append_c (text, '"');
  for (const char *at = cell; *at; at++)
    {
      if (*at == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *at);
    }
  g_string_append_c (text, '"');
}

static void
append_row (GString *text, const BrikCsv *csv, gint row)
{
  const char *const *columns = brik_csv_get_columns (csv);

  for (guint i = 0; columns[i]; i++)
    {
      if (i > 0)
        g_string_append_c (text, ',');
      append_cell (text, row < 0 ? columns[i] : brik_csv_get (csv, (guint) row, i));
    }
  g_string_append_c (text, '\n');
}

static char *
write_out (const BrikCsv *csv)
{
  GString *text = g_string_new (NULL);

  for (gint row = -1; row < (gint) brik_csv_get_n_rows (csv); row++)
    append_row (text, csv, row);
  return g_string_free (text, FALSE);
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikCsv) csv = brik_csv_parse ((const char *) data, size, &error);
  g_autoptr (BrikCsv) read = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;

  fuzz_check_error (csv != NULL, error);
  if (!csv)
    return;
  g_assert_cmpuint (g_strv_length ((char **) brik_csv_get_columns (csv)), <=, BRIK_LIMIT_CSV_COLUMNS);
  for (guint row = 1; row < brik_csv_get_n_rows (csv); row++)
    g_assert_cmpuint (brik_csv_get_line (csv, row), >, brik_csv_get_line (csv, row - 1));
  text = write_out (csv);
  read = brik_csv_parse (text, strlen (text), &error);
  g_assert_no_error (error);
  g_assert_cmpuint (brik_csv_get_n_rows (read), ==, brik_csv_get_n_rows (csv));
  again = write_out (read);
  g_assert_cmpstr (again, ==, text);
}
