/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-cap.h"

#include "random-steps.h"

#define LIFE_STEPS 200 /* of one account before the next is tried */

static const char *const kinds[] = { "klub", "skole", "svømmehal" };

typedef struct
{
  GArray *caps;
  GArray *spending;
} Account;

static void
account_init (Account *account)
{
  account->caps = g_array_new (FALSE, FALSE, sizeof (BrikCap));
  account->spending = g_array_new (FALSE, FALSE, sizeof (BrikSpending));
}

static void
account_clear (Account *account)
{
  g_array_unref (account->caps);
  g_array_unref (account->spending);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Account, account_clear)

static void
add_cap (Account *account, const char *kind, BrikPeriod period, gint64 limit_ore)
{
  BrikCap cap = { .kind = kind, .period = period, .limit_ore = limit_ore };

  g_array_append_val (account->caps, cap);
}

static GDate
date_of (const char *text)
{
  GDate date;

  g_assert_true (brik_civil_date_parse (text, &date));
  return date;
}

static void
spend (Account *account, const char *kind, const char *date_text, gint64 amount_ore)
{
  GDate date = date_of (date_text);

  brik_spending_add (account->spending, kind, &date, amount_ore);
}

/* The one cap's state on a date. */
static BrikCapState
state_on (Account *account, const char *date_text)
{
  GDate date = date_of (date_text);

  g_assert_cmpuint (account->caps->len, ==, 1);
  return brik_cap_state (&g_array_index (account->caps, BrikCap, 0), account->spending, &date);
}

static void
assert_on (Account *account, const char *date_text, gint64 spent_ore, gint64 left_ore)
{
  BrikCapState state = state_on (account, date_text);

  g_assert_cmpint (state.spent_ore, ==, spent_ore);
  g_assert_cmpint (state.left_ore, ==, left_ore);
}

static void
test_empty_and_nought (void)
{
  g_auto (Account) account = { NULL };
  GDate date = date_of ("2026-11-20");
  g_autoptr (GArray) states = NULL;

  account_init (&account);
  states = brik_cap_states (account.caps, account.spending, "skole", &date);
  g_assert_cmpuint (states->len, ==, 0);

  add_cap (&account, BRIK_CAP_ANY, BRIK_PERIOD_DAY, 0);
  assert_on (&account, "2026-11-20", 0, 0);
  spend (&account, "skole", "2026-11-20", -500);
  assert_on (&account, "2026-11-20", -500, 0);
}

static void
test_inclusive (void)
{
  g_auto (Account) account = { NULL };

  account_init (&account);
  add_cap (&account, BRIK_CAP_ANY, BRIK_PERIOD_DAY, 2500);
  assert_on (&account, "2026-11-20", 0, 2500);
  spend (&account, "skole", "2026-11-20", 2499);
  assert_on (&account, "2026-11-20", 2499, 1);
  spend (&account, "klub", "2026-11-20", 1);
  assert_on (&account, "2026-11-20", 2500, 0);
  spend (&account, "klub", "2026-11-20", 700);
  assert_on (&account, "2026-11-20", 3200, 0);
  assert_on (&account, "2026-11-21", 0, 2500);
}

static void
test_kind (void)
{
  g_auto (Account) account = { NULL };

  account_init (&account);
  add_cap (&account, "klub", BRIK_PERIOD_DAY, 2000);
  spend (&account, "skole", "2026-11-20", 1500);
  assert_on (&account, "2026-11-20", 0, 2000);
  spend (&account, "klub", "2026-11-20", 1500);
  assert_on (&account, "2026-11-20", 1500, 500);
}

static void
test_order (void)
{
  g_auto (Account) account = { NULL };
  GDate date = date_of ("2026-11-20");
  g_autoptr (GArray) states = NULL;
  static const BrikCap expected[] = {
    { "skole", BRIK_PERIOD_DAY, 1 },       { "skole", BRIK_PERIOD_WEEK, 2 },
    { "skole", BRIK_PERIOD_MONTH, 3 },     { BRIK_CAP_ANY, BRIK_PERIOD_DAY, 4 },
    { BRIK_CAP_ANY, BRIK_PERIOD_WEEK, 5 }, { BRIK_CAP_ANY, BRIK_PERIOD_MONTH, 6 },
  };

  account_init (&account);
  add_cap (&account, "klub", BRIK_PERIOD_DAY, 7);
  for (gsize i = G_N_ELEMENTS (expected); i > 0; i--)
    add_cap (&account, expected[i - 1].kind, expected[i - 1].period, expected[i - 1].limit_ore);

  states = brik_cap_states (account.caps, account.spending, "skole", &date);
  g_assert_cmpuint (states->len, ==, G_N_ELEMENTS (expected));
  for (gsize i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpint (g_array_index (states, BrikCapState, i).cap.limit_ore, ==, expected[i].limit_ore);
}

/* An undo lowers the spending of the day of the sale, and only while that day, week or month still counts. */
static void
test_undo_later (void)
{
  g_auto (Account) day = { NULL };
  g_auto (Account) week = { NULL };
  g_auto (Account) month = { NULL };
  Account *const accounts[] = { &day, &week, &month };

  for (BrikPeriod period = 0; period < BRIK_N_PERIODS; period++)
    {
      account_init (accounts[period]);
      add_cap (accounts[period], BRIK_CAP_ANY, period, 10000);
      spend (accounts[period], "skole", "2026-11-19", 3000); /* a Thursday */
      spend (accounts[period], "skole", "2026-11-20", 1000);
      spend (accounts[period], "skole", "2026-11-19", -3000);
    }
  assert_on (&day, "2026-11-20", 1000, 9000);
  assert_on (&week, "2026-11-20", 1000, 9000);
  assert_on (&month, "2026-11-20", 1000, 9000);

  for (BrikPeriod period = 0; period < BRIK_N_PERIODS; period++)
    {
      spend (accounts[period], "skole", "2026-12-01", 500); /* the Tuesday after next week */
      spend (accounts[period], "skole", "2026-11-20", -1000);
      assert_on (accounts[period], "2026-12-01", 500, 9500);
    }
}

static void
test_periods_end (void)
{
  g_auto (Account) week = { NULL };
  g_auto (Account) month = { NULL };

  account_init (&week);
  add_cap (&week, BRIK_CAP_ANY, BRIK_PERIOD_WEEK, 10000);
  spend (&week, "skole", "2020-12-31", 4000);
  assert_on (&week, "2021-01-03", 4000, 6000);
  assert_on (&week, "2021-01-04", 0, 10000);

  account_init (&month);
  add_cap (&month, BRIK_CAP_ANY, BRIK_PERIOD_MONTH, 10000);
  spend (&month, "skole", "2028-02-29", 4000);
  assert_on (&month, "2028-02-29", 4000, 6000);
  assert_on (&month, "2028-03-01", 0, 10000);
}

static void
test_clock_gone_back (void)
{
  g_auto (Account) account = { NULL };

  account_init (&account);
  add_cap (&account, BRIK_CAP_ANY, BRIK_PERIOD_DAY, 2500);
  spend (&account, "skole", "2026-11-20", 2500);
  assert_on (&account, "2026-11-19", 2500, 0);
}

/* A sale of tomorrow's, by a clock that was ahead and has been put right since: what was spent today still
 * counts today, and so does what is spent after it. */
static void
test_clock_was_ahead (void)
{
  g_auto (Account) account = { NULL };

  account_init (&account);
  add_cap (&account, BRIK_CAP_ANY, BRIK_PERIOD_DAY, 2500);
  spend (&account, "skole", "2026-11-20", 2000);
  spend (&account, "skole", "2026-11-21", 100);
  assert_on (&account, "2026-11-20", 2100, 400);
  spend (&account, "skole", "2026-11-20", 400);
  assert_on (&account, "2026-11-20", 2500, 0);
  assert_on (&account, "2026-11-21", 100, 2400);
}

/* What is bought while the clock has gone back adds up with what was bought ahead of it, and is gone from the
 * day ahead when that comes. */
static void
test_bought_both_sides (void)
{
  g_auto (Account) day = { NULL };
  g_auto (Account) week = { NULL };
  Account *const accounts[] = { &day, &week };

  for (BrikPeriod period = BRIK_PERIOD_DAY; period <= BRIK_PERIOD_WEEK; period++)
    {
      account_init (accounts[period]);
      add_cap (accounts[period], BRIK_CAP_ANY, period, 2500);
      spend (accounts[period], "skole", "2026-11-20", 2000);
      spend (accounts[period], "skole", "2026-11-19", 400);
      spend (accounts[period], "klub", "2026-11-19", 100);
    }
  assert_on (&day, "2026-11-19", 2500, 0);
  assert_on (&day, "2026-11-20", 2000, 500);
  assert_on (&week, "2026-11-19", 2500, 0);
  assert_on (&week, "2026-11-13", 2500, 0);

  /* What comes back of a day of which nothing else is known pays for nothing ahead of it. */
  spend (&day, "skole", "2026-11-19", -900);
  assert_on (&day, "2026-11-19", 2000, 500);
  spend (&day, "skole", "2026-11-20", -2000);
  assert_on (&day, "2026-11-19", -400, 2500);
}

static void
test_extremes (void)
{
  g_auto (Account) account = { NULL };

  account_init (&account);
  add_cap (&account, BRIK_CAP_ANY, BRIK_PERIOD_DAY, G_MAXINT64);
  spend (&account, "skole", "2026-11-20", G_MAXINT64);
  spend (&account, "skole", "2026-11-20", G_MAXINT64);
  spend (&account, "klub", "2026-11-20", 1);
  assert_on (&account, "2026-11-20", G_MAXINT64, 0);
}

/* The oracle: everything that ever happened, each with the day it counts on as a plain number, summed anew
 * for every question. Day 1 is a Monday. */
typedef struct
{
  guint32 day;
  guint month; /* counted from year 0 */
  guint kind;
  gint64 amount_ore;
} Happened;

typedef struct
{
  Account account;
  GArray *happened; /* (element-type Happened) */
  GDate today;
} Life;

/* Periods as plain numbers that count up. */
static guint
number_of (BrikPeriod period, guint day, guint month)
{
  switch (period)
    {
    case BRIK_PERIOD_DAY:
      return day;
    case BRIK_PERIOD_WEEK:
      return (day - 1) / 7;
    case BRIK_PERIOD_MONTH:
      return month;
    default:
      g_assert_not_reached ();
    }
}

/* @ahead_ore: of periods yet to begin, each with its kind for itself, what it took and did not give back */
static gint64
oracle_spent (const Life *life, const BrikCap *cap)
{
  guint today = number_of (cap->period, g_date_get_julian (&life->today),
                           g_date_get_year (&life->today) * 12u + g_date_get_month (&life->today));
  g_autoptr (GHashTable) ahead = g_hash_table_new (NULL, NULL);
  gint64 spent_ore = 0;
  gint64 ahead_ore = 0;
  GHashTableIter iter;
  gpointer value;

  for (guint i = 0; i < life->happened->len; i++)
    {
      const Happened *one = &g_array_index (life->happened, Happened, i);
      guint number = number_of (cap->period, one->day, one->month);
      gpointer key = GUINT_TO_POINTER (number * G_N_ELEMENTS (kinds) + one->kind);

      if (*cap->kind != '\0' && cap->kind != kinds[one->kind])
        continue;
      if (number == today)
        spent_ore += one->amount_ore;
      else if (number > today)
        g_hash_table_insert (
          ahead, key,
          GSIZE_TO_POINTER (GPOINTER_TO_SIZE (g_hash_table_lookup (ahead, key)) + (gsize) one->amount_ore));
    }

  g_hash_table_iter_init (&iter, ahead);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    ahead_ore += MAX ((gssize) GPOINTER_TO_SIZE (value), 0);
  return ahead_ore > 0 ? MAX (spent_ore, 0) + ahead_ore : spent_ore;
}

static void
life_happen (Life *life, const GDate *date, guint kind, gint64 amount_ore)
{
  Happened one = { g_date_get_julian (date), g_date_get_year (date) * 12u + g_date_get_month (date), kind,
                   amount_ore };

  g_array_append_val (life->happened, one);
  brik_spending_add (life->account.spending, kinds[kind], date, amount_ore);
}

/* Most sales are of today; some reach the till late, from another till that was offline. */
static void
life_sell (Life *life)
{
  GDate date = life->today;

  if (random_one_in (5))
    g_date_subtract_days (&date, g_test_rand_int_range (1, 40));
  life_happen (life, &date, g_test_rand_int_range (0, G_N_ELEMENTS (kinds)), g_test_rand_int_range (0, 5000));
}

/* Takes back a sale, whole or in part, on the day it was made. */
static void
life_refund (Life *life)
{
  Happened *sale;
  gint64 back_ore;
  GDate date;

  if (life->happened->len == 0)
    return;

  sale = &g_array_index (life->happened, Happened, g_test_rand_int_range (0, life->happened->len));
  if (sale->amount_ore <= 0)
    return;

  back_ore = random_one_in (2) ? sale->amount_ore : g_test_rand_int_range (0, sale->amount_ore + 1);
  g_date_set_julian (&date, sale->day);
  life_happen (life, &date, sale->kind, -back_ore);
}

static void
life_change_caps (Life *life)
{
  g_array_set_size (life->account.caps, 0);
  for (guint kind = 0; kind <= G_N_ELEMENTS (kinds); kind++)
    for (BrikPeriod period = 0; period < BRIK_N_PERIODS; period++)
      if (random_one_in (2))
        add_cap (&life->account, kind == G_N_ELEMENTS (kinds) ? BRIK_CAP_ANY : kinds[kind], period,
                 random_one_in (6) ? 0 : g_test_rand_int_range (0, 60000));
}

static void
life_step (Life *life)
{
  switch (g_test_rand_int_range (0, 10))
    {
    case 0:
      life_change_caps (life);
      break;
    case 1:
      g_date_add_days (&life->today, g_test_rand_int_range (0, random_one_in (4) ? 40 : 2));
      /* A clock that goes back. */
      if (random_one_in (8))
        g_date_subtract_days (&life->today, g_test_rand_int_range (0, 40));
      break;
    case 2:
    case 3:
      life_refund (life);
      break;
    default:
      life_sell (life);
      break;
    }
}

static void
assert_life (Life *life, const char *kind)
{
  g_autoptr (GArray) states =
    brik_cap_states (life->account.caps, life->account.spending, kind, &life->today);
  guint n_here = 0;

  for (guint i = 0; i < life->account.caps->len; i++)
    {
      const BrikCap *cap = &g_array_index (life->account.caps, BrikCap, i);

      n_here += *cap->kind == '\0' || cap->kind == kind;
    }
  g_assert_cmpuint (states->len, ==, n_here);

  for (guint i = 0; i < states->len; i++)
    {
      const BrikCapState *state = &g_array_index (states, BrikCapState, i);
      gint64 spent_ore = oracle_spent (life, &state->cap);
      gint64 left_ore = state->cap.limit_ore - (spent_ore > 0 ? spent_ore : 0);

      g_assert_true (*state->cap.kind == '\0' || state->cap.kind == kind);
      g_assert_cmpint (state->spent_ore, ==, spent_ore);
      g_assert_cmpint (state->left_ore, ==, left_ore > 0 ? left_ore : 0);
    }
}

static void
test_oracle (void)
{
  for (guint n_lives = random_steps () / LIFE_STEPS; n_lives > 0; n_lives--)
    {
      Life life = { .happened = g_array_new (FALSE, FALSE, sizeof (Happened)) };

      account_init (&life.account);
      life_change_caps (&life);
      g_date_set_julian (&life.today, 737000 + g_test_rand_int_range (0, 5000));

      for (guint step = 0; step < LIFE_STEPS; step++)
        {
          life_step (&life);
          assert_life (&life, kinds[g_test_rand_int_range (0, G_N_ELEMENTS (kinds))]);
        }

      g_array_unref (life.happened);
      account_clear (&life.account);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/cap/D1/empty-and-nought", test_empty_and_nought);
  g_test_add_func ("/core/cap/D3/inclusive", test_inclusive);
  g_test_add_func ("/core/cap/R29/kind", test_kind);
  g_test_add_func ("/core/cap/D5/order", test_order);
  g_test_add_func ("/core/cap/D3/undo-later", test_undo_later);
  g_test_add_func ("/core/cap/D2/periods-end", test_periods_end);
  g_test_add_func ("/core/cap/D2/clock-gone-back", test_clock_gone_back);
  g_test_add_func ("/core/cap/D2/clock-was-ahead", test_clock_was_ahead);
  g_test_add_func ("/core/cap/D2/bought-both-sides", test_bought_both_sides);
  g_test_add_func ("/core/cap/D6/extremes", test_extremes);
  g_test_add_func ("/core/cap/R28/oracle", test_oracle);
  return g_test_run ();
}
