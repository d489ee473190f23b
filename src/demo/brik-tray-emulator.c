/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-tray-emulator.h"

struct _BrikTrayEmulator
{
  GObject parent_instance;
  GSubprocess *subprocess;
  GDataInputStream *answers;
  GCancellable *cancellable;
};

enum
{
  SIGNAL_ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrikTrayEmulator, brik_tray_emulator, G_TYPE_OBJECT)

static void read_answer (BrikTrayEmulator *self);

static void
on_answer_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *answer =
    g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source), result, NULL, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  BrikTrayEmulator *self = BRIK_TRAY_EMULATOR (user_data);
  if (answer == NULL)
    {
      g_signal_emit (self, signals[SIGNAL_ENDED], 0);
      return;
    }
  if (!g_str_equal (answer, "ok"))
    g_warning ("the emulator says: %s", answer);
  read_answer (self);
}

static void
read_answer (BrikTrayEmulator *self)
{
  g_data_input_stream_read_line_async (self->answers, G_PRIORITY_DEFAULT, self->cancellable, on_answer_ready,
                                       self);
}

BrikTrayEmulator *
brik_tray_emulator_new (const char *program, const char *link, GError **error)
{
  g_autoptr (BrikTrayEmulator) self = g_object_new (BRIK_TYPE_TRAY_EMULATOR, NULL);

  self->subprocess = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error,
                                       program, "--link", link, NULL);
  if (self->subprocess == NULL)
    return NULL;
  self->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->subprocess));
  read_answer (self);
  return g_steal_pointer (&self);
}

void
brik_tray_emulator_do (BrikTrayEmulator *self, const char *format, ...)
{
  g_autoptr (GError) error = NULL;
  va_list arguments;

  va_start (arguments, format);
  g_autofree char *command = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  g_autofree char *line = g_strconcat (command, "\n", NULL);
  if (!g_output_stream_write_all (g_subprocess_get_stdin_pipe (self->subprocess), line, strlen (line), NULL,
                                  NULL, &error))
    g_warning ("cannot tell the emulator to %s: %s", command, error->message);
}

static void
brik_tray_emulator_dispose (GObject *object)
{
  BrikTrayEmulator *self = BRIK_TRAY_EMULATOR (object);

  g_cancellable_cancel (self->cancellable);
  if (self->subprocess != NULL)
    g_output_stream_close (g_subprocess_get_stdin_pipe (self->subprocess), NULL, NULL);
  g_clear_object (&self->answers);
  g_clear_object (&self->subprocess);
  G_OBJECT_CLASS (brik_tray_emulator_parent_class)->dispose (object);
}

static void
brik_tray_emulator_finalize (GObject *object)
{
  g_object_unref (BRIK_TRAY_EMULATOR (object)->cancellable);
  G_OBJECT_CLASS (brik_tray_emulator_parent_class)->finalize (object);
}

static void
brik_tray_emulator_class_init (BrikTrayEmulatorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = brik_tray_emulator_dispose;
  object_class->finalize = brik_tray_emulator_finalize;
  signals[SIGNAL_ENDED] =
    g_signal_new ("ended", BRIK_TYPE_TRAY_EMULATOR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
brik_tray_emulator_init (BrikTrayEmulator *self)
{
  self->cancellable = g_cancellable_new ();
}
