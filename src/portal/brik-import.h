/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-books.h"

G_BEGIN_DECLS

/* Loads a municipality from the CSV files and pictures in @directory, whole or not at all. What is there by
 * its id is changed to what the files say, what they do not name is left; an opening balance is booked when
 * its account is first made, and never again. A file that is not there is left out.
 *
 * @problems: (out) (transfer full) (element-type utf8): where FALSE is returned without @error: what is wrong
 * with the files, each with file and line
 * @n_rows: (out): rows loaded */
gboolean brik_import_run (BrikBooks *books,
                          const char *directory,
                          gint64 now_us,
                          GPtrArray **problems,
                          guint *n_rows,
                          GError **error);

G_END_DECLS
