/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-mutate.h"

#include "portal/brik-books.h"

/* What a fault of the portal's would leave behind. */
static const char *const at_portal[SIM_N_MUTATIONS][8] = {
  [SIM_DOUBLE_BOOKING] = {
    "UPDATE account SET balance_ore = balance_ore - (SELECT total_ore FROM booking WHERE type = 'sale'"
    " ORDER BY id LIMIT 1), n_postings = n_postings + 1"
    " WHERE id = (SELECT account_id FROM booking WHERE type = 'sale' ORDER BY id LIMIT 1)",
    "INSERT INTO posting SELECT municipality_id, 'twin', account_id, amount_ore FROM posting"
    " WHERE booking_id = (SELECT id FROM booking WHERE type = 'sale' ORDER BY id LIMIT 1)",
    "INSERT INTO booking SELECT municipality_id, 'twin', type, account_id, 999, total_ore, at_us, booked_us,"
    " date, place_id, till_id, run_id, number, card_id, cashier_id, offline, undoes, flag, spent_on,"
    " spent_kind, spent_ore FROM booking WHERE type = 'sale' ORDER BY id LIMIT 1",
  },
  [SIM_LOST_POSTING] = {
    "DROP TRIGGER posting_is_kept",
    "DELETE FROM posting WHERE account_id NOT IN (SELECT id FROM account WHERE type = 'holder')"
    " AND booking_id = (SELECT id FROM booking WHERE type = 'sale' ORDER BY id LIMIT 1)",
  },
  [SIM_LOST_SALE] = {
    "DROP TRIGGER booking_is_kept",
    "DROP TRIGGER booking_line_is_kept",
    "DROP TRIGGER posting_is_kept",
    "UPDATE account SET n_postings = n_postings - 1, balance_ore = balance_ore + (SELECT total_ore FROM booking"
    " WHERE type = 'sale' ORDER BY id LIMIT 1)"
    " WHERE id = (SELECT account_id FROM booking WHERE type = 'sale' ORDER BY id LIMIT 1)",
    "DELETE FROM posting WHERE booking_id = (SELECT id FROM booking WHERE type = 'sale' ORDER BY id LIMIT 1)",
    "DELETE FROM booking_line WHERE booking_id = (SELECT id FROM booking WHERE type = 'sale' ORDER BY id LIMIT 1)",
    "DELETE FROM booking WHERE id = (SELECT id FROM booking WHERE type = 'sale' ORDER BY id LIMIT 1)",
  },
  [SIM_WRONG_BALANCE] = {
    "UPDATE account SET balance_ore = balance_ore + 1 WHERE id = (SELECT account_id FROM booking"
    " WHERE type = 'sale' ORDER BY id LIMIT 1)",
  },
  [SIM_WRONG_DAY] = {
    "DROP TRIGGER booking_is_fixed",
    "UPDATE booking SET spent_on = date (spent_on, '+1 day') WHERE type = 'sale'",
  },
};

/* And one of a till's. */
static const char *const at_till[SIM_N_MUTATIONS][8] = {
  [SIM_CAP_FORGOTTEN] = { "DELETE FROM cap" },
  [SIM_BLOCK_FORGOTTEN] = { "UPDATE card SET state = 'active'" },
  [SIM_BROKEN_CHAIN] = { "DROP TRIGGER journal_is_not_changed",
                         "UPDATE journal SET line = replace (line, 'kind', 'kynd')"
                         " WHERE sequence = (SELECT max (sequence) FROM journal)" },
};

static void
execute_all (BrikStore *store, const char *const *statements)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; statements[i] != NULL; i++)
    {
      brik_store_run (store, &error, statements[i], "");
      g_assert_no_error (error);
    }
}

static gboolean
mutate_portal (BrikStore *store, gpointer data, GError **error)
{
  execute_all (store, data);
  return TRUE;
}

static gpointer
mutate_till (BrikStore *store, gpointer data)
{
  execute_all (store, data);
  return NULL;
}

void
sim_mutate (SimTown *town, SimMutation mutation, guint step)
{
  g_autoptr (GError) error = NULL;
  gboolean is_sold = GPOINTER_TO_UINT (g_hash_table_lookup (town->counts, "sale")) > 0;

  if (mutation == SIM_NO_MUTATION || step < 20 || !is_sold || town->portal == NULL)
    return;
  if (at_portal[mutation][0] != NULL && town->word->booked->len > 0)
    {
      brik_books_write (brik_portal_get_books (town->portal), mutate_portal, (gpointer) at_portal[mutation],
                        &error);
      g_assert_no_error (error);
      town->booked = TRUE;
    }
  for (guint i = 0; at_till[mutation][0] != NULL && i < town->n_tills; i++)
    if (town->tills[i]->ledger != NULL)
      sim_till_with_store (town->tills[i], mutate_till, (gpointer) at_till[mutation]);
}
