/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

static char *folder;

/* A program of ours may say what it likes of a hostile input, but what it takes for a fault of its own is
 * one. */
static GLogWriterOutput
write_log (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  if (level & (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL))
    return g_log_writer_standard_streams (level, fields, n_fields, data);
  return G_LOG_WRITER_HANDLED;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir && (name = g_dir_read_name (dir)))
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
remove_folder (void)
{
  remove_tree (folder);
  g_clear_pointer (&folder, g_free);
}

const char *
fuzz_folder (void)
{
  if (!folder)
    {
      const char *base = g_file_test ("/dev/shm", G_FILE_TEST_IS_DIR) ? "/dev/shm" : g_get_tmp_dir ();

      folder = g_build_filename (base, "brik-fuzz-XXXXXX", NULL);
      g_assert_nonnull (g_mkdtemp (folder));
      atexit (remove_folder);
    }
  return folder;
}

void
fuzz_begin (void)
{
  setlocale (LC_ALL, "C.UTF-8");
  /* Before anybody asks for it: GLib remembers. */
  g_setenv ("TMPDIR", fuzz_folder (), TRUE);
  g_log_set_writer_func (write_log, NULL, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  fuzz_prepare ();
}

FuzzInput
fuzz_input (const guint8 *data, gsize size)
{
  return (FuzzInput){ data, data + size };
}

gsize
fuzz_left (const FuzzInput *input)
{
  return (gsize) (input->end - input->at);
}

guint
fuzz_take_byte (FuzzInput *input)
{
  return input->at < input->end ? *input->at++ : 0;
}

char *
fuzz_take_line (FuzzInput *input)
{
  gsize left = fuzz_left (input);
  const guint8 *newline = left > 0 ? memchr (input->at, '\n', left) : NULL;
  gsize length = newline ? (gsize) (newline - input->at) : left;
  char *line = g_strndup ((const char *) input->at, length);

  input->at += newline ? length + 1 : length;
  return line;
}

char *
fuzz_take_rest (FuzzInput *input, gsize *size)
{
  char *rest;

  *size = fuzz_left (input);
  rest = g_malloc (*size + 1);
  if (*size > 0)
    memcpy (rest, input->at, *size);
  rest[*size] = '\0';
  input->at = input->end;
  return rest;
}

void
fuzz_check_error (gboolean good, const GError *error)
{
  if (good)
    g_assert_no_error (error);
  else
    {
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
}
