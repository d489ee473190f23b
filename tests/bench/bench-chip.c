/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>

#include "brik-display.h"
#include "figure.h"
#include "full-till.h"
#include "line-process.h"
#include "till/brik-person-panel.h"

/* From a chip laid on the emulated PN532, through libnfc, the chip reader's process and a ledger of 20,000
 * cardholders, until name and photo are painted. The yardstick is the reader's own share of that: until its
 * line reaches the till. */

#define ROUNDS 5
#define TAPS 20             /* a round */
#define CHIP_TAKES "slow 5" /* ms that a PN532 at 115,200 baud takes for a command */

typedef struct
{
  FullTill *till;
  LineProcess *emulator;
  GtkWidget *panel;
  const char *name; /* of whoever is waited for */
  double read_us;   /* when the till heard of the chip */
} Counter;

typedef struct
{
  Series *whole;
  Series *read;
  Series *beyond;
} Times;

static void
on_reader_card (Counter *counter, const char *uid)
{
  counter->read_us = figure_now_us ();
}

static gboolean
is_ready (gpointer reader)
{
  return brik_reader_get_state (reader) == BRIK_READER_READY;
}

static gboolean
shows_photo (GtkWidget *panel)
{
  g_autoptr (GPtrArray) pictures = full_till_list (panel, GTK_TYPE_PICTURE);

  return pictures->len > 0 && gtk_picture_get_paintable (g_ptr_array_index (pictures, 0)) != NULL;
}

static gboolean
shows_person (gpointer user_data)
{
  Counter *counter = user_data;

  return brik_display_shows (counter->panel, counter->name) && shows_photo (counter->panel);
}

static void
tap (Counter *counter, Times *times)
{
  guint index = (guint) g_random_int_range (0, FULL_LEDGER_CARDHOLDERS);
  g_autofree char *command = g_strdup_printf ("tap " FULL_LEDGER_UID_FORMAT, index);
  g_autofree char *name = g_strdup_printf (FULL_LEDGER_NAME_FORMAT, index);
  double began_us;
  double painted_us;

  full_till_rest (counter->till);
  counter->name = name;
  began_us = figure_now_us ();
  pn532_process_do (counter->emulator, command);
  painted_us = full_till_await_frame (counter->till, shows_person, counter);
  series_add (times->whole, (painted_us - began_us) / 1000);
  series_add (times->read, (counter->read_us - began_us) / 1000);
  series_add (times->beyond, (painted_us - counter->read_us) / 1000);
  pn532_process_do (counter->emulator, "lift");
}

static void
measure (Counter *counter)
{
  g_autoptr (Series) whole = series_new ();
  g_autoptr (Series) read = series_new ();
  g_autoptr (Series) beyond = series_new ();
  Times times = { whole, read, beyond };

  for (guint round = 0; round < ROUNDS; round++)
    {
      series_begin_round (whole);
      series_begin_round (read);
      series_begin_round (beyond);
      for (guint i = 0; i < TAPS; i++)
        tap (counter, &times);
    }
  figure_print_beside ("till: chip in field → person painted, p95", series_percentile (whole, 95), "ms",
                       series_percentile (read, 95), "-");
  figure_print ("till: the same beyond the reader's own time, p95", series_percentile (beyond, 95), "ms",
                "≤ 100");
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("brik-bench-chip-XXXXXX", &error);
  g_autofree char *connection = NULL;
  g_autofree char *program = chip_reader_path ();
  g_autoptr (LineProcess) emulator = NULL;
  g_autoptr (BrikReader) reader = NULL;
  g_autoptr (FullTill) till = NULL;
  g_autoptr (GPtrArray) panels = NULL;
  Counter counter = { 0 };

  if (folder == NULL)
    g_error ("%s", error->message);
  brik_display_init (&argc, &argv);
  connection = pn532_connection (folder);
  emulator = pn532_process_new (folder);
  pn532_process_do (emulator, CHIP_TAKES);
  reader = brik_reader_new (program, connection);
  /* Before the view is made: this must be the first to hear of a chip. */
  g_signal_connect_swapped (reader, "card", G_CALLBACK (on_reader_card), &counter);
  till = full_till_new (reader);
  panels = full_till_list (full_till_get_window (till), BRIK_TYPE_PERSON_PANEL);
  counter.till = till;
  counter.emulator = emulator;
  counter.panel = g_ptr_array_index (panels, 0);
  brik_reader_start (reader);
  brik_display_wait_until (is_ready, reader);
  measure (&counter);
  remove_folder (folder);
  return EXIT_SUCCESS;
}
