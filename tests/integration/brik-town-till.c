/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town-private.h"

#define CASHIER "mette"
#define PIN "1234"
/* A pause is over before a test has waited for it. */
#define FIRST_PAUSE_MS 10
#define LONGEST_PAUSE_MS 100

static const struct
{
  const char *id;
  const char *name;
  gint64 price_ore;
} products[] = {
  { "ret", "Dagens ret", 2500 },
  { "bolle", "Bolle", 500 },
  { "frugt", "Frugt", 300 },
  { "krone", "Noget småt", 100 },
};

static void
on_call_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static gboolean
has_come (gpointer data)
{
  return *(GAsyncResult **) data != NULL;
}

/* (transfer full) */
static GAsyncResult *
wait_for (GAsyncResult **result, const char *what)
{
  brik_town_wait (has_come, result, what);
  return g_steal_pointer (result);
}

static void
sign_in (BrikTownTill *till)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_sign_in_async (till->ledger, CASHIER, PIN, NULL, on_call_ready, &kept);
  result = wait_for (&kept, "the cashier is signed in");
  brik_ledger_sign_in_finish (till->ledger, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (brik_ledger_get_cashier (till->ledger), ==, CASHIER);
}

static void
open_ledger (BrikTownTill *till)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (till->ledger);
  till->ledger = brik_ledger_open (till->path, till->clock, &error);
  g_assert_no_error (error);
  till->sync = brik_sync_new (till->ledger, till->clock);
  brik_sync_set_backoff (till->sync, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
}

gboolean
brik_town_till_enrol (BrikTownTill *till, const char *code, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  brik_sync_enrol_async (till->sync, brik_wire_cutter_get_address (till->wire), code, NULL, on_call_ready,
                         &kept);
  result = wait_for (&kept, "the till is enrolled");
  return brik_sync_enrol_finish (till->sync, result, error);
}

static void
fill (BrikTownTill *till)
{
  g_autofree char *code = brik_town_make_code (till->town, till->id);
  g_autoptr (GError) error = NULL;

  brik_town_till_enrol (till, code, &error);
  g_assert_no_error (error);
  g_assert_true (brik_ledger_is_ready (till->ledger));
}

static BrikTownTill *
till_new (BrikTown *town, const char *id)
{
  BrikTownTill *till = g_new0 (BrikTownTill, 1);
  g_autofree char *name = g_strconcat (id, ".db", NULL);
  g_auto (GStrv) parts = g_strsplit (id, "-", 2);

  till->town = town;
  till->id = g_intern_string (id);
  till->kind = g_intern_string (parts[0]);
  till->path = brik_town_path (town, name);
  till->clock = brik_clock_new_fake (town->now_us);
  till->copies =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) brik_town_view_free);
  till->view = g_new0 (BrikTownView, 1);
  till->view->till = till->id;
  till->wire = brik_wire_cutter_new ();
  till->connected = TRUE;
  brik_wire_cutter_set_portal (till->wire, brik_portal_get_address (town->portal));
  return till;
}

BrikTownTill *
brik_town_till_new (BrikTown *town, const char *id)
{
  BrikTownTill *till = till_new (town, id);

  open_ledger (till);
  fill (till);
  sign_in (till);
  return till;
}

void
brik_town_till_close (BrikTownTill *till)
{
  if (till->sync != NULL)
    brik_sync_stop (till->sync);
  g_clear_object (&till->sync);
  if (till->ledger != NULL)
    brik_ledger_close (till->ledger);
  g_clear_object (&till->ledger);
}

void
brik_town_till_open (BrikTownTill *till)
{
  /* A program that starts has learnt nothing yet. */
  g_clear_object (&till->clock);
  till->clock = brik_clock_new_fake (till->town->now_us + till->skew_us);
  open_ledger (till);
  brik_sync_start (till->sync);
  sign_in (till);
}

void
brik_town_till_free (BrikTownTill *till)
{
  brik_town_till_close (till);
  brik_wire_cutter_free (till->wire);
  g_hash_table_unref (till->copies);
  brik_town_view_free (till->view);
  g_object_unref (till->clock);
  g_free (till->path);
  g_free (till->sale);
  g_free (till);
}

gboolean
brik_town_till_is_connected (const BrikTownTill *till)
{
  return till->ledger != NULL && till->connected && till->town->portal != NULL;
}

const char *
brik_town_till_get_id (BrikTownTill *till)
{
  return till->id;
}

BrikLedger *
brik_town_till_get_ledger (BrikTownTill *till)
{
  return till->ledger;
}

BrikSync *
brik_town_till_get_sync (BrikTownTill *till)
{
  return till->sync;
}

BrikWireCutter *
brik_town_till_get_wire (BrikTownTill *till)
{
  return till->wire;
}

const char *
brik_town_till_get_path (BrikTownTill *till)
{
  return till->path;
}

void
brik_town_till_set_skew (BrikTownTill *till, gint64 skew_us)
{
  brik_clock_step_fake (till->clock, skew_us - till->skew_us);
  till->skew_us = skew_us;
}

static gboolean
is_online (gpointer data)
{
  return brik_sync_get_online (data);
}

static gboolean
is_offline (gpointer data)
{
  return !brik_sync_get_online (data);
}

void
brik_town_till_set_online (BrikTownTill *till, gboolean online)
{
  g_test_message ("%s: %s", till->id, online ? "online" : "offline");
  till->connected = online;
  brik_wire_cutter_set_refusing (till->wire, !online);
  if (till->sync == NULL || till->town->portal == NULL)
    return;
  if (online)
    brik_sync_try_now (till->sync);
  brik_town_wait (online ? is_online : is_offline, till->sync,
                  online ? "the till is online" : "it is offline");
}

/* (transfer full): a byte for each fact: whether it stands in the ledger now. */
static GBytes *
list_held (BrikTownTill *till)
{
  BrikOracle *oracle = till->town->oracle;
  GByteArray *held = g_byte_array_new ();

  for (guint i = 0; i < brik_oracle_get_n_facts (oracle); i++)
    {
      const BrikFact *fact = brik_oracle_get_fact (oracle, i);
      guint8 is_held = fact->till == till->id && !fact->dropped ? 1 : 0;
      g_byte_array_append (held, &is_held, 1);
    }
  return g_byte_array_free_to_bytes (held);
}

void
brik_town_till_copy (BrikTownTill *till, const char *name)
{
  g_autofree char *copy = brik_town_path (till->town, name);
  BrikTownView *view = brik_town_view_copy (till->view);

  g_test_message ("%s: copied", till->id);
  brik_town_copy_files (till->path, copy);
  g_clear_pointer (&view->held, g_bytes_unref);
  view->held = list_held (till);
  g_hash_table_replace (till->copies, g_strdup (name), view);
}

/* The ledger has the facts that the copy has, and no others. */
static void
note_dropped (BrikTownTill *till)
{
  BrikOracle *oracle = till->town->oracle;
  gsize n_held;
  const guint8 *held = g_bytes_get_data (till->view->held, &n_held);

  for (guint i = 0; i < brik_oracle_get_n_facts (oracle); i++)
    {
      BrikFact *fact = brik_oracle_get_fact (oracle, i);
      if (fact->till == till->id)
        fact->dropped = i >= n_held || !held[i];
    }
  brik_town_note_gone (till->town);
}

void
brik_town_till_restore (BrikTownTill *till, const char *name)
{
  g_autofree char *copy = brik_town_path (till->town, name);

  g_test_message ("%s: put back", till->id);
  brik_town_till_close (till);
  brik_town_copy_files (copy, till->path);
  brik_town_view_free (till->view);
  till->view = brik_town_view_copy (g_hash_table_lookup (till->copies, name));
  note_dropped (till);
  brik_town_till_open (till);
}

BrikTownTill *
brik_town_till_start_copy (BrikTownTill *till, const char *name, const char *id)
{
  BrikTownTill *copy = till_new (till->town, id);

  copy->kind = till->kind;
  g_free (copy->path);
  copy->path = brik_town_path (till->town, name);
  brik_town_view_free (copy->view);
  copy->view = brik_town_view_copy (g_hash_table_lookup (till->copies, name));
  copy->view->till = copy->id;
  brik_town_till_open (copy);
  g_ptr_array_add (till->town->tills, copy);
  return copy;
}

gboolean
brik_town_till_is_date_doubtful (BrikTownTill *till)
{
  return brik_ledger_is_date_doubtful (till->ledger);
}

void
brik_town_till_tell_date (BrikTownTill *till, gint64 time_us)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_tell_date_async (till->ledger, time_us, NULL, on_call_ready, &kept);
  result = wait_for (&kept, "the date is told");
  brik_ledger_tell_date_finish (till->ledger, result, &error);
  g_assert_no_error (error);
}

static const BrikTownAccount *
account_of (const char *uid)
{
  for (guint i = 0; i < brik_town_n_accounts; i++)
    if (g_str_equal (brik_town_accounts[i].uid, uid))
      return &brik_town_accounts[i];
  return NULL;
}

/* The basket, and what it comes to by the tests' own price list. */
static BrikBasket *
fill_basket (const char *product, int quantity, gint64 *total_ore)
{
  BrikBasket *basket = brik_basket_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (products); i++)
    if (g_str_equal (products[i].id, product))
      {
        brik_basket_add (basket, product, products[i].name, quantity, products[i].price_ore, 0, &error);
        g_assert_no_error (error);
        *total_ore = quantity * products[i].price_ore;
        return basket;
      }
  g_assert_not_reached ();
}

static void
note_outcome (BrikTownTill *till, const char *uid, const BrikOutcome *outcome, gint64 total_ore)
{
  const BrikTownAccount *account = account_of (uid);
  GDate date = brik_town_date_of (till->town, outcome->at_us);

  till->verdict = outcome->verdict;
  g_test_message ("%s: %s buys for %" G_GINT64_FORMAT " øre: %s", till->id,
                  account != NULL ? account->id : uid, total_ore,
                  brik_reason_to_name (outcome->verdict.reason));
  if (account != NULL && (outcome->holder->card != NULL || !till->town->holds_own))
    brik_town_till_check_verdict (till, account, total_ore, &outcome->verdict);
  if (outcome->verdict.reason != BRIK_REASON_NONE)
    {
      brik_oracle_note_decline (till->town->oracle, till->sale, till->id);
      return;
    }
  g_assert_nonnull (account);
  g_assert_cmpstr (outcome->holder->account->id, ==, account->id);
  brik_oracle_note_sale (till->town->oracle, till->sale, till->id, account->id, till->kind, &date, total_ore);
}

BrikReason
brik_town_till_sell (BrikTownTill *till, const char *uid, const char *product, int quantity)
{
  gint64 total_ore = 0;
  g_autoptr (BrikBasket) basket = fill_basket (product, quantity, &total_ore);
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  g_free (till->sale);
  till->sale = brik_id_new ();
  brik_ledger_sell_async (till->ledger, till->sale, uid, basket, NULL, on_call_ready, &kept);
  result = wait_for (&kept, "a sale is decided");
  outcome = brik_ledger_sell_finish (till->ledger, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (outcome->sale, ==, till->sale);
  g_assert_cmpint (outcome->verdict.total_ore, ==, total_ore);
  note_outcome (till, uid, outcome, total_ore);
  return outcome->verdict.reason;
}

const BrikVerdict *
brik_town_till_get_verdict (BrikTownTill *till)
{
  return &till->verdict;
}

const char *
brik_town_till_get_sale (BrikTownTill *till)
{
  return till->sale;
}

void
brik_town_till_undo (BrikTownTill *till, const char *sale)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_undo_async (till->ledger, sale, NULL, on_call_ready, &kept);
  result = wait_for (&kept, "a sale is undone");
  outcome = brik_ledger_undo_finish (till->ledger, result, &error);
  g_assert_no_error (error);
  g_test_message ("%s: %" G_GINT64_FORMAT " øre undone", till->id, outcome->verdict.total_ore);
  brik_oracle_note_undo (till->town->oracle, sale);
}

BrikCardholder *
brik_town_till_look_up (BrikTownTill *till, const char *uid)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  BrikCardholder *holder = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_look_up_async (till->ledger, uid, NULL, on_call_ready, &kept);
  result = wait_for (&kept, "a card is looked up");
  holder = brik_ledger_look_up_finish (till->ledger, result, &error);
  g_assert_no_error (error);
  return holder;
}

gboolean
brik_town_till_ask (BrikTownTill *till, const char *uid, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  brik_sync_look_up_async (till->sync, uid, NULL, on_call_ready, &kept);
  result = wait_for (&kept, "the portal has been asked");
  return brik_sync_look_up_finish (till->sync, result, error);
}

gboolean
brik_town_till_ask_number (BrikTownTill *till, const char *number, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  brik_sync_look_up_number_async (till->sync, number, NULL, on_call_ready, &kept);
  result = wait_for (&kept, "the portal has been asked");
  return brik_sync_look_up_finish (till->sync, result, error);
}
