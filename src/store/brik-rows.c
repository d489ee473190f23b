/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/brik-store-private.h"

#include <stdarg.h>

/* @kept: whether the store keeps it for the next time; otherwise it ends with its use */
struct _BrikRows
{
  BrikStore *store;
  sqlite3_stmt *statement;
  gboolean kept;
  gboolean in_use;
  gboolean failed;
};

static BrikSql *
sql_new (const char *text)
{
  BrikSql *sql = g_new (BrikSql, 1);

  *sql = (BrikSql){ .at = text, .text = g_strdup (text) };
  return sql;
}

guint
brik_sql_hash (gconstpointer sql)
{
  return g_direct_hash (((const BrikSql *) sql)->at);
}

gboolean
brik_sql_equal (gconstpointer a, gconstpointer b)
{
  const BrikSql *one = a;
  const BrikSql *other = b;

  return one->at == other->at && g_str_equal (one->text, other->text);
}

void
brik_sql_free (BrikSql *sql)
{
  g_free (sql->text);
  g_free (sql);
}

void
brik_rows_free (BrikRows *rows)
{
  sqlite3_finalize (rows->statement);
  g_free (rows);
}

static BrikRows *
prepare (BrikStore *store, const char *sql, gboolean kept, GError **error)
{
  sqlite3_stmt *statement = NULL;
  BrikRows *rows;
  int code;

  code = sqlite3_prepare_v3 (store->db, sql, -1, kept ? SQLITE_PREPARE_PERSISTENT : 0, &statement, NULL);
  if (code != SQLITE_OK)
    {
      brik_store_set_error (store, code, sql, error);
      return NULL;
    }

  rows = g_new0 (BrikRows, 1);
  rows->store = store;
  rows->statement = statement;
  rows->kept = kept;
  return rows;
}

/* The kept statement of that text, or where it is under way already (a query within its own loop) a passing
 * one. */
static BrikRows *
take (BrikStore *store, const char *sql, GError **error)
{
  BrikRows *rows = g_hash_table_lookup (store->statements, &(BrikSql){ .at = sql, .text = (char *) sql });

  if (!rows)
    {
      rows = prepare (store, sql, TRUE, error);
      if (rows)
        g_hash_table_insert (store->statements, sql_new (sql), rows);
    }
  else if (rows->in_use)
    {
      rows = prepare (store, sql, FALSE, error);
    }

  if (rows)
    {
      rows->in_use = TRUE;
      rows->failed = FALSE;
    }
  return rows;
}

/* SQLite copies what is bound where @lifetime is SQLITE_TRANSIENT, and borrows it where it is SQLITE_STATIC.
 */
static int
bind_one (sqlite3_stmt *statement, int index, char type, sqlite3_destructor_type lifetime, va_list *values)
{
  switch (type)
    {
    case 'i':
      return sqlite3_bind_int64 (statement, index, va_arg (*values, gint64));
    case 's':
      return sqlite3_bind_text (statement, index, va_arg (*values, const char *), -1, lifetime);
    case 'b':
      {
        const void *data = va_arg (*values, const void *);
        gsize size = va_arg (*values, gsize);

        /* An empty blob is a value, no blob is NULL. */
        return data ? sqlite3_bind_blob64 (statement, index, data, size, lifetime)
                    : sqlite3_bind_null (statement, index);
      }
    default:
      g_assert_not_reached ();
    }
}

static BrikRows *
query (BrikStore *store,
       const char *sql,
       const char *types,
       sqlite3_destructor_type lifetime,
       va_list *values,
       GError **error)
{
  g_autoptr (BrikRows) rows = NULL;

  /* What came after would be committed by itself, a statement at a time. */
  if (store->begun && sqlite3_get_autocommit (store->db))
    {
      brik_store_set_error (store, store->lost ? store->lost : SQLITE_ABORT_ROLLBACK, sql, error);
      return NULL;
    }
  rows = take (store, sql, error);
  if (!rows)
    return NULL;

  g_assert (sqlite3_bind_parameter_count (rows->statement) == (int) strlen (types));
  for (int i = 0; types[i]; i++)
    {
      int code = bind_one (rows->statement, i + 1, types[i], lifetime, values);

      if (code != SQLITE_OK)
        {
          brik_store_set_error (store, code, sql, error);
          return NULL;
        }
    }

  return g_steal_pointer (&rows);
}

BrikRows *
brik_store_query (BrikStore *store, GError **error, const char *sql, const char *types, ...)
{
  BrikRows *rows;
  va_list values;

  va_start (values, types);
  rows = query (store, sql, types, SQLITE_TRANSIENT, &values, error);
  va_end (values);

  return rows;
}

gboolean
brik_store_run (BrikStore *store, GError **error, const char *sql, const char *types, ...)
{
  g_autoptr (BrikRows) rows = NULL;
  va_list values;

  va_start (values, types);
  rows = query (store, sql, types, SQLITE_STATIC, &values, error);
  va_end (values);
  if (!rows)
    return FALSE;

  while (brik_rows_next (rows, error))
    continue;

  return !brik_rows_failed (rows);
}

gboolean
brik_rows_next (BrikRows *rows, GError **error)
{
  int code = sqlite3_step (rows->statement);

  rows->failed = code != SQLITE_ROW && code != SQLITE_DONE;
  if (rows->failed)
    {
      if (rows->store->begun && rows->store->lost == 0 && sqlite3_get_autocommit (rows->store->db))
        rows->store->lost = code;
      brik_store_set_error (rows->store, code, sqlite3_sql (rows->statement), error);
    }

  return code == SQLITE_ROW;
}

gboolean
brik_rows_failed (BrikRows *rows)
{
  return rows->failed;
}

gint64
brik_rows_int (BrikRows *rows, int column)
{
  return sqlite3_column_int64 (rows->statement, column);
}

const char *
brik_rows_text (BrikRows *rows, int column)
{
  return (const char *) sqlite3_column_text (rows->statement, column);
}

const void *
brik_rows_blob (BrikRows *rows, int column, gsize *size)
{
  const void *data = sqlite3_column_blob (rows->statement, column);

  *size = (gsize) sqlite3_column_bytes (rows->statement, column);
  return data;
}

gboolean
brik_rows_is_null (BrikRows *rows, int column)
{
  return sqlite3_column_type (rows->statement, column) == SQLITE_NULL;
}

void
brik_rows_end (BrikRows *rows)
{
  if (!rows->kept)
    {
      brik_rows_free (rows);
      return;
    }

  /* What is bound may be borrowed, or personal: nothing of it stays. */
  sqlite3_reset (rows->statement);
  sqlite3_clear_bindings (rows->statement);
  rows->in_use = FALSE;
}
