/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-cap-row-private.h"

struct _BrikCapRow
{
  GObject parent_instance;

  BrikPeriod period;
  char *kind_name;
  gint64 spent_ore;
  gint64 limit_ore;
  gint64 after_ore;
  BrikCapLevel level;
};

enum
{
  PROP_0,
  PROP_PERIOD,
  PROP_KIND_NAME,
  PROP_SPENT_ORE,
  PROP_LIMIT_ORE,
  PROP_AFTER_ORE,
  PROP_LEVEL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ENUM_TYPE (BrikCapLevel,
                    brik_cap_level,
                    G_DEFINE_ENUM_VALUE (BRIK_CAP_LEVEL_PLENTY, "plenty"),
                    G_DEFINE_ENUM_VALUE (BRIK_CAP_LEVEL_NEAR, "near"),
                    G_DEFINE_ENUM_VALUE (BRIK_CAP_LEVEL_OVER, "over"))

G_DEFINE_FINAL_TYPE (BrikCapRow, brik_cap_row, G_TYPE_OBJECT)

static void
brik_cap_row_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikCapRow *self = BRIK_CAP_ROW (object);

  switch (id)
    {
    case PROP_PERIOD:
      g_value_set_int (value, self->period);
      break;
    case PROP_KIND_NAME:
      g_value_set_string (value, self->kind_name);
      break;
    case PROP_SPENT_ORE:
      g_value_set_int64 (value, self->spent_ore);
      break;
    case PROP_LIMIT_ORE:
      g_value_set_int64 (value, self->limit_ore);
      break;
    case PROP_AFTER_ORE:
      g_value_set_int64 (value, self->after_ore);
      break;
    case PROP_LEVEL:
      g_value_set_enum (value, self->level);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_cap_row_finalize (GObject *object)
{
  g_free (BRIK_CAP_ROW (object)->kind_name);

  G_OBJECT_CLASS (brik_cap_row_parent_class)->finalize (object);
}

static void
brik_cap_row_class_init (BrikCapRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_cap_row_get_property;
  object_class->finalize = brik_cap_row_finalize;

  properties[PROP_PERIOD] = g_param_spec_int ("period", NULL, NULL, 0, BRIK_N_PERIODS - 1, 0, flags);
  properties[PROP_KIND_NAME] = g_param_spec_string ("kind-name", NULL, NULL, NULL, flags);
  properties[PROP_SPENT_ORE] = g_param_spec_int64 ("spent-ore", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_LIMIT_ORE] = g_param_spec_int64 ("limit-ore", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_AFTER_ORE] = g_param_spec_int64 ("after-ore", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_LEVEL] =
    g_param_spec_enum ("level", NULL, NULL, BRIK_TYPE_CAP_LEVEL, BRIK_CAP_LEVEL_PLENTY, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
brik_cap_row_init (BrikCapRow *self)
{
}

static BrikCapLevel
level_of (const BrikCapState *state, gint64 total_ore)
{
  if (total_ore > state->left_ore)
    return BRIK_CAP_LEVEL_OVER;
  if ((state->left_ore - total_ore) * 4 < state->cap.limit_ore)
    return BRIK_CAP_LEVEL_NEAR;
  return BRIK_CAP_LEVEL_PLENTY;
}

BrikCapRow *
brik_cap_row_new (void)
{
  return g_object_new (BRIK_TYPE_CAP_ROW, NULL);
}

static void
set_amount (BrikCapRow *self, gint64 *amount_ore, gint64 to_ore, guint property)
{
  if (*amount_ore == to_ore)
    return;
  *amount_ore = to_ore;
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

void
brik_cap_row_set (BrikCapRow *self, const BrikCapState *state, const char *kind_name, gint64 total_ore)
{
  BrikCapLevel level = level_of (state, total_ore);

  g_object_freeze_notify (G_OBJECT (self));
  if (self->period != state->cap.period)
    {
      self->period = state->cap.period;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERIOD]);
    }
  if (g_strcmp0 (self->kind_name, kind_name) != 0)
    {
      g_free (self->kind_name);
      self->kind_name = g_strdup (kind_name);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KIND_NAME]);
    }
  set_amount (self, &self->spent_ore, state->spent_ore, PROP_SPENT_ORE);
  set_amount (self, &self->limit_ore, state->cap.limit_ore, PROP_LIMIT_ORE);
  set_amount (self, &self->after_ore, state->left_ore - total_ore, PROP_AFTER_ORE);
  if (self->level != level)
    {
      self->level = level;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEVEL]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}
