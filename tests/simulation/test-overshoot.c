/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-town.h"

/* Tills that are cut off from each other may together sell more than a cap or a balance leaves, but never
 * more than max (0, N × min (what was left, the allowance) − what was left): promise 4. Each of them is
 * greedy here, and the bound is reached to the øre. */

#define IDA 2  /* no caps; 200.00 kr. */
#define OTTO 5 /* no caps; 10,000.00 kr. */
#define N_LIMITS (SIM_N_PERIODS + 1)
#define BALANCE SIM_N_PERIODS

static guint n_tried;
static guint n_reached;

static gint64
sell_all_it_lets (SimTill *till, guint account)
{
  gint64 sold_ore = 0;

  for (gint64 ore = 1 << 16; ore > 0; ore /= 2)
    while (sim_till_sell (till, account, ore) == BRIK_REASON_NONE)
      sold_ore += ore;
  return sold_ore;
}

/* Leaves @left_ore of a cap of that period, or of the balance. */
static guint
leave (SimTown *town, guint limit, gint64 left_ore)
{
  static const gint64 spent_ore = 700;

  if (limit == BALANCE)
    {
      g_assert_cmpint (sim_till_sell (town->tills[0], IDA, 20000 - left_ore), ==, BRIK_REASON_NONE);
      return IDA;
    }
  sim_portal_set_cap (town, OTTO, SIM_ANY_KIND, limit, left_ore + spent_ore);
  sim_town_settle (town);
  g_assert_cmpint (sim_till_sell (town->tills[0], OTTO, spent_ore), ==, BRIK_REASON_NONE);
  return OTTO;
}

static void
overshoot (guint n_tills, guint limit, gint64 left_ore, guint64 seed)
{
  g_autoptr (SimTown) town = sim_town_new (0, n_tills, seed);
  gint64 bound_ore = MAX (0, n_tills * MIN (left_ore, SIM_ALLOWANCE_ORE) - left_ore);
  guint account = leave (town, limit, left_ore);
  gint64 sold_ore = 0;

  sim_town_settle (town);
  for (guint i = 0; i < n_tills; i++)
    sim_till_set_cut (town->tills[i], TRUE);
  sim_town_set_time (town, town->now_us + G_TIME_SPAN_MINUTE);
  for (guint i = 0; i < n_tills; i++)
    {
      g_assert_false (sim_till_is_online (town->tills[i]));
      sold_ore += sell_all_it_lets (town->tills[i], account);
    }
  g_assert_cmpint (sold_ore - left_ore, <=, bound_ore);
  g_assert_cmpint (MAX (0, sold_ore - left_ore), ==, bound_ore);
  n_tried++;
  n_reached += bound_ore > 0 ? 1 : 0;

  /* Everything is booked, and then nobody sells any more where nothing is left. */
  sim_town_settle (town);
  for (guint i = 0; i < n_tills && sold_ore >= left_ore; i++)
    g_assert_cmpint (sim_till_sell (town->tills[i], account, 1), ==,
                     limit == BALANCE ? BRIK_REASON_BALANCE : BRIK_REASON_CAP);
}

/* Nothing left, less than the allowance, it to the øre, more, and more than all the tills' together. */
static void
test_bound (void)
{
  static const gint64 lefts_ore[] = { 0, 1, 1800, 4999, 5000, 5001, 8000, 12345 };
  gboolean is_long = g_getenv ("BRIK_TEST_LONG") != NULL;

  for (guint n_tills = 1; n_tills <= SIM_MAX_TILLS; n_tills++)
    for (guint limit = 0; limit < N_LIMITS; limit++)
      {
        overshoot (n_tills, limit, lefts_ore[(n_tills + limit) % G_N_ELEMENTS (lefts_ore)], n_tills);
        for (guint i = 0; is_long && i < G_N_ELEMENTS (lefts_ore); i++)
          overshoot (n_tills, limit, lefts_ore[i], n_tills);
        for (guint i = 0; is_long && i < 30; i++)
          overshoot (n_tills, limit, g_test_rand_int_range (0, 20000), n_tills + i);
      }
  g_test_message ("covered: overshoot of 1 to 8 tills offline, by caps a day, a week, a month and by balance:"
                  " %u tried, bound reached %u times above nought and never passed",
                  n_tried, n_reached);
  g_assert_cmpuint (n_reached, >, n_tried / 2);
}

int
main (int argc, char **argv)
{
  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/overshoot/bound", test_bound);
  return g_test_run ();
}
