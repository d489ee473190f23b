/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pn532-port.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <termios.h>
#include <unistd.h>

#define READ_SIZE 512

struct _Pn532Port
{
  char *link;
  Pn532PortReceived received;
  gpointer user_data;
  int master;     /* -1: unplugged */
  int slave_kept; /* our own hold on the host's end, or each close there would hang the line up */
  guint watch;
};

Pn532Port *
pn532_port_new (const char *link, Pn532PortReceived received, gpointer user_data)
{
  Pn532Port *port = g_new0 (Pn532Port, 1);
  port->link = g_strdup (link);
  port->received = received;
  port->user_data = user_data;
  port->master = port->slave_kept = -1;
  return port;
}

void
pn532_port_free (Pn532Port *port)
{
  pn532_port_unplug (port);
  g_free (port->link);
  g_free (port);
}

static gboolean
on_master_readable (int fd, GIOCondition condition, gpointer user_data)
{
  Pn532Port *port = user_data;
  guint8 bytes[READ_SIZE];
  gssize length = read (fd, bytes, sizeof bytes);

  if (length > 0)
    port->received (bytes, length, port->user_data);
  return G_SOURCE_CONTINUE;
}

static gboolean
fail (GError **error, const char *what, const char *path)
{
  int saved_errno = errno;
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (saved_errno), "%s %s: %s", what, path,
               g_strerror (saved_errno));
  return FALSE;
}

/* The link appears whole or not at all; one that an earlier run left behind is replaced. */
static gboolean
make_link (const char *target, const char *link, GError **error)
{
  g_autofree char *fresh = g_strdup_printf ("%s.%d", link, getpid ());

  if (symlink (target, fresh) != 0)
    return fail (error, "cannot make the link", fresh);
  if (g_rename (fresh, link) != 0)
    {
      fail (error, "cannot make the link", link);
      g_unlink (fresh);
      return FALSE;
    }
  return TRUE;
}

static gboolean
open_pty (Pn532Port *port, GError **error)
{
  struct termios raw;

  port->master = posix_openpt (O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (port->master < 0 || grantpt (port->master) != 0 || unlockpt (port->master) != 0)
    return fail (error, "cannot open", "/dev/ptmx");

  const char *slave = ptsname (port->master);
  port->slave_kept = open (slave, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (port->slave_kept < 0)
    return fail (error, "cannot open", slave);
  if (tcgetattr (port->slave_kept, &raw) == 0)
    {
      cfmakeraw (&raw);
      tcsetattr (port->slave_kept, TCSANOW, &raw);
    }
  return make_link (slave, port->link, error);
}

gboolean
pn532_port_plug (Pn532Port *port, GError **error)
{
  if (port->master >= 0)
    return TRUE;
  if (!open_pty (port, error))
    {
      pn532_port_unplug (port);
      return FALSE;
    }
  port->watch = g_unix_fd_add (port->master, G_IO_IN, on_master_readable, port);
  return TRUE;
}

static void
close_end (int *fd)
{
  if (*fd >= 0)
    close (*fd);
  *fd = -1;
}

void
pn532_port_unplug (Pn532Port *port)
{
  if (port->master < 0)
    return;
  g_clear_handle_id (&port->watch, g_source_remove);
  if (port->slave_kept >= 0)
    g_unlink (port->link);
  close_end (&port->slave_kept);
  close_end (&port->master);
}

void
pn532_port_send (Pn532Port *port, const guint8 *bytes, gsize length)
{
  /* A host that reads nothing loses bytes, as on a wire. */
  if (port->master >= 0 && write (port->master, bytes, length) < 0 && errno != EAGAIN && errno != EIO)
    g_warning ("cannot write to the line: %s", g_strerror (errno));
}
