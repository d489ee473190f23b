/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"

G_BEGIN_DECLS

/**
 * BrikFeedRow:
 * @epoch: (nullable): of the cursor; NULL asks for everything
 * @cursor: changes up to it are applied
 * @answered_us: when the portal last answered
 * @snapshot: counts the snapshots that were begun
 * @filling: the newest of them is not complete yet
 * @complete: one has been, so there is something to sell with
 * @forked: a record included entries that this file does not hold
 */
typedef struct
{
  char *epoch;
  gint64 cursor;
  gint64 answered_us;
  gint64 snapshot;
  gboolean filling;
  gboolean complete;
  gboolean forked;
} BrikFeedRow;

void brik_feed_row_clear (BrikFeedRow *row);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrikFeedRow, brik_feed_row_clear)
BrikFeedRow brik_feed_row_copy (const BrikFeedRow *row);

gboolean brik_feed_table_get (BrikStore *store, BrikFeedRow *row, GError **error);
gboolean brik_feed_table_put (BrikStore *store, const BrikFeedRow *row, GError **error);
/* Removes at most @max rows that no snapshot since @snapshot has named; *@n_removed less than @max: none is
 * left. */
gboolean
brik_feed_table_sweep (BrikStore *store, gint64 snapshot, guint max, guint *n_removed, GError **error);

G_END_DECLS
