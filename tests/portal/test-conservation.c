/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

/* Money is conserved and nothing is booked twice, whatever the order and however often. */

static const char *const people[] = { "alma", "noah" };

/* What should be in the books. An undo counts once both it and its sale have come. */
typedef struct
{
  const char *account;
  gint n;
  char *sale;
  guint index;
  guint undo_index;
  gboolean has_undo;
  gboolean sale_sent;
  gboolean undo_sent;
} Deal;

typedef struct
{
  PortalTill *till;
  GArray *deals; /* of Deal */
} Stall;

static void
deal_clear (gpointer data)
{
  g_free (((Deal *) data)->sale);
}

static void
note_sent (Stall *stall, guint first, guint last)
{
  for (guint i = 0; i < stall->deals->len; i++)
    {
      Deal *deal = &g_array_index (stall->deals, Deal, i);

      deal->sale_sent |= deal->index >= first && deal->index <= last;
      deal->undo_sent |= deal->has_undo && deal->undo_index >= first && deal->undo_index <= last;
    }
}

static void
do_something (Stall *stall)
{
  PortalTill *till = stall->till;
  gint what = g_test_rand_int_range (0, 10);

  if (what < 4)
    {
      Deal deal = { .account = people[g_test_rand_int_range (0, 2)], .n = g_test_rand_int_range (1, 4) };

      deal.index = portal_till_sell (till, deal.account, deal.n, &deal.sale);
      g_array_append_val (stall->deals, deal);
    }
  else if (what < 6 && stall->deals->len > 0)
    {
      Deal *deal = &g_array_index (stall->deals, Deal, g_test_rand_int_range (0, (gint32) stall->deals->len));

      if (!deal->has_undo)
        deal->undo_index = portal_till_undo (till, deal->account, deal->n, deal->sale);
      deal->has_undo = TRUE;
    }
  else if (what < 9)
    {
      guint first = (guint) g_test_rand_int_range (0, (gint32) till->journal->len);
      guint last = (guint) g_test_rand_int_range ((gint32) first, (gint32) till->journal->len);

      portal_till_send (till, first, MIN (last, first + 99));
      note_sent (stall, first, MIN (last, first + 99));
    }
  else
    {
      portal_till_start_run (till);
    }
}

static gint64
expected (const Stall *stalls, guint n_stalls, const char *account, gint64 opening_ore)
{
  gint64 balance_ore = opening_ore;

  for (guint i = 0; i < n_stalls; i++)
    {
      for (guint j = 0; j < stalls[i].deals->len; j++)
        {
          const Deal *deal = &g_array_index (stalls[i].deals, Deal, j);

          if (deal->sale_sent && !deal->undo_sent && g_str_equal (deal->account, account))
            balance_ore -= deal->n * PORTAL_PRICE_ORE;
        }
    }
  return balance_ore;
}

static void
test_random (PortalFixture *fixture, gconstpointer data)
{
  Stall stalls[2];

  for (guint i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      stalls[i].till = portal_till_new (fixture, i == 0 ? "norre-1" : "fyret-1", i == 0 ? "norre" : "fyret");
      stalls[i].deals = g_array_new (FALSE, TRUE, sizeof (Deal));
      g_array_set_clear_func (stalls[i].deals, deal_clear);
    }

  for (guint step = 0; step < 200; step++)
    {
      do_something (&stalls[g_test_rand_int_range (0, 2)]);
      g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, expected (stalls, 2, "alma", 10000));
      g_assert_cmpint (portal_fixture_balance (fixture, "noah"), ==, expected (stalls, 2, "noah", 5000));
      g_assert_cmpint (portal_fixture_number (fixture, "SELECT sum (amount_ore) FROM posting"), ==, 0);
      if (step % 20 == 19)
        portal_fixture_assert_books (fixture);
    }

  /* In the end all has been sent: the till is where the portal is. */
  for (guint i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      PortalTill *till = stalls[i].till;
      g_autoptr (BrikReceipt) receipt = NULL;

      for (guint first = 0; first < till->journal->len; first += 50)
        {
          g_clear_pointer (&receipt, brik_receipt_free);
          receipt = portal_till_push (till, first, MIN (first + 49, till->journal->len - 1));
        }
      note_sent (&stalls[i], 0, till->journal->len - 1);
      g_assert_cmpstr (receipt->run, ==, till->run);
      g_assert_cmpint (receipt->number, ==, till->number);
    }
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, expected (stalls, 2, "alma", 10000));
  g_assert_cmpint (portal_fixture_balance (fixture, "noah"), ==, expected (stalls, 2, "noah", 5000));
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE state <> 'booked'"), ==,
                   0);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM run WHERE forked OR broken"), ==,
                   0);
  portal_fixture_assert_books (fixture);

  for (guint i = 0; i < G_N_ELEMENTS (stalls); i++)
    {
      portal_till_free (stalls[i].till);
      g_array_unref (stalls[i].deals);
    }
}

/* Eight at a time */

#define N_CLIENTS 8
#define N_SALES 40

static gpointer
run_client (gpointer data)
{
  PortalTill *till = data;
  PortalFixture own = *till->fixture;
  PortalTill copy = *till;

  own.session = soup_session_new ();
  copy.fixture = &own;
  for (guint i = 1; i <= N_SALES; i++)
    {
      /* Each twice, as after a lost reply. */
      portal_till_send (&copy, i - 1, i);
      portal_till_send (&copy, i, i);
    }
  g_object_unref (own.session);
  return NULL;
}

/* Clients that share two tills and send the same entries at the same time. */
static void
test_concurrent (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) first = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) second = portal_till_new (fixture, "norre-2", "norre");
  GThread *threads[N_CLIENTS];

  for (guint i = 0; i < N_SALES; i++)
    {
      portal_till_sell (first, people[i % 2], 1, NULL);
      portal_till_sell (second, people[i % 2], 1, NULL);
    }
  for (guint i = 0; i < N_CLIENTS; i++)
    threads[i] = g_thread_new ("client", run_client, i % 2 ? first : second);
  for (guint i = 0; i < N_CLIENTS; i++)
    g_thread_join (threads[i]);

  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM booking WHERE type = 'sale'"), ==,
                   2 * N_SALES);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000 - N_SALES * PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE state <> 'booked'"), ==,
                   0);
  portal_fixture_assert_books (fixture);
}

/* What the schema itself does not let in */

static gboolean
refused (BrikStore *store, const char *const *statements)
{
  gboolean ok = brik_store_run (store, NULL, "SAVEPOINT probe", "");

  for (guint i = 0; ok && statements[i]; i++)
    ok = brik_store_run (store, NULL, statements[i], "");
  brik_store_run (store, NULL, "ROLLBACK TO probe", "");
  brik_store_run (store, NULL, "RELEASE probe", "");
  return !ok;
}

#define BOOK(account, house, rest)                                                                           \
  "INSERT INTO booking (municipality_id, id, type, account_id, house_id, position, total_ore, at_us,"        \
  " booked_us, date) VALUES ('by', 'x', 'opening', '" account "', '" house "', 77, " rest ")"

static gboolean
probe (BrikStore *store, gpointer data, GError **error)
{
  static const char *const good[] = { BOOK ("alma", "house:deposits", "5, 1, 1, '2026-11-20'"), NULL };
  static const char *const wrong[][2] = {
    { BOOK ("nobody", "house:deposits", "5, 1, 1, '2026-11-20'"), NULL },
    { BOOK ("alma", "house:nowhere", "5, 1, 1, '2026-11-20'"), NULL },
    { BOOK ("alma", "house:deposits", "'much', 1, 1, '2026-11-20'"), NULL },
    { "UPDATE booking SET total_ore = 1", NULL },
    { "DELETE FROM booking", NULL },
    { "UPDATE entry SET line = ''", NULL },
    { "DELETE FROM entry", NULL },
    { "UPDATE account SET balance_ore = NULL WHERE id = 'alma'", NULL },
    { "UPDATE account SET balance_ore = 'much' WHERE id = 'alma'", NULL },
  };

  g_assert_false (refused (store, good));
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_test_message ("%s", wrong[i][0]);
      g_assert_true (refused (store, wrong[i]));
    }
  return TRUE;
}

static void
test_schema_guards (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (GError) error = NULL;

  portal_till_sell (till, "alma", 1, NULL);
  portal_till_send (till, 0, 1);
  brik_books_write (brik_portal_get_books (fixture->portal), probe, NULL, &error);
  g_assert_no_error (error);
  portal_fixture_assert_books (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/conservation/random", test_random);
  portal_test ("/portal/conservation/concurrent", test_concurrent);
  portal_test ("/portal/conservation/schema", test_schema_guards);

  return g_test_run ();
}
