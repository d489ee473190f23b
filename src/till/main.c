/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "brik-config.h"
#include "till/brik-language.h"
#include "till/brik-renderer.h"
#include "till/brik-till-application.h"

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = g_strdupv (argv);
  BrikTillOptions *options = brik_till_options_parse (&arguments, &error);
  g_autoptr (BrikTillApplication) application = NULL;

  if (options == NULL)
    {
      g_printerr ("brik-till: %s\n", error->message);
      return EXIT_FAILURE;
    }
  if (options->show_version)
    {
      g_print ("brik-till %s\n", BRIK_VERSION);
      brik_till_options_free (options);
      return EXIT_SUCCESS;
    }
  /* GTK would choose the locale again and lose the language. */
  gtk_disable_setlocale ();
  brik_renderer_start (options->renderer);
  application = brik_till_application_new (options);
  return g_application_run (G_APPLICATION (application), 1, arguments);
}
