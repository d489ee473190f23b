/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/brik-portal-client.h"

G_BEGIN_DECLS

/* Takes a code to the portal and has the ledger store who this till is. The same code may be tried again with
 * the same key until it expires, so a lost answer costs nothing. The task's source is @client. */
void brik_enrolment_async (BrikPortalClient *client,
                           BrikLedger *ledger,
                           const char *portal,
                           const char *code,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean brik_enrolment_finish (BrikPortalClient *client, GAsyncResult *result, GError **error);

G_END_DECLS
