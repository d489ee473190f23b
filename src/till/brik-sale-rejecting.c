/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-private.h"

/* Not this person: somebody other than its holder has the card. */

static void
on_reject_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikSale) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikOutcome) outcome = brik_ledger_reject_finish (BRIK_LEDGER (source), result, &error);

  if (brik_sale_forget_if_left (self, error))
    return;
  if (outcome == NULL)
    {
      brik_sale_fail (self, g_steal_pointer (&error));
      return;
    }
  self->unsure = FALSE;
  if (self->reject_sale != NULL)
    brik_sale_count_fast (self, -1);
  brik_sale_set_last (self, NULL, 0, NULL, FALSE);
  brik_sale_set_holder (self, outcome->holder);
  brik_sale_set_answer (self, outcome->at_us, outcome->verdict.total_ore);
  brik_sale_set_card (self, outcome->holder->card);
  brik_sale_set_state (self, BRIK_SALE_REJECTED);
  brik_sale_cue (self, BRIK_SOUND_READ);
}

static void
begin_step (BrikSale *self, BrikSaleStep step)
{
  brik_sale_set_notice (self, BRIK_NOTICE_NONE);
  brik_sale_set_step (self, step);
  brik_sale_set_state (self, BRIK_SALE_DECIDING);
  brik_sale_set_fault (self, NULL);
}

void
brik_sale_write_rejection (BrikSale *self)
{
  const char *uid = self->person != NULL ? brik_person_get_holder (self->person)->uid : NULL;

  begin_step (self, BRIK_STEP_REJECT);
  brik_ledger_reject_async (self->ledger, self->rejection, uid, self->reject_sale, NULL, on_reject_ready,
                            g_object_ref (self));
}

static void
on_block_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikSale) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikCardholder) holder = brik_ledger_block_card_finish (BRIK_LEDGER (source), result, &error);

  if (brik_sale_forget_if_left (self, error))
    return;
  if (holder == NULL)
    {
      brik_sale_fail (self, g_steal_pointer (&error));
      return;
    }
  self->unsure = FALSE;
  brik_sale_set_holder (self, holder);
  brik_sale_set_card (self, holder->card);
  brik_sale_set_state (self, BRIK_SALE_REJECTED);
  brik_sale_cue (self, BRIK_SOUND_READ);
}

void
brik_sale_write_block (BrikSale *self)
{
  begin_step (self, BRIK_STEP_BLOCK);
  brik_ledger_block_card_async (self->ledger, brik_person_get_holder (self->person)->uid, NULL,
                                on_block_ready, g_object_ref (self));
}
