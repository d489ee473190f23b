/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-product.h"

G_BEGIN_DECLS

/**
 * BrikProductTile:
 *
 * One product of the grid, and the button that adds it: its name, price, the colour of its category, how many
 * lie in the basket, and a mark where one more would be too much. What is not for sale now is shown and
 * cannot be touched. It activates `sale.add`.
 *
 * A grid binds about 31 rows of tiles, seen or not, and makes and drops them by the hundred in a search: so a
 * tile draws itself, where labels and boxes would be eleven widgets.
 *
 * Property: `product` (BrikProduct, nullable).
 */
#define BRIK_TYPE_PRODUCT_TILE (brik_product_tile_get_type ())
G_DECLARE_FINAL_TYPE (BrikProductTile, brik_product_tile, BRIK, PRODUCT_TILE, GtkButton)

G_END_DECLS
