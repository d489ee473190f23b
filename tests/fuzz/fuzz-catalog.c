/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "portal/brik-catalog.h"

#include <string.h>

/* A .mo file; the first line is the text that is looked up in it. */
const gsize fuzz_longest = 16 * 1024;

void
fuzz_prepare (void)
{
}

static void
check_text (const char *text)
{
  g_assert_nonnull (text);
  g_assert_true (g_utf8_validate (text, -1, NULL));
}

void
fuzz_try (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  g_autofree char *line = fuzz_take_line (&input);
  g_autofree char *asked = g_utf8_make_valid (line, -1);
  g_autofree guint8 *exact = g_memdup2 (input.at, fuzz_left (&input));
  g_autoptr (GBytes) bytes = g_bytes_new_static (exact, fuzz_left (&input));
  g_autoptr (GError) error = NULL;
  BrikCatalog *catalog = brik_catalog_new (bytes, "catalogue", &error);

  fuzz_check_error (catalog != NULL, error);
  if (!catalog)
    return;
  check_text (brik_catalog_get (catalog, asked));
  check_text (brik_catalog_get (catalog, "Log in"));
  check_text (brik_catalog_get_in (catalog, "menu", asked));
  for (guint n = 0; n < 3; n++)
    check_text (brik_catalog_get_plural (catalog, asked, "many", n));
  brik_catalog_free (catalog);
}
