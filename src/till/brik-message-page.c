/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-message-page.h"

#include "till/brik-till-style.h"

struct _BrikMessagePage
{
  GtkWidget parent_instance;
  GtkWidget *scroll;
  GtkImage *mark;
  GtkSpinner *spinner;
  GtkLabel *title;
  GtkLabel *text;
  GtkButton *main_button;
  GtkButton *other_button;
  BrikMood mood;
};

typedef enum
{
  PROP_MOOD = 1,
  PROP_TITLE,
  PROP_TEXT,
  PROP_BUSY,
  PROP_MAIN_LABEL,
  PROP_MAIN_ACTION,
  PROP_OTHER_LABEL,
  PROP_OTHER_ACTION,
} BrikMessagePageProperty;

static GParamSpec *properties[PROP_OTHER_ACTION + 1];

G_DEFINE_FINAL_TYPE (BrikMessagePage, brik_message_page, GTK_TYPE_WIDGET)

static void
set_mood (BrikMessagePage *self, BrikMood mood)
{
  brik_mood_show (mood, self->mood, self->mark, GTK_WIDGET (self->mark));
  self->mood = mood;
}

static void
set_busy (BrikMessagePage *self, gboolean busy)
{
  gtk_spinner_set_spinning (self->spinner, busy);
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), busy);
}

static void
set_button_label (GtkButton *button, const char *label)
{
  gtk_button_set_label (button, label != NULL ? label : "");
  gtk_widget_set_visible (GTK_WIDGET (button), label != NULL);
}

static void
brik_message_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikMessagePage *self = BRIK_MESSAGE_PAGE (object);

  switch ((BrikMessagePageProperty) id)
    {
    case PROP_MOOD:
      g_value_set_enum (value, self->mood);
      break;
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_label (self->title));
      break;
    case PROP_TEXT:
      g_value_set_string (value, gtk_label_get_label (self->text));
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, gtk_spinner_get_spinning (self->spinner));
      break;
    case PROP_MAIN_LABEL:
      g_value_set_string (value, gtk_button_get_label (self->main_button));
      break;
    case PROP_MAIN_ACTION:
      g_value_set_string (value, gtk_actionable_get_action_name (GTK_ACTIONABLE (self->main_button)));
      break;
    case PROP_OTHER_LABEL:
      g_value_set_string (value, gtk_button_get_label (self->other_button));
      break;
    case PROP_OTHER_ACTION:
      g_value_set_string (value, gtk_actionable_get_action_name (GTK_ACTIONABLE (self->other_button)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_message_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikMessagePage *self = BRIK_MESSAGE_PAGE (object);

  switch ((BrikMessagePageProperty) id)
    {
    case PROP_MOOD:
      set_mood (self, g_value_get_enum (value));
      break;
    case PROP_TITLE:
      gtk_label_set_label (self->title, g_value_get_string (value));
      break;
    case PROP_TEXT:
      gtk_label_set_label (self->text, g_value_get_string (value));
      break;
    case PROP_BUSY:
      set_busy (self, g_value_get_boolean (value));
      break;
    case PROP_MAIN_LABEL:
      set_button_label (self->main_button, g_value_get_string (value));
      break;
    case PROP_MAIN_ACTION:
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->main_button), g_value_get_string (value));
      break;
    case PROP_OTHER_LABEL:
      set_button_label (self->other_button, g_value_get_string (value));
      break;
    case PROP_OTHER_ACTION:
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->other_button), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_message_page_dispose (GObject *object)
{
  BrikMessagePage *self = BRIK_MESSAGE_PAGE (object);

  g_clear_pointer (&self->scroll, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_MESSAGE_PAGE);
  G_OBJECT_CLASS (brik_message_page_parent_class)->dispose (object);
}

static void
brik_message_page_class_init (BrikMessagePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_message_page_get_property;
  object_class->set_property = brik_message_page_set_property;
  object_class->dispose = brik_message_page_dispose;

  properties[PROP_MOOD] =
    g_param_spec_enum ("mood", NULL, NULL, BRIK_TYPE_MOOD, BRIK_MOOD_PLAIN, G_PARAM_READWRITE);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE);
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READWRITE);
  properties[PROP_MAIN_LABEL] = g_param_spec_string ("main-label", NULL, NULL, NULL, G_PARAM_READWRITE);
  properties[PROP_MAIN_ACTION] = g_param_spec_string ("main-action", NULL, NULL, NULL, G_PARAM_READWRITE);
  properties[PROP_OTHER_LABEL] = g_param_spec_string ("other-label", NULL, NULL, NULL, G_PARAM_READWRITE);
  properties[PROP_OTHER_ACTION] = g_param_spec_string ("other-action", NULL, NULL, NULL, G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "messagepage");
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-message-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikMessagePage, scroll);
  gtk_widget_class_bind_template_child (widget_class, BrikMessagePage, mark);
  gtk_widget_class_bind_template_child (widget_class, BrikMessagePage, spinner);
  gtk_widget_class_bind_template_child (widget_class, BrikMessagePage, title);
  gtk_widget_class_bind_template_child (widget_class, BrikMessagePage, text);
  gtk_widget_class_bind_template_child (widget_class, BrikMessagePage, main_button);
  gtk_widget_class_bind_template_child (widget_class, BrikMessagePage, other_button);
}

static void
brik_message_page_init (BrikMessagePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_mood (self, BRIK_MOOD_PLAIN);
}
