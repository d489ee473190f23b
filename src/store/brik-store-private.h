/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"

G_BEGIN_DECLS

/* @statements: (element-type utf8 BrikRows): prepared, by their text */
struct _BrikStore
{
  sqlite3 *db;
  char *path;
  GHashTable *statements;
  int wal_pages;
  int max_wal_pages;
};

void brik_rows_free (BrikRows *rows);
/* The store's error for what SQLite said last; @doing says what was tried. */
void brik_store_set_error (BrikStore *store, int code, const char *doing, GError **error);

G_END_DECLS
