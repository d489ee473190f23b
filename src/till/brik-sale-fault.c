/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-private.h"

/* What the ledger could not do; and where the disk does not say whether it has done it, finding that out
 * before anything else. */

#define ASK_AGAIN_MS 2000

static gboolean
on_ask_again (gpointer user_data)
{
  BrikSale *self = user_data;

  self->ask_again_source = 0;
  brik_sale_ask_what_stands (self);
  return G_SOURCE_REMOVE;
}

static void
ask_again_later (BrikSale *self)
{
  g_clear_handle_id (&self->ask_again_source, g_source_remove);
  self->ask_again_source = g_timeout_add (ASK_AGAIN_MS, on_ask_again, self);
}

/* Nothing of it stands, and nothing will: it is a fault like any other, and can be left or tried again. */
static void
settle_as_not_done (BrikSale *self)
{
  self->unsure = FALSE;
  brik_sale_set_fault (self,
                       g_error_new_literal (BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DISK, self->fault->message));
  brik_sale_notify_derived (self);
  brik_sale_cue (self, BRIK_SOUND_FAULT);
}

static void
on_is_done_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikSale) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = brik_ledger_is_done_finish (BRIK_LEDGER (source), result, &error);

  /* Asked by a touch too, and answered before. */
  if (self->state != BRIK_SALE_FAULT || !self->unsure)
    return;
  if (error != NULL)
    ask_again_later (self);
  else if (self->left)
    brik_sale_begin (self);
  else if (done)
    brik_sale_do_step (self); /* once more is not twice: it gives the outcome */
  else
    settle_as_not_done (self);
}

void
brik_sale_ask_what_stands (BrikSale *self)
{
  BrikEntryKind kind = BRIK_ENTRY_SALE;
  const char *key = self->id;

  if (self->step == BRIK_STEP_UNDO)
    {
      kind = BRIK_ENTRY_UNDO;
      key = self->sold;
    }
  else if (self->step == BRIK_STEP_REJECT)
    {
      kind = BRIK_ENTRY_REJECTED;
      key = self->rejection;
    }
  else if (self->step == BRIK_STEP_BLOCK)
    {
      kind = BRIK_ENTRY_CARD_BLOCKED;
      key = brik_person_get_holder (self->person)->uid;
    }
  brik_ledger_is_done_async (self->ledger, kind, key, NULL, on_is_done_ready, g_object_ref (self));
}

/* @error: (transfer full): of something that stands it only says that its outcome could not be read. */
void
brik_sale_fail (BrikSale *self, GError *error)
{
  gboolean was_unsure = self->unsure;

  g_warning ("The ledger failed: %s", error->message);
  self->unsure = was_unsure || brik_error_is_unsure (error);
  if (self->unsure && !brik_error_is_unsure (error))
    {
      g_autoptr (GError) cause = error;

      error = g_error_new_literal (BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_UNSURE, cause->message);
    }
  brik_sale_set_fault (self, error);
  brik_sale_set_state (self, BRIK_SALE_FAULT);
  if (!was_unsure)
    brik_sale_cue (self, BRIK_SOUND_FAULT);
  if (self->unsure)
    ask_again_later (self);
}
