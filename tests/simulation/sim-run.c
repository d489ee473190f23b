/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-run.h"

#include "sim-mutate.h"
#include "sim-steps.h"
#include "sim-tamper.h"

#define MAX_TILLS_BY_CHANCE 4

const char *const sim_events[] = {
  "sale",
  "undo",
  "not this person",
  "card blocked at the till",
  "unknown-card",
  "card-blocked",
  "account-blocked",
  "place",
  "cap",
  "balance",
  "data-too-old",
  "allowance",
  "offline purchase",
  "cap set",
  "cap of nought",
  "cap taken off",
  "card blocked",
  "card activated",
  "account blocked",
  "account activated",
  "place allowed",
  "place forbidden",
  "import with a deposit",
  "product changed",
  "look-up",
  "delivery",
  "delivery out of turn",
  "request lost",
  "answer lost",
  "request doubled",
  "outage",
  "outage over",
  "till restarted",
  "till killed",
  "till closed",
  "till opened",
  "till copied",
  "till put back",
  "till enrolled anew",
  "till enrolled again",
  "portal opened",
  "portal closed",
  "portal restarted",
  "portal copied",
  "portal put back",
  "time",
  "midnight",
  "new week",
  "new month",
  "summer time begins",
  "summer time ends",
  "late arrival",
  "clock stepped forward",
  "clock stepped back",
  "settled",
  "flip of a line",
  "flip of a hash",
  "flip of a signature",
  "flip of a column",
  "flip of a day",
  "flip of a time",
  "drop",
  "drop closed up",
  "swap",
  "splice",
  "cut",
  NULL,
};

static SimStepFunc
pick_step (SimDice *dice, gboolean exact)
{
  guint total = 0;
  guint at;

  for (guint i = 0; i < sim_n_steps; i++)
    total += !exact || sim_steps[i].exact ? sim_steps[i].weight : 0;
  at = sim_dice_below (dice, total);
  for (guint i = 0;; i++)
    {
      guint weight = !exact || sim_steps[i].exact ? sim_steps[i].weight : 0;

      if (at < weight)
        return sim_steps[i].func;
      at -= weight;
    }
}

/* A step has chance of its own, so that it is the same where others are left out. */
static void
do_step (SimTown *town, const SimPlan *plan, guint index, guint n_flow)
{
  SimDice dice = sim_dice_new (plan->seed, index + 1);
  SimStepFunc func = pick_step (&dice, plan->exact);

  func (town, &dice);
  if (plan->exact || sim_dice_below (&dice, 100) < n_flow)
    sim_town_flow (town);
  sim_mutate (town, plan->mutation, index);
  sim_town_check (town);
}

static void
add_counts (SimTown *town, GHashTable *counts)
{
  GHashTableIter iter;
  gpointer name, n;

  g_hash_table_iter_init (&iter, town->counts);
  while (g_hash_table_iter_next (&iter, &name, &n))
    g_hash_table_insert (
      counts, name,
      GUINT_TO_POINTER (GPOINTER_TO_UINT (g_hash_table_lookup (counts, name)) + GPOINTER_TO_UINT (n)));
}

char *
sim_run (const SimPlan *plan, GHashTable *counts)
{
  static const guint flows[] = { 0, 20, 60, 90 };
  SimDice dice = sim_dice_new (plan->seed, 0);
  guint moment = sim_dice_below (&dice, SIM_N_MOMENTS);
  guint n_tills = 1 + sim_dice_below (&dice, MAX_TILLS_BY_CHANCE);
  guint n_flow = flows[sim_dice_below (&dice, G_N_ELEMENTS (flows))];
  g_autoptr (SimTown) town = sim_town_new (moment, plan->n_tills > 0 ? plan->n_tills : n_tills, plan->seed);

  town->talks = plan->talks;
  for (guint i = 0; i < plan->n_steps; i++)
    if (plan->without == NULL || !plan->without[i])
      do_step (town, plan, i, n_flow);
  sim_town_settle (town);
  for (guint i = 0; i < town->n_tills; i++)
    sim_verify (town->tills[i]);
  add_counts (town, counts);
  return g_strdup (g_checksum_get_string (town->trace));
}
