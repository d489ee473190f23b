/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-wire-message.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#define CHUNK_SIZE (16 * 1024)
#define LENGTH "\r\ncontent-length:"

/* Where the body begins; 0 while the head is not whole. */
static gsize
find_body (const char *bytes, gsize size)
{
  const char *end = g_strstr_len (bytes, (gssize) size, "\r\n\r\n");

  return end != NULL ? (gsize) (end - bytes) + strlen ("\r\n\r\n") : 0;
}

/* (transfer full) (nullable): the place of the length's digits in the head. */
static const char *
find_length (const char *bytes, gsize head_size)
{
  for (gsize i = 0; i + strlen (LENGTH) < head_size; i++)
    if (g_ascii_strncasecmp (bytes + i, LENGTH, strlen (LENGTH)) == 0)
      return bytes + i + strlen (LENGTH);
  return NULL;
}

gsize
brik_wire_message_size (const GByteArray *bytes)
{
  const char *text = (const char *) bytes->data;
  gsize head_size = find_body (text, bytes->len);
  const char *length = find_length (text, head_size);

  return head_size + (length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0);
}

static gboolean
is_there (const GByteArray *bytes, gsize enough)
{
  gsize size = bytes->len > 0 ? brik_wire_message_size (bytes) : 0;

  return bytes->len >= enough || (size > 0 && bytes->len >= size);
}

/* Whether there is something to read at @from, or it ended, before @other has ended. */
static gboolean
wait_for (int from, int other)
{
  struct pollfd fds[] = { { .fd = from, .events = POLLIN }, { .fd = other, .events = POLLRDHUP } };

  while (poll (fds, G_N_ELEMENTS (fds), -1) < 0)
    if (errno != EINTR)
      return FALSE;
  return (fds[1].revents & (POLLRDHUP | POLLHUP | POLLERR | POLLNVAL)) == 0;
}

gboolean
brik_wire_message_read (int from, int other, GByteArray *bytes, gsize enough)
{
  guint8 chunk[CHUNK_SIZE];

  while (!is_there (bytes, enough))
    {
      gssize n_read = wait_for (from, other) ? recv (from, chunk, sizeof chunk, 0) : 0;

      if (n_read <= 0)
        return FALSE;
      g_byte_array_append (bytes, chunk, (guint) n_read);
    }
  return TRUE;
}

GBytes *
brik_wire_message_shorten (GBytes *message, gsize body_size)
{
  gsize size;
  const char *text = g_bytes_get_data (message, &size);
  gsize head_size = find_body (text, size);
  const char *length = find_length (text, head_size);
  g_autoptr (GString) shorter = g_string_new (NULL);
  const char *rest;

  g_assert_nonnull (length);
  rest = strstr (length, "\r\n");
  g_string_append_len (shorter, text, length - text);
  g_string_append_printf (shorter, " %" G_GSIZE_FORMAT, MIN (body_size, size - head_size));
  g_string_append_len (shorter, rest, text + head_size - rest);
  g_string_append_len (shorter, text + head_size, (gssize) MIN (body_size, size - head_size));
  return g_string_free_to_bytes (g_steal_pointer (&shorter));
}

gboolean
brik_wire_message_send (int to, const guint8 *bytes, gsize size)
{
  while (size > 0)
    {
      gssize n_sent = send (to, bytes, size, MSG_NOSIGNAL);

      if (n_sent <= 0)
        return FALSE;
      bytes += n_sent;
      size -= (gsize) n_sent;
    }
  return TRUE;
}
