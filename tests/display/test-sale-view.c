/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-product-tile.h"
#include "till/brik-sale-view.h"
#include "till/brik-till-window.h"

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
act (Counter *counter, const char *action)
{
  gtk_widget_activate_action (GTK_WIDGET (counter->view), action, NULL);
}

static void
tap (Counter *counter, const char *uid, BrikSaleState state)
{
  brik_display_till_tap (counter->till, uid);
  wait_for (counter, state);
}

static gboolean
shows (Counter *counter, const char *text)
{
  return brik_display_shows (GTK_WIDGET (counter->window), text);
}

static gboolean
offers (Counter *counter, const char *product)
{
  return brik_display_find (GTK_WIDGET (counter->window), BRIK_TYPE_PRODUCT_TILE, product) != NULL;
}

static void
test_person_first (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  look_at (&counter, "sale-empty");

  tap (&counter, BRIK_DISPLAY_UID_ALMA, BRIK_SALE_PERSON);
  g_assert_true (shows (&counter, "Alma Holm"));
  look_at (&counter, "sale-person");
  press_product (&counter, "vare-01");
  press_product (&counter, "vare-06");
  press_product (&counter, "vare-06");
  look_at (&counter, "sale");

  act (&counter, "sale.pay");
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  look_at (&counter, "accepted");
  brik_display_click (GTK_WIDGET (counter.window), _ ("Next"));
  wait_for (&counter, BRIK_SALE_IDLE);
  look_at (&counter, "sale-last");
  brik_display_click (GTK_WIDGET (counter.window), _ ("Undo sale"));
  brik_display_wait_for_text (GTK_WIDGET (counter.window), "35");
  look_at (&counter, "sale-undone");
}

/* Touches, as many and as quick as they come: each counts (four quick ones on a tile are four). */
static void
test_touches (void)
{
  g_auto (Counter) counter = { 0 };
  GtkWidget *root;

  counter_open (&counter);
  root = GTK_WIDGET (counter.window);
  for (guint i = 0; i < 4; i++)
    brik_display_click (root, "Kakao");
  g_assert_cmpuint (brik_basket_model_get_n_goods (brik_sale_get_basket (counter.sale)), ==, 4);
  brik_display_settle (root);
  brik_display_click (root, _ ("One less"));
  brik_display_settle (root);
  g_assert_cmpuint (brik_basket_model_get_n_goods (brik_sale_get_basket (counter.sale)), ==, 3);
  brik_display_click (root, _ ("One more"));
  g_assert_cmpint (brik_basket_model_get_total (brik_sale_get_basket (counter.sale)), ==, 4 * 600);
  /* Nobody is there to pay, and Pay says so. */
  g_assert_true (shows (&counter, _ ("Hold up a card")));
  brik_display_click (root, _ ("Clear"));
  brik_display_settle (root);
  g_assert_true (shows (&counter, _ ("Choose goods")));

  g_assert_false (shows (&counter, "Entré"));
  brik_display_click (root, "Drikke");
  brik_display_settle (root);
  g_assert_true (offers (&counter, "Kakao"));
  g_assert_false (offers (&counter, "Dagens ret"));
  /* What is sold out is shown and cannot be had. */
  brik_display_click (root, "Snack");
  brik_display_settle (root);
  g_assert_true (offers (&counter, "Is"));
  press_product (&counter, "vare-18");
  g_assert_true (brik_basket_model_is_empty (brik_sale_get_basket (counter.sale)));
}

static void
test_search (void)
{
  g_auto (Counter) counter = { 0 };
  GtkWidget *entry;

  counter_open (&counter);
  act (&counter, "sale.search");
  brik_display_settle (GTK_WIDGET (counter.window));
  entry = brik_display_find (GTK_WIDGET (counter.window), GTK_TYPE_SEARCH_ENTRY, _ ("Search all goods"));
  g_assert_nonnull (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), "BRØD");
  brik_display_settle (GTK_WIDGET (counter.window));
  g_assert_true (offers (&counter, "Pitabrød"));
  g_assert_true (offers (&counter, "Suppe med brød"));
  g_assert_false (offers (&counter, "Kakao"));
  look_at (&counter, "sale-search");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpuint (brik_basket_model_get_n_goods (brik_sale_get_basket (counter.sale)), ==, 1);
  act (&counter, "sale.search");
  brik_display_settle (GTK_WIDGET (counter.window));
  g_assert_true (offers (&counter, "Kakao"));
}

static void
set_balance_shown (Counter *counter, const char *setting)
{
  BrikChangesPage *page = brik_display_records_new ();
  BrikChange *place = g_ptr_array_index (page->changes, 0);

  page->cursor = 2;
  g_assert_cmpint (place->kind, ==, BRIK_RECORD_PLACE);
  g_free (place->place->balance_shown);
  place->place->balance_shown = g_strdup (setting);
  brik_display_till_apply (counter->till, page);
}

/* What bystanders may read is the place's to say. */
static void
test_balance (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  set_balance_shown (&counter, "on-demand");
  tap (&counter, BRIK_DISPLAY_UID_ALMA, BRIK_SALE_PERSON);
  g_assert_false (shows (&counter, "128"));
  look_at (&counter, "sale-balance-asked-for");
  brik_display_click (GTK_WIDGET (counter.window), _ ("Show balance"));
  g_assert_true (shows (&counter, "128"));

  set_balance_shown (&counter, "never");
  press_product (&counter, "vare-06");
  act (&counter, "sale.pay");
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_false (shows (&counter, "123"));
  look_at (&counter, "accepted-without-balance");
}

static void
test_long (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  tap (&counter, BRIK_DISPLAY_UID_LONG, BRIK_SALE_PERSON);
  for (guint i = 1; i <= 19; i++)
    {
      g_autofree char *id = g_strdup_printf ("vare-%02u", i);

      press_product (&counter, id);
    }
  look_at (&counter, "sale-long");
  tap (&counter, BRIK_DISPLAY_UID_ALMA, BRIK_SALE_PERSON);
  look_at (&counter, "sale-finish-first");
  act (&counter, "sale.pay");
  wait_for (&counter, BRIK_SALE_REFUSED);
  look_at (&counter, "refused-long");
  act (&counter, "sale.back");
  wait_for (&counter, BRIK_SALE_PERSON);
  act (&counter, "sale.clear");
  tap (&counter, BRIK_DISPLAY_UID_LONG, BRIK_SALE_PERSON);
  press_product (&counter, "vare-19");
  act (&counter, "sale.pay");
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  look_at (&counter, "accepted-long");
}

/* The line of vare-17, the last that was added. */
static gboolean
newest_line_is_in_sight (gpointer user_data)
{
  Counter *counter = user_data;
  GtkWidget *name = brik_display_find (GTK_WIDGET (counter->window), GTK_TYPE_INSCRIPTION, "Rugbrød, æg");
  GtkWidget *list = name != NULL ? gtk_widget_get_ancestor (name, GTK_TYPE_SCROLLED_WINDOW) : NULL;
  graphene_rect_t bounds;

  return list != NULL && gtk_widget_compute_bounds (name, list, &bounds) && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (list);
}

static void
test_newest_line (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  for (guint i = 1; i <= 17; i++)
    {
      g_autofree char *id = g_strdup_printf ("vare-%02u", i);

      press_product (&counter, id);
      brik_display_settle (GTK_WIDGET (counter.window));
    }
  brik_display_wait_until (newest_line_is_in_sight, &counter);
}

/* A cap that is passed is said before anybody pays. */
static void
test_warned (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  tap (&counter, BRIK_DISPLAY_UID_NOAH, BRIK_SALE_PERSON);
  press_product (&counter, "vare-09");
  brik_display_settle (GTK_WIDGET (counter.window));
  g_assert_true (shows (&counter, brik_person_get_refusal (brik_sale_get_person (counter.sale))->warning));
  look_at (&counter, "sale-warned");
}

static void
on_ask_not_found (BrikSale *sale, const char *uid, gpointer user_data)
{
  brik_sale_answer (sale, uid, BRIK_ANSWER_NOT_FOUND);
}

static void
block_account (Counter *counter)
{
  BrikChangesPage *page = brik_display_records_new ();

  page->cursor = 2;
  for (guint i = 0; i < page->changes->len; i++)
    {
      BrikChange *change = g_ptr_array_index (page->changes, i);

      if (change->kind == BRIK_RECORD_ACCOUNT && g_str_equal (change->id, "konto-alma"))
        change->account->state = BRIK_ACCOUNT_BLOCKED;
    }
  brik_display_till_apply (counter->till, page);
}

static void
provoke (Counter *counter, BrikReason reason)
{
  BrikReader *reader = brik_till_context_get_reader (counter->till->context);

  switch (reason)
    {
    case BRIK_REASON_SEVERAL_CHIPS:
      g_signal_emit_by_name (reader, "several");
      break;
    case BRIK_REASON_RANDOM_CHIP:
      g_signal_emit_by_name (reader, "random", "08123456");
      break;
    case BRIK_REASON_UNKNOWN_CARD:
      g_signal_connect (counter->sale, "ask", G_CALLBACK (on_ask_not_found), NULL);
      brik_display_till_tap (counter->till, "04FFFFFFFFFF01");
      break;
    case BRIK_REASON_CANNOT_ASK:
      brik_ledger_set_online (counter->till->ledger, FALSE);
      press_product (counter, "vare-01");
      brik_display_till_tap (counter->till, "04FFFFFFFFFF01");
      break;
    case BRIK_REASON_CARD_CLOSED:
      brik_display_till_tap (counter->till, BRIK_DISPLAY_UID_OLD);
      break;
    case BRIK_REASON_CARD_BLOCKED:
      brik_display_till_tap (counter->till, BRIK_DISPLAY_UID_SARA);
      break;
    case BRIK_REASON_ACCOUNT_BLOCKED:
      block_account (counter);
      brik_display_till_tap (counter->till, BRIK_DISPLAY_UID_ALMA);
      break;
    case BRIK_REASON_PLACE:
      brik_display_till_tap (counter->till, BRIK_DISPLAY_UID_LIV);
      break;
    case BRIK_REASON_CAP:
      press_product (counter, "vare-09");
      brik_display_till_tap (counter->till, BRIK_DISPLAY_UID_NOAH);
      break;
    case BRIK_REASON_BALANCE:
      press_product (counter, "vare-01");
      brik_display_till_tap (counter->till, BRIK_DISPLAY_UID_EMIL);
      break;
    case BRIK_REASON_DATA_TOO_OLD:
      brik_ledger_set_online (counter->till->ledger, FALSE);
      brik_clock_advance_fake (counter->till->clock, 73 * G_TIME_SPAN_HOUR);
      brik_display_till_tap (counter->till, BRIK_DISPLAY_UID_ALMA);
      break;
    case BRIK_REASON_ALLOWANCE:
      brik_ledger_set_online (counter->till->ledger, FALSE);
      press_product (counter, "vare-19");
      press_product (counter, "vare-19");
      brik_display_till_tap (counter->till, BRIK_DISPLAY_UID_LONG);
      break;
    case BRIK_REASON_NONE:
    default:
      g_assert_not_reached ();
    }
}

/* R35: every no says which rule, its numbers and what would help, and has a way on. */
static void
test_refused (gconstpointer data)
{
  BrikReason reason = GPOINTER_TO_UINT (data);
  g_autofree char *name = g_strdup_printf ("refused-%s", brik_reason_to_name (reason));
  g_auto (Counter) counter = { 0 };
  const BrikRefusal *refusal;

  counter_open (&counter);
  provoke (&counter, reason);
  wait_for (&counter, BRIK_SALE_REFUSED);
  refusal = brik_sale_get_refusal (counter.sale);
  g_assert_cmpint (refusal->reason, ==, reason);
  brik_display_wait_for_text (GTK_WIDGET (counter.window), refusal->title);
  g_assert_true (shows (&counter, refusal->sentence));
  g_assert_true (shows (&counter, refusal->help));
  look_at (&counter, name);
  brik_display_click (GTK_WIDGET (counter.window), _ ("Close"));
  wait_for (&counter, BRIK_SALE_IDLE);
}

/* What stood on the surface of one person does not stay for the next, who is nobody. */
static void
test_refused_forgets (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  tap (&counter, BRIK_DISPLAY_UID_SARA, BRIK_SALE_REFUSED);
  g_assert_true (shows (&counter, "Sara Lund"));
  g_signal_emit_by_name (brik_till_context_get_reader (counter.till->context), "several");
  brik_display_wait_for_text (GTK_WIDGET (counter.window), _ ("One card at a time"));
  g_assert_false (shows (&counter, "Sara Lund"));
}

static void
on_find_card_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *uid = brik_ledger_find_card_finish (BRIK_LEDGER (source), result, NULL);

  *(gboolean *) user_data = TRUE;
}

static gboolean
is_found (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* A badge that was read just before its page went: nobody is there to see whose it is. */
static void
test_badge_too_late (void)
{
  g_auto (Counter) counter = { 0 };

  counter_open (&counter);
  for (guint i = 0; i < 2; i++)
    {
      gboolean found = FALSE;

      brik_sale_view_take_scan (counter.view, i == 0 ? BRIK_DISPLAY_UID_ALMA : BRIK_DISPLAY_UID_NOAH);
      if (i == 0)
        gtk_widget_activate_action (GTK_WIDGET (counter.window), "win.about", NULL);
      else
        brik_till_context_set_cashier_name (counter.till->context, NULL);
      /* The ledger answers in order: when it has found this, it has found the badge. */
      brik_ledger_find_card_async (counter.till->ledger, "", NULL, on_find_card_ready, &found);
      brik_display_wait_until (is_found, &found);
      g_assert_cmpint (brik_sale_get_state (counter.sale), ==, BRIK_SALE_IDLE);
      gtk_widget_activate_action (GTK_WIDGET (counter.window), "win.back", NULL);
      brik_display_settle (GTK_WIDGET (counter.window));
    }
}

static gboolean
says_unreachable (gpointer user_data)
{
  g_autofree char *text = g_strdup_printf (
    _ ("“%s” is not known here, and the portal cannot be asked now. Scan it again later."), "884263sae");

  return shows (user_data, text);
}

/* An assigned number that is not known here is asked for, of a portal that there is not. */
static void
test_badge_unreachable (void)
{
  g_auto (Counter) counter = { 0 };
  BrikChangesPage *page = brik_display_records_new ();
  BrikChange *place = g_ptr_array_index (page->changes, 0);

  counter_open (&counter);
  place->place->card_form = BRIK_CARD_FORM_ASSIGNED;
  page->cursor = 2;
  brik_display_till_apply (counter.till, page);
  brik_ledger_set_online (counter.till->ledger, TRUE);
  brik_sale_view_take_scan (counter.view, "884263sae");
  brik_display_wait_until (says_unreachable, &counter);
  look_at (&counter, "sale-badge-unreachable");
}

static void
test_fault (void)
{
  g_auto (Counter) counter = { 0 };
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  counter_open (&counter);
  press_product (&counter, "vare-01");
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_FULL);
  brik_display_till_tap (counter.till, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_FAULT);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  g_assert_true (shows (&counter, _ ("Not sold")));
  look_at (&counter, "fault");
  brik_display_click (GTK_WIDGET (counter.window), _ ("Try again"));
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_log_set_always_fatal (fatal);
}

/* A disk that does not say whether it has the sale. */
static void
test_unsure (void)
{
  g_auto (Counter) counter = { 0 };
  GLogLevelFlags fatal = g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);

  counter_open (&counter);
  press_product (&counter, "vare-01");
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_DEAD);
  brik_display_till_tap (counter.till, BRIK_DISPLAY_UID_ALMA);
  wait_for (&counter, BRIK_SALE_FAULT);
  brik_display_till_set_disk (counter.till, BRIK_DISPLAY_DISK_WHOLE);
  g_assert_true (shows (&counter, _ ("Sold or not?")));
  look_at (&counter, "unsure");
  /* Nobody signs out of that. */
  gtk_widget_activate_action (GTK_WIDGET (counter.window), "win.sign-out", NULL);
  brik_display_wait_for_text (GTK_WIDGET (counter.window), _ ("Not sold"));
  g_assert_cmpstr (brik_ledger_get_cashier (counter.till->ledger), ==, BRIK_DISPLAY_CASHIER_ID);
  look_at (&counter, "unsure-not-sold");
  brik_display_click (GTK_WIDGET (counter.window), _ ("Try again"));
  wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_log_set_always_fatal (fatal);
}

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  g_test_add_func ("/display/sale/person-first", test_person_first);
  g_test_add_func ("/display/sale/touches", test_touches);
  g_test_add_func ("/display/sale/search", test_search);
  g_test_add_func ("/display/sale/balance", test_balance);
  g_test_add_func ("/display/sale/long", test_long);
  g_test_add_func ("/display/sale/newest-line", test_newest_line);
  g_test_add_func ("/display/sale/warned", test_warned);
  for (BrikReason reason = BRIK_REASON_SEVERAL_CHIPS; reason <= BRIK_REASON_ALLOWANCE; reason++)
    {
      g_autofree char *path = g_strdup_printf ("/display/sale/refused/%s", brik_reason_to_name (reason));

      g_test_add_data_func (path, GUINT_TO_POINTER (reason), test_refused);
    }
  g_test_add_func ("/display/sale/refused-forgets", test_refused_forgets);
  g_test_add_func ("/display/sale/badge-too-late", test_badge_too_late);
  g_test_add_func ("/display/sale/badge-unreachable", test_badge_unreachable);
  g_test_add_func ("/display/sale/fault", test_fault);
  g_test_add_func ("/display/sale/unsure", test_unsure);
  return g_test_run ();
}
