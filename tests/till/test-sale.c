/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-counter.h"
#include "core/brik-limits.h"

static void
test_sounds (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
  g_assert_cmpuint (counter.cues->len, ==, 1);
  g_assert_cmpint (brik_counter_last_cue (&counter), ==, BRIK_SOUND_READ);
  brik_counter_add (&counter, CHEESE);
  brik_sale_tap (counter.sale, BRIK_CHIP_SEVERAL, NULL);
  g_assert_cmpint (brik_counter_last_cue (&counter), ==, BRIK_SOUND_FAULT);
  brik_sale_pay (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpint (brik_counter_last_cue (&counter), ==, BRIK_SOUND_ACCEPTED);

  /* Products first, the answer is the beep: two sounds at once say neither. */
  brik_counter_renew_sale (&counter);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpuint (counter.cues->len, ==, 1);

  brik_counter_renew_sale (&counter);
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_SARA);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  g_assert_cmpint (brik_counter_last_cue (&counter), ==, BRIK_SOUND_REFUSED);
}

static gboolean
is_told (gpointer user_data)
{
  return brik_counter_can (user_data, "refusal-told");
}

/* D5: each reason that a tap alone is refused for; whose card it is decides who is told. */

static void
test_refused_at_tap (void)
{
  static const struct
  {
    const char *uid;
    BrikReason reason;
  } cases[] = {
    { BRIK_DISPLAY_UID_SARA, BRIK_REASON_CARD_BLOCKED },
    { BRIK_DISPLAY_UID_OLD, BRIK_REASON_CARD_CLOSED },
    { BRIK_DISPLAY_UID_LIV, BRIK_REASON_PLACE },
  };
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      brik_counter_tap (&counter, cases[i].uid);
      brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
      g_assert_cmpint (brik_sale_get_refusal (counter.sale)->reason, ==, cases[i].reason);
      brik_display_wait_until (is_told, &counter);
      g_assert_false (brik_counter_can (&counter, "can-go-back"));
      brik_sale_close (counter.sale);
      g_assert_false (brik_counter_can (&counter, "refusal-told"));
    }
}

static void
assert_stranger_refused (BrikCounter *counter, BrikReason reason)
{
  brik_counter_wait_for (counter, BRIK_SALE_REFUSED);
  g_assert_cmpint (brik_sale_get_refusal (counter->sale)->reason, ==, reason);
  g_assert_null (brik_counter_person (counter));
  g_assert_false (brik_counter_can (counter, "refusal-told"));
  brik_sale_close (counter->sale);
  g_clear_pointer (&counter->asked, g_free);
}

static void
test_stranger (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  brik_counter_tap (&counter, UID_NOBODY);
  brik_display_wait_until (brik_counter_is_asked, &counter);
  g_assert_cmpstr (counter.asked, ==, UID_NOBODY);
  brik_sale_answer (counter.sale, UID_NOBODY, BRIK_ANSWER_NOT_FOUND);
  brik_sale_answer (counter.sale, UID_NOBODY, BRIK_ANSWER_NONE); /* a second answer is none */
  assert_stranger_refused (&counter, BRIK_REASON_UNKNOWN_CARD);

  /* Asked and not answered is the network's fault, not the child's. */
  brik_counter_tap (&counter, UID_NOBODY);
  brik_display_wait_until (brik_counter_is_asked, &counter);
  brik_sale_answer (counter.sale, UID_NOBODY, BRIK_ANSWER_NONE);
  assert_stranger_refused (&counter, BRIK_REASON_CANNOT_ASK);

  brik_ledger_set_online (counter.till->ledger, FALSE);
  brik_counter_tap (&counter, UID_NOBODY);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  g_assert_null (counter.asked);
  assert_stranger_refused (&counter, BRIK_REASON_CANNOT_ASK);

  /* Nobody there who could ask. */
  brik_ledger_set_online (counter.till->ledger, TRUE);
  g_signal_handlers_disconnect_by_data (counter.sale, &counter);
  brik_counter_tap (&counter, UID_NOBODY);
  assert_stranger_refused (&counter, BRIK_REASON_CANNOT_ASK);
}

static BrikChangesPage *
page_new (void)
{
  BrikChangesPage *page = brik_display_records_new ();

  page->cursor = 2;
  page->start_over = FALSE;
  g_ptr_array_set_size (page->changes, 0);
  return page;
}

/* The portal knows the card: its owner is met, and with goods in the basket pays. */

static void
test_stranger_found (gconstpointer data)
{
  gboolean goods = GPOINTER_TO_INT (data);
  g_auto (BrikCounter) counter = { 0 };
  BrikChangesPage *page = page_new ();

  brik_counter_open (&counter);
  if (goods)
    brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_NOBODY);
  brik_display_wait_until (brik_counter_is_asked, &counter);
  brik_counter_add_person (page, "konto-ny", "Ny Elev", UID_NOBODY);
  brik_display_till_apply (counter.till, page);
  brik_sale_answer (counter.sale, UID_NOBODY, BRIK_ANSWER_FOUND);
  brik_counter_wait_for (&counter, goods ? BRIK_SALE_ACCEPTED : BRIK_SALE_PERSON);
  g_assert_cmpstr (brik_counter_person (&counter), ==, "Ny Elev");
}

/* What was asked for before Clear says nothing afterwards. */

static void
test_cleared_while_asking (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  brik_counter_tap (&counter, UID_RIK);
  brik_sale_clear (counter.sale);
  brik_counter_tap (&counter, UID_ANNA);
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
  g_assert_cmpstr (brik_counter_person (&counter), ==, ANNA);
}

/* A full disk: never a false OK, and a retry sells what was not sold, once. */

/* A ledger that cannot be read: the card is not called unknown for it. */

static void
test_rest (void)
{
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  g_object_set (counter.sale, "rest-ms", 20, NULL);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_counter_wait_for (&counter, BRIK_SALE_IDLE);
  g_assert_null (brik_counter_person (&counter));
  g_assert_true (brik_counter_can (&counter, "can-undo"));
  brik_counter_add (&counter, CHEESE);
  g_assert_false (brik_counter_can (&counter, "can-undo"));
}

/* Undo takes back once, and only the last. */

static void
test_undo_once (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 before_ore;

  brik_counter_open (&counter);
  before_ore = brik_counter_balance_of (&counter, UID_RIK);
  brik_counter_add (&counter, CHEESE);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_sale_undo (counter.sale);
  brik_sale_undo (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_IDLE);
  g_assert_false (brik_counter_can (&counter, "can-undo"));
  brik_sale_undo (counter.sale);
  g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
  g_assert_cmpint (brik_counter_balance_of (&counter, UID_RIK), ==, before_ore);
}

/* R28, R35: what the next product would break is known before it is paid. */

static void
test_room (void)
{
  g_auto (BrikCounter) counter = { 0 };
  gint64 room_ore;

  brik_counter_open (&counter);
  g_object_bind_property (counter.sale, "room-ore", counter.goods, "room-ore", G_BINDING_SYNC_CREATE);
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_NOAH); /* 22,00 of 25,00 at schools today */
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
  g_object_get (counter.sale, "room-ore", &room_ore, NULL);
  g_assert_cmpint (room_ore, ==, 300);
  g_object_get (counter.goods, "room-ore", &room_ore, NULL);
  g_assert_cmpint (room_ore, ==, 300);
  brik_counter_add (&counter, CHEESE);
  g_object_get (counter.sale, "room-ore", &room_ore, NULL);
  g_assert_cmpint (room_ore, ==, 0);
  g_assert_null (brik_person_get_refusal (brik_sale_get_person (counter.sale)));
  brik_counter_add (&counter, CHEESE);
  g_assert_cmpint (brik_person_get_refusal (brik_sale_get_person (counter.sale))->reason, ==,
                   BRIK_REASON_CAP);

  brik_sale_pay (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  g_assert_true (brik_counter_can (&counter, "refusal-told"));
  brik_sale_go_back (counter.sale);
  g_assert_cmpstr (brik_counter_person (&counter), ==, "Noah Aziz");
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 2);
}

static gboolean
is_warned (gpointer user_data)
{
  BrikCounter *counter = user_data;

  return brik_person_get_refusal (brik_sale_get_person (counter->sale)) != NULL;
}

/* A block that comes while the person is shown is seen before Pay, and refused at Pay. */

static void
test_blocked_while_shown (void)
{
  g_auto (BrikCounter) counter = { 0 };
  BrikChangesPage *page = page_new ();
  BrikChange *change;

  brik_counter_open (&counter);
  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
  brik_counter_add (&counter, CHEESE);
  brik_counter_add_person (page, "konto-rik", RIK, UID_RIK);
  change = g_ptr_array_index (page->changes, 0);
  change->account->state = BRIK_ACCOUNT_BLOCKED;
  brik_display_till_apply (counter.till, page);
  brik_display_wait_until (is_warned, &counter);
  brik_sale_pay (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_REFUSED);
  g_assert_cmpint (brik_sale_get_refusal (counter.sale)->reason, ==, BRIK_REASON_ACCOUNT_BLOCKED);
}

static guint
vat_of_line (BrikCounter *counter, guint i)
{
  return brik_basket_get_line (brik_basket_model_get_basket (brik_sale_get_basket (counter->sale)), i)
    ->vat_bp;
}

/* D6: the rate is the buyer's, once known; D13: the price is that when it was added. */

static void
test_rate_and_price (void)
{
  g_auto (BrikCounter) counter = { 0 };
  BrikBasketModel *basket;
  BrikChangesPage *page = brik_display_records_new ();

  brik_counter_open (&counter);
  basket = brik_sale_get_basket (counter.sale);
  brik_counter_add (&counter, CHEESE);
  g_assert_cmpuint (vat_of_line (&counter, 0), ==, 2500);
  brik_basket_model_set_buyer (basket, "pupil");
  g_assert_cmpuint (vat_of_line (&counter, 0), ==, 0);
  brik_basket_model_set_buyer (basket, NULL);
  g_assert_cmpuint (vat_of_line (&counter, 0), ==, 2500);
  brik_sale_clear (counter.sale);

  brik_counter_tap (&counter, UID_RIK);
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
  brik_counter_add (&counter, CHEESE);
  g_assert_cmpuint (vat_of_line (&counter, 0), ==, 0);

  for (guint i = 0; i < page->changes->len; i++)
    {
      BrikChange *change = g_ptr_array_index (page->changes, i);

      if (change->kind == BRIK_RECORD_PRODUCT && g_str_equal (change->id, CHEESE))
        change->product->price_ore = 400;
    }
  page->cursor = 2;
  brik_display_till_apply (counter.till, page);
  while (brik_product_get_price (brik_counter_product (&counter, CHEESE)) != 400)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (brik_counter_total (&counter), ==, 300);
  brik_counter_add (&counter, CHEESE);
  g_assert_cmpint (brik_counter_total (&counter), ==, 700);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (basket)), ==, 2);
}

static void
test_rows (void)
{
  g_auto (BrikCounter) counter = { 0 };
  GListModel *rows;
  g_autoptr (BrikBasketRow) row = NULL;
  g_autoptr (GVariant) target = NULL;
  guint count;

  brik_counter_open (&counter);
  rows = G_LIST_MODEL (brik_sale_get_basket (counter.sale));
  brik_counter_add (&counter, CHEESE);
  brik_counter_add (&counter, DISH);
  row = g_list_model_get_item (rows, 0);
  g_object_get (row, "target", &target, NULL);

  for (guint i = 1; i < BRIK_LIMIT_QUANTITY; i++)
    brik_sale_change (counter.sale, g_variant_get_uint32 (target), 1);
  g_assert_cmpint (brik_sale_get_notice (counter.sale), ==, BRIK_NOTICE_NONE);
  brik_sale_change (counter.sale, g_variant_get_uint32 (target), 1);
  g_assert_cmpint (brik_sale_get_notice (counter.sale), ==, BRIK_NOTICE_FULL);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, BRIK_LIMIT_QUANTITY + 1);
  g_object_get (brik_counter_product (&counter, CHEESE), "count", &count, NULL);
  g_assert_cmpuint (count, ==, BRIK_LIMIT_QUANTITY);

  for (guint i = 0; i < BRIK_LIMIT_QUANTITY; i++)
    brik_sale_change (counter.sale, g_variant_get_uint32 (target), -1);
  g_assert_cmpuint (g_list_model_get_n_items (rows), ==, 1);
  g_object_get (brik_counter_product (&counter, CHEESE), "count", &count, NULL);
  g_assert_cmpuint (count, ==, 0);
  /* A second finger on a line that just went. */
  brik_sale_change (counter.sale, g_variant_get_uint32 (target), -1);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 1);
}

static void
test_balance_shown (void)
{
  static const char *const settings[] = { "always", "on-demand", "never" };
  g_auto (BrikCounter) counter = { 0 };

  brik_counter_open (&counter);
  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      BrikChangesPage *page = brik_display_records_new ();
      BrikChange *change = g_ptr_array_index (page->changes, 0);

      g_assert_cmpint (change->kind, ==, BRIK_RECORD_PLACE);
      g_free (change->place->balance_shown);
      change->place->balance_shown = g_strdup (settings[i]);
      page->cursor = 2 + (gint64) i;
      brik_display_till_apply (counter.till, page);

      brik_counter_tap (&counter, BRIK_DISPLAY_UID_ALMA);
      brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
      g_assert_cmpint (brik_counter_can (&counter, "balance-shown"), ==, i == 0);
      g_assert_cmpint (brik_counter_can (&counter, "can-show-balance"), ==, i == 1);
      brik_sale_show_balance (counter.sale);
      g_assert_cmpint (brik_counter_can (&counter, "balance-shown"), ==, i != 2);
      /* Asked for of this person only. */
      brik_counter_tap (&counter, BRIK_DISPLAY_UID_NOAH);
      brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
      while (g_strcmp0 (brik_counter_person (&counter), "Noah Aziz") != 0)
        g_main_context_iteration (NULL, TRUE);
      g_assert_cmpint (brik_counter_can (&counter, "balance-shown"), ==, i == 0);
      brik_sale_clear (counter.sale);
    }
}

/* The power goes between the commit and the cashier's seeing it: the files as they are at that moment. */

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sale/sounds", test_sounds);
  g_test_add_func ("/sale/refused-at-tap", test_refused_at_tap);
  g_test_add_func ("/sale/stranger", test_stranger);
  g_test_add_data_func ("/sale/stranger-found", GINT_TO_POINTER (FALSE), test_stranger_found);
  g_test_add_data_func ("/sale/stranger-found-pays", GINT_TO_POINTER (TRUE), test_stranger_found);
  g_test_add_func ("/sale/cleared-while-asking", test_cleared_while_asking);
  g_test_add_func ("/sale/rest", test_rest);
  g_test_add_func ("/sale/undo-once", test_undo_once);
  g_test_add_func ("/sale/room", test_room);
  g_test_add_func ("/sale/blocked-while-shown", test_blocked_while_shown);
  g_test_add_func ("/sale/rate-and-price", test_rate_and_price);
  g_test_add_func ("/sale/rows", test_rows);
  g_test_add_func ("/sale/balance-shown", test_balance_shown);
  return g_test_run ();
}
