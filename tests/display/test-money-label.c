/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-display.h"
#include "till/brik-language.h"
#include "till/brik-money-label.h"

static void
on_notify (GObject *object, GParamSpec *pspec, guint *n_notified)
{
  ++*n_notified;
}

static void
test_shows_amount (void)
{
  gboolean danish = g_str_equal (brik_language_get (), "da");
  GtkWidget *label = brik_money_label_new (0);
  GtkWindow *window = brik_display_show (label, 200, 60);

  g_assert_true (brik_display_shows (label, danish ? "0,00" : "0.00"));
  brik_money_label_set_amount (BRIK_MONEY_LABEL (label), 123450);
  g_assert_true (brik_display_shows (label, danish ? "1.234,50" : "1,234.50"));
  gtk_window_destroy (window);
}

/* No flicker, no loops: the same amount again is no change. */
static void
test_notifies_on_change_only (void)
{
  g_autoptr (GtkWidget) label = g_object_ref_sink (brik_money_label_new (500));
  guint n_notified = 0;

  g_signal_connect (label, "notify::amount", G_CALLBACK (on_notify), &n_notified);
  brik_money_label_set_amount (BRIK_MONEY_LABEL (label), 500);
  g_assert_cmpuint (n_notified, ==, 0);
  g_object_set (label, "amount", G_GINT64_CONSTANT (600), NULL);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpint (brik_money_label_get_amount (BRIK_MONEY_LABEL (label)), ==, 600);
}

/* Figures of equal width: a column of prices does not wobble. */
static void
test_tabular (void)
{
  GtkWidget *ones = brik_money_label_new (11111);
  GtkWidget *eights = brik_money_label_new (88888);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWindow *window;
  int ones_width;
  int eights_width;

  gtk_box_append (GTK_BOX (box), ones);
  gtk_box_append (GTK_BOX (box), eights);
  window = brik_display_show (box, 200, 60);
  gtk_widget_measure (ones, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &ones_width, NULL, NULL);
  gtk_widget_measure (eights, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &eights_width, NULL, NULL);
  g_assert_cmpint (ones_width, ==, eights_width);
  gtk_window_destroy (window);
}

int
main (int argc, char **argv)
{
  brik_display_init (&argc, &argv);
  g_test_add_func ("/display/money-label/shows-amount", test_shows_amount);
  g_test_add_func ("/display/money-label/notifies-on-change-only", test_notifies_on_change_only);
  g_test_add_func ("/display/money-label/tabular", test_tabular);
  return g_test_run ();
}
