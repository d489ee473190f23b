/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "clock/brik-clock.h"

G_BEGIN_DECLS

/**
 * BrikChannel:
 * @BRIK_CHANNEL_PULL: the long poll for changes
 * @BRIK_CHANNEL_PUSH: entries on their way out
 * @BRIK_CHANNEL_ASK: single questions: photos and unknown cards
 *
 * The ways in which till and portal talk; each can fail by itself.
 */
typedef enum
{
  BRIK_CHANNEL_PULL,
  BRIK_CHANNEL_PUSH,
  BRIK_CHANNEL_ASK,
} BrikChannel;

#define BRIK_N_CHANNELS 3

/**
 * BrikHealth:
 *
 * What the requests tell of the portal, added up. Online is: the last request of each channel was answered.
 * A question that failed is made good by any later answer, since nothing asks it again by itself.
 *
 * Properties: `online`, `since`, `trouble`: as #BrikSync has them. Signal: `contradicted`: another
 * request told otherwise than the long poll did last, which may wait long without noticing: it had better ask
 * again.
 */
#define BRIK_TYPE_HEALTH (brik_health_get_type ())
G_DECLARE_FINAL_TYPE (BrikHealth, brik_health, BRIK, HEALTH, GObject)

BrikHealth *brik_health_new (BrikClock *clock);
void brik_health_answered (BrikHealth *health, BrikChannel channel);
/* Cancelling is no failure; "not found" is an answer. */
void brik_health_failed (BrikHealth *health, BrikChannel channel, const GError *error);
/* There is nothing to ask for: what failed before says nothing any more. */
void brik_health_idle (BrikHealth *health, BrikChannel channel);
/* Nobody asks any more: offline, without trouble. */
void brik_health_stopped (BrikHealth *health);
gboolean brik_health_get_online (BrikHealth *health);
gint64 brik_health_get_since (BrikHealth *health);
const char *brik_health_get_trouble (BrikHealth *health); /* (nullable) */

G_END_DECLS
