/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-port.h"
#include "chip-reader/brik-fault.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <termios.h>
#include <unistd.h>

/* libnfc marks a port as taken with this bit of the line's settings, where it outlives a process that dies.
 */
#define LIBNFC_CLAIMED 0x80000000u

static void
set_open_fault (const char *path, int open_errno, GError **error)
{
  if (open_errno == EACCES || open_errno == EPERM)
    g_set_error (error, BRIK_FAULT, BRIK_FAULT_PERMISSION,
                 "%s may not be opened by this user: add the user to the group that owns it (often dialout)",
                 path);
  else
    g_set_error (error, BRIK_FAULT, BRIK_FAULT_MISSING, "%s cannot be opened (%s): is the reader plugged in?",
                 path, g_strerror (open_errno));
}

/* We have the lock, so the mark is that of a reader that died; left alone, the port could never be opened
 * again. */
static void
clear_stale_claim (int fd)
{
  struct termios settings;

  if (tcgetattr (fd, &settings) != 0 || (settings.c_iflag & LIBNFC_CLAIMED) == 0)
    return;
  settings.c_iflag &= ~LIBNFC_CLAIMED;
  tcsetattr (fd, TCSANOW, &settings);
}

int
brik_port_lock (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    {
      set_open_fault (path, errno, error);
      return -1;
    }
  if (flock (fd, LOCK_EX | LOCK_NB) != 0)
    {
      close (fd);
      g_set_error (error, BRIK_FAULT, BRIK_FAULT_HELD,
                   "%s is used by another program: only one till can use a reader, close the other one",
                   path);
      return -1;
    }
  clear_stale_claim (fd);
  return fd;
}

const char *
brik_port_find_module (const char *modules)
{
  /* In the order in which they can be removed. */
  static const char *const names[] = { "pn533_usb", "pn533", "nfc" };
  g_auto (GStrv) lines = g_strsplit (modules, "\n", -1);

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    for (guint line = 0; lines[line] != NULL; line++)
      {
        gsize length = strlen (names[i]);
        if (strncmp (lines[line], names[i], length) == 0 && lines[line][length] == ' ')
          return names[i];
      }
  return NULL;
}
