/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-till-window.h"
#include "till/brik-sale-view.h"

typedef struct
{
  int width;
  int height;
} Size;

static const Size sizes[] = { { 1024, 768 }, { 1366, 768 }, { 1920, 1080 } };

typedef struct
{
  BrikDisplayTill *till;
  GtkWindow *window;
  BrikSaleView *view;
  BrikSale *sale;
} Counter;

static gboolean
is_sale_view (GtkWidget *widget)
{
  return BRIK_IS_SALE_VIEW (widget);
}

static GtkWidget *
find_view (GtkWidget *widget)
{
  if (is_sale_view (widget))
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

  return g_list_model_get_n_items (brik_goods_get_products (brik_sale_view_get_goods (counter->view))) > 0;
}

static void
counter_open (Counter *counter)
{
  counter->till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  brik_ledger_set_online (counter->till->ledger, TRUE);
  brik_display_till_sign_in (counter->till);
  counter->window = brik_display_show (brik_till_window_new (NULL), sizes[1].width, sizes[1].height);
  brik_till_window_set_context (BRIK_TILL_WINDOW (counter->window), counter->till->context);
  counter->view = BRIK_SALE_VIEW (find_view (GTK_WIDGET (counter->window)));
  counter->sale = brik_sale_view_get_sale (counter->view);
  brik_display_wait_until (has_products, counter);
  brik_display_settle (GTK_WIDGET (counter->window));
}

static void
counter_close (Counter *counter)
{
  gtk_window_destroy (counter->window);
  brik_display_till_free (counter->till);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Counter, counter_close)

static void
look_at (Counter *counter, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gtk_window_set_default_size (counter->window, sizes[i].width, sizes[i].height);
      brik_display_settle (GTK_WIDGET (counter->window));
      brik_display_assert_touchable (GTK_WIDGET (counter->window));
      brik_display_assert_inside (GTK_WIDGET (counter->window));
      brik_display_screenshot (GTK_WIDGET (counter->window), name);
    }
  brik_display_assert_fits (GTK_WIDGET (counter->window), sizes[0].width, sizes[0].height);
}

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
press_product (Counter *counter, const char *id)
{
  gtk_widget_activate_action (GTK_WIDGET (counter->view), "sale.add", "s", id);
}

static void
test_person_first (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  look_at (&counter, "sale-empty");

  brik_display_till_tap (counter.till, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_PERSON);
  brik_display_wait_for_text (GTK_WIDGET (counter.window), "Alma Holm");
  press_product (&counter, "vare-01");
  press_product (&counter, "vare-06");
  press_product (&counter, "vare-06");
  look_at (&counter, "sale");

  gtk_widget_activate_action (GTK_WIDGET (counter.view), "sale.pay", NULL);
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  look_at (&counter, "accepted");
  gtk_widget_activate_action (GTK_WIDGET (counter.view), "sale.close", NULL);
  wait_for (&counter, BRIK_SALE_IDLE);
  look_at (&counter, "sale-last");
}

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  g_test_add_func ("/sale-view/person-first", test_person_first);
  return g_test_run ();
}
