/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-command.h"

#include <stdlib.h>

#include "portal/brik-import.h"
#include "wire/brik-seal.h"

int
brik_command_import (const char *database, const char *directory)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (BrikBooks) books = NULL;
  guint n_rows;

  brik_seal_init ();
  books = brik_books_open (database, &error);
  if (books && brik_import_run (books, directory, g_get_real_time (), &problems, &n_rows, &error))
    {
      g_print ("%u rows loaded\n", n_rows);
      return EXIT_SUCCESS;
    }

  for (guint i = 0; problems && i < problems->len; i++)
    g_printerr ("%s\n", (const char *) g_ptr_array_index (problems, i));
  g_printerr ("brik-portal: nothing was loaded%s%s\n", error ? ": " : "", error ? error->message : "");
  return EXIT_FAILURE;
}
