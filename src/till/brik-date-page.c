/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-date-page.h"

#include <glib/gi18n.h>

#include "till/brik-date-answer.h"
#include "till/brik-number-pad.h"
#include "till/brik-till-closures.h"
#include "till/brik-till-style.h"

struct _BrikDatePage
{
  BrikTillPart parent_instance;
  GtkWidget *box;
  GtkLabel *text;
  GtkBox *choices;
  GtkLabel *typed;
  GtkLabel *message;
  BrikNumberPad *pad;
  char digits[BRIK_DATE_TIME_DIGITS + 1];
  gint64 times_us[BRIK_DATE_MAX_CHOICES];
  guint n_times;
  gboolean busy;
};

static guint told_signal;

G_DEFINE_FINAL_TYPE (BrikDatePage, brik_date_page, BRIK_TYPE_TILL_PART)

static BrikClock *
get_clock (BrikDatePage *self)
{
  return brik_till_context_get_clock (brik_till_part_get_context (BRIK_TILL_PART (self)));
}

static GTimeZone *
get_zone (BrikDatePage *self)
{
  GTimeZone *zone = NULL;

  g_object_get (brik_till_part_get_context (BRIK_TILL_PART (self)), "zone", &zone, NULL);
  return zone;
}

static gboolean
read_typed (BrikDatePage *self, gint64 *time_us)
{
  BrikClock *clock = get_clock (self);
  g_autoptr (GTimeZone) zone = get_zone (self);

  return brik_date_typed (self->digits, brik_clock_now (clock), brik_clock_raw (clock), zone, time_us);
}

static void
update_typed (BrikDatePage *self)
{
  g_autofree char *shown = brik_date_show_digits (self->digits);
  gsize length = strlen (self->digits);
  gint64 time_us;
  gboolean may = brik_till_part_get_context (BRIK_TILL_PART (self)) != NULL && read_typed (self, &time_us);
  gboolean whole = length == BRIK_DATE_DIGITS || length == BRIK_DATE_TIME_DIGITS;

  gtk_label_set_label (self->typed, shown);
  gtk_label_set_label (self->message, whole && !may ? brik_ledger_get_date_refusal () : "");
  brik_number_pad_set_can_enter (self->pad, may && !self->busy);
}

static void
set_busy (BrikDatePage *self, gboolean busy)
{
  self->busy = busy;
  gtk_widget_set_sensitive (GTK_WIDGET (self->choices), !busy);
  gtk_widget_set_sensitive (GTK_WIDGET (self->pad), !busy);
  update_typed (self);
}

static void
on_tell_date_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikDatePage) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean told = brik_ledger_tell_date_finish (BRIK_LEDGER (source), result, &error);

  if (self->box == NULL)
    return;
  self->digits[0] = '\0';
  set_busy (self, FALSE);
  if (told)
    g_signal_emit (self, told_signal, 0);
  else
    gtk_label_set_label (self->message, error->message);
}

static void
tell (BrikDatePage *self, gint64 time_us)
{
  if (self->busy)
    return;
  set_busy (self, TRUE);
  brik_ledger_tell_date_async (
    brik_till_context_get_ledger (brik_till_part_get_context (BRIK_TILL_PART (self))), time_us, NULL,
    on_tell_date_ready, g_object_ref (self));
}

static void
on_choose_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  guint32 index = g_variant_get_uint32 (parameter);
  BrikDatePage *self = BRIK_DATE_PAGE (widget);
  gint64 known_us = brik_clock_now (get_clock (self));

  /* While the page was looked at time went on. */
  if (index < self->n_times)
    tell (self, MAX (self->times_us[index], known_us));
}

static GtkWidget *
create_choice (BrikDatePage *self, guint index, gboolean is_known_day, GTimeZone *zone)
{
  g_autofree char *day = brik_date_format_day (self->times_us[index], zone);
  g_autofree char *clock = brik_format_clock (NULL, self->times_us[index], zone);
  g_autofree char *says = g_strdup_printf (is_known_day ? _ ("It is still %s") : _ ("It is %s"), day);
  /* Translators: the time of day that a choice stands for */
  g_autofree char *about = g_strdup_printf (_ ("about %s"), clock);
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = gtk_label_new (says);
  GtkWidget *time = gtk_label_new (about);

  gtk_widget_add_css_class (time, "time");
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (time), 0);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), time);
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "main-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "date.choose");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "u", index);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, says, -1);
  return button;
}

static void
show_choices (BrikDatePage *self, gint64 known_us, gint64 raw_us, GTimeZone *zone)
{
  g_autofree char *known_day = brik_date_format_day (known_us, zone);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->choices))) != NULL)
    gtk_box_remove (self->choices, child);
  self->n_times = brik_date_choices (known_us, raw_us, zone, self->times_us);
  for (guint i = 0; i < self->n_times; i++)
    {
      g_autofree char *day = brik_date_format_day (self->times_us[i], zone);

      gtk_box_append (self->choices, create_choice (self, i, g_str_equal (day, known_day), zone));
    }
}

/* Made anew each time the page is shown: nothing moves while it is. */
static void
ask (BrikDatePage *self)
{
  BrikClock *clock = get_clock (self);
  g_autoptr (GTimeZone) zone = get_zone (self);
  gint64 known_us = brik_clock_now (clock);
  gint64 raw_us = brik_clock_raw (clock);
  g_autofree char *known = brik_date_format_whole (known_us, zone);
  g_autofree char *raw = brik_date_format_whole (raw_us, zone);
  g_autofree char *text = g_strdup_printf (
    _ ("The machine's clock says %s. The newest that the till knows is %s. The portal does not "
       "answer, so please say which day it is: what is sold counts on it."),
    raw, known);

  gtk_label_set_label (self->text, text);
  self->digits[0] = '\0';
  show_choices (self, known_us, raw_us, zone);
  update_typed (self);
}

static void
on_pad_typed (BrikDatePage *self, const char *digit)
{
  gsize length = strlen (self->digits);

  if (length < BRIK_DATE_TIME_DIGITS)
    {
      self->digits[length] = *digit;
      self->digits[length + 1] = '\0';
    }
  update_typed (self);
}

static void
on_pad_erased (BrikDatePage *self)
{
  gsize length = strlen (self->digits);

  if (length > 0)
    self->digits[length - 1] = '\0';
  update_typed (self);
}

static void
on_pad_entered (BrikDatePage *self)
{
  gint64 time_us;

  if (read_typed (self, &time_us))
    tell (self, time_us);
}

/* Digits are a date wherever the focus is; Enter on a choice still takes that choice. */
static gboolean
on_key_pressed (BrikDatePage *self, guint keyval, guint keycode, GdkModifierType state)
{
  if (self->busy || (state & (GDK_CONTROL_MASK | GDK_ALT_MASK)) != 0)
    return GDK_EVENT_PROPAGATE;
  if ((keyval == GDK_KEY_Return || keyval == GDK_KEY_KP_Enter) && self->digits[0] == '\0')
    return GDK_EVENT_PROPAGATE;
  return brik_number_pad_press_key (self->pad, keyval);
}

static void
brik_date_page_map (GtkWidget *widget)
{
  BrikDatePage *self = BRIK_DATE_PAGE (widget);

  if (brik_till_part_get_context (BRIK_TILL_PART (self)) != NULL)
    ask (self);
  GTK_WIDGET_CLASS (brik_date_page_parent_class)->map (widget);
}

static void
brik_date_page_dispose (GObject *object)
{
  BrikDatePage *self = BRIK_DATE_PAGE (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_DATE_PAGE);
  G_OBJECT_CLASS (brik_date_page_parent_class)->dispose (object);
}

static void
brik_date_page_class_init (BrikDatePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = brik_date_page_dispose;
  widget_class->map = brik_date_page_map;

  told_signal =
    g_signal_new ("told", BRIK_TYPE_DATE_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_install_action (widget_class, "date.choose", "u", on_choose_action);

  g_type_ensure (BRIK_TYPE_NUMBER_PAD);
  gtk_widget_class_set_css_name (widget_class, "datepage");
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-date-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikDatePage, box);
  gtk_widget_class_bind_template_child (widget_class, BrikDatePage, text);
  gtk_widget_class_bind_template_child (widget_class, BrikDatePage, choices);
  gtk_widget_class_bind_template_child (widget_class, BrikDatePage, typed);
  gtk_widget_class_bind_template_child (widget_class, BrikDatePage, message);
  gtk_widget_class_bind_template_child (widget_class, BrikDatePage, pad);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_typed);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_erased);
  gtk_widget_class_bind_template_callback (widget_class, on_pad_entered);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed);
}

static void
brik_date_page_init (BrikDatePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  update_typed (self);
}
