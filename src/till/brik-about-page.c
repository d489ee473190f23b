/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-about-page.h"

#include <glib/gi18n.h>

#include "brik-config.h"
#include "till/brik-language.h"
#include "till/brik-till-style.h"

struct _BrikAboutPage
{
  GtkWidget parent_instance;
  GtkWidget *scroll;
  GtkLabel *version;
  GtkLabel *renderer;
  GtkLabel *till;
  GtkLabel *portal;
  GtkLabel *language;
  BrikTillContext *context;
};

typedef enum
{
  PROP_CONTEXT = 1,
} BrikAboutPageProperty;

static GParamSpec *properties[PROP_CONTEXT + 1];

G_DEFINE_FINAL_TYPE (BrikAboutPage, brik_about_page, GTK_TYPE_WIDGET)

static const char *
or_none (const char *text)
{
  return text != NULL ? text : _ ("not connected yet");
}

static void
show_facts (BrikAboutPage *self)
{
  BrikLedger *ledger = self->context != NULL ? brik_till_context_get_ledger (self->context) : NULL;
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (GTK_WIDGET (self)));

  gtk_label_set_label (self->version, BRIK_VERSION);
  gtk_label_set_label (self->language, g_str_equal (brik_language_get (), "da") ? "Dansk" : "English");
  gtk_label_set_label (self->renderer, renderer != NULL ? G_OBJECT_TYPE_NAME (renderer) : "–");
  gtk_label_set_label (self->till, or_none (ledger != NULL ? brik_ledger_get_till (ledger) : NULL));
  gtk_label_set_label (self->portal, or_none (ledger != NULL ? brik_ledger_get_portal (ledger) : NULL));
}

static void
brik_about_page_map (GtkWidget *widget)
{
  show_facts (BRIK_ABOUT_PAGE (widget));
  GTK_WIDGET_CLASS (brik_about_page_parent_class)->map (widget);
}

static void
brik_about_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikAboutPage *self = BRIK_ABOUT_PAGE (object);

  switch ((BrikAboutPageProperty) id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, self->context);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_about_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikAboutPage *self = BRIK_ABOUT_PAGE (object);

  switch ((BrikAboutPageProperty) id)
    {
    case PROP_CONTEXT:
      g_set_object (&self->context, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_about_page_dispose (GObject *object)
{
  BrikAboutPage *self = BRIK_ABOUT_PAGE (object);

  g_clear_object (&self->context);
  g_clear_pointer (&self->scroll, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_ABOUT_PAGE);
  G_OBJECT_CLASS (brik_about_page_parent_class)->dispose (object);
}

static void
brik_about_page_class_init (BrikAboutPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_about_page_get_property;
  object_class->set_property = brik_about_page_set_property;
  object_class->dispose = brik_about_page_dispose;
  widget_class->map = brik_about_page_map;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, BRIK_TYPE_TILL_CONTEXT, G_PARAM_READWRITE);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "aboutpage");
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-about-page.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikAboutPage, scroll);
  gtk_widget_class_bind_template_child (widget_class, BrikAboutPage, version);
  gtk_widget_class_bind_template_child (widget_class, BrikAboutPage, renderer);
  gtk_widget_class_bind_template_child (widget_class, BrikAboutPage, till);
  gtk_widget_class_bind_template_child (widget_class, BrikAboutPage, portal);
  gtk_widget_class_bind_template_child (widget_class, BrikAboutPage, language);
}

static void
brik_about_page_init (BrikAboutPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
