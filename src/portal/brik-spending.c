/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-spending.h"

/* The sums are made here: one scan of an index gives all that three periods hold, and a query that groups it
 * would sort it first. */
#define WHAT "SELECT spent_kind, spent_on, spent_ore FROM "
#define WHEN " WHERE municipality_id = ? AND account_id = ? AND spent_on BETWEEN ? AND ?"

static const char *const spent_sql[] = {
  [BRIK_SPENDING_BOOKED] = WHAT "booking" WHEN,
  [BRIK_SPENDING_HELD] = WHAT "held" WHEN,
};

static void
period_end (BrikPeriod period, const GDate *begin, GDate *end)
{
  *end = *begin;
  if (period == BRIK_PERIOD_WEEK)
    g_date_add_days (end, 6);
  else if (period == BRIK_PERIOD_MONTH)
    g_date_set_day (end, g_date_get_days_in_month (g_date_get_month (begin), g_date_get_year (begin)));
}

/* To the sum there already is of that kind and period, or as a new one. */
static void
add (GArray *spending, const char *kind, BrikPeriod period, const GDate *begun, gint64 spent_ore)
{
  BrikSpending one = {
    .kind = g_intern_string (kind), .period = period, .begun = *begun, .spent_ore = spent_ore
  };

  for (guint i = 0; i < spending->len; i++)
    {
      BrikSpending *there = &g_array_index (spending, BrikSpending, i);

      if (there->kind == one.kind && there->period == period && g_date_compare (&there->begun, begun) == 0)
        {
          there->spent_ore += spent_ore;
          return;
        }
    }
  g_array_append_val (spending, one);
}

gboolean
brik_spending_load (BrikStore *store,
                    const char *municipality,
                    const char *account,
                    const GDate *date,
                    BrikSpendingScope scope,
                    GArray *spending,
                    GError **error)
{
  GDate begin[BRIK_N_PERIODS];
  g_auto (GStrv) first = g_new0 (char *, BRIK_N_PERIODS + 1);
  g_auto (GStrv) last = g_new0 (char *, BRIK_N_PERIODS + 1);
  const char *from;
  const char *to;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = NULL;

  for (guint i = 0; i < BRIK_N_PERIODS; i++)
    {
      GDate end;

      brik_period_begin ((BrikPeriod) i, date, &begin[i]);
      period_end ((BrikPeriod) i, &begin[i], &end);
      first[i] = brik_civil_date_format (&begin[i]);
      last[i] = brik_civil_date_format (&end);
    }

  /* Written as they are, dates compare as text. */
  from = strcmp (first[BRIK_PERIOD_WEEK], first[BRIK_PERIOD_MONTH]) < 0 ? first[BRIK_PERIOD_WEEK]
                                                                        : first[BRIK_PERIOD_MONTH];
  to = strcmp (last[BRIK_PERIOD_WEEK], last[BRIK_PERIOD_MONTH]) > 0 ? last[BRIK_PERIOD_WEEK]
                                                                    : last[BRIK_PERIOD_MONTH];
  rows = brik_store_query (store, error, spent_sql[scope], "ssss", municipality, account, from, to);
  if (!rows)
    return FALSE;

  while (brik_rows_next (rows, &local_error))
    {
      const char *spent_on = brik_rows_text (rows, 1);

      for (guint i = 0; i < BRIK_N_PERIODS; i++)
        {
          if (strcmp (first[i], spent_on) <= 0 && strcmp (spent_on, last[i]) <= 0)
            add (spending, brik_rows_text (rows, 0), (BrikPeriod) i, &begin[i], brik_rows_int (rows, 2));
        }
    }

  return brik_error_pass_on (&local_error, error);
}
