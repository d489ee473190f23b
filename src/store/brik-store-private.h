/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"

G_BEGIN_DECLS

/* @statements: (element-type BrikSql BrikRows): prepared, by where their text stands
 * @begun: within brik_store_begin () and its end
 * @lost: SQLite's code for the fault over which it gave up that transaction, or 0 */
struct _BrikStore
{
  sqlite3 *db;
  char *path;
  GHashTable *statements;
  gboolean begun;
  int lost;
  int wal_pages;
  int max_wal_pages;
};

/* The text of a statement is static: where it stands tells it apart sooner than its letters do, which are
 * compared all the same. */
typedef struct
{
  const char *at;
  char *text;
} BrikSql;

guint brik_sql_hash (gconstpointer sql);
gboolean brik_sql_equal (gconstpointer a, gconstpointer b);
void brik_sql_free (BrikSql *sql);

void brik_rows_free (BrikRows *rows);
/* The store's error for what SQLite said last; @doing says what was tried. */
void brik_store_set_error (BrikStore *store, int code, const char *doing, GError **error);

G_END_DECLS
