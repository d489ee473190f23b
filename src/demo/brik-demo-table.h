/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikDemoTable:
 *
 * One CSV file being written (RFC 4180), as `brik-portal import` reads them.
 */
typedef struct _BrikDemoTable BrikDemoTable;

/* @columns: separated by commas, the header row. */
BrikDemoTable *brik_demo_table_new (const char *directory, const char *file, const char *columns);
/* A row; the fields end with %BRIK_DEMO_END, a NULL field is empty. As many as there are columns. */
void brik_demo_table_add (BrikDemoTable *table, ...);
/* Writes the file and frees @table. */
gboolean brik_demo_table_close (BrikDemoTable *table, GError **error);

extern const char brik_demo_end[];
#define BRIK_DEMO_END brik_demo_end

G_END_DECLS
