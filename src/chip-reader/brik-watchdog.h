/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BRIK_WATCHDOG_HANG_MS 3000   /* longest that one libnfc call may take */
#define BRIK_WATCHDOG_ALIVE_MS 1000  /* between two lines that say so */
#define BRIK_WATCHDOG_ENDING_MS 1500 /* to close the device once standard input has closed */

/**
 * Ends the process when it should end, whatever libnfc does: a thread watches standard input, whose closing
 * asks for the end, and the heartbeat of the thread that calls libnfc. There is one in a process.
 */
void brik_watchdog_start (void);
/* Called before each libnfc call. */
void brik_watchdog_beat (void);
/* Sleeps, or returns early with TRUE because the process is to end. */
gboolean brik_watchdog_sleep (guint timeout_ms);

G_END_DECLS
