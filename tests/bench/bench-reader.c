/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-nfc-device.h"
#include "figure.h"
#include "line-process.h"

#include <stdlib.h>

/* From a chip laid on the emulated PN532 to the chip reader's line, through libnfc. The yardstick, taken in
 * turns with it: what libnfc needs to switch the field off and on and to select a chip that lies there
 * already. */

#define ROUNDS 5
#define TAPS 20 /* a round */
#define LOOKS 30
#define SOON_MS 5000
#define APART_MS 50         /* taps fall anywhere in the reader's own round */
#define CHIP_TAKES "slow 5" /* ms that a PN532 at 115,200 baud takes for a command */

static void
wait_line (LineProcess *reader, const char *word)
{
  g_autofree char *line = line_process_read (reader, SOON_MS);
  if (line == NULL || !g_str_has_prefix (line, word))
    g_error ("waited for \"%s\", got \"%s\"", word, line != NULL ? line : "nothing");
}

static void
measure_taps (const char *connection, LineProcess *emulator, Series *taps)
{
  g_autoptr (LineProcess) reader = chip_reader_new (connection, NULL);
  int status;

  wait_line (reader, "ready");
  series_begin_round (taps);
  for (guint i = 0; i < TAPS; i++)
    {
      g_usleep (g_random_int_range (0, APART_MS) * G_TIME_SPAN_MILLISECOND);
      double began_us = figure_now_us ();
      pn532_process_do (emulator, "tap 04579A22352680");
      wait_line (reader, "card");
      series_add (taps, (figure_now_us () - began_us) / 1000);
      pn532_process_do (emulator, "lift");
      wait_line (reader, "removed");
    }
  line_process_close_input (reader);
  line_process_wait (reader, SOON_MS, &status);
}

static void
measure_looks (const char *connection, LineProcess *emulator, Series *looks)
{
  char uid[BRIK_UID_TEXT_SIZE];
  g_autoptr (BrikNfcDevice) device = brik_nfc_device_open (connection);

  if (device == NULL)
    g_error ("cannot open %s", connection);
  pn532_process_do (emulator, "tap 04579A22352680");
  brik_nfc_device_look (device, uid); /* the first sets registers */
  series_begin_round (looks);
  for (guint i = 0; i < LOOKS; i++)
    {
      double began_us = figure_now_us ();
      if (brik_nfc_device_look (device, uid) != BRIK_NFC_LOOK_CHIP)
        g_error ("the chip that lies there was not found");
      series_add (looks, (figure_now_us () - began_us) / 1000);
    }
  pn532_process_do (emulator, "lift");
}

static void
print (const char *name, Series *taps, Series *looks, guint percent, const char *goal)
{
  figure_print_beside (name, series_percentile (taps, percent), "ms", series_percentile (looks, 50), goal);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("brik-bench-reader-XXXXXX", &error);
  if (folder == NULL)
    g_error ("%s", error->message);
  g_autofree char *connection = pn532_connection (folder);
  g_autoptr (LineProcess) emulator = pn532_process_new (folder);
  g_autoptr (Series) taps = series_new ();
  g_autoptr (Series) looks = series_new ();

  brik_nfc_set_up ();
  pn532_process_do (emulator, CHIP_TAKES);
  for (guint round = 0; round < ROUNDS; round++)
    {
      measure_taps (connection, emulator, taps);
      measure_looks (connection, emulator, looks);
    }
  print ("reader: chip in field → its line, p50", taps, looks, 50, "≤ 3.0 ×");
  print ("reader: chip in field → its line, p95", taps, looks, 95, "≤ 5.0 ×");
  remove_folder (folder);
  return EXIT_SUCCESS;
}
