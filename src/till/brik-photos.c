/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-photos.h"

#include "core/brik-limits.h"

/* Enough for the person shown, the one before and a short queue. */
#define KEPT_MAX 16

typedef struct
{
  char *hash;
  GdkTexture *texture;
} Kept;

struct _BrikPhotos
{
  GObject parent_instance;
  BrikLedger *ledger;
  GQueue kept; /* (element-type Kept): newest first */
};

typedef enum
{
  PROP_LEDGER = 1,
} BrikPhotosProperty;

static GParamSpec *properties[PROP_LEDGER + 1];
static guint arrived_signal;
static guint missing_signal;

G_DEFINE_FINAL_TYPE (BrikPhotos, brik_photos, G_TYPE_OBJECT)

static void
kept_free (Kept *kept)
{
  g_free (kept->hash);
  g_object_unref (kept->texture);
  g_free (kept);
}

static int
compare_hash (gconstpointer element, gconstpointer hash)
{
  const Kept *kept = element;

  return strcmp (kept->hash, hash);
}

static void
keep (BrikPhotos *self, const char *hash, GdkTexture *texture)
{
  Kept *kept = g_new0 (Kept, 1);

  kept->hash = g_strdup (hash);
  kept->texture = g_object_ref (texture);
  g_queue_push_head (&self->kept, kept);
  if (g_queue_get_length (&self->kept) > KEPT_MAX)
    kept_free (g_queue_pop_tail (&self->kept));
}

/* A small file can claim to be an enormous picture; a size of nought makes the loader give up before it asks
 * for the memory. */
static void
on_loader_size_prepared (GdkPixbufLoader *loader, int width, int height, gpointer user_data)
{
  if (width > BRIK_LIMIT_PHOTO_PIXELS || height > BRIK_LIMIT_PHOTO_PIXELS)
    gdk_pixbuf_loader_set_size (loader, 0, 0);
}

static const char *
format_of (GBytes *encoded)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G' };
  static const guint8 jpeg[] = { 0xff, 0xd8, 0xff };
  gsize size;
  const guint8 *data = g_bytes_get_data (encoded, &size);

  if (size > sizeof png && memcmp (data, png, sizeof png) == 0)
    return "png";
  if (size > sizeof jpeg && memcmp (data, jpeg, sizeof jpeg) == 0)
    return "jpeg";
  return NULL;
}

static void
on_decode_thread (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = brik_photo_decode (task_data, &error);

  if (texture == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, g_steal_pointer (&texture), g_object_unref);
}

static void
on_decode_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BrikPhotos *self = BRIK_PHOTOS (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = g_task_propagate_pointer (G_TASK (result), &error);
  const char *hash = g_task_get_task_data (task);

  if (texture == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (brik_photos_peek (self, hash) == NULL)
    keep (self, hash, texture);
  g_task_return_pointer (task, g_steal_pointer (&texture), g_object_unref);
}

static void
on_ledger_photo_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) encoded = brik_ledger_get_photo_finish (BRIK_LEDGER (source), result, &error);
  BrikPhotos *self = g_task_get_source_object (task);
  g_autoptr (GTask) decoding = NULL;

  if (error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (encoded == NULL)
    {
      g_signal_emit (self, missing_signal, 0, g_task_get_task_data (task));
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  decoding = g_task_new (self, g_task_get_cancellable (task), on_decode_ready, g_object_ref (task));
  g_task_set_task_data (decoding, g_steal_pointer (&encoded), (GDestroyNotify) g_bytes_unref);
  g_task_run_in_thread (decoding, on_decode_thread);
}

static void
on_ledger_photo_arrived (BrikPhotos *self, const char *hash)
{
  g_signal_emit (self, arrived_signal, 0, hash);
}

static void
brik_photos_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikPhotos *self = BRIK_PHOTOS (object);

  switch ((BrikPhotosProperty) id)
    {
    case PROP_LEDGER:
      self->ledger = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_photos_constructed (GObject *object)
{
  BrikPhotos *self = BRIK_PHOTOS (object);

  G_OBJECT_CLASS (brik_photos_parent_class)->constructed (object);
  g_signal_connect_object (self->ledger, "photo-arrived", G_CALLBACK (on_ledger_photo_arrived), self,
                           G_CONNECT_SWAPPED);
}

static void
brik_photos_dispose (GObject *object)
{
  BrikPhotos *self = BRIK_PHOTOS (object);

  g_queue_clear_full (&self->kept, (GDestroyNotify) kept_free);
  g_clear_object (&self->ledger);
  G_OBJECT_CLASS (brik_photos_parent_class)->dispose (object);
}

static void
brik_photos_class_init (BrikPhotosClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->set_property = brik_photos_set_property;
  object_class->constructed = brik_photos_constructed;
  object_class->dispose = brik_photos_dispose;

  properties[PROP_LEDGER] =
    g_param_spec_object ("ledger", NULL, NULL, BRIK_TYPE_LEDGER, G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  arrived_signal = g_signal_new ("arrived", BRIK_TYPE_PHOTOS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
  missing_signal = g_signal_new ("missing", BRIK_TYPE_PHOTOS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
brik_photos_init (BrikPhotos *self)
{
}

BrikPhotos *
brik_photos_new (BrikLedger *ledger)
{
  return g_object_new (BRIK_TYPE_PHOTOS, "ledger", ledger, NULL);
}

GdkTexture *
brik_photos_peek (BrikPhotos *photos, const char *hash)
{
  GList *link;
  Kept *kept;

  g_return_val_if_fail (BRIK_IS_PHOTOS (photos), NULL);
  g_return_val_if_fail (hash != NULL, NULL);

  link = g_queue_find_custom (&photos->kept, hash, compare_hash);
  if (link == NULL)
    return NULL;
  kept = link->data;
  g_queue_unlink (&photos->kept, link);
  g_queue_push_head_link (&photos->kept, link);
  return kept->texture;
}

void
brik_photos_get_async (BrikPhotos *photos,
                       const char *hash,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (photos, cancellable, callback, user_data);
  GdkTexture *at_hand = brik_photos_peek (photos, hash);

  g_task_set_task_data (task, g_strdup (hash), g_free);
  if (at_hand != NULL)
    {
      g_task_return_pointer (task, g_object_ref (at_hand), g_object_unref);
      return;
    }
  brik_ledger_get_photo_async (photos->ledger, hash, cancellable, on_ledger_photo_ready,
                               g_steal_pointer (&task));
}

GdkTexture *
brik_photos_get_finish (BrikPhotos *photos, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, photos), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

GdkTexture *
brik_photo_decode (GBytes *encoded, GError **error)
{
  const char *format = format_of (encoded);
  g_autoptr (GdkPixbufLoader) loader = NULL;

  if (format == NULL || g_bytes_get_size (encoded) > BRIK_LIMIT_PHOTO)
    {
      g_set_error (error, GDK_TEXTURE_ERROR, GDK_TEXTURE_ERROR_UNSUPPORTED_FORMAT,
                   "A photo is neither PNG nor JPEG, or larger than %d bytes", BRIK_LIMIT_PHOTO);
      return NULL;
    }
  loader = gdk_pixbuf_loader_new_with_type (format, error);
  if (loader == NULL)
    return NULL;
  g_signal_connect (loader, "size-prepared", G_CALLBACK (on_loader_size_prepared), NULL);
  if (!gdk_pixbuf_loader_write_bytes (loader, encoded, error))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  if (!gdk_pixbuf_loader_close (loader, error))
    return NULL;
  return gdk_texture_new_for_pixbuf (gdk_pixbuf_loader_get_pixbuf (loader));
}
