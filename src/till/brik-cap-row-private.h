/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-person.h"

G_BEGIN_DECLS

BrikCapRow *brik_cap_row_new (void);
void brik_cap_row_set (BrikCapRow *row, const BrikCapState *state, const char *kind_name, gint64 total_ore);

G_END_DECLS
