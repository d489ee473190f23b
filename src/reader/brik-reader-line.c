/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader/brik-reader-line.h"
#include "core/brik-card-number.h"
#include "core/brik-limits.h"

#include <string.h>

typedef struct
{
  const char *word;
  guint n_fields; /* after the word */
  gboolean is_uid;
} Form;

/* By BrikReaderLineKind. */
static const Form forms[] = {
  { "ready", 1, FALSE },   { "card", 1, TRUE },   { "removed", 1, TRUE },
  { "several", 0, FALSE }, { "random", 1, TRUE }, { "fault", 2, FALSE },
};

void
brik_reader_line_clear (BrikReaderLine *line)
{
  g_clear_pointer (&line->first, g_free);
  g_clear_pointer (&line->second, g_free);
}

static gboolean
parse_fields (const Form *form, char **fields, BrikReaderLine *line)
{
  if (g_strv_length (fields) != form->n_fields)
    return FALSE;
  if (form->is_uid)
    {
      line->first = brik_card_uid_normalize (fields[0], NULL);
      return line->first != NULL;
    }
  line->first = g_strdup (form->n_fields > 0 ? fields[0] : NULL);
  line->second = g_strdup (form->n_fields > 1 ? fields[1] : NULL);
  return TRUE;
}

gboolean
brik_reader_line_parse (const char *text, BrikReaderLine *line)
{
  g_auto (GStrv) fields = NULL;

  *line = (BrikReaderLine){ 0 };
  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;
  fields = g_strsplit (text, "\t", -1);
  for (guint kind = 0; fields[0] != NULL && kind < G_N_ELEMENTS (forms); kind++)
    if (g_str_equal (fields[0], forms[kind].word))
      {
        line->kind = kind;
        return parse_fields (&forms[kind], fields + 1, line);
      }
  return FALSE;
}

void
brik_reader_lines_init (BrikReaderLines *lines)
{
  *lines = (BrikReaderLines){ .pending = g_string_new (NULL) };
}

void
brik_reader_lines_clear (BrikReaderLines *lines)
{
  g_string_free (lines->pending, TRUE);
  lines->pending = NULL;
}

static void
end_line (BrikReaderLines *lines, BrikReaderLineFunc each, gpointer user_data)
{
  /* A NUL inside would hide the rest of the line. */
  gboolean whole = !lines->too_long && strlen (lines->pending->str) == lines->pending->len;
  each (whole ? lines->pending->str : NULL, user_data);
  g_string_truncate (lines->pending, 0);
  lines->too_long = FALSE;
}

void
brik_reader_lines_take (BrikReaderLines *lines,
                        const char *bytes,
                        gsize length,
                        BrikReaderLineFunc each,
                        gpointer user_data)
{
  for (gsize i = 0; i < length; i++)
    if (bytes[i] == '\n')
      end_line (lines, each, user_data);
    else if (lines->pending->len < BRIK_LIMIT_READER_LINE)
      g_string_append_c (lines->pending, bytes[i]);
    else
      lines->too_long = TRUE;
}
