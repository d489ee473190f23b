/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "brik-display-till.h"
#include "brik-display.h"
#include "full-till.h"
#include "start-report.h"
#include "till/brik-renderer.h"
#include "till/brik-till-application.h"
#include "till/brik-till-window.h"

/* brik-till itself, watched: it says when the sign-in page has been painted with the staff on it, has the
 * cashier sign in that moment, and says when the sale has been painted with the goods. */

typedef struct
{
  GApplication *application;
  GtkWidget *window;
  BrikTillContext *context;
  gboolean is_signing_in;
} Start;

static gboolean
is_at (Start *start, const char *page)
{
  g_autofree char *shown = NULL;

  g_object_get (start->window, "page", &shown, NULL);
  return g_str_equal (shown, page);
}

static void
on_sign_in_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Start *start = user_data;
  g_autoptr (GError) error = NULL;

  if (!brik_ledger_sign_in_finish (BRIK_LEDGER (source), result, &error))
    g_error ("not signed in: %s", error != NULL ? error->message : "wrong PIN");
  brik_till_context_set_cashier_name (start->context, BRIK_DISPLAY_CASHIER);
}

static void
sign_in (Start *start)
{
  start->is_signing_in = TRUE;
  g_object_get (start->window, "context", &start->context, NULL);
  brik_ledger_sign_in_async (brik_till_context_get_ledger (start->context), BRIK_DISPLAY_CASHIER_ID,
                             BRIK_DISPLAY_PIN, NULL, on_sign_in_ready, start);
}

static void
on_after_paint (GdkFrameClock *frames, gpointer user_data)
{
  Start *start = user_data;

  if (!start->is_signing_in && is_at (start, "sign-in") &&
      brik_display_shows (start->window, BRIK_DISPLAY_CASHIER))
    {
      start_report ("sign-in");
      sign_in (start);
    }
  else if (start->is_signing_in && is_at (start, "sale") && full_till_shows_goods (start->window))
    {
      g_signal_handlers_disconnect_by_data (frames, user_data);
      g_clear_object (&start->context);
      start_report ("painted");
      start_report_end (start->application);
    }
}

static void
on_realize (GtkWidget *window, Start *start)
{
  start->window = window;
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint", G_CALLBACK (on_after_paint), start);
}

static void
on_window_added (GtkApplication *application, GtkWindow *window, Start *start)
{
  gtk_window_set_default_size (window, START_WIDTH, START_HEIGHT);
  g_signal_connect (window, "realize", G_CALLBACK (on_realize), start);
}

/* As in the program's own main (). */
int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = g_strdupv (argv);
  BrikTillOptions *options = brik_till_options_parse (&arguments, &error);
  g_autoptr (BrikTillApplication) application = NULL;
  Start start = { 0 };

  if (options == NULL)
    g_error ("%s", error->message);
  gtk_disable_setlocale ();
  brik_renderer_start (options->renderer);
  application = brik_till_application_new (options);
  start.application = G_APPLICATION (application);
  g_signal_connect (application, "window-added", G_CALLBACK (on_window_added), &start);
  return g_application_run (start.application, 1, arguments);
}
