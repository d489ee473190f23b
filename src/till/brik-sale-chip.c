/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-private.h"

/* Whose chip it is: asked of the ledger, then where it is not known there of the portal, then of the ledger
 * again, which by then has what the portal answered. */

/* A cancel that comes after the ledger answered does not hide the answer, so who waits for it says so here.
 */
typedef struct
{
  BrikSale *sale;
  GCancellable *cancellable;
} LookUpCall;

static LookUpCall *
look_up_call_new (BrikSale *sale, GCancellable *cancellable)
{
  LookUpCall *call = g_new (LookUpCall, 1);

  call->sale = g_object_ref (sale);
  call->cancellable = g_object_ref (cancellable);
  return call;
}

static void
look_up_call_free (LookUpCall *call)
{
  g_object_unref (call->sale);
  g_object_unref (call->cancellable);
  g_free (call);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LookUpCall, look_up_call_free)

static void
refuse_stranger (BrikSale *self, BrikCardholder *holder)
{
  BrikCircumstances where = brik_ledger_get_circumstances (self->ledger);
  BrikQuestion question;
  BrikVerdict verdict;

  where.online = where.online && !self->no_answer;
  question = brik_cardholder_question (holder, &where, brik_basket_model_get_total (self->basket));
  verdict = brik_verdict_decide (&question);
  brik_sale_refuse_and_record (self, &verdict, holder->uid);
}

static void
meet (BrikSale *self, BrikCardholder *holder)
{
  BrikCircumstances where = brik_ledger_get_circumstances (self->ledger);
  BrikQuestion question = brik_cardholder_question (holder, &where, 0);
  BrikVerdict verdict = brik_verdict_decide (&question);

  brik_sale_set_holder (self, holder);
  if (self->sells)
    {
      brik_sale_sell (self, self->fast);
    }
  else if (verdict.reason != BRIK_REASON_NONE)
    {
      brik_sale_refuse_and_record (self, &verdict, holder->uid);
    }
  else
    {
      brik_sale_set_state (self, BRIK_SALE_PERSON);
      /* Asking the portal beeped already. */
      if (!self->was_asked)
        brik_sale_cue (self, BRIK_SOUND_READ);
    }
}

static void
on_look_up_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LookUpCall) call = user_data;
  BrikSale *self = call->sale;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikCardholder) holder = brik_ledger_look_up_finish (BRIK_LEDGER (source), result, &error);

  if (g_cancellable_is_cancelled (call->cancellable))
    return;
  if (holder == NULL)
    {
      brik_sale_fail (self, g_steal_pointer (&error));
    }
  else if (holder->card != NULL)
    {
      meet (self, holder);
    }
  else if (!self->was_asked && brik_ledger_get_circumstances (self->ledger).online)
    {
      self->was_asked = TRUE;
      self->awaits_answer = TRUE;
      brik_sale_cue (self, BRIK_SOUND_READ);
      brik_sale_ask (self);
    }
  else
    {
      refuse_stranger (self, holder);
    }
}

static void
ask_ledger (BrikSale *self)
{
  g_clear_object (&self->looking);
  self->looking = g_cancellable_new ();
  brik_ledger_look_up_async (self->ledger, self->uid, self->looking, on_look_up_ready,
                             look_up_call_new (self, self->looking));
}

static void
look_up (BrikSale *self, const char *uid)
{
  brik_sale_stop_looking (self);
  self->uid = g_strdup (uid);
  self->sells = brik_sale_has_goods (self);
  self->was_asked = FALSE;
  self->awaits_answer = FALSE;
  self->no_answer = FALSE;

  brik_sale_set_holder (self, NULL);
  brik_sale_set_step (self, BRIK_STEP_LOOK_UP);
  brik_sale_set_state (self, BRIK_SALE_ASKING);
  ask_ledger (self);
}

void
brik_sale_stop_looking (BrikSale *self)
{
  g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
  g_clear_pointer (&self->uid, g_free);
}

void
brik_sale_answer (BrikSale *self, const char *uid, BrikSaleAnswer answer)
{
  if (self->state != BRIK_SALE_ASKING || !self->awaits_answer || g_strcmp0 (self->uid, uid) != 0)
    return;
  self->awaits_answer = FALSE;
  self->no_answer = answer == BRIK_ANSWER_NONE;
  ask_ledger (self);
}

static void
on_refresh_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LookUpCall) call = user_data;
  BrikSale *self = call->sale;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikCardholder) holder = brik_ledger_look_up_finish (BRIK_LEDGER (source), result, &error);

  if (g_cancellable_is_cancelled (call->cancellable))
    return;
  if (holder == NULL)
    g_warning ("The person shown could not be read again: %s", error->message);
  else if (self->state == BRIK_SALE_PERSON && holder->account != NULL &&
           g_str_equal (holder->account->id, brik_person_get_account (self->person)))
    brik_sale_set_holder (self, holder);
}

void
brik_sale_refresh (BrikSale *self)
{
  g_cancellable_cancel (self->refreshing);
  g_clear_object (&self->refreshing);
  self->refreshing = g_cancellable_new ();
  brik_ledger_look_up_async (self->ledger, brik_person_get_holder (self->person)->uid, self->refreshing,
                             on_refresh_ready, look_up_call_new (self, self->refreshing));
}

static void
refuse_chip (BrikSale *self, BrikChip chip)
{
  BrikQuestion question = { .chip = chip, .total_ore = brik_basket_model_get_total (self->basket) };
  BrikVerdict verdict = brik_verdict_decide (&question);

  brik_sale_set_holder (self, NULL);
  brik_sale_refuse_and_record (self, &verdict, NULL);
}

/* Whether what is on the screen is somebody's, so that a chip must not touch it. */
static gboolean
is_taken (BrikSale *self)
{
  switch (self->state)
    {
    case BRIK_SALE_ASKING:
    case BRIK_SALE_DECIDING:
    case BRIK_SALE_REJECTED:
      return TRUE;
    case BRIK_SALE_PERSON:
      return brik_sale_has_goods (self) || self->from_queue;
    case BRIK_SALE_REFUSED:
      return !self->fast && brik_sale_has_goods (self) &&
             self->refusal->reason != BRIK_REASON_SEVERAL_CHIPS &&
             self->refusal->reason != BRIK_REASON_RANDOM_CHIP;
    case BRIK_SALE_FAULT:
      return brik_sale_has_goods (self) || self->step != BRIK_STEP_LOOK_UP;
    case BRIK_SALE_IDLE:
    case BRIK_SALE_ACCEPTED:
    case BRIK_SALE_ALREADY_PAID:
    default:
      return FALSE;
    }
}

static void
say (BrikSale *self, BrikSaleNotice notice, BrikSound sound)
{
  brik_sale_set_notice (self, notice);
  brik_sale_cue (self, sound);
}

static void
queue (BrikSale *self, const char *uid)
{
  if (brik_queue_add (self->queue, uid))
    say (self, BRIK_NOTICE_QUEUED, BRIK_SOUND_READ);
  else
    say (self, BRIK_NOTICE_QUEUE_FULL, BRIK_SOUND_FAULT);
}

/* A chip that must not touch what is on the screen. */
static void
put_off (BrikSale *self, BrikChip chip, const char *uid)
{
  gboolean is_payer = self->person != NULL && uid != NULL && self->state == BRIK_SALE_PERSON &&
                      g_str_equal (uid, brik_person_get_holder (self->person)->uid);

  if (chip == BRIK_CHIP_SEVERAL)
    say (self, BRIK_NOTICE_ONE_CARD, BRIK_SOUND_FAULT);
  else if (chip == BRIK_CHIP_RANDOM)
    say (self, BRIK_NOTICE_NO_CARD, BRIK_SOUND_FAULT);
  else if (self->changing)
    say (self, BRIK_NOTICE_CHANGING, BRIK_SOUND_FAULT);
  else if (!is_payer)
    queue (self, uid);
  else if (brik_sale_has_goods (self))
    say (self, BRIK_NOTICE_PRESS_PAY, BRIK_SOUND_READ);
  else
    brik_sale_cue (self, BRIK_SOUND_READ);
}

static void
clear_away (BrikSale *self)
{
  brik_sale_set_last (self, NULL, 0, NULL, FALSE);
  brik_sale_set_refusal (self, NULL);
  brik_sale_set_fault (self, NULL);
  brik_sale_set_notice (self, BRIK_NOTICE_NONE);
}

static void
take (BrikSale *self, const char *uid, gboolean from_queue)
{
  clear_away (self);
  self->from_queue = from_queue;
  look_up (self, uid);
}

void
brik_sale_advance (BrikSale *self)
{
  g_autofree char *uid = NULL;

  /* Goods that lie there are somebody's, unless they are everybody's. */
  if (self->state != BRIK_SALE_IDLE || self->changing || (brik_sale_has_goods (self) && !self->fast))
    return;
  uid = brik_queue_take_first (self->queue);
  if (uid != NULL)
    take (self, uid, TRUE);
}

/* Behind those who came first. */
static void
take_turn (BrikSale *self, const char *uid)
{
  gboolean is_new;

  if (brik_queue_get_length (self->queue) == 0 || (brik_sale_has_goods (self) && !self->fast))
    {
      brik_queue_remove (self->queue, uid);
      take (self, uid, FALSE);
      return;
    }
  is_new = !brik_queue_contains (self->queue, uid);
  if (self->state == BRIK_SALE_IDLE)
    brik_sale_advance (self);
  else
    brik_sale_begin (self);
  /* There is room for one more now. */
  if (is_new)
    brik_queue_add (self->queue, uid);
}

void
brik_sale_tap (BrikSale *self, BrikChip chip, const char *uid)
{
  gboolean under_way = self->state == BRIK_SALE_ASKING || self->state == BRIK_SALE_DECIDING;

  g_return_if_fail (chip != BRIK_CHIP_ONE || uid != NULL);

  if (brik_ledger_get_place (self->ledger) == NULL)
    return; /* nothing can be sold yet, and the window says so */
  if (under_way && chip == BRIK_CHIP_ONE && g_strcmp0 (uid, self->uid) == 0)
    return; /* the very chip that is being answered */
  if (is_taken (self) || self->changing)
    {
      put_off (self, chip, uid);
      return;
    }
  if (chip == BRIK_CHIP_ONE)
    {
      take_turn (self, uid);
      return;
    }
  clear_away (self);
  refuse_chip (self, chip);
}
