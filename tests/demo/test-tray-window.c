/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-tray-person.h"
#include "demo/brik-tray-window.h"
#include "line-process.h"

#define ALMA "04579A22352680"
#define NOAH "72BF9961"
#define SOON_MS 15000
#define STEP_MS 20

/* The tray's window, its emulator, and the chip reader that listens at the other end. */
typedef struct
{
  char *folder;
  BrikTrayWindow *window;
  BrikTrayEmulator *emulator;
  LineProcess *reader;
} Fixture;

/* The next line, while the window goes on living. */
static void
expect (Fixture *fixture, const char *expected)
{
  gint64 until_us = g_get_monotonic_time () + SOON_MS * G_TIME_SPAN_MILLISECOND;
  g_autofree char *line = NULL;

  while (line == NULL && g_get_monotonic_time () < until_us)
    {
      while (g_main_context_iteration (NULL, FALSE))
        ;
      line = line_process_read (fixture->reader, STEP_MS);
    }
  g_assert_nonnull (line);
  g_assert_true (g_str_has_prefix (line, expected));
}

static GListModel *
read_people (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "tray.json", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path,
                                      "{\"people\":[{\"name\":\"Alma\",\"note\":\"ordinary\",\"uid\":\"" ALMA
                                      "\"},"
                                      "{\"name\":\"Noah\",\"note\":\"near-cap\",\"uid\":\"" NOAH "\"}]}",
                                      -1, NULL));
  GListModel *people = brik_tray_people_read (path, &error);
  g_assert_no_error (error);
  return people;
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("brik-tray-XXXXXX", &error);
  g_assert_no_error (error);
  g_autofree char *link = g_build_filename (fixture->folder, "pn532", NULL);
  g_autofree char *connection = pn532_connection (fixture->folder);
  g_autoptr (GListModel) people = read_people (fixture);
  fixture->emulator = brik_tray_emulator_new (g_getenv ("BRIK_EMULATOR"), link, &error);
  g_assert_no_error (error);
  fixture->window = brik_tray_window_new (NULL, people, fixture->emulator);
  gtk_window_present (GTK_WINDOW (fixture->window));
  while (!g_file_test (link, G_FILE_TEST_EXISTS))
    g_main_context_iteration (NULL, FALSE);
  fixture->reader = chip_reader_new (connection, NULL);
  expect (fixture, "ready\t");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_pointer (&fixture->reader, line_process_free);
  g_object_unref (fixture->emulator);
  remove_folder (fixture->folder);
  g_free (fixture->folder);
}

static GtkWidget *
find_labelled (GtkWidget *widget, const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_labelled (child, text);
      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The button that bears @text, pressed. */
static void
press (Fixture *fixture, const char *text)
{
  GtkWidget *label = find_labelled (GTK_WIDGET (fixture->window), text);
  g_assert_nonnull (label);
  GtkWidget *button = gtk_widget_get_ancestor (label, GTK_TYPE_BUTTON);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
test_tap (Fixture *fixture, gconstpointer data)
{
  press (fixture, "Alma");
  g_assert_nonnull (find_labelled (GTK_WIDGET (fixture->window), "On the reader: Alma"));
  expect (fixture, "card\t" ALMA);
  expect (fixture, "removed\t" ALMA); /* taken away by itself */
  g_assert_nonnull (find_labelled (GTK_WIDGET (fixture->window), "Nothing on the reader"));
}

static void
test_left_lying (Fixture *fixture, gconstpointer data)
{
  press (fixture, "Leave the chip lying");
  press (fixture, "Noah");
  expect (fixture, "card\t" NOAH);
  g_autofree char *early = line_process_read (fixture->reader, BRIK_TRAY_TAP_MS + 600);
  g_assert_null (early);
  press (fixture, "Noah");
  expect (fixture, "removed\t" NOAH);
  press (fixture, "Noah");
  expect (fixture, "card\t" NOAH);
  press (fixture, "Leave the chip lying");
  expect (fixture, "removed\t" NOAH);
}

static void
test_random_and_two (Fixture *fixture, gconstpointer data)
{
  press (fixture, "Random chip");
  g_assert_nonnull (
    find_labelled (GTK_WIDGET (fixture->window), "On the reader: a chip with a random number"));
  expect (fixture, "random\t08");
  expect (fixture, "removed\t08");
  press (fixture, "Two chips");
  g_assert_nonnull (find_labelled (GTK_WIDGET (fixture->window), "On the reader: Alma and Noah"));
  expect (fixture, "several");
}

static void
test_unplug (Fixture *fixture, gconstpointer data)
{
  press (fixture, "Unplug the reader");
  g_assert_nonnull (find_labelled (GTK_WIDGET (fixture->window), "The reader is unplugged"));
  expect (fixture, "fault\tlost\t");
  expect (fixture, "fault\tmissing\t");
  press (fixture, "Unplug the reader");
  expect (fixture, "ready\t");
}

static void
on_ended (BrikTrayEmulator *emulator, gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static void
test_emulator_ends (Fixture *fixture, gconstpointer data)
{
  gboolean ended = FALSE;
  g_autofree char *link = g_build_filename (fixture->folder, "pn532", NULL);
  g_autoptr (GError) error = NULL;
  GtkWidget *tile = find_labelled (GTK_WIDGET (fixture->window), "Alma");

  g_signal_connect (fixture->emulator, "ended", G_CALLBACK (on_ended), &ended);
  g_assert_true (gtk_widget_is_sensitive (tile));
  g_signal_emit_by_name (fixture->emulator, "ended");
  g_assert_true (ended);
  g_assert_false (gtk_widget_is_sensitive (tile));

  /* One that cannot have its link ends at once, and says so. */
  ended = FALSE;
  g_autoptr (BrikTrayEmulator) other =
    brik_tray_emulator_new (g_getenv ("BRIK_EMULATOR"), "/nonexistent/pn532", &error);
  g_assert_no_error (error);
  g_signal_connect (other, "ended", G_CALLBACK (on_ended), &ended);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  add ("/tray-window/tap", test_tap);
  add ("/tray-window/left-lying", test_left_lying);
  add ("/tray-window/random-and-two", test_random_and_two);
  add ("/tray-window/unplug", test_unplug);
  add ("/tray-window/emulator-ends", test_emulator_ends);
  return g_test_run ();
}
