/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-town.h"

#include <string.h>

#include "portal/brik-audit.h"
#include "portal/brik-books.h"
#include "wire/brik-seal.h"

/* Promise 5, with statements of the tests' own. */

static guint
find_kind (const char *name)
{
  return g_str_equal (name, sim_kinds[0]) ? 0 : 1;
}

/* A booking is what a till said, on the day it said or, if that was yet to come, the day it came; and nothing
 * else. */
static guint
check_booking (SimTown *town, BrikRows *rows)
{
  gboolean is_sale = g_str_equal (brik_rows_text (rows, 0), "sale");
  const SimFact *fact = NULL;
  guint account;
  guint32 counted_day;
  guint counted_month;
  GDate day;
  guint index;

  if (!sim_oracle_find (town->oracle, is_sale ? SIM_FACT_SALE : SIM_FACT_UNDO, brik_rows_text (rows, 1),
                        &index))
    g_error ("the portal has booked what no till has said: %s", brik_rows_text (rows, 1));
  fact = sim_oracle_get (town->oracle, index);
  g_assert_true (sim_set_has (town->word->booked, index));
  g_assert_true (sim_account_find (brik_rows_text (rows, 2), &account));
  g_assert_cmpuint (account, ==, fact->account);
  g_assert_cmpint (brik_rows_int (rows, 3), ==, ABS (fact->amount_ore));
  g_assert_cmpint (brik_rows_int (rows, 6), ==, fact->amount_ore);
  g_assert_cmpuint (find_kind (brik_rows_text (rows, 5)), ==, fact->kind);
  sim_oracle_find_day (town->oracle, index, town->word->booked, &counted_day, &counted_month);
  g_date_set_julian (&day, counted_day);
  g_assert_cmpint (brik_rows_int (rows, 4), ==,
                   g_date_get_year (&day) * 10000 + (gint) g_date_get_month (&day) * 100 +
                     g_date_get_day (&day));
  return index;
}

static guint
count_due (SimTown *town)
{
  guint n_due = 0;

  for (guint i = 0; i < town->word->booked->len; i++)
    {
      const SimFact *fact = sim_oracle_get (town->oracle, i);
      guint sale;

      if (!sim_set_has (town->word->booked, i) ||
          (fact->type != SIM_FACT_SALE && fact->type != SIM_FACT_UNDO))
        continue;
      if (fact->type == SIM_FACT_UNDO)
        {
          g_assert_true (sim_oracle_find (town->oracle, SIM_FACT_SALE, fact->id, &sale));
          if (!sim_set_has (town->word->booked, sale))
            continue;
        }
      n_due++;
    }
  return n_due;
}

static void
check_bookings (SimTown *town, BrikStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (store, &error,
                                                "SELECT type, coalesce (undoes, id), account_id, total_ore,"
                                                " replace (spent_on, '-', '') + 0, spent_kind, spent_ore"
                                                " FROM booking WHERE type <> 'opening'",
                                                "");
  guint n_booked = 0;

  g_assert_no_error (error);
  for (; brik_rows_next (rows, &error); n_booked++)
    check_booking (town, rows);
  g_assert_no_error (error);
  g_assert_cmpuint (n_booked, ==, count_due (town));
}

/* Every booking sums to zero, every balance that is kept is the sum it stands for and what was paid in less
 * what was bought. */
static void
check_postings (SimTown *town, BrikStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) uneven = brik_store_query (
    store, &error, "SELECT booking_id FROM posting GROUP BY booking_id HAVING sum (amount_ore) <> 0 LIMIT 1",
    "");
  g_autoptr (BrikRows) rows = NULL;
  guint n_accounts = 0;

  g_assert_no_error (error);
  if (brik_rows_next (uneven, &error))
    g_error ("the postings of %s do not sum to zero", brik_rows_text (uneven, 0));
  rows = brik_store_query (store, &error,
                           "SELECT id, balance_ore, (SELECT coalesce (sum (amount_ore), 0) FROM posting"
                           " WHERE municipality_id = account.municipality_id AND account_id = account.id)"
                           " FROM account WHERE type = 'holder'",
                           "");
  g_assert_no_error (error);
  for (; brik_rows_next (rows, &error); n_accounts++)
    {
      guint account;

      g_assert_true (sim_account_find (brik_rows_text (rows, 0), &account));
      g_assert_cmpint (brik_rows_int (rows, 1), ==, brik_rows_int (rows, 2));
      g_assert_cmpint (brik_rows_int (rows, 1), ==,
                       town->word->accounts[account].paid_in_ore -
                         sim_oracle_get_taken (town->oracle, account, town->word->booked, NULL));
    }
  g_assert_no_error (error);
  g_assert_cmpuint (n_accounts, ==, town->n_accounts);
}

static gboolean
check_books (BrikStore *store, gpointer data, GError **error)
{
  SimTown *town = data;

  check_bookings (town, store);
  check_postings (town, store);
  return TRUE;
}

/* Promise 9: the chain of what was written since the last look. */
static gpointer
check_chain (BrikStore *store, gpointer data)
{
  SimTill *till = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, &error,
    "SELECT sequence, line, previous, hash, signature FROM journal WHERE sequence > ? ORDER BY sequence", "i",
    till->checked);

  g_assert_no_error (error);
  while (brik_rows_next (rows, &error))
    {
      const char *line = brik_rows_text (rows, 1);
      BrikSeal seal;
      gsize size;

      g_assert_cmpint (brik_rows_int (rows, 0), ==, till->checked + 1);
      memcpy (seal.previous.bytes, brik_rows_blob (rows, 2, &size), BRIK_HASH_SIZE);
      memcpy (seal.hash.bytes, brik_rows_blob (rows, 3, &size), BRIK_HASH_SIZE);
      memcpy (seal.signature.bytes, brik_rows_blob (rows, 4, &size), BRIK_SIGNATURE_SIZE);
      if (till->checked > 0)
        g_assert_cmpmem (seal.previous.bytes, BRIK_HASH_SIZE, till->checked_head.bytes, BRIK_HASH_SIZE);
      g_assert_true (brik_seal_check_hash (&seal, line, strlen (line)));
      g_assert_true (brik_seal_check_signature (&seal, brik_ledger_get_public_key (till->ledger)));
      till->checked_head = seal.hash;
      till->checked++;
      g_checksum_update (till->town->trace, seal.hash.bytes, BRIK_HASH_SIZE);
    }
  g_assert_no_error (error);
  return NULL;
}

void
sim_town_check (SimTown *town)
{
  g_autoptr (GError) error = NULL;

  if (town->portal != NULL && town->booked)
    {
      brik_books_read (brik_portal_get_books (town->portal), check_books, town, &error);
      g_assert_no_error (error);
    }
  town->booked = FALSE;
  for (guint i = 0; i < town->n_tills; i++)
    if (town->tills[i]->ledger != NULL)
      sim_till_with_store (town->tills[i], check_chain, town->tills[i]);
}

/* What the till counts as spent at places of @kind in the period of the day. */
static gint64
get_shown (GArray *spending, guint kind, guint period, guint32 day, guint month)
{
  for (guint i = 0; i < spending->len; i++)
    {
      const BrikSpending *one = &g_array_index (spending, BrikSpending, i);
      guint32 begun = g_date_get_julian (&one->begun);

      if (!g_str_equal (one->kind, sim_kinds[kind]) || one->period != period)
        continue;
      if ((period == 0 && begun == day) || (period == 1 && (begun - 1) / 7 == (day - 1) / 7) ||
          (period == 2 && g_date_get_year (&one->begun) * 12u + g_date_get_month (&one->begun) == month))
        return one->spent_ore;
    }
  return 0;
}

static void
check_holder (SimTill *till, guint account, const BrikCardholder *holder)
{
  SimTown *town = till->town;
  const SimWord *word = till->view->words[account];
  gint64 balance_ore = word->accounts[account].paid_in_ore -
                       sim_oracle_get_taken (town->oracle, account, word->booked, till->view->written);
  guint32 day;
  guint month;

  if (till->view->doubtful)
    {
      g_assert_cmpint (holder->account->balance_ore, <=, balance_ore);
      return;
    }
  g_assert_cmpint (holder->account->balance_ore, ==, balance_ore);
  g_assert_cmpint (holder->card->state, ==,
                   word->accounts[account].card_blocked ||
                       sim_oracle_is_blocked_here (town->oracle, till->view, account)
                     ? BRIK_CARD_BLOCKED
                     : BRIK_CARD_ACTIVE);
  if (sim_till_is_astray (till, account, brik_clock_now (till->clock)))
    return;
  sim_town_read_day (town, brik_clock_now (till->clock), &day, &month);
  for (guint kind = 0; kind < SIM_N_KINDS; kind++)
    for (guint period = 0; period < SIM_N_PERIODS; period++)
      {
        gint64 shown_ore = get_shown (holder->account->spending, kind, period, day, month);
        gint64 spent_ore = sim_oracle_get_spent (town->oracle, account, kind, period, day, month,
                                                 word->booked, till->view->written);
        if (shown_ore != spent_ore)
          g_error ("%s shows %" G_GINT64_FORMAT " øre spent by %s, and it is %" G_GINT64_FORMAT, till->id,
                   shown_ore, sim_account_name (account), spent_ore);
      }
}

void
sim_till_check (SimTill *till)
{
  for (guint i = 0; i < till->town->n_accounts; i++)
    {
      g_autoptr (BrikCardholder) holder = sim_till_look_up (till, i);

      g_assert_cmpint (holder->card != NULL, ==, till->view->words[i] != NULL);
      if (holder->card != NULL)
        check_holder (till, i, holder);
    }
}
