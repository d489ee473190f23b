/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger.h"
#include "sync/brik-transport.h"

G_BEGIN_DECLS

/**
 * BrikSyncError:
 * @BRIK_SYNC_ERROR_UNREACHABLE: no network, or the portal does not answer
 * @BRIK_SYNC_ERROR_REFUSED: the portal said no (wrong or used code, revoked till); the message says what to
 * do
 * @BRIK_SYNC_ERROR_NOT_FOUND: no such card
 * @BRIK_SYNC_ERROR_MALFORMED: what answered is not a portal, or breaks the protocol
 */
typedef enum
{
  BRIK_SYNC_ERROR_UNREACHABLE,
  BRIK_SYNC_ERROR_REFUSED,
  BRIK_SYNC_ERROR_NOT_FOUND,
  BRIK_SYNC_ERROR_MALFORMED,
} BrikSyncError;

#define BRIK_SYNC_ERROR (brik_sync_error_quark ())
GQuark brik_sync_error_quark (void);
gboolean brik_error_is_unreachable (const GError *error);
gboolean brik_error_is_not_found (const GError *error);

/**
 * BrikSync:
 *
 * Keeps the ledger and the portal in step: pushes entries as they come, holds a long poll for changes,
 * fetches photos, asks for unknown cards. Once started it needs nobody; it backs off 1 s doubling to 30 s
 * with jitter and wakes at once when the network or an entry comes. Offline is said after one failed request
 * or 30 s without an answer.
 *
 * Properties: `online` (gboolean), `since` (gint64 UTC µs: since when it is so), `trouble` (char *, nullable:
 * a fault that waiting does not mend, such as a revoked till, as a sentence for the cashier).
 */
#define BRIK_TYPE_SYNC (brik_sync_get_type ())
G_DECLARE_FINAL_TYPE (BrikSync, brik_sync, BRIK, SYNC, GObject)

BrikSync *brik_sync_new (BrikLedger *ledger, BrikClock *clock);
/* The same over another way to the portal than HTTP. */
BrikSync *brik_sync_new_over (BrikLedger *ledger, BrikClock *clock, BrikTransport *transport);
void brik_sync_start (BrikSync *sync);
void brik_sync_stop (BrikSync *sync);
gboolean brik_sync_get_online (BrikSync *sync);
/* Tries again now, with the first pauses: somebody pressed "try again". */
void brik_sync_try_now (BrikSync *sync);
/* Fetches this photo before the others: somebody is looking at its empty place. `photo-arrived` of the ledger
 * tells when it is there. */
void brik_sync_want_photo (BrikSync *sync, const char *hash);

/* The pauses of the back-off, for tests: the default is 1000 and 30000. */
void brik_sync_set_backoff (BrikSync *sync, guint first_ms, guint longest_ms);

/* How long an answer may take at most, for tests: by default each request has a time of its own, from 3 s for
 * a card to 30 s. A long poll keeps its own. */
void brik_sync_set_longest (BrikSync *sync, guint longest_ms);

/* First start: asks @portal (an address as typed; https:// is assumed unless http:// is written and the host
 * is this machine) to take this till on, stores who it is, and fetches the first snapshot. */
void brik_sync_enrol_async (BrikSync *sync,
                            const char *portal,
                            const char *code,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean brik_sync_enrol_finish (BrikSync *sync, GAsyncResult *result, GError **error);

/* Asks the portal for a card not known here and applies the answer to the ledger; then look it up there
 * again. Answers within 3 s. */
void brik_sync_look_up_async (BrikSync *sync,
                              const char *uid,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
/* The same, for the card with @number printed on it. */
void brik_sync_look_up_number_async (BrikSync *sync,
                                     const char *number,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
gboolean brik_sync_look_up_finish (BrikSync *sync, GAsyncResult *result, GError **error);

G_END_DECLS
