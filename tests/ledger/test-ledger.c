/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-ledger-fixture.h"

static void
test_starts_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *epoch = NULL;
  gint64 cursor;

  fixture_open (fixture);
  g_assert_false (brik_ledger_is_enrolled (fixture->ledger));
  g_assert_false (brik_ledger_is_ready (fixture->ledger));
  g_assert_null (brik_ledger_get_place (fixture->ledger));
  g_assert_null (last_sale (fixture));
  brik_ledger_get_cursor (fixture->ledger, &epoch, &cursor);
  g_assert_null (epoch);
  g_assert_cmpint (cursor, ==, 0);

  g_assert_null (sell (fixture, "0123456789abcdef0123456789abcdef", UID, 100, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
}

static void
test_whole_sale (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (BrikCardholder) holder = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const BrikEntry *sale;

  fixture_open_signed_in (fixture);
  g_assert_true (brik_ledger_is_ready (fixture->ledger));
  g_assert_cmpstr (brik_ledger_get_place (fixture->ledger)->place_name, ==, "Kantinen");
  g_assert_cmpstr (brik_ledger_get_cashier (fixture->ledger), ==, "karen");

  outcome = sell_expecting (fixture, 2500, BRIK_REASON_NONE);
  g_assert_cmpint (outcome->verdict.total_ore, ==, 2500);
  g_assert_cmpint (outcome->holder->account->balance_ore, ==, 7500);
  g_assert_cmpint (outcome->at_us, ==, NOON);
  g_assert_cmpuint (brik_basket_get_n_lines (outcome->basket), ==, 1);

  holder = look_up (fixture, UID);
  g_assert_cmpint (holder->account->balance_ore, ==, 7500);
  g_assert_cmpint (holder->known_balance_ore, ==, 10000);
  g_assert_cmpint (holder->unsettled_ore, ==, 2500);
  g_assert_cmpint (spent (holder, BRIK_PERIOD_DAY, NOON), ==, 2500);
  g_assert_cmpint (spent (holder, BRIK_PERIOD_MONTH, NOON), ==, 2500);

  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_cmpint (((BrikEntry *) g_ptr_array_index (entries, 0))->kind, ==, BRIK_ENTRY_STARTED);
  g_assert_cmpint (((BrikEntry *) g_ptr_array_index (entries, 1))->kind, ==, BRIK_ENTRY_SHIFT_OPENED);
  sale = g_ptr_array_index (entries, 2);
  g_assert_cmpint (sale->kind, ==, BRIK_ENTRY_SALE);
  g_assert_cmpstr (sale->id, ==, outcome->sale);
  g_assert_cmpint (sale->number, ==, outcome->number);
  g_assert_cmpstr (sale->account, ==, "konto");
  g_assert_cmpstr (sale->card, ==, "card-konto-0");
  g_assert_cmpstr (sale->cashier, ==, "karen");
  g_assert_cmpstr (sale->place, ==, "canteen");
  g_assert_cmpstr (sale->till, ==, "till-1");
  g_assert_false (sale->offline);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("starts-empty", test_starts_empty);
  ADD ("whole-sale", test_whole_sale);

  return g_test_run ();
}
