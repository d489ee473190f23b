/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-product-tile.h"

#include "till/brik-edge.h"
#include "till/brik-sale-closures.h"
#include "till/brik-till-style.h"

struct _BrikProductTile
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *button;
  BrikProduct *product;
  GSignalGroup *product_signals;
};

typedef enum
{
  PROP_PRODUCT = 1,
} BrikProductTileProperty;

static GParamSpec *properties[PROP_PRODUCT + 1];

G_DEFINE_FINAL_TYPE (BrikProductTile, brik_product_tile, GTK_TYPE_WIDGET)

/* A button whose text lies in a box has no name of its own for who cannot see it. */
static void
name_button (BrikProductTile *self)
{
  g_autofree char *description = NULL;
  g_autofree char *name = NULL;
  gboolean available, beyond;
  gint64 price_ore;
  guint count;

  g_object_get (self->product, "name", &name, "price-ore", &price_ore, "count", &count, "available",
                &available, "beyond", &beyond, NULL);
  description = brik_describe_product (self, price_ore, count, available, beyond);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
set_product (BrikProductTile *self, BrikProduct *product)
{
  if (!g_set_object (&self->product, product))
    return;
  g_signal_group_set_target (self->product_signals, product);
  if (product != NULL)
    {
      /* The target first: GTK warns of an action whose target does not fit. */
      gtk_actionable_set_action_target (GTK_ACTIONABLE (self->button), "s", brik_product_get_id (product));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), "sale.add");
      name_button (self);
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRODUCT]);
}

static void
brik_product_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((BrikProductTileProperty) id)
    {
    case PROP_PRODUCT:
      g_value_set_object (value, BRIK_PRODUCT_TILE (object)->product);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_product_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((BrikProductTileProperty) id)
    {
    case PROP_PRODUCT:
      set_product (BRIK_PRODUCT_TILE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_product_tile_dispose (GObject *object)
{
  BrikProductTile *self = BRIK_PRODUCT_TILE (object);

  g_clear_object (&self->product_signals);
  g_clear_object (&self->product);
  g_clear_pointer (&self->box, gtk_widget_unparent);

  G_OBJECT_CLASS (brik_product_tile_parent_class)->dispose (object);
}

static void
brik_product_tile_class_init (BrikProductTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_product_tile_get_property;
  object_class->set_property = brik_product_tile_set_property;
  object_class->dispose = brik_product_tile_dispose;

  properties[PROP_PRODUCT] =
    g_param_spec_object ("product", NULL, NULL, BRIK_TYPE_PRODUCT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BRIK_TYPE_EDGE);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-product-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikProductTile, box);
  gtk_widget_class_bind_template_child (widget_class, BrikProductTile, button);
  brik_sale_closures_bind (widget_class);
}

static void
brik_product_tile_init (BrikProductTile *self)
{
  self->product_signals = g_signal_group_new (BRIK_TYPE_PRODUCT);
  g_signal_group_connect_swapped (self->product_signals, "notify", G_CALLBACK (name_button), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
