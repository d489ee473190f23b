/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-http-watch.h"

#include <poll.h>
#include <sys/socket.h>

struct _BrikHttpConnection
{
  int fd;
  BrikHttpPhase phase;
  gint64 since_us;
  gboolean left; /* when last looked at, and in this phase */
  guint index;
};

struct _BrikHttpWatch
{
  GMutex lock;
  guint crowd;
  GPtrArray *connections;
};

/* Of a phase, whatever comes in it. */
static const gint64 longest_us[] = {
  [BRIK_HTTP_PHASE_ASKING] = 30 * G_TIME_SPAN_SECOND,
  [BRIK_HTTP_PHASE_SENDING] = 30 * G_TIME_SPAN_SECOND,
  [BRIK_HTTP_PHASE_WAITING] = G_MAXINT64,
  [BRIK_HTTP_PHASE_HEARING] = 60 * G_TIME_SPAN_SECOND,
};

BrikHttpWatch *
brik_http_watch_new (guint crowd)
{
  BrikHttpWatch *watch = g_new0 (BrikHttpWatch, 1);

  g_mutex_init (&watch->lock);
  watch->crowd = crowd;
  watch->connections = g_ptr_array_new_with_free_func (g_free);
  return watch;
}

void
brik_http_watch_free (BrikHttpWatch *watch)
{
  g_ptr_array_unref (watch->connections);
  g_mutex_clear (&watch->lock);
  g_free (watch);
}

static void
end (BrikHttpConnection *connection)
{
  shutdown (connection->fd, SHUT_RDWR);
}

/* The one that has been asking, or sending, longest. (nullable) */
static BrikHttpConnection *
find_longest (BrikHttpWatch *watch)
{
  BrikHttpConnection *longest = NULL;

  for (guint i = 0; i < watch->connections->len; i++)
    {
      BrikHttpConnection *connection = g_ptr_array_index (watch->connections, i);

      if (connection->phase <= BRIK_HTTP_PHASE_SENDING &&
          (!longest || connection->since_us < longest->since_us))
        longest = connection;
    }
  return longest;
}

BrikHttpConnection *
brik_http_watch_add (BrikHttpWatch *watch, int fd)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->lock);
  BrikHttpConnection *connection = g_new0 (BrikHttpConnection, 1);
  BrikHttpConnection *longest = watch->connections->len >= watch->crowd ? find_longest (watch) : NULL;

  if (longest)
    {
      end (longest);
      /* Not twice: the library takes a moment to see it. */
      longest->since_us = G_MAXINT64;
    }
  connection->fd = fd;
  connection->since_us = g_get_monotonic_time ();
  connection->index = watch->connections->len;
  g_ptr_array_add (watch->connections, connection);
  return connection;
}

void
brik_http_watch_remove (BrikHttpWatch *watch, BrikHttpConnection *connection)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->lock);
  guint index = connection->index;

  g_ptr_array_remove_index_fast (watch->connections, index);
  if (index < watch->connections->len)
    ((BrikHttpConnection *) g_ptr_array_index (watch->connections, index))->index = index;
}

void
brik_http_watch_enter (BrikHttpWatch *watch, BrikHttpConnection *connection, BrikHttpPhase phase)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->lock);

  connection->phase = phase;
  connection->since_us = g_get_monotonic_time ();
  connection->left = FALSE;
}

/* Whoever has said all may leave the sending side, and wait for the answer. */
static gboolean
is_gone (BrikHttpConnection *connection, gboolean left)
{
  gboolean was_left = connection->left;

  connection->left = left && connection->phase <= BRIK_HTTP_PHASE_SENDING;
  return was_left && connection->left;
}

void
brik_http_watch_look (BrikHttpWatch *watch)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&watch->lock);
  g_autofree struct pollfd *fds = g_new0 (struct pollfd, watch->connections->len + 1);
  gint64 now_us = g_get_monotonic_time ();

  for (guint i = 0; i < watch->connections->len; i++)
    {
      BrikHttpConnection *connection = g_ptr_array_index (watch->connections, i);

      fds[i] = (struct pollfd){ .fd = connection->fd, .events = POLLRDHUP };
    }
  if (poll (fds, watch->connections->len, 0) < 0)
    return;

  for (guint i = 0; i < watch->connections->len; i++)
    {
      BrikHttpConnection *connection = g_ptr_array_index (watch->connections, i);

      if (is_gone (connection, fds[i].revents != 0) ||
          now_us - connection->since_us > longest_us[connection->phase])
        end (connection);
    }
}
