/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-status-bar.h"

#include "till/brik-status-pill.h"
#include "till/brik-till-closures.h"
#include "till/brik-till-style.h"

struct _BrikStatusBar
{
  BrikTillPart parent_instance;
  GtkWidget *box;
  GtkLabel *place;
};

G_DEFINE_FINAL_TYPE (BrikStatusBar, brik_status_bar, BRIK_TYPE_TILL_PART)

static void
show_place (BrikStatusBar *self)
{
  BrikTillContext *context = brik_till_part_get_context (BRIK_TILL_PART (self));
  const BrikPlaceRecord *place =
    context != NULL ? brik_ledger_get_place (brik_till_context_get_ledger (context)) : NULL;
  g_autofree char *text = brik_format_place (self, place != NULL ? place->place_name : NULL,
                                             place != NULL ? place->till_name : NULL);

  gtk_label_set_label (self->place, text);
}

static void
brik_status_bar_begin (BrikTillPart *part)
{
  BrikLedger *ledger = brik_till_context_get_ledger (brik_till_part_get_context (part));

  g_signal_connect_object (ledger, "place-changed", G_CALLBACK (show_place), part, G_CONNECT_SWAPPED);
  show_place (BRIK_STATUS_BAR (part));
}

static void
brik_status_bar_dispose (GObject *object)
{
  BrikStatusBar *self = BRIK_STATUS_BAR (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_STATUS_BAR);
  G_OBJECT_CLASS (brik_status_bar_parent_class)->dispose (object);
}

static void
brik_status_bar_class_init (BrikStatusBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = brik_status_bar_dispose;
  BRIK_TILL_PART_CLASS (klass)->begin = brik_status_bar_begin;

  g_type_ensure (BRIK_TYPE_STATUS_PILL);
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
