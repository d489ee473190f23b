/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "full-ledger.h"
#include "till/brik-till-window.h"

G_BEGIN_DECLS

/**
 * FullTill:
 *
 * The till's window with a cashier signed in, on the ledger that full-ledger has written (BRIK_BENCH_LEDGER),
 * the goods painted.
 */
typedef struct _FullTill FullTill;

/* Says of what has just been painted whether it is what was waited for. */
typedef gboolean (*FullTillShown) (gpointer user_data);

/* @reader: not started yet. */
FullTill *full_till_new (BrikReader *reader);
void full_till_free (FullTill *till);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (FullTill, full_till_free)

GtkWidget *full_till_get_window (FullTill *till);
/* The widgets of @type on the screen at or below @root, in the order of the tree. (transfer container) */
GPtrArray *full_till_list (GtkWidget *root, GType type);
/* Whether tiles with products are among them. */
gboolean full_till_shows_goods (GtkWidget *root);
/* Waits for the end of a frame with which @shown holds (NULL: of any frame), and gives its time. */
double full_till_await_frame (FullTill *till, FullTillShown shown, gpointer user_data);
/* Lets the main loop run for a while that is never the same, so that what follows falls anywhere between two
 * frames. */
void full_till_rest (FullTill *till);

G_END_DECLS
