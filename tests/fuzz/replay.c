/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

/* replay NAME CORPUS: every file of the corpus through one harness, where there is no libFuzzer. */

static const char *corpus;

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (void)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = g_dir_open (corpus, 0, &error);
  const char *name;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)))
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static void
try_file (const char *name)
{
  g_autofree char *path = g_build_filename (corpus, name, NULL);
  g_autofree char *content = NULL;
  g_autofree guint8 *exact = NULL;
  g_autoptr (GError) error = NULL;
  gsize size;

  g_file_get_contents (path, &content, &size, &error);
  g_assert_no_error (error);
  /* Without the NUL that GLib adds, so that a sanitizer sees a read beyond the end. */
  exact = g_memdup2 (content, size);
  g_test_message ("%s", name);
  fuzz_try (exact, size);
}

static void
test_corpus (gconstpointer name)
{
  g_autoptr (GPtrArray) names = list_files ();
  static const guint8 nothing = 0;

  g_assert_cmpuint (names->len, >, 0);
  fuzz_begin ();
  fuzz_try (&nothing, 0);
  for (guint i = 0; i < names->len; i++)
    try_file (g_ptr_array_index (names, i));
  g_test_message ("covered: corpus %s: %u inputs", (const char *) name, names->len + 1);
}

int
main (int argc, char **argv)
{
  g_autofree char *path = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 3);
  corpus = argv[2];
  path = g_strconcat ("/fuzz/", argv[1], NULL);
  g_test_add_data_func (path, argv[1], test_corpus);
  return g_test_run ();
}
