/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-ledger-private.h"

#include "ledger/brik-accounts-table.h"
#include "ledger/brik-rejections.h"
#include "ledger/brik-replay.h"
#include "ledger/brik-sales.h"

static gpointer
look_up (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_replay_chip (file->store, request, error);
}

static const BrikCall look_up_call = { look_up, g_free, (GDestroyNotify) brik_cardholder_unref };

void
brik_ledger_look_up_async (BrikLedger *ledger,
                           const char *uid,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  brik_ledger_start (ledger, &look_up_call, g_strdup (uid), cancellable, callback, user_data);
}

BrikCardholder *
brik_ledger_look_up_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &look_up_call, result, error);
}

/* A decimal number is nothing else, whatever chip has the same digits for its UID (R3). */
static gboolean
may_be_uid (BrikLedgerFile *file, const char *text)
{
  BrikCardForm form = file->place ? file->place->card_form : BRIK_CARD_FORM_ASSIGNED;
  g_autofree char *number = brik_card_number_normalize (text, form, NULL);

  return !number || form == BRIK_CARD_FORM_HEX || form == BRIK_CARD_FORM_ASSIGNED;
}

static gpointer
find_card (BrikLedgerFile *file, gpointer request, GError **error)
{
  char *uid;

  return brik_accounts_table_find_number (file->store, request, may_be_uid (file, request), &uid, error)
           ? uid
           : NULL;
}

static const BrikCall find_card_call = { find_card, g_free, g_free };

void
brik_ledger_find_card_async (BrikLedger *ledger,
                             const char *text,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  /* Spaces and case do not count, in whichever form. */
  char *number = brik_card_number_normalize (text, BRIK_CARD_FORM_ASSIGNED, NULL);

  brik_ledger_start (ledger, &find_card_call, number ? number : g_strdup (""), cancellable, callback,
                     user_data);
}

char *
brik_ledger_find_card_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &find_card_call, result, error);
}

static BrikSaleRequest *
sale_request_new (BrikLedger *ledger, const char *sale, const char *uid, const BrikBasket *basket)
{
  BrikSaleRequest *request = g_new0 (BrikSaleRequest, 1);
  gint64 data_age_us = G_MAXINT64;
  gboolean online;

  g_object_get (ledger, "online", &online, NULL);
  if (brik_ledger_get_place (ledger))
    data_age_us = brik_ledger_get_circumstances (ledger).data_age_us;

  request->sale = g_strdup (sale);
  request->uid = g_strdup (uid);
  request->basket = basket ? brik_basket_copy (basket) : NULL;
  request->online = online;
  request->data_age_us = data_age_us;
  return request;
}

static gpointer
sell (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_sales_sell (file, request, error);
}

static const BrikCall sell_call = { sell, (GDestroyNotify) brik_sale_request_free,
                                    (GDestroyNotify) brik_outcome_free };

void
brik_ledger_sell_async (BrikLedger *ledger,
                        const char *sale,
                        const char *uid,
                        const BrikBasket *basket,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (sale && uid && basket && brik_basket_get_n_lines (basket) > 0);

  brik_ledger_start (ledger, &sell_call, sale_request_new (ledger, sale, uid, basket), cancellable, callback,
                     user_data);
}

void
brik_ledger_sell_once_async (BrikLedger *ledger,
                             const char *sale,
                             const char *uid,
                             const BrikBasket *basket,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  BrikSaleRequest *request;

  g_return_if_fail (sale && uid && basket && brik_basket_get_n_lines (basket) > 0);

  request = sale_request_new (ledger, sale, uid, basket);
  request->once = TRUE;
  brik_ledger_start (ledger, &sell_call, request, cancellable, callback, user_data);
}

BrikOutcome *
brik_ledger_sell_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &sell_call, result, error);
}

static gpointer
undo (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_sales_undo (file, request, error);
}

static const BrikCall undo_call = { undo, (GDestroyNotify) brik_sale_request_free,
                                    (GDestroyNotify) brik_outcome_free };

void
brik_ledger_undo_async (BrikLedger *ledger,
                        const char *sale,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_return_if_fail (sale);

  brik_ledger_start (ledger, &undo_call, sale_request_new (ledger, sale, NULL, NULL), cancellable, callback,
                     user_data);
}

BrikOutcome *
brik_ledger_undo_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &undo_call, result, error);
}

static gpointer
reject (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_rejections_reject (file, request, error);
}

static const BrikCall reject_call = { reject, (GDestroyNotify) brik_sale_request_free,
                                      (GDestroyNotify) brik_outcome_free };

void
brik_ledger_reject_async (BrikLedger *ledger,
                          const char *id,
                          const char *uid,
                          const char *sale,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  BrikSaleRequest *request;

  g_return_if_fail (id && (uid || sale));

  request = sale_request_new (ledger, sale, uid, NULL);
  request->id = g_strdup (id);
  brik_ledger_start (ledger, &reject_call, request, cancellable, callback, user_data);
}

BrikOutcome *
brik_ledger_reject_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &reject_call, result, error);
}

static gpointer
block_card (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_rejections_block (file, request, error);
}

static const BrikCall block_card_call = { block_card, (GDestroyNotify) brik_sale_request_free,
                                          (GDestroyNotify) brik_cardholder_unref };

void
brik_ledger_block_card_async (BrikLedger *ledger,
                              const char *uid,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (uid);

  brik_ledger_start (ledger, &block_card_call, sale_request_new (ledger, NULL, uid, NULL), cancellable,
                     callback, user_data);
}

BrikCardholder *
brik_ledger_block_card_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &block_card_call, result, error);
}

/**
 * Deed:
 *
 * Something that may have been done.
 */
typedef struct
{
  BrikEntryKind kind;
  char *key;
} Deed;

static void
deed_free (Deed *deed)
{
  g_free (deed->key);
  g_free (deed);
}

static gpointer
find_deed (BrikLedgerFile *file, gpointer request, GError **error)
{
  const Deed *deed = request;
  g_autoptr (BrikJournalRow) row = NULL;
  g_autoptr (BrikCardholder) holder = NULL;

  if (deed->kind == BRIK_ENTRY_CARD_BLOCKED)
    {
      holder = brik_replay_chip (file->store, deed->key, error);
      return holder && holder->card && holder->card->state != BRIK_CARD_ACTIVE ? file : NULL;
    }
  row = deed->kind == BRIK_ENTRY_UNDO ? brik_journal_table_find_undo (file->store, deed->key, error)
                                      : brik_journal_table_find (file->store, deed->key, error);
  return row ? file : NULL;
}

static const BrikCall is_done_call = { find_deed, (GDestroyNotify) deed_free, NULL };

void
brik_ledger_is_done_async (BrikLedger *ledger,
                           BrikEntryKind kind,
                           const char *key,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Deed *deed;

  g_return_if_fail (key);

  deed = g_new0 (Deed, 1);
  deed->kind = kind;
  deed->key = g_strdup (key);
  brik_ledger_start (ledger, &is_done_call, deed, cancellable, callback, user_data);
}

gboolean
brik_ledger_is_done_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &is_done_call, result, error) != NULL;
}

/**
 * Refusal:
 *
 * A decline on its way to the ledger's thread.
 */
typedef struct
{
  BrikSaleRequest *request;
  BrikVerdict verdict;
} Refusal;

static void
refusal_free (Refusal *refusal)
{
  brik_sale_request_free (refusal->request);
  g_free (refusal);
}

static gpointer
decline (BrikLedgerFile *file, gpointer request, GError **error)
{
  Refusal *refusal = request;

  return brik_sales_decline (file, refusal->request, &refusal->verdict, error) ? file : NULL;
}

static const BrikCall decline_call = { decline, (GDestroyNotify) refusal_free, NULL };

void
brik_ledger_decline_async (BrikLedger *ledger,
                           const BrikVerdict *verdict,
                           const char *uid,
                           const BrikBasket *basket,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  Refusal *refusal;

  g_return_if_fail (verdict && verdict->reason != BRIK_REASON_NONE);

  refusal = g_new0 (Refusal, 1);
  refusal->request = sale_request_new (ledger, NULL, uid, basket);
  refusal->verdict = *verdict;
  brik_ledger_start (ledger, &decline_call, refusal, cancellable, callback, user_data);
}

gboolean
brik_ledger_decline_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &decline_call, result, error) != NULL;
}

static gpointer
find_last (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_sales_find_last (file, error);
}

static const BrikCall last_sale_call = { find_last, NULL, (GDestroyNotify) brik_outcome_free };

void
brik_ledger_last_sale_async (BrikLedger *ledger,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  brik_ledger_start (ledger, &last_sale_call, NULL, cancellable, callback, user_data);
}

BrikOutcome *
brik_ledger_last_sale_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &last_sale_call, result, error);
}
