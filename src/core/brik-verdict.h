/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-cap.h"

G_BEGIN_DECLS

/**
 * BrikReason:
 *
 * Why a card may not pay, in the order of D5: the first that holds is the one given.
 */
typedef enum
{
  BRIK_REASON_NONE,          /* yes */
  BRIK_REASON_SEVERAL_CHIPS, /* more than one chip in the field */
  BRIK_REASON_RANDOM_CHIP,   /* a chip that changes its number: not an identity */
  BRIK_REASON_UNKNOWN_CARD,  /* the portal was asked: no such card */
  BRIK_REASON_CANNOT_ASK,    /* not known here, and no network to ask: the network's fault, not the child's */
  BRIK_REASON_CARD_CLOSED,   /* replaced by a newer card, or closed */
  BRIK_REASON_CARD_BLOCKED,
  BRIK_REASON_ACCOUNT_BLOCKED,
  BRIK_REASON_PLACE, /* the card is not allowed at this kind of place (R31) */
  BRIK_REASON_CAP,
  BRIK_REASON_BALANCE,
  BRIK_REASON_DATA_TOO_OLD, /* offline longer than the place allows (D8) */
  BRIK_REASON_ALLOWANCE,    /* offline, and this till's share for the account is spent (D8) */
} BrikReason;

/* Words on the wire and in stores: "several-chips", "cap", …; NULL or FALSE for what is not known. */
const char *brik_reason_to_name (BrikReason reason);
gboolean brik_reason_from_name (const char *name, BrikReason *reason);

typedef enum
{
  BRIK_CHIP_ONE,
  BRIK_CHIP_SEVERAL,
  BRIK_CHIP_RANDOM,
} BrikChip;

typedef enum
{
  BRIK_CARD_UNKNOWN,
  BRIK_CARD_ACTIVE,
  BRIK_CARD_BLOCKED,
  BRIK_CARD_REPLACED,
  BRIK_CARD_CLOSED,
} BrikCardState;

typedef enum
{
  BRIK_ACCOUNT_ACTIVE,
  BRIK_ACCOUNT_BLOCKED,
} BrikAccountState;

/* Words on the wire and in stores: "active", "blocked", "replaced", "closed". */
const char *brik_card_state_to_name (BrikCardState state);
gboolean brik_card_state_from_name (const char *name, BrikCardState *state);
const char *brik_account_state_to_name (BrikAccountState state);
gboolean brik_account_state_from_name (const char *name, BrikAccountState *state);

/**
 * BrikQuestion:
 * @chip: what the reader saw
 * @card: the card's state; %BRIK_CARD_UNKNOWN makes all below it but @online unused
 * @place_kind: the kind of the place that the till stands at
 * @kinds_allowed: (array zero-terminated=1): kinds of place the card may be used at; empty is nowhere (R31)
 * @caps: (element-type BrikCap)
 * @spending: (element-type BrikSpending): with the till's own later entries counted in
 * @date: the civil date of the sale (D2)
 * @total_ore: of the basket; 0 asks what can be said before there is one
 * @balance_ore: with the till's own later entries counted in
 * @overdraft_ore: how far below nought the balance may go; 0 by default (D4)
 * @online: whether the portal answers
 * @data_age_us: since the portal last answered
 * @data_age_limit_us: the place's setting (D8)
 * @allowance_ore: the place's setting, per account and till (D8)
 * @unsettled_ore: sold to this account by entries that the portal has not yet counted in
 * @known_balance_ore: the balance the portal last told, without those entries
 */
typedef struct
{
  BrikChip chip;
  BrikCardState card;
  BrikAccountState account;
  const char *place_kind;
  const char *const *kinds_allowed;
  GArray *caps;
  GArray *spending;
  GDate date;
  gint64 total_ore;
  gint64 balance_ore;
  gint64 overdraft_ore;
  gboolean online;
  gint64 data_age_us;
  gint64 data_age_limit_us;
  gint64 allowance_ore;
  gint64 unsettled_ore;
  gint64 known_balance_ore;
} BrikQuestion;

/**
 * BrikVerdict:
 * @reason: %BRIK_REASON_NONE for yes
 * @total_ore: what was asked for
 * @cap: for %BRIK_REASON_CAP: the cap that says no, what is spent of it and what is left
 * @left_ore: for a cap, the balance and the allowance: how much that rule would still let be bought; never
 *   below 0; 0 for all else
 *
 * An answer with its numbers, so that a refusal can say which rule, how much is spent, of what, what is left
 * (R35). Plain data, no ownership.
 */
typedef struct
{
  BrikReason reason;
  gint64 total_ore;
  BrikCapState cap;
  gint64 left_ore;
} BrikVerdict;

/**
 * brik_verdict_decide:
 *
 * The one place where a purchase is allowed or refused: the rules of D5 and D8 in their order. Online neither
 * the age of the data nor the allowance is asked about.
 *
 * A total of 0 is a tap before there is a basket. It is refused for what holds whatever is bought (chip,
 * card, account, place, and offline data too old), so that the person hears it before the food is on the
 * tray. A cap that is reached, an empty balance and a spent allowance refuse goods, not people: they are for
 * the panel to show, and a total of 0 exceeds none of them.
 */
BrikVerdict brik_verdict_decide (const BrikQuestion *question);

G_END_DECLS
