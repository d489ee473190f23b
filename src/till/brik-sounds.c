/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sounds.h"

#include <gsound.h>
#include <math.h>

/* More than this many waiting would only be heard when nobody knows any longer what they were about. */
#define WAITING_MAX 2

/* What the player's thread alone touches. */
typedef struct
{
  GSoundContext *device;
  gboolean complained;
} Player;

typedef struct
{
  char *path;
  char *decibels;
} Order;

struct _BrikSounds
{
  GObject parent_instance;
  char *folder;
  double volume;
  Player player;
  GThreadPool *queue;
};

typedef enum
{
  PROP_FOLDER = 1,
  PROP_VOLUME,
} BrikSoundsProperty;

static GParamSpec *properties[PROP_VOLUME + 1];
static guint asked_signal;

static const char *const file_names[BRIK_N_SOUNDS] = {
  [BRIK_SOUND_READ] = "read.wav",
  [BRIK_SOUND_ACCEPTED] = "accepted.wav",
  [BRIK_SOUND_REFUSED] = "refused.wav",
  [BRIK_SOUND_FAULT] = "fault.wav",
};

G_DEFINE_ENUM_TYPE (BrikSound,
                    brik_sound,
                    G_DEFINE_ENUM_VALUE (BRIK_SOUND_READ, "read"),
                    G_DEFINE_ENUM_VALUE (BRIK_SOUND_ACCEPTED, "accepted"),
                    G_DEFINE_ENUM_VALUE (BRIK_SOUND_REFUSED, "refused"),
                    G_DEFINE_ENUM_VALUE (BRIK_SOUND_FAULT, "fault"))

G_DEFINE_FINAL_TYPE (BrikSounds, brik_sounds, G_TYPE_OBJECT)

static void
order_free (Order *order)
{
  g_free (order->path);
  g_free (order->decibels);
  g_free (order);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Order, order_free)

static Order *
order_new (BrikSounds *self, BrikSound sound)
{
  char decibels[G_ASCII_DTOSTR_BUF_SIZE];
  Order *order = g_new0 (Order, 1);

  order->path = g_build_filename (self->folder, file_names[sound], NULL);
  order->decibels = g_strdup (g_ascii_formatd (decibels, sizeof decibels, "%.1f", 20 * log10 (self->volume)));
  return order;
}

static gboolean
play_order (Player *player, const Order *order, GError **error)
{
  if (player->device == NULL)
    player->device = gsound_context_new (NULL, error);
  if (player->device == NULL)
    return FALSE;
  return gsound_context_play_simple (player->device, NULL, error, GSOUND_ATTR_MEDIA_FILENAME, order->path,
                                     GSOUND_ATTR_MEDIA_ROLE, "event", GSOUND_ATTR_CANBERRA_VOLUME,
                                     order->decibels, NULL);
}

/* A device may come later, so each order is tried; the log is told of the first failure only. */
static void
on_order (gpointer data, gpointer user_data)
{
  g_autoptr (Order) order = data;
  g_autoptr (GError) error = NULL;
  Player *player = user_data;

  if (play_order (player, order, &error) || player->complained)
    return;
  player->complained = TRUE;
  g_message ("The till is silent: %s", error->message);
}

static void
brik_sounds_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikSounds *self = BRIK_SOUNDS (object);

  switch ((BrikSoundsProperty) id)
    {
    case PROP_FOLDER:
      g_value_set_string (value, self->folder);
      break;
    case PROP_VOLUME:
      g_value_set_double (value, self->volume);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sounds_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikSounds *self = BRIK_SOUNDS (object);

  switch ((BrikSoundsProperty) id)
    {
    case PROP_FOLDER:
      self->folder = g_value_dup_string (value);
      break;
    case PROP_VOLUME:
      self->volume = g_value_get_double (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sounds_finalize (GObject *object)
{
  BrikSounds *self = BRIK_SOUNDS (object);

  g_thread_pool_free (self->queue, FALSE, TRUE);
  g_clear_object (&self->player.device);
  g_free (self->folder);
  G_OBJECT_CLASS (brik_sounds_parent_class)->finalize (object);
}

static void
brik_sounds_class_init (BrikSoundsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = brik_sounds_get_property;
  object_class->set_property = brik_sounds_set_property;
  object_class->finalize = brik_sounds_finalize;

  properties[PROP_FOLDER] =
    g_param_spec_string ("folder", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY);
  properties[PROP_VOLUME] = g_param_spec_double ("volume", NULL, NULL, 0, 1, 1, G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  asked_signal = g_signal_new ("asked", BRIK_TYPE_SOUNDS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                               1, BRIK_TYPE_SOUND);
}

static void
brik_sounds_init (BrikSounds *self)
{
  self->volume = 1;
  self->queue = g_thread_pool_new (on_order, &self->player, 1, FALSE, NULL);
}

BrikSounds *
brik_sounds_new (const char *folder)
{
  return g_object_new (BRIK_TYPE_SOUNDS, "folder", folder, NULL);
}

void
brik_sounds_play (BrikSounds *sounds, BrikSound sound)
{
  g_return_if_fail (BRIK_IS_SOUNDS (sounds));

  g_signal_emit (sounds, asked_signal, 0, sound);
  if (sounds->volume > 0 && g_thread_pool_unprocessed (sounds->queue) < WAITING_MAX)
    g_thread_pool_push (sounds->queue, order_new (sounds, sound), NULL);
}
