/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ledger/brik-ledger.h"
#include "till/brik-product.h"

G_BEGIN_DECLS

/**
 * BrikCategory:
 *
 * A page of products. Properties: `id` (char *: "" for all of them), `name` (char *, "" for all of them),
 * `target` (GVariant: what actions name it by).
 */
#define BRIK_TYPE_CATEGORY (brik_category_get_type ())
G_DECLARE_FINAL_TYPE (BrikCategory, brik_category, BRIK, CATEGORY, GObject)

/**
 * BrikGoods:
 *
 * What is for sale here, read from the ledger and read again when it changes. A product stays the same object
 * through every edit, so that tiles change in place.
 *
 * Properties: `categories` (GListModel of BrikCategory, all of them first), `products` (GListModel of
 * BrikProduct: those of `category` whose name has `search` in it), `category` (char *, "" for all,
 * writable), `search` (char *, "" for none, writable; it looks in all categories), `room-ore` (gint64,
 * writable: products dearer than this are `beyond`).
 */
#define BRIK_TYPE_GOODS (brik_goods_get_type ())
G_DECLARE_FINAL_TYPE (BrikGoods, brik_goods, BRIK, GOODS, GObject)

BrikGoods *brik_goods_new (BrikLedger *ledger);
/* (transfer none) (nullable) */
BrikProduct *brik_goods_find (BrikGoods *goods, const char *id);
/* @barcode: thirteen digits, see brik_barcode_normalize (). (transfer none) (nullable) */
BrikProduct *brik_goods_find_barcode (BrikGoods *goods, const char *barcode);
GListModel *brik_goods_get_products (BrikGoods *goods);
void brik_goods_set_category (BrikGoods *goods, const char *category);
void brik_goods_set_search (BrikGoods *goods, const char *search);

G_END_DECLS
