/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "till/brik-till-window.h"

typedef struct
{
  int width;
  int height;
} Size;

static const Size sizes[] = { { 1024, 768 }, { 1366, 768 }, { 1920, 1080 } };

static GtkWidget *
window_new (void)
{
  return brik_till_window_new (NULL);
}

static char *
get_page (GtkWindow *window)
{
  char *page;

  g_object_get (window, "page", &page, NULL);
  return page;
}

static void
assert_page (GtkWindow *window, const char *expected)
{
  g_autofree char *page = get_page (window);

  g_assert_cmpstr (page, ==, expected);
}

/* What must hold of every page at every size. */
static void
look_at (GtkWindow *window, const char *name)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gtk_window_set_default_size (window, sizes[i].width, sizes[i].height);
      brik_display_settle (GTK_WIDGET (window));
      brik_display_assert_touchable (GTK_WIDGET (window));
      brik_display_assert_inside (GTK_WIDGET (window));
      brik_display_screenshot (GTK_WIDGET (window), name);
    }
  brik_display_assert_fits (GTK_WIDGET (window), sizes[0].width, sizes[0].height);
}

static GtkWindow *
open_window (BrikDisplayTill *till)
{
  GtkWindow *window = brik_display_show (window_new (), sizes[0].width, sizes[0].height);

  brik_till_window_set_context (BRIK_TILL_WINDOW (window), till->context);
  brik_display_settle (GTK_WIDGET (window));
  return window;
}

static void
test_enrol (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_NEW);
  GtkWindow *window = open_window (till);

  assert_page (window, "enrol");
  look_at (window, "enrol");
  gtk_window_destroy (window);
}

static void
test_fill (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_ENROLLED);
  GtkWindow *window = open_window (till);

  assert_page (window, "fill");
  look_at (window, "fill");
  gtk_window_destroy (window);
}

static void
test_sign_in (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  GtkWindow *window = open_window (till);

  brik_display_wait_for_text (GTK_WIDGET (window), BRIK_DISPLAY_CASHIER);
  assert_page (window, "sign-in");
  look_at (window, "sign-in");
  brik_display_click (GTK_WIDGET (window), BRIK_DISPLAY_CASHIER);
  brik_display_click (GTK_WIDGET (window), "1");
  brik_display_click (GTK_WIDGET (window), "1");
  look_at (window, "sign-in-typing");
  brik_display_click (GTK_WIDGET (window), _ ("OK"));
  brik_display_wait_for_text (GTK_WIDGET (window), _ ("Wrong PIN. Try again."));
  look_at (window, "sign-in-wrong");
  gtk_window_destroy (window);
}

static void
test_menu_pages (void)
{
  g_autoptr (BrikDisplayTill) till = brik_display_till_new (BRIK_DISPLAY_FILLED);
  GtkWindow *window = open_window (till);

  gtk_widget_activate_action (GTK_WIDGET (window), "win.about", NULL);
  look_at (window, "about");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.ask-to-close", NULL);
  look_at (window, "closing");
  gtk_window_destroy (window);
}

static void
test_trouble (void)
{
  GtkWindow *window = brik_display_show (window_new (), sizes[0].width, sizes[0].height);

  brik_till_window_show_trouble (
    BRIK_TILL_WINDOW (window), "Kassen er allerede åben",
    "Et andet kasseprogram på denne maskine bruger den samme kassefil. Fortsæt dér, "
    "eller luk det, og prøv igen her.");
  look_at (window, "trouble");
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  g_test_add_func ("/display/shell/enrol", test_enrol);
  g_test_add_func ("/display/shell/fill", test_fill);
  g_test_add_func ("/display/shell/sign-in", test_sign_in);
  g_test_add_func ("/display/shell/menu-pages", test_menu_pages);
  g_test_add_func ("/display/shell/trouble", test_trouble);
  return g_test_run ();
}
