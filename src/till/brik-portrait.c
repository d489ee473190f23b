/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-portrait.h"

#include "till/brik-till-style.h"

struct _BrikPortrait
{
  GtkWidget parent_instance;

  GtkStack *stack;
  GtkPicture *picture;
  GtkLabel *letters;
  BrikPhotos *photos;
  GSignalGroup *photos_signals;
  char *photo;
  GCancellable *cancellable;
};

typedef enum
{
  PROP_PHOTOS = 1,
  PROP_PHOTO,
  PROP_INITIALS,
  PROP_NAME,
} BrikPortraitProperty;

static GParamSpec *properties[PROP_NAME + 1];

G_DEFINE_FINAL_TYPE (BrikPortrait, brik_portrait, GTK_TYPE_WIDGET)

static void
show_texture (BrikPortrait *self, GdkTexture *texture)
{
  gtk_picture_set_paintable (self->picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->stack, texture != NULL ? "picture" : "letters");
}

static void
on_photo_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikPortrait) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = brik_photos_get_finish (BRIK_PHOTOS (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (error != NULL)
    g_info ("No photo: %s", error->message);
  show_texture (self, texture);
}

static void
stop_reading (BrikPortrait *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
}

static void
read_photo (BrikPortrait *self)
{
  GdkTexture *at_hand = NULL;

  stop_reading (self);
  if (self->photos != NULL && self->photo != NULL)
    at_hand = brik_photos_peek (self->photos, self->photo);
  show_texture (self, at_hand);
  if (self->photos == NULL || self->photo == NULL || at_hand != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  brik_photos_get_async (self->photos, self->photo, self->cancellable, on_photo_ready, g_object_ref (self));
}

static void
on_photos_arrived (BrikPortrait *self, const char *hash)
{
  if (g_strcmp0 (self->photo, hash) == 0)
    read_photo (self);
}

static void
set_photos (BrikPortrait *self, BrikPhotos *photos)
{
  if (!g_set_object (&self->photos, photos))
    return;
  g_signal_group_set_target (self->photos_signals, photos);
  read_photo (self);
}

static void
brik_portrait_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikPortrait *self = BRIK_PORTRAIT (object);

  switch ((BrikPortraitProperty) id)
    {
    case PROP_PHOTOS:
      set_photos (self, g_value_get_object (value));
      break;
    case PROP_PHOTO:
      if (g_strcmp0 (self->photo, g_value_get_string (value)) == 0)
        break;
      g_free (self->photo);
      self->photo = g_value_dup_string (value);
      read_photo (self);
      break;
    case PROP_INITIALS:
      gtk_label_set_label (self->letters,
                           g_value_get_string (value) != NULL ? g_value_get_string (value) : "");
      break;
    case PROP_NAME:
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      g_value_get_string (value) != NULL ? g_value_get_string (value) : "",
                                      -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_portrait_dispose (GObject *object)
{
  BrikPortrait *self = BRIK_PORTRAIT (object);

  stop_reading (self);
  g_clear_object (&self->photos_signals);
  g_clear_object (&self->photos);
  if (self->stack != NULL)
    gtk_widget_unparent (GTK_WIDGET (g_steal_pointer (&self->stack)));
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_PORTRAIT);

  G_OBJECT_CLASS (brik_portrait_parent_class)->dispose (object);
}

static void
brik_portrait_finalize (GObject *object)
{
  g_free (BRIK_PORTRAIT (object)->photo);

  G_OBJECT_CLASS (brik_portrait_parent_class)->finalize (object);
}

static void
brik_portrait_class_init (BrikPortraitClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = brik_portrait_set_property;
  object_class->dispose = brik_portrait_dispose;
  object_class->finalize = brik_portrait_finalize;

  properties[PROP_PHOTOS] = g_param_spec_object ("photos", NULL, NULL, BRIK_TYPE_PHOTOS, flags);
  properties[PROP_PHOTO] = g_param_spec_string ("photo", NULL, NULL, NULL, flags);
  properties[PROP_INITIALS] = g_param_spec_string ("initials", NULL, NULL, NULL, flags);
  /* Not "name": that is the widget's own, for style sheets. */
  properties[PROP_NAME] = g_param_spec_string ("person-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "portrait");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-portrait.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikPortrait, stack);
  gtk_widget_class_bind_template_child (widget_class, BrikPortrait, picture);
  gtk_widget_class_bind_template_child (widget_class, BrikPortrait, letters);
}

static void
brik_portrait_init (BrikPortrait *self)
{
  self->photos_signals = g_signal_group_new (BRIK_TYPE_PHOTOS);
  g_signal_group_connect_swapped (self->photos_signals, "arrived", G_CALLBACK (on_photos_arrived), self);
  gtk_widget_init_template (GTK_WIDGET (self));
}
