/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-round.h"

BrikRound *
brik_round_new (gpointer worker, GCancellable *cancellable)
{
  BrikRound *round = g_new0 (BrikRound, 1);

  round->worker = g_object_ref (worker);
  round->cancellable = g_object_ref (cancellable);
  return round;
}

gboolean
brik_round_is_over (const BrikRound *round)
{
  return g_cancellable_is_cancelled (round->cancellable);
}

void
brik_round_free (BrikRound *round)
{
  g_object_unref (round->worker);
  g_object_unref (round->cancellable);
  g_free (round);
}
