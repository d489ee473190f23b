/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikCsv:
 *
 * A table as RFC 4180 writes it: commas, quotes doubled within quotes, lines that end in LF or CRLF and may
 * lie within quotes; UTF-8, a byte order mark allowed. The first row names the columns. Rows that are empty
 * lines are left out.
 */
typedef struct _BrikCsv BrikCsv;

/* %BRIK_PORTAL_ERROR_INVALID, naming the line: a quote out of place or never closed, a row with more or fewer
 * cells than the header, a column named twice, not UTF-8. */
BrikCsv *brik_csv_parse (const char *text, gsize length, GError **error);
void brik_csv_free (BrikCsv *csv);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikCsv, brik_csv_free)

guint brik_csv_get_n_rows (const BrikCsv *csv);
/* (array zero-terminated=1): the names of the columns */
const char *const *brik_csv_get_columns (const BrikCsv *csv);
/* -1 for no such column */
gint brik_csv_find_column (const BrikCsv *csv, const char *name);
const char *brik_csv_get (const BrikCsv *csv, guint row, guint column);
/* The line of the file that the row begins on, from 1. */
guint brik_csv_get_line (const BrikCsv *csv, guint row);

G_END_DECLS
