/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-tray-tile.h"

struct _BrikTrayTile
{
  GtkButton parent_instance;
  BrikTrayPerson *person;
  GtkImage *photo;
  GtkWidget *no_photo;
  GtkWidget *badge;
  GtkLabel *name;
  GtkLabel *note;
};

G_DEFINE_FINAL_TYPE (BrikTrayTile, brik_tray_tile, GTK_TYPE_BUTTON)

BrikTrayPerson *
brik_tray_tile_get_person (BrikTrayTile *self)
{
  return self->person;
}

void
brik_tray_tile_set_on_reader (BrikTrayTile *self, gboolean on_reader)
{
  gtk_widget_set_visible (self->badge, on_reader);
  if (on_reader)
    gtk_widget_add_css_class (GTK_WIDGET (self), "on-reader");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "on-reader");
}

/* The upper square of a portrait: the face. */
static GdkTexture *
load_photo (const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) whole = gdk_pixbuf_new_from_file (path, &error);

  if (whole == NULL)
    {
      g_warning ("%s: %s", path, error->message);
      return NULL;
    }
  int width = gdk_pixbuf_get_width (whole), height = gdk_pixbuf_get_height (whole),
      side = MIN (width, height);
  g_autoptr (GdkPixbuf) square =
    gdk_pixbuf_new_subpixbuf (whole, (width - side) / 2, (height - side) / 4, side, side);
  return gdk_texture_new_for_pixbuf (square);
}

static void
show_photo (BrikTrayTile *self)
{
  const char *path = brik_tray_person_get_photo (self->person);
  g_autoptr (GdkTexture) texture = path != NULL ? load_photo (path) : NULL;

  gtk_image_set_from_paintable (self->photo, GDK_PAINTABLE (texture));
  gtk_widget_set_visible (self->no_photo, texture == NULL);
}

GtkWidget *
brik_tray_tile_new (BrikTrayPerson *person)
{
  BrikTrayTile *self = g_object_new (BRIK_TYPE_TRAY_TILE, NULL);

  self->person = g_object_ref (person);
  gtk_label_set_label (self->name, brik_tray_person_get_name (person));
  gtk_label_set_label (self->note, brik_tray_person_get_note (person));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), brik_tray_person_get_name (person));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  brik_tray_person_get_name (person), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  brik_tray_person_get_note (person), -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self), "s", brik_tray_person_get_uid (person));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self), "win.tap");
  show_photo (self);
  return GTK_WIDGET (self);
}

static void
brik_tray_tile_dispose (GObject *object)
{
  g_clear_object (&BRIK_TRAY_TILE (object)->person);
  gtk_widget_dispose_template (GTK_WIDGET (object), BRIK_TYPE_TRAY_TILE);
  G_OBJECT_CLASS (brik_tray_tile_parent_class)->dispose (object);
}

static void
brik_tray_tile_class_init (BrikTrayTileClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = brik_tray_tile_dispose;
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TRAY_RESOURCES "/brik-tray-tile.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikTrayTile, photo);
  gtk_widget_class_bind_template_child (widget_class, BrikTrayTile, no_photo);
  gtk_widget_class_bind_template_child (widget_class, BrikTrayTile, badge);
  gtk_widget_class_bind_template_child (widget_class, BrikTrayTile, name);
  gtk_widget_class_bind_template_child (widget_class, BrikTrayTile, note);
}

static void
brik_tray_tile_init (BrikTrayTile *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
