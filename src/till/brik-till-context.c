/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-till-context.h"

#include "core/brik-period.h"

#define MINUTE_US (60 * G_USEC_PER_SEC)

struct _BrikTillContext
{
  GObject parent_instance;
  BrikLedger *ledger;
  BrikClock *clock;
  BrikSync *sync;
  BrikReader *reader;
  BrikSounds *sounds;
  BrikPhotos *photos;
  GTimeZone *zone;
  char *cashier_name;
  gint64 now_us;
  gboolean date_doubtful;
  guint tick_source;
};

typedef enum
{
  PROP_LEDGER = 1,
  PROP_CLOCK,
  PROP_SYNC,
  PROP_READER,
  PROP_SOUNDS,
  PROP_PHOTOS,
  PROP_ZONE,
  PROP_CASHIER_NAME,
  PROP_NOW,
  PROP_DATE_DOUBTFUL,
} BrikTillContextProperty;

static GParamSpec *properties[PROP_DATE_DOUBTFUL + 1];

G_DEFINE_FINAL_TYPE (BrikTillContext, brik_till_context, G_TYPE_OBJECT)

static gboolean
on_second (gpointer user_data)
{
  brik_till_context_tick (BRIK_TILL_CONTEXT (user_data));
  return G_SOURCE_CONTINUE;
}

static void
take_zone (BrikTillContext *self)
{
  const BrikPlaceRecord *place = brik_ledger_get_place (self->ledger);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTimeZone) zone = brik_civil_zone_new (place != NULL ? place->zone : BRIK_ZONE_DEFAULT, &error);

  if (zone == NULL)
    {
      g_warning ("%s", error->message);
      return;
    }
  if (self->zone != NULL &&
      g_str_equal (g_time_zone_get_identifier (self->zone), g_time_zone_get_identifier (zone)))
    return;
  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = g_steal_pointer (&zone);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZONE]);
}

static void
brik_till_context_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikTillContext *self = BRIK_TILL_CONTEXT (object);

  switch ((BrikTillContextProperty) id)
    {
    case PROP_LEDGER:
      g_value_set_object (value, self->ledger);
      break;
    case PROP_CLOCK:
      g_value_set_object (value, self->clock);
      break;
    case PROP_SYNC:
      g_value_set_object (value, self->sync);
      break;
    case PROP_READER:
      g_value_set_object (value, self->reader);
      break;
    case PROP_SOUNDS:
      g_value_set_object (value, self->sounds);
      break;
    case PROP_PHOTOS:
      g_value_set_object (value, self->photos);
      break;
    case PROP_ZONE:
      g_value_set_boxed (value, self->zone);
      break;
    case PROP_CASHIER_NAME:
      g_value_set_string (value, self->cashier_name);
      break;
    case PROP_NOW:
      g_value_set_int64 (value, self->now_us);
      break;
    case PROP_DATE_DOUBTFUL:
      g_value_set_boolean (value, self->date_doubtful);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_till_context_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikTillContext *self = BRIK_TILL_CONTEXT (object);

  switch ((BrikTillContextProperty) id)
    {
    case PROP_LEDGER:
      self->ledger = g_value_dup_object (value);
      break;
    case PROP_CLOCK:
      self->clock = g_value_dup_object (value);
      break;
    case PROP_SYNC:
      self->sync = g_value_dup_object (value);
      break;
    case PROP_READER:
      self->reader = g_value_dup_object (value);
      break;
    case PROP_SOUNDS:
      self->sounds = g_value_dup_object (value);
      break;
    case PROP_PHOTOS:
      self->photos = g_value_dup_object (value);
      break;
    case PROP_CASHIER_NAME:
      brik_till_context_set_cashier_name (self, g_value_get_string (value));
      break;
    case PROP_ZONE:
    case PROP_NOW:
    case PROP_DATE_DOUBTFUL:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_till_context_constructed (GObject *object)
{
  BrikTillContext *self = BRIK_TILL_CONTEXT (object);

  G_OBJECT_CLASS (brik_till_context_parent_class)->constructed (object);
  take_zone (self);
  g_signal_connect_object (self->ledger, "place-changed", G_CALLBACK (take_zone), self, G_CONNECT_SWAPPED);
  self->now_us = brik_clock_now (self->clock);
  self->tick_source = g_timeout_add_seconds (1, on_second, self);
}

static void
brik_till_context_dispose (GObject *object)
{
  BrikTillContext *self = BRIK_TILL_CONTEXT (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_object (&self->photos);
  g_clear_object (&self->sounds);
  g_clear_object (&self->reader);
  g_clear_object (&self->sync);
  g_clear_object (&self->ledger);
  g_clear_object (&self->clock);
  G_OBJECT_CLASS (brik_till_context_parent_class)->dispose (object);
}

static void
brik_till_context_finalize (GObject *object)
{
  BrikTillContext *self = BRIK_TILL_CONTEXT (object);

  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_free (self->cashier_name);
  G_OBJECT_CLASS (brik_till_context_parent_class)->finalize (object);
}

static void
brik_till_context_class_init (BrikTillContextClass *klass)
{
  const GParamFlags handed_in = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY;
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = brik_till_context_get_property;
  object_class->set_property = brik_till_context_set_property;
  object_class->constructed = brik_till_context_constructed;
  object_class->dispose = brik_till_context_dispose;
  object_class->finalize = brik_till_context_finalize;

  properties[PROP_LEDGER] = g_param_spec_object ("ledger", NULL, NULL, BRIK_TYPE_LEDGER, handed_in);
  properties[PROP_CLOCK] = g_param_spec_object ("clock", NULL, NULL, BRIK_TYPE_CLOCK, handed_in);
  properties[PROP_SYNC] = g_param_spec_object ("sync", NULL, NULL, BRIK_TYPE_SYNC, handed_in);
  properties[PROP_READER] = g_param_spec_object ("reader", NULL, NULL, BRIK_TYPE_READER, handed_in);
  properties[PROP_SOUNDS] = g_param_spec_object ("sounds", NULL, NULL, BRIK_TYPE_SOUNDS, handed_in);
  properties[PROP_PHOTOS] = g_param_spec_object ("photos", NULL, NULL, BRIK_TYPE_PHOTOS, handed_in);
  properties[PROP_ZONE] = g_param_spec_boxed ("zone", NULL, NULL, G_TYPE_TIME_ZONE, G_PARAM_READABLE);
  properties[PROP_CASHIER_NAME] =
    g_param_spec_string ("cashier-name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_NOW] = g_param_spec_int64 ("now", NULL, NULL, G_MININT64, G_MAXINT64, 0, G_PARAM_READABLE);
  properties[PROP_DATE_DOUBTFUL] =
    g_param_spec_boolean ("date-doubtful", NULL, NULL, FALSE, G_PARAM_READABLE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
brik_till_context_init (BrikTillContext *self)
{
}

BrikTillContext *
brik_till_context_new (BrikLedger *ledger,
                       BrikClock *clock,
                       BrikSync *sync,
                       BrikReader *reader,
                       BrikSounds *sounds,
                       BrikPhotos *photos)
{
  return g_object_new (BRIK_TYPE_TILL_CONTEXT, "ledger", ledger, "clock", clock, "sync", sync, "reader",
                       reader, "sounds", sounds, "photos", photos, NULL);
}

BrikLedger *
brik_till_context_get_ledger (BrikTillContext *context)
{
  g_return_val_if_fail (BRIK_IS_TILL_CONTEXT (context), NULL);
  return context->ledger;
}

BrikClock *
brik_till_context_get_clock (BrikTillContext *context)
{
  g_return_val_if_fail (BRIK_IS_TILL_CONTEXT (context), NULL);
  return context->clock;
}

BrikSync *
brik_till_context_get_sync (BrikTillContext *context)
{
  g_return_val_if_fail (BRIK_IS_TILL_CONTEXT (context), NULL);
  return context->sync;
}

BrikReader *
brik_till_context_get_reader (BrikTillContext *context)
{
  g_return_val_if_fail (BRIK_IS_TILL_CONTEXT (context), NULL);
  return context->reader;
}

BrikSounds *
brik_till_context_get_sounds (BrikTillContext *context)
{
  g_return_val_if_fail (BRIK_IS_TILL_CONTEXT (context), NULL);
  return context->sounds;
}

BrikPhotos *
brik_till_context_get_photos (BrikTillContext *context)
{
  g_return_val_if_fail (BRIK_IS_TILL_CONTEXT (context), NULL);
  return context->photos;
}

const char *
brik_till_context_get_cashier_name (BrikTillContext *context)
{
  g_return_val_if_fail (BRIK_IS_TILL_CONTEXT (context), NULL);
  return context->cashier_name;
}

void
brik_till_context_set_cashier_name (BrikTillContext *context, const char *name)
{
  g_return_if_fail (BRIK_IS_TILL_CONTEXT (context));

  if (g_strcmp0 (context->cashier_name, name) == 0)
    return;
  g_free (context->cashier_name);
  context->cashier_name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (context), properties[PROP_CASHIER_NAME]);
}

void
brik_till_context_tick (BrikTillContext *context)
{
  gint64 now_us = brik_clock_now (context->clock);
  gboolean same_minute = now_us / MINUTE_US == context->now_us / MINUTE_US;
  gboolean doubtful = brik_ledger_is_date_doubtful (context->ledger);
  gboolean same_doubt = doubtful == context->date_doubtful;

  g_return_if_fail (BRIK_IS_TILL_CONTEXT (context));

  context->now_us = now_us;
  if (!same_minute)
    g_object_notify_by_pspec (G_OBJECT (context), properties[PROP_NOW]);
  context->date_doubtful = doubtful;
  if (!same_doubt)
    g_object_notify_by_pspec (G_OBJECT (context), properties[PROP_DATE_DOUBTFUL]);
}
