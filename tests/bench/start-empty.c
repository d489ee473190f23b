/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <gtk/gtk.h>

#include "start-report.h"

/* The yardstick of start-till: what any GTK program takes until its window is painted. */

static void
on_after_paint (GdkFrameClock *frames, gpointer user_data)
{
  g_signal_handlers_disconnect_by_data (frames, user_data);
  start_report ("painted");
  start_report_end (user_data);
}

static void
on_activate (GApplication *application, gpointer user_data)
{
  GtkWidget *window = gtk_application_window_new (GTK_APPLICATION (application));

  gtk_window_set_default_size (GTK_WINDOW (window), START_WIDTH, START_HEIGHT);
  gtk_window_present (GTK_WINDOW (window));
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint),
                    application);
}

int
main (int argc, char **argv)
{
  g_autoptr (GtkApplication) application =
    gtk_application_new ("io.github.brikpos.Empty", G_APPLICATION_NON_UNIQUE);

  g_signal_connect (application, "activate", G_CALLBACK (on_activate), NULL);
  return g_application_run (G_APPLICATION (application), argc, argv);
}
