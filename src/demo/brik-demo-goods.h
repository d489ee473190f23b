/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikDemoProduct:
 * @places: separated by ";" as in products.csv
 * @exempt: FALSE for what carries VAT for everyone
 * @barcodes: (nullable): separated by ";", of what comes in a packet
 */
typedef struct
{
  const char *id;
  const char *name;
  const char *category;
  const char *places;
  gint64 price_ore;
  gboolean exempt;
  gboolean available;
  const char *barcodes;
} BrikDemoProduct;

extern const BrikDemoProduct brik_demo_products[];
extern const guint brik_demo_n_products;

/* Writes categories.csv and products.csv into @directory. */
gboolean brik_demo_goods_write (const char *directory, GError **error);

G_END_DECLS
