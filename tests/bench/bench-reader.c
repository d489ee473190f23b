/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-nfc-device.h"
#include "line-process.h"

#include <stdio.h>
#include <stdlib.h>

/* From a chip laid on the emulated PN532 to the chip reader's line, through libnfc. The yardstick, taken in
 * turns with it: what libnfc needs to switch the field off and on and to select a chip that lies there
 * already. */

#define ROUNDS 5
#define TAPS 30 /* a round */
#define LOOKS 30
#define SOON_MS 5000
#define APART_MS 50         /* taps fall anywhere in the reader's own round */
#define CHIP_TAKES "slow 5" /* ms that a PN532 at 115,200 baud takes for a command */

typedef struct
{
  double ms[ROUNDS * TAPS];
  guint n;
} Sample;

static void
add (Sample *sample, gint64 began_us)
{
  sample->ms[sample->n++] = (g_get_monotonic_time () - began_us) / 1000.0;
}

static int
compare (const void *a, const void *b)
{
  double difference = *(const double *) a - *(const double *) b;
  return (difference > 0) - (difference < 0);
}

static double
percentile (Sample *sample, guint percent)
{
  qsort (sample->ms, sample->n, sizeof sample->ms[0], compare);
  return sample->ms[(sample->n - 1) * percent / 100];
}

static void
wait_line (LineProcess *reader, const char *word)
{
  g_autofree char *line = line_process_read (reader, SOON_MS);
  if (line == NULL || !g_str_has_prefix (line, word))
    g_error ("waited for \"%s\", got \"%s\"", word, line != NULL ? line : "nothing");
}

static void
measure_taps (const char *connection, LineProcess *emulator, Sample *taps)
{
  g_autoptr (LineProcess) reader = chip_reader_new (connection, NULL);
  int status;

  wait_line (reader, "ready");
  for (guint i = 0; i < TAPS; i++)
    {
      g_usleep (g_random_int_range (0, APART_MS) * G_TIME_SPAN_MILLISECOND);
      gint64 began_us = g_get_monotonic_time ();
      pn532_process_do (emulator, "tap 04579A22352680");
      wait_line (reader, "card");
      add (taps, began_us);
      pn532_process_do (emulator, "lift");
      wait_line (reader, "removed");
    }
  line_process_close_input (reader);
  line_process_wait (reader, SOON_MS, &status);
}

static void
measure_looks (const char *connection, LineProcess *emulator, Sample *looks)
{
  char uid[BRIK_UID_TEXT_SIZE];
  g_autoptr (BrikNfcDevice) device = brik_nfc_device_open (connection);

  if (device == NULL)
    g_error ("cannot open %s", connection);
  pn532_process_do (emulator, "tap 04579A22352680");
  brik_nfc_device_look (device, uid); /* the first sets registers */
  for (guint i = 0; i < LOOKS; i++)
    {
      gint64 began_us = g_get_monotonic_time ();
      if (brik_nfc_device_look (device, uid) != BRIK_NFC_LOOK_CHIP)
        g_error ("the chip that lies there was not found");
      add (looks, began_us);
    }
  pn532_process_do (emulator, "lift");
}

static void
print (const char *name, Sample *taps, Sample *looks, guint percent, const char *goal)
{
  double value = percentile (taps, percent), yardstick = percentile (looks, 50);
  printf ("%s\t%.1f\tms\t%.1f\t%.1f\t%s\n", name, value, yardstick, value / yardstick, goal);
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
  Sample taps = { 0 }, looks = { 0 };

  brik_nfc_set_up ();
  pn532_process_do (emulator, CHIP_TAKES);
  for (guint round = 0; round < ROUNDS; round++)
    {
      measure_taps (connection, emulator, &taps);
      measure_looks (connection, emulator, &looks);
    }
  print ("reader: chip in field -> card line, p50", &taps, &looks, 50, "3.0");
  print ("reader: chip in field -> card line, p95", &taps, &looks, 95, "5.0");
  remove_folder (folder);
  return EXIT_SUCCESS;
}
