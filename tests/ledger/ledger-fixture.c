/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("brik-ledger-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "till.db", NULL);
  fixture->clock = brik_clock_new_fake (NOON);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  fixture_close (fixture);
  g_assert_finalize_object (fixture->clock);

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
fixture_save_copy (Fixture *fixture)
{
  g_autofree char *copy = g_strconcat (fixture->path, ".copy", NULL);

  g_assert_null (fixture->ledger);
  copy_file (fixture->path, copy);
}

void
fixture_put_copy_back (Fixture *fixture)
{
  g_autofree char *copy = g_strconcat (fixture->path, ".copy", NULL);

  g_assert_null (fixture->ledger);
  copy_file (copy, fixture->path);
}

void
fixture_open (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->ledger = brik_ledger_open (fixture->path, fixture->clock, &error);
  g_assert_no_error (error);
}

void
fixture_close (Fixture *fixture)
{
  if (!fixture->ledger)
    return;

  brik_ledger_close (fixture->ledger);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->ledger));
}

void
fixture_open_filled (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  BrikChangesPage *page = page_new (10, NOON);

  fixture_open (fixture);
  g_assert_true (brik_ledger_enrol (fixture->ledger, "http://127.0.0.1:1", "till-1", &error));
  g_assert_no_error (error);

  page->start_over = TRUE;
  page_add (page, BRIK_RECORD_PLACE, "canteen", place_record_new ());
  page_add (page, BRIK_RECORD_STAFF, "karen", staff_record_new ("karen", "Karen"));
  page_add_account (page, account_record_new ("konto", UID));
  g_assert_true (apply (fixture, page, &error));
  g_assert_no_error (error);
}

void
fixture_open_signed_in (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture_open_filled (fixture);
  brik_ledger_set_online (fixture->ledger, TRUE);
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  g_assert_no_error (error);
}
