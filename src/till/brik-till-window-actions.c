/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "till/brik-till-closures.h"
#include "till/brik-till-window-private.h"

static char *
format_unsent (BrikTillWindow *self)
{
  gint64 unsent = 0;
  gint64 unsent_sales = 0;

  g_object_get (brik_till_context_get_ledger (self->context), "unsent", &unsent, "unsent-sales",
                &unsent_sales, NULL);
  return brik_format_unsent (self, unsent, unsent_sales);
}

static void
on_sign_out_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikTillWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *unsent = NULL;
  g_autofree char *note = NULL;

  /* Where the disk did not say, it may be found later that the shift has ended: then nobody is in. */
  if (!brik_ledger_sign_out_finish (BRIK_LEDGER (source), result, &error) &&
      brik_ledger_get_cashier (BRIK_LEDGER (source)) != NULL)
    {
      brik_till_window_say (self, error->message);
      return;
    }
  brik_till_context_set_cashier_name (self->context, NULL);
  brik_till_window_update_page (self);
  unsent = format_unsent (self);
  note = g_strdup_printf (_ ("Signed out. %s"), unsent);
  brik_till_window_say (self, note);
}

static void
on_sign_out_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrikTillWindow *self = BRIK_TILL_WINDOW (widget);

  brik_ledger_sign_out_async (brik_till_context_get_ledger (self->context), NULL, on_sign_out_ready,
                              g_object_ref (self));
}

static void
on_about_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_till_window_show_page (BRIK_TILL_WINDOW (widget), "about");
}

static void
on_ask_to_close_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrikTillWindow *self = BRIK_TILL_WINDOW (widget);
  g_autofree char *unsent = NULL;

  if (self->context == NULL)
    {
      gtk_window_close (GTK_WINDOW (self));
      return;
    }
  unsent = format_unsent (self);
  g_object_set (self->closing, "text", unsent, NULL);
  brik_till_window_show_page (self, "closing");
}

static void
on_back_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_till_window_update_page (BRIK_TILL_WINDOW (widget));
}

static void
on_close_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrikTillWindow *self = BRIK_TILL_WINDOW (widget);

  self->may_close = TRUE;
  gtk_window_close (GTK_WINDOW (self));
}

void
brik_till_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, on_sign_out_action);
  gtk_widget_class_install_action (widget_class, "win.about", NULL, on_about_action);
  gtk_widget_class_install_action (widget_class, "win.ask-to-close", NULL, on_ask_to_close_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, on_back_action);
  gtk_widget_class_install_action (widget_class, "win.close", NULL, on_close_action);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "win.back", NULL);
}
