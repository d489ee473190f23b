/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

gboolean brik_place_table_put (BrikStore *store, const BrikPlaceRecord *place, GError **error);
/* Leaves *@place NULL where none has come yet. */
gboolean brik_place_table_get (BrikStore *store, BrikPlaceRecord **place, GError **error);

G_END_DECLS
