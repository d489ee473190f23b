/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-verdict.h"

#include "core/brik-money.h"
#include "core/brik-words.h"

static const char *const reason_words[] = {
  [BRIK_REASON_NONE] = "none",
  [BRIK_REASON_SEVERAL_CHIPS] = "several-chips",
  [BRIK_REASON_RANDOM_CHIP] = "random-chip",
  [BRIK_REASON_UNKNOWN_CARD] = "unknown-card",
  [BRIK_REASON_CANNOT_ASK] = "cannot-ask",
  [BRIK_REASON_CARD_CLOSED] = "card-closed",
  [BRIK_REASON_CARD_BLOCKED] = "card-blocked",
  [BRIK_REASON_ACCOUNT_BLOCKED] = "account-blocked",
  [BRIK_REASON_PLACE] = "place",
  [BRIK_REASON_CAP] = "cap",
  [BRIK_REASON_BALANCE] = "balance",
  [BRIK_REASON_DATA_TOO_OLD] = "data-too-old",
  [BRIK_REASON_ALLOWANCE] = "allowance",
};

static const char *const card_words[] = {
  [BRIK_CARD_UNKNOWN] = NULL, /* no card that is written down is unknown */
  [BRIK_CARD_ACTIVE] = "active",     [BRIK_CARD_BLOCKED] = "blocked",
  [BRIK_CARD_REPLACED] = "replaced", [BRIK_CARD_CLOSED] = "closed",
};

static const char *const account_words[] = {
  [BRIK_ACCOUNT_ACTIVE] = "active",
  [BRIK_ACCOUNT_BLOCKED] = "blocked",
};

const char *
brik_reason_to_name (BrikReason reason)
{
  return brik_words_get (reason_words, G_N_ELEMENTS (reason_words), reason);
}

gboolean
brik_reason_from_name (const char *name, BrikReason *reason)
{
  guint value;

  if (!brik_words_find (reason_words, G_N_ELEMENTS (reason_words), name, &value))
    return FALSE;

  *reason = value;
  return TRUE;
}

const char *
brik_card_state_to_name (BrikCardState state)
{
  return brik_words_get (card_words, G_N_ELEMENTS (card_words), state);
}

gboolean
brik_card_state_from_name (const char *name, BrikCardState *state)
{
  guint value;

  if (!brik_words_find (card_words, G_N_ELEMENTS (card_words), name, &value))
    return FALSE;

  *state = value;
  return TRUE;
}

const char *
brik_account_state_to_name (BrikAccountState state)
{
  return brik_words_get (account_words, G_N_ELEMENTS (account_words), state);
}

gboolean
brik_account_state_from_name (const char *name, BrikAccountState *state)
{
  guint value;

  if (!brik_words_find (account_words, G_N_ELEMENTS (account_words), name, &value))
    return FALSE;

  *state = value;
  return TRUE;
}

static BrikReason
refuse_chip (BrikChip chip)
{
  switch (chip)
    {
    case BRIK_CHIP_ONE:
      return BRIK_REASON_NONE;
    case BRIK_CHIP_RANDOM:
      return BRIK_REASON_RANDOM_CHIP;
    case BRIK_CHIP_SEVERAL:
    default:
      return BRIK_REASON_SEVERAL_CHIPS;
    }
}

static BrikReason
refuse_card (BrikCardState card, gboolean online)
{
  switch (card)
    {
    case BRIK_CARD_ACTIVE:
      return BRIK_REASON_NONE;
    case BRIK_CARD_BLOCKED:
      return BRIK_REASON_CARD_BLOCKED;
    case BRIK_CARD_REPLACED:
    case BRIK_CARD_CLOSED:
      return BRIK_REASON_CARD_CLOSED;
    case BRIK_CARD_UNKNOWN:
    default:
      return online ? BRIK_REASON_UNKNOWN_CARD : BRIK_REASON_CANNOT_ASK;
    }
}

/* What holds whatever is bought. */
static BrikReason
refuse_holder (const BrikQuestion *question)
{
  BrikReason reason = refuse_chip (question->chip);

  if (reason == BRIK_REASON_NONE)
    reason = refuse_card (question->card, question->online);
  if (reason == BRIK_REASON_NONE && question->account != BRIK_ACCOUNT_ACTIVE)
    reason = BRIK_REASON_ACCOUNT_BLOCKED;
  if (reason == BRIK_REASON_NONE && !g_strv_contains (question->kinds_allowed, question->place_kind))
    reason = BRIK_REASON_PLACE;

  return reason;
}

static gboolean
find_broken_cap (const BrikQuestion *question, BrikCapState *broken)
{
  g_autoptr (GArray) states =
    brik_cap_states (question->caps, question->spending, question->place_kind, &question->date);

  for (guint i = 0; i < states->len; i++)
    {
      *broken = g_array_index (states, BrikCapState, i);
      if (question->total_ore > broken->left_ore)
        return TRUE;
    }

  return FALSE;
}

static gint64
balance_left (const BrikQuestion *question)
{
  return MAX (brik_money_add_clamped (question->balance_ore, question->overdraft_ore), 0);
}

/* D8: never more than the portal's last word of the balance, and never more than the allowance, even where an
 * undo of what the portal has counted already brings money back. */
static gint64
allowance_left (const BrikQuestion *question)
{
  gint64 known_ore = brik_money_add_clamped (question->known_balance_ore, question->overdraft_ore);
  gint64 allowance_ore = MAX (MIN (question->allowance_ore, known_ore), 0);

  return MAX (allowance_ore - MAX (question->unsettled_ore, 0), 0);
}

BrikVerdict
brik_verdict_decide (const BrikQuestion *question)
{
  BrikVerdict verdict = { .reason = BRIK_REASON_BALANCE, .total_ore = question->total_ore };
  BrikCapState broken;

  g_return_val_if_fail (question->total_ore >= 0, verdict);

  verdict.reason = refuse_holder (question);
  if (verdict.reason != BRIK_REASON_NONE)
    return verdict;

  if (find_broken_cap (question, &broken))
    {
      verdict.reason = BRIK_REASON_CAP;
      verdict.cap = broken;
      verdict.left_ore = broken.left_ore;
    }
  else if (question->total_ore > balance_left (question))
    {
      verdict.reason = BRIK_REASON_BALANCE;
      verdict.left_ore = balance_left (question);
    }
  else if (!question->online && question->data_age_us > question->data_age_limit_us)
    verdict.reason = BRIK_REASON_DATA_TOO_OLD;
  else if (!question->online && question->total_ore > allowance_left (question))
    {
      verdict.reason = BRIK_REASON_ALLOWANCE;
      verdict.left_ore = allowance_left (question);
    }

  return verdict;
}
