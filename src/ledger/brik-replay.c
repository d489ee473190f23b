/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-replay.h"

#include "ledger/brik-accounts-table.h"
#include "ledger/brik-cardholder-private.h"
#include "ledger/brik-journal-table.h"

static void
replay_one (gpointer user_data,
            gint64 amount_ore,
            const char *place_kind,
            const GDate *date,
            gboolean unsettled)
{
  BrikCardholder *holder = user_data;

  holder->account->balance_ore -= amount_ore;
  brik_spending_add (holder->account->spending, place_kind, date, amount_ore);
  /* The undo of a sale that the portal has counted in gives back balance, but no allowance: that was not
   * spent by it (D8). */
  if (unsettled)
    holder->unsettled_ore += amount_ore;
}

static const BrikCardRecord *
find_card (const BrikAccountRecord *account, const char *id)
{
  for (guint i = 0; i < account->cards->len; i++)
    {
      const BrikCardRecord *card = g_ptr_array_index (account->cards, i);

      if (g_strcmp0 (card->id, id) == 0)
        return card;
    }

  return NULL;
}

/* D9: blocks of this till's own that the portal has not counted in yet. */
static gboolean
replay_blocks (BrikStore *store, BrikCardholder *holder, gint64 through, GError **error)
{
  for (guint i = 0; i < holder->account->cards->len; i++)
    {
      BrikCardRecord *card = g_ptr_array_index (holder->account->cards, i);
      gboolean has_block = FALSE;

      if (card->state == BRIK_CARD_ACTIVE &&
          !brik_journal_table_has_block (store, card->id, through, &has_block, error))
        return FALSE;
      if (has_block)
        card->state = BRIK_CARD_BLOCKED;
    }

  return TRUE;
}

static gboolean
fill_in (BrikStore *store, BrikCardholder *holder, const char *account, const char *card, GError **error)
{
  g_auto (BrikToldAccount) told = { 0 };

  if (!brik_accounts_table_get (store, account, &told, error))
    return FALSE;
  if (!told.record)
    return TRUE;

  holder->account = g_steal_pointer (&told.record);
  holder->card = find_card (holder->account, card);
  holder->known_balance_ore = holder->account->balance_ore;
  return brik_journal_table_replay (store, account, told.through, replay_one, holder, error) &&
         replay_blocks (store, holder, told.through, error);
}

BrikCardholder *
brik_replay_chip (BrikStore *store, const char *uid, GError **error)
{
  g_autoptr (BrikCardholder) holder = brik_cardholder_new (uid);
  g_autofree char *account = NULL;
  g_autofree char *card = NULL;

  if (!brik_accounts_table_find_chip (store, uid, &account, &card, error) ||
      (account && !fill_in (store, holder, account, card, error)))
    return NULL;

  return g_steal_pointer (&holder);
}

BrikCardholder *
brik_replay_card (BrikStore *store, const char *account, const char *card, GError **error)
{
  g_autoptr (BrikCardholder) holder = brik_cardholder_new (NULL);

  if (account && !fill_in (store, holder, account, card, error))
    return NULL;

  if (holder->card)
    holder->uid = g_strdup (holder->card->uid);
  return g_steal_pointer (&holder);
}

void
brik_replay_add_sale (BrikCardholder *holder, gint64 total_ore, const char *place_kind, const GDate *date)
{
  replay_one (holder, total_ore, place_kind, date, TRUE);
}
