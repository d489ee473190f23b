/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-sale-closures.h"
#include "till/brik-sale-view.h"
#include "till/brik-till-window.h"

/* Fast mode, the queue, and a card in the wrong hands, as they are seen and touched. */

typedef struct
{
  BrikDisplayTill *till;
  GtkWindow *window;
  GtkWidget *view;
  BrikSale *sale;
} Counter;

static GtkWidget *
find_view (GtkWidget *widget)
{
  if (BRIK_IS_SALE_VIEW (widget))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_view (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static gboolean
has_products (gpointer user_data)
{
  Counter *counter = user_data;
  BrikGoods *goods = brik_sale_view_get_goods (BRIK_SALE_VIEW (counter->view));

  return g_list_model_get_n_items (brik_goods_get_products (goods)) > 0;
}

static void
counter_open (Counter *counter)
{
  counter->till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  brik_ledger_set_online (counter->till->ledger, TRUE);
  brik_display_till_sign_in (counter->till);
  brik_display_till_start_reader (counter->till, "ready\tPN532\n");
  counter->window = brik_display_show (brik_till_window_new (NULL), 1366, 768);
  brik_till_window_set_context (BRIK_TILL_WINDOW (counter->window), counter->till->context);
  counter->view = find_view (GTK_WIDGET (counter->window));
  counter->sale = brik_sale_view_get_sale (BRIK_SALE_VIEW (counter->view));
  brik_display_wait_until (has_products, counter);
  brik_display_wait_for_text (GTK_WIDGET (counter->window), _ ("Hold the card to the reader"));
  /* Surfaces are looked at here for as long as it takes. */
  g_object_set (counter->sale, "rest-ms", 600000, NULL);
}

static void
counter_close (Counter *counter)
{
  gtk_window_destroy (counter->window);
  brik_display_till_free (counter->till);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Counter, counter_close)

typedef struct
{
  BrikSale *sale;
  BrikSaleState state;
} Expected;

static gboolean
is_in_state (gpointer user_data)
{
  Expected *expected = user_data;

  return brik_sale_get_state (expected->sale) == expected->state;
}

static void
wait_for (Counter *counter, BrikSaleState state)
{
  Expected expected = { counter->sale, state };

  brik_display_wait_until (is_in_state, &expected);
  brik_display_settle (GTK_WIDGET (counter->window));
}

static void
tap (Counter *counter, const char *uid)
{
  brik_display_till_tap (counter->till, uid);
}

static void
add (Counter *counter, const char *product)
{
  gtk_widget_activate_action (counter->view, "sale.add", "s", product);
}

static void
click (Counter *counter, const char *text)
{
  brik_display_click (GTK_WIDGET (counter->window), text);
}

static void
wait_for_text (Counter *counter, const char *text)
{
  brik_display_wait_for_text (GTK_WIDGET (counter->window), text);
}

static guint
n_goods (Counter *counter)
{
  return brik_basket_model_get_n_goods (brik_sale_get_basket (counter->sale));
}

static void
test_fast (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  add (&counter, "vare-01");
  click (&counter, _ ("Fast mode"));
  wait_for_text (&counter, _ ("Every card pays for"));
  wait_for_text (&counter, "Dagens ret");
  brik_display_look_at (counter.window, "fast-waiting");

  /* No touch: a tap after another. */
  tap (&counter, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_display_look_at (counter.window, "fast-accepted");
  tap (&counter, BRIK_DISPLAY_UID_LONG);
  wait_for_text (&counter, "Maximiliane");
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_display_look_at (counter.window, "fast-accepted-long");
  tap (&counter, BRIK_DISPLAY_UID_SARA);
  wait_for (&counter, BRIK_SALE_REFUSED);
  brik_display_look_at (counter.window, "fast-refused");

  /* D12: the same card, too soon. */
  tap (&counter, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_ALREADY_PAID);
  g_assert_true (brik_display_shows (GTK_WIDGET (counter.window), ":42") ||
                 brik_display_shows (GTK_WIDGET (counter.window), "11.42"));
  brik_display_look_at (counter.window, "fast-already-paid");
  brik_sale_close (counter.sale);
  wait_for (&counter, BRIK_SALE_IDLE);
  wait_for_text (&counter, _ ("Every card pays for"));

  /* What every card pays for is changed, and gone on with. */
  click (&counter, _ ("Change goods"));
  brik_display_settle (GTK_WIDGET (counter.window));
  add (&counter, "vare-08");
  brik_display_look_at (counter.window, "fast-changing");
  tap (&counter, BRIK_DISPLAY_UID_NOAH);
  wait_for_text (&counter, _ ("Nothing was sold: the goods are being changed."));
  click (&counter, _ ("Go on in fast mode"));
  wait_for_text (&counter, _ ("Every card pays for"));
  g_assert_cmpuint (n_goods (&counter), ==, 2);
  brik_display_look_at (counter.window, "fast-two");
  click (&counter, _ ("End fast mode"));
  brik_display_settle (GTK_WIDGET (counter.window));
  g_assert_cmpuint (n_goods (&counter), ==, 0);
  wait_for_text (&counter, _ ("Choose goods"));
}

/* Beside the preset and its two buttons there is room for those who wait. */
static void
test_fast_queue (void)
{
  static const char *const uids[] = { BRIK_DISPLAY_UID_LONG, BRIK_DISPLAY_UID_NOAH, BRIK_DISPLAY_UID_SARA,
                                      BRIK_DISPLAY_UID_EMIL, BRIK_DISPLAY_UID_LIV,  "04FFFFFFFFFF01" };
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  for (guint i = 1; i < 6; i++)
    {
      g_autofree char *id = g_strdup_printf ("vare-%02u", i);

      add (&counter, id);
    }
  gtk_widget_activate_action (counter.view, "sale.fast", NULL);
  brik_display_settle (GTK_WIDGET (counter.window));
  brik_display_look_at (counter.window, "fast-many-goods");
  tap (&counter, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_REFUSED); /* that is more than her cap */
  gtk_widget_activate_action (counter.view, "sale.end-fast", NULL);
  add (&counter, "vare-07");
  gtk_widget_activate_action (counter.view, "sale.fast", NULL);
  tap (&counter, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  gtk_widget_activate_action (counter.view, "sale.reject", NULL);
  wait_for (&counter, BRIK_SALE_REJECTED);
  for (gsize i = 0; i < G_N_ELEMENTS (uids); i++)
    tap (&counter, uids[i]);
  wait_for_text (&counter, "+2");
  brik_display_look_at (counter.window, "fast-queue");
}

static void
test_sell_again (void)
{
  g_auto (Counter) counter = { 0 };
  gint64 sold_ore = 0;

  counter_open (&counter);
  add (&counter, "vare-07");
  gtk_widget_activate_action (counter.view, "sale.fast", NULL);
  tap (&counter, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  tap (&counter, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_ALREADY_PAID);
  click (&counter, _ ("Sell again"));
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_object_get (counter.sale, "sold-ore", &sold_ore, NULL);
  g_assert_cmpint (sold_ore, ==, 300);
}

/* Six in the queue: four are seen, two are counted; a touch takes one out. */
static void
test_queue (void)
{
  static const char *const uids[] = { BRIK_DISPLAY_UID_ALMA, BRIK_DISPLAY_UID_NOAH, BRIK_DISPLAY_UID_SARA,
                                      BRIK_DISPLAY_UID_EMIL, BRIK_DISPLAY_UID_LIV,  "04FFFFFFFFFF01" };
  g_auto (Counter) counter = { 0 };
  g_autofree char *told = NULL;

  counter_open (&counter);
  tap (&counter, BRIK_DISPLAY_UID_LONG);
  wait_for (&counter, BRIK_SALE_PERSON);
  add (&counter, "vare-01");
  for (gsize i = 0; i < G_N_ELEMENTS (uids); i++)
    tap (&counter, uids[i]);
  g_assert_cmpuint (brik_queue_get_length (brik_sale_get_queue (counter.sale)), ==, 6);
  g_assert_cmpuint (n_goods (&counter), ==, 1);
  wait_for_text (&counter, "+2");
  told = g_strdup_printf (_ ("%s waits. Take out of the queue"), "Alma Holm");
  while (brik_display_find (GTK_WIDGET (counter.window), GTK_TYPE_BUTTON, told) == NULL)
    g_main_context_iteration (NULL, TRUE);
  brik_display_look_at (counter.window, "queue");

  click (&counter, told);
  g_assert_cmpuint (brik_queue_get_length (brik_sale_get_queue (counter.sale)), ==, 5);
  wait_for_text (&counter, "+1");
  gtk_widget_activate_action (counter.view, "sale.pay", NULL);
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  brik_display_look_at (counter.window, "queue-accepted");
  brik_sale_close (counter.sale);
  wait_for (&counter, BRIK_SALE_PERSON);
  g_assert_cmpstr (brik_person_get_name (brik_sale_get_person (counter.sale)), ==, "Noah Aziz");
}

/* A touch says that it is somebody else, a second blocks the card. */
static void
test_not_this_person (void)
{
  g_auto (Counter) counter = { 0 };
  g_autofree char *given_back = NULL;

  counter_open (&counter);
  add (&counter, "vare-01");
  tap (&counter, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  click (&counter, _ ("Not this person"));
  wait_for (&counter, BRIK_SALE_REJECTED);
  given_back = brik_rejected_title (NULL, 2500);
  wait_for_text (&counter, given_back);
  brik_display_look_at (counter.window, "not-this-person");
  /* A surface that has just come is not touched by the finger that brought it. */
  while (!gtk_widget_get_can_target (gtk_widget_get_first_child (gtk_widget_get_first_child (counter.view))))
    g_main_context_iteration (NULL, TRUE);
  click (&counter, _ ("Block the card"));
  wait_for_text (&counter, _ ("The card is blocked. Only the portal opens it again."));
  brik_display_look_at (counter.window, "not-this-person-blocked");
  click (&counter, _ ("Next"));
  wait_for (&counter, BRIK_SALE_IDLE);
  tap (&counter, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_REFUSED);
  g_assert_cmpint (brik_sale_get_refusal (counter.sale)->reason, ==, BRIK_REASON_CARD_BLOCKED);
}

/* A newer card has taken its place meanwhile: there is nothing to block. */
static void
test_not_this_person_replaced (void)
{
  g_auto (Counter) counter = { 0 };
  BrikChangesPage *page = brik_display_records_new ();

  counter_open (&counter);
  tap (&counter, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_PERSON);
  page->cursor = 2;
  page->start_over = FALSE;
  for (guint i = 0; i < page->changes->len; i++)
    {
      BrikChange *change = g_ptr_array_index (page->changes, i);

      if (change->kind == BRIK_RECORD_ACCOUNT)
        ((BrikCardRecord *) g_ptr_array_index (change->account->cards, 0))->state = BRIK_CARD_REPLACED;
    }
  brik_display_till_apply (counter.till, page);
  click (&counter, _ ("Not this person"));
  wait_for (&counter, BRIK_SALE_REJECTED);
  wait_for_text (&counter, _ ("Nothing was charged"));
  wait_for_text (&counter, _ ("The card is closed already: it cannot be used any more. Keep it if you can."));
  g_assert_null (brik_display_find (GTK_WIDGET (counter.window), GTK_TYPE_BUTTON, _ ("Block the card")));
  brik_display_look_at (counter.window, "not-this-person-replaced");
}

static void
test_not_the_person_shown (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  tap (&counter, BRIK_DISPLAY_UID_LONG);
  wait_for (&counter, BRIK_SALE_PERSON);
  add (&counter, "vare-01");
  brik_display_settle (GTK_WIDGET (counter.window));
  click (&counter, _ ("Not this person"));
  wait_for (&counter, BRIK_SALE_REJECTED);
  brik_display_look_at (counter.window, "not-the-person-shown");
  click (&counter, _ ("Back to the basket"));
  wait_for (&counter, BRIK_SALE_IDLE);
  g_assert_cmpuint (n_goods (&counter), ==, 1);
}

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);

  g_test_add_func ("/display/fast-mode/fast", test_fast);
  g_test_add_func ("/display/fast-mode/queue-in-it", test_fast_queue);
  g_test_add_func ("/display/fast-mode/sell-again", test_sell_again);
  g_test_add_func ("/display/fast-mode/queue", test_queue);
  g_test_add_func ("/display/fast-mode/not-this-person", test_not_this_person);
  g_test_add_func ("/display/fast-mode/not-this-person-replaced", test_not_this_person_replaced);
  g_test_add_func ("/display/fast-mode/not-the-person-shown", test_not_the_person_shown);
  return g_test_run ();
}
