/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-till-part.h"

typedef struct
{
  BrikTillContext *context;
} BrikTillPartPrivate;

typedef enum
{
  PROP_CONTEXT = 1,
} BrikTillPartProperty;

static GParamSpec *properties[PROP_CONTEXT + 1];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (BrikTillPart, brik_till_part, GTK_TYPE_WIDGET)

static void
set_context (BrikTillPart *self, BrikTillContext *context)
{
  BrikTillPartPrivate *priv = brik_till_part_get_instance_private (self);

  if (context == NULL)
    return;
  g_return_if_fail (priv->context == NULL);

  priv->context = g_object_ref (context);
  if (BRIK_TILL_PART_GET_CLASS (self)->begin != NULL)
    BRIK_TILL_PART_GET_CLASS (self)->begin (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTEXT]);
}

static void
brik_till_part_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((BrikTillPartProperty) id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, brik_till_part_get_context (BRIK_TILL_PART (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_till_part_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((BrikTillPartProperty) id)
    {
    case PROP_CONTEXT:
      set_context (BRIK_TILL_PART (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_till_part_dispose (GObject *object)
{
  BrikTillPartPrivate *priv = brik_till_part_get_instance_private (BRIK_TILL_PART (object));

  g_clear_object (&priv->context);
  G_OBJECT_CLASS (brik_till_part_parent_class)->dispose (object);
}

static void
brik_till_part_class_init (BrikTillPartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = brik_till_part_get_property;
  object_class->set_property = brik_till_part_set_property;
  object_class->dispose = brik_till_part_dispose;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, BRIK_TYPE_TILL_CONTEXT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
brik_till_part_init (BrikTillPart *self)
{
}

BrikTillContext *
brik_till_part_get_context (BrikTillPart *self)
{
  BrikTillPartPrivate *priv = brik_till_part_get_instance_private (self);

  return priv->context;
}
