/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

/* Fast mode's second tap (D12), cards that somebody else used, and blocks put at the till (D9). */

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static BrikOutcome *
sell_once (Fixture *fixture, const char *uid, gint64 price_ore)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikBasket) basket = basket_of (price_ore);
  g_autofree char *sale = brik_id_new ();
  g_autoptr (GError) error = NULL;
  BrikOutcome *outcome;

  brik_ledger_sell_once_async (fixture->ledger, sale, uid, basket, NULL, on_ready, &result);
  outcome = brik_ledger_sell_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return outcome;
}

static BrikOutcome *
reject (Fixture *fixture, const char *id, const char *uid, const char *sale, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_reject_async (fixture->ledger, id, uid, sale, NULL, on_ready, &result);
  return brik_ledger_reject_finish (fixture->ledger, wait_for (&result), error);
}

static BrikCardState
block_card (Fixture *fixture, const char *uid)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikCardholder) holder = NULL;

  brik_ledger_block_card_async (fixture->ledger, uid, NULL, on_ready, &result);
  holder = brik_ledger_block_card_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return holder->card->state;
}

static gint64
n_unsent_sales (Fixture *fixture)
{
  gint64 n_sales;

  g_object_get (fixture->ledger, "unsent-sales", &n_sales, NULL);
  return n_sales;
}

static guint
count_kind (Fixture *fixture, BrikEntryKind kind)
{
  g_autoptr (GPtrArray) entries = unsent_entries (fixture);
  guint n_found = 0;

  for (guint i = 0; i < entries->len; i++)
    n_found += ((BrikEntry *) g_ptr_array_index (entries, i))->kind == kind;
  return n_found;
}

static void
assert_sells_once (Fixture *fixture, gint64 price_ore, gboolean sells)
{
  guint n_before = count_kind (fixture, BRIK_ENTRY_SALE);
  g_autoptr (BrikOutcome) outcome = sell_once (fixture, UID, price_ore);

  g_assert_cmpint (outcome->already_paid, ==, !sells);
  g_assert_cmpint (outcome->verdict.reason, ==, BRIK_REASON_NONE);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_SALE), ==, n_before + (sells ? 1 : 0));
}

/* D12 */

static void
test_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (BrikOutcome) again = NULL;
  g_autoptr (BrikOutcome) other = NULL;

  fixture_open_signed_in (fixture);
  apply_account (fixture, account_record_new ("other", OTHER_UID));
  sold = sell_once (fixture, UID, 2500);
  g_assert_false (sold->already_paid);

  brik_clock_advance_fake (fixture->clock, 59 * G_TIME_SPAN_SECOND);
  again = sell_once (fixture, UID, 1200);
  g_assert_true (again->already_paid);
  g_assert_cmpstr (again->sale, ==, sold->sale);
  g_assert_cmpint (again->at_us, ==, NOON);
  g_assert_cmpint (again->verdict.total_ore, ==, 2500);
  g_assert_cmpint (again->holder->account->balance_ore, ==, 7500);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_SALE), ==, 1);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_DECLINE), ==, 0);

  /* Somebody else is not asked to wait. */
  other = sell_once (fixture, OTHER_UID, 2500);
  g_assert_false (other->already_paid);

  /* Nor is who pays with a touch; and that is a sale to count from like any other. */
  brik_outcome_free (sell_expecting (fixture, 1200, BRIK_REASON_NONE));
  brik_clock_advance_fake (fixture->clock, 59 * G_TIME_SPAN_SECOND);
  assert_sells_once (fixture, 100, FALSE);
  brik_clock_advance_fake (fixture->clock, G_TIME_SPAN_SECOND);
  assert_sells_once (fixture, 100, TRUE);
}

/* Whatever the time is said to be: how long ago it was goes by a clock that never steps. */
static void
test_again_and_steps (Fixture *fixture, gconstpointer data)
{
  fixture_open_signed_in (fixture);
  assert_sells_once (fixture, 100, TRUE);
  brik_clock_advance_fake (fixture->clock, 2 * G_TIME_SPAN_SECOND);
  brik_clock_tell (fixture->clock, NOON + 3 * G_TIME_SPAN_HOUR);
  assert_sells_once (fixture, 100, FALSE);

  /* And the time that is put back holds nobody up for three hours. */
  brik_clock_tell (fixture->clock, NOON + 10 * G_TIME_SPAN_SECOND);
  brik_clock_advance_fake (fixture->clock, 58 * G_TIME_SPAN_SECOND);
  assert_sells_once (fixture, 100, TRUE);
}

static void
test_again_over_restart (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  sold = sell_once (fixture, UID, 2500);
  fixture_close (fixture);
  fixture_open (fixture);
  brik_clock_advance_fake (fixture->clock, 20 * G_TIME_SPAN_SECOND);
  brik_ledger_set_online (fixture->ledger, TRUE);
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  assert_sells_once (fixture, 2500, FALSE);

  /* What was given back was not paid. */
  brik_outcome_free (undo (fixture, sold->sale, &error));
  g_assert_no_error (error);
  assert_sells_once (fixture, 2500, TRUE);
}

/* A block bites before, and a cap that the second would break does not: nothing more is bought. */
static void
test_again_and_verdict (Fixture *fixture, gconstpointer data)
{
  BrikAccountRecord *capped = account_record_new ("konto", UID);
  g_autoptr (BrikOutcome) blocked = NULL;

  fixture_open_signed_in (fixture);
  account_record_add_cap (capped, "skole", BRIK_PERIOD_DAY, 2500);
  apply_account (fixture, capped);
  assert_sells_once (fixture, 2500, TRUE);
  {
    g_autoptr (BrikOutcome) again = sell_once (fixture, UID, 2500);

    g_assert_true (again->already_paid);
  }
  g_assert_cmpint (block_card (fixture, UID), ==, BRIK_CARD_BLOCKED);
  blocked = sell_once (fixture, UID, 2500);
  g_assert_false (blocked->already_paid);
  g_assert_cmpint (blocked->verdict.reason, ==, BRIK_REASON_CARD_BLOCKED);
}

static void
test_again_setting (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page = page_new (7, NOON);
  BrikPlaceRecord *place = place_record_new ();
  BrikChange *change = g_new0 (BrikChange, 1);
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  place->again_after_us = 0;
  change->kind = BRIK_RECORD_PLACE;
  change->id = g_strdup (place->place);
  change->place = place;
  g_ptr_array_add (page->changes, change);
  g_assert_true (apply (fixture, page, &error));
  g_assert_no_error (error);
  assert_sells_once (fixture, 100, TRUE);
  assert_sells_once (fixture, 100, TRUE);
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpint (brik_ledger_get_place (fixture->ledger)->again_after_us, ==, 0);
}

/* Not this person */

static void
test_reject_sale (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = brik_id_new ();
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (BrikOutcome) rejected = NULL;
  g_autoptr (BrikOutcome) again = NULL;
  g_autoptr (BrikOutcome) taken_back = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const BrikEntry *undone;
  const BrikEntry *entry;

  fixture_open_signed_in (fixture);
  sold = sell_expecting (fixture, 2500, BRIK_REASON_NONE);
  rejected = reject (fixture, id, UID, sold->sale, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (rejected->sale, ==, sold->sale);
  g_assert_cmpint (rejected->verdict.total_ore, ==, 2500);
  g_assert_cmpint (rejected->holder->account->balance_ore, ==, 10000);

  again = reject (fixture, id, UID, sold->sale, &error);
  g_assert_no_error (error);
  g_assert_cmpint (again->verdict.total_ore, ==, 2500);

  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 5);
  undone = g_ptr_array_index (entries, 3);
  g_assert_cmpint (undone->kind, ==, BRIK_ENTRY_UNDO);
  g_assert_cmpstr (undone->sale, ==, sold->sale);
  entry = g_ptr_array_index (entries, 4);
  g_assert_cmpint (entry->kind, ==, BRIK_ENTRY_REJECTED);
  g_assert_cmpstr (entry->id, ==, id);
  g_assert_cmpstr (entry->rejects, ==, sold->sale);
  g_assert_cmpstr (entry->account, ==, "konto");
  g_assert_cmpstr (entry->card, ==, "card-konto-0");
  g_assert_cmpstr (entry->cashier, ==, "karen");
  g_assert_cmpint (entry->total_ore, ==, 2500);

  taken_back = undo (fixture, sold->sale, &error);
  g_assert_no_error (error);
  g_assert_cmpint (taken_back->number, ==, undone->number);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_UNDO), ==, 1);
}

/* A sale that is undone is not undone twice; the attempt is written down all the same. */
static void
test_reject_undone (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = brik_id_new ();
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (BrikOutcome) undone = NULL;
  g_autoptr (BrikOutcome) rejected = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  sold = sell_expecting (fixture, 2500, BRIK_REASON_NONE);
  undone = undo (fixture, sold->sale, &error);
  g_assert_no_error (error);
  rejected = reject (fixture, id, UID, sold->sale, &error);
  g_assert_no_error (error);
  g_assert_cmpint (rejected->holder->account->balance_ore, ==, 10000);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_UNDO), ==, 1);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_REJECTED), ==, 1);
}

static void
test_reject_held_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = brik_id_new ();
  g_autofree char *other = brik_id_new ();
  g_autoptr (BrikOutcome) rejected = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  rejected = reject (fixture, id, UID, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (rejected->sale);
  g_assert_cmpint (rejected->verdict.total_ore, ==, 0);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_UNDO), ==, 0);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_REJECTED), ==, 1);

  g_assert_null (reject (fixture, other, "04FFFFFFFFFF01", NULL, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
  g_clear_error (&error);
  g_assert_null (reject (fixture, other, UID, other, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_REJECTED), ==, 1);
}

/* D9 */

static void
test_block (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikCardholder) holder = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const BrikEntry *entry;

  fixture_open_signed_in (fixture);
  brik_ledger_set_online (fixture->ledger, FALSE);
  g_assert_cmpint (block_card (fixture, UID), ==, BRIK_CARD_BLOCKED);
  g_assert_cmpint (block_card (fixture, UID), ==, BRIK_CARD_BLOCKED);
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_CARD_BLOCKED), ==, 1);
  brik_outcome_free (sell_expecting (fixture, 100, BRIK_REASON_CARD_BLOCKED));

  entries = unsent_entries (fixture);
  entry = g_ptr_array_index (entries, 2);
  g_assert_cmpint (entry->kind, ==, BRIK_ENTRY_CARD_BLOCKED);
  g_assert_cmpstr (entry->account, ==, "konto");
  g_assert_cmpstr (entry->card, ==, "card-konto-0");
  g_assert_true (entry->offline);

  fixture_close (fixture);
  fixture_open (fixture);
  holder = look_up (fixture, UID);
  g_assert_cmpint (holder->card->state, ==, BRIK_CARD_BLOCKED);
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  brik_outcome_free (sell_expecting (fixture, 100, BRIK_REASON_CARD_BLOCKED));
}

/* A record told before the entry was counted in takes nothing back; one told after it is the portal's word.
 */
static void
test_block_and_portal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  BrikAccountRecord *record;
  const BrikEntry *block;

  fixture_open_signed_in (fixture);
  block_card (fixture, UID);
  entries = unsent_entries (fixture);
  block = g_ptr_array_index (entries, entries->len - 1);

  apply_account (fixture, account_record_new ("konto", UID));
  brik_outcome_free (sell_expecting (fixture, 100, BRIK_REASON_CARD_BLOCKED));
  record = account_record_new ("konto", UID);
  record->through_run = g_strdup (block->run);
  record->through_number = block->number - 1;
  apply_account (fixture, record);
  brik_outcome_free (sell_expecting (fixture, 100, BRIK_REASON_CARD_BLOCKED));

  /* The portal has the block; then somebody activates the card there. */
  acknowledge (fixture, block->run, block->number, entries->len);
  brik_outcome_free (sell_expecting (fixture, 100, BRIK_REASON_CARD_BLOCKED));
  record = account_record_new ("konto", UID);
  record->through_run = g_strdup (block->run);
  record->through_number = block->number;
  apply_account (fixture, record);
  brik_outcome_free (sell_expecting (fixture, 100, BRIK_REASON_NONE));

  /* And blocked here once more it is blocked once more. */
  g_assert_cmpint (block_card (fixture, UID), ==, BRIK_CARD_BLOCKED);
  brik_outcome_free (sell_expecting (fixture, 100, BRIK_REASON_CARD_BLOCKED));
}

/* An import has moved the card to another account before the portal heard of the block. */
static void
test_block_of_moved (Fixture *fixture, gconstpointer data)
{
  BrikAccountRecord *before = account_record_new ("konto", NULL);
  BrikAccountRecord *after = account_record_new ("anden", UID);
  BrikCardRecord *moved = g_ptr_array_index (after->cards, 0);

  fixture_open_signed_in (fixture);
  block_card (fixture, UID);
  g_free (moved->id);
  moved->id = g_strdup ("card-konto-0");
  apply_account (fixture, before);
  apply_account (fixture, after);
  brik_outcome_free (sell_expecting (fixture, 100, BRIK_REASON_CARD_BLOCKED));
}

/* Whether it is done is told without doing it. */

static gboolean
is_done (Fixture *fixture, BrikEntryKind kind, const char *key)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  gboolean done;

  brik_ledger_is_done_async (fixture->ledger, kind, key, NULL, on_ready, &result);
  done = brik_ledger_is_done_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return done;
}

static void
test_is_done (Fixture *fixture, gconstpointer data)
{
  g_autofree char *id = brik_id_new ();
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (BrikOutcome) refused = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  g_assert_false (is_done (fixture, BRIK_ENTRY_SALE, id));
  sold = sell_expecting (fixture, 2500, BRIK_REASON_NONE);
  g_assert_true (is_done (fixture, BRIK_ENTRY_SALE, sold->sale));
  refused = sell_expecting (fixture, 100000, BRIK_REASON_BALANCE);
  g_assert_true (is_done (fixture, BRIK_ENTRY_SALE, refused->sale));

  g_assert_false (is_done (fixture, BRIK_ENTRY_UNDO, sold->sale));
  g_assert_false (is_done (fixture, BRIK_ENTRY_REJECTED, id));
  brik_outcome_free (reject (fixture, id, UID, sold->sale, &error));
  g_assert_no_error (error);
  g_assert_true (is_done (fixture, BRIK_ENTRY_UNDO, sold->sale));
  g_assert_true (is_done (fixture, BRIK_ENTRY_REJECTED, id));

  g_assert_false (is_done (fixture, BRIK_ENTRY_CARD_BLOCKED, UID));
  g_assert_cmpint (block_card (fixture, UID), ==, BRIK_CARD_BLOCKED);
  g_assert_true (is_done (fixture, BRIK_ENTRY_CARD_BLOCKED, UID));
  g_assert_cmpuint (count_kind (fixture, BRIK_ENTRY_SALE), ==, 1);
}

/* What waits is counted in sales, whatever else waits with them. */

static void
test_unsent_sales (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const BrikEntry *first;

  fixture_open_signed_in (fixture);
  g_assert_cmpint (n_unsent_sales (fixture), ==, 0);
  brik_outcome_free (sell_expecting (fixture, 100, BRIK_REASON_NONE));
  sold = sell_expecting (fixture, 200, BRIK_REASON_NONE);
  brik_outcome_free (sell_expecting (fixture, 100000, BRIK_REASON_BALANCE));
  brik_outcome_free (undo (fixture, sold->sale, &error));
  g_assert_no_error (error);
  g_assert_cmpint (n_unsent_sales (fixture), ==, 2);

  /* Nor does what fails within its transaction count. */
  g_assert_null (undo (fixture, "00000000000000000000000000000000", &error));
  g_assert_cmpint (n_unsent_sales (fixture), ==, 2);

  entries = unsent_entries (fixture);
  first = g_ptr_array_index (entries, 2);
  acknowledge (fixture, first->run, first->number, 3);
  g_assert_cmpint (n_unsent_sales (fixture), ==, 1);
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpint (n_unsent_sales (fixture), ==, 1);
  acknowledge (fixture, first->run, first->number + 3, 3);
  g_assert_cmpint (n_unsent_sales (fixture), ==, 0);

  /* A portal that was put back from a copy. */
  acknowledge (fixture, first->run, first->number - 1, 0);
  g_assert_cmpint (n_unsent_sales (fixture), ==, 2);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/rejections/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("again", test_again);
  ADD ("again-and-steps", test_again_and_steps);
  ADD ("again-over-restart", test_again_over_restart);
  ADD ("again-and-verdict", test_again_and_verdict);
  ADD ("again-setting", test_again_setting);
  ADD ("reject-sale", test_reject_sale);
  ADD ("reject-undone", test_reject_undone);
  ADD ("reject-held-up", test_reject_held_up);
  ADD ("block", test_block);
  ADD ("block-and-portal", test_block_and_portal);
  ADD ("block-of-moved", test_block_of_moved);
  ADD ("is-done", test_is_done);
  ADD ("unsent-sales", test_unsent_sales);

  return g_test_run ();
}
