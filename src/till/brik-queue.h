/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger.h"
#include "till/brik-queued.h"

G_BEGIN_DECLS

/* More people stand behind each other than a cashier can see, but not without end. */
#define BRIK_QUEUE_MAX 24

/**
 * BrikQueue:
 *
 * Those who have held up their cards and wait for their turn, in that order, each card once: a GListModel of
 * BrikQueued. Who they are is only for showing: whether a card may pay is asked when its turn comes.
 *
 * Properties: `length` (guint), `first-name` (char *, nullable: of the first, where it is known).
 */
#define BRIK_TYPE_QUEUE (brik_queue_get_type ())
G_DECLARE_FINAL_TYPE (BrikQueue, brik_queue, BRIK, QUEUE, GObject)

BrikQueue *brik_queue_new (BrikLedger *ledger);
/* FALSE where it holds %BRIK_QUEUE_MAX. One that is in it stays where it is. */
gboolean brik_queue_add (BrikQueue *queue, const char *uid);
gboolean brik_queue_contains (BrikQueue *queue, const char *uid);
void brik_queue_remove (BrikQueue *queue, const char *uid);
/* (transfer full) (nullable): the chip of the first, who leaves the queue. */
char *brik_queue_take_first (BrikQueue *queue);
void brik_queue_clear (BrikQueue *queue);
guint brik_queue_get_length (BrikQueue *queue);

G_END_DECLS
