/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-person.h"

#include "core/brik-money.h"
#include "till/brik-cap-row-private.h"

struct _BrikPerson
{
  GObject parent_instance;

  BrikCardholder *holder;
  GListStore *caps;
  BrikRefusal *refusal; /* of the basket at hand; NULL for yes */
  gint64 room_ore;
};

enum
{
  PROP_0,
  PROP_NAME,
  PROP_INITIALS,
  PROP_GROUP,
  PROP_PHOTO,
  PROP_BALANCE_ORE,
  PROP_CAPS,
  PROP_ROOM_ORE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrikPerson, brik_person, G_TYPE_OBJECT)

/* (transfer full): the first letters of the first and the last name. */
static char *
initials_of (const char *name)
{
  g_auto (GStrv) words = g_strsplit (name, " ", -1);
  GString *initials = g_string_new (NULL);
  const char *first = NULL, *last = NULL;

  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      {
        first = first != NULL ? first : words[i];
        last = words[i];
      }
  if (first != NULL)
    g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (first)));
  if (last != first)
    g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (last)));
  return g_string_free (initials, FALSE);
}

static void
brik_person_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikPerson *self = BRIK_PERSON (object);
  const BrikAccountRecord *account = self->holder->account;

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, account->person_name);
      break;
    case PROP_INITIALS:
      g_value_take_string (value, initials_of (account->person_name));
      break;
    case PROP_GROUP:
      g_value_set_string (value, account->group);
      break;
    case PROP_PHOTO:
      g_value_set_string (value, account->photo);
      break;
    case PROP_BALANCE_ORE:
      g_value_set_int64 (value, account->balance_ore);
      break;
    case PROP_CAPS:
      g_value_set_object (value, self->caps);
      break;
    case PROP_ROOM_ORE:
      g_value_set_int64 (value, self->room_ore);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_person_finalize (GObject *object)
{
  BrikPerson *self = BRIK_PERSON (object);

  g_clear_pointer (&self->holder, brik_cardholder_unref);
  g_clear_pointer (&self->refusal, brik_refusal_free);
  g_clear_object (&self->caps);

  G_OBJECT_CLASS (brik_person_parent_class)->finalize (object);
}

static void
brik_person_class_init (BrikPersonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_person_get_property;
  object_class->finalize = brik_person_finalize;

  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_INITIALS] = g_param_spec_string ("initials", NULL, NULL, NULL, flags);
  properties[PROP_GROUP] = g_param_spec_string ("group", NULL, NULL, NULL, flags);
  properties[PROP_PHOTO] = g_param_spec_string ("photo", NULL, NULL, NULL, flags);
  properties[PROP_BALANCE_ORE] =
    g_param_spec_int64 ("balance-ore", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_CAPS] = g_param_spec_object ("caps", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_ROOM_ORE] = g_param_spec_int64 ("room-ore", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
brik_person_init (BrikPerson *self)
{
  self->caps = g_list_store_new (BRIK_TYPE_CAP_ROW);
}

BrikPerson *
brik_person_new (BrikCardholder *holder)
{
  BrikPerson *self = g_object_new (BRIK_TYPE_PERSON, NULL);

  g_return_val_if_fail (holder->account != NULL, NULL);
  self->holder = brik_cardholder_ref (holder);
  return self;
}

BrikCardholder *
brik_person_get_holder (BrikPerson *self)
{
  return self->holder;
}

const char *
brik_person_get_name (BrikPerson *self)
{
  return self->holder->account->person_name;
}

const char *
brik_person_get_account (BrikPerson *self)
{
  return self->holder->account->id;
}

const char *
brik_person_get_buyer (BrikPerson *self)
{
  return self->holder->account->buyer;
}

gint64
brik_person_get_room (BrikPerson *self)
{
  return self->room_ore;
}

const BrikRefusal *
brik_person_get_refusal (BrikPerson *self)
{
  return self->refusal;
}

void
brik_person_take_holder (BrikPerson *self, BrikCardholder *holder)
{
  g_return_if_fail (holder->account != NULL);

  brik_cardholder_ref (holder);
  brik_cardholder_unref (self->holder);
  self->holder = holder;

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_INITIALS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_GROUP]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PHOTO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BALANCE_ORE]);
  g_object_thaw_notify (G_OBJECT (self));
}

static gboolean
would_sell (BrikPerson *self, const BrikCircumstances *where, gint64 total_ore)
{
  BrikQuestion question = brik_cardholder_question (self->holder, where, total_ore);

  return brik_verdict_decide (&question).reason == BRIK_REASON_NONE;
}

/* The rules say yes or no to an amount and never yes to more after no to less, so the largest yes is found by
 * halving: no rule is written a second time here. */
static gint64
find_room (BrikPerson *self, const BrikCircumstances *where)
{
  gint64 yes_ore = 0, no_ore = BRIK_MONEY_MAX_ORE;

  if (!would_sell (self, where, 0))
    return 0;
  while (no_ore - yes_ore > 1)
    {
      gint64 middle_ore = yes_ore + (no_ore - yes_ore) / 2;

      if (would_sell (self, where, middle_ore))
        yes_ore = middle_ore;
      else
        no_ore = middle_ore;
    }
  return yes_ore;
}

static void
show_caps (BrikPerson *self, const BrikCircumstances *where, gint64 total_ore)
{
  const BrikAccountRecord *account = self->holder->account;
  g_autoptr (GArray) states =
    brik_cap_states (account->caps, account->spending, where->place->place_kind, &where->date);
  guint n_rows = g_list_model_get_n_items (G_LIST_MODEL (self->caps));

  for (; n_rows > states->len; n_rows--)
    g_list_store_remove (self->caps, n_rows - 1);

  for (guint i = 0; i < states->len; i++)
    {
      const BrikCapState *state = &g_array_index (states, BrikCapState, i);
      g_autoptr (BrikCapRow) row =
        i < n_rows ? g_list_model_get_item (G_LIST_MODEL (self->caps), i) : brik_cap_row_new ();

      brik_cap_row_set (row, state, brik_refusal_kind_name (where->place, state->cap.kind), total_ore);
      if (i >= n_rows)
        g_list_store_append (self->caps, row);
    }
}

void
brik_person_weigh (BrikPerson *self, const BrikCircumstances *where, gint64 total_ore)
{
  BrikQuestion question = brik_cardholder_question (self->holder, where, total_ore);
  BrikVerdict verdict = brik_verdict_decide (&question);
  gint64 room_ore = find_room (self, where);

  show_caps (self, where, total_ore);

  g_clear_pointer (&self->refusal, brik_refusal_free);
  if (verdict.reason != BRIK_REASON_NONE)
    self->refusal = brik_refusal_new (&verdict, where->place);

  if (self->room_ore != room_ore)
    {
      self->room_ore = room_ore;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROOM_ORE]);
    }
}
