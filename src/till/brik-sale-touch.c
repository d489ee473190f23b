/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-private.h"

gboolean
brik_sale_has_goods (BrikSale *self)
{
  return !brik_basket_model_is_empty (self->basket);
}

gboolean
brik_sale_keeps_goods (BrikSale *self)
{
  return self->fast || self->changing;
}

static const char *
balance_setting (BrikSale *self)
{
  const BrikPlaceRecord *place = brik_ledger_get_place (self->ledger);

  return place != NULL ? place->balance_shown : "never";
}

static gint64
room_ore (BrikSale *self)
{
  if (self->person == NULL)
    return G_MAXINT64;
  return brik_person_get_room (self->person) - brik_basket_model_get_total (self->basket);
}

static gboolean
can_clear (BrikSale *self)
{
  return self->state == BRIK_SALE_PERSON || self->state == BRIK_SALE_ASKING ||
         (self->state == BRIK_SALE_IDLE && brik_sale_has_goods (self));
}

/* The last sale, while nothing else has begun. */
static gboolean
can_undo (BrikSale *self)
{
  return self->sold != NULL && (brik_sale_keeps_goods (self) || !brik_sale_has_goods (self)) &&
         (self->state == BRIK_SALE_IDLE || self->state == BRIK_SALE_ACCEPTED);
}

/* What may be done now: the one place that says so, whatever button, key or test asks. */
gint64
brik_sale_derive (BrikSale *self, guint property)
{
  const BrikSaleState state = self->state;
  const gboolean goods = brik_sale_has_goods (self);
  const gboolean on_demand = g_strcmp0 (balance_setting (self), "on-demand") == 0;

  switch (property)
    {
    case PROP_ROOM_ORE:
      return room_ore (self);
    case PROP_CAN_CHANGE:
      if (self->fast)
        return FALSE;
      return state == BRIK_SALE_IDLE || state == BRIK_SALE_PERSON || state == BRIK_SALE_ACCEPTED ||
             (state == BRIK_SALE_ASKING && !self->sells);
    case PROP_CAN_PAY:
      return state == BRIK_SALE_PERSON && goods;
    case PROP_CAN_CLEAR:
      return !self->fast && can_clear (self);
    case PROP_CAN_GO_BACK:
      return goods && !brik_sale_keeps_goods (self) &&
             (state == BRIK_SALE_REFUSED || (state == BRIK_SALE_FAULT && !self->unsure) ||
              state == BRIK_SALE_REJECTED);
    case PROP_CAN_UNDO:
      return can_undo (self);
    case PROP_CAN_RETRY:
      return state == BRIK_SALE_FAULT && self->step != BRIK_STEP_LOOK_UP;
    case PROP_CAN_CLOSE:
      return state == BRIK_SALE_ACCEPTED || state == BRIK_SALE_REFUSED || state == BRIK_SALE_ALREADY_PAID ||
             state == BRIK_SALE_REJECTED || (state == BRIK_SALE_FAULT && !self->unsure);
    case PROP_CAN_LEAVE:
      return state != BRIK_SALE_DECIDING && !self->unsure;
    case PROP_BALANCE_SHOWN:
      return g_strcmp0 (balance_setting (self), "always") == 0 || (on_demand && self->balance_asked);
    case PROP_CAN_SHOW_BALANCE:
      return self->person != NULL && on_demand && !self->balance_asked;
    case PROP_CAN_REJECT:
      return state == BRIK_SALE_PERSON || can_undo (self);
    case PROP_CAN_BLOCK:
      return state == BRIK_SALE_REJECTED && self->person != NULL && self->card_state == BRIK_CARD_ACTIVE;
    default:
      return brik_sale_derive_fast (self, property);
    }
}

gboolean
brik_sale_may (BrikSale *self, guint property)
{
  return brik_sale_derive (self, property) != 0;
}

/* The next product begins the next sale: OK goes away, and with it the offer to take it back. */
static void
begin_next (BrikSale *self)
{
  if (self->state == BRIK_SALE_ACCEPTED)
    brik_sale_begin (self);
  brik_sale_set_last (self, NULL, 0, NULL, FALSE);
  brik_sale_set_notice (self, BRIK_NOTICE_NONE);
}

void
brik_sale_add (BrikSale *self, BrikProduct *product)
{
  g_autoptr (GError) error = NULL;

  if (!brik_sale_may (self, PROP_CAN_CHANGE) || !brik_product_get_available (product))
    return;
  begin_next (self);
  if (!brik_basket_model_add (self->basket, product, &error))
    {
      g_info ("%s", error->message);
      brik_sale_set_notice (self, BRIK_NOTICE_FULL);
      brik_sale_cue (self, BRIK_SOUND_FAULT);
    }
  brik_sale_notify_derived (self);
}

void
brik_sale_change (BrikSale *self, guint32 row, gint by)
{
  g_autoptr (GError) error = NULL;

  if (!brik_sale_may (self, PROP_CAN_CHANGE))
    return;
  brik_sale_set_notice (self, BRIK_NOTICE_NONE);
  if (!brik_basket_model_change (self->basket, row, by, &error))
    {
      g_info ("%s", error->message);
      brik_sale_set_notice (self, BRIK_NOTICE_FULL);
      brik_sale_cue (self, BRIK_SOUND_FAULT);
    }
  brik_sale_notify_derived (self);
  brik_sale_advance (self);
}

void
brik_sale_pay (BrikSale *self)
{
  if (brik_sale_may (self, PROP_CAN_PAY))
    brik_sale_sell (self, FALSE);
}

void
brik_sale_clear (BrikSale *self)
{
  if (!brik_sale_may (self, PROP_CAN_CLEAR))
    return;
  brik_sale_set_fast (self, FALSE, FALSE);
  brik_sale_begin (self);
}

void
brik_sale_go_back (BrikSale *self)
{
  gboolean stays;

  if (!brik_sale_may (self, PROP_CAN_GO_BACK))
    return;
  /* Fewer goods, or the same once the ledger works again, may still be this person's; a card that may not
   * pay at all, or is in the wrong hands, makes room for another. */
  stays = self->person != NULL && self->state != BRIK_SALE_REJECTED && self->step != BRIK_STEP_BLOCK &&
          (self->refusal == NULL || self->refusal->trims);
  brik_sale_set_notice (self, BRIK_NOTICE_NONE);
  brik_sale_set_state (self, stays ? BRIK_SALE_PERSON : BRIK_SALE_IDLE);
  if (!stays)
    brik_sale_set_holder (self, NULL);
  brik_sale_set_refusal (self, NULL);
  brik_sale_set_fault (self, NULL);
}

void
brik_sale_close (BrikSale *self)
{
  if (brik_sale_may (self, PROP_CAN_CLOSE))
    brik_sale_begin (self);
}

void
brik_sale_undo (BrikSale *self)
{
  if (brik_sale_may (self, PROP_CAN_UNDO))
    brik_sale_take_back (self);
}

void
brik_sale_do_step (BrikSale *self)
{
  switch (self->step)
    {
    case BRIK_STEP_SELL:
      brik_sale_sell (self, self->once);
      break;
    case BRIK_STEP_UNDO:
      brik_sale_take_back (self);
      break;
    case BRIK_STEP_REJECT:
      brik_sale_write_rejection (self);
      break;
    case BRIK_STEP_BLOCK:
      brik_sale_write_block (self);
      break;
    case BRIK_STEP_LOOK_UP:
    default:
      break;
    }
}

void
brik_sale_retry (BrikSale *self)
{
  if (!brik_sale_may (self, PROP_CAN_RETRY))
    return;
  if (self->unsure)
    brik_sale_ask_what_stands (self);
  else
    brik_sale_do_step (self);
}

void
brik_sale_reject (BrikSale *self)
{
  if (!brik_sale_may (self, PROP_CAN_REJECT))
    return;
  g_free (self->rejection);
  g_free (self->reject_sale);
  self->rejection = brik_id_new ();
  self->reject_sale = self->state == BRIK_SALE_PERSON ? NULL : g_strdup (self->sold);
  brik_sale_write_rejection (self);
}

void
brik_sale_block (BrikSale *self)
{
  if (brik_sale_may (self, PROP_CAN_BLOCK))
    brik_sale_write_block (self);
}

void
brik_sale_dequeue (BrikSale *self, const char *uid)
{
  brik_queue_remove (self->queue, uid);
}

void
brik_sale_leave (BrikSale *self)
{
  brik_queue_clear (self->queue);
  brik_sale_end_fast (self);
  brik_sale_close (self);
  brik_sale_clear (self);
  self->left = !brik_sale_may (self, PROP_CAN_LEAVE);
}

void
brik_sale_show_balance (BrikSale *self)
{
  if (!brik_sale_may (self, PROP_CAN_SHOW_BALANCE))
    return;
  self->balance_asked = TRUE;
  brik_sale_notify_derived (self);
}
