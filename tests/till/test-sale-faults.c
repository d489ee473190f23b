/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-counter.h"

static void
test_id (void)
{
  g_auto (BrikCounter) counter = { 0 };
  g_autofree char *first = NULL, *second = NULL;

  brik_counter_open (&counter);
  first = g_strdup (brik_sale_get_id (counter.sale));
  g_assert_cmpuint (strlen (first), ==, 32);
  brik_counter_add (&counter, DISH);
  g_assert_cmpstr (brik_sale_get_id (counter.sale), ==, first);
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_EMIL);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  /* Answered: what is sold next is another sale. */
  second = g_strdup (brik_sale_get_id (counter.sale));
  g_assert_cmpstr (second, !=, first);
  brik_sale_go_back (counter.sale);
  g_assert_cmpstr (brik_sale_get_id (counter.sale), ==, second);
}

static void
test_disk_full (void)
{
  g_auto (BrikCounter) counter = { 0 };
  g_autofree char *id = NULL;
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  brik_counter_add (&counter, CHEESE);
  id = g_strdup (brik_sale_get_id (counter.sale));
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_FULL);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_FAULT);
  g_assert_true (brik_error_is_disk (brik_sale_get_fault (counter.sale)));
  g_assert_cmpint (brik_counter_last_cue (&counter), ==, BRIK_SOUND_FAULT);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 1);
  g_assert_cmpstr (brik_sale_get_id (counter.sale), ==, id);
  g_assert_true (brik_counter_can (&counter, "can-retry"));
  g_assert_true (brik_counter_can (&counter, "can-go-back"));

  /* The next in the queue does not pay for it. */
  brik_counter_tap (&counter, UID_ANNA);
  g_assert_cmpint (brik_sale_get_notice (counter.sale), ==, BRIK_NOTICE_QUEUED);

  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  brik_sale_retry (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_null (brik_sale_get_fault (counter.sale));
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);

  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_FULL);
  brik_sale_undo (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_FAULT);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  /* She is still there, and it is her turn. */
  brik_sale_close (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
  g_assert_cmpstr (brik_counter_person (&counter), ==, ANNA);
  brik_sale_clear (counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore - 300);
}

static gboolean
is_settled (gpointer user_data)
{
  BrikCounter *counter = user_data;
  const GError *fault = brik_sale_get_fault (counter->sale);

  return brik_sale_get_state (counter->sale) != BRIK_SALE_DECIDING &&
         (fault == NULL || !brik_error_is_unsure (fault));
}

static void
wait_until_settled (BrikCounter *counter)
{
  brik_display_wait_until (is_settled, counter);
}

static void
wait_until_unsure (BrikCounter *counter)
{
  brik_counter_wait_for (counter, BRIK_SALE_FAULT);
  g_assert_true (brik_error_is_unsure (brik_sale_get_fault (counter->sale)));
  g_assert_false (brik_counter_can (counter, "can-close"));
}

/* Rik's sale: sold or not? */
static void
leave_unsure (BrikCounter *counter)
{
  brik_counter_add (counter, CHEESE);
  brik_display_till_set_disk (counter->till, BRIK_DISPLAY_DISK_DEAD);
  brik_counter_tap (counter, UID_RIK);
  wait_until_unsure (counter);
}

static void
settle_and_retry (BrikCounter *counter)
{
  wait_until_unsure (counter);
  brik_display_till_set_disk (counter->till, BRIK_DISPLAY_DISK_WHOLE);
  wait_until_settled (counter);
  g_assert_cmpint (brik_sale_get_state (counter->sale), ==, BRIK_SALE_FAULT);
  brik_sale_retry (counter->sale);
}

typedef struct
{
  gboolean done;
  gboolean answered;
} Question;

static void
on_is_done_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;

  question->done = brik_ledger_is_done_finish (BRIK_LEDGER (source), result, NULL);
  question->answered = TRUE;
}

static gboolean
is_answered (gpointer user_data)
{
  return ((Question *) user_data)->answered;
}

/* Whether it is sold, if that can be read. What the sale has asked before is answered before. */
static gboolean
ask_ledger (BrikCounter *counter, const char *id)
{
  Question question = { 0 };

  brik_ledger_is_done_async (counter->till->ledger, BRIK_ENTRY_SALE, id, NULL, on_is_done_ready, &question);
  brik_display_wait_until (is_answered, &question);
  return question.done;
}

/* A disk that does not say whether it has the sale: nobody may take it for sold, or for not sold, and leave.
 */
static void
test_unsure (void)
{
  g_auto (BrikCounter) counter = { 0 };
  g_autofree char *id = NULL;
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  id = g_strdup (brik_sale_get_id (counter.sale));
  leave_unsure (&counter);
  g_assert_false (brik_counter_can (&counter, "can-go-back"));
  brik_sale_close (counter.sale);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_FAULT);

  /* Asked before it can be read: still nobody knows. */
  brik_sale_retry (counter.sale);
  brik_counter_settle (&counter);
  ask_ledger (&counter, id);
  g_assert_true (brik_error_is_unsure (brik_sale_get_fault (counter.sale)));
  g_assert_cmpstr (brik_sale_get_id (counter.sale), ==, id);

  /* It asks by itself. What is not sold is not sold by asking, but may be left, or tried again. */
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  wait_until_settled (&counter);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_FAULT);
  g_assert_true (brik_error_is_disk (brik_sale_get_fault (counter.sale)));
  g_assert_true (brik_counter_can (&counter, "can-go-back"));
  g_assert_true (brik_counter_can (&counter, "can-close"));
  g_assert_false (ask_ledger (&counter, id));
  g_assert_cmpstr (brik_sale_get_id (counter.sale), ==, id);
  brik_sale_retry (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_sale_close (counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore - 300);
}

/* The disk can be read again and is full: that is an answer. */
static void
test_unsure_then_full (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  leave_unsure (&counter);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_FULL);
  wait_until_settled (&counter);
  g_assert_true (brik_counter_can (&counter, "can-close"));
  brik_sale_retry (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_FAULT);
  g_assert_true (brik_error_is_disk (brik_sale_get_fault (counter.sale)));
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  brik_sale_close (counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore);
}

/* The ledger finds that it has it: sold, once. */
static void
test_unsure_but_sold (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  leave_unsure (&counter);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  brik_ledger_sell_async (counter.till->ledger, brik_sale_get_id (counter.sale), UID_RIK,
                          brik_basket_model_get_basket (brik_sale_get_basket (counter.sale)), NULL, NULL,
                          NULL);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
  brik_sale_close (counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore - 300);
}

/* Of each of the other steps too: what the cashier touched is not done by asking, and is done by a touch. */
static void
test_unsure_steps (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);

  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_DEAD);
  brik_sale_reject (counter.sale);
  settle_and_retry (&counter);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);

  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_DEAD);
  brik_sale_block (counter.sale);
  settle_and_retry (&counter);
  brik_counter_wait_for (&counter, BRIK_SALE_REJECTED);
  g_assert_false (brik_counter_can (&counter, "can-block"));
  brik_sale_close (counter.sale);

  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_ANNA);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_DEAD);
  brik_sale_undo (counter.sale);
  settle_and_retry (&counter);
  brik_counter_wait_for (&counter, BRIK_SALE_IDLE);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_ANNA), ==, before_ore);
}

static void
on_sign_out_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(gboolean *) user_data = brik_ledger_sign_out_finish (BRIK_LEDGER (source), result, NULL);
}

static gboolean
is_signed_out (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* The next cashier's shift begins before it is known: what the first one did is not booked on it. */
static void
test_unsure_and_left (void)
{
  g_auto (BrikCounter) counter = { 0 };
  g_autofree char *id = NULL;
  gboolean signed_out = FALSE;
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  leave_unsure (&counter);
  id = g_strdup (brik_sale_get_id (counter.sale));
  g_assert_false (brik_counter_can (&counter, "can-leave"));
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  brik_ledger_sign_out_async (counter.till->ledger, NULL, on_sign_out_ready, &signed_out);
  brik_display_wait_until (is_signed_out, &signed_out);
  brik_sale_leave (counter.sale);
  brik_display_till_sign_in (counter.till);
  wait_until_settled (&counter);
  g_assert_false (ask_ledger (&counter, id));
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 0);
  g_assert_true (brik_counter_can (&counter, "can-leave"));
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore);
}

/* An answer that comes when the cashier has gone is not the next one's: neither a no nor a yes. */
static void
test_left_while_deciding (void)
{
  static const char *const uids[] = { BRIK_DISPLAY_UID_EMIL, UID_RIK };
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  for (gsize i = 0; i < G_N_ELEMENTS (uids); i++)
    {
      guint n_cues;

      brik_counter_add (&counter, DISH);
      brik_counter_tap (&counter, uids[i]);
      brik_counter_wait_for (&counter, BRIK_SALE_DECIDING);
      n_cues = counter.cues->len;
      brik_sale_leave (counter.sale);
      brik_counter_settle (&counter);
      g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
      g_assert_null (brik_sale_get_refusal (counter.sale));
      g_assert_null (brik_counter_person (&counter));
      g_assert_false (brik_counter_can (&counter, "can-undo"));
      g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 0);
      g_assert_cmpuint (counter.cues->len, ==, n_cues);
    }
}

static void
test_undo_fault_retried (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_FULL);
  brik_sale_undo (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_FAULT);
  brik_counter_tap (&counter, UID_ANNA);
  g_assert_cmpint (brik_sale_get_notice (counter.sale), ==, BRIK_NOTICE_QUEUED);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  brik_sale_retry (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
  g_assert_cmpstr (brik_counter_person (&counter), ==, ANNA);
  g_assert_cmpint (brik_sale_get_notice (counter.sale), ==, BRIK_NOTICE_UNDONE);
  brik_sale_clear (counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore);
}

static void
test_look_up_fault (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  brik_counter_add (&counter, CHEESE);
  brik_ledger_close (counter.till->ledger);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_FAULT);
  g_assert_true (brik_counter_can (&counter, "can-go-back"));
  g_assert_false (brik_counter_can (&counter, "can-retry"));
  brik_sale_go_back (counter.sale);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 1);
}

static void
copy_file (const char *from_folder, const char *to_folder, const char *name)
{
  g_autofree char *from = g_build_filename (from_folder, name, NULL);
  g_autofree char *to = g_build_filename (to_folder, name, NULL);
  g_autofree char *data = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  g_file_get_contents (from, &data, &length, &error);
  g_assert_no_error (error);
  g_file_set_contents (to, data, (gssize) length, &error);
  g_assert_no_error (error);
}

static void
test_recover (void)
{
  g_auto (BrikCounter) counter = { 0 };
  g_autofree char *folder = g_dir_make_tmp ("brik-recover-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "till.db", NULL);
  g_autoptr (BrikLedger) reopened = NULL;
  g_autoptr (BrikClock) clock = brik_clock_new_fake (BRIK_DISPLAY_NOW_US);
  g_autoptr (GError) error = NULL;
  const char *const files[] = { "till.db", "till.db-wal" };

  brik_counter_open (&counter);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    copy_file (counter.till->folder, folder, files[i]);

  reopened = brik_ledger_open (path, clock, &error);
  g_assert_no_error (error);
  g_clear_object (&counter.sale);
  counter.sale = brik_sale_new (reopened);
  brik_sale_recover (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_true (brik_counter_can (&counter, "recovered"));
  g_assert_true (brik_counter_can (&counter, "can-undo"));
  g_assert_cmpstr (brik_counter_person (&counter), ==, RIK);
  brik_counter_add (&counter, CHEESE);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
  g_assert_false (brik_counter_can (&counter, "recovered"));

  g_clear_object (&counter.sale);
  brik_ledger_close (reopened);
  brik_display_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  /* The ledger and the sale say so in the log when the disk fails, which is what is tried here. */
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  g_test_add_func ("/sale/fault/id", test_id);
  g_test_add_func ("/sale/fault/disk-full", test_disk_full);
  g_test_add_func ("/sale/fault/unsure", test_unsure);
  g_test_add_func ("/sale/fault/unsure-then-full", test_unsure_then_full);
  g_test_add_func ("/sale/fault/unsure-but-sold", test_unsure_but_sold);
  g_test_add_func ("/sale/fault/unsure-steps", test_unsure_steps);
  g_test_add_func ("/sale/fault/unsure-and-left", test_unsure_and_left);
  g_test_add_func ("/sale/fault/left-while-deciding", test_left_while_deciding);
  g_test_add_func ("/sale/fault/undo-fault-retried", test_undo_fault_retried);
  g_test_add_func ("/sale/fault/look-up", test_look_up_fault);
  g_test_add_func ("/sale/fault/recover", test_recover);
  return g_test_run ();
}
