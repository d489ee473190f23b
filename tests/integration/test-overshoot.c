/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town.h"

/* Tills that are cut off from each other may together sell more than a cap or a balance leaves, but never
 * more than max (0, N × min (what was left, the allowance) − what was left): promise 4. Each of them is
 * greedy here, and the bound is reached. */

#define N_TILLS 4
#define ALLOWANCE 50

static gint64
sell_all_it_lets (BrikTownTill *till, const char *uid)
{
  gint64 sold_ore = 0;

  for (int kroner = 64; kroner > 0; kroner /= 2)
    while (brik_town_till_sell (till, uid, "krone", kroner) == BRIK_REASON_NONE)
      sold_ore += kroner * 100;
  return sold_ore;
}

/* @left: of a cap or a balance, in kroner, when the tills are cut off. */
static void
overshoot (BrikTown *town, BrikTownTill **tills, const char *uid, gint64 left)
{
  gint64 bound = MAX (0, N_TILLS * MIN (left, ALLOWANCE) - left);
  gint64 sold_ore = 0;

  brik_town_settle (town);
  for (guint i = 0; i < N_TILLS; i++)
    brik_town_till_set_online (tills[i], FALSE);
  for (guint i = 0; i < N_TILLS; i++)
    sold_ore += sell_all_it_lets (tills[i], uid);
  brik_town_settle (town);
  g_assert_cmpint (MAX (0, sold_ore - left * 100), ==, bound * 100);

  for (guint i = 0; i < N_TILLS; i++)
    brik_town_till_set_online (tills[i], TRUE);
  brik_town_settle (town);
}

static void
add_tills (BrikTown *town, BrikTownTill **tills)
{
  static const char *const ids[N_TILLS] = { "skole-1", "skole-2", "skole-3", "skole-4" };

  for (guint i = 0; i < N_TILLS; i++)
    tills[i] = brik_town_add_till (town, ids[i]);
}

/* A cap of 25 kr., of which 18 are left: smaller than the allowance. */
static void
test_cap (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *tills[N_TILLS];

  add_tills (town, tills);
  g_assert_cmpint (brik_town_till_sell (tills[0], BRIK_TOWN_NOAH, "krone", 7), ==, BRIK_REASON_NONE);
  overshoot (town, tills, BRIK_TOWN_NOAH, 18);
  for (guint i = 0; i < N_TILLS; i++)
    g_assert_cmpint (brik_town_till_sell (tills[i], BRIK_TOWN_NOAH, "krone", 1), ==, BRIK_REASON_CAP);
}

/* 80 kr. on the account: more than the allowance, less than all the tills' together. */
static void
test_balance (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *tills[N_TILLS];

  add_tills (town, tills);
  g_assert_cmpint (brik_town_till_sell (tills[0], BRIK_TOWN_IDA, "krone", 120), ==, BRIK_REASON_NONE);
  overshoot (town, tills, BRIK_TOWN_IDA, 80);
  for (guint i = 0; i < N_TILLS; i++)
    g_assert_cmpint (brik_town_till_sell (tills[i], BRIK_TOWN_IDA, "krone", 1), ==, BRIK_REASON_BALANCE);
}

/* 200 kr., just what all the allowances come to: nothing is overdrawn. */
static void
test_enough (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *tills[N_TILLS];

  add_tills (town, tills);
  overshoot (town, tills, BRIK_TOWN_IDA, 200);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overshoot/cap", test_cap);
  g_test_add_func ("/overshoot/balance", test_balance);
  g_test_add_func ("/overshoot/enough", test_enough);
  return g_test_run ();
}
