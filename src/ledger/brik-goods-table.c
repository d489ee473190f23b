/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-goods-table.h"

/* No kind of buyer and no barcode holds it. */
#define SEPARATOR ";"

gboolean
brik_goods_table_put_product (BrikStore *store,
                              const BrikProductRecord *product,
                              gint64 snapshot,
                              GError **error)
{
  if (!brik_goods_table_remove_product (store, product->id, error) ||
      !brik_store_run (
        store, error,
        "INSERT INTO product (id, name, category, price_ore, vat_bp, position, available, snapshot)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        "sssiiiii", product->id, product->name, product->category, product->price_ore,
        (gint64) product->vat_bp, (gint64) product->position, (gint64) product->available, snapshot))
    return FALSE;

  for (char **buyer = product->exempt_buyers; buyer && *buyer; buyer++)
    if (!brik_store_run (store, error,
                         "INSERT OR IGNORE INTO product_exemption (product, buyer) VALUES (?, ?)", "ss",
                         product->id, *buyer))
      return FALSE;
  for (char **code = product->barcodes; code && *code; code++)
    if (!brik_store_run (store, error, "INSERT OR IGNORE INTO product_barcode (product, code) VALUES (?, ?)",
                         "ss", product->id, *code))
      return FALSE;

  return TRUE;
}

gboolean
brik_goods_table_remove_product (BrikStore *store, const char *id, GError **error)
{
  return brik_store_run (store, error, "DELETE FROM product WHERE id = ?", "s", id);
}

static BrikProductRecord *
read_product (BrikRows *rows)
{
  BrikProductRecord *product = g_new0 (BrikProductRecord, 1);
  const char *buyers = brik_rows_text (rows, 7);
  const char *barcodes = brik_rows_text (rows, 8);

  product->id = g_strdup (brik_rows_text (rows, 0));
  product->name = g_strdup (brik_rows_text (rows, 1));
  product->category = g_strdup (brik_rows_text (rows, 2));
  product->price_ore = brik_rows_int (rows, 3);
  product->vat_bp = (guint) brik_rows_int (rows, 4);
  product->position = (gint) brik_rows_int (rows, 5);
  product->available = brik_rows_int (rows, 6) != 0;
  product->exempt_buyers = g_strsplit (buyers ? buyers : "", SEPARATOR, -1);
  product->barcodes = barcodes ? g_strsplit (barcodes, SEPARATOR, -1) : NULL;
  return product;
}

GPtrArray *
brik_goods_table_list_products (BrikStore *store, GError **error)
{
  g_autoptr (GPtrArray) products = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_product_record_free);
  g_autoptr (BrikRows) rows = NULL;

  rows = brik_store_query (
    store, error,
    "SELECT product.id, product.name, category, price_ore, vat_bp, product.position, available,"
    " (SELECT group_concat (buyer, '" SEPARATOR "') FROM product_exemption"
    " WHERE product = product.id),"
    " (SELECT group_concat (code, '" SEPARATOR "') FROM product_barcode"
    " WHERE product = product.id) FROM product LEFT JOIN category ON category.id = category"
    " ORDER BY category.position, category, product.position, product.name, product.id",
    "");
  if (!rows)
    return NULL;

  while (brik_rows_next (rows, error))
    g_ptr_array_add (products, read_product (rows));

  return brik_rows_failed (rows) ? NULL : g_steal_pointer (&products);
}

gboolean
brik_goods_table_put_category (BrikStore *store,
                               const BrikCategoryRecord *category,
                               gint64 snapshot,
                               GError **error)
{
  return brik_store_run (store, error,
                         "INSERT OR REPLACE INTO category (id, name, colour, position, snapshot)"
                         " VALUES (?, ?, ?, ?, ?)",
                         "sssii", category->id, category->name, category->colour, (gint64) category->position,
                         snapshot);
}

gboolean
brik_goods_table_remove_category (BrikStore *store, const char *id, GError **error)
{
  return brik_store_run (store, error, "DELETE FROM category WHERE id = ?", "s", id);
}

GPtrArray *
brik_goods_table_list_categories (BrikStore *store, GError **error)
{
  g_autoptr (GPtrArray) categories =
    g_ptr_array_new_with_free_func ((GDestroyNotify) brik_category_record_free);
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT id, name, colour, position FROM category ORDER BY position, name, id", "");

  if (!rows)
    return NULL;

  while (brik_rows_next (rows, error))
    {
      BrikCategoryRecord *category = g_new0 (BrikCategoryRecord, 1);

      category->id = g_strdup (brik_rows_text (rows, 0));
      category->name = g_strdup (brik_rows_text (rows, 1));
      category->colour = g_strdup (brik_rows_text (rows, 2));
      category->position = (gint) brik_rows_int (rows, 3);
      g_ptr_array_add (categories, category);
    }

  return brik_rows_failed (rows) ? NULL : g_steal_pointer (&categories);
}
