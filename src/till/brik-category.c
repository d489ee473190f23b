/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-category-private.h"

struct _BrikCategory
{
  GObject parent_instance;

  char *id;
  char *name;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_TARGET,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrikCategory, brik_category, G_TYPE_OBJECT)

static void
brik_category_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikCategory *self = BRIK_CATEGORY (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_TARGET:
      g_value_take_variant (value, g_variant_ref_sink (g_variant_new_string (self->id)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_category_finalize (GObject *object)
{
  BrikCategory *self = BRIK_CATEGORY (object);

  g_free (self->id);
  g_free (self->name);

  G_OBJECT_CLASS (brik_category_parent_class)->finalize (object);
}

static void
brik_category_class_init (BrikCategoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_category_get_property;
  object_class->finalize = brik_category_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_TARGET] = g_param_spec_variant ("target", NULL, NULL, G_VARIANT_TYPE_STRING, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
brik_category_init (BrikCategory *self)
{
}

BrikCategory *
brik_category_new (const char *id, const char *name)
{
  BrikCategory *self = g_object_new (BRIK_TYPE_CATEGORY, NULL);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  return self;
}

gboolean
brik_category_is (BrikCategory *self, const char *id, const char *name)
{
  return g_str_equal (self->id, id) && g_str_equal (self->name, name);
}
