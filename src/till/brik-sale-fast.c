/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-private.h"

/* Fast mode: no touch at all. The basket stays, and every chip is a sale of it. */

/* While the ledger is asked, and where something has to be settled first, the sale at hand is not put away.
 */
static gboolean
is_bound (BrikSale *self)
{
  return self->state == BRIK_SALE_DECIDING || self->state == BRIK_SALE_FAULT ||
         self->state == BRIK_SALE_REJECTED;
}

gint64
brik_sale_derive_fast (BrikSale *self, guint property)
{
  switch (property)
    {
    case PROP_CAN_START_FAST:
      return !self->fast && self->state == BRIK_SALE_IDLE && brik_sale_has_goods (self);
    /* A decision takes a moment: both can be had all the while, or they would blink at every tap. */
    case PROP_CAN_CHANGE_PRESET:
      return self->fast && self->state != BRIK_SALE_FAULT && self->state != BRIK_SALE_REJECTED;
    case PROP_CAN_END_FAST:
      return brik_sale_keeps_goods (self);
    case PROP_CAN_SELL_AGAIN:
      return self->state == BRIK_SALE_ALREADY_PAID && self->person != NULL && brik_sale_has_goods (self);
    default:
      g_return_val_if_reached (0);
    }
}

void
brik_sale_count_fast (BrikSale *self, gint by)
{
  if (brik_sale_keeps_goods (self) && (by > 0 || self->n_fast > 0))
    brik_sale_set_n_fast (self, self->n_fast + by);
}

void
brik_sale_start_fast (BrikSale *self)
{
  if (!brik_sale_may (self, PROP_CAN_START_FAST))
    return;
  if (!self->changing)
    brik_sale_set_n_fast (self, 0);
  brik_sale_set_last (self, NULL, 0, NULL, FALSE);
  brik_sale_set_notice (self, BRIK_NOTICE_NONE);
  brik_sale_set_fast (self, TRUE, FALSE);
  brik_sale_advance (self);
}

void
brik_sale_change_preset (BrikSale *self)
{
  if (!brik_sale_may (self, PROP_CAN_CHANGE_PRESET))
    return;
  brik_sale_set_fast (self, FALSE, TRUE);
  if (!is_bound (self))
    brik_sale_begin (self);
}

void
brik_sale_end_fast (BrikSale *self)
{
  if (!brik_sale_may (self, PROP_CAN_END_FAST))
    return;
  brik_sale_set_fast (self, FALSE, FALSE);
  if (!is_bound (self))
    brik_sale_begin (self);
  else if (self->state == BRIK_SALE_REJECTED)
    brik_basket_model_clear (self->basket);
}

void
brik_sale_sell_again (BrikSale *self)
{
  if (brik_sale_may (self, PROP_CAN_SELL_AGAIN))
    brik_sale_sell (self, FALSE);
}
