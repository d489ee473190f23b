/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger.h"
#include "sync/brik-transport.h"

G_BEGIN_DECLS

/**
 * BrikPortalRequest:
 * @method: "GET" or "POST"
 * @target: path and query, plain ASCII, as it is sent and signed
 * @body: (nullable): JSON
 * @max_answer: bytes that are read of the answer; a longer one is refused while it comes
 * @deadline_ms: from now to the last byte of the answer
 * @waits: the portal was asked to answer late
 * @looks_up: there may be no such thing: then it is answered 404
 * @portal: (nullable): the address of a portal that this till is not yet enrolled at: the request goes there,
 * not signed. NULL is the ledger's portal.
 */
typedef struct
{
  const char *method;
  const char *target;
  const char *body;
  gsize max_answer;
  guint deadline_ms;
  gboolean waits;
  gboolean looks_up;
  const char *portal;
} BrikPortalRequest;

/**
 * BrikPortalClient:
 *
 * Asks the portal one thing: signs it, has it sent, and turns what went wrong into a %BRIK_SYNC_ERROR. Learns
 * the portal's time, and asks once more by itself when the clock was what the portal did not like.
 */
#define BRIK_TYPE_PORTAL_CLIENT (brik_portal_client_get_type ())
G_DECLARE_FINAL_TYPE (BrikPortalClient, brik_portal_client, BRIK, PORTAL_CLIENT, GObject)

BrikPortalClient *brik_portal_client_new (BrikLedger *ledger, BrikClock *clock, BrikTransport *transport);

/* @request is copied. */
void brik_portal_client_send_async (BrikPortalClient *client,
                                    const BrikPortalRequest *request,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);
/**
 * BrikExchangeTimes:
 * @asked_us: when the request was sent, by the steady clock
 * @answered_us: when the answer began, by the steady clock
 * @signed_us: the time it was signed with; 0 for a request that is not signed
 */
typedef struct
{
  gint64 asked_us;
  gint64 answered_us;
  gint64 signed_us;
} BrikExchangeTimes;

/* (transfer full): the body of an answer with a status of success. @times: (out) (optional) */
GBytes *brik_portal_client_send_finish (BrikPortalClient *client,
                                        GAsyncResult *result,
                                        BrikExchangeTimes *times,
                                        GError **error);
/* Of an answer to a request that failed: in how many seconds the portal wants to be asked again; 0 if it does
 * not say.
 */
guint brik_portal_client_get_retry_after (GAsyncResult *result);
/* No deadline is later than this, but for a request that waits. */
void brik_portal_client_set_longest (BrikPortalClient *client, guint longest_ms);
/* The answer to a request says that the portal's clock stood at @portal_us (D2). It is not believed where the
 * portal would have refused the request at that time: such an answer was kept by somebody on the way. */
void
brik_portal_client_learn_time (BrikPortalClient *client, gint64 portal_us, const BrikExchangeTimes *times);

G_END_DECLS
