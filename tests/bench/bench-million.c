/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "figure.h"
#include "portal/brik-spending.h"

/* What an account has spent this day, week and month, when the municipality has had a million sales, beside a
 * look-up of the account by its key. */

#define ACCOUNTS 20000
#define SALES 1000000
#define LOOKS 2000
#define ROUNDS 7

#define NUMBERS(n) "WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers LIMIT " n ")"

/* Everyone buys fifty times, over two hundred days that end today. */
static const char *const fill_sql[] = {
  NUMBERS ("20000") " INSERT INTO person (municipality_id, id, name, buyer)"
                    " SELECT 'by', 'p' || i, 'Person ' || i, 'pupil' FROM numbers",
  NUMBERS (
    "20000") " INSERT INTO account (municipality_id, id, type, name, person_id, balance_ore, n_postings)"
             " SELECT 'by', 'p' || i, 'holder', 'Kort', 'p' || i, 0, 50 FROM numbers",
  "INSERT INTO account (municipality_id, id, type, name, place_id)"
  " VALUES ('by', 'sales:norre', 'sales', '', 'norre')",
  NUMBERS (
    "1000000") " INSERT INTO booking (municipality_id, id, type, account_id, house_id, position, total_ore,"
               " at_us, booked_us, date, place_id, till_id, run_id, number, card_id, cashier_id, spent_on,"
               " spent_kind, spent_ore)"
               " SELECT 'by', lower (hex (randomblob (16))), 'sale', 'p' || (i % 20000 + 1), 'sales:norre',"
               " i / 20000 + 1, 2500, i, i, date ('2026-11-20', -(200 - i / 5000) || ' days'), 'norre',"
               " 'norre-1', 'run', i, 'card', 'inge', date ('2026-11-20', -(200 - i / 5000) || ' days'),"
               " 'skole', 2500 FROM numbers",
};

typedef struct
{
  Series *sums;
  Series *keys;
} Spending;

static gboolean
fill (BrikStore *store, gpointer data, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (fill_sql); i++)
    {
      if (!brik_store_run (store, error, fill_sql[i], ""))
        return FALSE;
    }
  return TRUE;
}

static double
sum_up (BrikStore *store, const char *account)
{
  g_autoptr (GArray) spending = g_array_new (FALSE, TRUE, sizeof (BrikSpending));
  g_autoptr (GError) error = NULL;
  double began_us = figure_now_us ();
  GDate today;

  g_date_set_dmy (&today, 20, G_DATE_NOVEMBER, 2026);
  if (!brik_spending_load (store, "by", account, &today, BRIK_SPENDING_BOOKED, spending, &error))
    g_error ("%s", error->message);
  return figure_now_us () - began_us;
}

static double
look_up (BrikStore *store, const char *account)
{
  double began_us = figure_now_us ();
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, &error, "SELECT balance_ore FROM account WHERE municipality_id = ? AND id = ?",
                      "ss", "by", account);

  if (!rows || !brik_rows_next (rows, &error) || brik_rows_int (rows, 0) != 0)
    g_error ("%s is not there", account);
  return figure_now_us () - began_us;
}

static gboolean
measure (BrikStore *store, gpointer data, GError **error)
{
  Spending *spending = data;

  for (guint round = 0; round < ROUNDS; round++)
    {
      series_begin_round (spending->sums);
      series_begin_round (spending->keys);
      for (guint i = 0; i < LOOKS; i++)
        {
          g_autofree char *one = g_strdup_printf ("p%d", g_random_int_range (1, ACCOUNTS + 1));
          g_autofree char *other = g_strdup_printf ("p%d", g_random_int_range (1, ACCOUNTS + 1));

          series_add (spending->sums, sum_up (store, one));
          series_add (spending->keys, look_up (store, other));
        }
    }
  return TRUE;
}

int
main (void)
{
  PortalFixture fixture = { 0 };
  g_autoptr (Series) sums = series_new ();
  g_autoptr (Series) keys = series_new ();
  Spending spending = { sums, keys };
  g_autoptr (GError) error = NULL;

  portal_fixture_set_up (&fixture, NULL);
  if (!brik_books_write (brik_portal_get_books (fixture.portal), fill, NULL, &error) ||
      !brik_books_read (brik_portal_get_books (fixture.portal), measure, &spending, &error))
    g_error ("%s", error->message);
  figure_print_beside ("portal: day, week and month of an account, 1 M sales", series_percentile (sums, 50),
                       "µs", series_percentile (keys, 50), "≤ 1.5 ×");
  portal_fixture_tear_down (&fixture, NULL);
  return 0;
}
