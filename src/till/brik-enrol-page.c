/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-enrol-page.h"

#include "till/brik-keyboard.h"
#include "till/brik-till-style.h"

struct _BrikEnrolPage
{
  BrikTillPart parent_instance;
  GtkWidget *scroll;
  GtkEditable *portal;
  GtkEditable *code;
  GtkLabel *problem;
  GtkSpinner *spinner;
  GCancellable *cancellable;
  gboolean busy;
};

static guint enrolled_signal;

G_DEFINE_FINAL_TYPE (BrikEnrolPage, brik_enrol_page, BRIK_TYPE_TILL_PART)

static char *
dup_stripped (GtkEditable *editable)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (editable)));
}

static void
update_actions (BrikEnrolPage *self)
{
  g_autofree char *portal = dup_stripped (self->portal);
  g_autofree char *code = dup_stripped (self->code);
  gboolean complete = *portal != '\0' && *code != '\0' &&
                      brik_till_part_get_context (BRIK_TILL_PART (self)) != NULL && !self->busy;

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "enrol.start", complete);
}

static void
set_busy (BrikEnrolPage *self, gboolean busy)
{
  self->busy = busy;
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->portal), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->code), !busy);
  update_actions (self);
}

static void
say_problem (BrikEnrolPage *self, const char *text)
{
  gtk_label_set_label (self->problem, text);
}

/* A code is used up by being taken: if only the first snapshot was cut off, sync fetches it by itself. */
static gboolean
is_enrolled (BrikEnrolPage *self)
{
  BrikTillContext *context = brik_till_part_get_context (BRIK_TILL_PART (self));

  return context != NULL && brik_ledger_is_enrolled (brik_till_context_get_ledger (context));
}

static void
on_enrol_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikEnrolPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (brik_sync_enrol_finish (BRIK_SYNC (source), result, &error) || is_enrolled (self))
    {
      gtk_editable_set_text (self->code, "");
      set_busy (self, FALSE);
      g_signal_emit (self, enrolled_signal, 0);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  set_busy (self, FALSE);
  say_problem (self, error->message);
  gtk_widget_grab_focus (GTK_WIDGET (brik_error_is_unreachable (error) ? self->portal : self->code));
}

static void
on_start_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrikEnrolPage *self = BRIK_ENROL_PAGE (widget);
  g_autofree char *portal = dup_stripped (self->portal);
  g_autofree char *code = dup_stripped (self->code);

  set_busy (self, TRUE);
  say_problem (self, "");
  brik_sync_enrol_async (brik_till_context_get_sync (brik_till_part_get_context (BRIK_TILL_PART (self))),
                         portal, code, self->cancellable, on_enrol_ready, g_object_ref (self));
}

/* The keyboard types where the person was typing, and else into the code. */
static GtkEditable *
get_target (BrikEnrolPage *self)
{
  GtkEditable *text = gtk_editable_get_delegate (self->portal);

  return gtk_widget_has_focus (GTK_WIDGET (text)) ? self->portal : self->code;
}

static void
on_key_typed (BrikEnrolPage *self, const char *character)
{
  GtkEditable *target = get_target (self);
  int position;

  gtk_editable_delete_selection (target);
  position = gtk_editable_get_position (target);
  gtk_editable_insert_text (target, character, -1, &position);
  gtk_editable_set_position (target, position);
}

static void
on_key_erased (BrikEnrolPage *self)
{
  GtkEditable *target = get_target (self);
  int position = gtk_editable_get_position (target);

  if (gtk_editable_get_selection_bounds (target, NULL, NULL))
    gtk_editable_delete_selection (target);
  else if (position > 0)
    gtk_editable_delete_text (target, position - 1, position);
}

static void
on_code_activate (BrikEnrolPage *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "enrol.start", NULL);
}

static void
on_portal_activate (BrikEnrolPage *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self->code));
}

static void
brik_enrol_page_begin (BrikTillPart *part)
{
  update_actions (BRIK_ENROL_PAGE (part));
}

static gboolean
brik_enrol_page_grab_focus (GtkWidget *widget)
{
  BrikEnrolPage *self = BRIK_ENROL_PAGE (widget);
  const char *portal = gtk_editable_get_text (self->portal);

  return gtk_widget_grab_focus (GTK_WIDGET (*portal == '\0' ? self->portal : self->code));
}

static void
brik_enrol_page_dispose (GObject *object)
{
  BrikEnrolPage *self = BRIK_ENROL_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->scroll, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_ENROL_PAGE);
  G_OBJECT_CLASS (brik_enrol_page_parent_class)->dispose (object);
}

static void
brik_enrol_page_finalize (GObject *object)
{
  g_object_unref (BRIK_ENROL_PAGE (object)->cancellable);
  G_OBJECT_CLASS (brik_enrol_page_parent_class)->finalize (object);
}

static void
brik_enrol_page_class_init (BrikEnrolPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = brik_enrol_page_dispose;
  object_class->finalize = brik_enrol_page_finalize;
  widget_class->grab_focus = brik_enrol_page_grab_focus;
  BRIK_TILL_PART_CLASS (klass)->begin = brik_enrol_page_begin;

  enrolled_signal =
    g_signal_new ("enrolled", BRIK_TYPE_ENROL_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "enrol.start", NULL, on_start_action);

  g_type_ensure (BRIK_TYPE_KEYBOARD);
  gtk_widget_class_set_css_name (widget_class, "enrolpage");
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-enrol-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikEnrolPage, scroll);
  gtk_widget_class_bind_template_child (widget_class, BrikEnrolPage, portal);
  gtk_widget_class_bind_template_child (widget_class, BrikEnrolPage, code);
  gtk_widget_class_bind_template_child (widget_class, BrikEnrolPage, problem);
  gtk_widget_class_bind_template_child (widget_class, BrikEnrolPage, spinner);
  gtk_widget_class_bind_template_callback (widget_class, update_actions);
  gtk_widget_class_bind_template_callback (widget_class, on_portal_activate);
  gtk_widget_class_bind_template_callback (widget_class, on_key_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_key_erased);
  gtk_widget_class_bind_template_callback (widget_class, on_code_activate);
}

static void
brik_enrol_page_init (BrikEnrolPage *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update_actions (self);
}

void
brik_enrol_page_answer (BrikEnrolPage *page, const char *portal, const char *code)
{
  g_return_if_fail (BRIK_IS_ENROL_PAGE (page));

  if (portal != NULL)
    gtk_editable_set_text (page->portal, portal);
  if (code != NULL)
    gtk_editable_set_text (page->code, code);
  if (portal != NULL && code != NULL)
    gtk_widget_activate_action (GTK_WIDGET (page), "enrol.start", NULL);
}
