/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BRIK_BACKOFF_FIRST_MS 1000
#define BRIK_BACKOFF_LONGEST_MS 30000

/**
 * BrikBackoff:
 * @delay_ms: what the next wait is drawn around
 * @pause_ms: what the wait under way was drawn around
 * @source: of the wait under way; 0 for none
 *
 * The pause before trying again: doubling from @first_ms to @longest_ms, a quarter more or less by chance, so
 * that the tills of a municipality do not come back to a restarted portal all at once.
 */
typedef struct
{
  guint first_ms;
  guint longest_ms;
  guint delay_ms;
  guint pause_ms;
  guint source;
} BrikBackoff;

void brik_backoff_init (BrikBackoff *backoff, guint first_ms, guint longest_ms);
/* The next pause, and doubles the one after. */
guint brik_backoff_next (BrikBackoff *backoff);
/* It went well, or there is reason to hope: the next pause is the first again. */
void brik_backoff_reset (BrikBackoff *backoff);
/* Calls @func, which must return G_SOURCE_REMOVE, after the next pause. */
void brik_backoff_wait (BrikBackoff *backoff, GSourceFunc func, gpointer user_data);
/* The same after just so long. */
void brik_backoff_wait_for (BrikBackoff *backoff, guint pause_ms, GSourceFunc func, gpointer user_data);
/* Ends a wait without calling anything; also from within @func. A wait that is cut short does not make the
 * next one longer: the sales of a busy quarter of an hour wake it often, and that says nothing of the portal.
 */
void brik_backoff_end_wait (BrikBackoff *backoff);

G_END_DECLS
