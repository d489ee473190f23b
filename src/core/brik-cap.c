/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-cap.h"

#include "core/brik-money.h"

static const BrikSpending *
spending_at (GArray *spending, guint index)
{
  return &g_array_index (spending, BrikSpending, index);
}

static gboolean
covers (const BrikCap *cap, const char *kind)
{
  return g_str_equal (cap->kind, BRIK_CAP_ANY) || g_str_equal (cap->kind, kind);
}

gint64
brik_cap_spent (const BrikCap *cap, GArray *spending, const GDate *date)
{
  gint64 spent_ore = 0;
  gint64 ahead_ore = 0;
  GDate begin;

  brik_period_begin (cap->period, date, &begin);
  for (guint i = 0; i < spending->len; i++)
    {
      const BrikSpending *part = spending_at (spending, i);
      gint order = g_date_compare (&part->begun, &begin);

      if (part->period != cap->period || !covers (cap, part->kind))
        continue;
      if (order == 0)
        spent_ore = brik_money_add_clamped (spent_ore, part->spent_ore);
      /* The clock has gone back. What was spent ahead is not free now, and what came back in a period of
       * which nothing else is known pays for none of it. */
      else if (order > 0)
        ahead_ore = brik_money_add_clamped (ahead_ore, MAX (part->spent_ore, 0));
    }

  return ahead_ore > 0 ? brik_money_add_clamped (MAX (spent_ore, 0), ahead_ore) : spent_ore;
}

BrikCapState
brik_cap_state (const BrikCap *cap, GArray *spending, const GDate *date)
{
  gint64 spent_ore = brik_cap_spent (cap, spending, date);

  /* A refund frees no more than the cap itself: a cap of 0 allows nothing, whatever came back (D1). */
  return (BrikCapState){
    .cap = *cap,
    .spent_ore = spent_ore,
    .left_ore = MAX (cap->limit_ore - CLAMP (spent_ore, 0, G_MAXINT64), 0),
  };
}

static void
add_to_period (GArray *spending, const char *kind, BrikPeriod period, const GDate *date, gint64 amount_ore)
{
  BrikSpending added = { .kind = g_intern_string (kind), .period = period, .spent_ore = amount_ore };

  brik_period_begin (period, date, &added.begun);

  for (guint i = 0; i < spending->len; i++)
    {
      BrikSpending *part = &g_array_index (spending, BrikSpending, i);

      if (part->period != period || !g_str_equal (part->kind, kind) ||
          g_date_compare (&part->begun, &added.begun) != 0)
        continue;

      part->spent_ore = brik_money_add_clamped (part->spent_ore, amount_ore);
      return;
    }

  g_array_append_val (spending, added);
}

void
brik_spending_add (GArray *spending, const char *kind, const GDate *date, gint64 amount_ore)
{
  for (BrikPeriod period = 0; period < BRIK_N_PERIODS; period++)
    add_to_period (spending, kind, period, date, amount_ore);
}

static gint
compare_states (gconstpointer a, gconstpointer b)
{
  const BrikCap *cap_a = &((const BrikCapState *) a)->cap;
  const BrikCap *cap_b = &((const BrikCapState *) b)->cap;
  gboolean any_a = g_str_equal (cap_a->kind, BRIK_CAP_ANY);
  gboolean any_b = g_str_equal (cap_b->kind, BRIK_CAP_ANY);

  return any_a != any_b ? any_a - any_b : (gint) cap_a->period - (gint) cap_b->period;
}

GArray *
brik_cap_states (GArray *caps, GArray *spending, const char *kind, const GDate *date)
{
  GArray *states = g_array_new (FALSE, FALSE, sizeof (BrikCapState));

  for (guint i = 0; i < caps->len; i++)
    {
      const BrikCap *cap = &g_array_index (caps, BrikCap, i);

      if (covers (cap, kind))
        {
          BrikCapState state = brik_cap_state (cap, spending, date);

          g_array_append_val (states, state);
        }
    }

  g_array_sort (states, compare_states);
  return states;
}
