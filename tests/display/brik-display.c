/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-display.h"

#include <glib/gstdio.h>

#include "till/brik-language.h"
#include "till/brik-till-style.h"

#define PATIENCE_US (10 * G_USEC_PER_SEC)
#define TOUCH_MIN 48

typedef gboolean (*Visit) (GtkWidget *widget, gpointer user_data);

/* Visits @widget and all that is mapped below it until @visit returns TRUE, and returns where that was. */
static GtkWidget *
walk (GtkWidget *widget, Visit visit, gpointer user_data)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (visit (widget, user_data))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = walk (child, visit, user_data);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* What a label or an inscription says; NULL for any other widget. */
static const char *
get_words (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_INSCRIPTION (widget))
    return gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  return NULL;
}

static gboolean
collect_label (GtkWidget *widget, gpointer user_data)
{
  GString *text = user_data;
  const char *words = get_words (widget);

  if (words == NULL)
    return FALSE;
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, words);
  return FALSE;
}

typedef struct
{
  GType type;
  const char *text;
} Wanted;

/* GTK 4.8 tells nobody an accessible's label but by comparing it. */
static gboolean
has_accessible_label (GtkWidget *widget, const char *text)
{
  g_autofree char *difference =
    gtk_test_accessible_check_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text);

  return difference == NULL;
}

static gboolean
is_wanted (GtkWidget *widget, gpointer user_data)
{
  const Wanted *wanted = user_data;
  g_autoptr (GString) text = g_string_new (NULL);

  if (!g_type_is_a (G_OBJECT_TYPE (widget), wanted->type))
    return FALSE;
  walk (widget, collect_label, text);
  if (g_str_equal (text->str, wanted->text))
    return TRUE;
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) &&
         has_accessible_label (widget, wanted->text);
}

static gboolean
contains_text (GtkWidget *widget, gpointer user_data)
{
  const char *words = get_words (widget);

  return words != NULL && strstr (words, user_data) != NULL;
}

static gboolean
can_be_touched (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget) || GTK_IS_SWITCH (widget) || GTK_IS_SCALE (widget);
}

static gboolean
is_too_small (GtkWidget *widget, gpointer user_data)
{
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  if (!can_be_touched (widget) || !gtk_widget_get_can_target (widget))
    return FALSE;
  if (width >= TOUCH_MIN && height >= TOUCH_MIN)
    return FALSE;
  g_test_message ("%s is %d × %d px", G_OBJECT_TYPE_NAME (widget), width, height);
  return TRUE;
}

static gboolean
is_outside (GtkWidget *widget, gpointer user_data)
{
  GtkWidget *root = user_data;
  graphene_rect_t bounds;

  /* What lies in a scrolled window may well be scrolled out of sight. */
  if (!can_be_touched (widget) || gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW) != NULL ||
      !gtk_widget_compute_bounds (widget, root, &bounds))
    return FALSE;
  if (bounds.origin.x >= 0 && bounds.origin.y >= 0 &&
      bounds.origin.x + bounds.size.width <= (float) gtk_widget_get_width (root) &&
      bounds.origin.y + bounds.size.height <= (float) gtk_widget_get_height (root))
    return FALSE;
  g_test_message ("%s is outside", G_OBJECT_TYPE_NAME (widget));
  return TRUE;
}

static gboolean
on_deadline (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

void
brik_display_init (int *argc, char ***argv)
{
  g_setenv ("GTK_A11Y", "test", FALSE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_test_init (argc, argv, NULL);
  brik_language_start (g_getenv ("BRIK_TEST_LANGUAGE"));
  gtk_disable_setlocale ();
  gtk_init ();
  /* The size of type is pinned, so that layouts are the same on every machine; so is what would move. */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, "gtk-xft-dpi", 96 * 1024,
                "gtk-cursor-blink", FALSE, "gtk-theme-name", "Default", NULL);
  brik_till_style_load (gdk_display_get_default ());
}

void
brik_display_wait_until (BrikDisplayCondition condition, gpointer user_data)
{
  gboolean late = FALSE;
  guint source = g_timeout_add (PATIENCE_US / 1000, on_deadline, &late);

  while (!condition (user_data) && !late)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (late);
  g_source_remove (source);
}

static void
on_after_paint (GdkFrameClock *frames, gpointer user_data)
{
  ++*(guint *) user_data;
}

static gboolean
are_two_painted (gpointer user_data)
{
  return *(guint *) user_data >= 2;
}

/* One frame lays out, a second one shows what the first one's layout asked for. */
void
brik_display_settle (GtkWidget *widget)
{
  GdkFrameClock *frames = gtk_widget_get_frame_clock (widget);
  guint n_painted = 0;
  gulong handler = g_signal_connect (frames, "after-paint", G_CALLBACK (on_after_paint), &n_painted);

  while (g_main_context_iteration (NULL, FALSE))
    ;
  gdk_frame_clock_begin_updating (frames);
  brik_display_wait_until (are_two_painted, &n_painted);
  gdk_frame_clock_end_updating (frames);
  g_signal_handler_disconnect (frames, handler);
}

static gboolean
is_mapped (gpointer user_data)
{
  return gtk_widget_get_mapped (user_data);
}

GtkWindow *
brik_display_show (GtkWidget *widget, int width, int height)
{
  GtkWidget *window = GTK_IS_WINDOW (widget) ? widget : gtk_window_new ();

  if (window != widget)
    {
      gtk_widget_add_css_class (window, "brik-till");
      gtk_window_set_child (GTK_WINDOW (window), widget);
    }
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  gtk_window_present (GTK_WINDOW (window));
  brik_display_wait_until (is_mapped, window);
  brik_display_settle (window);
  return GTK_WINDOW (window);
}

GtkWidget *
brik_display_find (GtkWidget *root, GType type, const char *text)
{
  Wanted wanted = { type, text };

  return walk (root, is_wanted, &wanted);
}

gboolean
brik_display_shows (GtkWidget *root, const char *text)
{
  return walk (root, contains_text, (gpointer) text) != NULL;
}

typedef struct
{
  GtkWidget *root;
  const char *text;
} Shown;

static gboolean
is_shown (gpointer user_data)
{
  Shown *shown = user_data;

  return brik_display_shows (shown->root, shown->text);
}

void
brik_display_wait_for_text (GtkWidget *root, const char *text)
{
  Shown shown = { root, text };

  g_test_message ("waiting for “%s”", text);
  brik_display_wait_until (is_shown, &shown);
}

void
brik_display_click (GtkWidget *root, const char *text)
{
  GtkWidget *button = brik_display_find (root, GTK_TYPE_BUTTON, text);

  if (button == NULL)
    g_error ("No button says “%s”", text);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

void
brik_display_press_key (GtkWidget *widget, guint keyval)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);
      gboolean taken;
      if (GTK_IS_EVENT_CONTROLLER_KEY (controller))
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0, 0, &taken);
    }
}

void
brik_display_assert_fits (GtkWidget *widget, int width, int height)
{
  int minimum_width;
  int minimum_height;

  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum_width, NULL, NULL, NULL);
  g_assert_cmpint (minimum_width, <=, width);
  gtk_widget_measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum_height, NULL, NULL, NULL);
  g_assert_cmpint (minimum_height, <=, height);
}

void
brik_display_assert_touchable (GtkWidget *root)
{
  g_assert_null (walk (root, is_too_small, NULL));
}

void
brik_display_assert_inside (GtkWidget *root)
{
  g_assert_null (walk (root, is_outside, root));
}

GdkTexture *
brik_display_render (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  GskRenderer *renderer = gtk_native_get_renderer (gtk_widget_get_native (widget));
  g_autoptr (GskRenderNode) node = NULL;

  brik_display_settle (widget);
  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
  node = gtk_snapshot_free_to_node (g_steal_pointer (&snapshot));
  return gsk_renderer_render_texture (renderer, node, NULL);
}

void
brik_display_screenshot (GtkWidget *widget, const char *name)
{
  const char *folder = g_getenv ("BRIK_SCREENSHOTS");
  g_autofree char *file = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  if (folder == NULL)
    return;
  file = g_strdup_printf ("%s-%s-%dx%d.png", name, brik_language_get (), gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  path = g_build_filename (folder, file, NULL);
  texture = brik_display_render (widget);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

void
brik_display_look_at (GtkWindow *window, const char *name)
{
  static const struct
  {
    int width;
    int height;
  } sizes[] = { { 1024, 768 }, { 1366, 768 }, { 1920, 1080 } };

  for (gsize i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      gtk_window_set_default_size (window, sizes[i].width, sizes[i].height);
      brik_display_settle (GTK_WIDGET (window));
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (window)), ==, sizes[i].width);
      g_assert_cmpint (gtk_widget_get_height (GTK_WIDGET (window)), ==, sizes[i].height);
      brik_display_assert_touchable (GTK_WIDGET (window));
      brik_display_assert_inside (GTK_WIDGET (window));
      brik_display_screenshot (GTK_WIDGET (window), name);
    }
  brik_display_assert_fits (GTK_WIDGET (window), sizes[0].width, sizes[0].height);
}

void
brik_display_remove_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);
      if (g_file_test (inner, G_FILE_TEST_IS_DIR))
        brik_display_remove_folder (inner);
      else
        g_assert_cmpint (g_unlink (inner), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}
