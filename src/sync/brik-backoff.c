/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-backoff.h"

void
brik_backoff_init (BrikBackoff *backoff, guint first_ms, guint longest_ms)
{
  backoff->first_ms = first_ms;
  backoff->longest_ms = longest_ms;
  backoff->delay_ms = first_ms;
  backoff->source = 0;
}

guint
brik_backoff_next (BrikBackoff *backoff)
{
  guint delay_ms = backoff->delay_ms;
  guint quarter_ms = delay_ms / 4;

  backoff->pause_ms = delay_ms;
  backoff->delay_ms = MIN (delay_ms * 2, backoff->longest_ms);
  return delay_ms - quarter_ms + (guint) g_random_int_range (0, (gint32) (2 * quarter_ms + 1));
}

void
brik_backoff_reset (BrikBackoff *backoff)
{
  backoff->delay_ms = backoff->first_ms;
}

void
brik_backoff_wait (BrikBackoff *backoff, GSourceFunc func, gpointer user_data)
{
  brik_backoff_end_wait (backoff);
  backoff->source = g_timeout_add (brik_backoff_next (backoff), func, user_data);
}

void
brik_backoff_wait_for (BrikBackoff *backoff, guint pause_ms, GSourceFunc func, gpointer user_data)
{
  brik_backoff_end_wait (backoff);
  backoff->pause_ms = backoff->delay_ms;
  backoff->source = g_timeout_add (pause_ms, func, user_data);
}

void
brik_backoff_end_wait (BrikBackoff *backoff)
{
  if (backoff->source == 0)
    return;
  g_clear_handle_id (&backoff->source, g_source_remove);
  backoff->delay_ms = MIN (backoff->delay_ms, backoff->pause_ms);
}
