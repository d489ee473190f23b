/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-money-label.h"

#include "till/brik-till-closures.h"

struct _BrikMoneyLabel
{
  GtkWidget parent_instance;
  GtkWidget *label;
  gint64 amount_ore;
};

typedef enum
{
  PROP_AMOUNT = 1,
  PROP_XALIGN,
} BrikMoneyLabelProperty;

static GParamSpec *properties[PROP_XALIGN + 1];

G_DEFINE_FINAL_TYPE (BrikMoneyLabel, brik_money_label, GTK_TYPE_WIDGET)

static void
show_amount (BrikMoneyLabel *self)
{
  g_autofree char *text = brik_format_money (NULL, self->amount_ore);

  gtk_label_set_label (GTK_LABEL (self->label), text);
}

static void
brik_money_label_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikMoneyLabel *self = BRIK_MONEY_LABEL (object);

  switch ((BrikMoneyLabelProperty) id)
    {
    case PROP_AMOUNT:
      g_value_set_int64 (value, self->amount_ore);
      break;
    case PROP_XALIGN:
      g_value_set_float (value, gtk_label_get_xalign (GTK_LABEL (self->label)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_money_label_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikMoneyLabel *self = BRIK_MONEY_LABEL (object);

  switch ((BrikMoneyLabelProperty) id)
    {
    case PROP_AMOUNT:
      brik_money_label_set_amount (self, g_value_get_int64 (value));
      break;
    case PROP_XALIGN:
      gtk_label_set_xalign (GTK_LABEL (self->label), g_value_get_float (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_money_label_dispose (GObject *object)
{
  BrikMoneyLabel *self = BRIK_MONEY_LABEL (object);

  g_clear_pointer (&self->label, gtk_widget_unparent);
  G_OBJECT_CLASS (brik_money_label_parent_class)->dispose (object);
}

static void
brik_money_label_class_init (BrikMoneyLabelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_money_label_get_property;
  object_class->set_property = brik_money_label_set_property;
  object_class->dispose = brik_money_label_dispose;

  properties[PROP_AMOUNT] = g_param_spec_int64 ("amount", NULL, NULL, -BRIK_MONEY_MAX_ORE, BRIK_MONEY_MAX_ORE,
                                                0, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_XALIGN] =
    g_param_spec_float ("xalign", NULL, NULL, 0, 1, 1, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "money");
}

static void
brik_money_label_init (BrikMoneyLabel *self)
{
  self->label = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0, NULL);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  show_amount (self);
}

GtkWidget *
brik_money_label_new (gint64 amount_ore)
{
  return g_object_new (BRIK_TYPE_MONEY_LABEL, "amount", amount_ore, NULL);
}

gint64
brik_money_label_get_amount (BrikMoneyLabel *label)
{
  g_return_val_if_fail (BRIK_IS_MONEY_LABEL (label), 0);

  return label->amount_ore;
}

void
brik_money_label_set_amount (BrikMoneyLabel *label, gint64 amount_ore)
{
  g_return_if_fail (BRIK_IS_MONEY_LABEL (label));

  if (label->amount_ore == amount_ore)
    return;
  label->amount_ore = amount_ore;
  show_amount (label);
  g_object_notify_by_pspec (G_OBJECT (label), properties[PROP_AMOUNT]);
}
