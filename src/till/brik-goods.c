/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-goods.h"

#include <string.h>

#include "till/brik-category-private.h"
#include "till/brik-search-key.h"

struct _BrikGoods
{
  GObject parent_instance;

  BrikLedger *ledger;
  gboolean reading;
  gboolean stale; /* it changed while it was being read */

  GListStore *categories;
  GPtrArray *all;              /* of BrikProduct, in the order shown */
  GHashTable *by_id;           /* id → BrikProduct in @all */
  GHashTable *by_barcode;      /* barcode → BrikProduct in @all; the products hold both */
  GListStore *products;        /* those that are wanted */
  GPtrArray *category_records; /* while the products are being read */

  char *category;
  char *search;
  char *search_key;
  gint64 room_ore;
};

enum
{
  PROP_0,
  PROP_LEDGER,
  PROP_CATEGORIES,
  PROP_PRODUCTS,
  PROP_CATEGORY,
  PROP_SEARCH,
  PROP_ROOM_ORE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrikGoods, brik_goods, G_TYPE_OBJECT)

static gboolean
is_wanted (BrikGoods *self, BrikProduct *product)
{
  if (*self->search_key != '\0')
    return strstr (brik_product_get_search_key (product), self->search_key) != NULL;
  return *self->category == '\0' || g_str_equal (brik_product_get_category (product), self->category);
}

/* All at once: a GtkFilterListModel would tell of each gap between what stays, and the grid would make and
 * drop tiles for every one of them instead of using those it has. */
static void
show_wanted (BrikGoods *self)
{
  g_autoptr (GPtrArray) wanted = g_ptr_array_sized_new (self->all->len);
  guint n_shown = g_list_model_get_n_items (G_LIST_MODEL (self->products));
  gboolean same = TRUE;

  for (guint i = 0; i < self->all->len; i++)
    {
      BrikProduct *product = g_ptr_array_index (self->all, i);

      if (!is_wanted (self, product))
        continue;
      if (same && wanted->len < n_shown)
        {
          g_autoptr (BrikProduct) shown = g_list_model_get_item (G_LIST_MODEL (self->products), wanted->len);

          same = shown == product;
        }
      g_ptr_array_add (wanted, product);
    }
  if (!same || wanted->len != n_shown)
    g_list_store_splice (self->products, 0, n_shown, wanted->pdata, wanted->len);
}

static void
mark_beyond (BrikGoods *self)
{
  GHashTableIter iter;
  gpointer product;

  g_hash_table_iter_init (&iter, self->by_id);
  while (g_hash_table_iter_next (&iter, NULL, &product))
    brik_product_set_beyond (product, brik_product_get_price (product) > self->room_ore);
}

/* The municipality's categories that something is sold of here: a school's till has no use for the pool's.
 * (element-type BrikCategoryRecord) (transfer container) */
static GPtrArray *
pick_filled (GPtrArray *categories, GPtrArray *products)
{
  g_autoptr (GHashTable) filled = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *picked = g_ptr_array_new ();

  for (guint i = 0; i < products->len; i++)
    g_hash_table_add (filled, ((BrikProductRecord *) g_ptr_array_index (products, i))->category);
  for (guint i = 0; i < categories->len; i++)
    {
      BrikCategoryRecord *record = g_ptr_array_index (categories, i);

      if (g_hash_table_contains (filled, record->id))
        g_ptr_array_add (picked, record);
    }
  return picked;
}

static gboolean
same_categories (BrikGoods *self, GPtrArray *records)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->categories)) != records->len + 1)
    return FALSE;

  for (guint i = 0; i < records->len; i++)
    {
      const BrikCategoryRecord *record = g_ptr_array_index (records, i);
      g_autoptr (BrikCategory) category = g_list_model_get_item (G_LIST_MODEL (self->categories), i + 1);

      if (!brik_category_is (category, record->id, record->name))
        return FALSE;
    }
  return TRUE;
}

static void
take_categories (BrikGoods *self, GPtrArray *records)
{
  g_autoptr (GPtrArray) shown = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean still_there = *self->category == '\0';

  g_ptr_array_add (shown, brik_category_new ("", ""));
  for (guint i = 0; i < records->len; i++)
    {
      const BrikCategoryRecord *record = g_ptr_array_index (records, i);

      g_ptr_array_add (shown, brik_category_new (record->id, record->name));
      still_there |= g_str_equal (record->id, self->category);
    }

  if (!same_categories (self, records))
    g_list_store_splice (self->categories, 0, g_list_model_get_n_items (G_LIST_MODEL (self->categories)),
                         shown->pdata, shown->len);
  if (!still_there)
    brik_goods_set_category (self, "");
}

static const char *
colour_of (GPtrArray *categories, const char *id)
{
  for (guint i = 0; i < categories->len; i++)
    {
      const BrikCategoryRecord *record = g_ptr_array_index (categories, i);

      if (g_str_equal (record->id, id))
        return record->colour;
    }
  return NULL;
}

static void
index_barcodes (BrikGoods *self)
{
  for (guint i = 0; i < self->all->len; i++)
    {
      BrikProduct *product = g_ptr_array_index (self->all, i);
      const char *const *barcodes = brik_product_get_barcodes (product);

      for (; *barcodes != NULL; barcodes++)
        g_hash_table_insert (self->by_barcode, (char *) *barcodes, product);
    }
}

/* @records' elements go to the products: a product that is there already takes its record on. */
static void
take_products (BrikGoods *self, GPtrArray *records, GPtrArray *categories)
{
  GPtrArray *products = g_ptr_array_new_full (records->len, g_object_unref);
  GHashTable *by_id = g_hash_table_new (g_str_hash, g_str_equal);

  /* Its keys are the old records'. */
  g_hash_table_remove_all (self->by_barcode);
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      BrikProductRecord *record = g_ptr_array_index (records, i);
      const char *colour = colour_of (categories, record->category);
      BrikProduct *product = g_hash_table_lookup (self->by_id, record->id);

      if (product != NULL)
        brik_product_take_record (g_object_ref (product), record, colour);
      else
        product = brik_product_new (record, colour);
      g_ptr_array_add (products, product);
      g_hash_table_insert (by_id, (char *) brik_product_get_id (product), product);
    }

  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->all);
  self->by_id = by_id;
  self->all = products;
  index_barcodes (self);
  show_wanted (self);
  mark_beyond (self);
}

static void read_ledger (BrikGoods *self);

/* A reading does not keep the goods alive: the ledger may be closed before it ends. */
static GWeakRef *
weak_new (BrikGoods *self)
{
  GWeakRef *weak = g_new (GWeakRef, 1);

  g_weak_ref_init (weak, self);
  return weak;
}

/* (transfer full) (nullable) */
static BrikGoods *
weak_take (GWeakRef *weak)
{
  BrikGoods *self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  return self;
}

/* Whatever came of a reading: a change that fell into it is read now. */
static void
end_reading (BrikGoods *self, const GError *error)
{
  if (error != NULL)
    g_warning ("The products could not be read: %s", error->message);
  g_clear_pointer (&self->category_records, g_ptr_array_unref);
  self->reading = FALSE;
  if (self->stale)
    read_ledger (self);
}

static void
on_list_products_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikGoods) self = weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) products = brik_ledger_list_products_finish (BRIK_LEDGER (source), result, &error);

  if (self == NULL)
    return;
  if (products != NULL)
    {
      g_autoptr (GPtrArray) filled = pick_filled (self->category_records, products);

      take_categories (self, filled);
      take_products (self, products, self->category_records);
    }
  end_reading (self, error);
}

static void
on_list_categories_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikGoods) self = weak_take (user_data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) categories =
    brik_ledger_list_categories_finish (BRIK_LEDGER (source), result, &error);

  if (self == NULL)
    return;
  if (categories == NULL)
    {
      end_reading (self, error);
      return;
    }
  self->category_records = g_steal_pointer (&categories);
  brik_ledger_list_products_async (self->ledger, NULL, on_list_products_ready, weak_new (self));
}

static void
read_ledger (BrikGoods *self)
{
  self->stale = self->reading;
  if (self->reading)
    return;
  self->reading = TRUE;
  brik_ledger_list_categories_async (self->ledger, NULL, on_list_categories_ready, weak_new (self));
}

static void
brik_goods_constructed (GObject *object)
{
  BrikGoods *self = BRIK_GOODS (object);

  G_OBJECT_CLASS (brik_goods_parent_class)->constructed (object);

  g_signal_connect_object (self->ledger, "goods-changed", G_CALLBACK (read_ledger), self, G_CONNECT_SWAPPED);
  read_ledger (self);
}

static void
brik_goods_finalize (GObject *object)
{
  BrikGoods *self = BRIK_GOODS (object);

  g_clear_object (&self->ledger);
  g_clear_object (&self->categories);
  g_clear_object (&self->products);
  g_ptr_array_unref (self->all);
  g_hash_table_unref (self->by_id);
  g_hash_table_unref (self->by_barcode);
  g_clear_pointer (&self->category_records, g_ptr_array_unref);
  g_free (self->category);
  g_free (self->search);
  g_free (self->search_key);

  G_OBJECT_CLASS (brik_goods_parent_class)->finalize (object);
}

static void
brik_goods_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikGoods *self = BRIK_GOODS (object);

  switch (id)
    {
    case PROP_CATEGORIES:
      g_value_set_object (value, self->categories);
      break;
    case PROP_PRODUCTS:
      g_value_set_object (value, self->products);
      break;
    case PROP_CATEGORY:
      g_value_set_string (value, self->category);
      break;
    case PROP_SEARCH:
      g_value_set_string (value, self->search);
      break;
    case PROP_ROOM_ORE:
      g_value_set_int64 (value, self->room_ore);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_room (BrikGoods *self, gint64 room_ore)
{
  if (self->room_ore == room_ore)
    return;
  self->room_ore = room_ore;
  mark_beyond (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROOM_ORE]);
}

static void
brik_goods_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikGoods *self = BRIK_GOODS (object);

  switch (id)
    {
    case PROP_LEDGER:
      self->ledger = g_value_dup_object (value);
      break;
    case PROP_CATEGORY:
      brik_goods_set_category (self, g_value_get_string (value));
      break;
    case PROP_SEARCH:
      brik_goods_set_search (self, g_value_get_string (value));
      break;
    case PROP_ROOM_ORE:
      set_room (self, g_value_get_int64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_goods_class_init (BrikGoodsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  const GParamFlags write = read | G_PARAM_WRITABLE;

  object_class->constructed = brik_goods_constructed;
  object_class->finalize = brik_goods_finalize;
  object_class->get_property = brik_goods_get_property;
  object_class->set_property = brik_goods_set_property;

  properties[PROP_LEDGER] =
    g_param_spec_object ("ledger", NULL, NULL, BRIK_TYPE_LEDGER,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_CATEGORIES] = g_param_spec_object ("categories", NULL, NULL, G_TYPE_LIST_MODEL, read);
  properties[PROP_PRODUCTS] = g_param_spec_object ("products", NULL, NULL, G_TYPE_LIST_MODEL, read);
  properties[PROP_CATEGORY] = g_param_spec_string ("category", NULL, NULL, "", write);
  properties[PROP_SEARCH] = g_param_spec_string ("search", NULL, NULL, "", write);
  properties[PROP_ROOM_ORE] =
    g_param_spec_int64 ("room-ore", NULL, NULL, G_MININT64, G_MAXINT64, G_MAXINT64, write);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
brik_goods_init (BrikGoods *self)
{
  self->category = g_strdup ("");
  self->search = g_strdup ("");
  self->search_key = g_strdup ("");
  self->room_ore = G_MAXINT64;
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_barcode = g_hash_table_new (g_str_hash, g_str_equal);
  self->categories = g_list_store_new (BRIK_TYPE_CATEGORY);
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  self->products = g_list_store_new (BRIK_TYPE_PRODUCT);
}

BrikGoods *
brik_goods_new (BrikLedger *ledger)
{
  return g_object_new (BRIK_TYPE_GOODS, "ledger", ledger, NULL);
}

BrikProduct *
brik_goods_find (BrikGoods *self, const char *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

BrikProduct *
brik_goods_find_barcode (BrikGoods *self, const char *barcode)
{
  return g_hash_table_lookup (self->by_barcode, barcode);
}

GListModel *
brik_goods_get_products (BrikGoods *self)
{
  return G_LIST_MODEL (self->products);
}

void
brik_goods_set_category (BrikGoods *self, const char *category)
{
  if (g_str_equal (self->category, category))
    return;
  g_free (self->category);
  self->category = g_strdup (category);
  show_wanted (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATEGORY]);
}

void
brik_goods_set_search (BrikGoods *self, const char *search)
{
  if (g_str_equal (self->search, search))
    return;
  g_free (self->search);
  g_free (self->search_key);
  self->search = g_strdup (search);
  self->search_key = brik_search_key (search);
  show_wanted (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}
