/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-sales-private.h"

#include <glib/gi18n.h>

#include "ledger/brik-replay.h"
#include "ledger/brik-transaction.h"

/**
 * Selling:
 * @outcome: set once the transaction has decided
 *
 * A sale, undo or decline on its way through its transaction.
 */
typedef struct
{
  const BrikSaleRequest *request;
  const BrikVerdict *verdict;
  BrikOutcome *outcome;
} Selling;

static void
selling_clear (Selling *selling)
{
  g_clear_pointer (&selling->outcome, brik_outcome_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Selling, selling_clear)

void
brik_sale_request_free (BrikSaleRequest *request)
{
  g_free (request->id);
  g_free (request->sale);
  g_free (request->uid);
  g_clear_pointer (&request->basket, brik_basket_free);
  g_free (request);
}

void
brik_outcome_free (BrikOutcome *outcome)
{
  g_free (outcome->sale);
  g_clear_pointer (&outcome->holder, brik_cardholder_unref);
  g_clear_pointer (&outcome->basket, brik_basket_free);
  g_free (outcome);
}

BrikOutcome *
brik_outcome_new (const BrikEntry *entry, const char *sale, const BrikBasket *basket)
{
  BrikOutcome *outcome = g_new0 (BrikOutcome, 1);

  outcome->verdict = entry->verdict;
  outcome->verdict.total_ore = entry->total_ore;
  outcome->sale = g_strdup (sale);
  outcome->at_us = entry->at_us;
  outcome->number = entry->number;
  outcome->basket = basket ? brik_basket_copy (basket) : NULL;
  return outcome;
}

/* The outcome of a sale or decline that stands in the journal, with its holder as he is now. */
static BrikOutcome *
outcome_of_row (BrikLedgerFile *file, const BrikJournalRow *row, GError **error)
{
  const BrikEntry *entry = row->entry;
  g_autoptr (BrikOutcome) outcome = NULL;

  if (entry->kind != BRIK_ENTRY_SALE && entry->kind != BRIK_ENTRY_DECLINE)
    {
      g_set_error_literal (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE,
                           "that id belongs to something other than a sale");
      return NULL;
    }

  outcome = brik_outcome_new (entry, entry->id, entry->basket);
  outcome->holder = brik_replay_card (file->store, entry->account, entry->card, error);
  return outcome->holder ? g_steal_pointer (&outcome) : NULL;
}

/* A sale that is asked for again was sold, or refused, the first time. FALSE without @error where it is new.
 */
static gboolean
find_outcome (BrikLedgerFile *file, Selling *selling, GError **error)
{
  g_autoptr (BrikJournalRow) row = brik_journal_table_find (file->store, selling->request->sale, error);

  if (row)
    selling->outcome = outcome_of_row (file, row, error);
  return selling->outcome != NULL;
}

void
brik_entry_name_holder (BrikEntry *entry, const BrikCardholder *holder)
{
  if (!holder->card)
    return;

  entry->account = g_strdup (holder->account->id);
  entry->card = g_strdup (holder->card->id);
}

/* A sale whose commit fails is remembered too: it is only ever looked at with one that stands. */
static void
remember_sold (BrikLedgerFile *file, const BrikEntry *sale)
{
  BrikSoldAt *sold = g_new0 (BrikSoldAt, 1);

  g_strlcpy (sold->sale, sale->id, sizeof sold->sale);
  sold->steady_us = brik_clock_steady (file->clock);
  g_hash_table_replace (file->sold, g_strdup (sale->card), sold);
}

/* Yes: the sale, counted into the holder too. No: the decline, with its reason. */
static gboolean
append_verdict (BrikLedgerFile *file,
                const BrikSaleRequest *request,
                const BrikMoment *moment,
                const BrikVerdict *verdict,
                BrikCardholder *holder,
                BrikOutcome **outcome,
                GError **error)
{
  gboolean yes = verdict->reason == BRIK_REASON_NONE;
  const char *place_kind = file->place->place_kind;
  g_autoptr (BrikEntry) entry =
    brik_ledger_file_new_entry (file, yes ? BRIK_ENTRY_SALE : BRIK_ENTRY_DECLINE, moment);

  entry->id = g_strdup (request->sale);
  entry->basket = brik_basket_copy (request->basket);
  entry->total_ore = brik_basket_get_total (request->basket);
  entry->offline = !request->online;
  entry->verdict = *verdict;
  brik_entry_name_holder (entry, holder);

  if (!brik_ledger_file_append (file, entry, yes ? place_kind : NULL, yes ? &moment->date : NULL, error))
    return FALSE;

  if (yes)
    {
      brik_replay_add_sale (holder, entry->total_ore, place_kind, &moment->date);
      remember_sold (file, entry);
    }
  *outcome = brik_outcome_new (entry, request->sale, request->basket);
  (*outcome)->holder = brik_cardholder_ref (holder);
  return TRUE;
}

/* What is refused whatever is bought is said before it; what a second purchase would lack is not asked. */
static gboolean
is_of_goods (BrikReason reason)
{
  return reason == BRIK_REASON_NONE || reason == BRIK_REASON_CAP || reason == BRIK_REASON_BALANCE ||
         reason == BRIK_REASON_ALLOWANCE;
}

/* Since a sale, by the clock that never steps if this program has made it, or else by the till's time. */
static gint64
time_since (BrikLedgerFile *file, const BrikEntry *sale, gint64 now_us)
{
  const BrikSoldAt *sold = g_hash_table_lookup (file->sold, sale->card);

  if (sold && g_str_equal (sold->sale, sale->id))
    return brik_clock_steady (file->clock) - sold->steady_us;
  return now_us - sale->at_us;
}

/* D12: the last sale of this card here that stands, if it is too new for another. FALSE without @error for
 * none. */
static gboolean
find_paid (BrikLedgerFile *file, Selling *selling, gint64 now_us, BrikCardholder *holder, GError **error)
{
  g_autoptr (BrikJournalRow) row =
    brik_journal_table_find_newest_sale (file->store, holder->account->id, holder->card->id, error);
  gint64 ago_us = row ? time_since (file, row->entry, now_us) : 0;

  /* Below nought: the portal has put back a clock that was ahead. */
  if (!row || ago_us < 0 || ago_us >= file->place->again_after_us)
    return FALSE;

  selling->outcome = brik_outcome_new (row->entry, row->entry->id, row->entry->basket);
  selling->outcome->holder = brik_cardholder_ref (holder);
  selling->outcome->already_paid = TRUE;
  return TRUE;
}

/* The verdict is given under the write lock, on what the file holds now: nothing can come between it and the
 * entry. */
static gboolean
sell (BrikLedgerFile *file, gpointer data, GError **error)
{
  Selling *selling = data;
  const BrikSaleRequest *request = selling->request;
  g_autoptr (BrikCardholder) holder = NULL;
  BrikCircumstances where = { .place = file->place,
                              .online = request->online,
                              .data_age_us = request->data_age_us };
  BrikMoment moment;
  BrikQuestion question;
  BrikVerdict verdict;

  if (find_outcome (file, selling, error))
    return TRUE;
  if (*error || !brik_ledger_file_check_cashier (file, error) ||
      !brik_ledger_file_get_moment (file, &moment, error))
    return FALSE;

  holder = brik_replay_chip (file->store, request->uid, error);
  if (!holder)
    return FALSE;

  where.date = moment.date;
  question = brik_cardholder_question (holder, &where, brik_basket_get_total (request->basket));
  verdict = brik_verdict_decide (&question);
  if (request->once && is_of_goods (verdict.reason) && find_paid (file, selling, moment.at_us, holder, error))
    return TRUE;
  return !*error && append_verdict (file, request, &moment, &verdict, holder, &selling->outcome, error);
}

BrikOutcome *
brik_sales_sell (BrikLedgerFile *file, const BrikSaleRequest *request, GError **error)
{
  g_auto (Selling) selling = { .request = request };

  return brik_transaction_run (file, sell, &selling, error) ? g_steal_pointer (&selling.outcome) : NULL;
}

BrikJournalRow *
brik_sales_find_own (BrikLedgerFile *file, const char *sale, GError **error)
{
  g_autoptr (BrikJournalRow) row = brik_journal_table_find (file->store, sale, error);

  if (*error)
    return NULL;
  if (row && row->entry->kind == BRIK_ENTRY_SALE)
    return g_steal_pointer (&row);

  g_set_error_literal (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE,
                       _ ("This till has not made that sale."));
  return NULL;
}

/* The outcome of an undo that stands in the journal. */
static BrikOutcome *
outcome_of_undo (BrikLedgerFile *file, const BrikJournalRow *undone, GError **error)
{
  const BrikEntry *entry = undone->entry;
  g_autoptr (BrikJournalRow) sold = brik_journal_table_find (file->store, entry->sale, error);
  g_autoptr (BrikOutcome) outcome = NULL;

  if (!sold)
    return NULL;

  outcome = brik_outcome_new (entry, entry->sale, sold->entry->basket);
  outcome->holder = brik_replay_card (file->store, entry->account, entry->card, error);
  return outcome->holder ? g_steal_pointer (&outcome) : NULL;
}

/* A sale that is undone already was undone the first time it was asked for. FALSE without @error where it is
 * not. */
static gboolean
find_undo (BrikLedgerFile *file, Selling *selling, GError **error)
{
  g_autoptr (BrikJournalRow) undone =
    brik_journal_table_find_undo (file->store, selling->request->sale, error);

  if (undone)
    selling->outcome = outcome_of_undo (file, undone, error);
  return selling->outcome != NULL;
}

gboolean
brik_sales_append_undo (BrikLedgerFile *file,
                        const BrikJournalRow *row,
                        const char *id,
                        const BrikMoment *moment,
                        gboolean online,
                        BrikEntry **undo,
                        GError **error)
{
  g_autoptr (BrikEntry) entry = brik_ledger_file_new_entry (file, BRIK_ENTRY_UNDO, moment);

  entry->id = g_strdup (id);
  entry->account = g_strdup (row->entry->account);
  entry->card = g_strdup (row->entry->card);
  entry->offline = !online;
  entry->sale = g_strdup (row->entry->id);
  entry->sale_date = row->entry->date;
  entry->sale_place = g_strdup (row->entry->place);
  entry->total_ore = row->entry->total_ore;

  if (!brik_ledger_file_append (file, entry, row->place_kind, &row->entry->date, error))
    return FALSE;
  *undo = g_steal_pointer (&entry);
  return TRUE;
}

static gboolean
undo (BrikLedgerFile *file, gpointer data, GError **error)
{
  Selling *selling = data;
  const char *sale = selling->request->sale;
  g_autoptr (BrikJournalRow) row = NULL;
  g_autoptr (BrikEntry) entry = NULL;
  g_autofree char *id = brik_id_new ();
  BrikMoment moment;

  if (find_undo (file, selling, error))
    return TRUE;
  if (*error)
    return FALSE;

  row = brik_sales_find_own (file, sale, error);
  if (!row || !brik_ledger_file_check_cashier (file, error) ||
      !brik_ledger_file_get_moment (file, &moment, error) ||
      !brik_sales_append_undo (file, row, id, &moment, selling->request->online, &entry, error))
    return FALSE;

  selling->outcome = brik_outcome_new (entry, sale, row->entry->basket);
  selling->outcome->holder = brik_replay_card (file->store, entry->account, entry->card, error);
  return selling->outcome->holder != NULL;
}

BrikOutcome *
brik_sales_undo (BrikLedgerFile *file, const BrikSaleRequest *request, GError **error)
{
  g_auto (Selling) selling = { .request = request };

  return brik_transaction_run (file, undo, &selling, error) ? g_steal_pointer (&selling.outcome) : NULL;
}

static gboolean
decline (BrikLedgerFile *file, gpointer data, GError **error)
{
  Selling *selling = data;
  const BrikSaleRequest *request = selling->request;
  g_autoptr (BrikCardholder) holder = NULL;
  g_autoptr (BrikEntry) entry = NULL;
  BrikMoment moment;

  if (!brik_ledger_file_check_cashier (file, error) || !brik_ledger_file_get_moment (file, &moment, error))
    return FALSE;

  entry = brik_ledger_file_new_entry (file, BRIK_ENTRY_DECLINE, &moment);
  entry->id = brik_id_new ();
  entry->offline = !request->online;
  entry->verdict = *selling->verdict;
  entry->total_ore = selling->verdict->total_ore;
  if (request->basket && brik_basket_get_n_lines (request->basket) > 0)
    {
      entry->basket = brik_basket_copy (request->basket);
      entry->total_ore = brik_basket_get_total (request->basket);
    }
  if (request->uid)
    {
      holder = brik_replay_chip (file->store, request->uid, error);
      if (!holder)
        return FALSE;
      brik_entry_name_holder (entry, holder);
    }

  return brik_ledger_file_append (file, entry, NULL, NULL, error);
}

gboolean
brik_sales_decline (BrikLedgerFile *file,
                    const BrikSaleRequest *request,
                    const BrikVerdict *verdict,
                    GError **error)
{
  Selling selling = { .request = request, .verdict = verdict };

  return brik_transaction_run (file, decline, &selling, error);
}

BrikOutcome *
brik_sales_find_last (BrikLedgerFile *file, GError **error)
{
  g_autoptr (BrikJournalRow) row = NULL;
  g_autoptr (BrikJournalRow) undone = NULL;

  if (!file->last_sale)
    return NULL;

  undone = brik_journal_table_find_undo (file->store, file->last_sale, error);
  if (undone || *error)
    return NULL;

  row = brik_journal_table_find (file->store, file->last_sale, error);
  return row ? outcome_of_row (file, row, error) : NULL;
}
