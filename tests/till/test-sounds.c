/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sounds.h"

#include <string.h>

static void
on_asked (BrikSounds *sounds, BrikSound sound, gpointer user_data)
{
  g_array_append_val ((GArray *) user_data, sound);
}

/* No device, no files: asked for, and nothing fails. */
static void
test_silent_machine (void)
{
  g_autoptr (GArray) asked = g_array_new (FALSE, FALSE, sizeof (BrikSound));
  BrikSounds *sounds = brik_sounds_new ("/nonexistent");

  g_signal_connect (sounds, "asked", G_CALLBACK (on_asked), asked);
  brik_sounds_play (sounds, BRIK_SOUND_READ);
  brik_sounds_play (sounds, BRIK_SOUND_REFUSED);
  g_assert_cmpuint (asked->len, ==, 2);
  g_assert_cmpint (g_array_index (asked, BrikSound, 0), ==, BRIK_SOUND_READ);
  g_assert_cmpint (g_array_index (asked, BrikSound, 1), ==, BRIK_SOUND_REFUSED);
  g_assert_finalize_object (sounds);
}

static guint32
number_at (const char *wave, gsize offset)
{
  guint32 number;

  memcpy (&number, wave + offset, sizeof number);
  return GUINT32_FROM_LE (number);
}

/* The four files are sounds, each one's own and short enough not to hold up a queue. */
static void
test_files (void)
{
  static const char *const names[] = { "read.wav", "accepted.wav", "refused.wav", "fault.wav" };
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("BRIK_DATA_DIR"), "sounds", names[i], NULL);
      g_autofree char *wave = NULL;
      g_autoptr (GError) error = NULL;
      gsize length;

      g_file_get_contents (path, &wave, &length, &error);
      g_assert_no_error (error);
      g_assert_cmpint (memcmp (wave, "RIFF", 4), ==, 0);
      g_assert_cmpuint (number_at (wave, 4), ==, length - 8);
      g_assert_cmpuint (number_at (wave, 40), ==, length - 44);
      g_assert_cmpuint (length - 44, >, 0);
      g_assert_cmpuint ((length - 44) / number_at (wave, 28), <, 1);
      g_hash_table_add (sums, g_compute_checksum_for_data (G_CHECKSUM_SHA256, (guchar *) wave, length));
    }
  g_assert_cmpuint (g_hash_table_size (sums), ==, BRIK_N_SOUNDS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/till/sounds/silent-machine", test_silent_machine);
  g_test_add_func ("/till/sounds/files", test_files);
  return g_test_run ();
}
