/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz-portal.h"

#include <stdlib.h>

PortalFixture fuzz_portal;

static void
close_portal (void)
{
  portal_fixture_tear_down (&fuzz_portal, NULL);
}

void
fuzz_portal_open (void)
{
  portal_fixture_set_up (&fuzz_portal, NULL);
  atexit (close_portal);
}

/* While the portal is closed, so that all is in the one file. */
static void
copy_books (const char *from, const char *to)
{
  g_autofree char *source = g_strconcat (fuzz_portal.database, from, NULL);
  g_autofree char *target = g_strconcat (fuzz_portal.database, to, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *content = NULL;
  gsize size;

  portal_fixture_stop (&fuzz_portal);
  g_file_get_contents (source, &content, &size, &error);
  g_assert_no_error (error);
  g_file_set_contents_full (target, content, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  portal_fixture_start (&fuzz_portal);
}

void
fuzz_portal_keep (void)
{
  copy_books ("", ".copy");
}

void
fuzz_portal_put_back (void)
{
  copy_books (".copy", "");
}

typedef struct
{
  const char *const *queries;
  gsize n_queries;
  GString *text;
} Picture;

static gboolean
take_picture (BrikStore *store, gpointer data, GError **error)
{
  Picture *picture = data;

  for (gsize i = 0; i < picture->n_queries; i++)
    {
      g_autoptr (BrikRows) rows = brik_store_query (store, error, picture->queries[i], "");

      g_assert_true (rows && brik_rows_next (rows, error));
      g_string_append_printf (picture->text, "%s\n", brik_rows_text (rows, 0));
    }
  return TRUE;
}

char *
fuzz_portal_picture (const char *const *queries, gsize n_queries)
{
  Picture picture = { queries, n_queries, g_string_new (NULL) };

  g_assert_true (brik_books_read (brik_portal_get_books (fuzz_portal.portal), take_picture, &picture, NULL));
  return g_string_free (picture.text, FALSE);
}
