/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-watchdog.h"
#include "chip-reader/brik-fault.h"
#include "chip-reader/brik-line.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#define CHECK_MS 200
#define EXIT_HANG 3

static GMutex mutex;
static GCond ending_changed;
static gboolean ending;
static gint64 due_us; /* of the next heartbeat */

static gint64
in_ms (guint ms)
{
  return g_get_monotonic_time () + ms * G_TIME_SPAN_MILLISECOND;
}

static void
set_due (guint ms)
{
  g_mutex_lock (&mutex);
  due_us = in_ms (ms);
  g_mutex_unlock (&mutex);
}

void
brik_watchdog_beat (void)
{
  set_due (BRIK_WATCHDOG_HANG_MS);
}

gboolean
brik_watchdog_sleep (guint timeout_ms)
{
  gint64 until_us = in_ms (timeout_ms);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  due_us = in_ms (timeout_ms + BRIK_WATCHDOG_HANG_MS);
  while (!ending && g_cond_wait_until (&ending_changed, &mutex, until_us))
    ;
  return ending;
}

static gboolean
is_hanging (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  return g_get_monotonic_time () > due_us;
}

/* What comes in is not read as anything: only its end means something. */
static gboolean
is_input_closed (void)
{
  struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };
  char ignored[64];

  if (poll (&input, 1, CHECK_MS) <= 0)
    return FALSE;
  gssize length = read (STDIN_FILENO, ignored, sizeof ignored);
  return length == 0 || (length < 0 && errno != EINTR && errno != EAGAIN);
}

/* Whoever started us can tell by it that this process still runs at all. A person at a terminal sees that
 * without. */
static void
say_alive (gint64 *said_us)
{
  if (isatty (STDOUT_FILENO) ||
      g_get_monotonic_time () - *said_us < BRIK_WATCHDOG_ALIVE_MS * G_TIME_SPAN_MILLISECOND)
    return;
  *said_us = g_get_monotonic_time ();
  brik_line_offer ("alive", NULL, NULL);
}

static gpointer
watch (gpointer data)
{
  gint64 said_us = 0;

  while (!is_input_closed ())
    if (!is_hanging ())
      {
        say_alive (&said_us);
      }
    else
      {
        brik_line_offer ("fault", brik_fault_get_word (BRIK_FAULT_HANG),
                         "the reader's driver hangs; it is started again");
        _exit (EXIT_HANG);
      }

  g_mutex_lock (&mutex);
  ending = TRUE;
  g_cond_broadcast (&ending_changed);
  g_mutex_unlock (&mutex);
  g_usleep (BRIK_WATCHDOG_ENDING_MS * G_TIME_SPAN_MILLISECOND);
  _exit (EXIT_SUCCESS);
}

void
brik_watchdog_start (void)
{
  brik_watchdog_beat ();
  g_thread_unref (g_thread_new ("watchdog", watch, NULL));
}
