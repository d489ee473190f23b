/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

/* Products and categories. @snapshot names the snapshot that they came in. */
gboolean brik_goods_table_put_product (BrikStore *store,
                                       const BrikProductRecord *product,
                                       gint64 snapshot,
                                       GError **error);
gboolean brik_goods_table_remove_product (BrikStore *store, const char *id, GError **error);
/* (element-type BrikProductRecord) (transfer full): by category, position, name. */
GPtrArray *brik_goods_table_list_products (BrikStore *store, GError **error);

gboolean brik_goods_table_put_category (BrikStore *store,
                                        const BrikCategoryRecord *category,
                                        gint64 snapshot,
                                        GError **error);
gboolean brik_goods_table_remove_category (BrikStore *store, const char *id, GError **error);
/* (element-type BrikCategoryRecord) (transfer full): by position, name. */
GPtrArray *brik_goods_table_list_categories (BrikStore *store, GError **error);

G_END_DECLS
