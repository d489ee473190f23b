/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "wire/brik-record.h"

G_BEGIN_DECLS

/**
 * BrikProduct:
 *
 * One product as the grid shows it: the portal's record with the edge colour of its category, and what the
 * sale at hand makes of it.
 *
 * Properties: `id`, `name`, `category`, `colour` (char *: "#rrggbb"), `price-ore` (gint64), `available`
 * (gboolean), `count` (guint: how many lie in the basket), `beyond` (gboolean: one more would break a cap or
 * the balance of the person shown).
 */
#define BRIK_TYPE_PRODUCT (brik_product_get_type ())
G_DECLARE_FINAL_TYPE (BrikProduct, brik_product, BRIK, PRODUCT, GObject)

/* @record is consumed. */
BrikProduct *brik_product_new (BrikProductRecord *record, const char *colour);
/* Takes on an edited record of the same product; what lies in a basket keeps its price (D13). */
void brik_product_take_record (BrikProduct *product, BrikProductRecord *record, const char *colour);

const char *brik_product_get_id (BrikProduct *product);
const char *brik_product_get_name (BrikProduct *product);
const char *brik_product_get_category (BrikProduct *product);
/* The name folded for searching: case and accents do not count. */
const char *brik_product_get_search_key (BrikProduct *product);
/* (array zero-terminated=1): thirteen digits each */
const char *const *brik_product_get_barcodes (BrikProduct *product);
gint64 brik_product_get_price (BrikProduct *product);
gboolean brik_product_get_available (BrikProduct *product);
/* The rate @buyer pays on it: food sold by a school to its own pupils may be exempt (D6). A buyer not known
 * yet (%NULL) pays the ordinary one. */
guint brik_product_get_vat_for (BrikProduct *product, const char *buyer);

void brik_product_set_count (BrikProduct *product, guint count);
void brik_product_set_beyond (BrikProduct *product, gboolean beyond);

G_END_DECLS
