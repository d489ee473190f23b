/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-run.h"
#include "sim-shrink.h"

#include <stdlib.h>

/* A town by chance, for each of many seeds: promises 4, 5, 8 and 9 after every step. */

#define N_STEPS 40
#define N_PARTS 4          /* programs that run beside each other, each with seeds of its own */
#define N_SEEDS_LONG 25000 /* of each part */
#define N_SEEDS_ALL 400    /* so many have seen all there is: the first part's of a sample */
#define N_SEEDS_FEW 20
#define N_STEPS_LONG 10000
#define N_STEPS_EXACT 500

static gboolean
is_long (void)
{
  return g_getenv ("BRIK_TEST_LONG") != NULL;
}

static guint
count (GHashTable *counts, const char *event)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, event));
}

/* @seeds: which */
static void
tell_counts (GHashTable *counts, const char *what, const char *seeds, guint64 n_steps)
{
  g_autoptr (GString) kinds = g_string_new (NULL);

  for (guint i = 0; sim_events[i] != NULL; i++)
    if (count (counts, sim_events[i]) > 0)
      g_string_append_printf (kinds, ", %s %u", sim_events[i], count (counts, sim_events[i]));
  g_test_message ("covered: %s: %s, %" G_GUINT64_FORMAT " steps%s", what, seeds, n_steps, kinds->str);
}

/* (transfer full) */
static char *
run_watched (const SimPlan *plan, GHashTable *counts)
{
  char *digest = NULL;

  sim_shrink_watch (plan);
  digest = sim_run (plan, counts);
  sim_shrink_watch (NULL);
  return digest;
}

static void
run (const SimPlan *plan, GHashTable *counts)
{
  g_autofree char *digest = run_watched (plan, counts);
}

/* Everything that there is has happened. */
static void
test_seeds (gconstpointer data)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  guint first = GPOINTER_TO_UINT (data) * N_SEEDS_LONG;
  guint n_seeds = is_long () ? N_SEEDS_LONG : first == 0 ? N_SEEDS_ALL : N_SEEDS_FEW;
  g_autofree char *seeds = g_strdup_printf ("seeds %u to %u", first, first + n_seeds - 1);

  for (guint i = 0; i < n_seeds; i++)
    run (&(SimPlan){ .seed = first + i, .n_steps = N_STEPS }, counts);
  tell_counts (counts, "towns", seeds, (guint64) n_seeds * N_STEPS);
  for (guint i = 0; n_seeds >= N_SEEDS_ALL && sim_events[i] != NULL; i++)
    if (count (counts, sim_events[i]) == 0)
      g_error ("%s: none has had: %s", seeds, sim_events[i]);
}

static void
test_long_lives (void)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_seeds = is_long () ? 4 : 1;
  guint n_steps = is_long () ? N_STEPS_LONG : N_STEPS_LONG / 10;
  g_autofree char *seeds = g_strdup_printf ("seeds 0 to %u", n_seeds - 1);

  for (guint i = 0; i < n_seeds; i++)
    run (&(SimPlan){ .seed = i, .n_steps = n_steps }, counts);
  tell_counts (counts, "long lives", seeds, (guint64) n_seeds * n_steps);
}

/* Promise 4: one till, to which everything is told at once, is exact in every verdict. */
static void
test_caps (void)
{
  g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_seeds = is_long () ? 2000 : 10;
  g_autofree char *seeds = g_strdup_printf ("%u seeds", n_seeds);

  for (guint i = 0; i < n_seeds; i++)
    run (
      &(SimPlan){
        .seed = (guint32) g_test_rand_int (), .n_steps = N_STEPS_EXACT, .n_tills = 1, .exact = TRUE },
      counts);
  tell_counts (counts, "caps exact at one till", seeds, (guint64) n_seeds * N_STEPS_EXACT);
  g_assert_cmpuint (count (counts, "cap"), >, 0);
  g_assert_cmpuint (count (counts, "undo"), >, 0);
}

/* The same seed is the same town, entry by entry. */
static void
test_same_again (void)
{
  for (guint64 seed = 0; seed < 6; seed++)
    {
      g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
      SimPlan plan = { .seed = seed, .n_steps = 3 * N_STEPS };
      g_autofree char *once = run_watched (&plan, counts);
      g_autofree char *again = run_watched (&plan, counts);
      g_autofree char *other = NULL;

      g_assert_cmpstr (once, ==, again);
      plan.seed += 1000;
      other = run_watched (&plan, counts);
      g_assert_cmpstr (once, !=, other);
    }
}

/* What nobody could find would prove nothing. */
static void
test_finds (gconstpointer data)
{
  SimMutation mutation = (SimMutation) GPOINTER_TO_INT (data);

  if (g_test_subprocess ())
    {
      for (guint64 seed = 0; seed < 20; seed++)
        {
          g_autoptr (GHashTable) counts = g_hash_table_new (g_str_hash, g_str_equal);
          g_autofree char *digest =
            sim_run (&(SimPlan){ .seed = seed, .n_steps = 200, .mutation = mutation }, counts);
        }
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_failed ();
}

int
main (int argc, char **argv)
{
  static const char *const mutations[SIM_N_MUTATIONS] = {
    [SIM_NO_MUTATION] = NULL,
    [SIM_DOUBLE_BOOKING] = "/simulation/finds/double-booking",
    [SIM_LOST_SALE] = "/simulation/finds/lost-sale",
    [SIM_LOST_POSTING] = "/simulation/finds/lost-posting",
    [SIM_WRONG_BALANCE] = "/simulation/finds/wrong-balance",
    [SIM_WRONG_DAY] = "/simulation/finds/wrong-day",
    [SIM_CAP_FORGOTTEN] = "/simulation/finds/cap-forgotten",
    [SIM_BLOCK_FORGOTTEN] = "/simulation/finds/block-forgotten",
    [SIM_BROKEN_CHAIN] = "/simulation/finds/broken-chain",
  };

  g_setenv ("GIO_USE_NETWORK_MONITOR", "base", TRUE);
  if (sim_shrink_main (argc, argv))
    return EXIT_FAILURE;
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/simulation/same-again", test_same_again);
  for (guint i = 1; i < SIM_N_MUTATIONS; i++)
    g_test_add_data_func (mutations[i], GINT_TO_POINTER (i), test_finds);
  g_test_add_func ("/simulation/caps", test_caps);
  g_test_add_func ("/simulation/long-lives", test_long_lives);
  for (guint i = 0; i < N_PARTS; i++)
    {
      g_autofree char *path = g_strdup_printf ("/simulation/seeds/%u", i + 1);
      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_seeds);
    }
  return g_test_run ();
}
