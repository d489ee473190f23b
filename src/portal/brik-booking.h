/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "portal/brik-municipality.h"
#include "wire/brik-entry.h"

G_BEGIN_DECLS

/* Where an entry becomes money. It is double entry, for each booking moves one amount from one account to
 * another. */

/**
 * BrikMove:
 * @id: of the booking
 * @type: "sale", "undo" or "opening", as the schema spells them
 * @account: the holder's
 * @house: the house's account on the other side
 * @amount_ore: to the holder's account; the same is taken from the house's
 * @entry: (nullable): what it came from
 * @at_us: when it happened
 * @now_us: when it is booked
 * @undoes: (nullable): the sale that is taken back
 * @flag: (nullable): the reason the rules would have given against it
 * @spent_on: (nullable): the civil date it counts on against caps (D3)
 * @spent_kind: (nullable): the kind of place, with @spent_on
 *
 * Money that is to be moved between a holder's account and one of the house's.
 */
typedef struct
{
  const char *id;
  const char *type;
  const char *account;
  const char *house;
  gint64 amount_ore;
  const BrikEntry *entry;
  gint64 at_us;
  const char *date;
  gint64 now_us;
  const char *undoes;
  const char *flag;
  const char *spent_on;
  const char *spent_kind;
} BrikMove;

/* The one function that changes a balance: writes the booking and the holder's balance, and tells the feed.
 */
gboolean brik_booking_move (BrikStore *store, const char *municipality, const BrikMove *move, GError **error);

/* The civil date that a sale counts on against caps (D2): its own; where it was dated by a clock that was
 * ahead, the day it came, for no later can it have been made. */
gboolean brik_booking_counts_on (BrikStore *store,
                                 const BrikEntry *entry,
                                 gint64 received_us,
                                 GDate *date,
                                 GError **error);
/* Books a sale that came at @received_us. What has happened is never refused: what the rules would have said
 * is flagged on it. @why: (out): NULL, or as a word why it cannot be booked. FALSE only for a fault of the
 * store. */
gboolean brik_booking_sale (BrikStore *store,
                            const char *municipality,
                            const BrikEntry *entry,
                            gint64 received_us,
                            gint64 now_us,
                            const char **why,
                            GError **error);
/* Books an undo of a sale that is booked (D3, D10). */
gboolean brik_booking_undo (BrikStore *store,
                            const char *municipality,
                            const BrikEntry *entry,
                            gint64 now_us,
                            const char **why,
                            GError **error);
/* The balance an account is taken over with. */
gboolean brik_booking_opening (BrikStore *store,
                               const char *municipality,
                               const char *account,
                               gint64 balance_ore,
                               const GDate *date,
                               gint64 now_us,
                               GError **error);

/* Why an entry is not booked. The first five may come right: the account, card or place may be imported, the
 * program upgraded, the sale received. */
#define BRIK_WHY_ACCOUNT "account-not-known"
#define BRIK_WHY_CARD "card-not-known"
#define BRIK_WHY_PLACE "place-not-known"
#define BRIK_WHY_KIND "kind-not-known"
#define BRIK_WHY_SALE "sale-not-received"
#define BRIK_WHY_ID_USED "id-used"
#define BRIK_WHY_OTHER_SALE "differs-from-sale"
#define BRIK_WHY_UNDONE "already-undone"

G_END_DECLS
