/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "core/brik-limits.h"
#include "wire/brik-api.h"

static void
test_sale (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;

  portal_till_sell (till, "alma", 2, NULL);
  receipt = portal_till_push (till, 0, 1);
  g_assert_cmpstr (receipt->run, ==, till->run);
  g_assert_cmpint (receipt->number, ==, 2);
  g_assert_cmpint (receipt->time_us, ==, PORTAL_NOON_US);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 1), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 7500);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking_line"), ==, 1);
  portal_fixture_assert_books (fixture);
}

/* R: same entry, same answer; nothing is booked twice. */
static void
test_again (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");

  portal_till_sell (till, "alma", 1, NULL);
  portal_till_sell (till, "noah", 1, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (BrikReceipt) receipt = portal_till_push (till, i % 2, 2);

      g_assert_cmpint (receipt->number, ==, 3);
      for (guint j = 0; j < receipt->bookings->len; j++)
        g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, j), ==, BRIK_BOOKING_BOOKED);
    }
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE type = 'sale'"), ==,
                   2);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

/* Another entry by the same name, and another by the same sale id: set aside; what follows is booked. */
static void
test_other_content (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;
  BrikEntry *entry;
  g_autofree char *sale = NULL;
  guint first;

  first = portal_till_sell (till, "alma", 1, &sale);
  portal_till_send (till, 0, first);

  till->number--;
  portal_till_sell (till, "alma", 4, NULL);
  entry = portal_till_entry (till, BRIK_ENTRY_SALE);
  entry->id = g_strdup (sale);
  entry->account = g_strdup ("alma");
  entry->card = g_strdup ("alma-1");
  entry->basket = brik_basket_new ();
  brik_basket_add (entry->basket, "suppe", "Suppe", 1, 1800, 2500, NULL);
  entry->total_ore = 1800;
  portal_till_seal (till, entry);
  portal_till_sell (till, "noah", 1, NULL);

  receipt = portal_till_push (till, first + 1, first + 3);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 0), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 1), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 2), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (receipt->number, ==, 4);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'other-content'"),
                   ==, 1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'id-used'"), ==,
                   1);
  portal_fixture_assert_books (fixture);
}

static gboolean
forbid_soup (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error,
                         "CREATE TRIGGER no_soup BEFORE INSERT ON booking WHEN NEW.total_ore = 1800"
                         " BEGIN SELECT RAISE (ABORT, 'no soup'); END",
                         "");
}

/* What nobody thought of: the books themselves refuse an entry, half done. The rest of the batch is booked.
 */
static void
test_refused_by_books (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  BrikEntry *entry;

  portal_till_sell (till, "alma", 1, NULL);
  entry = portal_till_entry (till, BRIK_ENTRY_SALE);
  entry->id = brik_id_new ();
  entry->account = g_strdup ("alma");
  entry->card = g_strdup ("alma-1");
  entry->basket = brik_basket_new ();
  brik_basket_add (entry->basket, "suppe", "Suppe", 1, 1800, 2500, NULL);
  entry->total_ore = 1800;
  portal_till_seal (till, entry);
  portal_till_sell (till, "noah", 1, NULL);
  brik_books_write (brik_portal_get_books (fixture->portal), forbid_soup, NULL, &error);
  g_assert_no_error (error);

  g_test_expect_message ("brik-portal", G_LOG_LEVEL_WARNING, "*set aside: *no soup*");
  receipt = portal_till_push (till, 0, 3);
  g_test_assert_expected_messages ();
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 1), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 2), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 3), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (receipt->number, ==, 4);
  g_assert_cmpint (
    portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'refused-by-books'"), ==, 1);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - PORTAL_PRICE_ORE);
  g_assert_cmpint (
    portal_fixture_balance (fixture, "noah"), ==,
    portal_fixture_number (fixture, "SELECT sum (amount_ore) FROM booking WHERE account_id = 'noah'"));
  portal_fixture_assert_books (fixture);
}

/* What is set aside stays counted at the tills until the office decides. */
static void
test_held (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikAccountRecord) record = NULL;
  guint first = portal_till_sell (till, "alma", 1, NULL);

  portal_till_send (till, 0, first);
  till->number--;
  portal_till_sell (till, "alma", 3, NULL);
  g_assert_cmpint (portal_till_push_one (till, first + 1), ==, BRIK_BOOKING_SET_ASIDE);

  record = portal_till_catch_up (till, "alma");
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - PORTAL_PRICE_ORE);
  g_assert_cmpint (record->balance_ore, ==, 10000 - 4 * PORTAL_PRICE_ORE);
  for (guint i = 0; i < record->spending->len; i++)
    g_assert_cmpint (g_array_index (record->spending, BrikSpending, i).spent_ore, ==, 4 * PORTAL_PRICE_ORE);
}

static void
test_wrong_hash (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;
  BrikSealedLine *sealed;

  portal_till_sell (till, "alma", 1, NULL);
  portal_till_sell (till, "alma", 1, NULL);
  sealed = g_ptr_array_index (till->journal, 1);
  sealed->seal.hash.bytes[7] ^= 1;
  ((BrikSealedLine *) g_ptr_array_index (till->journal, 2))->seal.previous = sealed->seal.hash;
  brik_hash_of_line (&sealed->seal.hash, ((BrikSealedLine *) g_ptr_array_index (till->journal, 2))->line,
                     strlen (((BrikSealedLine *) g_ptr_array_index (till->journal, 2))->line),
                     &((BrikSealedLine *) g_ptr_array_index (till->journal, 2))->seal.hash);

  receipt = portal_till_push (till, 0, 2);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 0), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 1), ==, BRIK_BOOKING_SET_ASIDE);
  /* Its own hash fits, but nobody signed that. */
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 2), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (receipt->number, ==, 3);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'hash'"), ==, 1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'signature'"), ==,
                   1);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000);
  portal_fixture_assert_books (fixture);
}

/* A break in the chain is recorded, and what follows is booked. */
static void
test_broken_chain (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;

  till->head.bytes[0] ^= 1;
  portal_till_sell (till, "alma", 1, NULL);
  receipt = portal_till_push (till, 0, 1);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 1), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (receipt->number, ==, 2);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT broken FROM run"), ==, 1);
}

static void
test_undo (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *sale = NULL;
  guint index;

  portal_till_sell (till, "alma", 2, &sale);
  index = portal_till_undo (till, "alma", 2, sale);
  portal_till_send (till, 0, index);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT sum (spent_ore) FROM booking"), ==, 0);

  /* Once only, and of the same amount. */
  index = portal_till_undo (till, "alma", 2, sale);
  g_assert_cmpint (portal_till_push_one (till, index), ==, BRIK_BOOKING_SET_ASIDE);
  g_free (sale);
  index = portal_till_sell (till, "alma", 2, &sale);
  portal_till_undo (till, "alma", 3, sale);
  g_assert_cmpint (portal_till_push_one (till, index), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (portal_till_push_one (till, index + 1), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 2 * PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

/* An undo that is here before its sale waits, and is applied when that comes. */
static void
test_undo_first (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;
  g_autofree char *sale = NULL;
  guint sold = portal_till_sell (till, "alma", 2, &sale);
  guint undone = portal_till_undo (till, "alma", 2, sale);

  portal_till_send (till, 0, 0);
  receipt = portal_till_push (till, undone, undone);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 0), ==, BRIK_BOOKING_WAITING);
  g_assert_cmpint (receipt->number, ==, 1);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000);

  g_clear_pointer (&receipt, brik_receipt_free);
  receipt = portal_till_push (till, sold, sold);
  g_assert_cmpint (receipt->number, ==, 3);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE type = 'undo'"), ==,
                   1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE state <> 'booked'"), ==,
                   0);
  g_assert_cmpint (portal_till_push_one (till, undone), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000);
  portal_fixture_assert_books (fixture);
}

/* A sale that has happened is booked whatever the rules say, and they are noted on it. */
static void
test_flags (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");

  portal_till_sell (till, "noah", 3, NULL); /* 37.50 of 40 */
  portal_till_sell (till, "noah", 1, NULL); /* beyond the cap */
  portal_till_sell (till, "alma", 9, NULL); /* beyond the balance */
  portal_till_send (till, 0, 3);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 9 * PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_fixture_balance (fixture, "noah"), ==, 5000 - 4 * PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE flag IS NULL"), ==,
                   3);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE flag = 'cap'"), ==,
                   1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE flag = 'balance'"),
                   ==, 1);

  portal_fixture_set_card (fixture, "alma-1", BRIK_CARD_BLOCKED);
  portal_till_sell (till, "alma", 1, NULL);
  g_assert_cmpint (portal_till_push_one (till, 4), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (
    portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE flag = 'card-blocked'"), ==, 1);
  portal_fixture_assert_books (fixture);
}

/* A kind of entry that the portal does not know is kept, acknowledged, and tried at every start. */
static void
test_unknown_kind (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;
  g_autofree char *line = g_strdup_printf (
    "{\"v\":1,\"kind\":\"weighed\",\"till\":\"norre-1\",\"run\":\"%s\",\"number\":2,\"at\":%" G_GINT64_FORMAT
    ",\"date\":\"2026-11-20\",\"place\":\"norre\",\"cashier\":\"mette\",\"grams\":120}",
    till->run, PORTAL_NOON_US);

  portal_till_seal_line (till, line);
  portal_till_sell (till, "alma", 1, NULL);
  receipt = portal_till_push (till, 0, 2);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 1), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 2), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (receipt->number, ==, 3);
  portal_fixture_stop (fixture);
  portal_fixture_start (fixture);
  g_assert_cmpint (
    portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'kind-not-known'"), ==, 1);
}

/* An account that the portal does not have (yet): set aside, and booked when it is imported. */
static void
test_unknown_account (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (GPtrArray) problems = NULL;

  portal_till_sell (till, "maja", 1, NULL);
  portal_till_send (till, 0, 0);
  g_assert_cmpint (portal_till_push_one (till, 1), ==, BRIK_BOOKING_SET_ASIDE);

  portal_fixture_write (fixture, "accounts.csv",
                        "id,person,name,opening_balance,overdraft,state\n"
                        "maja,maja,Kantinekort,20,0,active\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  g_assert_cmpint (portal_fixture_balance (fixture, "maja"), ==, 2000 - PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_till_push_one (till, 1), ==, BRIK_BOOKING_BOOKED);
  portal_fixture_assert_books (fixture);
}

/* A line that is no entry keeps its place in the run, so that nothing is held up. */
static void
test_malformed_line (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;

  portal_till_seal_line (till, "not JSON at all");
  portal_till_sell (till, "alma", 1, NULL);
  receipt = portal_till_push (till, 0, 2);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 1), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 2), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (receipt->number, ==, 3);
  portal_fixture_assert_books (fixture);
}

/* A lost answer has all of it sent again: a line that cannot even be named is still the one that is there. */
static void
test_malformed_line_again (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");

  portal_till_seal_line (till, "not JSON at all");
  portal_till_sell (till, "alma", 1, NULL);
  for (guint i = 0; i < 3; i++)
    portal_till_send (till, 0, 2);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry"), ==, 3);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT number FROM entry WHERE why = 'malformed'"), ==,
                   2);
}

static void
test_other_till (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) other = portal_till_new (fixture, "norre-2", "norre");
  BrikSealedLine *theirs = g_ptr_array_index (other->journal, portal_till_sell (other, "alma", 1, NULL));

  portal_till_seal_line (till, theirs->line);
  g_assert_cmpint (portal_till_push_one (till, 1), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'other-till'"),
                   ==, 1);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000);
}

static void
test_batch (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;
  g_auto (PortalAnswer) answer = { 0 };

  for (guint i = 1; i <= BRIK_LIMIT_BATCH_ENTRIES; i++)
    portal_till_sell (till, i % 2 ? "alma" : "noah", 1, NULL);
  receipt = portal_till_push (till, 0, BRIK_LIMIT_BATCH_ENTRIES - 1);
  g_assert_cmpint (receipt->number, ==, BRIK_LIMIT_BATCH_ENTRIES);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE type = 'sale'"), ==,
                   BRIK_LIMIT_BATCH_ENTRIES - 1);

  answer = portal_till_push_raw (till, 0, BRIK_LIMIT_BATCH_ENTRIES);
  g_assert_cmpuint (answer.status, ==, 400);
  portal_fixture_assert_books (fixture);
}

static void
test_malformed_body (PortalFixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = { "", "{", "[]", "{\"entries\":1}", "{\"entries\":[{}]}", "\xff\xfe" };
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *large = g_strnfill (BRIK_LIMIT_REQUEST_BODY + 1, ' ');
  g_autofree char *deep = g_strnfill (50000, '[');
  g_auto (PortalAnswer) too_large = { 0 };
  g_auto (PortalAnswer) too_deep = { 0 };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_auto (PortalAnswer) answer = portal_till_ask (till, "POST", BRIK_API_ENTRIES, bodies[i]);

      g_assert_cmpuint (answer.status, ==, 400);
    }
  too_deep = portal_till_ask (till, "POST", BRIK_API_ENTRIES, deep);
  g_assert_cmpuint (too_deep.status, ==, 400);
  too_large = portal_till_ask (till, "POST", BRIK_API_ENTRIES, large);
  g_assert_cmpuint (too_large.status, ==, 413);
}

static void
test_decline (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_DECLINE);

  entry->id = brik_id_new ();
  entry->account = g_strdup ("noah");
  entry->card = g_strdup ("noah-1");
  entry->verdict = (BrikVerdict){
    .reason = BRIK_REASON_CAP,
    .left_ore = 250,
    .cap = { .cap = { .kind = BRIK_CAP_ANY, .period = BRIK_PERIOD_DAY, .limit_ore = 4000 },
             .spent_ore = 3750,
             .left_ore = 250 },
  };
  portal_till_seal (till, entry);
  portal_till_send (till, 0, 1);
  g_assert_cmpint (portal_till_push_one (till, 1), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (portal_fixture_number (fixture,
                                          "SELECT count (*) FROM decline WHERE reason = 'cap' AND"
                                          " cap_limit_ore = 4000 AND cap_spent_ore = 3750"
                                          " AND left_ore = 250 AND cap_kind = '' AND cap_period = 'day'"),
                   ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/entries/sale", test_sale);
  portal_test ("/portal/entries/again", test_again);
  portal_test ("/portal/entries/other-content", test_other_content);
  portal_test ("/portal/entries/refused-by-books", test_refused_by_books);
  portal_test ("/portal/entries/held", test_held);
  portal_test ("/portal/entries/wrong-hash", test_wrong_hash);
  portal_test ("/portal/entries/broken-chain", test_broken_chain);
  portal_test ("/portal/entries/undo", test_undo);
  portal_test ("/portal/entries/undo-first", test_undo_first);
  portal_test ("/portal/entries/flags", test_flags);
  portal_test ("/portal/entries/unknown-kind", test_unknown_kind);
  portal_test ("/portal/entries/unknown-account", test_unknown_account);
  portal_test ("/portal/entries/malformed-line", test_malformed_line);
  portal_test ("/portal/entries/malformed-line-again", test_malformed_line_again);
  portal_test ("/portal/entries/other-till", test_other_till);
  portal_test ("/portal/entries/batch", test_batch);
  portal_test ("/portal/entries/malformed-body", test_malformed_body);
  portal_test ("/portal/entries/decline", test_decline);

  return g_test_run ();
}
