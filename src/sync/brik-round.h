/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BrikRound:
 *
 * One go of a worker through several asynchronous calls. A worker that was stopped, and perhaps started again
 * since, must not act on what an older round still brings: its callbacks ask first whether their round is
 * over.
 */
typedef struct
{
  GObject *worker;
  GCancellable *cancellable;
} BrikRound;

BrikRound *brik_round_new (gpointer worker, GCancellable *cancellable);
gboolean brik_round_is_over (const BrikRound *round);
void brik_round_free (BrikRound *round);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikRound, brik_round_free)

G_END_DECLS
