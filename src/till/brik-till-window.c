/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-till-window-private.h"

#include "till/brik-date-page.h"
#include "till/brik-enrol-page.h"
#include "till/brik-hidden-pages.h"
#include "till/brik-sale-view.h"
#include "till/brik-sign-in-page.h"
#include "till/brik-status-bar.h"
#include "till/brik-till-style.h"

#define NOTE_S 8

typedef enum
{
  PROP_CONTEXT = 1,
  PROP_PAGE,
} BrikTillWindowProperty;

static GParamSpec *properties[PROP_PAGE + 1];

G_DEFINE_FINAL_TYPE (BrikTillWindow, brik_till_window, GTK_TYPE_APPLICATION_WINDOW)

static const char *
choose_page (BrikTillWindow *self)
{
  BrikLedger *ledger;

  if (self->context == NULL)
    return "trouble";
  ledger = brik_till_context_get_ledger (self->context);
  if (!brik_ledger_is_enrolled (ledger))
    return "enrol";
  if (!brik_ledger_is_ready (ledger))
    return "fill";
  if (brik_till_context_get_cashier_name (self->context) == NULL)
    return "sign-in";
  return brik_ledger_is_date_doubtful (ledger) ? "date" : "sale";
}

/* Not before it is known what became of what was touched last: it is the cashier's who touched it. */
static void
allow_sign_out (BrikTillWindow *self)
{
  const char *page = choose_page (self);
  GtkWidget *view = gtk_stack_get_child_by_name (self->stack, "sale");
  gboolean may_leave = FALSE;

  if (g_str_equal (page, "sale") || g_str_equal (page, "date"))
    g_object_get (brik_sale_view_get_sale (BRIK_SALE_VIEW (view)), "can-leave", &may_leave, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.sign-out", may_leave);
}

/* A change of data must not throw anybody out of the menu's pages. */
static gboolean
is_in_menu_page (BrikTillWindow *self)
{
  const char *name = gtk_stack_get_visible_child_name (self->stack);

  return g_str_equal (name, "about") || g_str_equal (name, "closing");
}

static void
on_state_changed (BrikTillWindow *self)
{
  if (!is_in_menu_page (self))
    brik_till_window_update_page (self);
}

static void
on_stack_notify_visible_child (BrikTillWindow *self)
{
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;
  gtk_widget_grab_focus (gtk_stack_get_visible_child (self->stack));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

/* On any other page a scan means nothing; that the fields there do not see it is all. */
static void
on_wedge_scan (BrikTillWindow *self, const char *text)
{
  GtkWidget *view = gtk_stack_get_child_by_name (self->stack, "sale");

  if (view != NULL)
    brik_sale_view_take_scan (BRIK_SALE_VIEW (view), text);
}

static void
on_wedge_broken (BrikTillWindow *self)
{
  on_wedge_scan (self, NULL);
}

static gboolean
on_note_timeout (gpointer user_data)
{
  BrikTillWindow *self = BRIK_TILL_WINDOW (user_data);

  self->note_source = 0;
  gtk_revealer_set_reveal_child (self->note_revealer, FALSE);
  return G_SOURCE_REMOVE;
}

/* A till is not closed by a stray key: the way out is the page that says what is unsent. */
static gboolean
brik_till_window_close_request (GtkWindow *window)
{
  BrikTillWindow *self = BRIK_TILL_WINDOW (window);

  if (self->context != NULL && !self->may_close)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.ask-to-close", NULL);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (brik_till_window_parent_class)->close_request (window);
}

/* The inspector would let anybody at the till change it. */
static gboolean
brik_till_window_enable_debugging (GtkWindow *window, gboolean toggle)
{
  return FALSE;
}

static void
brik_till_window_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikTillWindow *self = BRIK_TILL_WINDOW (object);

  switch ((BrikTillWindowProperty) id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, self->context);
      break;
    case PROP_PAGE:
      g_value_set_string (value, gtk_stack_get_visible_child_name (self->stack));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_till_window_dispose (GObject *object)
{
  BrikTillWindow *self = BRIK_TILL_WINDOW (object);

  g_clear_handle_id (&self->note_source, g_source_remove);
  g_clear_object (&self->wedge_filter);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_TILL_WINDOW);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (brik_till_window_parent_class)->dispose (object);
}

static void
brik_till_window_class_init (BrikTillWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GtkWindowClass *window_class = GTK_WINDOW_CLASS (klass);

  object_class->get_property = brik_till_window_get_property;
  object_class->dispose = brik_till_window_dispose;
  window_class->close_request = brik_till_window_close_request;
  window_class->enable_debugging = brik_till_window_enable_debugging;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, BRIK_TYPE_TILL_CONTEXT, G_PARAM_READABLE);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL, G_PARAM_READABLE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  brik_till_window_install_actions (widget_class);

  g_type_ensure (BRIK_TYPE_ABOUT_PAGE);
  g_type_ensure (BRIK_TYPE_DATE_PAGE);
  g_type_ensure (BRIK_TYPE_ENROL_PAGE);
  g_type_ensure (BRIK_TYPE_MESSAGE_PAGE);
  g_type_ensure (BRIK_TYPE_SIGN_IN_PAGE);
  g_type_ensure (BRIK_TYPE_STATUS_BAR);
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-till-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikTillWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, BrikTillWindow, trouble);
  gtk_widget_class_bind_template_child (widget_class, BrikTillWindow, closing);
  gtk_widget_class_bind_template_child (widget_class, BrikTillWindow, enrol);
  gtk_widget_class_bind_template_child (widget_class, BrikTillWindow, sign_in);
  gtk_widget_class_bind_template_child (widget_class, BrikTillWindow, note_revealer);
  gtk_widget_class_bind_template_child (widget_class, BrikTillWindow, note);
  gtk_widget_class_bind_template_callback (widget_class, on_stack_notify_visible_child);
  gtk_widget_class_bind_template_callback (widget_class, on_state_changed);
}

static void
brik_till_window_init (BrikTillWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  brik_hidden_pages_follow (GTK_WIDGET (self));
  self->wedge_filter = brik_wedge_filter_new (GTK_WIDGET (self));
  g_signal_connect_object (self->wedge_filter, "scan", G_CALLBACK (on_wedge_scan), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->wedge_filter, "broken", G_CALLBACK (on_wedge_broken), self,
                           G_CONNECT_SWAPPED);
  if (gdk_display_is_composited (gtk_widget_get_display (GTK_WIDGET (self))))
    gtk_widget_add_css_class (GTK_WIDGET (self), "composited");
  brik_till_window_update_page (self);
}

GtkWidget *
brik_till_window_new (GtkApplication *application)
{
  return g_object_new (BRIK_TYPE_TILL_WINDOW, "application", application, NULL);
}

void
brik_till_window_show_trouble (BrikTillWindow *window, const char *title, const char *text)
{
  g_return_if_fail (BRIK_IS_TILL_WINDOW (window));
  g_return_if_fail (window->context == NULL);

  g_object_set (window->trouble, "title", title, "text", text, NULL);
}

void
brik_till_window_set_context (BrikTillWindow *window, BrikTillContext *context)
{
  BrikLedger *ledger;
  GtkWidget *view;

  g_return_if_fail (BRIK_IS_TILL_WINDOW (window));
  g_return_if_fail (window->context == NULL);

  window->context = g_object_ref (context);
  view = brik_sale_view_new (context);
  gtk_stack_add_named (window->stack, view, "sale");
  g_signal_connect_object (brik_sale_view_get_scans (BRIK_SALE_VIEW (view)), "say",
                           G_CALLBACK (brik_till_window_say), window, G_CONNECT_SWAPPED);
  brik_hidden_pages_follow (GTK_WIDGET (window));
  g_object_notify_by_pspec (G_OBJECT (window), properties[PROP_CONTEXT]);

  ledger = brik_till_context_get_ledger (context);
  g_signal_connect_object (ledger, "place-changed", G_CALLBACK (on_state_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (ledger, "staff-changed", G_CALLBACK (on_state_changed), window, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::date-doubtful", G_CALLBACK (on_state_changed), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "notify::cashier-name", G_CALLBACK (on_state_changed), window,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (brik_sale_view_get_sale (BRIK_SALE_VIEW (view)), "notify::can-leave",
                           G_CALLBACK (allow_sign_out), window, G_CONNECT_SWAPPED);
  brik_till_window_update_page (window);
}

void
brik_till_window_answer (BrikTillWindow *window, const char *portal, const char *code)
{
  g_return_if_fail (BRIK_IS_TILL_WINDOW (window));
  g_return_if_fail (window->context != NULL);

  if (!brik_ledger_is_enrolled (brik_till_context_get_ledger (window->context)))
    brik_enrol_page_answer (BRIK_ENROL_PAGE (window->enrol), portal, code);
}

void
brik_till_window_say (BrikTillWindow *window, const char *text)
{
  g_return_if_fail (BRIK_IS_TILL_WINDOW (window));

  gtk_label_set_label (window->note, text);
  gtk_revealer_set_reveal_child (window->note_revealer, TRUE);
  g_clear_handle_id (&window->note_source, g_source_remove);
  window->note_source = g_timeout_add_seconds (NOTE_S, on_note_timeout, window);
}

void
brik_till_window_update_page (BrikTillWindow *window)
{
  brik_till_window_show_page (window, choose_page (window));
  allow_sign_out (window);
}

void
brik_till_window_show_page (BrikTillWindow *window, const char *name)
{
  gtk_stack_set_visible_child_name (window->stack, name);
}
