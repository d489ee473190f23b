/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz-portal.h"
#include "fuzz.h"

#include "portal/brik-changes.h"
#include "portal/brik-import.h"
#include "portal/brik-municipality.h"

#include <glib/gstdio.h>
#include <string.h>

/* The office's files, each after a line "@NAME": loaded whole or not at all into books that hold a
 * municipality; what is loaded can be read by the tills, and loading it again changes nothing. */
const gsize fuzz_longest = 4 * 1024;

void
fuzz_prepare (void)
{
  fuzz_portal_open ();
  fuzz_portal_keep ();
}

static void
clear_files (void)
{
  g_autoptr (GDir) dir = g_dir_open (fuzz_portal.files, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fuzz_portal.files, name, NULL);

      g_remove (path);
    }
}

/* A PIN costs a tenth of a second: most inputs leave them out. */
static gboolean
is_wanted (const char *name, gsize size)
{
  return g_str_has_suffix (name, ".csv") && !strchr (name, '/') && strlen (name) < 32 &&
         (size % 16 == 0 || !g_str_equal (name, "staff.csv"));
}

static void
write_files (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  g_autofree char *name = NULL;
  g_autoptr (GString) text = g_string_new (NULL);

  clear_files ();
  while (TRUE)
    {
      gboolean over = fuzz_left (&input) == 0;
      g_autofree char *line = fuzz_take_line (&input);

      if ((over || *line == '@') && name && is_wanted (name, size))
        portal_fixture_write (&fuzz_portal, name, text->str);
      if (over)
        return;
      if (*line == '@')
        {
          g_free (name);
          name = g_strdup (line + 1);
          g_string_truncate (text, 0);
        }
      else
        g_string_append_printf (text, "%s\n", line);
    }
}

static char *
picture (void)
{
  static const char *const queries[] = {
    "SELECT group_concat (id || name || zone || card_form) FROM municipality",
    "SELECT group_concat (id || name || kind_id || allowance_ore || data_age_limit_us) FROM place",
    "SELECT group_concat (id || name || place_id) FROM till",
    "SELECT group_concat (id || name || active || pin_hash) FROM staff",
    "SELECT group_concat (id || name || price_ore || vat_bp || available || position) FROM product",
    "SELECT group_concat (id || name || colour || position) FROM category",
    "SELECT group_concat (id || name || coalesce (email, '') || coalesce (cpr, '') || buyer) FROM person",
    "SELECT group_concat (id || name || coalesce (balance_ore, '') || state || overdraft_ore) FROM account",
    "SELECT group_concat (id || account_id || number || uid || state || coalesce (code_hash, '')) FROM card",
    "SELECT group_concat (account_id || kind || period || limit_ore) FROM cap",
    "SELECT group_concat (guardian_id || person_id) FROM relation",
    "SELECT count (*) || ' ' || coalesce (sum (amount_ore), 0) FROM posting",
  };

  return fuzz_portal_picture (queries, G_N_ELEMENTS (queries));
}

/* From nought on, as a till that has just been enrolled asks. */
static gboolean
read_feed (BrikStore *store, gpointer data, GError **error)
{
  g_autoptr (BrikMunicipality) municipality = brik_municipality_load (store, error);
  g_autoptr (BrikTill) till = brik_till_load (store, municipality->id, "norre-1", error);
  g_autofree char *epoch = NULL;
  gint64 cursor = 0;
  gboolean more = till != NULL;

  while (more)
    {
      g_autoptr (BrikChangesPage) page =
        brik_changes_load_page (store, municipality, till, epoch, cursor, PORTAL_NOON_US, error);
      g_autofree char *json = page ? brik_changes_page_to_json (page) : NULL;
      g_autoptr (BrikChangesPage) read = json ? brik_changes_page_from_json (json, -1, error) : NULL;

      if (!read)
        return FALSE;
      g_free (epoch);
      epoch = g_strdup (read->epoch);
      cursor = read->cursor;
      more = read->more;
    }
  return TRUE;
}

static gboolean
import (void)
{
  g_autoptr (GPtrArray) problems = NULL;
  g_autoptr (GError) error = NULL;
  guint n_rows;
  gboolean good = brik_import_run (brik_portal_get_books (fuzz_portal.portal), fuzz_portal.files,
                                   PORTAL_NOON_US, &problems, &n_rows, &error);

  g_assert_no_error (error);
  g_assert_true (good == (problems == NULL));
  for (guint i = 0; problems && i < problems->len; i++)
    g_assert_true (g_utf8_validate (g_ptr_array_index (problems, i), -1, NULL));
  return good;
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autofree char *before = picture ();
  g_autofree char *after = NULL;
  g_autofree char *again = NULL;
  g_autoptr (GError) error = NULL;
  gboolean good;

  write_files (data, size);
  good = import ();
  after = picture ();
  if (!good)
    {
      g_assert_cmpstr (before, ==, after);
      return;
    }
  if (g_str_equal (before, after))
    return;
  portal_fixture_assert_books (&fuzz_portal);
  brik_books_read (brik_portal_get_books (fuzz_portal.portal), read_feed, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (import ());
  again = picture ();
  g_assert_cmpstr (after, ==, again);
  fuzz_portal_put_back ();
}
