/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-oracle.h"

#include <string.h>

void
sim_set_add (SimSet *set, guint index)
{
  guint before = set->len;

  if (index >= before)
    {
      g_byte_array_set_size (set, index + 1);
      memset (set->data + before, 0, index + 1 - before);
    }
  set->data[index] = 1;
}

gboolean
sim_set_has (const SimSet *set, guint index)
{
  return set != NULL && index < set->len && set->data[index] != 0;
}

static SimSet *
set_copy (const SimSet *set)
{
  SimSet *copy = g_byte_array_sized_new (set->len + 8);

  return set->len > 0 ? g_byte_array_append (copy, set->data, set->len) : copy;
}

SimWord *
sim_word_new (void)
{
  SimWord *word = g_new0 (SimWord, 1);

  g_atomic_ref_count_init (&word->refs);
  word->booked = g_byte_array_new ();
  return word;
}

SimWord *
sim_word_ref (SimWord *word)
{
  g_atomic_ref_count_inc (&word->refs);
  return word;
}

void
sim_word_unref (SimWord *word)
{
  if (!g_atomic_ref_count_dec (&word->refs))
    return;
  g_byte_array_unref (word->booked);
  g_free (word);
}

SimWord *
sim_word_own (SimWord *word)
{
  SimWord *own = NULL;

  if (g_atomic_ref_count_compare (&word->refs, 1))
    return word;
  own = g_memdup2 (word, sizeof *word);
  g_atomic_ref_count_init (&own->refs);
  own->booked = set_copy (word->booked);
  sim_word_unref (word);
  return own;
}

SimView *
sim_view_new (guint till, guint kind)
{
  SimView *view = g_new0 (SimView, 1);

  view->till = till;
  view->kind = kind;
  view->written = g_byte_array_new ();
  return view;
}

SimView *
sim_view_copy (const SimView *view)
{
  SimView *copy = g_memdup2 (view, sizeof *view);

  for (guint i = 0; i < SIM_MAX_ACCOUNTS; i++)
    if (copy->words[i] != NULL)
      sim_word_ref (copy->words[i]);
  copy->written = set_copy (view->written);
  return copy;
}

void
sim_view_free (SimView *view)
{
  for (guint i = 0; i < SIM_MAX_ACCOUNTS; i++)
    g_clear_pointer (&view->words[i], sim_word_unref);
  g_byte_array_unref (view->written);
  g_free (view);
}

SimOracle *
sim_oracle_new (void)
{
  SimOracle *oracle = g_new0 (SimOracle, 1);

  oracle->facts = g_ptr_array_new_with_free_func (g_free);
  for (guint type = 0; type < G_N_ELEMENTS (oracle->by_id); type++)
    oracle->by_id[type] = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint i = 0; i < SIM_MAX_ACCOUNTS; i++)
    oracle->of_account[i] = g_array_new (FALSE, FALSE, sizeof (guint));
  return oracle;
}

void
sim_oracle_free (SimOracle *oracle)
{
  for (guint type = 0; type < G_N_ELEMENTS (oracle->by_id); type++)
    g_hash_table_unref (oracle->by_id[type]);
  for (guint i = 0; i < SIM_MAX_ACCOUNTS; i++)
    g_array_unref (oracle->of_account[i]);
  g_ptr_array_unref (oracle->facts);
  g_free (oracle);
}

SimFact *
sim_oracle_get (SimOracle *oracle, guint index)
{
  return g_ptr_array_index (oracle->facts, index);
}

guint
sim_oracle_note (SimOracle *oracle, const SimFact *fact)
{
  guint index = oracle->facts->len;
  SimFact *copy = g_memdup2 (fact, sizeof *fact);

  g_ptr_array_add (oracle->facts, copy);
  g_assert_true (g_hash_table_insert (oracle->by_id[fact->type], copy->id, GUINT_TO_POINTER (index + 1)));
  if (fact->type == SIM_FACT_SALE || fact->type == SIM_FACT_UNDO)
    g_array_append_val (oracle->of_account[fact->account], index);
  return index;
}

gboolean
sim_oracle_find (SimOracle *oracle, SimFactType type, const char *id, guint *index)
{
  guint found = GPOINTER_TO_UINT (g_hash_table_lookup (oracle->by_id[type], id));

  *index = found - 1;
  return found > 0;
}

/* Whether it is in one of the sets: of an undo, its sale as well. */
static gboolean
counts (SimOracle *oracle, guint index, const SimSet *set, const SimSet *or_set)
{
  const SimFact *fact = sim_oracle_get (oracle, index);
  guint sale;

  if (!sim_set_has (set, index) && !sim_set_has (or_set, index))
    return FALSE;
  if (fact->type != SIM_FACT_UNDO)
    return TRUE;
  g_assert_true (sim_oracle_find (oracle, SIM_FACT_SALE, fact->id, &sale));
  return sim_set_has (set, sale) || sim_set_has (or_set, sale);
}

void
sim_oracle_find_day (SimOracle *oracle, guint index, const SimSet *booked, guint32 *day, guint *month)
{
  const SimFact *fact = sim_oracle_get (oracle, index);
  const SimFact *sold = fact;
  guint sale;

  *day = fact->day;
  *month = fact->month;
  if (!sim_set_has (booked, index))
    return;
  if (fact->type == SIM_FACT_UNDO && sim_oracle_find (oracle, SIM_FACT_SALE, fact->id, &sale))
    sold = sim_oracle_get (oracle, sale);
  if (sold->counted_day == 0)
    return;
  *day = sold->counted_day;
  *month = sold->counted_month;
}

static gboolean
lies_in (guint32 fact_day, guint fact_month, guint period, guint32 day, guint month)
{
  switch (period)
    {
    case 0:
      return fact_day == day;
    case 1:
      return (fact_day - 1) / 7 == (day - 1) / 7;
    default:
      return fact_month == month;
    }
}

gint64
sim_oracle_get_taken (SimOracle *oracle, guint account, const SimSet *set, const SimSet *or_set)
{
  const GArray *facts = oracle->of_account[account];
  gint64 taken_ore = 0;

  for (guint i = 0; i < facts->len; i++)
    {
      guint index = g_array_index (facts, guint, i);

      if (counts (oracle, index, set, or_set))
        taken_ore += sim_oracle_get (oracle, index)->amount_ore;
    }
  return taken_ore;
}

gint64
sim_oracle_get_spent (SimOracle *oracle,
                      guint account,
                      guint kind,
                      guint period,
                      guint32 day,
                      guint month,
                      const SimSet *set,
                      const SimSet *or_set)
{
  const GArray *facts = oracle->of_account[account];
  gint64 spent_ore = 0;

  for (guint i = 0; i < facts->len; i++)
    {
      guint index = g_array_index (facts, guint, i);
      const SimFact *fact = sim_oracle_get (oracle, index);
      guint32 fact_day;
      guint fact_month;

      sim_oracle_find_day (oracle, index, set, &fact_day, &fact_month);
      if (lies_in (fact_day, fact_month, period, day, month) &&
          (kind == SIM_ANY_KIND || fact->kind == kind) && counts (oracle, index, set, or_set))
        spent_ore += fact->amount_ore;
    }
  return spent_ore;
}

static gboolean
is_ahead (SimOracle *oracle, const SimView *view, guint account, guint32 day)
{
  const GArray *facts = oracle->of_account[account];

  for (guint i = 0; i < facts->len; i++)
    {
      guint index = g_array_index (facts, guint, i);
      guint32 fact_day;
      guint fact_month;

      sim_oracle_find_day (oracle, index, view->words[account]->booked, &fact_day, &fact_month);
      if (fact_day > day && counts (oracle, index, view->words[account]->booked, view->written))
        return TRUE;
    }
  return FALSE;
}

/* Kind of place before any place, day before week before month (D5). */
static gboolean
judge_caps (SimOracle *oracle,
            const SimView *view,
            guint account,
            gint64 total_ore,
            guint32 day,
            guint month,
            SimJudgement *judgement)
{
  const SimWord *word = view->words[account];
  const guint kinds[] = { view->kind, SIM_ANY_KIND };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (guint period = 0; period < SIM_N_PERIODS; period++)
      {
        gint64 cap_ore = word->accounts[account].caps_ore[kinds[i]][period];
        gint64 spent_ore;

        if (cap_ore == SIM_NO_CAP)
          continue;
        spent_ore =
          sim_oracle_get_spent (oracle, account, kinds[i], period, day, month, word->booked, view->written);
        if (MAX (spent_ore, 0) + total_ore <= cap_ore)
          continue;
        judgement->reason = SIM_CAP;
        judgement->period = period;
        judgement->spent_ore = spent_ore;
        judgement->left_ore = CLAMP (cap_ore - spent_ore, 0, cap_ore);
        return TRUE;
      }
  return FALSE;
}

/* Spent since the portal's word, of which the undo of a sale that the portal had counted in is no part. */
static gint64
get_unsettled (SimOracle *oracle, const SimView *view, guint account)
{
  const GArray *facts = oracle->of_account[account];
  gint64 unsettled_ore = 0;

  for (guint i = 0; i < facts->len; i++)
    {
      guint index = g_array_index (facts, guint, i);
      const SimFact *fact = sim_oracle_get (oracle, index);
      guint sale = index;

      if (fact->type == SIM_FACT_UNDO)
        sim_oracle_find (oracle, SIM_FACT_SALE, fact->id, &sale);
      if (sim_set_has (view->written, index) && !sim_set_has (view->words[account]->booked, index) &&
          !sim_set_has (view->words[account]->booked, sale))
        unsettled_ore += fact->amount_ore;
    }
  return unsettled_ore;
}

static SimReason
judge_offline (SimOracle *oracle, const SimView *view, guint account, gint64 total_ore, gint64 now_us)
{
  const SimWord *word = view->words[account];
  gint64 told_ore =
    word->accounts[account].paid_in_ore - sim_oracle_get_taken (oracle, account, word->booked, NULL);

  if (now_us - view->answered_us > SIM_DATA_AGE_LIMIT_US)
    return SIM_DATA_TOO_OLD;
  if (get_unsettled (oracle, view, account) + total_ore > MIN (SIM_ALLOWANCE_ORE, told_ore))
    return SIM_ALLOWANCE;
  return SIM_YES;
}

gboolean
sim_oracle_is_blocked_here (SimOracle *oracle, const SimView *view, guint account)
{
  for (guint i = 0; i < view->written->len; i++)
    {
      const SimFact *fact = sim_oracle_get (oracle, i);

      if (fact->type == SIM_FACT_BLOCK && fact->account == account && sim_set_has (view->written, i) &&
          !sim_set_has (view->words[account]->booked, i))
        return TRUE;
    }
  return FALSE;
}

SimJudgement
sim_oracle_judge (SimOracle *oracle,
                  const SimView *view,
                  guint account,
                  gint64 total_ore,
                  gboolean online,
                  gint64 now_us,
                  guint32 day,
                  guint month)
{
  const SimWord *word = view->words[account];
  SimJudgement judgement = { .reason = SIM_YES };
  gint64 balance_ore;

  if (word == NULL)
    {
      judgement.reason = SIM_UNKNOWN;
      return judgement;
    }
  judgement.ahead = is_ahead (oracle, view, account, day);
  balance_ore =
    word->accounts[account].paid_in_ore - sim_oracle_get_taken (oracle, account, word->booked, view->written);
  if (word->accounts[account].card_blocked || sim_oracle_is_blocked_here (oracle, view, account))
    judgement.reason = SIM_CARD_BLOCKED;
  else if (word->accounts[account].account_blocked)
    judgement.reason = SIM_ACCOUNT_BLOCKED;
  else if (!word->accounts[account].kinds_allowed[view->kind])
    judgement.reason = SIM_PLACE;
  else if (judge_caps (oracle, view, account, total_ore, day, month, &judgement))
    return judgement;
  else if (balance_ore < total_ore)
    {
      judgement.reason = SIM_BALANCE;
      judgement.left_ore = MAX (balance_ore, 0);
    }
  else if (!online)
    judgement.reason = judge_offline (oracle, view, account, total_ore, now_us);
  return judgement;
}
