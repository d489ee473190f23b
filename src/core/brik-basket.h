/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-vat.h"

G_BEGIN_DECLS

/**
 * BrikBasketLine:
 * @product_id: (not nullable): owned
 * @name: (not nullable): as it shall stand on the statement; owned
 * @quantity: 1 to %BRIK_LIMIT_QUANTITY
 * @price_ore: of one, VAT included, as it was when the product was added (D13)
 * @vat_bp: the rate in basis points
 */
typedef struct
{
  char *product_id;
  char *name;
  gint quantity;
  gint64 price_ore;
  guint vat_bp;
} BrikBasketLine;

/**
 * BrikBasket:
 *
 * The goods of one sale, in the order they were added. Adding a product that is there at the same price and
 * rate raises that line's quantity. Every change is refused whole when a limit would be passed or the total
 * would overflow (D6), and leaves the basket as it was.
 */
typedef struct _BrikBasket BrikBasket;

BrikBasket *brik_basket_new (void);
BrikBasket *brik_basket_copy (const BrikBasket *basket);
void brik_basket_free (BrikBasket *basket);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikBasket, brik_basket_free)

gboolean brik_basket_add (BrikBasket *basket,
                          const char *product_id,
                          const char *name,
                          gint quantity,
                          gint64 price_ore,
                          guint vat_bp,
                          GError **error);
/* Sets the quantity of line @index; 0 removes it. */
gboolean brik_basket_set_quantity (BrikBasket *basket, guint index, gint quantity, GError **error);
void brik_basket_clear (BrikBasket *basket);

guint brik_basket_get_n_lines (const BrikBasket *basket);
const BrikBasketLine *brik_basket_get_line (const BrikBasket *basket, guint index);
gint brik_basket_count_of (const BrikBasket *basket, const char *product_id);
guint brik_basket_get_n_items (const BrikBasket *basket);
gint64 brik_basket_get_total (const BrikBasket *basket);
gint64 brik_basket_line_total (const BrikBasketLine *line);
/* (element-type BrikVatShare) (transfer full): one share a rate, highest rate first. */
GArray *brik_basket_get_vat (const BrikBasket *basket);

G_END_DECLS
