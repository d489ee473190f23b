/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

/* What a till says of a card rather than of money: that somebody else used it, and that it is blocked (D9).
 */

static guint
seal_about_card (PortalTill *till, BrikEntryKind kind, const char *account, const char *card)
{
  BrikEntry *entry = portal_till_entry (till, kind);

  entry->id = brik_id_new ();
  entry->account = g_strdup (account);
  entry->card = g_strdup (card);
  return portal_till_seal (till, entry);
}

static BrikCardState
told_state (PortalTill *till, const char *account)
{
  g_autoptr (BrikAccountRecord) record = portal_till_catch_up (till, account);

  g_assert_nonnull (record);
  return ((BrikCardRecord *) g_ptr_array_index (record->cards, 0))->state;
}

static void
test_rejected (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *sale = NULL;
  BrikEntry *entry;

  portal_till_sell (till, "alma", 2, &sale);
  portal_till_undo (till, "alma", 2, sale);
  entry = portal_till_entry (till, BRIK_ENTRY_REJECTED);
  entry->id = brik_id_new ();
  entry->account = g_strdup ("alma");
  entry->card = g_strdup ("alma-1");
  entry->rejects = g_strdup (sale);
  entry->total_ore = 2 * PORTAL_PRICE_ORE;
  portal_till_seal (till, entry);
  seal_about_card (till, BRIK_ENTRY_REJECTED, "noah", "noah-1");

  portal_till_send (till, 0, 4);
  portal_till_send (till, 2, 4);
  g_assert_cmpint (portal_till_push_one (till, 3), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM rejection"), ==, 2);
  g_assert_cmpint (
    portal_fixture_number (fixture, "SELECT total_ore FROM rejection WHERE sale_id IS NOT NULL"), ==,
    2 * PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

/* The block is told to all tills, with `through` past the entry at the till that put it; only the portal
 * takes it back, and then the till's entry does not put it again. */
static void
test_block (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) other = portal_till_new (fixture, "norre-2", "norre");
  g_autoptr (BrikAccountRecord) record = NULL;
  guint block;

  g_assert_cmpint (told_state (other, "alma"), ==, BRIK_CARD_ACTIVE);
  block = seal_about_card (till, BRIK_ENTRY_CARD_BLOCKED, "alma", "alma-1");
  portal_till_send (till, 0, block);
  g_assert_cmpint (told_state (other, "alma"), ==, BRIK_CARD_BLOCKED);
  record = portal_till_catch_up (till, "alma");
  g_assert_cmpstr (record->through_run, ==, till->run);
  g_assert_cmpint (record->through_number, ==, block + 1);

  portal_fixture_set_card (fixture, "alma-1", BRIK_CARD_ACTIVE);
  g_assert_cmpint (told_state (other, "alma"), ==, BRIK_CARD_ACTIVE);
  g_assert_cmpint (portal_till_push_one (till, block), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT state = 'active' FROM card WHERE id = 'alma-1'"),
                   ==, 1);

  /* A later one does, however late. */
  block = seal_about_card (till, BRIK_ENTRY_CARD_BLOCKED, "alma", "alma-1");
  brik_clock_advance_fake (fixture->clock, 3 * G_TIME_SPAN_DAY);
  g_assert_cmpint (portal_till_push_one (till, block), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (told_state (other, "alma"), ==, BRIK_CARD_BLOCKED);
}

/* Put offline on a card that an import has moved to another account meanwhile: it blocks the card, and
 * whoever holds the account that it is of now is told. */
static void
test_block_moved (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) other = portal_till_new (fixture, "norre-2", "norre");
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (BrikAccountRecord) record = NULL;
  guint block = seal_about_card (till, BRIK_ENTRY_CARD_BLOCKED, "alma", "alma-1");

  portal_fixture_write (fixture, "cards.csv",
                        "id,account,number,uid,code,state\nalma-1,noah,04579A22352680,,,active\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  brik_account_record_free (portal_till_catch_up (other, "noah"));
  portal_till_send (till, 0, 0);
  g_assert_cmpint (portal_till_push_one (till, block), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT state = 'blocked' FROM card WHERE id = 'alma-1'"),
                   ==, 1);
  g_assert_cmpint (told_state (other, "noah"), ==, BRIK_CARD_BLOCKED);
}

/* A card that there is not: set aside, and done once there is one. */
static void
test_block_unknown (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (GPtrArray) problems = NULL;
  guint early = seal_about_card (till, BRIK_ENTRY_CARD_BLOCKED, "alma", "alma-9");
  guint never = seal_about_card (till, BRIK_ENTRY_CARD_BLOCKED, "alma", "nobody-1");

  g_assert_cmpint (portal_till_push_one (till, early), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (portal_till_push_one (till, never), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM card WHERE state = 'blocked'"), ==,
                   0);
  g_assert_cmpint (
    portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'card-not-known'"), ==, 2);

  portal_fixture_write (fixture, "cards.csv",
                        "id,account,number,uid,code,state\nalma-9,alma,AABBCCDD,AABBCCDD,,active\n");
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT state = 'blocked' FROM card WHERE id = 'alma-9'"),
                   ==, 1);
  g_assert_cmpint (
    portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'card-not-known'"), ==, 1);
}

/* What is replaced or closed is not opened to a block, and so never to an activation. */
static void
test_block_closed (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  guint block = seal_about_card (till, BRIK_ENTRY_CARD_BLOCKED, "alma", "alma-1");

  portal_fixture_set_card (fixture, "alma-1", BRIK_CARD_CLOSED);
  portal_till_send (till, 0, 0);
  g_assert_cmpint (portal_till_push_one (till, block), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT state = 'closed' FROM card WHERE id = 'alma-1'"),
                   ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/card-entries/rejected", test_rejected);
  portal_test ("/portal/card-entries/block", test_block);
  portal_test ("/portal/card-entries/block-moved", test_block_moved);
  portal_test ("/portal/card-entries/block-unknown", test_block_unknown);
  portal_test ("/portal/card-entries/block-closed", test_block_closed);

  return g_test_run ();
}
