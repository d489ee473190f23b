/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "line-process.h"

#include <glib/gstdio.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define ANSWER_MS 5000
#define WAIT_STEP_US 2000

struct _LineProcess
{
  GPid pid; /* 0: has ended */
  int input, output;
  GString *pending;
};

LineProcess *
line_process_new (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  LineProcess *process = g_new0 (LineProcess, 1);

  process->pending = g_string_new (NULL);
  g_spawn_async_with_pipes (NULL, (char **) arguments, NULL, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_SEARCH_PATH,
                            NULL, NULL, &process->pid, &process->input, &process->output, NULL, &error);
  g_assert_no_error (error);
  return process;
}

void
line_process_free (LineProcess *process)
{
  line_process_kill (process);
  line_process_close_input (process);
  close (process->output);
  g_string_free (process->pending, TRUE);
  g_free (process);
}

void
line_process_close_input (LineProcess *process)
{
  if (process->input >= 0)
    close (process->input);
  process->input = -1;
}

void
line_process_kill (LineProcess *process)
{
  if (process->pid == 0)
    return;
  kill (process->pid, SIGKILL);
  waitpid (process->pid, NULL, 0);
  process->pid = 0;
}

void
line_process_send (LineProcess *process, const char *line)
{
  g_autofree char *ended = g_strconcat (line, "\n", NULL);
  g_assert_cmpint (write (process->input, ended, strlen (ended)), ==, strlen (ended));
}

static char *
take_any_line (LineProcess *process)
{
  char *end = memchr (process->pending->str, '\n', process->pending->len);
  if (end == NULL)
    return NULL;

  char *line = g_strndup (process->pending->str, end - process->pending->str);
  g_string_erase (process->pending, 0, end + 1 - process->pending->str);
  return line;
}

static char *
take_line (LineProcess *process)
{
  char *line = take_any_line (process);

  while (line != NULL && g_str_equal (line, "alive"))
    {
      g_free (line);
      line = take_any_line (process);
    }
  return line;
}

char *
line_process_read (LineProcess *process, guint timeout_ms)
{
  gint64 until_us = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;
  char *line;

  while ((line = take_line (process)) == NULL)
    {
      char bytes[512];
      struct pollfd output = { .fd = process->output, .events = POLLIN };
      gint64 left_us = until_us - g_get_monotonic_time ();

      if (left_us <= 0 || poll (&output, 1, (int) (left_us / 1000 + 1)) <= 0)
        return NULL;
      gssize length = read (process->output, bytes, sizeof bytes);
      if (length <= 0)
        return NULL;
      g_string_append_len (process->pending, bytes, length);
    }
  return line;
}

gboolean
line_process_wait (LineProcess *process, guint timeout_ms, int *exit_status)
{
  gint64 until_us = g_get_monotonic_time () + timeout_ms * G_TIME_SPAN_MILLISECOND;
  int status = 0;

  while (waitpid (process->pid, &status, WNOHANG) == 0)
    {
      if (g_get_monotonic_time () > until_us)
        return FALSE;
      g_usleep (WAIT_STEP_US);
    }
  process->pid = 0;
  *exit_status = WIFEXITED (status) ? WEXITSTATUS (status) : -1;
  return TRUE;
}

char *
pn532_connection (const char *folder)
{
  return g_strdup_printf ("pn532_uart:%s/pn532", folder);
}

char *
chip_reader_path (void)
{
  return g_build_filename (g_getenv ("BRIK_LIBEXEC_DIR"), "brik-chip-reader", NULL);
}

LineProcess *
chip_reader_new (const char *connection, const char *present)
{
  g_autofree char *program = chip_reader_path ();
  const char *const arguments[] = { program, "--device", connection, present != NULL ? "--present" : NULL,
                                    present, NULL };
  return line_process_new (arguments);
}

LineProcess *
pn532_process_new (const char *folder)
{
  g_autofree char *link = g_build_filename (folder, "pn532", NULL);
  const char *const arguments[] = { g_getenv ("BRIK_EMULATOR"), "--link", link, NULL };
  LineProcess *emulator = line_process_new (arguments);

  pn532_process_do (emulator, "lift"); /* answered once it is plugged in */
  return emulator;
}

void
pn532_process_do (LineProcess *emulator, const char *command)
{
  line_process_send (emulator, command);
  g_autofree char *answer = line_process_read (emulator, ANSWER_MS);
  g_assert_cmpstr (answer, ==, "ok");
}

guint
pn532_process_get_looks (LineProcess *emulator)
{
  line_process_send (emulator, "looks");
  g_autofree char *answer = line_process_read (emulator, ANSWER_MS);
  g_assert_true (answer != NULL && g_str_has_prefix (answer, "ok "));
  return (guint) g_ascii_strtoull (answer + 3, NULL, 10);
}

void
remove_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_unlink (path);
    }
  g_rmdir (folder);
}
