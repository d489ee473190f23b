/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-basket-model.h"

G_BEGIN_DECLS

BrikBasketRow *brik_basket_row_new (const BrikBasketLine *line, guint32 key);
guint32 brik_basket_row_get_key (BrikBasketRow *row);
/* Whether @line is the one the row was made for: the same goods at the same price. */
gboolean brik_basket_row_is_of (BrikBasketRow *row, const BrikBasketLine *line);
void brik_basket_row_set_quantity (BrikBasketRow *row, gint quantity);

G_END_DECLS
