/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-tray-person.h"
#include "line-process.h"

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  fixture->folder = g_dir_make_tmp ("brik-tray-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "tray.json", NULL);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  remove_folder (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static GListModel *
read_text (Fixture *fixture, const char *text, GError **error)
{
  g_assert_true (g_file_set_contents (fixture->path, text, -1, NULL));
  return brik_tray_people_read (fixture->path, error);
}

static void
test_good (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GListModel) people = read_text (fixture,
                                             "{\"people\":[{\"name\":\"Alma\",\"note\":\"near-cap\",\"uid\":"
                                             "\"04579a22352680\",\"photo\":\"photos/a.png\"},"
                                             "{\"name\":\"\",\"note\":\"likes soup\",\"uid\":\"72BF9961\"}]}",
                                             &error);
  g_autofree char *photo = g_build_filename (fixture->folder, "photos/a.png", NULL);

  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (people), ==, 2);
  g_autoptr (BrikTrayPerson) alma = g_list_model_get_item (people, 0);
  g_assert_cmpstr (brik_tray_person_get_name (alma), ==, "Alma");
  g_assert_cmpstr (brik_tray_person_get_note (alma), ==, "Near the day's cap");
  g_assert_cmpstr (brik_tray_person_get_uid (alma), ==, "04579A22352680");
  g_assert_cmpstr (brik_tray_person_get_photo (alma), ==, photo);
  g_autoptr (BrikTrayPerson) other = g_list_model_get_item (people, 1);
  g_assert_cmpstr (brik_tray_person_get_name (other), ==, "Unknown chip");
  g_assert_cmpstr (brik_tray_person_get_note (other), ==, "likes soup");
  g_assert_null (brik_tray_person_get_photo (other));
}

static void
test_bad (Fixture *fixture, gconstpointer data)
{
  g_autofree char *huge = g_strnfill (100000, ' ');
  const char *const texts[] = {
    "",
    "[]",
    "{}",
    "{\"people\":[]}",
    "{\"people\":7}",
    "{\"people\":[7]}",
    "{\"people\":[{\"name\":\"Alma\"}]}",
    "{\"people\":[{\"name\":\"Alma\",\"uid\":\"0457\"}]}",
    "{\"people\":[",
    huge,
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_assert_null (read_text (fixture, texts[i], &error));
      g_assert_nonnull (error);
      g_assert_true (g_str_has_prefix (error->message, fixture->path));
    }
}

static void
test_missing (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_assert_null (brik_tray_people_read (fixture->path, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

#define add(path, test) g_test_add (path, Fixture, NULL, set_up, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/tray-person/good", test_good);
  add ("/tray-person/bad", test_bad);
  add ("/tray-person/missing", test_missing);
  return g_test_run ();
}
