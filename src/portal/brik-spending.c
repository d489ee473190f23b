/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-spending.h"

/* ?1 municipality, ?2 account, then first and last day of each period, and of all three together. */
#define SUMS                                                                                                 \
  "SELECT spent_kind,"                                                                                       \
  " sum (iif (spent_on BETWEEN ?3 AND ?4, spent_ore, 0)), max (spent_on BETWEEN ?3 AND ?4),"                 \
  " sum (iif (spent_on BETWEEN ?5 AND ?6, spent_ore, 0)), max (spent_on BETWEEN ?5 AND ?6),"                 \
  " sum (iif (spent_on BETWEEN ?7 AND ?8, spent_ore, 0)), max (spent_on BETWEEN ?7 AND ?8)"
#define WHICH                                                                                                \
  " WHERE municipality_id = ?1 AND account_id = ?2 AND spent_on BETWEEN ?9 AND ?10 GROUP BY spent_kind"

static const char *const sums_sql[] = {
  [BRIK_SPENDING_BOOKED] = SUMS " FROM booking" WHICH,
  [BRIK_SPENDING_HELD] = SUMS " FROM held" WHICH,
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
  g_auto (GStrv) days = g_new0 (char *, 2 * BRIK_N_PERIODS + 1);
  const char *first;
  const char *last;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = NULL;

  for (guint i = 0; i < BRIK_N_PERIODS; i++)
    {
      GDate end;

      brik_period_begin ((BrikPeriod) i, date, &begin[i]);
      period_end ((BrikPeriod) i, &begin[i], &end);
      days[2 * i] = brik_civil_date_format (&begin[i]);
      days[2 * i + 1] = brik_civil_date_format (&end);
    }

  /* Written as they are, dates compare as text. */
  first = strcmp (days[2], days[4]) < 0 ? days[2] : days[4];
  last = strcmp (days[3], days[5]) > 0 ? days[3] : days[5];
  rows = brik_store_query (store, error, sums_sql[scope], "ssssssssss", municipality, account, days[0],
                           days[1], days[2], days[3], days[4], days[5], first, last);
  if (!rows)
    return FALSE;

  while (brik_rows_next (rows, &local_error))
    {
      for (int i = 0; i < BRIK_N_PERIODS; i++)
        {
          if (brik_rows_int (rows, 2 + 2 * i))
            add (spending, brik_rows_text (rows, 0), (BrikPeriod) i, &begin[i],
                 brik_rows_int (rows, 1 + 2 * i));
        }
    }

  return brik_error_pass_on (&local_error, error);
}
