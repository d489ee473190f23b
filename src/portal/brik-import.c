/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-import-private.h"

#include "portal/brik-photo.h"
#include "portal/brik-portal-error.h"
#include "portal/brik-retry.h"

static void
photo_free (gpointer data)
{
  BrikImportPhoto *photo = data;

  g_clear_pointer (&photo->data, g_bytes_unref);
  g_free (photo->problem);
  g_free (photo);
}

static void
import_init (BrikImport *import, const char *directory, gint64 now_us)
{
  import->directory = g_strdup (directory);
  import->tables = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) brik_csv_free);
  import->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  import->photos = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, photo_free);
  import->problems = g_ptr_array_new_with_free_func (g_free);
  import->now_us = now_us;
}

static void
import_clear (BrikImport *import)
{
  g_free (import->directory);
  g_hash_table_unref (import->tables);
  g_hash_table_unref (import->secrets);
  g_hash_table_unref (import->photos);
  g_ptr_array_unref (import->problems);
  g_clear_pointer (&import->municipality, brik_municipality_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrikImport, import_clear)

/* Reading, before anything is written */

static gboolean
check_columns (BrikImport *import, const BrikImportFile *file, const BrikCsv *csv)
{
  g_autofree char *wanted = g_strjoinv (",", (char **) file->columns);
  g_autofree char *given = g_strjoinv (",", (char **) brik_csv_get_columns (csv));
  g_autofree char *besides = file->optional ? g_strjoinv (",", (char **) file->optional) : NULL;
  guint n_left = g_strv_length ((char **) brik_csv_get_columns (csv));
  gboolean missing = FALSE;

  for (guint i = 0; file->columns[i]; i++, n_left--)
    missing = missing || brik_csv_find_column (csv, file->columns[i]) < 0;
  for (guint i = 0; file->optional && file->optional[i]; i++)
    n_left -= brik_csv_find_column (csv, file->optional[i]) >= 0;
  if (missing || n_left != 0)
    brik_import_complain (import, "%s:1: the columns are %s; they must be %s%s%s", file->name, given, wanted,
                          besides ? ", and may be " : "", besides ? besides : "");
  return !missing && n_left == 0;
}

static void
read_file (BrikImport *import, const BrikImportFile *file)
{
  g_autofree char *path = g_build_filename (import->directory, file->name, NULL);
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikCsv) csv = NULL;

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return;
  /* Not read: it may be of any size. */
  mapped = g_mapped_file_new (path, FALSE, &error);
  if (mapped)
    {
      const char *text = g_mapped_file_get_contents (mapped);

      csv = brik_csv_parse (text ? text : "", g_mapped_file_get_length (mapped), &error);
    }
  if (!csv)
    brik_import_complain (import, "%s: %s", file->name, error->message);
  else if (check_columns (import, file, csv))
    g_hash_table_insert (import->tables, (gpointer) file->name, g_steal_pointer (&csv));
}

static void
read_files (BrikImport *import, const BrikImportFile *files, gsize n_files)
{
  for (gsize i = 0; i < n_files; i++)
    read_file (import, &files[i]);
}

static BrikImportPhoto *
read_photo (BrikImport *import, const char *name)
{
  g_autofree char *path = g_build_filename (import->directory, "photos", name, NULL);
  g_autoptr (GMappedFile) file = NULL;
  g_autoptr (GError) error = NULL;
  BrikImportPhoto *photo = g_new0 (BrikImportPhoto, 1);

  if (strchr (name, '/') || name[0] == '.')
    {
      photo->problem = g_strdup ("give the name of a file in photos/");
      return photo;
    }
  file = g_mapped_file_new (path, FALSE, &error);
  if (file)
    {
      g_autoptr (GBytes) mapped = g_mapped_file_get_bytes (file);

      if (brik_photo_check (mapped, &photo->type, &error))
        photo->data = g_bytes_new (g_bytes_get_data (mapped, NULL), g_bytes_get_size (mapped));
    }
  photo->problem = error ? g_strdup (error->message) : NULL;
  return photo;
}

static void
read_photos (BrikImport *import)
{
  const BrikCsv *people = g_hash_table_lookup (import->tables, "people.csv");
  gint column = people ? brik_csv_find_column (people, "photo") : -1;

  for (guint row = 0; column >= 0 && row < brik_csv_get_n_rows (people); row++)
    {
      const char *name = brik_csv_get (people, row, (guint) column);

      if (name[0] && !g_hash_table_contains (import->photos, name))
        g_hash_table_insert (import->photos, g_strdup (name), read_photo (import, name));
    }
}

/* Loading, in one transaction */

/* What the schema will not have is a problem of the row, not of the store. */
static gboolean
load_row (BrikImport *import, BrikImportLoad load_it, BrikImportRow *row, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!brik_store_run (import->store, error, "SAVEPOINT import_row", ""))
    return FALSE;
  if (!load_it (row, &local_error))
    {
      if (!brik_error_is_of_content (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      brik_import_row_complain (row, "%s", local_error->message);
      if (!brik_store_run (import->store, error, "ROLLBACK TO import_row", ""))
        return FALSE;
    }
  return brik_store_run (import->store, error, "RELEASE import_row", "");
}

/* A row that names what another did is a slip: the later would win silently. */
static void
check_twice (BrikImport *import, const BrikImportFile *file, GHashTable *seen, BrikImportRow *row)
{
  gint column = brik_csv_find_column (row->csv, "id");
  const char *id = column >= 0 ? brik_csv_get (row->csv, row->index, (guint) column) : NULL;
  guint line = brik_csv_get_line (row->csv, row->index);

  if (id && g_hash_table_contains (seen, id))
    brik_import_row_complain (row, "id \"%s\" stands on line %u too", id,
                              GPOINTER_TO_UINT (g_hash_table_lookup (seen, id)));
  else if (id)
    g_hash_table_insert (seen, (gpointer) id, GUINT_TO_POINTER (line));
}

static gboolean
load_file (BrikImport *import, const BrikImportFile *file, GError **error)
{
  const BrikCsv *csv = g_hash_table_lookup (import->tables, file->name);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; csv && i < brik_csv_get_n_rows (csv); i++)
    {
      BrikImportRow row = { .import = import, .file = file->name, .csv = csv, .index = i };

      /* Everything else is the municipality's. */
      if (!import->municipality && !g_str_equal (file->name, "municipality.csv"))
        {
          brik_import_complain (import, "municipality.csv is missing, and nothing was loaded before");
          return TRUE;
        }
      check_twice (import, file, seen, &row);
      if (!row.bad && !load_row (import, file->load, &row, error))
        return FALSE;
      import->n_rows++;
    }
  return TRUE;
}

/* What only shows once every row is there. */
static gboolean
check_file (BrikImport *import, const BrikImportFile *file, GError **error)
{
  const BrikCsv *csv = file->check ? g_hash_table_lookup (import->tables, file->name) : NULL;

  for (guint i = 0; csv && import->municipality && i < brik_csv_get_n_rows (csv); i++)
    {
      BrikImportRow row = { .import = import, .file = file->name, .csv = csv, .index = i };

      if (!load_row (import, file->check, &row, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load_files (BrikImport *import, const BrikImportFile *files, gsize n_files, GError **error)
{
  for (gsize i = 0; i < n_files; i++)
    {
      if (!load_file (import, &files[i], error) || !check_file (import, &files[i], error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
load (BrikStore *store, gpointer data, GError **error)
{
  BrikImport *import = data;
  g_autoptr (GError) local_error = NULL;

  import->store = store;
  import->municipality = brik_municipality_load (store, &local_error);
  if (local_error && !g_error_matches (local_error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_EMPTY))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  if (!load_files (import, brik_import_place_files, brik_import_n_place_files, error) ||
      !load_files (import, brik_import_goods_files, brik_import_n_goods_files, error) ||
      !load_files (import, brik_import_people_files, brik_import_n_people_files, error))
    return FALSE;
  if (import->n_problems == 0)
    return brik_retry_set_aside (store, import->now_us, error);

  g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID, "the files have faults");
  return FALSE;
}

static GPtrArray *
take_problems (BrikImport *import)
{
  guint n_more = import->n_problems - import->problems->len;

  if (n_more > 0)
    g_ptr_array_add (import->problems, g_strdup_printf ("and %u more", n_more));
  return g_ptr_array_ref (import->problems);
}

gboolean
brik_import_run (BrikBooks *books,
                 const char *directory,
                 gint64 now_us,
                 GPtrArray **problems,
                 guint *n_rows,
                 GError **error)
{
  g_auto (BrikImport) import = { 0 };
  g_autoptr (GError) local_error = NULL;

  import_init (&import, directory, now_us);
  *problems = NULL;
  *n_rows = 0;

  read_files (&import, brik_import_place_files, brik_import_n_place_files);
  read_files (&import, brik_import_goods_files, brik_import_n_goods_files);
  read_files (&import, brik_import_people_files, brik_import_n_people_files);
  if (g_hash_table_size (import.tables) == 0 && import.n_problems == 0)
    brik_import_complain (&import, "%s: there are no files to import here", directory);
  read_photos (&import);

  /* With faults in the files already the rest is still checked, for all of them to be told at once. */
  if (!brik_import_hash_secrets (&import, books, error))
    return FALSE;
  if (brik_books_write (books, load, &import, &local_error))
    {
      *n_rows = import.n_rows;
      return TRUE;
    }

  if (import.n_problems > 0)
    *problems = take_problems (&import);
  else
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}
