/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"

G_BEGIN_DECLS

/* NULL without @error where it is not here. */
GBytes *brik_photos_table_get (BrikStore *store, const char *hash, GError **error);
/* Kept only where an account names it; *@kept says whether it was new and is kept. */
gboolean
brik_photos_table_put (BrikStore *store, const char *hash, GBytes *photo, gboolean *kept, GError **error);
/* (transfer full): hashes that accounts name and that are not here, at most @max. */
GStrv brik_photos_table_list_missing (BrikStore *store, guint max, GError **error);

G_END_DECLS
