/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-number-pad.h"

#include "till/brik-key.h"
#include "till/brik-till-style.h"

struct _BrikNumberPad
{
  GtkWidget parent_instance;
  GtkWidget *grid;
  GtkButton *enter;
};

typedef enum
{
  PROP_ENTER_LABEL = 1,
} BrikNumberPadProperty;

static GParamSpec *properties[PROP_ENTER_LABEL + 1];
static guint typed_signal;
static guint erased_signal;
static guint entered_signal;

G_DEFINE_FINAL_TYPE (BrikNumberPad, brik_number_pad, GTK_TYPE_WIDGET)

static void
on_type_action (GtkWidget *widget, const char *action, GVariant *digit)
{
  g_signal_emit (widget, typed_signal, 0, g_variant_get_string (digit, NULL));
}

static void
on_erase_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, erased_signal, 0);
}

static void
on_enter_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, entered_signal, 0);
}

static void
brik_number_pad_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikNumberPad *self = BRIK_NUMBER_PAD (object);

  switch ((BrikNumberPadProperty) id)
    {
    case PROP_ENTER_LABEL:
      g_value_set_string (value, gtk_button_get_label (self->enter));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_number_pad_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikNumberPad *self = BRIK_NUMBER_PAD (object);

  switch ((BrikNumberPadProperty) id)
    {
    case PROP_ENTER_LABEL:
      gtk_button_set_label (self->enter, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_number_pad_dispose (GObject *object)
{
  BrikNumberPad *self = BRIK_NUMBER_PAD (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_NUMBER_PAD);
  G_OBJECT_CLASS (brik_number_pad_parent_class)->dispose (object);
}

static void
brik_number_pad_class_init (BrikNumberPadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_number_pad_get_property;
  object_class->set_property = brik_number_pad_set_property;
  object_class->dispose = brik_number_pad_dispose;

  properties[PROP_ENTER_LABEL] = g_param_spec_string ("enter-label", NULL, NULL, NULL, G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  typed_signal = g_signal_new ("typed", BRIK_TYPE_NUMBER_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
  erased_signal =
    g_signal_new ("erased", BRIK_TYPE_NUMBER_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  entered_signal =
    g_signal_new ("entered", BRIK_TYPE_NUMBER_PAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "pad.type", "s", on_type_action);
  gtk_widget_class_install_action (widget_class, "pad.erase", NULL, on_erase_action);
  gtk_widget_class_install_action (widget_class, "pad.enter", NULL, on_enter_action);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "numberpad");
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-number-pad.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikNumberPad, grid);
  gtk_widget_class_bind_template_child (widget_class, BrikNumberPad, enter);
}

static void
brik_number_pad_init (BrikNumberPad *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
brik_number_pad_set_can_enter (BrikNumberPad *pad, gboolean can_enter)
{
  g_return_if_fail (BRIK_IS_NUMBER_PAD (pad));

  gtk_widget_action_set_enabled (GTK_WIDGET (pad), "pad.enter", can_enter);
}

gboolean
brik_number_pad_press_key (BrikNumberPad *pad, guint keyval)
{
  gunichar typed = brik_key_get_character (keyval);

  g_return_val_if_fail (BRIK_IS_NUMBER_PAD (pad), FALSE);

  if (typed < 128 && g_ascii_isdigit ((char) typed))
    {
      const char digit[] = { (char) typed, '\0' };
      gtk_widget_activate_action (GTK_WIDGET (pad), "pad.type", "s", digit);
      return TRUE;
    }
  if (keyval == GDK_KEY_BackSpace)
    {
      gtk_widget_activate_action (GTK_WIDGET (pad), "pad.erase", NULL);
      return TRUE;
    }
  if (keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter)
    {
      gtk_widget_activate_action (GTK_WIDGET (pad), "pad.enter", NULL);
      return TRUE;
    }
  return FALSE;
}
