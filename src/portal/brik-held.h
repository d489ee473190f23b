/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-intake-private.h"

G_BEGIN_DECLS

/* What an entry that is not booked took from an account: a till counts its own sales until the portal's
 * record includes them, and an entry that is set aside stays counted until the office decides. Only of
 * entries that the till did sign: others must not use up a child's money.
 */
gboolean brik_held_put (BrikStore *store,
                        const char *municipality,
                        const char *till,
                        const BrikReceived *received,
                        const char *why,
                        gint64 now_us,
                        GError **error);

G_END_DECLS
