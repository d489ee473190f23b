/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-person.h"

G_BEGIN_DECLS

/**
 * BrikQueued:
 *
 * A card that was held up while another's sale is open. Properties: `uid` (char *), `person` (BrikPerson,
 * nullable: until the ledger has said whose it is, and for a card that it does not know).
 */
#define BRIK_TYPE_QUEUED (brik_queued_get_type ())
G_DECLARE_FINAL_TYPE (BrikQueued, brik_queued, BRIK, QUEUED, GObject)

BrikQueued *brik_queued_new (const char *uid);
const char *brik_queued_get_uid (BrikQueued *queued);
/* (nullable) */
BrikPerson *brik_queued_get_person (BrikQueued *queued);
void brik_queued_set_person (BrikQueued *queued, BrikPerson *person);

G_END_DECLS
