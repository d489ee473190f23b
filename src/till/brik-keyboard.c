/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-keyboard.h"

#include <glib/gi18n.h>

#define GAP 6

struct _BrikKeyboard
{
  GtkWidget parent_instance;
  GtkWidget *grid;
};

/* The Danish layout; the place at the end of the first row is the eraser's. */
static const char *const rows[] = { "1234567890", "qwertyuiopå", "asdfghjklæø", "zxcvbnm.-:/" };

static guint typed_signal;
static guint erased_signal;

G_DEFINE_FINAL_TYPE (BrikKeyboard, brik_keyboard, GTK_TYPE_WIDGET)

static void
on_type_action (GtkWidget *widget, const char *action, GVariant *character)
{
  g_signal_emit (widget, typed_signal, 0, g_variant_get_string (character, NULL));
}

static void
on_erase_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_signal_emit (widget, erased_signal, 0);
}

static GtkWidget *
create_key (const char *character)
{
  GtkWidget *key = gtk_button_new_with_label (character);

  gtk_widget_set_focus_on_click (key, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (key), "keyboard.type");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (key), "s", character);
  return key;
}

static GtkWidget *
create_eraser (void)
{
  GtkWidget *key = gtk_button_new_from_icon_name ("brik-erase-symbolic");

  gtk_widget_set_focus_on_click (key, FALSE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (key), "keyboard.erase");
  gtk_accessible_update_property (GTK_ACCESSIBLE (key), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Erase"), -1);
  return key;
}

/* Returns: how many keys there are in the row. */
static int
attach_row (BrikKeyboard *self, int row)
{
  int column = 0;

  for (const char *next = rows[row]; *next != '\0'; next = g_utf8_next_char (next))
    {
      char character[7] = "";
      g_unichar_to_utf8 (g_utf8_get_char (next), character);
      gtk_grid_attach (GTK_GRID (self->grid), create_key (character), column++, row, 1, 1);
    }
  return column;
}

static void
brik_keyboard_dispose (GObject *object)
{
  BrikKeyboard *self = BRIK_KEYBOARD (object);

  g_clear_pointer (&self->grid, gtk_widget_unparent);
  G_OBJECT_CLASS (brik_keyboard_parent_class)->dispose (object);
}

static void
brik_keyboard_class_init (BrikKeyboardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = brik_keyboard_dispose;

  typed_signal = g_signal_new ("typed", BRIK_TYPE_KEYBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 1, G_TYPE_STRING);
  erased_signal =
    g_signal_new ("erased", BRIK_TYPE_KEYBOARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_install_action (widget_class, "keyboard.type", "s", on_type_action);
  gtk_widget_class_install_action (widget_class, "keyboard.erase", NULL, on_erase_action);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "keyboard");
}

static void
brik_keyboard_init (BrikKeyboard *self)
{
  self->grid = g_object_new (GTK_TYPE_GRID, "row-spacing", GAP, "column-spacing", GAP, "row-homogeneous",
                             TRUE, "column-homogeneous", TRUE, NULL);
  gtk_widget_set_parent (self->grid, GTK_WIDGET (self));
  for (int row = 0; row < (int) G_N_ELEMENTS (rows); row++)
    {
      int n_keys = attach_row (self, row);
      if (row == 0)
        gtk_grid_attach (GTK_GRID (self->grid), create_eraser (), n_keys, row, 1, 1);
    }
}
