/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"
#include "core/brik-limits.h"

#include "reader/brik-reader-line.h"

#include <string.h>

/* What stands on the pipe from brik-chip-reader, if that has been taken over by whatever it read. */
const gsize fuzz_longest = 4 * BRIK_LIMIT_READER_LINE;

void
fuzz_prepare (void)
{
}

static void
check_line (const char *text)
{
  g_auto (BrikReaderLine) line = { 0 };

  if (!brik_reader_line_parse (text, &line))
    {
      g_assert_true (!line.first && !line.second);
      return;
    }
  g_assert_cmpint (line.kind, <=, BRIK_READER_LINE_FAULT);
  if (line.kind == BRIK_READER_LINE_CARD || line.kind == BRIK_READER_LINE_REMOVED ||
      line.kind == BRIK_READER_LINE_RANDOM)
    {
      gsize n_digits = strlen (line.first);

      g_assert_true (n_digits == 8 || n_digits == 14 || n_digits == 20);
      g_assert_cmpuint (strspn (line.first, "0123456789ABCDEF"), ==, n_digits);
    }
  if (line.first)
    g_assert_true (g_utf8_validate (line.first, -1, NULL) && !strchr (line.first, '\t'));
  g_assert_true ((line.second != NULL) == (line.kind == BRIK_READER_LINE_FAULT));
}

static void
on_line (const char *text, gpointer user_data)
{
  GString *said = user_data;

  if (text)
    {
      g_assert_cmpuint (strlen (text), <=, BRIK_LIMIT_READER_LINE);
      check_line (text);
    }
  g_string_append (said, text ? text : "\001");
  g_string_append_c (said, '\n');
}

/* The same bytes in pieces of @step. */
static char *
read_in_pieces (const guint8 *data, gsize size, gsize step)
{
  GString *said = g_string_new (NULL);
  BrikReaderLines lines;

  brik_reader_lines_init (&lines);
  for (gsize at = 0; at < size; at += step)
    {
      brik_reader_lines_take (&lines, (const char *) data + at, MIN (step, size - at), on_line, said);
      g_assert_cmpuint (lines.pending->len, <=, BRIK_LIMIT_READER_LINE);
    }
  brik_reader_lines_clear (&lines);
  return g_string_free (said, FALSE);
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autofree char *whole = read_in_pieces (data, size, MAX (size, 1));
  g_autofree char *pieces = read_in_pieces (data, size, 7);

  g_assert_cmpstr (whole, ==, pieces);
}
