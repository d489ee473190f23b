/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-command.h"

#include <stdlib.h>

#include "portal/brik-audit.h"
#include "portal/brik-books.h"
#include "wire/brik-seal.h"

#define MAX_FINDINGS 1000

static gboolean
audit (BrikStore *store, gpointer data, GError **error)
{
  GPtrArray **found = data;

  *found = brik_audit_run (store, MAX_FINDINGS, error);
  return *found != NULL;
}

int
brik_command_audit (const char *database)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (BrikBooks) books = NULL;

  brik_seal_init ();
  books = brik_books_open (database, &error);
  if (!books || !brik_books_read (books, audit, &found, &error))
    {
      g_printerr ("brik-portal: %s\n", error->message);
      return EXIT_FAILURE;
    }

  for (guint i = 0; i < found->len; i++)
    g_print ("%s\n", (const char *) g_ptr_array_index (found, i));
  if (found->len == 0)
    g_print ("the books are in order\n");
  return found->len == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
