/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-till-window.h"

static void
assert_page (GtkWindow *window, const char *expected)
{
  g_autofree char *page = NULL;

  g_object_get (window, "page", &page, NULL);
  g_assert_cmpstr (page, ==, expected);
}

static GtkWindow *
open_window (BrikDisplayTill *till)
{
  GtkWindow *window = brik_display_show (brik_till_window_new (NULL), 1024, 768);

  brik_till_window_set_context (BRIK_TILL_WINDOW (window), till->context);
  brik_display_settle (GTK_WIDGET (window));
  return window;
}

/* Each stage of a till's life brings its page by itself. */
static void
test_pages_follow_ledger (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_ENROLLED);
  GtkWindow *window = open_window (till);

  assert_page (window, "fill");
  brik_display_look_at (window, "fill");
  brik_display_till_apply (till, brik_display_records_new ());
  assert_page (window, "sign-in");
  brik_display_till_sign_in (till);
  assert_page (window, "sale");
  gtk_window_destroy (window);
}

static void
test_first_start (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_NEW);
  GtkWindow *window = open_window (till);

  assert_page (window, "enrol");
  gtk_window_destroy (window);
}

/* Signing out never waits for the network and says what is unsent. */
static void
test_sign_out (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  GtkWindow *window = open_window (till);

  brik_display_till_sign_in (till);
  assert_page (window, "sale");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sign-out", NULL);
  brik_display_wait_for_text (GTK_WIDGET (window), _ ("Who is at the till?"));
  assert_page (window, "sign-in");
  g_assert_null (brik_ledger_get_cashier (till->ledger));
  g_assert_null (brik_till_context_get_cashier_name (till->context));
  brik_display_wait_for_text (
    GTK_WIDGET (window), _ ("All sales have been sent. The rest goes out by itself when the till is open "
                            "and the portal answers."));
  brik_display_look_at (window, "signed-out");
  gtk_window_destroy (window);
}

/* A shift whose end was said not to be stored may have ended all the same: whoever then signs out is out. */
static void
test_sign_out_twice (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  GtkWindow *window = open_window (till);

  brik_display_till_sign_in (till);
  assert_page (window, "sale");
  brik_ledger_sign_out_async (till->ledger, NULL, NULL, NULL);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sign-out", NULL);
  brik_display_wait_for_text (GTK_WIDGET (window), _ ("Who is at the till?"));
  assert_page (window, "sign-in");
  gtk_window_destroy (window);
}

/* The program may be ended at any moment, also while it says no. */
static void
test_end_on_refusal (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  GtkWindow *window = open_window (till);

  brik_display_till_sign_in (till);
  brik_display_till_tap (till, BRIK_DISPLAY_UID_SARA);
  brik_display_wait_for_text (GTK_WIDGET (window), "Sara Lund");
  gtk_window_destroy (window);
}

static void
test_about (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  GtkWindow *window = open_window (till);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.about", NULL);
  brik_display_wait_for_text (GTK_WIDGET (window), "GskCairoRenderer");
  g_assert_true (brik_display_shows (GTK_WIDGET (window), "kasse-1"));
  brik_display_look_at (window, "about");
  brik_display_click (GTK_WIDGET (window), _ ("Back"));
  assert_page (window, "sign-in");
  gtk_window_destroy (window);
}

/* What the portal sends meanwhile does not take the page from under the reader's eyes. */
static void
test_about_stays (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_ENROLLED);
  GtkWindow *window = open_window (till);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.about", NULL);
  brik_display_till_apply (till, brik_display_records_new ());
  assert_page (window, "about");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.back", NULL);
  assert_page (window, "sign-in");
  gtk_window_destroy (window);
}

static gboolean
is_gone (gpointer user_data)
{
  return *(gpointer *) user_data == NULL;
}

/* A stray Alt+F4 asks first; then it closes whatever is unsent. */
static void
test_close (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  GtkWindow *window = open_window (till);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (window);
  brik_display_wait_for_text (GTK_WIDGET (window), _ ("Close the till?"));
  brik_display_look_at (window, "closing");
  brik_display_click (GTK_WIDGET (window), _ ("Back"));
  assert_page (window, "sign-in");
  gtk_window_close (window);
  brik_display_wait_for_text (GTK_WIDGET (window), _ ("Close the till?"));
  brik_display_click (GTK_WIDGET (window), _ ("Close the till"));
  brik_display_wait_until (is_gone, &window);
}

/* With nothing open there is nothing to ask about. */
static void
test_trouble (void)
{
  GtkWindow *window = brik_display_show (brik_till_window_new (NULL), 1024, 768);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  brik_till_window_show_trouble (BRIK_TILL_WINDOW (window), _ ("The till is already open"),
                                 _ ("Another till program uses this ledger. Close it first."));
  assert_page (window, "trouble");
  brik_display_look_at (window, "trouble");
  brik_display_click (GTK_WIDGET (window), _ ("Close"));
  brik_display_wait_until (is_gone, &window);
}

static void
test_no_inspector (void)
{
  GtkWindow *window = brik_display_show (brik_till_window_new (NULL), 1024, 768);
  gboolean handled = TRUE;

  g_signal_emit_by_name (window, "enable-debugging", FALSE, &handled);
  g_assert_false (handled);
  g_assert_cmpuint (g_list_model_get_n_items (gtk_window_get_toplevels ()), ==, 1);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  g_test_add_func ("/display/window/first-start", test_first_start);
  g_test_add_func ("/display/window/pages-follow-ledger", test_pages_follow_ledger);
  g_test_add_func ("/display/window/sign-out", test_sign_out);
  g_test_add_func ("/display/window/sign-out-twice", test_sign_out_twice);
  g_test_add_func ("/display/window/end-on-refusal", test_end_on_refusal);
  g_test_add_func ("/display/window/about", test_about);
  g_test_add_func ("/display/window/about-stays", test_about_stays);
  g_test_add_func ("/display/window/close", test_close);
  g_test_add_func ("/display/window/trouble", test_trouble);
  g_test_add_func ("/display/window/no-inspector", test_no_inspector);
  return g_test_run ();
}
