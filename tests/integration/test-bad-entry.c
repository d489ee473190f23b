/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "brik-wire-cutter.h"
#include "core/brik-limits.h"
#include "wire/brik-api.h"

/* One bad entry in the midst of a hundred, in each way of being bad, over a wire that fails: the rest is
 * booked, once; the bad one is set aside or waits, and is seen; and what was bad because the portal lacked
 * something is booked when it has it (promise 3). */

#define N_ENTRIES BRIK_LIMIT_BATCH_ENTRIES
#define N_BEFORE 50

/**
 * Bad:
 * @seen: counts those that the portal keeps for just that
 * @add: appends it to the journal
 * @mend: (nullable): gives the portal what it lacked
 *
 * A way of being bad.
 */
typedef struct
{
  const char *name;
  const char *seen;
  void (*add) (PortalTill *till);
  void (*mend) (PortalTill *till);
} Bad;

static BrikSealedLine *
newest (PortalTill *till)
{
  return g_ptr_array_index (till->journal, till->journal->len - 1);
}

static void
add_wrong_hash (PortalTill *till)
{
  portal_till_sell (till, "noah", 1, NULL);
  newest (till)->seal.hash.bytes[0] ^= 1;
}

/* What comes after it does not vouch for it. */
static void
add_unsigned (PortalTill *till)
{
  BrikHash head = till->head;

  portal_till_sell (till, "noah", 1, NULL);
  memset (&newest (till)->seal.signature, 7, sizeof newest (till)->seal.signature);
  till->head = head;
}

static void
add_other_content (PortalTill *till)
{
  till->number--;
  portal_till_sell (till, "noah", 1, NULL);
}

/* A sale of another content by the id of the one before it. */
static void
add_id_used (PortalTill *till)
{
  g_autoptr (BrikEntry) before =
    brik_entry_from_line (newest (till)->line, strlen (newest (till)->line), NULL);
  BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_SALE);

  entry->id = g_strdup (before->id);
  entry->account = g_strdup ("noah");
  entry->card = g_strdup ("noah-1");
  entry->basket = brik_basket_new ();
  brik_basket_add (entry->basket, "suppe", "Suppe", 1, 1800, 2500, NULL);
  entry->total_ore = 1800;
  portal_till_seal (till, entry);
}

static void
add_line (PortalTill *till, const char *version, const char *kind)
{
  g_autofree char *line = g_strdup_printf (
    "{\"v\":%s,\"kind\":\"%s\",\"till\":\"norre-1\",\"run\":\"%s\",\"number\":%" G_GINT64_FORMAT
    ",\"at\":%" G_GINT64_FORMAT
    ",\"date\":\"2026-11-20\",\"place\":\"norre\",\"cashier\":\"mette\",\"grams\":120}",
    version, kind, till->run, till->number + 1, PORTAL_NOON_US);

  portal_till_seal_line (till, line);
}

static void
add_kind (PortalTill *till)
{
  add_line (till, "1", "weighed");
}

static void
add_version (PortalTill *till)
{
  add_line (till, "99", "sale");
}

static void
add_account (PortalTill *till)
{
  portal_till_sell (till, "maja", 1, NULL);
}

static void
mend_account (PortalTill *till)
{
  g_autoptr (GPtrArray) problems = NULL;

  portal_fixture_write (
    till->fixture, "accounts.csv",
    "id,person,name,opening_balance,overdraft,state\nmaja,maja,Kantinekort,20,0,active\n");
  problems = portal_fixture_import (till->fixture);
  g_assert_null (problems);
}

static void
add_place (PortalTill *till)
{
  g_free (till->place);
  till->place = g_strdup ("nowhere");
  portal_till_sell (till, "noah", 1, NULL);
  g_free (till->place);
  till->place = g_strdup ("norre");
}

static void
mend_place (PortalTill *till)
{
  g_autoptr (GPtrArray) problems = NULL;

  portal_fixture_write (
    till->fixture, "places.csv",
    "id,name,kind,allowance,data_age_hours\nnorre,Nørre Skole,skole,50,72\nfyret,Fyret,klub,,\n"
    "nowhere,Ny Skole,skole,50,72\n");
  problems = portal_fixture_import (till->fixture);
  g_assert_null (problems);
}

/* The undo of a sale that has not come. It comes with mend_sale (). */
static char *awaited;

static void
add_undo (PortalTill *till)
{
  g_free (awaited);
  awaited = brik_id_new ();
  portal_till_undo (till, "noah", 1, awaited);
}

static void
mend_sale (PortalTill *till)
{
  BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_SALE);
  guint index;

  entry->id = g_strdup (awaited);
  entry->account = g_strdup ("noah");
  entry->card = g_strdup ("noah-1");
  entry->basket = brik_basket_new ();
  brik_basket_add (entry->basket, "bolle", "Grønbolle", 1, PORTAL_PRICE_ORE, 2500, NULL);
  entry->total_ore = PORTAL_PRICE_ORE;
  index = portal_till_seal (till, entry);
  portal_till_send (till, index, index);
}

static void
add_no_json (PortalTill *till)
{
  portal_till_seal_line (till, "not JSON at all");
}

static void
add_over_long (PortalTill *till)
{
  g_autofree char *line = g_strnfill (BRIK_LIMIT_ENTRY_LINE + 1, 'x');

  portal_till_seal_line (till, line);
}

/* What a bad sector made of a line: no text any more, and not what was sealed. */
static void
add_no_text (PortalTill *till)
{
  portal_till_sell (till, "noah", 1, NULL);
  newest (till)->line[strlen (newest (till)->line) / 2] = (char) 0xff;
}

static void
add_control (PortalTill *till)
{
  portal_till_sell (till, "noah", 1, NULL);
  newest (till)->line[strlen (newest (till)->line) / 2] = 1;
}

static void
add_date (PortalTill *till)
{
  BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_UNDO);

  entry->id = brik_id_new ();
  entry->account = g_strdup ("noah");
  entry->card = g_strdup ("noah-1");
  entry->at_us = 0;
  g_date_set_dmy (&entry->date, 31, 12, 9999);
  entry->sale = brik_id_new ();
  g_date_set_dmy (&entry->sale_date, 1, 1, 1);
  entry->sale_place = g_strdup ("norre");
  entry->total_ore = 1;
  portal_till_seal (till, entry);
}

#define KEPT_FOR(why) "SELECT count (*) FROM entry WHERE why = '" why "'"

static const Bad bads[] = {
  { "hash", KEPT_FOR ("hash"), add_wrong_hash, NULL },
  { "signature", KEPT_FOR ("signature"), add_unsigned, NULL },
  { "other-content", KEPT_FOR ("other-content"), add_other_content, NULL },
  { "id-used", KEPT_FOR ("id-used"), add_id_used, NULL },
  { "kind", KEPT_FOR ("kind-not-known"), add_kind, NULL },
  { "version", KEPT_FOR ("kind-not-known"), add_version, NULL },
  { "account", KEPT_FOR ("account-not-known"), add_account, mend_account },
  { "place", KEPT_FOR ("place-not-known"), add_place, mend_place },
  { "sale", KEPT_FOR ("sale-not-received"), add_undo, mend_sale },
  { "no-json", KEPT_FOR ("malformed"), add_no_json, NULL },
  { "over-long", KEPT_FOR ("malformed"), add_over_long, NULL },
  { "no-text", KEPT_FOR ("hash"), add_no_text, NULL },
  { "control", KEPT_FOR ("hash"), add_control, NULL },
  { "date", KEPT_FOR ("sale-not-received"), add_date, NULL },
};

static const struct
{
  const char *name;
  BrikWirePlan plan;
} wires[] = {
  { "whole", { .request = "" } },
  { "cut-request", { .request = "", .n_times = 2, .mishap = BRIK_MISHAP_CUT, .at = 9000 } },
  { "cut-answer", { .request = "", .n_times = 2, .mishap = BRIK_MISHAP_CUT, .to_answer = TRUE, .at = 100 } },
  { "reset-answer", { .request = "", .n_times = 2, .mishap = BRIK_MISHAP_RESET, .to_answer = TRUE } },
  { "twice", { .request = "", .n_times = 1, .mishap = BRIK_MISHAP_TWICE } },
  { "twice-apart", { .request = "", .n_times = 1, .mishap = BRIK_MISHAP_TWICE_APART } },
};

/* (transfer full): the receipt, however often it takes to hear it. */
static BrikReceipt *
push (PortalTill *till, guint first, guint last)
{
  for (guint n_tries = 0; n_tries < 10; n_tries++)
    {
      g_auto (PortalAnswer) answer = portal_till_push_raw (till, first, last);
      g_autoptr (GError) error = NULL;
      BrikReceipt *receipt;

      if (answer.status == 0)
        continue;
      g_assert_cmpuint (answer.status, ==, 200);
      receipt = brik_receipt_from_json (answer.text, -1, &error);
      g_assert_no_error (error);
      return receipt;
    }
  g_assert_not_reached ();
}

static gint64
count_bad (PortalFixture *fixture)
{
  return portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE state <> 'booked'");
}

static void
assert_rest_is_booked (PortalTill *till, const Bad *bad, const BrikReceipt *receipt)
{
  g_assert_cmpuint (receipt->bookings->len, ==, N_ENTRIES);
  for (guint i = 0; i < N_ENTRIES; i++)
    g_assert_true ((g_array_index (receipt->bookings, BrikBooking, i) == BRIK_BOOKING_BOOKED) ==
                   (i != N_BEFORE));
  g_assert_cmpint (portal_fixture_balance (till->fixture, "alma"), ==,
                   10000 - (N_ENTRIES - 2) * PORTAL_PRICE_ORE);
  g_assert_cmpint (portal_fixture_balance (till->fixture, "noah"), ==, 5000);
  g_assert_cmpint (count_bad (till->fixture), ==, 1);
  portal_fixture_assert_books (till->fixture);
}

static void
check_bad (PortalFixture *fixture, const Bad *bad, const BrikWirePlan *plan)
{
  g_autoptr (BrikWireCutter) wire = brik_wire_cutter_new ();
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (BrikReceipt) receipt = NULL;

  brik_wire_cutter_set_portal (wire, brik_portal_get_address (fixture->portal));
  fixture->address = brik_wire_cutter_get_address (wire);
  while (till->journal->len < N_BEFORE)
    portal_till_sell (till, "alma", 1, NULL);
  bad->add (till);
  while (till->journal->len < N_ENTRIES)
    portal_till_sell (till, "alma", 1, NULL);

  brik_wire_cutter_plan (wire, plan);
  for (guint i = 0; i < 2; i++)
    {
      g_clear_pointer (&receipt, brik_receipt_free);
      receipt = push (till, 0, N_ENTRIES - 1);
      assert_rest_is_booked (till, bad, receipt);
    }
  g_assert_cmpint (portal_fixture_number (fixture, bad->seen), ==, 1);
  if (bad->mend)
    {
      bad->mend (till);
      g_assert_cmpint (count_bad (fixture), ==, 0);
      g_assert_cmpint (portal_till_push_one (till, N_BEFORE), ==, BRIK_BOOKING_BOOKED);
      portal_fixture_assert_books (fixture);
    }
  fixture->address = NULL;
}

static void
test_bad (gconstpointer data)
{
  const Bad *bad = data;
  gboolean is_long = g_getenv ("BRIK_TEST_LONG") != NULL;
  guint chosen = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (wires));
  guint n_wires = 0;

  for (guint i = 0; i < G_N_ELEMENTS (wires); i++)
    {
      PortalFixture fixture = { 0 };

      if (!is_long && i != chosen)
        continue;
      g_test_message ("%s, %s", bad->name, wires[i].name);
      portal_fixture_set_up (&fixture, NULL);
      check_bad (&fixture, bad, &wires[i].plan);
      portal_fixture_tear_down (&fixture, NULL);
      n_wires++;
    }
  g_test_message ("covered: an entry with bad %s among %d over %u wires", bad->name, N_ENTRIES, n_wires);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (bads); i++)
    {
      g_autofree char *path = g_strconcat ("/bad-entry/", bads[i].name, NULL);

      g_test_add_data_func (path, &bads[i], test_bad);
    }
  return g_test_run ();
}
