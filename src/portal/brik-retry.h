/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"

G_BEGIN_DECLS

/* Entries that could not be booked when they came, tried again. */

/* What waits for the sale with id @sale, which is booked now. */
gboolean brik_retry_waiting (BrikStore *store,
                             const char *municipality,
                             const char *sale,
                             gint64 now_us,
                             GError **error);
/* What was set aside for what the portal did not know then: a kind of entry (after an upgrade), an account or
 * a place (after an import). */
gboolean brik_retry_set_aside (BrikStore *store, gint64 now_us, GError **error);

/* Whether what is in an entry made the store say no, rather than a fault of disk or program. */
gboolean brik_error_is_of_content (const GError *error);

G_END_DECLS
