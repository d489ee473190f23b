/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "store/brik-store-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "core/brik-limits.h"

/* How long a statement waits for another program's write: an import beside a serving portal. */
#define BUSY_TIMEOUT_MS 5000
#define WAL_CHUNK 65536

static BrikStore *
store_new (const char *path)
{
  BrikStore *store = g_new0 (BrikStore, 1);

  store->path = g_strdup (path);
  store->statements = g_hash_table_new_full (brik_sql_hash, brik_sql_equal, (GDestroyNotify) brik_sql_free,
                                             (GDestroyNotify) brik_rows_free);
  return store;
}

/* A lock at each allocation of SQLite's, for statistics that nobody reads. It can only be set before SQLite
 * is first used; later it has no effect. */
static void
drop_statistics (void)
{
  static gsize once = 0;

  if (g_once_init_enter (&once))
    {
      sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
      g_once_init_leave (&once, 1);
    }
}

static gboolean
connect_to (BrikStore *store, const char *name, int flags, const char *vfs, GError **error)
{
  int code;

  drop_statistics ();
  code = sqlite3_open_v2 (name, &store->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, vfs);
  if (code != SQLITE_OK)
    {
      brik_store_set_error (store, code, "opening it", error);
      return FALSE;
    }

  sqlite3_busy_timeout (store->db, BUSY_TIMEOUT_MS);
  /* A file may have come from anywhere: its schema runs no functions with side effects, and neither a slip of
   * ours nor an attack writes past SQL. */
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);
  return TRUE;
}

static gboolean
execute (BrikStore *store, const char *script, const char *doing, GError **error)
{
  int code = sqlite3_exec (store->db, script, NULL, NULL, NULL);

  if (code != SQLITE_OK)
    brik_store_set_error (store, code, doing, error);

  return code == SQLITE_OK;
}

static gboolean
read_number (BrikStore *store, const char *sql, gint64 *number, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (store, error, sql, "");

  if (!rows || !brik_rows_next (rows, error))
    return FALSE;

  *number = brik_rows_int (rows, 0);
  return TRUE;
}

/* SQLite answers with the mode it is in and no error where it cannot change. */
static gboolean
use_wal (BrikStore *store, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (store, error, "PRAGMA journal_mode = WAL", "");

  if (!rows || !brik_rows_next (rows, error))
    return FALSE;
  if (g_strcmp0 (brik_rows_text (rows, 0), "wal") == 0)
    return TRUE;

  g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK,
               "%s cannot have a write-ahead log beside it. Move it to a local disk.", store->path);
  return FALSE;
}

/* An empty file belongs to whoever opens it first; any other must carry our mark. */
static gboolean
check_owner (BrikStore *store, gint32 application_id, gboolean may_be_empty, GError **error)
{
  gint64 owner;
  gint64 n_objects;

  if (!read_number (store, "PRAGMA application_id", &owner, error) ||
      !read_number (store, "SELECT count(*) FROM sqlite_schema", &n_objects, error))
    return FALSE;

  if (owner == application_id || (may_be_empty && owner == 0 && n_objects == 0))
    return TRUE;

  g_set_error (
    error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED,
    "%s belongs to another program (its mark is %08x, not %08x). It was left as it is; name another file.",
    store->path, (guint) owner, (guint) application_id);
  return FALSE;
}

/* A pragma takes no bound value; both numbers are ours. */
static gboolean
stamp (BrikStore *store, gint32 application_id, guint version, GError **error)
{
  g_autofree char *script =
    g_strdup_printf ("PRAGMA application_id = %d; PRAGMA user_version = %u", application_id, version);

  return execute (store, script, "marking its schema", error);
}

static gboolean
migrate_one (BrikStore *store, gint32 application_id, const char *script, guint version, GError **error)
{
  g_autofree char *doing =
    g_strdup_printf ("migration to schema %u failed and the file was kept as it was", version);

  if (!brik_store_begin (store, error))
    return FALSE;

  if (!execute (store, script, doing, error) || !stamp (store, application_id, version, error) ||
      !brik_store_commit (store, error))
    {
      brik_store_rollback (store);
      return FALSE;
    }

  return TRUE;
}

static gboolean
migrate (BrikStore *store, gint32 application_id, const char *const *migrations, GError **error)
{
  gint64 n_known = g_strv_length ((char **) migrations);
  gint64 n_applied;

  if (!read_number (store, "PRAGMA user_version", &n_applied, error))
    return FALSE;

  if (n_applied < 0 || n_applied > n_known)
    {
      g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_NEWER,
                   "%s has schema %" G_GINT64_FORMAT
                   ", and this program knows schemas up to %" G_GINT64_FORMAT
                   ". Start the newer program that last used it.",
                   store->path, n_applied, n_known);
      return FALSE;
    }

  for (gint64 i = n_applied; i < n_known; i++)
    if (!migrate_one (store, application_id, migrations[i], (guint) (i + 1), error))
      return FALSE;

  return TRUE;
}

/* SQLite would make the file readable by all. Only ever makes one: closing a descriptor of a file that is
 * there would drop the locks this process may hold on it. */
static gboolean
make_private (const char *path, GError **error)
{
  int fd = g_open (path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0600);

  if (fd >= 0)
    return g_close (fd, error);
  if (errno == EEXIST)
    return TRUE;

  g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DISK, "%s cannot be made: %s", path,
               g_strerror (errno));
  return FALSE;
}

static gboolean
copy_onto_itself (sqlite3_file *file, int *code)
{
  g_autofree guint8 *chunk = g_malloc (WAL_CHUNK);
  sqlite3_int64 size = 0;

  *code = file->pMethods->xFileSize (file, &size);
  for (sqlite3_int64 offset = 0; *code == SQLITE_OK && offset < size; offset += WAL_CHUNK)
    {
      int length = (int) MIN (WAL_CHUNK, size - offset);

      *code = file->pMethods->xRead (file, chunk, length, offset);
      if (*code == SQLITE_OK)
        *code = file->pMethods->xWrite (file, chunk, length, offset);
    }
  if (*code == SQLITE_OK && size > 0)
    *code = file->pMethods->xSync (file, SQLITE_SYNC_NORMAL);
  return *code == SQLITE_OK;
}

/* Under the write lock, so that no other program adds to the WAL meanwhile. */
static gboolean
write_wal_anew (BrikStore *store, GError **error)
{
  sqlite3_file *wal = NULL;
  int code;

  /* SQLite opens for reading what it may not write, and says so when it comes to writing. */
  if (sqlite3_db_readonly (store->db, "main") != 0)
    {
      brik_store_set_error (store, SQLITE_READONLY, "opening it", error);
      return FALSE;
    }
  if (!brik_store_begin (store, error))
    return FALSE;

  code = sqlite3_file_control (store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);
  if (code == SQLITE_OK && wal->pMethods)
    copy_onto_itself (wal, &code);
  if (code != SQLITE_OK)
    brik_store_set_error (store, code, "making its write-ahead log durable", error);
  brik_store_rollback (store);
  return code == SQLITE_OK;
}

BrikStore *
brik_store_open (const char *path, gint32 application_id, const char *const *migrations, GError **error)
{
  g_autoptr (BrikStore) store = store_new (path);

  if (!make_private (path, error) || !connect_to (store, path, SQLITE_OPEN_READWRITE, NULL, error))
    return NULL;

  /* Nothing is written before it is known to be ours; WAL stands in the file itself. */
  if (!execute (store, "PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY", "opening it", error) ||
      !check_owner (store, application_id, TRUE, error) || !use_wal (store, error) ||
      !execute (store, "PRAGMA synchronous = FULL", "setting it up", error) ||
      !write_wal_anew (store, error) || !migrate (store, application_id, migrations, error))
    return NULL;

  return g_steal_pointer (&store);
}

static gboolean
has_wal (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  GStatBuf info;

  return g_stat (wal, &info) == 0 && info.st_size > 0;
}

/* A view by the name of a table could give rows without end, and a virtual table run code. SQLite goes by the
 * statement that stands there, whatever its row says besides. */
static gboolean
check_objects (BrikStore *store, GError **error)
{
  gint64 n_others;

  if (!read_number (store,
                    "SELECT count(*) FROM sqlite_schema WHERE sql NOT LIKE 'CREATE TABLE %'"
                    " AND sql NOT LIKE 'CREATE INDEX %' AND sql NOT LIKE 'CREATE UNIQUE INDEX %'"
                    " AND sql NOT LIKE 'CREATE TRIGGER %'",
                    &n_others, error))
    return FALSE;
  if (n_others == 0)
    return TRUE;

  g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED,
               "%s holds something that is neither table, index nor trigger: no program of ours wrote it",
               store->path);
  return FALSE;
}

BrikStore *
brik_store_open_read_only (const char *path, gint32 application_id, GError **error)
{
  g_autoptr (BrikStore) store = store_new (path);
  gboolean with_wal = has_wal (path);
  g_autofree char *escaped = g_uri_escape_string (path, "/", TRUE);
  g_autofree char *uri = g_strconcat ("file:", escaped, with_wal ? "" : "?immutable=1", NULL);

  /* A -wal is read with an index in memory (exclusive locking, but no lock taken), for with a shared one
   * SQLite would make a -shm; without a -wal it would make that too, unless the file is said to be immutable.
   */
  if (!connect_to (store, uri, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI, with_wal ? "unix-none" : NULL, error))
    return NULL;

  sqlite3_db_config (store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_limit (store->db, SQLITE_LIMIT_LENGTH, BRIK_LIMIT_STORED_ROW);
  if (!execute (store, "PRAGMA locking_mode = EXCLUSIVE; PRAGMA query_only = ON; PRAGMA cell_size_check = ON",
                "opening it", error) ||
      !check_owner (store, application_id, FALSE, error) || !check_objects (store, error))
    return NULL;

  return g_steal_pointer (&store);
}

void
brik_store_close (BrikStore *store)
{
  g_clear_pointer (&store->statements, g_hash_table_unref);
  if (sqlite3_close (store->db) != SQLITE_OK)
    g_critical ("%s: closed with rows in use", store->path);
  g_free (store->path);
  g_free (store);
}

void
brik_store_give_up (BrikStore *store)
{
  sqlite3_db_config (store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
  brik_store_close (store);
}

gboolean
brik_store_begin (BrikStore *store, GError **error)
{
  store->begun = brik_store_run (store, error, "BEGIN IMMEDIATE", "");
  return store->begun;
}

gboolean
brik_store_commit (BrikStore *store, GError **error)
{
  gboolean committed = brik_store_run (store, error, "COMMIT", "");

  store->begun = store->begun && !committed;
  return committed;
}

void
brik_store_rollback (BrikStore *store)
{
  g_autoptr (GError) error = NULL;

  /* SQLite has rolled back by itself after some errors. */
  store->begun = FALSE;
  store->lost = 0;
  if (!sqlite3_get_autocommit (store->db) && !brik_store_run (store, &error, "ROLLBACK", ""))
    g_warning ("%s", error->message);
}

static int
on_wal_grown (void *user_data, sqlite3 *db, const char *name, int n_pages)
{
  BrikStore *store = user_data;
  g_autoptr (GError) error = NULL;

  store->wal_pages = n_pages;
  /* The commit stands: a checkpoint that fails is tried again later and must not look like a failed commit.
   */
  if (n_pages >= store->max_wal_pages && !brik_store_checkpoint (store, &error))
    g_warning ("%s", error->message);
  return SQLITE_OK;
}

void
brik_store_defer_checkpoints (BrikStore *store, int max_pages)
{
  store->max_wal_pages = max_pages;
  sqlite3_wal_hook (store->db, on_wal_grown, store);
}

int
brik_store_get_wal_pages (BrikStore *store)
{
  return store->wal_pages;
}

gboolean
brik_store_checkpoint (BrikStore *store, GError **error)
{
  int code = sqlite3_wal_checkpoint_v2 (store->db, NULL, SQLITE_CHECKPOINT_PASSIVE, NULL, NULL);

  if (code != SQLITE_OK)
    brik_store_set_error (store, code, "checkpoint", error);
  else
    store->wal_pages = 0;

  return code == SQLITE_OK;
}

gint64
brik_store_get_n_changed (BrikStore *store)
{
  return sqlite3_changes64 (store->db);
}
