/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-till-options.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

#include "brik-config.h"
#include "till/brik-language.h"

#define SCHEMA "io.github.brikpos.Till"

static BrikTillOptions *
create_defaults (void)
{
  BrikTillOptions *options = g_new0 (BrikTillOptions, 1);

  options->ledger = g_build_filename (g_get_user_data_dir (), "brik", "till.db", NULL);
  options->language = g_strdup (BRIK_LANGUAGE_DEFAULT);
  options->renderer = g_strdup ("auto");
  options->sound_volume = 1;
  return options;
}

/* GSettings ends the program over a schema that is not installed; a till still sells without one. */
static void
read_settings (BrikTillOptions *options)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchema) schema =
    source != NULL ? g_settings_schema_source_lookup (source, SCHEMA, TRUE) : NULL;
  g_autoptr (GSettings) settings = NULL;

  if (schema == NULL)
    {
      g_message ("The settings schema %s is not installed; the defaults are used.", SCHEMA);
      return;
    }
  settings = g_settings_new_full (schema, NULL, NULL);
  g_free (options->language);
  g_free (options->renderer);
  options->language = g_settings_get_string (settings, "language");
  options->renderer = g_settings_get_string (settings, "renderer");
  options->reader = g_settings_get_string (settings, "reader");
  options->fullscreen = g_settings_get_boolean (settings, "fullscreen");
  options->sound_volume = g_settings_get_double (settings, "sound-volume");
}

static void
take_string (char **target, char **given)
{
  if (*given == NULL)
    return;
  g_free (*target);
  *target = g_steal_pointer (given);
}

static gboolean
read_command_line (BrikTillOptions *options, char ***argv, GError **error)
{
  g_autofree char *ledger = NULL;
  g_autofree char *reader = NULL;
  g_autofree char *language = NULL;
  const GOptionEntry entries[] = {
    { "ledger", 0, 0, G_OPTION_ARG_FILENAME, &ledger, N_ ("The file that holds all the till knows"),
      N_ ("FILE") },
    { "reader", 0, 0, G_OPTION_ARG_STRING, &reader,
      N_ ("The chip reader, such as pn532_uart:/dev/ttyUSB0 or acr122_usb"), N_ ("CONNSTRING") },
    { "portal", 0, 0, G_OPTION_ARG_STRING, &options->portal,
      N_ ("The portal's address, for a first start without hands"), N_ ("ADDRESS") },
    { "code", 0, 0, G_OPTION_ARG_STRING, &options->code, N_ ("The enrolment code that goes with it"),
      N_ ("CODE") },
    { "language", 0, 0, G_OPTION_ARG_STRING, &language, N_ ("The language of the till"), "da|en" },
    { "fullscreen", 0, 0, G_OPTION_ARG_NONE, &options->fullscreen, N_ ("Fill the whole screen"), NULL },
    { "version", 0, 0, G_OPTION_ARG_NONE, &options->show_version, N_ ("Show the version and end"), NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_set_translation_domain (context, BRIK_GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, entries, BRIK_GETTEXT_PACKAGE);
  if (!g_option_context_parse_strv (context, argv, error))
    return FALSE;
  if (g_strv_length (*argv) > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("“%s” is not known. See --help."),
                   (*argv)[1]);
      return FALSE;
    }
  take_string (&options->ledger, &ledger);
  take_string (&options->reader, &reader);
  take_string (&options->language, &language);
  return TRUE;
}

BrikTillOptions *
brik_till_options_parse (char ***argv, GError **error)
{
  g_autoptr (BrikTillOptions) options = create_defaults ();

  read_settings (options);
  brik_language_start (options->language);
  if (!read_command_line (options, argv, error))
    return NULL;
  if (!brik_language_is_known (options->language))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _ ("The till does not speak “%s”. Choose da or en."), options->language);
      return NULL;
    }
  brik_language_start (options->language);
  return g_steal_pointer (&options);
}

void
brik_till_options_free (BrikTillOptions *options)
{
  if (options == NULL)
    return;
  g_free (options->ledger);
  g_free (options->reader);
  g_free (options->portal);
  g_free (options->code);
  g_free (options->language);
  g_free (options->renderer);
  g_free (options);
}
