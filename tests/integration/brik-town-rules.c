/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town-private.h"

/* What a till must answer, worked out from what it can know: the rules D1, D3, D4, D5 and D8 once more, in
 * other words than src/core. */

#define ALLOWANCE_ORE 5000
#define DATA_AGE_LIMIT_US (72 * G_TIME_SPAN_HOUR)

static gboolean
was_known_before (const BrikFact *fact, guint index, gpointer data)
{
  const BrikTownView *view = data;

  gsize size = 0;
  const guint8 *known = view->known != NULL ? g_bytes_get_data (view->known, &size) : NULL;

  return index < size && known[index];
}

gboolean
brik_town_view_sees (const BrikFact *fact, guint index, gpointer data)
{
  const BrikTownView *view = data;

  return was_known_before (fact, index, data) || (fact->till == view->till && !fact->dropped);
}

/* Whether nothing is under way of which it cannot be said if the till knows it yet. */
static gboolean
is_certain (BrikTownTill *till)
{
  BrikOracle *oracle = till->town->oracle;

  if (!brik_town_till_is_connected (till))
    return TRUE;
  for (guint i = 0; i < brik_oracle_get_n_facts (oracle); i++)
    {
      const BrikFact *fact = brik_oracle_get_fact (oracle, i);
      if (!fact->gone && fact->type != BRIK_FACT_DECLINE && !brik_town_view_sees (fact, i, till->view))
        return FALSE;
    }
  return till->view->n_changes == till->town->n_changes;
}

/* The first cap that says no, in the order of D5; its reason is left in @expected. */
static gboolean
exceeds_cap (BrikTownTill *till, const char *account, gint64 total_ore, BrikVerdict *expected)
{
  static const char *const periods[] = { "day", "week", "month" };
  const char *const kinds[] = { till->kind, "" };
  GDate today = brik_town_date_of (till->town, brik_clock_now (till->clock));

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (guint period = 0; period < G_N_ELEMENTS (periods); period++)
      {
        gint64 limit_ore = brik_town_caps_get (&till->view->caps, account, kinds[kind], period);
        gint64 spent_ore =
          brik_oracle_get_spent (till->town->oracle, account, *kinds[kind] == '\0' ? NULL : kinds[kind],
                                 periods[period], &today, brik_town_view_sees, till->view);

        if (limit_ore < 0 || spent_ore + total_ore <= limit_ore)
          continue;
        expected->reason = BRIK_REASON_CAP;
        expected->cap.cap.period = period;
        expected->cap.spent_ore = spent_ore;
        expected->left_ore = CLAMP (limit_ore - spent_ore, 0, limit_ore);
        return TRUE;
      }
  return FALSE;
}

static BrikReason
judge_offline (BrikTownTill *till, const BrikTownAccount *account, gint64 total_ore, gint64 taken_ore)
{
  gint64 before_ore = brik_oracle_get_taken (till->town->oracle, account->id, was_known_before, till->view);
  gint64 allowance_ore = MIN (ALLOWANCE_ORE, account->opening_ore - before_ore);

  if (brik_clock_now (till->clock) - till->view->level_us > DATA_AGE_LIMIT_US)
    return BRIK_REASON_DATA_TOO_OLD;
  return taken_ore - before_ore + total_ore > allowance_ore ? BRIK_REASON_ALLOWANCE : BRIK_REASON_NONE;
}

static void
judge (BrikTownTill *till, const BrikTownAccount *account, gint64 total_ore, BrikVerdict *expected)
{
  gint64 taken_ore = brik_oracle_get_taken (till->town->oracle, account->id, brik_town_view_sees, till->view);

  if (till->view->blocked[account - brik_town_accounts])
    expected->reason = BRIK_REASON_CARD_BLOCKED;
  else if (exceeds_cap (till, account->id, total_ore, expected))
    return;
  else if (account->opening_ore - taken_ore < total_ore)
    {
      expected->reason = BRIK_REASON_BALANCE;
      expected->left_ore = MAX (account->opening_ore - taken_ore, 0);
    }
  else if (!brik_town_till_is_connected (till))
    expected->reason = judge_offline (till, account, total_ore, taken_ore);
}

void
brik_town_till_check_verdict (BrikTownTill *till,
                              const BrikTownAccount *account,
                              gint64 total_ore,
                              const BrikVerdict *verdict)
{
  BrikVerdict expected = { .reason = BRIK_REASON_NONE };

  if (!is_certain (till))
    return;
  judge (till, account, total_ore, &expected);
  g_assert_cmpstr (brik_reason_to_name (verdict->reason), ==, brik_reason_to_name (expected.reason));
  if (expected.reason == BRIK_REASON_CAP)
    {
      g_assert_cmpint (verdict->cap.cap.period, ==, expected.cap.cap.period);
      g_assert_cmpint (verdict->cap.spent_ore, ==, expected.cap.spent_ore);
    }
  if (expected.reason == BRIK_REASON_CAP || expected.reason == BRIK_REASON_BALANCE)
    g_assert_cmpint (verdict->left_ore, ==, expected.left_ore);
}

/* What the till counts as spent at places of @kind in the period that @today lies in. */
static gint64
get_spent (GArray *spending, const char *kind, BrikPeriod period, const GDate *today)
{
  gint64 spent_ore = 0;

  for (guint i = 0; i < spending->len; i++)
    {
      const BrikSpending *one = &g_array_index (spending, BrikSpending, i);
      if (g_str_equal (one->kind, kind) && one->period == period &&
          brik_oracle_is_same_period (brik_period_to_name (period), &one->begun, today))
        spent_ore += one->spent_ore;
    }
  return spent_ore;
}

static void
check_spending (BrikTownTill *till, const BrikAccountRecord *record)
{
  static const char *const kinds[] = { "skole", "klub" };
  GDate today = brik_town_date_of (till->town, brik_clock_now (till->clock));

  for (guint kind = 0; kind < G_N_ELEMENTS (kinds); kind++)
    for (BrikPeriod period = BRIK_PERIOD_DAY; period < BRIK_N_PERIODS; period++)
      g_assert_cmpint (get_spent (record->spending, kinds[kind], period, &today), ==,
                       brik_oracle_get_spent (till->town->oracle, record->id, kinds[kind],
                                              brik_period_to_name (period), &today, brik_town_view_sees,
                                              till->view));
}

/* What the till shows of everybody, and decides on, is what it can know. */
void
brik_town_till_check (BrikTownTill *till)
{
  for (guint i = 0; i < brik_town_n_accounts; i++)
    {
      const BrikTownAccount *account = &brik_town_accounts[i];
      g_autoptr (BrikCardholder) holder = brik_town_till_look_up (till, account->uid);
      gint64 taken_ore =
        brik_oracle_get_taken (till->town->oracle, account->id, brik_town_view_sees, till->view);

      if (holder->card == NULL && till->town->holds_own)
        continue;
      g_assert_nonnull (holder->card);
      if (holder->account->balance_ore != account->opening_ore - taken_ore)
        g_test_message ("%s is wrong about %s", till->id, account->id);
      g_assert_cmpint (holder->account->balance_ore, ==, account->opening_ore - taken_ore);
      g_assert_cmpint (holder->card->state, ==,
                       till->view->blocked[i] ? BRIK_CARD_BLOCKED : BRIK_CARD_ACTIVE);
      check_spending (till, holder->account);
    }
}
