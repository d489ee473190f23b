/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "core/brik-basket.h"
#include "till/brik-product.h"

G_BEGIN_DECLS

/**
 * BrikBasketRow:
 *
 * One line of the basket as the list shows it. Properties: `name`, `quantity` (int), `total-ore` (gint64),
 * `target` (GVariant: what actions name the line by; it stays the line's own while others come and go).
 */
#define BRIK_TYPE_BASKET_ROW (brik_basket_row_get_type ())
G_DECLARE_FINAL_TYPE (BrikBasketRow, brik_basket_row, BRIK, BASKET_ROW, GObject)

/**
 * BrikBasketModel:
 *
 * The basket at hand as a GListModel of BrikBasketRow, over a #BrikBasket that keeps the limits and the sum.
 * A row changes in place, so that the list never jumps under a finger. Each line's rate of VAT is that of its
 * product for the buyer at hand, settled anew when the buyer becomes known (D6); its price is the one at
 * which it was added (D13). The products in it know how many they are (`count`).
 *
 * Properties: `n-goods` (guint: goods, not lines), `total-ore` (gint64).
 */
#define BRIK_TYPE_BASKET_MODEL (brik_basket_model_get_type ())
G_DECLARE_FINAL_TYPE (BrikBasketModel, brik_basket_model, BRIK, BASKET_MODEL, GObject)

BrikBasketModel *brik_basket_model_new (void);

/* FALSE, and nothing changed, where a limit would be passed (BRIK_CORE_ERROR). */
gboolean brik_basket_model_add (BrikBasketModel *model, BrikProduct *product, GError **error);
/* Raises or lowers the quantity of the line that @key names; at 0 the line goes. */
gboolean brik_basket_model_change (BrikBasketModel *model, guint32 key, gint by, GError **error);
void brik_basket_model_clear (BrikBasketModel *model);
/* @buyer: (nullable): the buyer kind of the person who pays. */
void brik_basket_model_set_buyer (BrikBasketModel *model, const char *buyer);

/* What is sold: valid until the next change. */
const BrikBasket *brik_basket_model_get_basket (BrikBasketModel *model);
gint64 brik_basket_model_get_total (BrikBasketModel *model);
guint brik_basket_model_get_n_goods (BrikBasketModel *model);
gboolean brik_basket_model_is_empty (BrikBasketModel *model);

G_END_DECLS
