/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-language.h"
#include "till/brik-till-options.h"

#include <gio/gio.h>

static BrikTillOptions *
parse (const char *line, GError **error)
{
  g_auto (GStrv) argv = NULL;

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, NULL));
  return brik_till_options_parse (&argv, error);
}

static void
test_defaults (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikTillOptions) options = parse ("brik-till", &error);

  g_assert_no_error (error);
  g_assert_true (g_str_has_suffix (options->ledger, "/brik/till.db"));
  g_assert_cmpstr (options->language, ==, "da");
  g_assert_cmpstr (options->renderer, ==, "auto");
  g_assert_cmpstr (options->reader, ==, "");
  g_assert_cmpfloat (options->sound_volume, ==, 1);
  g_assert_false (options->fullscreen);
}

static void
test_command_line (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikTillOptions) options =
    parse ("brik-till --ledger /tmp/a.db --reader pn532_uart:/dev/x --language en --fullscreen", &error);

  g_assert_no_error (error);
  g_assert_cmpstr (options->ledger, ==, "/tmp/a.db");
  g_assert_cmpstr (options->reader, ==, "pn532_uart:/dev/x");
  g_assert_cmpstr (options->language, ==, "en");
  g_assert_cmpstr (brik_language_get (), ==, "en");
  g_assert_true (options->fullscreen);
}

/* The command line goes over the settings, which go over the defaults. */
static void
test_settings (void)
{
  g_autoptr (GSettings) settings = g_settings_new ("io.github.brikpos.Till");
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikTillOptions) options = NULL;

  g_settings_set_string (settings, "reader", "acr122_usb");
  g_settings_set_string (settings, "language", "en");
  g_settings_set_double (settings, "sound-volume", 0.25);
  options = parse ("brik-till --language da", &error);
  g_assert_no_error (error);
  g_assert_cmpstr (options->reader, ==, "acr122_usb");
  g_assert_cmpstr (options->language, ==, "da");
  g_assert_cmpfloat (options->sound_volume, ==, 0.25);
  g_settings_reset (settings, "reader");
  g_settings_reset (settings, "language");
  g_settings_reset (settings, "sound-volume");
}

static void
test_nonsense (void)
{
  static const char *const lines[] = { "brik-till --language de", "brik-till --languages", "brik-till open",
                                       "brik-till --ledger" };

  for (gsize i = 0; i < G_N_ELEMENTS (lines); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (parse (lines[i], &error));
      g_assert_cmpstr (g_quark_to_string (error->domain), ==, g_quark_to_string (G_OPTION_ERROR));
    }
}

int
main (int argc, char **argv)
{
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/till/options/defaults", test_defaults);
  g_test_add_func ("/till/options/command-line", test_command_line);
  g_test_add_func ("/till/options/settings", test_settings);
  g_test_add_func ("/till/options/nonsense", test_nonsense);
  return g_test_run ();
}
