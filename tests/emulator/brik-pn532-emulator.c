/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pn532-chip.h"
#include "pn532-port.h"

#include <gio/gio.h>
#include <gio/gunixinputstream.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SLOW_MAX_MS 60000
#define COUNT_MAX 100000
#define NOISE_MS 2
#define NOISE_LENGTH 16
#define NOISE_SEED 532
#define WORDS_MAX 3

/* A PN532 on a pty that is told on standard input what lies on its antenna and what befalls it. */
typedef struct
{
  GMainLoop *loop;
  GDataInputStream *commands;
  Pn532Port *port;
  Pn532Chip *chip;
  guint slow_ms;
  guint delayed;        /* source of a response that is on its way */
  GByteArray *response; /* that response */
  guint noise;          /* source of what is on the line besides */
  GRand *rand;
  char *answer; /* of the command under way, behind its ok; or NULL */
} Emulator;

static gboolean
on_delay_over (gpointer user_data)
{
  Emulator *emulator = user_data;
  emulator->delayed = 0;
  pn532_port_send (emulator->port, emulator->response->data, emulator->response->len);
  return G_SOURCE_REMOVE;
}

static void
on_chip_abort (gpointer user_data)
{
  Emulator *emulator = user_data;
  g_clear_handle_id (&emulator->delayed, g_source_remove);
}

/* So much that a host finds no frame in it, and goes on for as long as nobody sends quiet. */
static void
send_noise (Emulator *emulator)
{
  guint8 bytes[NOISE_LENGTH];

  for (guint i = 0; i < sizeof bytes; i++)
    bytes[i] = (guint8) g_rand_int (emulator->rand);
  pn532_port_send (emulator->port, bytes, sizeof bytes);
}

static void
on_chip_send (Pn532SendKind kind, const guint8 *bytes, gsize length, gpointer user_data)
{
  Emulator *emulator = user_data;
  if (emulator->noise != 0)
    send_noise (emulator);
  if (kind == PN532_SEND_ACK || emulator->slow_ms == 0)
    {
      pn532_port_send (emulator->port, bytes, length);
      return;
    }
  g_byte_array_set_size (emulator->response, 0);
  g_byte_array_append (emulator->response, bytes, length);
  emulator->delayed = g_timeout_add (emulator->slow_ms, on_delay_over, emulator);
}

static void
on_port_received (const guint8 *bytes, gsize length, gpointer user_data)
{
  Emulator *emulator = user_data;
  pn532_chip_receive (emulator->chip, bytes, length);
}

typedef gboolean (*CommandRun) (Emulator *emulator, char **arguments, guint n_arguments, GError **error);

static gboolean
run_tap (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  Pn532Picc chips[PN532_FIELD_CHIPS_MAX];
  for (guint i = 0; i < n_arguments; i++)
    if (!pn532_picc_init (&chips[i], arguments[i]))
      {
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                     "a UID is 8, 14 or 20 hexadecimal digits, not \"%s\"", arguments[i]);
        return FALSE;
      }
  pn532_chip_put (emulator->chip, chips, n_arguments);
  return TRUE;
}

static gboolean
run_lift (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  pn532_chip_put (emulator->chip, NULL, 0);
  return TRUE;
}

static gboolean
run_random (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  Pn532Picc chip;
  pn532_picc_init_random (&chip);
  pn532_chip_put (emulator->chip, &chip, 1);
  return TRUE;
}

static gboolean
run_unplug (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  pn532_port_unplug (emulator->port);
  pn532_chip_reset (emulator->chip);
  return TRUE;
}

static gboolean
run_plug (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  return pn532_port_plug (emulator->port, error);
}

static gboolean
take_count (char **arguments, guint n_arguments, guint otherwise, guint *count, GError **error)
{
  guint64 number = otherwise;

  if (n_arguments > 0 && !g_ascii_string_to_unsigned (arguments[0], 10, 0, COUNT_MAX, &number, error))
    return FALSE;
  *count = (guint) number;
  return TRUE;
}

static gboolean
run_spoil (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  static const char *const kinds[] = { "checksum", "length", "cut", "code", "refusal", NULL };
  guint n = 1, kind = 0;

  while (kinds[kind] != NULL && !g_str_equal (kinds[kind], arguments[0]))
    kind++;
  if (kinds[kind] == NULL)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "nothing is spoilt by \"%s\"",
                   arguments[0]);
      return FALSE;
    }
  if (!take_count (arguments + 1, n_arguments - 1, 1, &n, error))
    return FALSE;
  pn532_chip_spoil (emulator->chip, kind, n);
  return TRUE;
}

/* Chips as none is built: one whose UID is told to have another length, one with an ATS of no length. */
static gboolean
run_odd (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  guint told = 0;

  if (!take_count (arguments, n_arguments, 0, &told, error) ||
      !run_tap (emulator, arguments + 1, n_arguments - 1, error))
    return FALSE;
  pn532_chip_bend (emulator->chip, (Pn532Bend){ .lies = TRUE, .told_length = (guint8) told });
  return TRUE;
}

static gboolean
run_bare_ats (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  if (!run_tap (emulator, arguments, n_arguments, error))
    return FALSE;
  pn532_chip_bend (emulator->chip, (Pn532Bend){ .has_bare_ats = TRUE });
  return TRUE;
}

static gboolean
run_blink (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  guint n = 0;

  if (!take_count (arguments, n_arguments, 0, &n, error))
    return FALSE;
  pn532_chip_blink (emulator->chip, n);
  return TRUE;
}

static gboolean
run_weak (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  guint n = 0;

  if (!take_count (arguments, n_arguments, 0, &n, error))
    return FALSE;
  pn532_chip_weaken (emulator->chip, n);
  return TRUE;
}

static gboolean
run_stall (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  pn532_chip_set_stalled (emulator->chip, TRUE);
  return TRUE;
}

static gboolean
run_unstall (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  pn532_chip_set_stalled (emulator->chip, FALSE);
  return TRUE;
}

static gboolean
run_high_status (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  pn532_chip_set_high_status (emulator->chip, TRUE);
  return TRUE;
}

static gboolean
run_plain_status (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  pn532_chip_set_high_status (emulator->chip, FALSE);
  return TRUE;
}

static gboolean
on_noise (gpointer user_data)
{
  send_noise (user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
run_noise (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  if (emulator->noise == 0)
    emulator->noise = g_timeout_add (NOISE_MS, on_noise, emulator);
  return TRUE;
}

static gboolean
run_quiet (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  g_clear_handle_id (&emulator->noise, g_source_remove);
  return TRUE;
}

static gboolean
run_looks (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  emulator->answer = g_strdup_printf ("%u", pn532_chip_get_n_looks (emulator->chip));
  return TRUE;
}

static gboolean
run_mute (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  pn532_chip_set_mute (emulator->chip, TRUE);
  return TRUE;
}

static gboolean
run_unmute (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  pn532_chip_set_mute (emulator->chip, FALSE);
  return TRUE;
}

static gboolean
run_brown_out (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  pn532_chip_reset (emulator->chip);
  return TRUE;
}

static gboolean
run_slow (Emulator *emulator, char **arguments, guint n_arguments, GError **error)
{
  guint64 slow_ms = 0;
  if (!g_ascii_string_to_unsigned (arguments[0], 10, 0, SLOW_MAX_MS, &slow_ms, error))
    return FALSE;
  emulator->slow_ms = (guint) slow_ms;
  return TRUE;
}

static const struct
{
  const char *name;
  const char *usage;
  guint least, most;
  CommandRun run;
} commands[] = {
  { "tap", "tap UID [UID2]", 1, 2, run_tap },
  { "lift", "lift", 0, 0, run_lift },
  { "random", "random", 0, 0, run_random },
  { "unplug", "unplug", 0, 0, run_unplug },
  { "plug", "plug", 0, 0, run_plug },
  { "spoil", "spoil checksum|length|cut|code|refusal [N]", 1, 2, run_spoil },
  { "odd", "odd LENGTH UID", 2, 2, run_odd },
  { "bare-ats", "bare-ats UID", 1, 1, run_bare_ats },
  { "blink", "blink N", 1, 1, run_blink },
  { "weak", "weak N", 1, 1, run_weak },
  { "mute", "mute", 0, 0, run_mute },
  { "unmute", "unmute", 0, 0, run_unmute },
  { "stall", "stall", 0, 0, run_stall },
  { "unstall", "unstall", 0, 0, run_unstall },
  { "high-status", "high-status", 0, 0, run_high_status },
  { "plain-status", "plain-status", 0, 0, run_plain_status },
  { "noise", "noise", 0, 0, run_noise },
  { "quiet", "quiet", 0, 0, run_quiet },
  { "brown-out", "brown-out", 0, 0, run_brown_out },
  { "slow", "slow MS", 1, 1, run_slow },
  { "looks", "looks", 0, 0, run_looks },
};

static gboolean
run_line (Emulator *emulator, const char *line, GError **error)
{
  g_autofree char *stripped = g_strstrip (g_strdup (line));
  g_auto (GStrv) words = g_strsplit (stripped, " ", WORDS_MAX);
  guint n_arguments = MAX (g_strv_length (words), 1) - 1;

  for (guint i = 0; words[0] != NULL && i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (words[0], commands[i].name))
      {
        if (n_arguments >= commands[i].least && n_arguments <= commands[i].most)
          return commands[i].run (emulator, words + 1, n_arguments, error);
        g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "usage: %s", commands[i].usage);
        return FALSE;
      }

  g_autoptr (GString) known = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", commands[i].usage);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "\"%s\" is none of: %s", stripped, known->str);
  return FALSE;
}

static void
on_line_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Emulator *emulator = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line_finish (emulator->commands, result, NULL, &error);

  if (line == NULL)
    {
      g_main_loop_quit (emulator->loop);
      return;
    }
  g_clear_pointer (&emulator->answer, g_free);
  if (run_line (emulator, line, &error))
    printf ("ok%s%s\n", emulator->answer != NULL ? " " : "",
            emulator->answer != NULL ? emulator->answer : "");
  else
    printf ("error %s\n", error->message);
  fflush (stdout);
  g_data_input_stream_read_line_async (emulator->commands, G_PRIORITY_DEFAULT, NULL, on_line_ready, emulator);
}

static int
emulate (const char *link)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);
  g_autoptr (GDataInputStream) lines = g_data_input_stream_new (input);
  g_autoptr (GByteArray) response = g_byte_array_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (NOISE_SEED);
  Emulator emulator = { .loop = loop, .commands = lines, .response = response, .rand = rand };
  g_autoptr (Pn532Port) port = pn532_port_new (link, on_port_received, &emulator);
  g_autoptr (Pn532Chip) chip = pn532_chip_new (on_chip_send, on_chip_abort, &emulator);

  emulator.port = port;
  emulator.chip = chip;
  if (!pn532_port_plug (port, &error))
    {
      g_printerr ("brik-pn532-emulator: %s\n", error->message);
      return EXIT_FAILURE;
    }
  g_data_input_stream_read_line_async (lines, G_PRIORITY_DEFAULT, NULL, on_line_ready, &emulator);
  g_main_loop_run (loop);
  on_chip_abort (&emulator);
  g_clear_handle_id (&emulator.noise, g_source_remove);
  g_free (emulator.answer);
  return EXIT_SUCCESS;
}

int
main (int argc, char **argv)
{
  g_autofree char *link = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "link", 0, 0, G_OPTION_ARG_FILENAME, &link, "Where the link to the chip's serial line appears",
      "PATH" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("— a PN532 chip on a pseudo-terminal");

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context,
                                "Commands are read from standard input, one a line; each is answered with ok "
                                "or error. A wrong one is told what there is.");
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("brik-pn532-emulator: %s\n", error->message);
      return EXIT_FAILURE;
    }
  if (link == NULL || argc > 1)
    {
      g_autofree char *help = g_option_context_get_help (context, TRUE, NULL);
      g_printerr ("%s", help);
      return EXIT_FAILURE;
    }
  return emulate (link);
}
