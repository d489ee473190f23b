/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BRIK_READER_ALIVE "alive" /* the line that says nothing else; no event */

typedef enum
{
  BRIK_READER_LINE_READY,   /* first: the device's name */
  BRIK_READER_LINE_CARD,    /* first: UID */
  BRIK_READER_LINE_REMOVED, /* first: UID */
  BRIK_READER_LINE_SEVERAL,
  BRIK_READER_LINE_RANDOM, /* first: UID */
  BRIK_READER_LINE_FAULT,  /* first: code, second: text */
} BrikReaderLineKind;

/* One line of brik-chip-reader, taken apart. Strings are owned. */
typedef struct
{
  BrikReaderLineKind kind;
  char *first;
  char *second;
} BrikReaderLine;

/* FALSE if @text is no line that brik-chip-reader writes; then @line is left cleared. UIDs come out
 * normalized. */
gboolean brik_reader_line_parse (const char *text, BrikReaderLine *line);
void brik_reader_line_clear (BrikReaderLine *line);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrikReaderLine, brik_reader_line_clear)

/* @text: the line without its end, or NULL for one that was too long. */
typedef void (*BrikReaderLineFunc) (const char *text, gpointer user_data);

/* Makes lines out of bytes that come in pieces; holds no more than one line of BRIK_LIMIT_READER_LINE. */
typedef struct
{
  GString *pending;
  gboolean too_long;
} BrikReaderLines;

void brik_reader_lines_init (BrikReaderLines *lines);
void brik_reader_lines_clear (BrikReaderLines *lines);
void brik_reader_lines_take (BrikReaderLines *lines,
                             const char *bytes,
                             gsize length,
                             BrikReaderLineFunc each,
                             gpointer user_data);

G_END_DECLS
