/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sign-in-page.h"

#include <glib/gi18n.h>
#include <string.h>

#include "core/brik-limits.h"
#include "till/brik-number-pad.h"
#include "till/brik-till-style.h"

/* A right PIN is checked well within this; after it the ledger is holding back a guesser. */
#define PATIENCE_MS 1500

struct _BrikSignInPage
{
  BrikTillPart parent_instance;
  GtkWidget *box;
  GtkFlowBox *names;
  GtkLabel *prompt;
  GtkLabel *name;
  GtkLabel *dots;
  GtkLabel *message;
  BrikNumberPad *pad;
  GCancellable *cancellable;
  GPtrArray *people; /* (element-type BrikStaffRecord) */
  char *staff;
  char pin[BRIK_LIMIT_PIN + 1];
  guint patience_source;
  gboolean busy;
};

typedef enum
{
  PROP_STAFF = 1,
} BrikSignInPageProperty;

static GParamSpec *properties[PROP_STAFF + 1];

G_DEFINE_FINAL_TYPE (BrikSignInPage, brik_sign_in_page, BRIK_TYPE_TILL_PART)

static void
say (BrikSignInPage *self, const char *text)
{
  gtk_label_set_label (self->message, text);
}

static const BrikStaffRecord *
find_person (BrikSignInPage *self, const char *staff)
{
  for (guint i = 0; self->people != NULL && i < self->people->len; i++)
    {
      const BrikStaffRecord *person = g_ptr_array_index (self->people, i);
      if (person->active && g_str_equal (person->id, staff))
        return person;
    }
  return NULL;
}

static void
update (BrikSignInPage *self)
{
  g_autoptr (GString) dots = g_string_new (NULL);
  gboolean chosen = *self->staff != '\0';
  gsize length = strlen (self->pin);
  const BrikStaffRecord *person = find_person (self, self->staff);

  for (gsize i = 0; i < length; i++)
    g_string_append (dots, i == 0 ? "●" : " ●");
  gtk_label_set_label (self->dots, length > 0 ? dots->str : " ");
  gtk_label_set_label (self->prompt, chosen ? _ ("Type your PIN") : _ ("Touch your name"));
  gtk_label_set_label (self->name, person != NULL ? person->name : " ");
  gtk_widget_set_sensitive (GTK_WIDGET (self->pad), chosen && !self->busy);
  brik_number_pad_set_can_enter (self->pad, chosen && length > 0 && !self->busy);
}

static void
clear_pin (BrikSignInPage *self)
{
  explicit_bzero (self->pin, sizeof self->pin);
  update (self);
}

static void
set_staff (BrikSignInPage *self, const char *staff)
{
  if (g_strcmp0 (self->staff, staff) == 0 || self->busy)
    return;
  g_free (self->staff);
  self->staff = g_strdup (staff != NULL ? staff : "");
  say (self, "");
  clear_pin (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STAFF]);
}

/* Each name is a radio button of the action `sign-in.staff`. */
static GtkWidget *
create_tile (const BrikStaffRecord *staff)
{
  GtkWidget *name = gtk_label_new (staff->name);
  GtkWidget *tile = gtk_toggle_button_new ();

  gtk_label_set_wrap (GTK_LABEL (name), TRUE);
  gtk_label_set_justify (GTK_LABEL (name), GTK_JUSTIFY_CENTER);
  gtk_label_set_lines (GTK_LABEL (name), 2);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 14);
  gtk_button_set_child (GTK_BUTTON (tile), name);
  gtk_widget_add_css_class (tile, "tile");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (tile), "sign-in.staff");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (tile), "s", staff->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (tile), GTK_ACCESSIBLE_PROPERTY_LABEL, staff->name, -1);
  return tile;
}

static void
append_tile (BrikSignInPage *self, const BrikStaffRecord *staff)
{
  GtkWidget *child = gtk_flow_box_child_new ();

  /* The button takes the focus and the touch, not the cell around it. */
  gtk_widget_set_focusable (child, FALSE);
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), create_tile (staff));
  gtk_flow_box_append (self->names, child);
}

static void
clear_tiles (BrikSignInPage *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->names))) != NULL)
    gtk_flow_box_remove (self->names, child);
}

static void
show_people (BrikSignInPage *self)
{
  const BrikStaffRecord *only = NULL;
  guint n_active = 0;

  clear_tiles (self);
  for (guint i = 0; i < self->people->len; i++)
    {
      const BrikStaffRecord *person = g_ptr_array_index (self->people, i);
      if (!person->active)
        continue;
      append_tile (self, person);
      only = person;
      n_active++;
    }
  if (find_person (self, self->staff) == NULL)
    set_staff (self, n_active == 1 ? only->id : "");
}

static void
on_staff_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) people = brik_ledger_list_staff_finish (BRIK_LEDGER (source), result, &error);

  if (people != NULL)
    {
      g_clear_pointer (&self->people, g_ptr_array_unref);
      self->people = g_steal_pointer (&people);
      show_people (self);
    }
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self, error->message);
}

static void
list_staff (BrikSignInPage *self)
{
  brik_ledger_list_staff_async (
    brik_till_context_get_ledger (brik_till_part_get_context (BRIK_TILL_PART (self))), self->cancellable,
    on_staff_ready, g_object_ref (self));
}

static void
set_busy (BrikSignInPage *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->names), !busy);
  g_clear_handle_id (&self->patience_source, g_source_remove);
  update (self);
}

static gboolean
on_patience (gpointer user_data)
{
  BrikSignInPage *self = BRIK_SIGN_IN_PAGE (user_data);

  self->patience_source = 0;
  say (self, _ ("One moment. After several wrong PINs the answer takes longer each time."));
  return G_SOURCE_REMOVE;
}

static void
finish_sign_in (BrikSignInPage *self)
{
  const BrikStaffRecord *person = find_person (self, self->staff);

  brik_till_context_set_cashier_name (brik_till_part_get_context (BRIK_TILL_PART (self)),
                                      person != NULL ? person->name : self->staff);
  say (self, "");
  set_staff (self, "");
}

static void
on_sign_in_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikSignInPage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean signed_in = brik_ledger_sign_in_finish (BRIK_LEDGER (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->box == NULL)
    return;
  set_busy (self, FALSE);
  if (signed_in)
    finish_sign_in (self);
  else
    say (self, error != NULL ? error->message : _ ("Wrong PIN. Try again."));
}

static void
sign_in (BrikSignInPage *self)
{
  if (*self->pin == '\0' || *self->staff == '\0' || self->busy)
    return;
  brik_ledger_sign_in_async (
    brik_till_context_get_ledger (brik_till_part_get_context (BRIK_TILL_PART (self))), self->staff, self->pin,
    self->cancellable, on_sign_in_ready, g_object_ref (self));
  clear_pin (self);
  say (self, "");
  set_busy (self, TRUE);
  self->patience_source = g_timeout_add (PATIENCE_MS, on_patience, self);
}

static void
on_pad_typed (BrikSignInPage *self, const char *digit)
{
  gsize length = strlen (self->pin);

  if (length < BRIK_LIMIT_PIN)
    self->pin[length] = *digit;
  say (self, "");
  update (self);
}

static void
on_pad_erased (BrikSignInPage *self)
{
  gsize length = strlen (self->pin);

  if (length > 0)
    self->pin[length - 1] = '\0';
  update (self);
}

/* Digits are a PIN wherever the focus is; Enter on a name that has the focus still chooses that name. */
static gboolean
on_key_pressed (BrikSignInPage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (*self->staff == '\0' || self->busy || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && *self->pin == '\0')
    return GDK_EVENT_PROPAGATE;
  return brik_number_pad_press_key (self->pad, keyval);
}

static void
brik_sign_in_page_begin (BrikTillPart *part)
{
  BrikLedger *ledger = brik_till_context_get_ledger (brik_till_part_get_context (part));

  g_signal_connect_object (ledger, "staff-changed", G_CALLBACK (list_staff), part, G_CONNECT_SWAPPED);
  list_staff (BRIK_SIGN_IN_PAGE (part));
}

static void
brik_sign_in_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikSignInPage *self = BRIK_SIGN_IN_PAGE (object);

  switch ((BrikSignInPageProperty) id)
    {
    case PROP_STAFF:
      g_value_set_string (value, self->staff);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sign_in_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikSignInPage *self = BRIK_SIGN_IN_PAGE (object);

  switch ((BrikSignInPageProperty) id)
    {
    case PROP_STAFF:
      set_staff (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sign_in_page_dispose (GObject *object)
{
  BrikSignInPage *self = BRIK_SIGN_IN_PAGE (object);

  g_clear_handle_id (&self->patience_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_SIGN_IN_PAGE);
  G_OBJECT_CLASS (brik_sign_in_page_parent_class)->dispose (object);
}

static void
brik_sign_in_page_finalize (GObject *object)
{
  BrikSignInPage *self = BRIK_SIGN_IN_PAGE (object);

  explicit_bzero (self->pin, sizeof self->pin);
  g_clear_pointer (&self->people, g_ptr_array_unref);
  g_free (self->staff);
  g_object_unref (self->cancellable);
  G_OBJECT_CLASS (brik_sign_in_page_parent_class)->finalize (object);
}

static void
brik_sign_in_page_class_init (BrikSignInPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_sign_in_page_get_property;
  object_class->set_property = brik_sign_in_page_set_property;
  object_class->dispose = brik_sign_in_page_dispose;
  object_class->finalize = brik_sign_in_page_finalize;
  BRIK_TILL_PART_CLASS (klass)->begin = brik_sign_in_page_begin;

  properties[PROP_STAFF] =
    g_param_spec_string ("staff", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  gtk_widget_class_install_property_action (widget_class, "sign-in.staff", "staff");

  g_type_ensure (BRIK_TYPE_NUMBER_PAD);
  gtk_widget_class_set_css_name (widget_class, "signinpage");
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-sign-in-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikSignInPage, box);
  gtk_widget_class_bind_template_child (widget_class, BrikSignInPage, names);
  gtk_widget_class_bind_template_child (widget_class, BrikSignInPage, prompt);
  gtk_widget_class_bind_template_child (widget_class, BrikSignInPage, name);
  gtk_widget_class_bind_template_child (widget_class, BrikSignInPage, dots);
  gtk_widget_class_bind_template_child (widget_class, BrikSignInPage, message);
  gtk_widget_class_bind_template_child (widget_class, BrikSignInPage, pad);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_erased);
  gtk_widget_class_bind_template_callback (widget_class, sign_in);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
}

static void
brik_sign_in_page_init (BrikSignInPage *self)
{
  self->staff = g_strdup ("");
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  update (self);
}
