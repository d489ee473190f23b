/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader/brik-reader-line.h"
#include "core/brik-limits.h"

#include <string.h>

static void
test_lines (void)
{
  static const struct
  {
    const char *text;
    BrikReaderLineKind kind;
    const char *first, *second;
  } good[] = {
    { "ready\tACS ACR122U", BRIK_READER_LINE_READY, "ACS ACR122U", NULL },
    { "card\t72BF9961", BRIK_READER_LINE_CARD, "72BF9961", NULL },
    { "removed\t04579A22352680", BRIK_READER_LINE_REMOVED, "04579A22352680", NULL },
    { "several", BRIK_READER_LINE_SEVERAL, NULL, NULL },
    { "random\t08112233", BRIK_READER_LINE_RANDOM, "08112233", NULL },
    { "fault\tlost\tit is gone", BRIK_READER_LINE_FAULT, "lost", "it is gone" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_auto (BrikReaderLine) line = { 0 };
      g_assert_true (brik_reader_line_parse (good[i].text, &line));
      g_assert_cmpint (line.kind, ==, good[i].kind);
      g_assert_cmpstr (line.first, ==, good[i].first);
      g_assert_cmpstr (line.second, ==, good[i].second);
    }
}

static void
test_rubbish (void)
{
  static const char *const bad[] = {
    "",
    "\t",
    "card",
    "card\t",
    "card\t72BF99",
    "card\t72BF996G",
    "card\t72BF9961\tmore",
    "Card\t72BF9961",
    "card 72BF9961",
    "several\t",
    "fault\tlost",
    "fault\tlost\ta\tb",
    "ready",
    "\xff\xfe",
    "random\t0811223",
  };

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_auto (BrikReaderLine) line = { 0 };
      g_assert_false (brik_reader_line_parse (bad[i], &line));
    }
}

static void
collect (const char *text, gpointer user_data)
{
  g_ptr_array_add (user_data, g_strdup (text != NULL ? text : "(none)"));
}

/* The same lines, however the bytes are cut. */
static void
test_pieces (void)
{
  const char bytes[] = "several\ncard\t72BF9961\n\nready\ta\0b\nremoved\t72BF9961\nhalf";
  const char *const expected[] = { "several", "card\t72BF9961", "", "(none)", "removed\t72BF9961" };

  for (gsize size = 1; size < sizeof bytes; size++)
    {
      g_autoptr (GPtrArray) got = g_ptr_array_new_with_free_func (g_free);
      BrikReaderLines lines;

      brik_reader_lines_init (&lines);
      for (gsize at = 0; at < sizeof bytes - 1; at += size)
        brik_reader_lines_take (&lines, bytes + at, MIN (size, sizeof bytes - 1 - at), collect, got);
      g_assert_cmpuint (got->len, ==, G_N_ELEMENTS (expected));
      for (guint i = 0; i < got->len; i++)
        g_assert_cmpstr (got->pdata[i], ==, expected[i]);
      brik_reader_lines_clear (&lines);
    }
}

static void
test_flood (void)
{
  g_autoptr (GPtrArray) got = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *flood = g_strnfill (100000, 'x');
  BrikReaderLines lines;

  brik_reader_lines_init (&lines);
  brik_reader_lines_take (&lines, flood, strlen (flood), collect, got);
  g_assert_cmpuint (got->len, ==, 0);
  g_assert_cmpuint (lines.pending->len, <=, BRIK_LIMIT_READER_LINE);
  brik_reader_lines_take (&lines, "\nseveral\n", 9, collect, got);
  g_assert_cmpuint (got->len, ==, 2);
  g_assert_cmpstr (got->pdata[0], ==, "(none)");
  g_assert_cmpstr (got->pdata[1], ==, "several");
  brik_reader_lines_clear (&lines);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/reader-line/lines", test_lines);
  g_test_add_func ("/reader-line/rubbish", test_rubbish);
  g_test_add_func ("/reader-line/pieces", test_pieces);
  g_test_add_func ("/reader-line/flood", test_flood);
  return g_test_run ();
}
