/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-counter.h"

/* Who taps while another's sale is open waits for his turn; and cards in the wrong hands. */

static guint
n_queued (BrikCounter *counter)
{
  return brik_queue_get_length (brik_sale_get_queue (counter->sale));
}

static void
open_basket (BrikCounter *counter)
{
  brik_counter_tap (counter, UID_RIK);
  brik_counter_wait_for (counter, BRIK_SALE_PERSON);
  brik_counter_add (counter, CHEESE);
}

static void
assert_turn (BrikCounter *counter, const char *name)
{
  brik_counter_wait_for (counter, BRIK_SALE_PERSON);
  g_assert_cmpstr (brik_counter_person (counter), ==, name);
}

/* The basket is never changed; after OK the first in the queue is the person. */
static void
test_next (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  g_object_set (counter.sale, "rest-ms", 20, NULL);
  open_basket (&counter);
  brik_counter_tap (&counter, UID_ANNA);
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_ALMA);
  brik_counter_tap (&counter, UID_ANNA);
  g_assert_cmpuint (n_queued (&counter), ==, 2);
  g_assert_cmpint (brik_sale_get_notice (counter.sale), ==, BRIK_NOTICE_QUEUED);
  g_assert_cmpint (brik_counter_last_cue (&counter), ==, BRIK_SOUND_READ);
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 1);

  brik_sale_pay (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  assert_turn (&counter, ANNA);
  /* Anna has waited for it: nobody takes her place now, with goods or without. */
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_NOAH);
  brik_counter_settle (&counter);
  g_assert_cmpstr (brik_counter_person (&counter), ==, ANNA);
  g_assert_cmpuint (n_queued (&counter), ==, 2);
  brik_sale_clear (counter.sale);
  assert_turn (&counter, "Alma Holm");
  brik_sale_clear (counter.sale);
  assert_turn (&counter, "Noah Aziz");
  brik_sale_clear (counter.sale);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
}

/* A touch, or a tap, while OK is shown begins with those who wait. */
static void
test_next_at_once (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  open_basket (&counter);
  brik_counter_tap (&counter, UID_ANNA);
  brik_sale_pay (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_counter_add (&counter, DISH);
  assert_turn (&counter, ANNA);
  g_assert_cmpint (brik_counter_total (&counter), ==, 2500);

  brik_counter_tap (&counter, BRIK_DISPLAY_UID_ALMA);
  brik_sale_pay (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_counter_tap (&counter, UID_RIK);
  assert_turn (&counter, "Alma Holm");
  g_assert_cmpuint (n_queued (&counter), ==, 1);
}

/* What is to be said of a card is said at its turn, as it is then. */
static void
test_told_in_turn (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  open_basket (&counter);
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_SARA);
  brik_counter_tap (&counter, UID_NOBODY);
  brik_counter_tap (&counter, UID_ANNA);
  g_assert_null (counter.asked);
  brik_sale_pay (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_sale_close (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  g_assert_cmpint (brik_sale_get_refusal (counter.sale)->reason, ==, BRIK_REASON_CARD_BLOCKED);
  brik_sale_close (counter.sale);
  brik_display_wait_until (brik_counter_is_asked, &counter);
  brik_sale_answer (counter.sale, UID_NOBODY, BRIK_ANSWER_NOT_FOUND);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  g_assert_cmpint (brik_sale_get_refusal (counter.sale)->reason, ==, BRIK_REASON_UNKNOWN_CARD);
  brik_sale_close (counter.sale);
  assert_turn (&counter, ANNA);
}

/* The goods of a card that was refused are nobody else's: who waits does not pay for them, who taps then
 * does.
 */
static void
test_not_for_others (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_SARA);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  brik_counter_tap (&counter, UID_ANNA);
  brik_counter_tap (&counter, UID_RIK);
  brik_sale_go_back (counter.sale);
  brik_counter_settle (&counter);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
  g_assert_cmpuint (n_queued (&counter), ==, 2);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
  g_assert_cmpuint (n_queued (&counter), ==, 1);
  brik_sale_close (counter.sale);
  assert_turn (&counter, ANNA);
}

static void
test_bounded (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  open_basket (&counter);
  for (guint i = 0; i <= BRIK_QUEUE_MAX; i++)
    {
      g_autofree char *uid = g_strdup_printf ("04FFFFFFFF%04X", i);

      brik_counter_tap (&counter, uid);
    }
  g_assert_cmpuint (n_queued (&counter), ==, BRIK_QUEUE_MAX);
  g_assert_cmpint (brik_sale_get_notice (counter.sale), ==, BRIK_NOTICE_QUEUE_FULL);
  g_assert_cmpint (brik_counter_last_cue (&counter), ==, BRIK_SOUND_FAULT);
  brik_sale_dequeue (counter.sale, "04FFFFFFFF0003");
  brik_sale_dequeue (counter.sale, "04FFFFFFFF0003");
  g_assert_cmpuint (n_queued (&counter), ==, BRIK_QUEUE_MAX - 1);
}

/* Not this person. */

static guint
card_state (BrikCounter *counter)
{
  guint state;

  g_object_get (counter->sale, "card-state", &state, NULL);
  return state;
}

static void
test_reject_sale (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 before_ore, given_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  g_assert_false (brik_counter_can (&counter, "can-reject"));
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_sale_reject (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
  g_object_get (counter.sale, "answer-ore", &given_ore, NULL);
  g_assert_cmpint (given_ore, ==, 300);
  g_assert_false (brik_counter_can (&counter, "can-undo"));
  g_assert_false (brik_counter_can (&counter, "can-reject"));
  g_assert_cmpint (card_state (&counter), ==, BRIK_CARD_ACTIVE);
  g_assert_true (brik_counter_can (&counter, "can-block"));

  /* Whoever is next waits until this is settled. */
  brik_counter_tap (&counter, UID_ANNA);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_REJECTED);
  g_assert_cmpuint (n_queued (&counter), ==, 1);
  brik_sale_dequeue (counter.sale, UID_ANNA);
  brik_sale_close (counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore);
}

static void
test_block (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_sale_block (counter.sale); /* not before it is said that it is somebody else */
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_ACCEPTED);
  brik_sale_reject (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);

  /* A disk that is full blocks nothing, and says so; the same touch again does. */
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_FULL);
  brik_sale_block (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_FAULT);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  brik_sale_retry (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);
  g_assert_cmpint (card_state (&counter), ==, BRIK_CARD_BLOCKED);
  g_assert_false (brik_counter_can (&counter, "can-block"));
  brik_sale_close (counter.sale);

  brik_ledger_set_online (counter.till->ledger, FALSE);
  brik_counter_renew_sale (&counter);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  g_assert_cmpint (brik_sale_get_refusal (counter.sale)->reason, ==, BRIK_REASON_CARD_BLOCKED);
}

/* A card that a newer one has replaced meanwhile is not blocked, and needs not be. */
static void
test_reject_replaced (void)
{
  g_auto (BrikCounter) counter = { 0 };
  BrikChangesPage *page = g_new0 (BrikChangesPage, 1);
  BrikChange *change;

  brik_counter_open (&counter);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);

  brik_ledger_get_cursor (counter.till->ledger, &page->epoch, &page->cursor);
  page->time_us = brik_clock_now (counter.till->clock);
  page->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_change_free);
  brik_counter_add_person (page, "konto-rik", RIK, UID_RIK);
  change = g_ptr_array_index (page->changes, 0);
  ((BrikCardRecord *) g_ptr_array_index (change->account->cards, 0))->state = BRIK_CARD_REPLACED;
  brik_display_till_apply (counter.till, page);

  brik_sale_reject (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);
  g_assert_cmpint (card_state (&counter), ==, BRIK_CARD_REPLACED);
  g_assert_false (brik_counter_can (&counter, "can-block"));
}

/* Seen before anything was sold: the goods stay, for whom they are. */
static void
test_reject_person (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 given_ore;

  brik_counter_open (&counter);
  open_basket (&counter);
  brik_sale_reject (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);
  g_object_get (counter.sale, "answer-ore", &given_ore, NULL);
  g_assert_cmpint (given_ore, ==, 0);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 1);
  brik_sale_go_back (counter.sale);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
  g_assert_null (brik_counter_person (&counter));
  brik_counter_tap (&counter, UID_ANNA);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (&counter), ==, ANNA);
}

/* A disk that is full: the sale stands, and the same rejection is written once. */
static void
test_reject_fault (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_FULL);
  brik_sale_reject (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_FAULT);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  brik_sale_retry (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);
  brik_sale_close (counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore);
}

/* In fast mode the preset stays, and a sale that was given back was not paid (D12). */
static void
test_reject_fast (void)
{
  g_auto (BrikCounter) counter = { 0 };
  guint n_fast;

  brik_counter_open (&counter);
  brik_counter_add (&counter, CHEESE);
  brik_sale_start_fast (counter.sale);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_sale_reject (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);
  g_object_get (counter.sale, "n-fast", &n_fast, NULL);
  g_assert_cmpuint (n_fast, ==, 0);
  brik_counter_tap (&counter, UID_ANNA);
  brik_sale_close (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (&counter), ==, ANNA);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_settle (&counter);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* A ledger that fails is warned of; that is part of what is tested. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  g_test_add_func ("/sale/queue/next", test_next);
  g_test_add_func ("/sale/queue/next-at-once", test_next_at_once);
  g_test_add_func ("/sale/queue/told-in-turn", test_told_in_turn);
  g_test_add_func ("/sale/queue/not-for-others", test_not_for_others);
  g_test_add_func ("/sale/queue/bounded", test_bounded);
  g_test_add_func ("/sale/reject/sale", test_reject_sale);
  g_test_add_func ("/sale/reject/block", test_block);
  g_test_add_func ("/sale/reject/replaced", test_reject_replaced);
  g_test_add_func ("/sale/reject/person", test_reject_person);
  g_test_add_func ("/sale/reject/fault", test_reject_fault);
  g_test_add_func ("/sale/reject/fast", test_reject_fast);
  return g_test_run ();
}
