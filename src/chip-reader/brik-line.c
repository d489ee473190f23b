/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "chip-reader/brik-line.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

static void
append_field (GString *line, const char *field)
{
  if (field == NULL)
    return;
  g_string_append_c (line, '\t');
  for (const char *c = field; *c != '\0'; c++)
    g_string_append_c (line, g_ascii_iscntrl (*c) ? ' ' : *c);
}

static GString *
make_line (const char *word, const char *first, const char *second)
{
  GString *line = g_string_new (word);
  append_field (line, first);
  append_field (line, second);
  return g_string_append_c (line, '\n');
}

void
brik_line_write (const char *word, const char *first, const char *second)
{
  g_autoptr (GString) line = make_line (word, first, second);
  gsize written = 0;

  while (written < line->len)
    {
      gssize n = write (STDOUT_FILENO, line->str + written, line->len - written);
      if (n < 0 && errno != EINTR)
        _exit (EXIT_SUCCESS);
      written += MAX (n, 0);
    }
}

void
brik_line_offer (const char *word, const char *first, const char *second)
{
  struct pollfd out = { .fd = STDOUT_FILENO, .events = POLLOUT };
  if (poll (&out, 1, 0) == 1 && (out.revents & POLLOUT) != 0)
    brik_line_write (word, first, second);
}
