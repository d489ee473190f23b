/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"

G_BEGIN_DECLS

/**
 * BrikBooks:
 *
 * The portal's database and the one thread that uses it. Work is handed to that thread as a function; the
 * caller waits for it. Writes that wait together are run one after the other, each in a savepoint of its own,
 * in one transaction with one sync (group commit), and none is told it is done before the commit.
 *
 * There is one connection in this process. The commands of brik-portal open the same file beside a serving
 * one: a WAL can be reset under a writer by a second one in the same instant (a fault of the SQLite versions
 * we run on), so every writer holds `flock` on FILE.lock from before it begins until after its commit and the
 * checkpoint in it. It also stands in place of waiting for SQLite's busy lock.
 */
typedef struct _BrikBooks BrikBooks;

/* Opens or makes the file, and migrates it. */
BrikBooks *brik_books_open (const char *path, GError **error);
void brik_books_close (BrikBooks *books);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikBooks, brik_books_close)
const char *brik_books_get_path (BrikBooks *books);

/**
 * BrikBooksFunc:
 *
 * Runs on the books' thread; keep it short: what takes a millisecond (hashing a password, reading JSON) is
 * done before or after it. Returns FALSE with @error to have all it wrote taken back.
 */
typedef gboolean (*BrikBooksFunc) (BrikStore *store, gpointer data, GError **error);

/* Runs @func in a read transaction: it sees only what is committed. Callable from any thread but the books'
 * own. */
gboolean brik_books_read (BrikBooks *books, BrikBooksFunc func, gpointer data, GError **error);
/* Runs @func in the next group; TRUE means committed and on the disk. */
gboolean brik_books_write (BrikBooks *books, BrikBooksFunc func, gpointer data, GError **error);

/* Books opened from now on have no thread: what they are given is done at once by whoever gives it. For a
 * program of one thread whose every step must come out the same again: a simulation. */
void brik_books_set_in_place (gboolean is_in_place);

/* How many writes go into one commit at most: 1 tries what groups are worth. */
#define BRIK_BOOKS_MAX_GROUP 64
void brik_books_set_max_group (BrikBooks *books, guint max_group);

/* Called on the books' thread after a commit that put changes into the feed, ours or another process's. It
 * must not call the books. */
typedef void (*BrikBooksNotify) (gpointer data);
void brik_books_set_notify (BrikBooks *books, BrikBooksNotify notify, gpointer data);

G_END_DECLS
