/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "core/brik-limits.h"
#include "till/brik-product-tile.h"
#include "till/brik-sale-view.h"
#include "till/brik-till-window.h"

/* How soon the till's screen answers, with 10,000 products and drawn by cairo: from a touch, a key or a chip
 * to the end of the frame that shows what came of it. The yardstick, taken in turns with it, is a frame of
 * the same window in which nothing has changed. */

#define PRODUCTS 10000
#define ROUNDS 7
#define TIMES 20 /* a round */
#define WIDTH 1366
#define HEIGHT 768

typedef struct
{
  BrikDisplayTill *till;
  GtkWindow *window;
  BrikSaleView *view;
  BrikSale *sale;
  GtkWidget *entry;
  GPtrArray *tiles; /* the buttons on the screen; not owned */
  gboolean painted;
} Bench;

typedef gboolean (*Done) (Bench *bench);

static void
on_after_paint (Bench *bench)
{
  bench->painted = TRUE;
}

/* Until a frame has ended that began after @done held. */
static double
await_frame (Bench *bench, gint64 began_us, Done done)
{
  while (done != NULL && !done (bench))
    g_main_context_iteration (NULL, TRUE);
  bench->painted = FALSE;
  while (!bench->painted)
    g_main_context_iteration (NULL, TRUE);
  return (double) (g_get_monotonic_time () - began_us) / 1000;
}

static void
rest (Bench *bench)
{
  brik_display_settle (GTK_WIDGET (bench->window));
}

static double
still_frame (Bench *bench, guint i)
{
  gint64 began_us = g_get_monotonic_time ();

  gtk_widget_queue_draw (GTK_WIDGET (bench->view));
  return await_frame (bench, began_us, NULL);
}

static double
touch (Bench *bench, guint i)
{
  gint64 began_us;

  if (i % bench->tiles->len == 0)
    brik_sale_clear (bench->sale);
  rest (bench);
  began_us = g_get_monotonic_time ();
  g_signal_emit_by_name (g_ptr_array_index (bench->tiles, i % bench->tiles->len), "clicked");
  return await_frame (bench, began_us, NULL);
}

static double
keystroke (Bench *bench, guint i)
{
  static const char *const typed[] = { "v",       "va",       "var",     "vare",   "vare 1",
                                       "vare 12", "vare 123", "vare 12", "vare 1", "" };
  gint64 began_us;

  rest (bench);
  began_us = g_get_monotonic_time ();
  gtk_editable_set_text (GTK_EDITABLE (bench->entry), typed[i % G_N_ELEMENTS (typed)]);
  return await_frame (bench, began_us, NULL);
}

static gboolean
is_somebody (Bench *bench)
{
  return brik_sale_get_state (bench->sale) == BRIK_SALE_PERSON;
}

static double
chip (Bench *bench, guint i)
{
  gint64 began_us;

  brik_sale_clear (bench->sale);
  rest (bench);
  began_us = g_get_monotonic_time ();
  brik_display_till_tap (bench->till, i % 2 == 0 ? BRIK_DISPLAY_UID_ALMA : BRIK_DISPLAY_UID_NOAH);
  return await_frame (bench, began_us, is_somebody);
}

static void
fill (Bench *bench)
{
  for (guint first = 0; first < PRODUCTS; first += BRIK_LIMIT_CHANGES_PAGE)
    {
      BrikChangesPage *page = brik_display_records_new ();

      g_ptr_array_set_size (page->changes, 0);
      page->start_over = FALSE;
      page->cursor = 2 + first;
      for (guint i = first; i < MIN (first + BRIK_LIMIT_CHANGES_PAGE, PRODUCTS); i++)
        {
          BrikProductRecord *product = g_new0 (BrikProductRecord, 1);
          BrikChange *change = g_new0 (BrikChange, 1);

          product->id = g_strdup_printf ("mange-%05u", i);
          product->name = g_strdup_printf ("Vare %u med et navn", i);
          product->category = g_strdup (i % 2 == 0 ? "frokost" : "drikke");
          product->price_ore = 100 + i % 50 * 50;
          product->vat_bp = 2500;
          product->exempt_buyers = g_new0 (char *, 1);
          product->position = (gint) i + 100;
          product->available = TRUE;
          change->kind = BRIK_RECORD_PRODUCT;
          change->id = g_strdup (product->id);
          change->product = product;
          g_ptr_array_add (page->changes, change);
        }
      brik_display_till_apply (bench->till, page);
    }
}

static void
collect (Bench *bench, GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (BRIK_IS_SALE_VIEW (widget))
    bench->view = BRIK_SALE_VIEW (widget);
  if (GTK_IS_SEARCH_ENTRY (widget))
    bench->entry = widget;
  if (BRIK_IS_PRODUCT_TILE (widget) && bench->tiles->len < TIMES && gtk_widget_is_sensitive (widget))
    g_ptr_array_add (bench->tiles, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect (bench, child);
}

static gboolean
is_filled (gpointer user_data)
{
  Bench *bench = user_data;

  return g_list_model_get_n_items (brik_goods_get_products (brik_sale_view_get_goods (bench->view))) >=
         PRODUCTS;
}

static int
compare (const void *a, const void *b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

static double
percentile (double *values, guint n, guint percent)
{
  qsort (values, n, sizeof *values, compare);
  return values[(n - 1) * percent / 100];
}

static void
measure (Bench *bench, const char *name, double (*take) (Bench *, guint), const char *goal)
{
  double value[ROUNDS], yardstick[ROUNDS];
  double p95, still;

  for (guint round = 0; round < ROUNDS; round++)
    {
      double taken[TIMES], frames[TIMES];

      for (guint i = 0; i < TIMES; i++)
        {
          taken[i] = take (bench, i);
          rest (bench);
          frames[i] = still_frame (bench, i);
        }
      value[round] = percentile (taken, TIMES, 95);
      yardstick[round] = percentile (frames, TIMES, 95);
    }
  p95 = percentile (value, ROUNDS, 50);
  still = percentile (yardstick, ROUNDS, 50);
  printf ("%s\t%.1f\tms\t%.1f\t%.2f\t%s\n", name, p95, still, p95 / still, goal);
  fflush (stdout);
}

int
main (int argc, char **argv)
{
  Bench bench = { .tiles = g_ptr_array_new () };

  g_setenv ("BRIK_TEST_LANGUAGE", "da", FALSE);
  brik_display_init (&argc, &argv);
  bench.till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  fill (&bench);
  brik_ledger_set_online (bench.till->ledger, TRUE);
  brik_display_till_sign_in (bench.till);
  bench.window = brik_display_show (brik_till_window_new (NULL), WIDTH, HEIGHT);
  brik_till_window_set_context (BRIK_TILL_WINDOW (bench.window), bench.till->context);
  rest (&bench);
  collect (&bench, GTK_WIDGET (bench.window));
  bench.sale = brik_sale_view_get_sale (bench.view);
  brik_display_wait_until (is_filled, &bench);
  rest (&bench);
  g_ptr_array_set_size (bench.tiles, 0);
  collect (&bench, GTK_WIDGET (bench.window));
  g_signal_connect_swapped (gtk_widget_get_frame_clock (GTK_WIDGET (bench.window)), "after-paint",
                            G_CALLBACK (on_after_paint), &bench);

  measure (&bench, "till: touch → basket row painted, p95", touch, "≤ 50 ms");
  brik_sale_clear (bench.sale);
  measure (&bench, "till: chip → person painted, beyond the reader, p95", chip, "≤ 100 ms");
  brik_sale_clear (bench.sale);
  gtk_widget_activate_action (GTK_WIDGET (bench.view), "sale.search", NULL);
  rest (&bench);
  collect (&bench, GTK_WIDGET (bench.window));
  measure (&bench, "till: keystroke → 10,000 products searched, p95", keystroke, "≤ 50 ms");

  gtk_window_destroy (bench.window);
  brik_display_till_free (bench.till);
  g_ptr_array_unref (bench.tiles);
  return EXIT_SUCCESS;
}
