/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "clock/brik-clock.h"
#include "store/brik-store.h"

G_BEGIN_DECLS

/* What the till remembers of its clock, and the newest entry there was then; @found is FALSE where it
 * remembers nothing. */
gboolean brik_clock_table_get (BrikStore *store,
                               BrikClockMemory *memory,
                               gint64 *sequence,
                               gboolean *found,
                               GError **error);
gboolean
brik_clock_table_put (BrikStore *store, const BrikClockMemory *memory, gint64 sequence, GError **error);

G_END_DECLS
