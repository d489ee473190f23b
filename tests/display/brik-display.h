/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What every display test stands on: GTK started with the till's looks and a language, widgets found by what
 * a person reads on them, pressed, measured and drawn. */

/* First thing in main (). The language is that of BRIK_TEST_LANGUAGE, Danish without. */
void brik_display_init (int *argc, char ***argv);

/* Runs the main loop until @condition holds; fails the test after ten seconds. */
typedef gboolean (*BrikDisplayCondition) (gpointer user_data);
void brik_display_wait_until (BrikDisplayCondition condition, gpointer user_data);
/* Runs the main loop until nothing is left to do and what is shown has been laid out. */
void brik_display_settle (GtkWidget *widget);

/* Puts a window, or a widget in a window of its own with the till's looks, on the screen at that size.
 * Returns the window: destroy it with gtk_window_destroy (). */
GtkWindow *brik_display_show (GtkWidget *widget, int width, int height);

/* The first mapped widget of @type at or below @root that shows @text: its own label, its tooltip-free
 * accessible label, or all that its children's labels say. NULL where there is none. */
GtkWidget *brik_display_find (GtkWidget *root, GType type, const char *text);
/* Whether a mapped label at or below @root contains @text. */
gboolean brik_display_shows (GtkWidget *root, const char *text);
/* The same, waited for. */
void brik_display_wait_for_text (GtkWidget *root, const char *text);

/* Finds the button that says @text, which must be there and sensitive, and clicks it. */
void brik_display_click (GtkWidget *root, const char *text);
/* Gives a key to @widget's own key controller, as the keyboard would. */
void brik_display_press_key (GtkWidget *widget, guint keyval);

/* Fails where @widget needs more than that: what does not fit is silently cut off. */
void brik_display_assert_fits (GtkWidget *widget, int width, int height);
/* Fails where anything mapped below @root that can be touched is under 48 px either way. */
void brik_display_assert_touchable (GtkWidget *root);
/* Fails where anything mapped that can be touched leaves @root, other than by scrolling. */
void brik_display_assert_inside (GtkWidget *root);

/* What must hold of every page, at each size from 1024 × 768 to 1920 × 1080: it fits, nothing that can be
 * touched is too small or outside; and a picture of each under @name. */
void brik_display_look_at (GtkWindow *window, const char *name);

/* Draws @widget. */
GdkTexture *brik_display_render (GtkWidget *widget);
/* Draws it into NAME-LANGUAGE-WIDTHxHEIGHT.png in the folder that BRIK_SCREENSHOTS names, if it does. */
void brik_display_screenshot (GtkWidget *widget, const char *name);

/* Removes a folder that a test has made, with all that is in it. */
void brik_display_remove_folder (const char *path);

G_END_DECLS
