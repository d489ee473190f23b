/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "wire/brik-api.h"

/* The till's memory at one moment, to be put back. */
typedef struct
{
  char *run;
  gint64 number;
  BrikHash head;
} Copy;

static void
copy_clear (Copy *copy)
{
  g_free (copy->run);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Copy, copy_clear)

static Copy
copy_of (PortalTill *till)
{
  return (Copy){ g_strdup (till->run), till->number, till->head };
}

static void
put_back (PortalTill *till, const Copy *copy)
{
  g_free (till->run);
  till->run = g_strdup (copy->run);
  till->number = copy->number;
  till->head = copy->head;
}

static gint64
count_forked (PortalFixture *fixture)
{
  return portal_fixture_number (fixture, "SELECT count (*) FROM run WHERE forked");
}

static void
test_runs (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;

  portal_till_sell (till, "alma", 1, NULL);
  portal_till_start_run (till);
  portal_till_sell (till, "alma", 1, NULL);
  portal_till_start_run (till);
  receipt = portal_till_push (till, 0, 4);
  g_assert_cmpstr (receipt->run, ==, till->run);
  g_assert_cmpint (receipt->number, ==, 1);
  g_assert_cmpint (count_forked (fixture), ==, 0);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM run WHERE broken"), ==, 0);
}

/* A till is started every morning for years. */
static void
test_many_runs (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");

  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (BrikReceipt) receipt =
        portal_till_push (till, till->journal->len - 1, till->journal->len - 1);

      g_assert_cmpstr (receipt->run, ==, till->run);
      portal_till_start_run (till);
    }
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT max (position) FROM run"), <, 1000);
}

/* A run that comes before the end of the one before it counts when that has come. */
static void
test_gap (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) early = NULL;
  g_autoptr (BrikReceipt) late = NULL;
  g_autofree char *first_run = g_strdup (till->run);

  portal_till_sell (till, "alma", 1, NULL);
  portal_till_sell (till, "alma", 1, NULL);
  portal_till_start_run (till);
  portal_till_sell (till, "alma", 1, NULL);

  portal_till_send (till, 0, 1);
  early = portal_till_push (till, 3, 4);
  g_assert_cmpstr (early->run, ==, first_run);
  g_assert_cmpint (early->number, ==, 2);
  portal_till_send (till, 2, 2);
  late = portal_till_push (till, 4, 4);
  g_assert_cmpstr (late->run, ==, till->run);
  g_assert_cmpint (late->number, ==, 2);
  g_assert_cmpint (count_forked (fixture), ==, 0);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 3 * PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

/* What a till had on its way before it was put back from a copy may come after what it has sent since. It
 * goes by the run that it is in. */
static void
test_branch_that_comes_late (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_auto (Copy) copy = copy_of (till);
  g_autoptr (BrikAccountRecord) record = NULL;

  portal_till_send (till, 0, 0);
  portal_till_start_run (till);
  portal_till_sell (till, "alma", 1, NULL);
  put_back (till, &copy);
  portal_till_start_run (till);
  portal_till_sell (till, "alma", 1, NULL);
  portal_till_send (till, 3, 4);
  portal_till_send (till, 1, 2);

  record = portal_till_catch_up (till, "alma");
  g_assert_cmpstr (record->through_run, ==, till->run);
  g_assert_cmpint (record->through_number, ==, 2);
  g_assert_cmpint (record->balance_ore, ==, 10000 - 2 * PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

/* A ledger put back from a copy begins a new run inside or beside what it had sold since: both are booked
 * once, and the fork is marked. */
static void
test_fork_inside (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_auto (Copy) copy = { 0 };
  g_autoptr (BrikReceipt) receipt = NULL;
  g_autoptr (BrikAccountRecord) record = NULL;

  portal_till_sell (till, "alma", 1, NULL);
  copy = copy_of (till);
  portal_till_sell (till, "alma", 1, NULL);
  portal_till_send (till, 0, 2);

  put_back (till, &copy);
  portal_till_start_run (till);
  portal_till_sell (till, "noah", 1, NULL);
  receipt = portal_till_push (till, 3, 4);
  g_assert_cmpstr (receipt->run, ==, till->run);
  g_assert_cmpint (receipt->number, ==, 2);
  g_assert_cmpint (count_forked (fixture), ==, 2);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 2 * PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_fixture_balance (fixture, "noah"), ==, 5000 - PORTAL_PRICE_ORE);

  record = portal_till_catch_up (till, "noah");
  g_assert_cmpstr (record->through_run, ==, till->run);
  portal_fixture_assert_books (fixture);
}

static void
test_fork_same_head (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_auto (Copy) copy = { 0 };

  portal_till_sell (till, "alma", 1, NULL);
  copy = copy_of (till);
  portal_till_start_run (till);
  portal_till_sell (till, "alma", 1, NULL);
  portal_till_send (till, 0, 3);
  put_back (till, &copy);
  portal_till_start_run (till);
  portal_till_sell (till, "alma", 1, NULL);
  portal_till_send (till, 4, 5);
  g_assert_cmpint (count_forked (fixture), ==, 2);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 3 * PORTAL_PRICE_ORE);
  portal_fixture_assert_books (fixture);
}

/* The branch came first, and what it left out after it. */
static void
test_fork_later (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_auto (Copy) copy = { 0 };

  portal_till_sell (till, "alma", 1, NULL);
  copy = copy_of (till);
  portal_till_sell (till, "alma", 1, NULL);
  put_back (till, &copy);
  portal_till_start_run (till);

  portal_till_send (till, 0, 1);
  portal_till_send (till, 3, 3);
  g_assert_cmpint (count_forked (fixture), ==, 0);
  portal_till_send (till, 2, 2);
  g_assert_cmpint (count_forked (fixture), ==, 2);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 2 * PORTAL_PRICE_ORE);
}

/* A swapped till: a new key and a new journal; what the old one had not sent is booked when its disk turns
 * up, but it hears of nothing any more. */
static void
test_swapped (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) old = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) new = NULL;
  g_auto (PortalAnswer) answer = { 0 };

  portal_till_sell (old, "alma", 1, NULL);
  portal_till_send (old, 0, 1);
  portal_till_sell (old, "alma", 1, NULL);

  new = portal_till_new (fixture, "norre-1", "norre");
  portal_till_sell (new, "alma", 1, NULL);
  portal_till_send (new, 0, 1);
  g_assert_cmpint (count_forked (fixture), ==, 0);

  g_assert_cmpint (portal_till_push_one (old, 2), ==, BRIK_BOOKING_BOOKED);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - 3 * PORTAL_PRICE_ORE);
  answer = portal_till_ask (old, "GET", BRIK_API_CHANGES, NULL);
  g_assert_cmpuint (answer.status, ==, 403);
  portal_fixture_assert_books (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/runs/runs", test_runs);
  portal_test ("/portal/runs/many", test_many_runs);
  portal_test ("/portal/runs/gap", test_gap);
  portal_test ("/portal/runs/branch-that-comes-late", test_branch_that_comes_late);
  portal_test ("/portal/runs/fork/inside", test_fork_inside);
  portal_test ("/portal/runs/fork/same-head", test_fork_same_head);
  portal_test ("/portal/runs/fork/later", test_fork_later);
  portal_test ("/portal/runs/swapped", test_swapped);

  return g_test_run ();
}
