/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

/* The feed: what the tills are to hear of, each record once, under the number of its newest change. What a
 * transaction changes of what tills hold, it touches; what was touched is numbered as the last thing before
 * the commit. The writers of an SQLite file commit one after the other, so no number ever appears behind a
 * cursor that was handed out. (Where commits overlap, one worker has to number what is due after them.)
 */

gboolean brik_feed_touch (BrikStore *store,
                          const char *municipality,
                          BrikRecordKind kind,
                          const char *id,
                          GError **error);
/* @changed: (out): whether there was anything to number */
gboolean brik_feed_number (BrikStore *store, gboolean *changed, GError **error);

/**
 * BrikFeedState:
 * @epoch: cursors are of this epoch
 * @boot: of the serving process that began last
 * @number: of the newest change
 */
typedef struct
{
  char *epoch;
  char *boot;
  gint64 number;
} BrikFeedState;

void brik_feed_state_clear (BrikFeedState *state);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrikFeedState, brik_feed_state_clear)

/* %BRIK_PORTAL_ERROR_EMPTY where there is no feed yet. */
gboolean
brik_feed_get_state (BrikStore *store, const char *municipality, BrikFeedState *state, GError **error);
/* A new municipality's feed begins empty; one that is there is left as it is. */
gboolean brik_feed_ensure (BrikStore *store, const char *municipality, GError **error);
/* Begins a serving process; @renew starts a new epoch. */
gboolean brik_feed_begin (BrikStore *store,
                          const char *municipality,
                          const char *boot,
                          gboolean renew,
                          GError **error);

/**
 * BrikFeedItem:
 *
 * A change before its record is read.
 */
typedef struct
{
  BrikRecordKind kind;
  char *id;
  gint64 number;
} BrikFeedItem;

/* (element-type BrikFeedItem) (transfer full): the changes after @after, oldest first, at most @max. */
GArray *brik_feed_list (BrikStore *store, const char *municipality, gint64 after, guint max, GError **error);

G_END_DECLS
