/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "portal/brik-till.h"
#include "store/brik-store-private.h"
#include "wire/brik-api.h"

/* What somebody can do who has a till's key and writes what they like: entries that the till's own program
 * would never write. */

static void
stand_at (PortalTill *till, const char *place)
{
  g_free (till->place);
  till->place = g_strdup (place);
}

/* A sale that is set aside because another entry has its name; it stays counted at the tills. Returns its
 * index. */
static guint
sell_set_aside (PortalTill *till, const char *account, gint n, char **sale)
{
  guint first = portal_till_sell (till, account, 1, NULL);

  portal_till_send (till, 0, first);
  till->number--;
  first = portal_till_sell (till, account, n, sale);
  g_assert_cmpint (portal_till_push_one (till, first), ==, BRIK_BOOKING_SET_ASIDE);
  return first;
}

/* An undo of a sale that is set aside gives the tills back what that took, from whom it took it, and once. */
static void
test_undo_of_set_aside (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikAccountRecord) alma = NULL;
  g_autofree char *sale = NULL;

  sell_set_aside (till, "alma", 2, &sale);
  portal_till_push_one (till, portal_till_undo (till, "alma", 900, sale)); /* of another amount */
  portal_till_push_one (till, portal_till_undo (till, "noah", 2, sale));   /* another's */
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT sum (spent_ore) FROM held"), ==,
                   2 * PORTAL_PRICE_ORE);

  portal_till_push_one (till, portal_till_undo (till, "alma", 2, sale));
  portal_till_push_one (till, portal_till_undo (till, "alma", 2, sale));
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT sum (spent_ore) FROM held"), ==, 0);
  alma = portal_till_catch_up (till, "alma");
  g_assert_cmpint (alma->balance_ore, ==, 10000 - PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

/* It lowers the day and the kind of place that the sale was counted on, whatever it says itself (D3). */
static void
test_undo_of_another_day (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *sale = NULL;
  BrikEntry *undo;

  sell_set_aside (till, "alma", 2, &sale);
  undo = portal_till_entry (till, BRIK_ENTRY_UNDO);
  undo->id = brik_id_new ();
  undo->account = g_strdup ("alma");
  undo->card = g_strdup ("alma-1");
  undo->sale = g_strdup (sale);
  undo->sale_place = g_strdup ("fyret");
  g_date_set_dmy (&undo->sale_date, 1, 11, 2026);
  undo->total_ore = 2 * PORTAL_PRICE_ORE;
  portal_till_push_one (till, portal_till_seal (till, undo));
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM held"), ==, 2);
  g_assert_cmpint (
    portal_fixture_number (fixture, "SELECT count (DISTINCT spent_on || spent_kind) FROM held"), ==, 1);
}

/* A signature stands for what its hash is of, and so for what that names before it, and for nothing else. */
static void
test_borrowed_signature (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;
  const BrikSealedLine *signed_line = g_ptr_array_index (till->journal, 0);
  BrikSealedLine *vouching;
  BrikSealedLine *forged;
  guint index;

  portal_till_send (till, 0, 0);
  index = portal_till_sell (till, "alma", 3, NULL);
  forged = g_ptr_array_index (till->journal, index);
  memset (&forged->seal.signature, 0, sizeof forged->seal.signature);
  portal_till_seal_line (till, "no entry");
  vouching = g_ptr_array_index (till->journal, index + 1);
  vouching->seal = signed_line->seal;
  vouching->seal.previous = forged->seal.hash;

  receipt = portal_till_push (till, index, index + 1);
  g_assert_cmpint (g_array_index (receipt->bookings, BrikBooking, 0), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM held"), ==, 0);
}

/* D11: another till's sale is not this one's to take back. */
static void
test_undo_of_other_till (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) rogue = portal_till_new (fixture, "norre-2", "norre");
  g_autofree char *sale = NULL;
  guint index = portal_till_sell (till, "alma", 2, &sale);

  portal_till_send (till, 0, index);
  index = portal_till_undo (rogue, "alma", 2, sale);
  portal_till_send (rogue, 0, 0);
  g_assert_cmpint (portal_till_push_one (rogue, index), ==, BRIK_BOOKING_SET_ASIDE);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 2 * PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

/* One till's sale at a place that there is not must not make what the others are told unreadable. */
static void
test_unknown_place (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) rogue = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-2", "norre");
  g_autoptr (BrikAccountRecord) alma = NULL;

  stand_at (rogue, "nowhere");
  portal_till_send (rogue, 0, portal_till_sell (rogue, "alma", 1, NULL));
  g_assert_cmpint (
    portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'place-not-known'"), ==, 1);
  alma = portal_till_catch_up (till, "alma");
  g_assert_cmpint (alma->balance_ore, ==, 10000 - PORTAL_PRICE_ORE);
  g_assert_cmpuint (alma->spending->len, ==, BRIK_N_PERIODS);
}

/* Nor may amounts that nobody has, however many. */
static void
test_absurd_amounts (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) rogue = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-2", "norre");
  g_autoptr (BrikAccountRecord) alma = NULL;
  guint last = 0;

  for (guint i = 0; i < 70; i++)
    {
      BrikEntry *entry = portal_till_entry (rogue, BRIK_ENTRY_SALE);

      entry->id = brik_id_new ();
      entry->account = g_strdup ("alma");
      entry->card = g_strdup ("alma-1");
      entry->basket = brik_basket_new ();
      brik_basket_add (entry->basket, "guld", "Guld", 1, BRIK_MONEY_MAX_ORE, 2500, NULL);
      entry->total_ore = BRIK_MONEY_MAX_ORE;
      last = portal_till_seal (rogue, entry);
    }
  portal_till_send (rogue, 0, last);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 70 * BRIK_MONEY_MAX_ORE);
  alma = portal_till_catch_up (till, "alma");
  g_assert_cmpint (alma->balance_ore, <, -BRIK_MONEY_MAX_ORE);
  portal_fixture_assert_books (fixture);
}

/* Accounts that there are not are no news for the tills. */
static void
test_unknown_account (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) rogue = portal_till_new (fixture, "norre-1", "norre");
  gint64 n_changes = portal_fixture_number (fixture, "SELECT count (*) FROM change");

  portal_till_send (rogue, 0, portal_till_sell (rogue, "nobody", 1, NULL));
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM change"), ==, n_changes);
}

static gboolean
revoke_till (BrikStore *store, gpointer data, GError **error)
{
  return brik_till_revoke (store, "by", "norre-1", PORTAL_NOON_US, error);
}

/* What a stolen till sends after it was shut out is not the newest of the till that came in its place, and no
 * more of it is kept than so much, whatever is wrong with it besides. */
static void
test_revoked (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) stolen = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) till = NULL;
  g_autoptr (BrikAccountRecord) alma = NULL;

  portal_till_send (stolen, 0, 0);
  portal_fixture_write_books (fixture, revoke_till, NULL);
  till = portal_till_new (fixture, "norre-1", "norre");
  portal_till_send (till, 0, portal_till_sell (till, "alma", 1, NULL));

  for (guint i = 0; i < 2; i++)
    {
      g_auto (PortalAnswer) refused = { 0 };
      guint first = stolen->journal->len;
      guint last;

      portal_till_start_run (stolen);
      last = portal_till_sell (stolen, "alma", 1, NULL);
      for (guint j = first; i == 1 && j <= last; j++)
        ((BrikSealedLine *) g_ptr_array_index (stolen->journal, j))->seal.hash.bytes[0] ^= 1;
      refused = portal_till_push_raw (stolen, first, last);
      g_assert_cmpuint (refused.status, ==, 403);
    }
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'key-revoked'"),
                   ==, 4);
  alma = portal_till_catch_up (till, "alma");
  g_assert_cmpstr (alma->through_run, ==, till->run);
  g_assert_cmpint (alma->through_number, ==, 2);
}

/* Nor is what a disk sends that was taken out of the till; but that is booked. */
static void
test_retired (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) old = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) till = NULL;
  g_autoptr (BrikReceipt) receipt = NULL;
  g_autoptr (BrikAccountRecord) alma = NULL;
  guint first = old->journal->len;

  portal_till_send (old, 0, 0);
  till = portal_till_new (fixture, "norre-1", "norre");
  portal_till_send (till, 0, portal_till_sell (till, "alma", 1, NULL));

  portal_till_start_run (old);
  receipt = portal_till_push (old, first, portal_till_sell (old, "alma", 1, NULL));
  g_assert_cmpstr (receipt->run, ==, old->run);
  g_assert_cmpint (receipt->number, ==, 2);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 2 * PORTAL_PRICE_ORE);
  alma = portal_till_catch_up (till, "alma");
  g_assert_cmpstr (alma->through_run, ==, till->run);
  g_assert_cmpint (alma->through_number, ==, 2);
}

/* Who bought there 60 days ago. */
static gboolean
end_visits (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error,
                         "INSERT INTO till_interest (municipality_id, till_id, account_id, date)"
                         " SELECT municipality_id, 'norre-1', id, '2026-11-20' FROM account"
                         " WHERE id LIKE 'p%'",
                         "");
}

static gboolean
ask_for_many (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error, "UPDATE till_interest SET asked = date WHERE account_id > 'p0'", "");
}

static void
assert_look_up (PortalTill *till, const char *uid, guint status)
{
  g_autofree char *target = g_strconcat (BRIK_API_CARDS, uid, NULL);
  g_auto (PortalAnswer) answer = portal_till_ask (till, "GET", target, NULL);

  g_assert_cmpuint (answer.status, ==, status);
}

/* Whoever tries one UID after the other learns of so many people a day, beside those that bought there. */
static void
test_look_ups (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) rogue = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-2", "norre");
  g_autoptr (GString) accounts = g_string_new ("id,person,name,opening_balance,overdraft,state\n");
  g_autoptr (GPtrArray) problems = NULL;

  for (guint i = 0; i < BRIK_LIMIT_LOOK_UPS; i++)
    g_string_append_printf (accounts, "p%u,maja,Kort,0,0,active\n", i);
  g_string_append (accounts, "alma,alma,Kantinekort,,,\nnoah,noah,Kantinekort,,,\n");
  portal_fixture_write (fixture, "accounts.csv", accounts->str);
  problems = portal_fixture_import (fixture);
  g_assert_null (problems);
  portal_fixture_write_books (fixture, end_visits, NULL);
  assert_look_up (rogue, "04579A22352680", 200);
  portal_fixture_write_books (fixture, ask_for_many, NULL);

  assert_look_up (rogue, "04579A22352680", 200);
  assert_look_up (rogue, "72BF9961", 429);
  assert_look_up (rogue, "04579A22352680", 200);
  assert_look_up (till, "72BF9961", 200);
  brik_clock_advance_fake (fixture->clock, G_TIME_SPAN_DAY);
  assert_look_up (rogue, "72BF9961", 200);
}

/* A till that floods the portal with what it has never seen is told to wait, and others are not; what it
 * sends again costs it nothing, and what it waited with is taken later. */
static void
test_flood (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) rogue = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-2", "norre");
  g_auto (PortalAnswer) refused = { 0 };
  guint n_entries = 0;

  /* So slow that no machine is slower at pushing. */
  brik_quota_set (brik_portal_get_entry_quota (fixture->portal), 20000, 2000);
  while (refused.status != 429)
    {
      guint last = portal_till_sell (rogue, "alma", 1, NULL);

      g_assert_cmpuint (++n_entries, <, 1000);
      portal_answer_clear (&refused);
      refused = portal_till_push_raw (rogue, last == 1 ? 0 : last, last);
      g_assert_true (refused.status == 200 || refused.status == 429);
    }
  g_assert_cmpuint (n_entries, >, 10);
  /* The rest of its share is soon there again. */
  portal_till_send (till, 0, portal_till_sell (till, "noah", 1, NULL));
  for (guint n_tries = 0; refused.status == 429; n_tries++)
    {
      g_assert_cmpuint (n_tries, <, 100);
      g_usleep (50000);
      portal_answer_clear (&refused);
      refused = portal_till_push_raw (rogue, n_entries, n_entries);
    }
  g_assert_cmpuint (refused.status, ==, 200);
  brik_quota_set (brik_portal_get_entry_quota (fixture->portal), 40000, 1);
  for (guint i = 0; i < 100; i++)
    portal_till_send (rogue, 0, n_entries);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==,
                   10000 - (gint64) n_entries * PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

static int
count_one (void *data)
{
  ++*(guint *) data;
  return 0;
}

/* What the database does is counted into @data; where that is NULL, no more. */
static gboolean
count_into (BrikStore *store, gpointer data, GError **error)
{
  sqlite3_progress_handler (store->db, 1, data ? count_one : NULL, data);
  return TRUE;
}

/* Steps that the database needs for an undo of nothing, a line that is no entry, and a run that begins after
 * an entry inside another. */
static guint
count_steps (PortalTill *till)
{
  BrikBooks *books = brik_portal_get_books (till->fixture->portal);
  const BrikSealedLine *inside = g_ptr_array_index (till->journal, 1);
  guint first = till->journal->len;
  g_autofree char *nothing = brik_id_new ();
  guint n_steps = 0;

  portal_till_undo (till, "alma", 1, nothing);
  portal_till_seal_line (till, "no entry");
  till->head = inside->seal.hash;
  portal_till_start_run (till);
  g_assert_true (brik_books_write (books, count_into, &n_steps, NULL));
  portal_till_send (till, first, first + 2);
  g_assert_true (brik_books_write (books, count_into, NULL, NULL));
  return n_steps;
}

static const char fill_run_sql[] =
  "INSERT INTO run (municipality_id, till_id, id, position) VALUES ('by', 'norre-1', 'full', 9)";
static const char fill_sql[] =
  "WITH RECURSIVE numbers (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM numbers LIMIT 2000)"
  " INSERT INTO entry (municipality_id, till_id, run_id, number, digest, hash, previous, signature, line, "
  "received_us,"
  " state, why) SELECT 'by', 'norre-1', 'full', i, randomblob (32), randomblob (32), randomblob (32), "
  "randomblob (64),"
  " 'no entry', i, 'set-aside', 'malformed' FROM numbers";

static const char fill_held_sql[] = "INSERT INTO held (municipality_id, till_id, run_id, number, digest, "
                                    "sale_id, account_id, spent_on, spent_kind,"
                                    " spent_ore) SELECT 'by', 'norre-1', 'full', number, digest, number, "
                                    "'alma', '2026-11-20', 'skole', 1 FROM entry"
                                    " WHERE run_id = 'full'";

static gboolean
fill (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error, fill_run_sql, "") && brik_store_run (store, error, fill_sql, "") &&
         brik_store_run (store, error, fill_held_sql, "");
}

/* However much a till has sent, what it sends next is looked for without reading all of that: or it would
 * keep the others out. */
static void
test_searches (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) rogue = portal_till_new (fixture, "norre-1", "norre");
  guint n_steps;

  portal_till_sell (rogue, "alma", 1, NULL);
  portal_till_send (rogue, 0, portal_till_sell (rogue, "alma", 1, NULL));
  n_steps = count_steps (rogue);
  portal_fixture_write_books (fixture, fill, NULL);
  g_assert_cmpuint (count_steps (rogue), <, 2 * n_steps);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM run WHERE forked"), ==, 3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  portal_test ("/portal/rogue-till/undo-of-set-aside", test_undo_of_set_aside);
  portal_test ("/portal/rogue-till/undo-of-another-day", test_undo_of_another_day);
  portal_test ("/portal/rogue-till/borrowed-signature", test_borrowed_signature);
  portal_test ("/portal/rogue-till/undo-of-other-till", test_undo_of_other_till);
  portal_test ("/portal/rogue-till/unknown-place", test_unknown_place);
  portal_test ("/portal/rogue-till/absurd-amounts", test_absurd_amounts);
  portal_test ("/portal/rogue-till/unknown-account", test_unknown_account);
  portal_test ("/portal/rogue-till/revoked", test_revoked);
  portal_test ("/portal/rogue-till/retired", test_retired);
  portal_test ("/portal/rogue-till/flood", test_flood);
  portal_test ("/portal/rogue-till/searches", test_searches);
  portal_test ("/portal/rogue-till/look-ups", test_look_ups);
  return g_test_run ();
}
