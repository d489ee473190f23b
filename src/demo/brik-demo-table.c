/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-demo-table.h"

#include <string.h>

struct _BrikDemoTable
{
  char *path;
  GString *text;
  guint n_columns;
};

const char brik_demo_end[] = "end of row";

BrikDemoTable *
brik_demo_table_new (const char *directory, const char *file, const char *columns)
{
  BrikDemoTable *table = g_new0 (BrikDemoTable, 1);
  g_auto (GStrv) names = g_strsplit (columns, ",", -1);

  table->path = g_build_filename (directory, file, NULL);
  table->text = g_string_new (columns);
  g_string_append (table->text, "\r\n");
  table->n_columns = g_strv_length (names);
  return table;
}

static void
append_field (GString *text, const char *field)
{
  if (strpbrk (field, ",\"\r\n") == NULL)
    {
      g_string_append (text, field);
      return;
    }
  g_string_append_c (text, '"');
  for (const char *c = field; *c != '\0'; c++)
    {
      if (*c == '"')
        g_string_append_c (text, '"');
      g_string_append_c (text, *c);
    }
  g_string_append_c (text, '"');
}

void
brik_demo_table_add (BrikDemoTable *table, ...)
{
  const char *field;
  guint n_fields = 0;
  va_list fields;

  va_start (fields, table);
  while ((field = va_arg (fields, const char *)) != BRIK_DEMO_END)
    {
      if (n_fields++ > 0)
        g_string_append_c (table->text, ',');
      append_field (table->text, field != NULL ? field : "");
    }
  va_end (fields);
  g_string_append (table->text, "\r\n");
  g_assert (n_fields == table->n_columns);
}

gboolean
brik_demo_table_close (BrikDemoTable *table, GError **error)
{
  gboolean written = g_file_set_contents (table->path, table->text->str, (gssize) table->text->len, error);

  g_string_free (table->text, TRUE);
  g_free (table->path);
  g_free (table);
  return written;
}
