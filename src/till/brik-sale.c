/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-private.h"

/* Long enough to look up from the child and see it, short enough that the next one in the queue finds the
 * goods. */
#define REST_MS 8000
/* With somebody waiting behind; in fast mode, where the next tap ends it anyway; and there with somebody
 * waiting, who must not take away the answer before it was seen. */
#define QUEUE_REST_MS 4000
#define FAST_REST_MS 2500
#define FAST_QUEUE_REST_MS 1000

enum
{
  SIGNAL_CUE,
  SIGNAL_ASK,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
/* Those that are worked out and are yes or no, from %PROP_CAN_CHANGE on. */
static const char *const derived_names[] = {
  "can-change",    "can-pay",          "can-clear",      "can-go-back",
  "can-undo",      "can-retry",        "can-close",      "can-leave",
  "balance-shown", "can-show-balance", "can-start-fast", "can-change-preset",
  "can-end-fast",  "can-sell-again",   "can-reject",     "can-block",
};
G_STATIC_ASSERT (G_N_ELEMENTS (derived_names) == N_PROPS - PROP_CAN_CHANGE);
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrikSale, brik_sale, G_TYPE_OBJECT)

void
brik_sale_notify_derived (BrikSale *self)
{
  for (guint i = 0; i < N_DERIVED; i++)
    {
      gint64 value = brik_sale_derive (self, PROP_ROOM_ORE + i);

      if (self->derived[i] == value)
        continue;
      self->derived[i] = value;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ROOM_ORE + i]);
    }
}

void
brik_sale_cue (BrikSale *self, BrikSound sound)
{
  g_signal_emit (self, signals[SIGNAL_CUE], 0, sound);
}

void
brik_sale_ask (BrikSale *self)
{
  if (g_signal_has_handler_pending (self, signals[SIGNAL_ASK], 0, FALSE))
    g_signal_emit (self, signals[SIGNAL_ASK], 0, self->uid);
  else
    brik_sale_answer (self, self->uid, BRIK_ANSWER_NONE);
}

void
brik_sale_set_state (BrikSale *self, BrikSaleState state)
{
  if (state != BRIK_SALE_FAULT)
    g_clear_handle_id (&self->ask_again_source, g_source_remove);
  if (self->state != state)
    {
      g_clear_handle_id (&self->rest_source, g_source_remove);
      self->state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
    }
  brik_sale_notify_derived (self);
}

void
brik_sale_set_notice (BrikSale *self, BrikSaleNotice notice)
{
  if (self->notice == notice)
    return;
  self->notice = notice;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NOTICE]);
}

void
brik_sale_set_step (BrikSale *self, BrikSaleStep step)
{
  if (self->step == step)
    return;
  self->step = step;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP]);
}

void
brik_sale_set_refusal_told (BrikSale *self, gboolean told)
{
  if (self->refusal_told == told)
    return;
  self->refusal_told = told;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFUSAL_TOLD]);
}

void
brik_sale_set_refusal (BrikSale *self, BrikRefusal *refusal)
{
  self->refusal_number++;
  brik_sale_set_refusal_told (self, FALSE);
  if (self->refusal == refusal)
    return;
  g_clear_pointer (&self->refusal, brik_refusal_free);
  self->refusal = refusal;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFUSAL]);
}

void
brik_sale_set_fault (BrikSale *self, GError *fault)
{
  if (self->fault == fault)
    return;
  g_clear_error (&self->fault);
  self->fault = fault;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAULT]);
}

static void
weigh (BrikSale *self)
{
  if (self->person != NULL && brik_ledger_get_place (self->ledger) != NULL)
    {
      BrikCircumstances where = brik_ledger_get_circumstances (self->ledger);

      brik_person_weigh (self->person, &where, brik_basket_model_get_total (self->basket));
    }
  brik_sale_notify_derived (self);
}

void
brik_sale_note_time (BrikSale *self)
{
  weigh (self);
}

static void
set_person (BrikSale *self, BrikPerson *person)
{
  g_clear_object (&self->person);
  self->person = person;
  self->balance_asked = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PERSON]);
}

/* The same account stays the same object, so that the panel stands still. */
void
brik_sale_set_holder (BrikSale *self, BrikCardholder *holder)
{
  const char *account = holder != NULL && holder->account != NULL ? holder->account->id : NULL;
  const char *shown = self->person != NULL ? brik_person_get_account (self->person) : NULL;

  if (account != NULL && g_strcmp0 (account, shown) == 0)
    brik_person_take_holder (self->person, holder);
  else if (account != NULL)
    set_person (self, brik_person_new (holder));
  else if (shown != NULL)
    set_person (self, NULL);

  brik_basket_model_set_buyer (self->basket, account != NULL ? holder->account->buyer : NULL);
  weigh (self);
}

void
brik_sale_set_last (BrikSale *self,
                    const char *id,
                    gint64 amount_ore,
                    const char *to_name,
                    gboolean recovered)
{
  g_free (self->sold);
  g_free (self->sold_to);
  self->sold = g_strdup (id);
  self->sold_ore = amount_ore;
  self->sold_to = g_strdup (to_name);
  self->recovered = recovered;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOLD_ORE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SOLD_TO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECOVERED]);
}

void
brik_sale_set_fast (BrikSale *self, gboolean fast, gboolean changing)
{
  gboolean fast_changed = self->fast != fast, changing_changed = self->changing != changing;

  self->fast = fast;
  self->changing = changing;
  if (fast_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FAST]);
  if (changing_changed)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHANGING]);
  brik_sale_notify_derived (self);
}

void
brik_sale_set_n_fast (BrikSale *self, guint n_fast)
{
  if (self->n_fast == n_fast)
    return;
  self->n_fast = n_fast;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_FAST]);
}

void
brik_sale_set_answer (BrikSale *self, gint64 at_us, gint64 amount_ore)
{
  self->answer_us = at_us;
  self->answer_ore = amount_ore;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWER_AT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ANSWER_ORE]);
}

void
brik_sale_set_card (BrikSale *self, const BrikCardRecord *card)
{
  self->card_state = card != NULL ? card->state : BRIK_CARD_UNKNOWN;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CARD_STATE]);
}

static gboolean
on_rest_over (gpointer user_data)
{
  BrikSale *self = user_data;

  self->rest_source = 0;
  brik_sale_close (self);
  return G_SOURCE_REMOVE;
}

static guint
longest_rest_ms (BrikSale *self)
{
  gboolean queue = brik_queue_get_length (self->queue) > 0;

  if (self->fast)
    return queue ? FAST_QUEUE_REST_MS : FAST_REST_MS;
  return queue ? QUEUE_REST_MS : G_MAXUINT;
}

void
brik_sale_rest (BrikSale *self)
{
  g_clear_handle_id (&self->rest_source, g_source_remove);
  self->rest_source = g_timeout_add (MIN (self->rest_ms, longest_rest_ms (self)), on_rest_over, self);
}

void
brik_sale_renew_id (BrikSale *self)
{
  g_free (self->id);
  self->id = brik_id_new ();
}

void
brik_sale_begin (BrikSale *self)
{
  brik_sale_stop_looking (self);
  if (!brik_sale_keeps_goods (self))
    brik_basket_model_clear (self->basket);
  self->from_queue = FALSE;
  brik_sale_renew_id (self);
  self->unsure = FALSE;
  self->left = FALSE;
  brik_sale_set_notice (self, BRIK_NOTICE_NONE);
  brik_sale_set_state (self, BRIK_SALE_IDLE);
  brik_sale_set_holder (self, NULL);
  brik_sale_set_refusal (self, NULL);
  brik_sale_set_fault (self, NULL);
  brik_sale_advance (self);
}

gboolean
brik_sale_forget_if_left (BrikSale *self, const GError *error)
{
  if (!self->left || (error != NULL && brik_error_is_unsure (error)))
    return FALSE;
  brik_sale_begin (self);
  return TRUE;
}

/* The portal told something new of the person shown: a block, a cap, money paid in. */
static void
on_ledger_account_changed (BrikSale *self, const char *account, BrikLedger *ledger)
{
  if (self->state == BRIK_SALE_PERSON && g_str_equal (account, brik_person_get_account (self->person)))
    brik_sale_refresh (self);
}

static void
brik_sale_constructed (GObject *object)
{
  BrikSale *self = BRIK_SALE (object);

  G_OBJECT_CLASS (brik_sale_parent_class)->constructed (object);

  self->queue = brik_queue_new (self->ledger);
  g_signal_connect_object (self->queue, "notify::length", G_CALLBACK (brik_sale_notify_derived), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ledger, "account-changed", G_CALLBACK (on_ledger_account_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ledger, "place-changed", G_CALLBACK (weigh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ledger, "notify::online", G_CALLBACK (weigh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->basket, "notify::total-ore", G_CALLBACK (weigh), self, G_CONNECT_SWAPPED);
  brik_sale_notify_derived (self);
}

static void
brik_sale_dispose (GObject *object)
{
  BrikSale *self = BRIK_SALE (object);

  brik_sale_stop_looking (self);
  g_cancellable_cancel (self->refreshing);
  g_clear_object (&self->refreshing);
  g_clear_handle_id (&self->rest_source, g_source_remove);
  g_clear_handle_id (&self->ask_again_source, g_source_remove);

  G_OBJECT_CLASS (brik_sale_parent_class)->dispose (object);
}

static void
brik_sale_finalize (GObject *object)
{
  BrikSale *self = BRIK_SALE (object);

  g_clear_object (&self->ledger);
  g_clear_object (&self->basket);
  g_clear_object (&self->person);
  g_clear_object (&self->queue);
  g_clear_pointer (&self->refusal, brik_refusal_free);
  g_clear_error (&self->fault);
  g_free (self->rejection);
  g_free (self->reject_sale);
  g_free (self->id);
  g_free (self->sold);
  g_free (self->sold_to);

  G_OBJECT_CLASS (brik_sale_parent_class)->finalize (object);
}

static void
brik_sale_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikSale *self = BRIK_SALE (object);

  switch (id)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_NOTICE:
      g_value_set_enum (value, self->notice);
      break;
    case PROP_STEP:
      g_value_set_enum (value, self->step);
      break;
    case PROP_BASKET:
      g_value_set_object (value, self->basket);
      break;
    case PROP_PERSON:
      g_value_set_object (value, self->person);
      break;
    case PROP_REFUSAL:
      g_value_set_boxed (value, self->refusal);
      break;
    case PROP_REFUSAL_TOLD:
      g_value_set_boolean (value, self->refusal_told);
      break;
    case PROP_FAULT:
      g_value_set_boxed (value, self->fault);
      break;
    case PROP_SOLD_ORE:
      g_value_set_int64 (value, self->sold_ore);
      break;
    case PROP_SOLD_TO:
      g_value_set_string (value, self->sold_to);
      break;
    case PROP_RECOVERED:
      g_value_set_boolean (value, self->recovered);
      break;
    case PROP_REST_MS:
      g_value_set_uint (value, self->rest_ms);
      break;
    case PROP_QUEUE:
      g_value_set_object (value, self->queue);
      break;
    case PROP_FAST:
      g_value_set_boolean (value, self->fast);
      break;
    case PROP_CHANGING:
      g_value_set_boolean (value, self->changing);
      break;
    case PROP_N_FAST:
      g_value_set_uint (value, self->n_fast);
      break;
    case PROP_ANSWER_AT:
      g_value_set_int64 (value, self->answer_us);
      break;
    case PROP_ANSWER_ORE:
      g_value_set_int64 (value, self->answer_ore);
      break;
    case PROP_CARD_STATE:
      g_value_set_uint (value, self->card_state);
      break;
    case PROP_ROOM_ORE:
      g_value_set_int64 (value, brik_sale_derive (self, id));
      break;
    default:
      if (id > PROP_ROOM_ORE && id < N_PROPS)
        g_value_set_boolean (value, brik_sale_derive (self, id) != 0);
      else
        G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sale_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikSale *self = BRIK_SALE (object);

  switch (id)
    {
    case PROP_LEDGER:
      self->ledger = g_value_dup_object (value);
      break;
    case PROP_REST_MS:
      self->rest_ms = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sale_class_init (BrikSaleClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = brik_sale_constructed;
  object_class->dispose = brik_sale_dispose;
  object_class->finalize = brik_sale_finalize;
  object_class->get_property = brik_sale_get_property;
  object_class->set_property = brik_sale_set_property;

  properties[PROP_LEDGER] =
    g_param_spec_object ("ledger", NULL, NULL, BRIK_TYPE_LEDGER,
                         G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, BRIK_TYPE_SALE_STATE, BRIK_SALE_IDLE, flags);
  properties[PROP_NOTICE] =
    g_param_spec_enum ("notice", NULL, NULL, BRIK_TYPE_SALE_NOTICE, BRIK_NOTICE_NONE, flags);
  properties[PROP_STEP] =
    g_param_spec_enum ("step", NULL, NULL, BRIK_TYPE_SALE_STEP, BRIK_STEP_LOOK_UP, flags);
  properties[PROP_BASKET] = g_param_spec_object ("basket", NULL, NULL, BRIK_TYPE_BASKET_MODEL, flags);
  properties[PROP_PERSON] = g_param_spec_object ("person", NULL, NULL, BRIK_TYPE_PERSON, flags);
  properties[PROP_REFUSAL] = g_param_spec_boxed ("refusal", NULL, NULL, BRIK_TYPE_REFUSAL, flags);
  properties[PROP_REFUSAL_TOLD] = g_param_spec_boolean ("refusal-told", NULL, NULL, FALSE, flags);
  properties[PROP_FAULT] = g_param_spec_boxed ("fault", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_SOLD_ORE] = g_param_spec_int64 ("sold-ore", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SOLD_TO] = g_param_spec_string ("sold-to", NULL, NULL, NULL, flags);
  properties[PROP_RECOVERED] = g_param_spec_boolean ("recovered", NULL, NULL, FALSE, flags);
  properties[PROP_REST_MS] = g_param_spec_uint ("rest-ms", NULL, NULL, 1, G_MAXUINT, REST_MS,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ROOM_ORE] =
    g_param_spec_int64 ("room-ore", NULL, NULL, G_MININT64, G_MAXINT64, G_MAXINT64, flags);
  properties[PROP_QUEUE] = g_param_spec_object ("queue", NULL, NULL, BRIK_TYPE_QUEUE, flags);
  properties[PROP_FAST] = g_param_spec_boolean ("fast", NULL, NULL, FALSE, flags);
  properties[PROP_CHANGING] = g_param_spec_boolean ("changing", NULL, NULL, FALSE, flags);
  properties[PROP_N_FAST] = g_param_spec_uint ("n-fast", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_ANSWER_AT] = g_param_spec_int64 ("answer-at", NULL, NULL, G_MININT64, G_MAXINT64, 0, flags);
  properties[PROP_ANSWER_ORE] = g_param_spec_int64 ("answer-ore", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_CARD_STATE] =
    g_param_spec_uint ("card-state", NULL, NULL, 0, BRIK_CARD_CLOSED, BRIK_CARD_UNKNOWN, flags);
  for (guint i = 0; i < G_N_ELEMENTS (derived_names); i++)
    properties[PROP_CAN_CHANGE + i] = g_param_spec_boolean (derived_names[i], NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CUE] = g_signal_new ("cue", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, BRIK_TYPE_SOUND);
  signals[SIGNAL_ASK] = g_signal_new ("ask", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                      NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
brik_sale_init (BrikSale *self)
{
  self->basket = brik_basket_model_new ();
  self->rest_ms = REST_MS;
  brik_sale_renew_id (self);
}

BrikSale *
brik_sale_new (BrikLedger *ledger)
{
  return g_object_new (BRIK_TYPE_SALE, "ledger", ledger, NULL);
}

BrikSaleState
brik_sale_get_state (BrikSale *self)
{
  return self->state;
}

BrikSaleNotice
brik_sale_get_notice (BrikSale *self)
{
  return self->notice;
}

BrikBasketModel *
brik_sale_get_basket (BrikSale *self)
{
  return self->basket;
}

BrikPerson *
brik_sale_get_person (BrikSale *self)
{
  return self->person;
}

BrikQueue *
brik_sale_get_queue (BrikSale *self)
{
  return self->queue;
}

const char *
brik_sale_get_zone (BrikSale *self)
{
  const BrikPlaceRecord *place = brik_ledger_get_place (self->ledger);

  return place != NULL ? place->zone : NULL;
}

const BrikRefusal *
brik_sale_get_refusal (BrikSale *self)
{
  return self->refusal;
}

const GError *
brik_sale_get_fault (BrikSale *self)
{
  return self->fault;
}

const char *
brik_sale_get_id (BrikSale *self)
{
  return self->id;
}
