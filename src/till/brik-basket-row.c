/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-basket-row-private.h"

struct _BrikBasketRow
{
  GObject parent_instance;

  guint32 key;
  char *product_id;
  char *name;
  gint64 price_ore;
  gint quantity;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_QUANTITY,
  PROP_TOTAL_ORE,
  PROP_TARGET,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrikBasketRow, brik_basket_row, G_TYPE_OBJECT)

static void
brik_basket_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikBasketRow *self = BRIK_BASKET_ROW (object);

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_QUANTITY:
      g_value_set_int (value, self->quantity);
      break;
    case PROP_TOTAL_ORE:
      g_value_set_int64 (value, self->price_ore * self->quantity);
      break;
    case PROP_TARGET:
      g_value_take_variant (value, g_variant_ref_sink (g_variant_new_uint32 (self->key)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_basket_row_finalize (GObject *object)
{
  BrikBasketRow *self = BRIK_BASKET_ROW (object);

  g_free (self->product_id);
  g_free (self->name);

  G_OBJECT_CLASS (brik_basket_row_parent_class)->finalize (object);
}

static void
brik_basket_row_class_init (BrikBasketRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_basket_row_get_property;
  object_class->finalize = brik_basket_row_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_QUANTITY] = g_param_spec_int ("quantity", NULL, NULL, 0, G_MAXINT, 0, flags);
  properties[PROP_TOTAL_ORE] = g_param_spec_int64 ("total-ore", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_TARGET] = g_param_spec_variant ("target", NULL, NULL, G_VARIANT_TYPE_UINT32, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
brik_basket_row_init (BrikBasketRow *self)
{
}

BrikBasketRow *
brik_basket_row_new (const BrikBasketLine *line, guint32 key)
{
  BrikBasketRow *self = g_object_new (BRIK_TYPE_BASKET_ROW, NULL);

  self->key = key;
  self->product_id = g_strdup (line->product_id);
  self->name = g_strdup (line->name);
  self->price_ore = line->price_ore;
  self->quantity = line->quantity;
  return self;
}

guint32
brik_basket_row_get_key (BrikBasketRow *self)
{
  return self->key;
}

gboolean
brik_basket_row_is_of (BrikBasketRow *self, const BrikBasketLine *line)
{
  return self->price_ore == line->price_ore && g_str_equal (self->product_id, line->product_id);
}

void
brik_basket_row_set_quantity (BrikBasketRow *self, gint quantity)
{
  if (self->quantity == quantity)
    return;
  self->quantity = quantity;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUANTITY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOTAL_ORE]);
}
