/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger.h"
#include "ledger/brik-worker.h"

G_BEGIN_DECLS

/* Makes a store's error the ledger's, with a sentence for the cashier before SQLite's own words; leaves any
 * other as it is. */
void brik_ledger_error_translate (GError **error);

/**
 * BrikCall:
 * @work: done on the ledger's thread
 *
 * One kind of asynchronous call. Its address tells its results from those of others.
 */
typedef struct
{
  BrikWork work;
  GDestroyNotify free_request;
  GDestroyNotify free_result;
} BrikCall;

/* @request: (transfer full) */
void brik_ledger_start (BrikLedger *ledger,
                        const BrikCall *call,
                        gpointer request,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
/* (transfer full) */
gpointer brik_ledger_end (BrikLedger *ledger, const BrikCall *call, GAsyncResult *result, GError **error);

/* The portal has answered, and says that it did at @portal_us: the data is no newer than that. Returns the
 * till's time of it. */
gint64 brik_ledger_note_answer (BrikLedger *ledger, gint64 portal_us);

/**
 * BrikTries:
 * @n_wrong: wrong PINs since the last right one
 * @under_way: one is being checked
 */
typedef struct
{
  guint n_wrong;
  gboolean under_way;
} BrikTries;

BrikTries *brik_ledger_get_tries (BrikLedger *ledger);

G_END_DECLS
