/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-product.h"

#include "till/brik-search-key.h"

struct _BrikProduct
{
  GObject parent_instance;

  BrikProductRecord *record;
  char *colour;
  char *search_key;
  guint count;
  gboolean beyond;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_NAME,
  PROP_CATEGORY,
  PROP_COLOUR,
  PROP_PRICE_ORE,
  PROP_AVAILABLE,
  PROP_COUNT,
  PROP_BEYOND,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrikProduct, brik_product, G_TYPE_OBJECT)

static void
brik_product_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikProduct *self = BRIK_PRODUCT (object);

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, self->record->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->record->name);
      break;
    case PROP_CATEGORY:
      g_value_set_string (value, self->record->category);
      break;
    case PROP_COLOUR:
      g_value_set_string (value, self->colour);
      break;
    case PROP_PRICE_ORE:
      g_value_set_int64 (value, self->record->price_ore);
      break;
    case PROP_AVAILABLE:
      g_value_set_boolean (value, self->record->available);
      break;
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    case PROP_BEYOND:
      g_value_set_boolean (value, self->beyond);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_product_finalize (GObject *object)
{
  BrikProduct *self = BRIK_PRODUCT (object);

  g_clear_pointer (&self->record, brik_product_record_free);
  g_free (self->colour);
  g_free (self->search_key);

  G_OBJECT_CLASS (brik_product_parent_class)->finalize (object);
}

static void
brik_product_class_init (BrikProductClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_product_get_property;
  object_class->finalize = brik_product_finalize;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_CATEGORY] = g_param_spec_string ("category", NULL, NULL, NULL, flags);
  properties[PROP_COLOUR] = g_param_spec_string ("colour", NULL, NULL, NULL, flags);
  properties[PROP_PRICE_ORE] = g_param_spec_int64 ("price-ore", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_AVAILABLE] = g_param_spec_boolean ("available", NULL, NULL, FALSE, flags);
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_BEYOND] = g_param_spec_boolean ("beyond", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
brik_product_init (BrikProduct *self)
{
}

BrikProduct *
brik_product_new (BrikProductRecord *record, const char *colour)
{
  BrikProduct *self = g_object_new (BRIK_TYPE_PRODUCT, NULL);

  self->record = record;
  self->colour = g_strdup (colour);
  self->search_key = brik_search_key (record->name);
  return self;
}

void
brik_product_take_record (BrikProduct *self, BrikProductRecord *record, const char *colour)
{
  BrikProductRecord *old = self->record;

  g_return_if_fail (g_str_equal (record->id, old->id));

  g_object_freeze_notify (G_OBJECT (self));
  self->record = record;

  if (!g_str_equal (old->name, record->name))
    {
      g_free (self->search_key);
      self->search_key = brik_search_key (record->name);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
    }
  if (g_strcmp0 (old->category, record->category) != 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATEGORY]);
  if (old->price_ore != record->price_ore)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRICE_ORE]);
  if (old->available != record->available)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AVAILABLE]);
  if (g_strcmp0 (self->colour, colour) != 0)
    {
      g_free (self->colour);
      self->colour = g_strdup (colour);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOUR]);
    }

  brik_product_record_free (old);
  g_object_thaw_notify (G_OBJECT (self));
}

const char *
brik_product_get_id (BrikProduct *self)
{
  return self->record->id;
}

const char *
brik_product_get_name (BrikProduct *self)
{
  return self->record->name;
}

const char *
brik_product_get_category (BrikProduct *self)
{
  return self->record->category;
}

const char *
brik_product_get_search_key (BrikProduct *self)
{
  return self->search_key;
}

const char *const *
brik_product_get_barcodes (BrikProduct *self)
{
  static const char *const none[] = { NULL };

  return self->record->barcodes != NULL ? (const char *const *) self->record->barcodes : none;
}

gint64
brik_product_get_price (BrikProduct *self)
{
  return self->record->price_ore;
}

gboolean
brik_product_get_available (BrikProduct *self)
{
  return self->record->available;
}

guint
brik_product_get_vat_for (BrikProduct *self, const char *buyer)
{
  const char *const *exempt = (const char *const *) self->record->exempt_buyers;

  if (buyer != NULL && exempt != NULL && g_strv_contains (exempt, buyer))
    return 0;
  return self->record->vat_bp;
}

void
brik_product_set_count (BrikProduct *self, guint count)
{
  if (self->count == count)
    return;
  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
}

void
brik_product_set_beyond (BrikProduct *self, gboolean beyond)
{
  if (self->beyond == beyond)
    return;
  self->beyond = beyond;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BEYOND]);
}
