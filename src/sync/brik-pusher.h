/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/brik-backoff.h"
#include "sync/brik-health.h"
#include "sync/brik-portal-client.h"

G_BEGIN_DECLS

/**
 * BrikPusher:
 *
 * Sends the entries that the portal has not acknowledged, oldest first, one batch at a time. What is appended
 * while a batch is under way goes with the next. There is no queue here: the ledger says what is unsent, and
 * a receipt that names an older entry makes the ledger say more of it (a restored portal).
 */
#define BRIK_TYPE_PUSHER (brik_pusher_get_type ())
G_DECLARE_FINAL_TYPE (BrikPusher, brik_pusher, BRIK, PUSHER, GObject)

BrikPusher *brik_pusher_new (BrikLedger *ledger, BrikPortalClient *client, BrikHealth *health);
void brik_pusher_set_backoff (BrikPusher *pusher, guint first_ms, guint longest_ms);
/* There is reason to hope: the next pause is a short one, and one that the portal asked for is over. */
void brik_pusher_reset_backoff (BrikPusher *pusher);
/* Sends at once what there is, also during a pause, but for one that the portal asked for. */
void brik_pusher_wake (BrikPusher *pusher);
void brik_pusher_stop (BrikPusher *pusher);

G_END_DECLS
