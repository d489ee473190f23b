/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-cardholder-private.h"

BrikCardholder *
brik_cardholder_new (const char *uid)
{
  BrikCardholder *holder = g_new0 (BrikCardholder, 1);

  g_atomic_ref_count_init (&holder->refs);
  holder->uid = g_strdup (uid);
  return holder;
}

BrikCardholder *
brik_cardholder_ref (BrikCardholder *holder)
{
  g_atomic_ref_count_inc (&holder->refs);
  return holder;
}

void
brik_cardholder_unref (BrikCardholder *holder)
{
  if (!g_atomic_ref_count_dec (&holder->refs))
    return;

  g_clear_pointer (&holder->account, brik_account_record_free);
  g_free (holder->uid);
  g_free (holder);
}

BrikQuestion
brik_cardholder_question (const BrikCardholder *holder, const BrikCircumstances *where, gint64 total_ore)
{
  const BrikAccountRecord *account = holder->account;
  BrikQuestion question = {
    .chip = BRIK_CHIP_ONE,
    .card = holder->card ? holder->card->state : BRIK_CARD_UNKNOWN,
    .place_kind = where->place->place_kind,
    .date = where->date,
    .total_ore = total_ore,
    .online = where->online,
    .data_age_us = where->data_age_us,
    .data_age_limit_us = where->place->data_age_limit_us,
    .allowance_ore = where->place->allowance_ore,
    .unsettled_ore = holder->unsettled_ore,
    .known_balance_ore = holder->known_balance_ore,
  };

  if (account)
    {
      question.account = account->state;
      question.kinds_allowed = (const char *const *) account->kinds_allowed;
      question.caps = account->caps;
      question.spending = account->spending;
      question.balance_ore = account->balance_ore;
      question.overdraft_ore = account->overdraft_ore;
    }

  return question;
}
