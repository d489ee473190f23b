/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-status-bar.h"

#include "till/brik-status-pill.h"
#include "till/brik-till-closures.h"
#include "till/brik-till-style.h"

struct _BrikStatusBar
{
  GtkWidget parent_instance;
  GtkWidget *box;
  GtkLabel *place;
  BrikTillContext *context;
};

typedef enum
{
  PROP_CONTEXT = 1,
} BrikStatusBarProperty;

static GParamSpec *properties[PROP_CONTEXT + 1];

G_DEFINE_FINAL_TYPE (BrikStatusBar, brik_status_bar, GTK_TYPE_WIDGET)

static void
show_place (BrikStatusBar *self)
{
  const BrikPlaceRecord *place =
    self->context != NULL ? brik_ledger_get_place (brik_till_context_get_ledger (self->context)) : NULL;
  g_autofree char *text = brik_format_place (self, place != NULL ? place->place_name : NULL,
                                             place != NULL ? place->till_name : NULL);

  gtk_label_set_label (self->place, text);
}

static void
set_context (BrikStatusBar *self, BrikTillContext *context)
{
  g_return_if_fail (self->context == NULL);

  if (context == NULL)
    return;
  self->context = g_object_ref (context);
  g_signal_connect_object (brik_till_context_get_ledger (context), "place-changed", G_CALLBACK (show_place),
                           self, G_CONNECT_SWAPPED);
  show_place (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTEXT]);
}

static void
brik_status_bar_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikStatusBar *self = BRIK_STATUS_BAR (object);

  switch ((BrikStatusBarProperty) id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, self->context);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_status_bar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikStatusBar *self = BRIK_STATUS_BAR (object);

  switch ((BrikStatusBarProperty) id)
    {
    case PROP_CONTEXT:
      set_context (self, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_status_bar_dispose (GObject *object)
{
  BrikStatusBar *self = BRIK_STATUS_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_STATUS_BAR);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (brik_status_bar_parent_class)->dispose (object);
}

static void
brik_status_bar_class_init (BrikStatusBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_status_bar_get_property;
  object_class->set_property = brik_status_bar_set_property;
  object_class->dispose = brik_status_bar_dispose;

  properties[PROP_CONTEXT] = g_param_spec_object ("context", NULL, NULL, BRIK_TYPE_TILL_CONTEXT,
                                                  G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BRIK_TYPE_STATUS_PILL);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "statusbar");
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-status-bar.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikStatusBar, box);
  gtk_widget_class_bind_template_child (widget_class, BrikStatusBar, place);
  gtk_widget_class_bind_template_callback (widget_class, brik_format_link);
  gtk_widget_class_bind_template_callback (widget_class, brik_describe_link);
  gtk_widget_class_bind_template_callback (widget_class, brik_link_mood);
  gtk_widget_class_bind_template_callback (widget_class, brik_format_reader);
  gtk_widget_class_bind_template_callback (widget_class, brik_describe_reader);
  gtk_widget_class_bind_template_callback (widget_class, brik_reader_mood);
  gtk_widget_class_bind_template_callback (widget_class, brik_format_cashier);
  gtk_widget_class_bind_template_callback (widget_class, brik_format_clock);
}

static void
brik_status_bar_init (BrikStatusBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  show_place (self);
}
