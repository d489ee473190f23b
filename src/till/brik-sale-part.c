/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-part.h"

#include "reader/brik-reader.h"
#include "till/brik-money-label.h"
#include "till/brik-portrait.h"
#include "till/brik-sale-closures.h"
#include "till/brik-till-style.h"

typedef struct
{
  BrikSale *sale;
  BrikPhotos *photos;
  BrikReader *reader;
} BrikSalePartPrivate;

typedef enum
{
  PROP_SALE = 1,
  PROP_PHOTOS,
  PROP_READER,
} BrikSalePartProperty;

static GParamSpec *properties[PROP_READER + 1];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (BrikSalePart, brik_sale_part, GTK_TYPE_WIDGET)

static void
brik_sale_part_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikSalePartPrivate *priv = brik_sale_part_get_instance_private (BRIK_SALE_PART (object));

  switch ((BrikSalePartProperty) id)
    {
    case PROP_SALE:
      g_value_set_object (value, priv->sale);
      break;
    case PROP_PHOTOS:
      g_value_set_object (value, priv->photos);
      break;
    case PROP_READER:
      g_value_set_object (value, priv->reader);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sale_part_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikSalePartPrivate *priv = brik_sale_part_get_instance_private (BRIK_SALE_PART (object));
  gboolean changed = FALSE;

  switch ((BrikSalePartProperty) id)
    {
    case PROP_SALE:
      changed = g_set_object (&priv->sale, g_value_get_object (value));
      break;
    case PROP_PHOTOS:
      changed = g_set_object (&priv->photos, g_value_get_object (value));
      break;
    case PROP_READER:
      changed = g_set_object (&priv->reader, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
  if (changed)
    g_object_notify_by_pspec (object, pspec);
}

static void
brik_sale_part_dispose (GObject *object)
{
  BrikSalePartPrivate *priv = brik_sale_part_get_instance_private (BRIK_SALE_PART (object));
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_object (&priv->sale);
  g_clear_object (&priv->photos);
  g_clear_object (&priv->reader);

  G_OBJECT_CLASS (brik_sale_part_parent_class)->dispose (object);
}

static void
brik_sale_part_class_init (BrikSalePartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_sale_part_get_property;
  object_class->set_property = brik_sale_part_set_property;
  object_class->dispose = brik_sale_part_dispose;

  properties[PROP_SALE] = g_param_spec_object ("sale", NULL, NULL, BRIK_TYPE_SALE, flags);
  properties[PROP_PHOTOS] = g_param_spec_object ("photos", NULL, NULL, BRIK_TYPE_PHOTOS, flags);
  properties[PROP_READER] = g_param_spec_object ("reader", NULL, NULL, BRIK_TYPE_READER, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  g_type_ensure (BRIK_TYPE_MONEY_LABEL);
  g_type_ensure (BRIK_TYPE_PORTRAIT);
}

static void
brik_sale_part_init (BrikSalePart *self)
{
}

void
brik_sale_part_class_set_template (BrikSalePartClass *klass, const char *name)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  g_autofree char *path = g_strdup_printf ("%s/%s.ui", BRIK_TILL_RESOURCES, name);

  gtk_widget_class_set_template_from_resource (widget_class, path);
  brik_sale_closures_bind (widget_class);
}
