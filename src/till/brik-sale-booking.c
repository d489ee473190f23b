/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-private.h"

typedef struct
{
  BrikSale *sale;
  guint refusal_number;
} DeclineCall;

static void
on_decline_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree DeclineCall *call = user_data;
  g_autoptr (BrikSale) self = call->sale;
  g_autoptr (GError) error = NULL;

  /* A refusal that could not be written down stands all the same; it only must not be said to be told. */
  if (!brik_ledger_decline_finish (BRIK_LEDGER (source), result, &error))
    g_warning ("A refusal could not be recorded: %s", error->message);
  else if (call->refusal_number == self->refusal_number)
    brik_sale_set_refusal_told (self, self->person != NULL);
}

static void
refuse (BrikSale *self, const BrikVerdict *verdict)
{
  brik_sale_set_refusal (self, brik_refusal_new (verdict, brik_ledger_get_place (self->ledger)));
  self->unsure = FALSE;
  /* It was answered; another try is another sale. */
  brik_sale_renew_id (self);
  brik_sale_set_state (self, BRIK_SALE_REFUSED);
  brik_sale_cue (self, BRIK_SOUND_REFUSED);
  /* In fast mode nobody waits for a touch: not even who was read while this one was asked about. */
  if (self->fast && brik_queue_get_length (self->queue) > 0)
    brik_sale_rest (self);
}

void
brik_sale_refuse_and_record (BrikSale *self, const BrikVerdict *verdict, const char *uid)
{
  DeclineCall *call = g_new (DeclineCall, 1);
  const BrikBasket *basket = brik_sale_has_goods (self) ? brik_basket_model_get_basket (self->basket) : NULL;

  refuse (self, verdict);
  call->sale = g_object_ref (self);
  call->refusal_number = self->refusal_number;
  brik_ledger_decline_async (self->ledger, verdict, uid, basket, NULL, on_decline_ready, call);
}

static void
accept (BrikSale *self, const BrikOutcome *outcome, gboolean recovered)
{
  self->unsure = FALSE;
  brik_sale_set_holder (self, outcome->holder);
  brik_sale_set_last (self, outcome->sale, outcome->verdict.total_ore,
                      self->person != NULL ? brik_person_get_name (self->person) : NULL, recovered);
  if (!brik_sale_keeps_goods (self))
    brik_basket_model_clear (self->basket);
  brik_sale_renew_id (self);
  brik_sale_set_state (self, BRIK_SALE_ACCEPTED);
}

/* D12. It is answered as soon as it is read, and nothing of it stays but the offer to sell all the same. */
static void
say_already_paid (BrikSale *self, const BrikOutcome *outcome)
{
  self->unsure = FALSE;
  brik_sale_set_holder (self, outcome->holder);
  brik_sale_set_answer (self, outcome->at_us, outcome->verdict.total_ore);
  brik_sale_set_state (self, BRIK_SALE_ALREADY_PAID);
  brik_sale_cue (self, BRIK_SOUND_READ);
  brik_sale_rest (self);
}

static void
on_sell_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikSale) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikOutcome) outcome = brik_ledger_sell_finish (BRIK_LEDGER (source), result, &error);

  if (brik_sale_forget_if_left (self, error))
    return;
  if (outcome == NULL)
    {
      brik_sale_fail (self, g_steal_pointer (&error));
    }
  else if (outcome->already_paid)
    {
      say_already_paid (self, outcome);
    }
  else if (outcome->verdict.reason != BRIK_REASON_NONE)
    {
      brik_sale_set_holder (self, outcome->holder);
      refuse (self, &outcome->verdict);
      /* Decided and written down in one transaction. */
      brik_sale_set_refusal_told (self, self->person != NULL);
    }
  else
    {
      accept (self, outcome, FALSE);
      brik_sale_count_fast (self, 1);
      brik_sale_rest (self);
      brik_sale_cue (self, BRIK_SOUND_ACCEPTED);
    }
}

void
brik_sale_sell (BrikSale *self, gboolean once)
{
  typeof (&brik_ledger_sell_async) sell = once ? brik_ledger_sell_once_async : brik_ledger_sell_async;

  self->once = once;
  brik_sale_set_notice (self, BRIK_NOTICE_NONE);
  brik_sale_set_step (self, BRIK_STEP_SELL);
  brik_sale_set_state (self, BRIK_SALE_DECIDING);
  brik_sale_set_fault (self, NULL);
  sell (self->ledger, self->id, brik_person_get_holder (self->person)->uid,
        brik_basket_model_get_basket (self->basket), NULL, on_sell_ready, g_object_ref (self));
}

static void
on_undo_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikSale) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikOutcome) outcome = brik_ledger_undo_finish (BRIK_LEDGER (source), result, &error);
  g_autofree char *to_name = NULL;
  gint64 amount_ore;

  if (brik_sale_forget_if_left (self, error))
    return;
  if (outcome == NULL)
    {
      brik_sale_fail (self, g_steal_pointer (&error));
      return;
    }
  /* To say what was taken back, also while the next in the queue is answered. */
  amount_ore = self->sold_ore;
  to_name = g_strdup (self->sold_to);
  brik_sale_count_fast (self, -1);
  brik_sale_begin (self);
  brik_sale_set_last (self, NULL, amount_ore, to_name, FALSE);
  brik_sale_notify_derived (self);
  brik_sale_set_notice (self, BRIK_NOTICE_UNDONE);
  brik_sale_cue (self, BRIK_SOUND_READ);
}

void
brik_sale_take_back (BrikSale *self)
{
  brik_sale_set_notice (self, BRIK_NOTICE_NONE);
  brik_sale_set_step (self, BRIK_STEP_UNDO);
  brik_sale_set_state (self, BRIK_SALE_DECIDING);
  brik_sale_set_fault (self, NULL);
  brik_ledger_undo_async (self->ledger, self->sold, NULL, on_undo_ready, g_object_ref (self));
}

static void
on_last_sale_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikSale) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikOutcome) outcome = brik_ledger_last_sale_finish (BRIK_LEDGER (source), result, &error);

  if (error != NULL)
    g_warning ("The last sale could not be read: %s", error->message);
  else if (outcome != NULL && self->state == BRIK_SALE_IDLE && !brik_sale_has_goods (self))
    accept (self, outcome, TRUE);
}

void
brik_sale_recover (BrikSale *self)
{
  brik_ledger_last_sale_async (self->ledger, NULL, on_last_sale_ready, g_object_ref (self));
}
