/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-rejections.h"

#include <glib/gi18n.h>

#include "ledger/brik-replay.h"
#include "ledger/brik-sales-private.h"
#include "ledger/brik-transaction.h"

/**
 * Rejecting:
 * @outcome: of a rejection, set by the transaction
 * @holder: of a block, set by the transaction
 */
typedef struct
{
  const BrikSaleRequest *request;
  BrikOutcome *outcome;
  BrikCardholder *holder;
} Rejecting;

static void
rejecting_clear (Rejecting *rejecting)
{
  g_clear_pointer (&rejecting->outcome, brik_outcome_free);
  g_clear_pointer (&rejecting->holder, brik_cardholder_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Rejecting, rejecting_clear)

static BrikOutcome *
outcome_of_rejection (BrikLedgerFile *file, const BrikEntry *entry, GError **error)
{
  g_autoptr (BrikOutcome) outcome = brik_outcome_new (entry, entry->rejects, NULL);

  outcome->holder = brik_replay_card (file->store, entry->account, entry->card, error);
  return outcome->holder ? g_steal_pointer (&outcome) : NULL;
}

/* One that is asked for again was done the first time. FALSE without @error where it is new. */
static gboolean
find_done (BrikLedgerFile *file, Rejecting *rejecting, GError **error)
{
  g_autoptr (BrikJournalRow) row = brik_journal_table_find (file->store, rejecting->request->id, error);

  if (row)
    rejecting->outcome = outcome_of_rejection (file, row->entry, error);
  return rejecting->outcome != NULL;
}

/* The undo, unless the cashier was faster; and what the rejection says of it. */
static gboolean
take_sale_back (BrikLedgerFile *file,
                const BrikSaleRequest *request,
                const BrikMoment *moment,
                BrikEntry *rejection,
                GError **error)
{
  g_autoptr (BrikJournalRow) row = brik_sales_find_own (file, request->sale, error);
  g_autoptr (BrikJournalRow) undone = NULL;
  g_autoptr (BrikEntry) undo = NULL;
  g_autofree char *id = brik_id_new ();

  if (!row)
    return FALSE;
  undone = brik_journal_table_find_undo (file->store, request->sale, error);
  if (*error)
    return FALSE;
  if (!undone && !brik_sales_append_undo (file, row, id, moment, request->online, &undo, error))
    return FALSE;

  rejection->account = g_strdup (row->entry->account);
  rejection->card = g_strdup (row->entry->card);
  rejection->rejects = g_strdup (request->sale);
  rejection->total_ore = row->entry->total_ore;
  return TRUE;
}

/* The card behind @uid; %BRIK_LEDGER_ERROR_STATE where there is none here. (transfer full) */
static BrikCardholder *
find_holder (BrikLedgerFile *file, const char *uid, GError **error)
{
  g_autoptr (BrikCardholder) holder = brik_replay_chip (file->store, uid, error);

  if (!holder || holder->card)
    return g_steal_pointer (&holder);

  g_set_error_literal (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE,
                       _ ("This till no longer knows that card."));
  return NULL;
}

static gboolean
name_card_held_up (BrikLedgerFile *file, const char *uid, BrikEntry *rejection, GError **error)
{
  g_autoptr (BrikCardholder) holder = find_holder (file, uid, error);

  if (!holder)
    return FALSE;
  brik_entry_name_holder (rejection, holder);
  return TRUE;
}

static gboolean
reject (BrikLedgerFile *file, gpointer data, GError **error)
{
  Rejecting *rejecting = data;
  const BrikSaleRequest *request = rejecting->request;
  g_autoptr (BrikEntry) entry = NULL;
  BrikMoment moment;

  if (find_done (file, rejecting, error))
    return TRUE;
  if (*error || !brik_ledger_file_check_cashier (file, error) ||
      !brik_ledger_file_get_moment (file, &moment, error))
    return FALSE;

  entry = brik_ledger_file_new_entry (file, BRIK_ENTRY_REJECTED, &moment);
  entry->id = g_strdup (request->id);
  entry->offline = !request->online;
  if (request->sale ? !take_sale_back (file, request, &moment, entry, error)
                    : !name_card_held_up (file, request->uid, entry, error))
    return FALSE;
  if (!brik_ledger_file_append (file, entry, NULL, NULL, error))
    return FALSE;

  rejecting->outcome = outcome_of_rejection (file, entry, error);
  return rejecting->outcome != NULL;
}

BrikOutcome *
brik_rejections_reject (BrikLedgerFile *file, const BrikSaleRequest *request, GError **error)
{
  g_auto (Rejecting) rejecting = { .request = request };

  return brik_transaction_run (file, reject, &rejecting, error) ? g_steal_pointer (&rejecting.outcome) : NULL;
}

static gboolean
append_block (BrikLedgerFile *file,
              const BrikSaleRequest *request,
              const BrikCardholder *holder,
              GError **error)
{
  g_autoptr (BrikEntry) entry = NULL;
  BrikMoment moment;

  if (!brik_ledger_file_check_cashier (file, error) || !brik_ledger_file_get_moment (file, &moment, error))
    return FALSE;

  entry = brik_ledger_file_new_entry (file, BRIK_ENTRY_CARD_BLOCKED, &moment);
  entry->id = brik_id_new ();
  entry->offline = !request->online;
  brik_entry_name_holder (entry, holder);
  return brik_ledger_file_append (file, entry, NULL, NULL, error);
}

/* Done twice is done once: a card that is blocked has its block, wherever it was put. */
static gboolean
block (BrikLedgerFile *file, gpointer data, GError **error)
{
  Rejecting *rejecting = data;
  const BrikSaleRequest *request = rejecting->request;
  g_autoptr (BrikCardholder) holder = find_holder (file, request->uid, error);

  if (!holder || (holder->card->state == BRIK_CARD_ACTIVE && !append_block (file, request, holder, error)))
    return FALSE;

  rejecting->holder = brik_replay_chip (file->store, request->uid, error);
  return rejecting->holder != NULL;
}

BrikCardholder *
brik_rejections_block (BrikLedgerFile *file, const BrikSaleRequest *request, GError **error)
{
  g_auto (Rejecting) rejecting = { .request = request };

  if (brik_transaction_run (file, block, &rejecting, error))
    return g_steal_pointer (&rejecting.holder);

  return NULL;
}
