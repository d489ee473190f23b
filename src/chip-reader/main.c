/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-chip-reader.h"
#include "chip-reader/brik-nfc-device.h"
#include "chip-reader/brik-watchdog.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_USAGE 2

static int
fail_usage (const char *what)
{
  g_printerr ("brik-chip-reader: %s\nRun \"brik-chip-reader --help\" to see how it is used.\n", what);
  return EXIT_USAGE;
}

/* Upper-case hex of 4, 7 or 10 bytes, as this program writes it. */
static gboolean
normalize_uid (char *uid)
{
  gsize length = strlen (uid);
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isxdigit (uid[i]))
        return FALSE;
      uid[i] = g_ascii_toupper (uid[i]);
    }
  return length == 8 || length == 14 || length == 20;
}

static const char *
find_problem (const char *device, char *present, int n_left)
{
  if (n_left > 0)
    return "there are arguments that mean nothing to it";
  if (device == NULL)
    return "--device is needed, as in --device pn532_uart:/dev/ttyUSB0 or --device acr122_usb";
  if (present != NULL && !normalize_uid (present))
    return "--present takes a UID of 4, 7 or 10 bytes in hexadecimal digits";
  if (fcntl (STDIN_FILENO, F_GETFD) < 0)
    return "standard input must be open: its closing is what ends this program";
  return brik_nfc_connection_problem (device);
}

int
main (int argc, char **argv)
{
  g_autofree char *device = NULL;
  g_autofree char *present = NULL;
  g_autoptr (GError) error = NULL;
  const GOptionEntry entries[] = {
    { "device", 0, 0, G_OPTION_ARG_STRING, &device, "The reader, as libnfc names it", "CONNSTRING" },
    { "present", 0, 0, G_OPTION_ARG_STRING, &present, "A chip already read that may still lie there",
      "UID-HEX" },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("— tells which chips come and go");

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (
    context,
    "Writes one line per event, its fields separated by tabs: ready NAME, card UID, removed UID, several,\n"
    "random UID, fault CODE TEXT; and where nobody watches, alive each second. Ends when its standard\n"
    "input closes.");
  if (!g_option_context_parse (context, &argc, &argv, &error))
    return fail_usage (error->message);
  const char *problem = find_problem (device, present, argc - 1);
  if (problem != NULL)
    return fail_usage (problem);

  signal (SIGPIPE, SIG_IGN);
  brik_nfc_set_up ();
  brik_watchdog_start ();
  brik_chip_reader_run (device, present);
  return EXIT_SUCCESS;
}
