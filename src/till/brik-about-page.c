/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-about-page.h"

#include <glib/gi18n.h>

#include "brik-config.h"
#include "till/brik-language.h"
#include "till/brik-till-style.h"

struct _BrikAboutPage
{
  BrikTillPart parent_instance;
  GtkWidget *scroll;
  GtkLabel *version;
  GtkLabel *renderer;
  GtkLabel *till;
  GtkLabel *portal;
  GtkLabel *language;
};

G_DEFINE_FINAL_TYPE (BrikAboutPage, brik_about_page, BRIK_TYPE_TILL_PART)

static const char *
or_none (const char *text)
{
  return text != NULL ? text : _ ("not connected yet");
}

static void
show_facts (BrikAboutPage *self)
{
  BrikTillContext *context = brik_till_part_get_context (BRIK_TILL_PART (self));
  BrikLedger *ledger = context != NULL ? brik_till_context_get_ledger (context) : NULL;
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
brik_about_page_dispose (GObject *object)
{
  BrikAboutPage *self = BRIK_ABOUT_PAGE (object);

  g_clear_pointer (&self->scroll, gtk_widget_unparent);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_ABOUT_PAGE);
  G_OBJECT_CLASS (brik_about_page_parent_class)->dispose (object);
}

static void
brik_about_page_class_init (BrikAboutPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = brik_about_page_dispose;
  widget_class->map = brik_about_page_map;

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
