/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-status-pill.h"

#include "till/brik-till-style.h"

struct _BrikStatusPill
{
  GtkWidget parent_instance;
  GtkWidget *button;
  GtkWidget *pill;
  GtkImage *mark;
  GtkLabel *text;
  GtkLabel *story;
  BrikMood mood;
  char *label;
  char *details;
};

typedef enum
{
  PROP_MOOD = 1,
  PROP_LABEL,
  PROP_DETAILS,
} BrikStatusPillProperty;

static GParamSpec *properties[PROP_DETAILS + 1];

G_DEFINE_FINAL_TYPE (BrikStatusPill, brik_status_pill, GTK_TYPE_WIDGET)

static void
set_mood (BrikStatusPill *self, BrikMood mood)
{
  brik_mood_show (mood, self->mood, self->mark, self->pill);
  self->mood = mood;
}

/* What is shown and what a screen reader says are the same words. */
static void
set_label (BrikStatusPill *self, const char *label)
{
  g_free (self->label);
  self->label = g_strdup (label);
  gtk_label_set_label (self->text, label != NULL ? label : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label != NULL ? label : "", -1);
  gtk_widget_set_visible (GTK_WIDGET (self), label != NULL && *label != '\0');
}

static void
set_details (BrikStatusPill *self, const char *details)
{
  gboolean any = details != NULL && *details != '\0';

  g_free (self->details);
  self->details = g_strdup (details);
  gtk_label_set_label (self->story, any ? details : "");
  gtk_widget_set_can_target (GTK_WIDGET (self), any);
  gtk_widget_set_can_focus (GTK_WIDGET (self), any);
}

static void
brik_status_pill_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikStatusPill *self = BRIK_STATUS_PILL (object);

  switch ((BrikStatusPillProperty) id)
    {
    case PROP_MOOD:
      g_value_set_enum (value, self->mood);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_DETAILS:
      g_value_set_string (value, self->details);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_status_pill_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikStatusPill *self = BRIK_STATUS_PILL (object);

  switch ((BrikStatusPillProperty) id)
    {
    case PROP_MOOD:
      set_mood (self, g_value_get_enum (value));
      break;
    case PROP_LABEL:
      set_label (self, g_value_get_string (value));
      break;
    case PROP_DETAILS:
      set_details (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_status_pill_dispose (GObject *object)
{
  BrikStatusPill *self = BRIK_STATUS_PILL (object);

  g_clear_pointer (&self->button, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_STATUS_PILL);
  G_OBJECT_CLASS (brik_status_pill_parent_class)->dispose (object);
}

static void
brik_status_pill_finalize (GObject *object)
{
  BrikStatusPill *self = BRIK_STATUS_PILL (object);

  g_free (self->label);
  g_free (self->details);
  G_OBJECT_CLASS (brik_status_pill_parent_class)->finalize (object);
}

static void
brik_status_pill_class_init (BrikStatusPillClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_status_pill_get_property;
  object_class->set_property = brik_status_pill_set_property;
  object_class->dispose = brik_status_pill_dispose;
  object_class->finalize = brik_status_pill_finalize;

  properties[PROP_MOOD] =
    g_param_spec_enum ("mood", NULL, NULL, BRIK_TYPE_MOOD, BRIK_MOOD_PLAIN, G_PARAM_READWRITE);
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_READWRITE);
  properties[PROP_DETAILS] = g_param_spec_string ("details", NULL, NULL, NULL, G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-status-pill.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikStatusPill, button);
  gtk_widget_class_bind_template_child (widget_class, BrikStatusPill, pill);
  gtk_widget_class_bind_template_child (widget_class, BrikStatusPill, mark);
  gtk_widget_class_bind_template_child (widget_class, BrikStatusPill, text);
  gtk_widget_class_bind_template_child (widget_class, BrikStatusPill, story);
}

static void
brik_status_pill_init (BrikStatusPill *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  set_mood (self, BRIK_MOOD_PLAIN);
  set_label (self, NULL);
  set_details (self, NULL);
}
