/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-counter.h"

/* Fast mode: a preset, and taps. */

static guint
count (BrikCounter *counter, const char *property)
{
  guint value;

  g_object_get (counter->sale, property, &value, NULL);
  return value;
}

static void
start_fast (BrikCounter *counter, const char *product)
{
  brik_counter_add (counter, product);
  brik_sale_start_fast (counter->sale);
  g_assert_true (brik_counter_can (counter, "fast"));
}

static void
sell_to (BrikCounter *counter, const char *uid, const char *name)
{
  guint n_before = count (counter, "n-fast");

  brik_counter_tap (counter, uid);
  brik_counter_wait_for (counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (counter), ==, name);
  g_assert_cmpuint (count (counter, "n-fast"), ==, n_before + 1);
}

/* Each tap is a sale, whatever surface is shown; what each card pays for stays. */
static void
test_every_tap (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  brik_sale_start_fast (counter.sale);
  g_assert_false (brik_counter_can (&counter, "fast")); /* nothing to sell */
  start_fast (&counter, DISH);
  sell_to (&counter, UID_RIK, RIK);
  sell_to (&counter, UID_ANNA, ANNA);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 1);

  /* A no is shown as ever, and the next tap goes on. */
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_SARA);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  g_assert_false (brik_counter_can (&counter, "can-go-back"));
  sell_to (&counter, BRIK_DISPLAY_UID_ALMA, "Alma Holm");
  brik_sale_tap (counter.sale, BRIK_CHIP_SEVERAL, NULL);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_REFUSED);
  sell_to (&counter, BRIK_DISPLAY_UID_LONG, "Maximiliane-Alexandra Østergaard Vestergaard-Christensen");
  g_assert_cmpuint (count (&counter, "n-fast"), ==, 4);
}

/* The surface gives way by itself, to the preset. */
static void
test_rest (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  g_object_set (counter.sale, "rest-ms", 20, NULL);
  start_fast (&counter, CHEESE);
  sell_to (&counter, UID_RIK, RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_IDLE);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 1);
  g_assert_true (brik_counter_can (&counter, "fast"));
  g_assert_true (brik_counter_can (&counter, "can-undo"));
  g_assert_true (brik_counter_can (&counter, "can-reject"));
}

/* A card under way holds up nobody: who comes meanwhile is answered after it, in that order. */
static void
test_while_asking (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  g_object_set (counter.sale, "rest-ms", 20, NULL);
  start_fast (&counter, CHEESE);
  brik_counter_tap (&counter, UID_NOBODY);
  brik_display_wait_until (brik_counter_is_asked, &counter);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_tap (&counter, UID_ANNA);
  brik_counter_tap (&counter, UID_RIK); /* once is enough */
  g_assert_cmpuint (brik_queue_get_length (brik_sale_get_queue (counter.sale)), ==, 2);
  brik_sale_answer (counter.sale, UID_NOBODY, BRIK_ANSWER_NOT_FOUND);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
  while (count (&counter, "n-fast") < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (brik_counter_person (&counter), ==, ANNA);
  brik_counter_wait_for (&counter, BRIK_SALE_IDLE);
  g_assert_cmpuint (brik_queue_get_length (brik_sale_get_queue (counter.sale)), ==, 0);
}

/* D12 */
static void
test_already_paid (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 at_us, paid_ore, before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  start_fast (&counter, CHEESE);
  sell_to (&counter, UID_RIK, RIK);
  brik_clock_advance_fake (counter.till->clock, 30 * G_TIME_SPAN_SECOND);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ALREADY_PAID);
  g_assert_cmpint (brik_counter_last_cue (&counter), ==, BRIK_SOUND_READ);
  g_object_get (counter.sale, "answer-at", &at_us, "answer-ore", &paid_ore, NULL);
  g_assert_cmpint (at_us, ==, BRIK_DISPLAY_NOW_US);
  g_assert_cmpint (paid_ore, ==, 300);
  g_assert_cmpuint (count (&counter, "n-fast"), ==, 1);

  /* The next in the queue is not held up by it; and one touch sells all the same. */
  sell_to (&counter, UID_ANNA, ANNA);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ALREADY_PAID);
  brik_sale_sell_again (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ALREADY_PAID);

  brik_clock_advance_fake (counter.till->clock, 61 * G_TIME_SPAN_SECOND);
  sell_to (&counter, UID_RIK, RIK);
  brik_sale_end_fast (counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore - 3 * 300);
}

/* What was taken back was not paid. */
static void
test_undone (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  start_fast (&counter, CHEESE);
  sell_to (&counter, UID_RIK, RIK);
  brik_sale_undo (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_IDLE);
  g_assert_cmpuint (count (&counter, "n-fast"), ==, 0);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 1);
  sell_to (&counter, UID_RIK, RIK);
}

/* While what is sold is being changed nothing is, and nobody is queued for what he has not seen. */
static void
test_changing (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 sold_ore;

  brik_counter_open (&counter);
  start_fast (&counter, CHEESE);
  brik_counter_add (&counter, DISH); /* not by a stray touch, or a scanner */
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 1);
  sell_to (&counter, UID_RIK, RIK);
  brik_sale_change_preset (counter.sale);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
  brik_counter_add (&counter, DISH);
  brik_counter_tap (&counter, UID_ANNA);
  g_assert_cmpint (brik_sale_get_notice (counter.sale), ==, BRIK_NOTICE_CHANGING);
  g_assert_cmpint (brik_counter_last_cue (&counter), ==, BRIK_SOUND_FAULT);
  g_assert_cmpuint (brik_queue_get_length (brik_sale_get_queue (counter.sale)), ==, 0);
  brik_sale_start_fast (counter.sale);
  sell_to (&counter, UID_ANNA, ANNA);
  g_object_get (counter.sale, "sold-ore", &sold_ore, NULL);
  g_assert_cmpint (sold_ore, ==, 2800);
  g_assert_cmpuint (count (&counter, "n-fast"), ==, 2);

  brik_sale_change_preset (counter.sale);
  brik_sale_clear (counter.sale);
  g_assert_false (brik_counter_can (&counter, "changing"));
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 0);
}

/* Ended by one touch, at any time: what is being decided is still decided, and is the last. */
static void
test_end (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  start_fast (&counter, CHEESE);
  brik_sale_end_fast (counter.sale);
  g_assert_false (brik_counter_can (&counter, "fast"));
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 0);

  start_fast (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_DECIDING);
  brik_sale_end_fast (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 0);
  brik_counter_tap (&counter, UID_ANNA);
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
}

/* Who signs out leaves neither a preset nor a queue to the next. */
static void
test_leave (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  start_fast (&counter, CHEESE);
  brik_counter_tap (&counter, UID_NOBODY);
  brik_display_wait_until (brik_counter_is_asked, &counter);
  brik_counter_tap (&counter, UID_RIK);
  brik_sale_leave (counter.sale);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
  g_assert_false (brik_counter_can (&counter, "fast"));
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 0);
  g_assert_cmpuint (brik_queue_get_length (brik_sale_get_queue (counter.sale)), ==, 0);
}

/* A disk that is full: who taps then is not lost, and not sold to before it is settled. */
static void
test_disk_full (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  g_object_set (counter.sale, "rest-ms", 20, NULL);
  start_fast (&counter, CHEESE);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_FULL);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_FAULT);
  brik_counter_tap (&counter, UID_ANNA);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  brik_sale_retry (counter.sale);
  while (count (&counter, "n-fast") < 2)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (brik_counter_person (&counter), ==, ANNA);
}

/* D12 holds for what was tapped in fast mode, also when it is tried again after it. */
static void
test_retried_after_end (void)
{
  g_auto (BrikCounter) counter = { 0 };
  BrikVerdict several = { .reason = BRIK_REASON_SEVERAL_CHIPS };
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  start_fast (&counter, CHEESE);
  sell_to (&counter, UID_RIK, RIK);
  /* Whose card it is can still be read; then the disk fails, before anything is decided. */
  brik_counter_tap (&counter, UID_RIK);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_DEAD);
  brik_ledger_decline_async (counter.till->ledger, &several, NULL, NULL, NULL, NULL, NULL);
  brik_counter_wait_for (&counter, BRIK_SALE_FAULT);
  g_assert_false (brik_error_is_unsure (brik_sale_get_fault (counter.sale)));
  brik_sale_end_fast (counter.sale);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  brik_sale_retry (counter.sale);
  brik_counter_settle (&counter);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_ALREADY_PAID);
  brik_sale_close (counter.sale);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 0);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore - 300);
}

/* What is sold is counted until it is taken back, also while the preset is changed. */
static void
test_count (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  start_fast (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_DECIDING);
  brik_sale_change_preset (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpuint (count (&counter, "n-fast"), ==, 1);
  brik_sale_undo (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_IDLE);
  g_assert_cmpuint (count (&counter, "n-fast"), ==, 0);

  brik_sale_start_fast (counter.sale);
  sell_to (&counter, UID_ANNA, ANNA);
  brik_sale_reject (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);
  g_assert_cmpuint (count (&counter, "n-fast"), ==, 0);
  brik_sale_close (counter.sale);

  /* What comes after it is no part of it. */
  sell_to (&counter, UID_RIK, RIK);
  brik_sale_end_fast (counter.sale);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_sale_reject (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);
  g_assert_cmpuint (count (&counter, "n-fast"), ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* A ledger that fails is warned of; that is part of what is tested. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  g_test_add_func ("/sale/fast/every-tap", test_every_tap);
  g_test_add_func ("/sale/fast/rest", test_rest);
  g_test_add_func ("/sale/fast/while-asking", test_while_asking);
  g_test_add_func ("/sale/fast/already-paid", test_already_paid);
  g_test_add_func ("/sale/fast/undone", test_undone);
  g_test_add_func ("/sale/fast/changing", test_changing);
  g_test_add_func ("/sale/fast/end", test_end);
  g_test_add_func ("/sale/fast/leave", test_leave);
  g_test_add_func ("/sale/fast/disk-full", test_disk_full);
  g_test_add_func ("/sale/fast/retried-after-end", test_retried_after_end);
  g_test_add_func ("/sale/fast/count", test_count);
  return g_test_run ();
}
