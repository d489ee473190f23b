/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

/**
 * BrikStoreError:
 * @BRIK_STORE_ERROR_FULL: the disk has no room; what was to be stored is not
 * @BRIK_STORE_ERROR_DISK: read-only, or an I/O error
 * @BRIK_STORE_ERROR_DAMAGED: not a database, one of another program, or one that fails its own checks; it is
 * kept as it is
 * @BRIK_STORE_ERROR_NEWER: the file's schema is newer than this program
 * @BRIK_STORE_ERROR_DUPLICATE: a key that is there already
 * @BRIK_STORE_ERROR_REFUSED: a constraint or trigger said no
 * @BRIK_STORE_ERROR_BUSY: another program holds the file
 * @BRIK_STORE_ERROR_FAILED: anything else; the message is SQLite's
 */
typedef enum
{
  BRIK_STORE_ERROR_FULL,
  BRIK_STORE_ERROR_DISK,
  BRIK_STORE_ERROR_DAMAGED,
  BRIK_STORE_ERROR_NEWER,
  BRIK_STORE_ERROR_DUPLICATE,
  BRIK_STORE_ERROR_REFUSED,
  BRIK_STORE_ERROR_BUSY,
  BRIK_STORE_ERROR_FAILED,
} BrikStoreError;

#define BRIK_STORE_ERROR (brik_store_error_quark ())
GQuark brik_store_error_quark (void);
gboolean brik_error_is_duplicate (const GError *error);
/* After rows have been read: TRUE where nothing went wrong with that; else what did becomes @error. */
gboolean brik_error_pass_on (GError **from, GError **error);

/**
 * BrikStore:
 *
 * One SQLite file and one connection, used by one thread at a time: WAL, `synchronous=FULL`, foreign keys on.
 * Statements are prepared once and kept until it is closed, by where their text stands: that must be static,
 * or each call keeps one more. Every value is bound, none is ever formatted in.
 */
typedef struct _BrikStore BrikStore;

/* @migrations: (array zero-terminated=1): SQL scripts; the file's `user_version` counts how many are applied.
 * Each runs in a transaction; one that fails stops, keeps the file and says so. @application_id marks the
 * file's owner. A file that is made gets mode 0600: what is in it is personal. One that cannot be written is
 * an error.
 *
 * A WAL that is there was left by a program that died, or that gave the file up after a fault: what is read
 * of it may never have reached the disk, and a kernel that has once failed to write a page does not try
 * again. It is written once more, and synced, before anything is read; after this what is there stays. */
BrikStore *
brik_store_open (const char *path, gint32 application_id, const char *const *migrations, GError **error);
/* For reading a file that is not ours to change: no migration, no checkpoint, nothing made, changed or
 * removed beside it. A -wal left by a killed program is read too. It takes no lock: the caller sees to it
 * that no program has the file open for writing. */
BrikStore *brik_store_open_read_only (const char *path, gint32 application_id, GError **error);
void brik_store_close (BrikStore *store);
/* Lets go of the file as a killed program would, for one that failed: nothing is moved or removed. */
void brik_store_give_up (BrikStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikStore, brik_store_close)

/* IMMEDIATE. Where a fault makes SQLite give the transaction up, every statement fails with that fault until
 * brik_store_rollback (): nothing of it is ever committed in part. */
gboolean brik_store_begin (BrikStore *store, GError **error);
gboolean brik_store_commit (BrikStore *store, GError **error);
/* Nothing is done where no transaction is open, so it can follow any failure. */
void brik_store_rollback (BrikStore *store);

/* By itself a commit moves the WAL into the file at every 1000 pages. After this it does so at @max_pages
 * only, and the owner calls brik_store_checkpoint () when it has nothing better to do. */
void brik_store_defer_checkpoints (BrikStore *store, int max_pages);
/* Pages in the WAL that no checkpoint has moved yet; counted once checkpoints are deferred. */
int brik_store_get_wal_pages (BrikStore *store);
gboolean brik_store_checkpoint (BrikStore *store, GError **error);

/**
 * BrikRows:
 *
 * A statement under way, borrowed from the store. @types gives one letter per argument that follows, bound in
 * order: `i` gint64, `s` const char * (NULL binds NULL), `b` const void *, gsize (NULL binds NULL).
 */
typedef struct _BrikRows BrikRows;

BrikRows *brik_store_query (BrikStore *store, GError **error, const char *sql, const char *types, ...);
/* TRUE with a row, FALSE at the end or with @error. */
gboolean brik_rows_next (BrikRows *rows, GError **error);
/* Which of the two the FALSE was: `while (brik_rows_next (rows, error)) …; return !brik_rows_failed (rows);`
 */
gboolean brik_rows_failed (BrikRows *rows);
gint64 brik_rows_int (BrikRows *rows, int column);
const char *brik_rows_text (BrikRows *rows, int column); /* (nullable): valid until the next step */
const void *brik_rows_blob (BrikRows *rows, int column, gsize *size); /* (nullable): the same */
gboolean brik_rows_is_null (BrikRows *rows, int column);
void brik_rows_end (BrikRows *rows);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikRows, brik_rows_end)

/* Runs one statement that gives no rows. */
gboolean brik_store_run (BrikStore *store, GError **error, const char *sql, const char *types, ...);
/* Rows that the last INSERT, UPDATE or DELETE touched. */
gint64 brik_store_get_n_changed (BrikStore *store);

G_END_DECLS
