/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-queue-strip.h"

#include <glib/gi18n.h>

#include "till/brik-portrait.h"

#define N_SHOWN 4

struct _BrikQueueStrip
{
  BrikSalePart parent_instance;

  GtkBox *box;
  GtkLabel *more;
  GListModel *queue;
};

G_DEFINE_FINAL_TYPE (BrikQueueStrip, brik_queue_strip, BRIK_TYPE_SALE_PART)

/* Who it is comes a moment after the card. */
static void
show_person (BrikQueued *queued, GParamSpec *pspec, GtkWidget *slot)
{
  BrikPerson *person = brik_queued_get_person (queued);
  GtkWidget *portrait = gtk_overlay_get_child (GTK_OVERLAY (gtk_button_get_child (GTK_BUTTON (slot))));
  g_autofree char *name = NULL, *photo = NULL, *initials = NULL, *told = NULL;

  if (person != NULL)
    g_object_get (person, "name", &name, "photo", &photo, "initials", &initials, NULL);
  g_object_set (portrait, "person-name", name, "initials", initials != NULL ? initials : "?", "photo", photo,
                NULL);
  told = g_strdup_printf (_ ("%s waits. Take out of the queue"), name != NULL ? name : _ ("A card"));
  gtk_widget_set_tooltip_text (slot, told);
  gtk_accessible_update_property (GTK_ACCESSIBLE (slot), GTK_ACCESSIBLE_PROPERTY_LABEL, told, -1);
}

static GtkWidget *
slot_new (BrikQueueStrip *self, BrikQueued *queued)
{
  GtkWidget *slot = gtk_button_new ();
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *portrait = g_object_new (BRIK_TYPE_PORTRAIT, "width-request", 46, "height-request", 56, NULL);
  GtkWidget *cross = gtk_image_new_from_icon_name ("brik-cross-symbolic");

  gtk_image_set_pixel_size (GTK_IMAGE (cross), 14);
  gtk_widget_set_halign (cross, GTK_ALIGN_END);
  gtk_widget_set_valign (cross, GTK_ALIGN_START);
  gtk_widget_add_css_class (cross, "away");
  gtk_overlay_set_child (GTK_OVERLAY (overlay), portrait);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), cross);
  gtk_button_set_child (GTK_BUTTON (slot), overlay);
  gtk_widget_add_css_class (slot, "queued");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (slot), "s", brik_queued_get_uid (queued));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (slot), "sale.dequeue");
  g_object_bind_property (self, "photos", portrait, "photos", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (queued, "notify::person", G_CALLBACK (show_person), slot, G_CONNECT_DEFAULT);
  show_person (queued, NULL, slot);
  return slot;
}

static void
fill (BrikQueueStrip *self)
{
  guint length = g_list_model_get_n_items (self->queue);
  g_autofree char *more = length > N_SHOWN ? g_strdup_printf ("+%u", length - N_SHOWN) : NULL;
  GtkWidget *slot;

  while ((slot = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, slot);
  for (guint i = 0; i < MIN (length, N_SHOWN); i++)
    {
      g_autoptr (BrikQueued) queued = g_list_model_get_item (self->queue, i);

      gtk_box_append (self->box, slot_new (self, queued));
    }
  gtk_label_set_label (self->more, more != NULL ? more : "");
  gtk_widget_set_visible (GTK_WIDGET (self->more), more != NULL);
}

static void
on_notify_sale (BrikQueueStrip *self)
{
  g_autoptr (BrikSale) sale = NULL;

  g_object_get (self, "sale", &sale, NULL);
  if (sale == NULL || self->queue == G_LIST_MODEL (brik_sale_get_queue (sale)))
    return;
  g_set_object (&self->queue, G_LIST_MODEL (brik_sale_get_queue (sale)));
  g_signal_connect_object (self->queue, "items-changed", G_CALLBACK (fill), self, G_CONNECT_SWAPPED);
  fill (self);
}

static void
brik_queue_strip_dispose (GObject *object)
{
  g_clear_object (&BRIK_QUEUE_STRIP (object)->queue);
  G_OBJECT_CLASS (brik_queue_strip_parent_class)->dispose (object);
}

static void
brik_queue_strip_class_init (BrikQueueStripClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = brik_queue_strip_dispose;
  brik_sale_part_class_set_template (BRIK_SALE_PART_CLASS (klass), "brik-queue-strip");
  gtk_widget_class_bind_template_child (widget_class, BrikQueueStrip, box);
  gtk_widget_class_bind_template_child (widget_class, BrikQueueStrip, more);
}

static void
brik_queue_strip_init (BrikQueueStrip *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (self, "notify::sale", G_CALLBACK (on_notify_sale), NULL);
}
