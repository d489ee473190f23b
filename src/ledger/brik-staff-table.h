/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

gboolean
brik_staff_table_put (BrikStore *store, const BrikStaffRecord *staff, gint64 snapshot, GError **error);
gboolean brik_staff_table_remove (BrikStore *store, const char *id, GError **error);
/* (element-type BrikStaffRecord) (transfer full): who may sign in, by name; without the hashes of their PINs.
 */
GPtrArray *brik_staff_table_list (BrikStore *store, GError **error);
/* The hash of the PIN of who may sign in; NULL without @error of anybody else. */
char *brik_staff_table_get_pin_hash (BrikStore *store, const char *id, GError **error);
gboolean brik_staff_table_has_any (BrikStore *store, gboolean *any, GError **error);

G_END_DECLS
