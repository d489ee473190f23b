/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-health.h"

#include <gio/gio.h>

#include "sync/brik-sync.h"

struct _BrikHealth
{
  GObject parent_instance;

  BrikClock *clock;
  gboolean answered; /* the long poll, since the start */
  gboolean failing[BRIK_N_CHANNELS];
  char *troubles[BRIK_N_CHANNELS];
  gboolean online;
  gint64 since_us;
  char *trouble;
};

G_DEFINE_FINAL_TYPE (BrikHealth, brik_health, G_TYPE_OBJECT)

enum
{
  PROPERTY_ONLINE = 1,
  PROPERTY_SINCE,
  PROPERTY_TROUBLE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];
static guint contradicted_signal;

static gboolean
is_online (BrikHealth *health)
{
  gboolean failing = FALSE;

  for (guint channel = 0; channel < BRIK_N_CHANNELS; channel++)
    failing |= health->failing[channel];
  return health->answered && !failing;
}

static const char *
find_trouble (BrikHealth *health)
{
  for (guint channel = 0; channel < BRIK_N_CHANNELS; channel++)
    if (health->troubles[channel] != NULL)
      return health->troubles[channel];
  return NULL;
}

static void
update (BrikHealth *health)
{
  gboolean online = is_online (health);
  const char *trouble = find_trouble (health);

  g_object_freeze_notify (G_OBJECT (health));
  if (online != health->online)
    {
      health->online = online;
      health->since_us = brik_clock_now (health->clock);
      g_object_notify_by_pspec (G_OBJECT (health), properties[PROPERTY_SINCE]);
      g_object_notify_by_pspec (G_OBJECT (health), properties[PROPERTY_ONLINE]);
    }
  if (g_strcmp0 (trouble, health->trouble) != 0)
    {
      g_free (health->trouble);
      health->trouble = g_strdup (trouble);
      g_object_notify_by_pspec (G_OBJECT (health), properties[PROPERTY_TROUBLE]);
    }
  g_object_thaw_notify (G_OBJECT (health));
}

static void
set_good (BrikHealth *health, BrikChannel channel)
{
  health->failing[channel] = FALSE;
  g_clear_pointer (&health->troubles[channel], g_free);
}

static void
tell_contradiction (BrikHealth *health, BrikChannel channel, gboolean good)
{
  if (channel != BRIK_CHANNEL_PULL && health->failing[BRIK_CHANNEL_PULL] == good)
    g_signal_emit (health, contradicted_signal, 0);
}

void
brik_health_answered (BrikHealth *health, BrikChannel channel)
{
  if (channel == BRIK_CHANNEL_PULL)
    health->answered = TRUE;
  set_good (health, channel);
  set_good (health, BRIK_CHANNEL_ASK);
  update (health);
  tell_contradiction (health, channel, TRUE);
}

void
brik_health_failed (BrikHealth *health, BrikChannel channel, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (brik_error_is_not_found (error) && channel == BRIK_CHANNEL_ASK)
    {
      brik_health_answered (health, channel);
      return;
    }
  health->failing[channel] = TRUE;
  g_free (health->troubles[channel]);
  health->troubles[channel] = brik_error_is_unreachable (error) ? NULL : g_strdup (error->message);
  update (health);
  tell_contradiction (health, channel, FALSE);
}

void
brik_health_idle (BrikHealth *health, BrikChannel channel)
{
  set_good (health, channel);
  update (health);
}

void
brik_health_stopped (BrikHealth *health)
{
  health->answered = FALSE;
  for (guint channel = 0; channel < BRIK_N_CHANNELS; channel++)
    set_good (health, channel);
  update (health);
}

gboolean
brik_health_get_online (BrikHealth *health)
{
  return health->online;
}

gint64
brik_health_get_since (BrikHealth *health)
{
  return health->since_us;
}

const char *
brik_health_get_trouble (BrikHealth *health)
{
  return health->trouble;
}

BrikHealth *
brik_health_new (BrikClock *clock)
{
  BrikHealth *health = g_object_new (BRIK_TYPE_HEALTH, NULL);

  health->clock = g_object_ref (clock);
  health->since_us = brik_clock_now (clock);
  return health;
}

static void
brik_health_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikHealth *health = BRIK_HEALTH (object);

  switch (id)
    {
    case PROPERTY_ONLINE:
      g_value_set_boolean (value, health->online);
      break;
    case PROPERTY_SINCE:
      g_value_set_int64 (value, health->since_us);
      break;
    case PROPERTY_TROUBLE:
      g_value_set_string (value, health->trouble);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_health_finalize (GObject *object)
{
  BrikHealth *health = BRIK_HEALTH (object);

  for (guint channel = 0; channel < BRIK_N_CHANNELS; channel++)
    g_free (health->troubles[channel]);
  g_free (health->trouble);
  g_clear_object (&health->clock);
  G_OBJECT_CLASS (brik_health_parent_class)->finalize (object);
}

static void
brik_health_class_init (BrikHealthClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_health_get_property;
  object_class->finalize = brik_health_finalize;
  properties[PROPERTY_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  properties[PROPERTY_SINCE] = g_param_spec_int64 ("since", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROPERTY_TROUBLE] = g_param_spec_string ("trouble", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
  contradicted_signal =
    g_signal_new ("contradicted", BRIK_TYPE_HEALTH, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
brik_health_init (BrikHealth *health)
{
}
