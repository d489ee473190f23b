/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/brik-backoff.h"
#include "sync/brik-health.h"
#include "sync/brik-portal-client.h"

G_BEGIN_DECLS

/**
 * BrikPuller:
 *
 * Holds a long poll for changes after the ledger's cursor and has the ledger apply each page.
 *
 * Signals: `caught-up`: a page was applied and there is no more for now; `failed` (GError): a poll ended
 * without one.
 */
#define BRIK_TYPE_PULLER (brik_puller_get_type ())
G_DECLARE_FINAL_TYPE (BrikPuller, brik_puller, BRIK, PULLER, GObject)

BrikPuller *brik_puller_new (BrikLedger *ledger, BrikPortalClient *client, BrikHealth *health);
void brik_puller_set_backoff (BrikPuller *puller, guint first_ms, guint longest_ms);
/* There is reason to hope: the next pause is a short one. */
void brik_puller_reset_backoff (BrikPuller *puller);
/* Asks now, without waiting for a change: a long poll under way is given up, since it may be waiting on a
 * line that is dead. */
void brik_puller_ask_now (BrikPuller *puller);
/* The ledger may go on from another cursor than the one that a long poll under way asks after. */
void brik_puller_follow (BrikPuller *puller);
void brik_puller_stop (BrikPuller *puller);

G_END_DECLS
