/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-queued.h"

struct _BrikQueued
{
  GObject parent_instance;

  char *uid;
  BrikPerson *person;
};

enum
{
  PROP_0,
  PROP_UID,
  PROP_PERSON,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrikQueued, brik_queued, G_TYPE_OBJECT)

static void
brik_queued_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikQueued *self = BRIK_QUEUED (object);

  switch (id)
    {
    case PROP_UID:
      g_value_set_string (value, self->uid);
      break;
    case PROP_PERSON:
      g_value_set_object (value, self->person);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_queued_finalize (GObject *object)
{
  BrikQueued *self = BRIK_QUEUED (object);

  g_free (self->uid);
  g_clear_object (&self->person);

  G_OBJECT_CLASS (brik_queued_parent_class)->finalize (object);
}

static void
brik_queued_class_init (BrikQueuedClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_queued_get_property;
  object_class->finalize = brik_queued_finalize;

  properties[PROP_UID] = g_param_spec_string ("uid", NULL, NULL, NULL, flags);
  properties[PROP_PERSON] = g_param_spec_object ("person", NULL, NULL, BRIK_TYPE_PERSON, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
brik_queued_init (BrikQueued *self)
{
}

BrikQueued *
brik_queued_new (const char *uid)
{
  BrikQueued *self = g_object_new (BRIK_TYPE_QUEUED, NULL);

  self->uid = g_strdup (uid);
  return self;
}

const char *
brik_queued_get_uid (BrikQueued *self)
{
  return self->uid;
}

BrikPerson *
brik_queued_get_person (BrikQueued *self)
{
  return self->person;
}

void
brik_queued_set_person (BrikQueued *self, BrikPerson *person)
{
  if (g_set_object (&self->person, person))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSON]);
}
