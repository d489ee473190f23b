/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <gdk/x11/gdkx.h>
#include <stdlib.h>

#include "brik-display.h"
#include "figure.h"
#include "full-till.h"
#include "line-process.h"
#include "till/brik-product-tile.h"

/* How soon the till's screen answers, with 10,000 products and drawn by cairo: from a finger on a tile
 * or on a key, through the X server, to the end of the frame that shows what came of it. The yardstick, taken
 * in turns with it, is a frame of the same window in which nothing has changed. */

#define ROUNDS 5
#define TIMES 20 /* a round */

typedef struct
{
  FullTill *till;
  LineProcess *hand; /* xdotool */
  GPtrArray *tiles;  /* in sight, of what can be sold */
  GtkWidget *basket;
  GtkWidget *entry;
  const char *name; /* of what was touched, or what was typed */
} Bench;

typedef double (*Measure) (Bench *bench, guint i);

static gboolean
is_in_sight (GtkWidget *tile)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (tile, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t bounds;

  return gtk_widget_compute_bounds (tile, scrolled, &bounds) && bounds.origin.y >= 0 &&
         bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (scrolled);
}

static BrikProduct *
get_product (GtkWidget *tile)
{
  g_autoptr (BrikProduct) product = NULL;

  g_object_get (tile, "product", &product, NULL);
  return product; /* the list keeps it */
}

static void
take_tiles (Bench *bench)
{
  bench->tiles = full_till_list (full_till_get_window (bench->till), BRIK_TYPE_PRODUCT_TILE);
  for (guint i = bench->tiles->len; i-- > 0;)
    {
      GtkWidget *tile = g_ptr_array_index (bench->tiles, i);

      if (!is_in_sight (tile) || !brik_product_get_available (get_product (tile)))
        g_ptr_array_remove_index (bench->tiles, i);
    }
  if (bench->tiles->len < TIMES)
    g_error ("only %u tiles are in sight", bench->tiles->len);
}

static GtkWidget *
find_basket (Bench *bench)
{
  g_autoptr (GPtrArray) lists = full_till_list (full_till_get_window (bench->till), GTK_TYPE_LIST_VIEW);

  for (guint i = 0; i < lists->len; i++)
    if (gtk_widget_has_css_class (g_ptr_array_index (lists, i), "basket"))
      return g_ptr_array_index (lists, i);
  g_error ("the basket is not in sight");
}

static gboolean
shows_row (gpointer user_data)
{
  Bench *bench = user_data;

  return brik_display_shows (bench->basket, bench->name);
}

static double
still_frame (Bench *bench)
{
  double began_us;

  full_till_rest (bench->till);
  began_us = figure_now_us ();
  gtk_widget_queue_draw (full_till_get_window (bench->till));
  return (full_till_await_frame (bench->till, NULL, NULL) - began_us) / 1000;
}

static gboolean
is_under_pointer (gpointer tile)
{
  return (gtk_widget_get_state_flags (tile) & GTK_STATE_FLAG_PRELIGHT) != 0;
}

/* A touch is short, lest GTK 4.8 ends it: the motion that it makes up after a layout has no button pressed.
 */
static double
touch (Bench *bench, guint i)
{
  GtkWidget *tile = g_ptr_array_index (bench->tiles, i);
  graphene_point_t middle =
    GRAPHENE_POINT_INIT ((float) gtk_widget_get_width (tile) / 2, (float) gtk_widget_get_height (tile) / 2);
  g_autofree char *move = NULL;
  double began_us;

  if (i == 0)
    gtk_widget_activate_action (bench->basket, "sale.clear", NULL);
  if (!gtk_widget_compute_point (tile, full_till_get_window (bench->till), &middle, &middle))
    g_error ("a tile is not in the window");
  move = g_strdup_printf ("mousemove %.0f %.0f", middle.x, middle.y);
  bench->name = brik_product_get_name (get_product (tile));
  line_process_send (bench->hand, move);
  brik_display_wait_until (is_under_pointer, tile);
  full_till_rest (bench->till);
  began_us = figure_now_us ();
  line_process_send (bench->hand, "mousedown 1 mouseup 1");
  return (full_till_await_frame (bench->till, shows_row, bench) - began_us) / 1000;
}

static gboolean
shows_typed (gpointer user_data)
{
  Bench *bench = user_data;

  return g_str_equal (gtk_editable_get_text (GTK_EDITABLE (bench->entry)), bench->name);
}

/* The first letter: some of the goods are left. */
static double
type (Bench *bench, guint i)
{
  g_autofree char *letter = g_strdup_printf ("%c", 'b' + (char) (i % TIMES));
  g_autofree char *press = g_strconcat ("key ", letter, NULL);
  double began_us;

  gtk_editable_set_text (GTK_EDITABLE (bench->entry), "");
  full_till_await_frame (bench->till, NULL, NULL);
  bench->name = letter;
  full_till_rest (bench->till);
  began_us = figure_now_us ();
  line_process_send (bench->hand, press);
  return (full_till_await_frame (bench->till, shows_typed, bench) - began_us) / 1000;
}

static void
measure (Bench *bench, const char *name, Measure take, const char *goal)
{
  g_autoptr (Series) values = series_new ();
  g_autoptr (Series) frames = series_new ();

  for (guint round = 0; round < ROUNDS; round++)
    {
      series_begin_round (values);
      series_begin_round (frames);
      for (guint i = 0; i < TIMES; i++)
        {
          series_add (values, take (bench, i));
          series_add (frames, still_frame (bench));
        }
    }
  figure_print_beside (name, series_percentile (values, 95), "ms", series_percentile (frames, 95), goal);
}

static gboolean
is_active (gpointer window)
{
  return gtk_window_is_active (window);
}

static void
take_keys (Bench *bench)
{
  GtkWidget *window = full_till_get_window (bench->till);
  gulong id = gdk_x11_surface_get_xid (gtk_native_get_surface (GTK_NATIVE (window)));
  g_autofree char *focus = g_strdup_printf ("windowfocus %lu", id);

  line_process_send (bench->hand, focus);
  brik_display_wait_until (is_active, window);
}

static void
open_search (Bench *bench)
{
  g_autoptr (GPtrArray) entries = NULL;

  gtk_widget_activate_action (bench->basket, "sale.search", NULL);
  brik_display_settle (full_till_get_window (bench->till));
  entries = full_till_list (full_till_get_window (bench->till), GTK_TYPE_SEARCH_ENTRY);
  if (entries->len != 1)
    g_error ("the search is not in sight");
  bench->entry = g_ptr_array_index (entries, 0);
  take_keys (bench);
}

int
main (int argc, char **argv)
{
  static const char *const xdotool[] = { "xdotool", "-", NULL };
  g_autoptr (LineProcess) hand = line_process_new (xdotool);
  g_autoptr (BrikReader) reader = brik_reader_new ("", NULL);
  g_autoptr (FullTill) till = NULL;
  Bench bench = { .hand = hand };

  brik_display_init (&argc, &argv);
  till = full_till_new (reader);
  bench.till = till;
  bench.basket = find_basket (&bench);
  take_tiles (&bench);
  measure (&bench, "till: touch → basket row painted, p95", touch, "≤ 50");
  g_ptr_array_unref (bench.tiles);
  open_search (&bench);
  measure (&bench, "till: key → 10,000 products searched, p95", type, "≤ 50");
  return EXIT_SUCCESS;
}
