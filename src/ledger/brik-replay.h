/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-cardholder.h"
#include "store/brik-store.h"

G_BEGIN_DECLS

/* The one place where the portal's record and the till's own later entries come together: each sale lowers
 * the balance and counts against the caps on its day, at the till's kind of place; each undo takes back just
 * that, on the day of its sale (D3); each block of a card blocks it (D9). */

/* Who holds the chip @uid; without account and card where no card of it is known. (transfer full) */
BrikCardholder *brik_replay_chip (BrikStore *store, const char *uid, GError **error);
/* The holder of a card of an account, as an entry names them; without either where they are no longer held.
 * (transfer full) */
BrikCardholder *brik_replay_card (BrikStore *store, const char *account, const char *card, GError **error);
/* Counts in a sale that was decided on @holder and appended in the same transaction. */
void
brik_replay_add_sale (BrikCardholder *holder, gint64 total_ore, const char *place_kind, const GDate *date);

G_END_DECLS
