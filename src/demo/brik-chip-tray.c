/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-tray-tile.h"
#include "demo/brik-tray-window.h"
#include "till/brik-language.h"
#include "till/brik-renderer.h"
#include "till/brik-till-style.h"

#include <glib/gi18n.h>
#include <stdlib.h>

/* The demo's tray of chips: people to tap on an emulated PN532, beside the till that reads it through libnfc.
 */
typedef struct
{
  char *people_path;
  char *link;
  char *emulator_path;
  char *language;
  GListModel *people;
  BrikTrayEmulator *emulator;
} Tray;

static void
clear_tray (Tray *tray)
{
  g_clear_pointer (&tray->people_path, g_free);
  g_clear_pointer (&tray->link, g_free);
  g_clear_pointer (&tray->emulator_path, g_free);
  g_clear_pointer (&tray->language, g_free);
  g_clear_object (&tray->people);
  g_clear_object (&tray->emulator);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Tray, clear_tray)

static gboolean
parse_arguments (Tray *tray, int argc, char **argv, GError **error)
{
  const GOptionEntry entries[] = {
    { "people", 0, 0, G_OPTION_ARG_FILENAME, &tray->people_path, "Who is in the tray (tray.json)", "FILE" },
    { "link", 0, 0, G_OPTION_ARG_FILENAME, &tray->link, "Where the reader's serial line appears", "PATH" },
    { "emulator", 0, 0, G_OPTION_ARG_FILENAME, &tray->emulator_path, "The program brik-pn532-emulator",
      "PATH" },
    { "language", 0, 0, G_OPTION_ARG_STRING, &tray->language, "The language of the window", "da|en" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context =
    g_option_context_new ("— people's chips, to tap on an emulated reader");

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, error))
    return FALSE;
  if (argc > 1 || tray->people_path == NULL || tray->link == NULL || tray->emulator_path == NULL)
    {
      g_set_error_literal (
        error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
        "--people FILE, --link PATH and --emulator PATH are needed, and nothing else but --language");
      return FALSE;
    }
  if (tray->language != NULL && !brik_language_is_known (tray->language))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--language is da or en, not \"%s\"",
                   tray->language);
      return FALSE;
    }
  return TRUE;
}

static gboolean
prepare (Tray *tray, GError **error)
{
  tray->people = brik_tray_people_read (tray->people_path, error);
  if (tray->people == NULL)
    return FALSE;
  tray->emulator = brik_tray_emulator_new (tray->emulator_path, tray->link, error);
  return tray->emulator != NULL;
}

static void
on_startup (GApplication *application, gpointer user_data)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) provider = gtk_css_provider_new ();

  /* The till's colours and icons are the tray's too. */
  brik_till_style_load (display);
  gtk_css_provider_load_from_resource (provider, BRIK_TRAY_RESOURCES "/brik-tray.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

static void
on_activate (GApplication *application, gpointer user_data)
{
  Tray *tray = user_data;
  gtk_window_present (
    GTK_WINDOW (brik_tray_window_new (GTK_APPLICATION (application), tray->people, tray->emulator)));
}

int
main (int argc, char **argv)
{
  g_auto (Tray) tray = { 0 };
  g_autoptr (GError) error = NULL;

  if (!parse_arguments (&tray, argc, argv, &error))
    {
      g_printerr ("brik-chip-tray: %s\n", error->message);
      return EXIT_FAILURE;
    }
  brik_language_start (tray.language);
  gtk_disable_setlocale ();
  brik_renderer_start ("auto");
  if (!prepare (&tray, &error))
    {
      g_printerr ("brik-chip-tray: %s\n", error->message);
      return EXIT_FAILURE;
    }

  g_autoptr (GtkApplication) application =
    gtk_application_new ("io.github.brikpos.ChipTray", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (application, "startup", G_CALLBACK (on_startup), NULL);
  g_signal_connect (application, "activate", G_CALLBACK (on_activate), &tray);
  return g_application_run (G_APPLICATION (application), 1, argv);
}
