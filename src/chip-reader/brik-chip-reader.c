/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-chip-reader.h"
#include "chip-reader/brik-fault.h"
#include "chip-reader/brik-line.h"
#include "chip-reader/brik-nfc-device.h"
#include "chip-reader/brik-port.h"
#include "chip-reader/brik-watchdog.h"

#include <string.h>
#include <unistd.h>

#define FAILURES_MOST 2 /* in a row; the first is retried at once */
#define STEADY_LOOKS 20 /* good looks until a device that was lost counts as steady */

typedef struct
{
  const char *connection;
  char *port; /* device file, or NULL for readers that have none */
  int lock;   /* descriptor that holds the port's lock, or -1 */
  BrikNfcDevice *device;
  BrikPresence presence;
  GError *trouble; /* the fault last told, or NULL */
  gboolean ready;  /* told, and no fault since */
  guint failures;
  guint good_looks;
  guint retry_ms;
} ChipReader;

static gint64
now_ms (void)
{
  return g_get_monotonic_time () / G_TIME_SPAN_MILLISECOND;
}

/* Told once, not at each try. */
static void
tell_fault (ChipReader *reader, const GError *fault)
{
  if (reader->trouble == NULL || reader->trouble->code != fault->code)
    brik_line_write ("fault", brik_fault_get_word (fault->code), fault->message);
  g_clear_error (&reader->trouble);
  reader->trouble = g_error_copy (fault);
  reader->ready = FALSE;
}

static void
tell_ready (ChipReader *reader)
{
  if (!reader->ready)
    brik_line_write ("ready", brik_nfc_device_get_name (reader->device), NULL);
  g_clear_error (&reader->trouble);
  reader->ready = TRUE;
}

static void
tell_events (const BrikPresenceEvent *events, guint n_events)
{
  static const char *const words[] = { "card", "removed", "several", "random" };
  for (guint i = 0; i < n_events; i++)
    brik_line_write (words[events[i].kind], *events[i].uid != '\0' ? events[i].uid : NULL, NULL);
}

static void
close_device (ChipReader *reader)
{
  brik_watchdog_beat ();
  g_clear_pointer (&reader->device, brik_nfc_device_close);
  if (reader->lock >= 0)
    close (reader->lock);
  reader->lock = -1;
}

/* libnfc does not say why it could not open a device; this is what is known about it. */
static void
set_open_fault (const ChipReader *reader, GError **error)
{
  g_autofree char *modules = NULL;
  const char *module = NULL;

  if (reader->port != NULL)
    {
      g_set_error (
        error, BRIK_FAULT, BRIK_FAULT_SILENT,
        "no reader answers on %s: check its power, its wiring and that it is set to this interface",
        reader->port);
      return;
    }
  if (g_file_get_contents ("/proc/modules", &modules, NULL, NULL))
    module = brik_port_find_module (modules);
  if (module != NULL)
    g_set_error (error, BRIK_FAULT, BRIK_FAULT_MODULE,
                 "the kernel module %s is loaded and keeps readers of this kind to itself: as root, run "
                 "\"modprobe -r %s\" and write \"blacklist %s\" to /etc/modprobe.d/brik-nfc.conf",
                 module, module, module);
  else
    g_set_error (
      error, BRIK_FAULT, BRIK_FAULT_MISSING,
      "no reader answers to %s: is it plugged in, may this user open it, and has libnfc that driver?",
      reader->connection);
}

static gboolean
open_device (ChipReader *reader, GError **error)
{
  brik_watchdog_beat ();
  if (reader->port != NULL)
    reader->lock = brik_port_lock (reader->port, error);
  if (reader->port != NULL && reader->lock < 0)
    return FALSE;

  reader->device = brik_nfc_device_open (reader->connection);
  if (reader->device == NULL)
    {
      set_open_fault (reader, error);
      close_device (reader);
      return FALSE;
    }
  reader->failures = 0;
  reader->good_looks = 0;
  brik_presence_resume (&reader->presence, now_ms ());
  return TRUE;
}

/* TRUE if the process is to end. */
static gboolean
wait_to_retry (ChipReader *reader)
{
  guint wait_ms = reader->retry_ms;
  reader->retry_ms = MIN (reader->retry_ms * 2, BRIK_CHIP_READER_RETRY_MOST_MS);
  return brik_watchdog_sleep (wait_ms);
}

/* TRUE if the process is to end. */
static gboolean
open_or_wait (ChipReader *reader)
{
  g_autoptr (GError) fault = NULL;

  if (open_device (reader, &fault))
    return FALSE;
  tell_fault (reader, fault);
  return wait_to_retry (reader);
}

static BrikNfcLook
look (ChipReader *reader, BrikPresenceEvent *events, guint *n_events)
{
  char uid[BRIK_UID_TEXT_SIZE] = "", behind[BRIK_UID_TEXT_SIZE] = "";

  brik_watchdog_beat ();
  BrikNfcLook result = brik_nfc_device_look (reader->device, uid);
  if (result == BRIK_NFC_LOOK_CHIP && brik_presence_is_news (&reader->presence, uid))
    {
      brik_watchdog_beat ();
      if (brik_nfc_device_look_behind (reader->device, behind) == BRIK_NFC_LOOK_FAILED)
        return BRIK_NFC_LOOK_FAILED;
    }
  if (result == BRIK_NFC_LOOK_CHIP || result == BRIK_NFC_LOOK_EMPTY)
    *n_events = brik_presence_see (&reader->presence, *uid != '\0' ? uid : NULL,
                                   *behind != '\0' ? behind : NULL, now_ms (), events);
  return result;
}

static void
count_good_look (ChipReader *reader)
{
  reader->failures = 0;
  reader->good_looks = MIN (reader->good_looks + 1, STEADY_LOOKS);
  if (reader->good_looks == STEADY_LOOKS)
    reader->retry_ms = BRIK_CHIP_READER_RETRY_LEAST_MS;
}

/* TRUE if the process is to end. */
static gboolean
fail_look (ChipReader *reader)
{
  if (++reader->failures < FAILURES_MOST)
    return FALSE;

  g_autoptr (GError) fault =
    g_error_new_literal (BRIK_FAULT, BRIK_FAULT_LOST, "the reader has stopped answering");
  tell_fault (reader, fault);
  close_device (reader);
  return wait_to_retry (reader);
}

/* TRUE if the process is to end. */
static gboolean
run_round (ChipReader *reader)
{
  BrikPresenceEvent events[BRIK_PRESENCE_EVENTS_MAX];
  guint n_events = 0;
  gint64 began_ms = now_ms ();
  BrikNfcLook result = look (reader, events, &n_events);

  if (result == BRIK_NFC_LOOK_FAILED)
    return fail_look (reader);
  count_good_look (reader);
  if (result == BRIK_NFC_LOOK_UNREADABLE)
    {
      g_autoptr (GError) fault = g_error_new_literal (
        BRIK_FAULT, BRIK_FAULT_UNREADABLE, "this chip cannot be read: its number has not 4, 7 or 10 bytes");
      tell_fault (reader, fault);
    }
  else
    {
      tell_ready (reader);
      tell_events (events, n_events);
    }
  return brik_watchdog_sleep (MAX (0, BRIK_CHIP_READER_ROUND_MS - (now_ms () - began_ms)));
}

void
brik_chip_reader_run (const char *connection, const char *present)
{
  g_autofree char *port = brik_nfc_connection_get_port (connection);
  ChipReader reader = {
    .connection = connection,
    .port = port,
    .lock = -1,
    .retry_ms = BRIK_CHIP_READER_RETRY_LEAST_MS,
  };

  brik_presence_init (&reader.presence, present, now_ms ());
  while (!(reader.device == NULL ? open_or_wait (&reader) : run_round (&reader)))
    ;
  close_device (&reader);
  g_clear_error (&reader.trouble);
}
