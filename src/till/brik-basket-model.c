/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-basket-model.h"

#include "till/brik-basket-row-private.h"

struct _BrikBasketModel
{
  GObject parent_instance;

  BrikBasket *basket;
  GPtrArray *rows;      /* of BrikBasketRow, one a line and in the same order */
  GHashTable *products; /* id → BrikProduct, of every line */
  char *buyer;
  guint32 newest_key;
};

enum
{
  PROP_0,
  PROP_N_GOODS,
  PROP_TOTAL_ORE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
brik_basket_model_get_item_type (GListModel *list)
{
  return BRIK_TYPE_BASKET_ROW;
}

static guint
brik_basket_model_get_n_rows (GListModel *list)
{
  return BRIK_BASKET_MODEL (list)->rows->len;
}

static gpointer
brik_basket_model_get_item (GListModel *list, guint position)
{
  BrikBasketModel *self = BRIK_BASKET_MODEL (list);

  return position < self->rows->len ? g_object_ref (g_ptr_array_index (self->rows, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = brik_basket_model_get_item_type;
  iface->get_n_items = brik_basket_model_get_n_rows;
  iface->get_item = brik_basket_model_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BrikBasketModel,
                               brik_basket_model,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
count_products (BrikBasketModel *self)
{
  GHashTableIter iter;
  gpointer id, product;

  g_hash_table_iter_init (&iter, self->products);
  while (g_hash_table_iter_next (&iter, &id, &product))
    {
      gint count = brik_basket_count_of (self->basket, id);

      brik_product_set_count (product, count);
      if (count == 0)
        g_hash_table_iter_remove (&iter);
    }
}

/* Makes the rows tell the basket again. Lines are only ever appended, dropped, or changed in quantity. */
static void
follow_basket (BrikBasketModel *self)
{
  const guint n_lines = brik_basket_get_n_lines (self->basket);
  guint i = 0;

  while (i < n_lines || i < self->rows->len)
    {
      const BrikBasketLine *line = i < n_lines ? brik_basket_get_line (self->basket, i) : NULL;
      BrikBasketRow *row = i < self->rows->len ? g_ptr_array_index (self->rows, i) : NULL;

      if (row == NULL)
        {
          g_ptr_array_add (self->rows, brik_basket_row_new (line, ++self->newest_key));
          g_list_model_items_changed (G_LIST_MODEL (self), i, 0, 1);
        }
      else if (line == NULL || !brik_basket_row_is_of (row, line))
        {
          g_ptr_array_remove_index (self->rows, i);
          g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
          continue;
        }
      else
        brik_basket_row_set_quantity (row, line->quantity);
      i++;
    }

  count_products (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_GOODS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL_ORE]);
}

static void
brik_basket_model_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikBasketModel *self = BRIK_BASKET_MODEL (object);

  switch (id)
    {
    case PROP_N_GOODS:
      g_value_set_uint (value, brik_basket_get_n_items (self->basket));
      break;
    case PROP_TOTAL_ORE:
      g_value_set_int64 (value, brik_basket_get_total (self->basket));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_basket_model_finalize (GObject *object)
{
  BrikBasketModel *self = BRIK_BASKET_MODEL (object);

  brik_basket_free (self->basket);
  g_ptr_array_unref (self->rows);
  g_hash_table_unref (self->products);
  g_free (self->buyer);

  G_OBJECT_CLASS (brik_basket_model_parent_class)->finalize (object);
}

static void
brik_basket_model_class_init (BrikBasketModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_basket_model_get_property;
  object_class->finalize = brik_basket_model_finalize;

  properties[PROP_N_GOODS] = g_param_spec_uint ("n-goods", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_TOTAL_ORE] = g_param_spec_int64 ("total-ore", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
brik_basket_model_init (BrikBasketModel *self)
{
  self->basket = brik_basket_new ();
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  self->products = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

BrikBasketModel *
brik_basket_model_new (void)
{
  return g_object_new (BRIK_TYPE_BASKET_MODEL, NULL);
}

gboolean
brik_basket_model_add (BrikBasketModel *self, BrikProduct *product, GError **error)
{
  const char *id = brik_product_get_id (product);

  if (!brik_basket_add (self->basket, id, brik_product_get_name (product), 1,
                        brik_product_get_price (product), brik_product_get_vat_for (product, self->buyer),
                        error))
    return FALSE;

  g_hash_table_replace (self->products, g_strdup (id), g_object_ref (product));
  follow_basket (self);
  return TRUE;
}

gboolean
brik_basket_model_change (BrikBasketModel *self, guint32 key, gint by, GError **error)
{
  for (guint i = 0; i < self->rows->len; i++)
    {
      const BrikBasketLine *line = brik_basket_get_line (self->basket, i);

      if (brik_basket_row_get_key (g_ptr_array_index (self->rows, i)) != key)
        continue;
      if (!brik_basket_set_quantity (self->basket, i, MAX (line->quantity + by, 0), error))
        return FALSE;
      follow_basket (self);
      return TRUE;
    }
  /* The line went with the touch before this one; a quick finger is no error. */
  return TRUE;
}

void
brik_basket_model_clear (BrikBasketModel *self)
{
  brik_basket_clear (self->basket);
  g_clear_pointer (&self->buyer, g_free);
  follow_basket (self);
}

void
brik_basket_model_set_buyer (BrikBasketModel *self, const char *buyer)
{
  g_autoptr (BrikBasket) settled = NULL;

  if (g_strcmp0 (self->buyer, buyer) == 0)
    return;
  g_free (self->buyer);
  self->buyer = g_strdup (buyer);

  settled = brik_basket_new ();
  for (guint i = 0; i < brik_basket_get_n_lines (self->basket); i++)
    {
      const BrikBasketLine *line = brik_basket_get_line (self->basket, i);
      BrikProduct *product = g_hash_table_lookup (self->products, line->product_id);
      g_autoptr (GError) error = NULL;

      /* The same goods at the same prices were within every limit a moment ago. */
      if (!brik_basket_add (settled, line->product_id, line->name, line->quantity, line->price_ore,
                            brik_product_get_vat_for (product, buyer), &error))
        g_error ("A basket does not fit into itself: %s", error->message);
    }
  brik_basket_free (self->basket);
  self->basket = g_steal_pointer (&settled);
  follow_basket (self);
}

const BrikBasket *
brik_basket_model_get_basket (BrikBasketModel *self)
{
  return self->basket;
}

gint64
brik_basket_model_get_total (BrikBasketModel *self)
{
  return brik_basket_get_total (self->basket);
}

guint
brik_basket_model_get_n_goods (BrikBasketModel *self)
{
  return brik_basket_get_n_items (self->basket);
}

gboolean
brik_basket_model_is_empty (BrikBasketModel *self)
{
  return brik_basket_get_n_lines (self->basket) == 0;
}
