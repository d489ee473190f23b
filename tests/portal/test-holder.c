/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "portal/brik-holder.h"
#include "portal/brik-portal-error.h"
#include "portal/brik-statement.h"

/* One verb called by one person. */
typedef struct
{
  const char *person;
  const char *account;
  const char *card;
  GDate date;
  BrikCardState state;
  GArray *caps;
  gpointer result;
} Asked;

static GDate
today (void)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 20, 11, 2026);
  return date;
}

static gboolean
ask_list (BrikStore *store, gpointer data, GError **error)
{
  Asked *asked = data;

  asked->result = brik_holder_list (store, "by", asked->person, &asked->date, error);
  return asked->result != NULL;
}

static gboolean
ask_get (BrikStore *store, gpointer data, GError **error)
{
  Asked *asked = data;

  asked->result = brik_holder_get (store, "by", asked->person, asked->account, &asked->date, error);
  return asked->result != NULL;
}

static gboolean
ask_statement (BrikStore *store, gpointer data, GError **error)
{
  Asked *asked = data;

  asked->result =
    brik_statement_list (store, "by", asked->person, asked->account, &asked->date, &asked->date, 100, error);
  return asked->result != NULL;
}

static gboolean
ask_refusals (BrikStore *store, gpointer data, GError **error)
{
  Asked *asked = data;

  asked->result = brik_statement_list_refusals (store, "by", asked->person, asked->account, &asked->date,
                                                &asked->date, 100, error);
  return asked->result != NULL;
}

static gboolean
ask_put_caps (BrikStore *store, gpointer data, GError **error)
{
  Asked *asked = data;

  return brik_holder_put_caps (store, "by", asked->person, asked->account, asked->caps, error);
}

static gboolean
ask_set_card (BrikStore *store, gpointer data, GError **error)
{
  Asked *asked = data;

  return brik_holder_set_card_state (store, "by", asked->person, asked->card, asked->state, error);
}

static gboolean
ask_photo (BrikStore *store, gpointer data, GError **error)
{
  Asked *asked = data;
  g_autofree char *type = NULL;
  GError *local_error = NULL;

  asked->result = brik_holder_get_photo (store, "by", asked->person, asked->account, &type, &local_error);
  if (local_error)
    g_propagate_error (error, local_error);
  return local_error == NULL;
}

/* -1 for success, else the code of the error. */
static int
outcome (PortalFixture *fixture, BrikBooksFunc func, Asked *asked)
{
  g_autoptr (GError) error = NULL;

  if (brik_books_write (brik_portal_get_books (fixture->portal), func, asked, &error))
    return -1;
  g_assert_true (error->domain == BRIK_PORTAL_ERROR);
  return error->code;
}

static void
test_list (PortalFixture *fixture, gconstpointer data)
{
  const struct
  {
    const char *person;
    guint n_accounts;
  } cases[] = { { "maja", 2 }, { "alma", 1 }, { "noah", 1 }, { "nobody", 0 } };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Asked asked = { .person = cases[i].person, .date = today () };
      g_autoptr (GPtrArray) holdings = NULL;

      g_assert_cmpint (outcome (fixture, ask_list, &asked), ==, -1);
      holdings = asked.result;
      g_assert_cmpuint (holdings->len, ==, cases[i].n_accounts);
    }
}

static void
test_holding (PortalFixture *fixture, gconstpointer data)
{
  Asked by_guardian = { .person = "maja", .account = "noah", .date = today () };
  Asked by_child = { .person = "noah", .account = "noah", .date = today () };
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikHolding) guardian = NULL;
  g_autoptr (BrikHolding) child = NULL;

  portal_till_sell (till, "noah", 2, NULL);
  portal_till_send (till, 0, 1);
  g_assert_cmpint (outcome (fixture, ask_get, &by_guardian), ==, -1);
  guardian = by_guardian.result;
  g_assert_cmpstr (guardian->person_name, ==, "Noah Aziz");
  g_assert_cmpstr (guardian->cpr_masked, ==, "311311-XXXX");
  g_assert_cmpint (guardian->balance_ore, ==, 5000 - 2 * PORTAL_PRICE_ORE);
  g_assert_cmpuint (guardian->caps->len, ==, 1);
  g_assert_cmpuint (guardian->spending->len, ==, BRIK_N_PERIODS);
  g_assert_cmpuint (guardian->cards->len, ==, 1);
  g_assert_false (guardian->own);
  g_assert_true (guardian->may_manage);

  g_assert_cmpint (outcome (fixture, ask_get, &by_child), ==, -1);
  child = by_child.result;
  g_assert_true (child->own);
  g_assert_false (child->may_manage);
}

/* Who is not linked is answered as if there were no such account, card or person, by every verb. */
static void
test_strangers (PortalFixture *fixture, gconstpointer data)
{
  static const BrikBooksFunc verbs[] = { ask_get,      ask_statement, ask_refusals,
                                         ask_put_caps, ask_set_card,  ask_photo };
  const struct
  {
    const char *person;
    const char *account;
    const char *card;
  } cases[] = {
    { "alma", "noah", "noah-1" },
    { "noah", "alma", "alma-1" },
    { "nobody", "alma", "alma-1" },
    { "maja", "no-such", "no-such-1" },
  };
  g_autoptr (GArray) caps = g_array_new (FALSE, FALSE, sizeof (BrikCap));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (verbs); j++)
        {
          Asked asked = { .person = cases[i].person,
                          .account = cases[i].account,
                          .card = cases[i].card,
                          .date = today (),
                          .state = BRIK_CARD_BLOCKED,
                          .caps = caps };

          g_assert_cmpint (outcome (fixture, verbs[j], &asked), ==, BRIK_PORTAL_ERROR_NOT_FOUND);
        }
    }
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM cap"), ==, 1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM card WHERE state <> 'active'"), ==,
                   0);
}

static gboolean
make_waiting (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error, "UPDATE relation SET state = 'waiting'", "");
}

/* A relation that waits for approval shows nothing (R13, R36). */
static void
test_waiting (PortalFixture *fixture, gconstpointer data)
{
  Asked asked = { .person = "maja", .account = "alma", .date = today () };

  portal_fixture_write_books (fixture, make_waiting, NULL);
  g_assert_cmpint (outcome (fixture, ask_get, &asked), ==, BRIK_PORTAL_ERROR_NOT_FOUND);
  g_assert_cmpint (outcome (fixture, ask_statement, &asked), ==, BRIK_PORTAL_ERROR_NOT_FOUND);
}

/* D14: a guardian changes caps, the child reads; D1: an empty cap is none, 0 allows nothing. */
static void
test_caps (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikAccountRecord) before = portal_till_catch_up (till, "alma");
  g_autoptr (BrikAccountRecord) after = NULL;
  g_autoptr (GArray) caps = g_array_new (FALSE, FALSE, sizeof (BrikCap));
  BrikCap cap = { .kind = g_intern_string ("klub"), .period = BRIK_PERIOD_WEEK, .limit_ore = 0 };
  BrikCap wrong = { .kind = g_intern_string ("no-such"), .period = BRIK_PERIOD_DAY, .limit_ore = 100 };
  Asked by_child = { .person = "alma", .account = "alma", .caps = caps };
  Asked by_guardian = { .person = "maja", .account = "alma", .caps = caps };

  g_array_append_val (caps, cap);
  g_assert_cmpint (outcome (fixture, ask_put_caps, &by_child), ==, BRIK_PORTAL_ERROR_REFUSED);
  g_assert_cmpint (outcome (fixture, ask_put_caps, &by_guardian), ==, -1);
  after = portal_till_catch_up (till, "alma");
  g_assert_cmpuint (after->caps->len, ==, 1);
  g_assert_cmpint (g_array_index (after->caps, BrikCap, 0).limit_ore, ==, 0);

  g_array_append_val (caps, wrong);
  g_assert_cmpint (outcome (fixture, ask_put_caps, &by_guardian), ==, BRIK_PORTAL_ERROR_INVALID);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM cap WHERE account_id = 'alma'"), ==,
                   1);
  g_array_set_size (caps, 0);
  g_assert_cmpint (outcome (fixture, ask_put_caps, &by_guardian), ==, -1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM cap WHERE account_id = 'alma'"), ==,
                   0);
}

static gboolean
replace_card (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error, "UPDATE card SET state = 'replaced' WHERE id = 'alma-1'", "");
}

/* R32: everyone blocks; D14: what a guardian may have blocked only a guardian activates again. */
static void
test_card (PortalFixture *fixture, gconstpointer data)
{
  Asked block = { .person = "alma", .card = "alma-1", .state = BRIK_CARD_BLOCKED };
  Asked undo = { .person = "alma", .card = "alma-1", .state = BRIK_CARD_ACTIVE };
  Asked unblock = { .person = "maja", .card = "alma-1", .state = BRIK_CARD_ACTIVE };
  Asked close_it = { .person = "maja", .card = "alma-1", .state = BRIK_CARD_CLOSED };

  g_assert_cmpint (outcome (fixture, ask_set_card, &block), ==, -1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM card WHERE state = 'blocked'"), ==,
                   1);
  g_assert_cmpint (outcome (fixture, ask_set_card, &undo), ==, BRIK_PORTAL_ERROR_REFUSED);
  g_assert_cmpint (outcome (fixture, ask_set_card, &unblock), ==, -1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM card WHERE state = 'blocked'"), ==,
                   0);
  g_assert_cmpint (outcome (fixture, ask_set_card, &close_it), ==, BRIK_PORTAL_ERROR_REFUSED);
  portal_fixture_write_books (fixture, replace_card, NULL);
  g_assert_cmpint (outcome (fixture, ask_set_card, &block), ==, BRIK_PORTAL_ERROR_REFUSED);
}

/* R26, D15: newest booking first, with the balance after each in booking order, the goods, and late rows
 * marked. */
static void
test_statement (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  Asked asked = { .person = "maja", .account = "alma", .date = today () };
  g_autoptr (GPtrArray) rows = NULL;
  g_autofree char *sale = NULL;
  const struct
  {
    BrikStatementType type;
    gint64 amount_ore;
    gint64 balance_ore;
    gboolean late;
    gboolean undone;
  } expected[] = {
    { BRIK_STATEMENT_SALE, -1250, 8750, TRUE, FALSE },
    { BRIK_STATEMENT_UNDO, 2500, 10000, FALSE, FALSE },
    { BRIK_STATEMENT_SALE, -2500, 7500, FALSE, TRUE },
    { BRIK_STATEMENT_OPENING, 10000, 10000, FALSE, FALSE },
  };

  portal_till_sell (till, "alma", 2, &sale);
  portal_till_undo (till, "alma", 2, sale);
  portal_till_sell (till, "alma", 1, NULL);
  portal_till_send (till, 0, 2);
  brik_clock_advance_fake (fixture->clock, G_TIME_SPAN_HOUR);
  portal_till_send (till, 3, 3);

  g_assert_cmpint (outcome (fixture, ask_statement, &asked), ==, -1);
  rows = asked.result;
  g_assert_cmpuint (rows->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < rows->len; i++)
    {
      BrikStatementRow *row = g_ptr_array_index (rows, i);

      g_assert_cmpint (row->type, ==, expected[i].type);
      g_assert_cmpint (row->amount_ore, ==, expected[i].amount_ore);
      g_assert_cmpint (row->balance_ore, ==, expected[i].balance_ore);
      g_assert_cmpint (row->late, ==, expected[i].late);
      g_assert_cmpint (row->undone, ==, expected[i].undone);
      g_assert_cmpuint (row->n_lines, ==, row->type == BRIK_STATEMENT_OPENING ? 0 : 1);
      if (row->n_lines > 0)
        g_assert_cmpstr (row->lines[0].name, ==, "Grønbolle");
      g_assert_cmpstr (row->place_name, ==, row->n_lines > 0 ? "Nørre Skole" : NULL);
    }
  g_clear_pointer (&rows, g_ptr_array_unref);

  g_date_add_days (&asked.date, 1);
  g_assert_cmpint (outcome (fixture, ask_statement, &asked), ==, -1);
  rows = asked.result;
  g_assert_cmpuint (rows->len, ==, 0);
}

static void
test_refusals (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_DECLINE);
  Asked asked = { .person = "maja", .account = "noah", .date = today () };
  g_autoptr (GPtrArray) rows = NULL;
  const BrikRefusalRow *row;

  entry->id = brik_id_new ();
  entry->account = g_strdup ("noah");
  entry->card = g_strdup ("noah-1");
  entry->basket = brik_basket_new ();
  brik_basket_add (entry->basket, "bolle", "Bolle", 1, 800, 2500, NULL);
  entry->total_ore = 800;
  entry->verdict = (BrikVerdict){
    .reason = BRIK_REASON_CAP,
    .total_ore = 800,
    .left_ore = 300,
    .cap = { .cap = { .kind = g_intern_string ("skole"), .period = BRIK_PERIOD_DAY, .limit_ore = 2500 },
             .spent_ore = 2200,
             .left_ore = 300 },
  };
  portal_till_seal (till, entry);
  portal_till_send (till, 0, 1);

  g_assert_cmpint (outcome (fixture, ask_refusals, &asked), ==, -1);
  rows = asked.result;
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpint (row->verdict.reason, ==, BRIK_REASON_CAP);
  g_assert_cmpstr (row->verdict.cap.cap.kind, ==, "skole");
  g_assert_cmpint (row->verdict.cap.cap.limit_ore, ==, 2500);
  g_assert_cmpint (row->verdict.cap.spent_ore, ==, 2200);
  g_assert_cmpint (row->total_ore, ==, 800);
  g_assert_cmpstr (row->till_name, ==, "Kasse 1");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/holder/list", test_list);
  portal_test ("/portal/holder/holding", test_holding);
  portal_test ("/portal/holder/strangers", test_strangers);
  portal_test ("/portal/holder/waiting", test_waiting);
  portal_test ("/portal/holder/caps", test_caps);
  portal_test ("/portal/holder/card", test_card);
  portal_test ("/portal/holder/statement", test_statement);
  portal_test ("/portal/holder/refusals", test_refusals);

  return g_test_run ();
}
