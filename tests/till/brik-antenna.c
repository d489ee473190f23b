/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-antenna.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "till/brik-sale-closures.h"
#include "till/brik-till-closures.h"

#define PATIENCE_US                                                                                          \
  (45 * G_USEC_PER_SEC) /* longer than any back-off, on a machine that is busy elsewhere                     \
                         */
#define STEP_MS 20
#define GONE_LOOKS 12 /* 600 ms at least: a chip that was there is gone by then */

static void
on_card (BrikAntenna *antenna, const char *uid)
{
  antenna->n_cards++;
  brik_sale_tap (antenna->counter->sale, BRIK_CHIP_ONE, uid);
}

static void
on_several (BrikAntenna *antenna)
{
  brik_sale_tap (antenna->counter->sale, BRIK_CHIP_SEVERAL, NULL);
}

static void
on_random (BrikAntenna *antenna, const char *uid)
{
  brik_sale_tap (antenna->counter->sale, BRIK_CHIP_RANDOM, NULL);
}

static char *
say (BrikAntenna *antenna)
{
  BrikReaderState state = brik_reader_get_state (antenna->reader);
  g_autofree char *code = NULL, *pill = NULL, *hint = NULL;

  g_object_get (antenna->reader, "fault-code", &code, NULL);
  pill = brik_format_reader (NULL, state, code);
  hint = brik_format_reader_hint (NULL, state, code);
  return g_strdup_printf ("%s: %s", pill, hint);
}

static void
on_reader_notify (BrikAntenna *antenna)
{
  g_autofree char *said = say (antenna);
  guint n = antenna->heard->len;

  if (n == 0 || !g_str_equal (antenna->heard->pdata[n - 1], said))
    g_ptr_array_add (antenna->heard, g_steal_pointer (&said));
}

typedef gboolean (*Condition) (BrikAntenna *antenna, gconstpointer data);

static gboolean
on_step (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static void
wait_until (BrikAntenna *antenna, const char *what, Condition condition, gconstpointer data)
{
  const gint64 until_us = g_get_monotonic_time () + PATIENCE_US;
  guint step = g_timeout_add (STEP_MS, on_step, NULL);

  while (!condition (antenna, data))
    {
      if (g_get_monotonic_time () > until_us)
        {
          g_ptr_array_add (antenna->heard, NULL);
          g_autofree char *heard = g_strjoinv ("; ", (char **) antenna->heard->pdata);
          g_error ("waited in vain for %s; heard: %s", what, heard);
        }
      g_main_context_iteration (NULL, TRUE);
    }
  g_source_remove (step);
}

static gboolean
is_ready (BrikAntenna *antenna, gconstpointer data)
{
  return brik_reader_get_state (antenna->reader) == BRIK_READER_READY;
}

void
brik_antenna_wait_ready (BrikAntenna *antenna)
{
  wait_until (antenna, "ready", is_ready, NULL);
}

static gboolean
has_heard (BrikAntenna *antenna, gconstpointer what)
{
  return g_ptr_array_find_with_equal_func (antenna->heard, what, g_str_equal, NULL);
}

void
brik_antenna_wait_heard (BrikAntenna *antenna, const char *what)
{
  wait_until (antenna, what, has_heard, what);
}

static gboolean
has_read (BrikAntenna *antenna, gconstpointer data)
{
  return antenna->n_cards >= GPOINTER_TO_UINT (data);
}

static gboolean
has_looked (BrikAntenna *antenna, gconstpointer data)
{
  return pn532_process_get_looks (antenna->emulator) >= GPOINTER_TO_UINT (data);
}

static void
wait_looks (BrikAntenna *antenna, guint n)
{
  guint until = pn532_process_get_looks (antenna->emulator) + n;
  wait_until (antenna, "looks", has_looked, GUINT_TO_POINTER (until));
}

GPid
brik_antenna_find_process (BrikAntenna *antenna)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc", 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc", name, "cmdline", NULL);
      g_autofree char *arguments = NULL;
      gsize length = 0;
      if (g_ascii_isdigit (*name) && g_file_get_contents (path, &arguments, &length, NULL) &&
          g_str_has_suffix (arguments, "brik-chip-reader") &&
          memmem (arguments, length, antenna->folder, strlen (antenna->folder)))
        return (GPid) g_ascii_strtoull (name, NULL, 10);
    }
  g_error ("no process reads on %s", antenna->folder);
}

static void
kill_reader (BrikAntenna *antenna, int signal_number)
{
  /* Ready is told before the process has had time to say for the first time that it lives. */
  wait_looks (antenna, GONE_LOOKS);
  g_assert_cmpint (kill (brik_antenna_find_process (antenna), signal_number), ==, 0);
}

/* The moment the reader's process dies the port is ours: its successor waits before it tries. */
static void
hold_port (BrikAntenna *antenna)
{
  g_autofree char *port = g_build_filename (antenna->folder, "pn532", NULL);

  antenna->lock = open (port, O_RDWR | O_NOCTTY | O_CLOEXEC);
  g_assert_cmpint (antenna->lock, >=, 0);
  g_assert_cmpint (kill (brik_antenna_find_process (antenna), SIGKILL), ==, 0);
  while (flock (antenna->lock, LOCK_EX) != 0)
    g_assert_cmpint (errno, ==, EINTR);
}

static void
release_port (BrikAntenna *antenna)
{
  close (antenna->lock);
  antenna->lock = -1;
}

void
brik_antenna_do (BrikAntenna *antenna, const char *command)
{
  g_auto (GStrv) words = g_strsplit (command, " ", 2);
  guint number = words[1] != NULL ? (guint) g_ascii_strtoull (words[1], NULL, 10) : 0;

  if (g_str_equal (command, "card"))
    wait_until (antenna, "a card", has_read, GUINT_TO_POINTER (antenna->n_cards + 1));
  else if (g_str_equal (words[0], "looks"))
    wait_looks (antenna, number);
  else if (g_str_equal (words[0], "kill"))
    kill_reader (antenna, (int) number);
  else if (g_str_equal (command, "hold"))
    hold_port (antenna);
  else if (g_str_equal (command, "release"))
    release_port (antenna);
  else
    pn532_process_do (antenna->emulator, command);
}

static gboolean
is_gone (BrikAntenna *antenna, gconstpointer data)
{
  return brik_reader_get_present (antenna->reader) == NULL;
}

void
brik_antenna_lift (BrikAntenna *antenna)
{
  brik_antenna_do (antenna, "lift");
  wait_looks (antenna, GONE_LOOKS);
  wait_until (antenna, "the chip to be gone", is_gone, NULL);
}

void
brik_antenna_tap (BrikAntenna *antenna, const char *uid)
{
  g_autofree char *tap = g_strdup_printf ("tap %s", uid);

  brik_antenna_do (antenna, tap);
  brik_antenna_do (antenna, "card");
  brik_counter_settle (antenna->counter);
}

void
brik_antenna_open (BrikAntenna *antenna, BrikCounter *counter)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *connection = NULL, *program = chip_reader_path ();

  *antenna = (BrikAntenna){ .counter = counter, .lock = -1 };
  antenna->heard = g_ptr_array_new_with_free_func (g_free);
  antenna->folder = g_dir_make_tmp ("brik-antenna-XXXXXX", &error);
  g_assert_no_error (error);
  antenna->emulator = pn532_process_new (antenna->folder);
  connection = pn532_connection (antenna->folder);
  antenna->reader = brik_reader_new (program, connection);
  g_signal_connect_swapped (antenna->reader, "card", G_CALLBACK (on_card), antenna);
  g_signal_connect_swapped (antenna->reader, "several", G_CALLBACK (on_several), antenna);
  g_signal_connect_swapped (antenna->reader, "random", G_CALLBACK (on_random), antenna);
  g_signal_connect_swapped (antenna->reader, "notify::state", G_CALLBACK (on_reader_notify), antenna);
  g_signal_connect_swapped (antenna->reader, "notify::fault-code", G_CALLBACK (on_reader_notify), antenna);
  brik_reader_start (antenna->reader);
  brik_antenna_wait_ready (antenna);
}

void
brik_antenna_close (BrikAntenna *antenna)
{
  if (antenna->reader != NULL)
    g_signal_handlers_disconnect_by_data (antenna->reader, antenna);
  g_clear_object (&antenna->reader);
  g_clear_pointer (&antenna->emulator, line_process_free);
  g_clear_pointer (&antenna->heard, g_ptr_array_unref);
  if (antenna->lock >= 0)
    release_port (antenna);
  remove_folder (antenna->folder);
  g_free (antenna->folder);
}
