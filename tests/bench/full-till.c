/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "full-till.h"

#include "brik-display-till.h"
#include "brik-display.h"
#include "figure.h"
#include "till/brik-product-tile.h"

#define WIDTH 1366
#define HEIGHT 768
#define REST_MS 50
#define REST_STEP_US 500

struct _FullTill
{
  BrikTillContext *context;
  GtkWindow *window;
  FullTillShown shown;
  gpointer shown_data;
  double painted_us; /* 0: not yet */
};

static void
on_after_paint (GdkFrameClock *frames, gpointer user_data)
{
  FullTill *till = user_data;
  double now_us = figure_now_us ();

  if (till->painted_us == 0 && (till->shown == NULL || till->shown (till->shown_data)))
    till->painted_us = now_us;
}

static gboolean
is_painted (gpointer user_data)
{
  return ((FullTill *) user_data)->painted_us != 0;
}

static gboolean
shows_goods (gpointer user_data)
{
  return full_till_shows_goods (GTK_WIDGET (((FullTill *) user_data)->window));
}

static void
add_widgets (GPtrArray *widgets, GtkWidget *widget, GType type)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    g_ptr_array_add (widgets, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    add_widgets (widgets, child, type);
}

static BrikTillContext *
open_context (BrikReader *reader)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikClock) clock = brik_clock_new_system ();
  g_autoptr (BrikLedger) ledger = brik_ledger_open (g_getenv ("BRIK_BENCH_LEDGER"), clock, &error);
  g_autoptr (BrikSync) sync = NULL;
  g_autoptr (BrikSounds) sounds = brik_sounds_new (g_getenv ("BRIK_DATA_DIR"));
  g_autoptr (BrikPhotos) photos = NULL;

  if (ledger == NULL)
    g_error ("%s", error->message);
  brik_ledger_set_online (ledger, TRUE);
  sync = brik_sync_new (ledger, clock);
  g_object_set (sounds, "volume", 0.0, NULL);
  photos = brik_photos_new (ledger);
  return brik_till_context_new (ledger, clock, sync, reader, sounds, photos);
}

FullTill *
full_till_new (BrikReader *reader)
{
  FullTill *till = g_new0 (FullTill, 1);

  till->context = open_context (reader);
  brik_display_till_sign_in (&(BrikDisplayTill){
    .ledger = brik_till_context_get_ledger (till->context),
    .context = till->context,
  });
  till->window = brik_display_show (brik_till_window_new (NULL), WIDTH, HEIGHT);
  brik_till_window_set_context (BRIK_TILL_WINDOW (till->window), till->context);
  brik_display_wait_until (shows_goods, till);
  brik_display_settle (GTK_WIDGET (till->window));
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (till->window)), "after-paint",
                    G_CALLBACK (on_after_paint), till);
  return till;
}

void
full_till_free (FullTill *till)
{
  brik_reader_stop (brik_till_context_get_reader (till->context));
  gtk_window_destroy (till->window);
  brik_ledger_close (brik_till_context_get_ledger (till->context));
  g_object_unref (till->context);
  g_free (till);
}

GtkWidget *
full_till_get_window (FullTill *till)
{
  return GTK_WIDGET (till->window);
}

GPtrArray *
full_till_list (GtkWidget *root, GType type)
{
  GPtrArray *widgets = g_ptr_array_new ();

  add_widgets (widgets, root, type);
  return widgets;
}

gboolean
full_till_shows_goods (GtkWidget *root)
{
  g_autoptr (GPtrArray) tiles = full_till_list (root, BRIK_TYPE_PRODUCT_TILE);

  return tiles->len > 0;
}

double
full_till_await_frame (FullTill *till, FullTillShown shown, gpointer user_data)
{
  till->shown = shown;
  till->shown_data = user_data;
  till->painted_us = 0;
  brik_display_wait_until (is_painted, till);
  return till->painted_us;
}

void
full_till_rest (FullTill *till)
{
  gint64 until_us = g_get_monotonic_time () + g_random_int_range (0, REST_MS) * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < until_us)
    {
      g_main_context_iteration (NULL, FALSE);
      g_usleep (REST_STEP_US);
    }
}
