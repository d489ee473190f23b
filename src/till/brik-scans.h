/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-goods.h"
#include "till/brik-sale.h"

G_BEGIN_DECLS

/**
 * BrikScans:
 *
 * What a scan means: a barcode of goods that are sold here puts them into the basket, wherever a touch on
 * their tile would; a card's number, in the form of the municipality (R3), or the UID in hex of a card that
 * is known here, is that card held up once; so is a UID that the portal knows as no card's number. The same
 * card again within a second is the reader's doing, not the holder's. Anything else is told, and sells
 * nothing.
 *
 * Signals: `say` (char *text): to be read by the cashier, now. `ask` (char *number): a card's number that is
 * not known here and tells no chip; whoever is connected asks the portal and calls brik_scans_answer ().
 */
#define BRIK_TYPE_SCANS (brik_scans_get_type ())
G_DECLARE_FINAL_TYPE (BrikScans, brik_scans, BRIK, SCANS, GObject)

BrikScans *brik_scans_new (BrikLedger *ledger, BrikGoods *goods, BrikSale *sale);
void brik_scans_take (BrikScans *scans, const char *text);
/* A scan that broke off. */
void brik_scans_take_broken (BrikScans *scans);
/* To `ask`. An answer that nobody waits for any more is dropped. */
void brik_scans_answer (BrikScans *scans, const char *number, BrikSaleAnswer answer);
/* Nobody sees the answers any more: a card that is still looked for is not held up. */
void brik_scans_forget (BrikScans *scans);

G_END_DECLS
