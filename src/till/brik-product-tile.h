/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-product.h"

G_BEGIN_DECLS

/**
 * BrikProductTile:
 *
 * One product of the grid: its name, price, the colour of its category, how many lie in the basket. A touch
 * activates `sale.add`. What is not for sale now is shown and cannot be touched.
 *
 * Property: `product` (BrikProduct, nullable).
 */
#define BRIK_TYPE_PRODUCT_TILE (brik_product_tile_get_type ())
G_DECLARE_FINAL_TYPE (BrikProductTile, brik_product_tile, BRIK, PRODUCT_TILE, GtkWidget)

G_END_DECLS
