/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader/brik-reader-process.h"

#include <gio/gio.h>

#define READ_SIZE 1024

struct _BrikReaderProcess
{
  GSubprocess *subprocess;
  BrikReaderLines lines;
  char buffer[READ_SIZE];
  guint kill_timeout;
  guint silence_tick;
  guint silent_s;
  gboolean says_alive;
  guint n_open; /* of its output and its life: over when both are */
  gboolean stopping;

  BrikReaderLineFunc each; /* NULL: abandoned */
  BrikReaderProcessEnded ended;
  gpointer user_data;
};

static void
free_process (BrikReaderProcess *process)
{
  g_clear_handle_id (&process->kill_timeout, g_source_remove);
  g_clear_handle_id (&process->silence_tick, g_source_remove);
  brik_reader_lines_clear (&process->lines);
  g_object_unref (process->subprocess);
  g_free (process);
}

static void
close_one (BrikReaderProcess *process)
{
  if (--process->n_open > 0)
    return;
  if (process->ended != NULL)
    process->ended (process->user_data);
  free_process (process);
}

static gboolean
on_stop_timeout (gpointer user_data)
{
  BrikReaderProcess *process = user_data;
  process->kill_timeout = 0;
  g_subprocess_force_exit (process->subprocess);
  return G_SOURCE_REMOVE;
}

void
brik_reader_process_stop (BrikReaderProcess *process)
{
  if (process->stopping)
    return;
  process->stopping = TRUE;
  g_output_stream_close (g_subprocess_get_stdin_pipe (process->subprocess), NULL, NULL);
  process->kill_timeout = g_timeout_add (BRIK_READER_PROCESS_STOP_MS, on_stop_timeout, process);
}

void
brik_reader_process_abandon (BrikReaderProcess *process)
{
  process->each = NULL;
  process->ended = NULL;
  brik_reader_process_stop (process);
}

static void
on_line (const char *text, gpointer user_data)
{
  BrikReaderProcess *process = user_data;

  process->silent_s = 0;
  if (g_strcmp0 (text, BRIK_READER_ALIVE) == 0)
    process->says_alive = TRUE;
  else if (process->each != NULL)
    process->each (text, process->user_data);
}

/* Ticks, not a time-out: a till that was itself asleep meanwhile counts one, and reads before the next. */
static gboolean
on_silence_tick (gpointer user_data)
{
  BrikReaderProcess *process = user_data;

  if (!process->says_alive || ++process->silent_s < BRIK_READER_PROCESS_SILENT_S)
    return G_SOURCE_CONTINUE;
  process->silence_tick = 0;
  g_subprocess_force_exit (process->subprocess);
  if (process->each != NULL)
    process->each ("fault\thang\tthe reader's program has stopped; it is started again", process->user_data);
  return G_SOURCE_REMOVE;
}

static void read_more (BrikReaderProcess *process);

static void
on_read_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BrikReaderProcess *process = user_data;
  gssize length = g_input_stream_read_finish (G_INPUT_STREAM (source), result, NULL);

  if (length > 0)
    {
      brik_reader_lines_take (&process->lines, process->buffer, length, on_line, process);
      read_more (process);
      return;
    }
  /* It says nothing any more: of no use, even if it should live on. */
  brik_reader_process_stop (process);
  close_one (process);
}

static void
read_more (BrikReaderProcess *process)
{
  g_input_stream_read_async (g_subprocess_get_stdout_pipe (process->subprocess), process->buffer, READ_SIZE,
                             G_PRIORITY_DEFAULT, NULL, on_read_ready, process);
}

static void
on_wait_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  BrikReaderProcess *process = user_data;
  g_subprocess_wait_finish (G_SUBPROCESS (source), result, NULL);
  close_one (process);
}

BrikReaderProcess *
brik_reader_process_spawn (const char *program,
                           const char *device,
                           const char *present,
                           BrikReaderLineFunc each,
                           BrikReaderProcessEnded ended,
                           gpointer user_data,
                           GError **error)
{
  const char *const arguments[] = { program, "--device", device, present != NULL ? "--present" : NULL,
                                    present, NULL };
  GSubprocess *subprocess =
    g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
  if (subprocess == NULL)
    return NULL;

  BrikReaderProcess *process = g_new0 (BrikReaderProcess, 1);
  process->subprocess = subprocess;
  process->each = each;
  process->ended = ended;
  process->user_data = user_data;
  process->n_open = 2;
  brik_reader_lines_init (&process->lines);
  process->silence_tick = g_timeout_add_seconds (1, on_silence_tick, process);
  read_more (process);
  g_subprocess_wait_async (subprocess, NULL, on_wait_ready, process);
  return process;
}
