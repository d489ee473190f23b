/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-batch.h"
#include "wire/brik-entry.h"

G_BEGIN_DECLS

/**
 * BrikTail:
 * @sequence: of the newest entry; 0 for none
 * @run: that entry's run; "" for none
 * @number: its number
 * @head: its hash; zero bytes for none
 * @at_us: when it was written
 * @n_unsent_sales: sales that the portal has not acknowledged
 *
 * Where the journal ends. Plain data: what a transaction that fails has changed is put back by assignment.
 */
typedef struct
{
  gint64 sequence;
  char run[33];
  gint64 number;
  BrikHash head;
  gint64 at_us;
  gint64 n_unsent_sales;
} BrikTail;

/* Reads where the journal ends, and checks that its newest entries hang together and the newest is signed by
 * @key; sets %BRIK_STORE_ERROR_DAMAGED where they do not. */
gboolean
brik_journal_table_verify_tail (BrikStore *store, const BrikPublicKey *key, BrikTail *tail, GError **error);

/**
 * BrikJournalRow:
 * @sequence: its place in this file
 * @place_kind: (nullable): of a sale: the kind of place it counts at
 *
 * An entry as it was found.
 */
typedef struct
{
  gint64 sequence;
  BrikEntry *entry;
  char *place_kind;
} BrikJournalRow;

void brik_journal_row_free (BrikJournalRow *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikJournalRow, brik_journal_row_free)

/* Seals @entry, puts it after @tail and moves @tail on. @place_kind and @counts_on are NULL but for a sale
 * and an undo. */
gboolean brik_journal_table_append (BrikStore *store,
                                    BrikTail *tail,
                                    const BrikSecretKey *key,
                                    const BrikEntry *entry,
                                    const char *place_kind,
                                    const GDate *counts_on,
                                    GError **error);

/* The entry of that id; NULL without @error where there is none. */
BrikJournalRow *brik_journal_table_find (BrikStore *store, const char *id, GError **error);
/* The newest entry; NULL without @error where there is none. */
BrikJournalRow *brik_journal_table_find_newest (BrikStore *store, GError **error);
/* The newest sale paid with @card of @account that is not undone; NULL without @error where there is none. */
BrikJournalRow *
brik_journal_table_find_newest_sale (BrikStore *store, const char *account, const char *card, GError **error);
/* The newest opening or closing of a shift after @after; NULL without @error where there is none. */
BrikJournalRow *brik_journal_table_find_shift (BrikStore *store, gint64 after, GError **error);
/* Whether @card was blocked at this till after @through (D9), on whichever account it was then. */
gboolean brik_journal_table_has_block (BrikStore *store,
                                       const char *card,
                                       gint64 through,
                                       gboolean *has_block,
                                       GError **error);
/* How many of the entries after @after, up to @last, are sales. */
gboolean
brik_journal_table_count_sales (BrikStore *store, gint64 after, gint64 last, gint64 *n_sales, GError **error);
/* The undo of @sale; NULL without @error where it stands. */
BrikJournalRow *brik_journal_table_find_undo (BrikStore *store, const char *sale, GError **error);
/* Where an entry stands in this file; 0 where it does not. */
gboolean brik_journal_table_find_sequence (BrikStore *store,
                                           const char *run,
                                           gint64 number,
                                           gint64 *sequence,
                                           GError **error);
/* What the entry that stands there is called: @run: (out) (transfer full) (nullable): NULL where none does */
gboolean
brik_journal_table_get_name (BrikStore *store, gint64 sequence, char **run, gint64 *number, GError **error);

/**
 * BrikReplayFunc:
 * @amount_ore: added to what was spent: below nought for an undo
 * @date: the day it counts on
 * @unsettled: whether it is, or takes back, a sale that the portal has not counted in
 */
typedef void (*BrikReplayFunc) (gpointer user_data,
                                gint64 amount_ore,
                                const char *place_kind,
                                const GDate *date,
                                gboolean unsettled);
/* Every sale and undo of @account after @through, oldest first. */
gboolean brik_journal_table_replay (BrikStore *store,
                                    const char *account,
                                    gint64 through,
                                    BrikReplayFunc func,
                                    gpointer user_data,
                                    GError **error);

/* (element-type BrikSealedLine) (transfer full): entries after @after, as many as fit in one request. */
GPtrArray *brik_journal_table_list_after (BrikStore *store, gint64 after, guint max, GError **error);

G_END_DECLS
