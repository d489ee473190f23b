/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-wire-cutter.h"

#include <string.h>

#define CHUNK_SIZE (16 * 1024)
/* As much of a request as is kept to tell one from another. */
#define REQUEST_START 120

struct _BrikWireCutter
{
  GSocketService *service;
  char *address;
  GSocketConnectable *portal; /* NULL: there is none */
  gboolean refusing;
  GPtrArray *wires;    /* Wire, those that are open */
  GPtrArray *requests; /* how each began that went to the portal */
  char *lose_request;
  guint n_to_lose;
  gsize n_bytes_let_through;
  guint n_lost;
};

/* One connection of the till and its own to the portal. Each read or write under way holds a reference. */
typedef struct
{
  BrikWireCutter *cutter; /* NULL once cut */
  GSocketConnection *till;
  GSocketConnection *portal;
  GCancellable *cancellable;
  gboolean answering; /* the portal spoke last: what the till says next is a new request */
  gboolean losing;
  gsize n_bytes_left; /* while losing */
} Wire;

/* Bytes on their way through. */
typedef struct
{
  Wire *wire;
  gboolean is_request;
  GBytes *chunk;
} Flow;

static void read_on (Wire *wire, gboolean is_request);

static void
wire_clear (Wire *wire)
{
  g_clear_object (&wire->till);
  g_clear_object (&wire->portal);
  g_clear_object (&wire->cancellable);
}

static void
wire_unref (Wire *wire)
{
  g_rc_box_release_full (wire, (GDestroyNotify) wire_clear);
}

static Flow *
flow_new (Wire *wire, gboolean is_request)
{
  Flow *flow = g_new0 (Flow, 1);

  flow->wire = g_rc_box_acquire (wire);
  flow->is_request = is_request;
  return flow;
}

static void
flow_free (Flow *flow)
{
  wire_unref (flow->wire);
  g_clear_pointer (&flow->chunk, g_bytes_unref);
  g_free (flow);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Flow, flow_free)

static void
cut (Wire *wire)
{
  BrikWireCutter *cutter = g_steal_pointer (&wire->cutter);

  if (cutter == NULL)
    return;
  g_cancellable_cancel (wire->cancellable);
  g_io_stream_close (G_IO_STREAM (wire->till), NULL, NULL);
  if (wire->portal != NULL)
    g_io_stream_close (G_IO_STREAM (wire->portal), NULL, NULL);
  g_ptr_array_remove_fast (cutter->wires, wire);
}

/* The till does not send a request before it has the answer to the one before: what comes after an answer
 * begins one. */
static void
note_request (Wire *wire, GBytes *chunk)
{
  BrikWireCutter *cutter = wire->cutter;
  gsize size;
  const char *bytes = g_bytes_get_data (chunk, &size);

  if (!wire->answering)
    return;
  wire->answering = FALSE;
  wire->losing = FALSE;
  g_ptr_array_add (cutter->requests, g_strndup (bytes, MIN (size, REQUEST_START)));
  if (cutter->n_to_lose == 0 || size < strlen (cutter->lose_request) ||
      strncmp (bytes, cutter->lose_request, strlen (cutter->lose_request)) != 0)
    return;
  cutter->n_to_lose--;
  wire->losing = TRUE;
  wire->n_bytes_left = cutter->n_bytes_let_through;
}

/* What of an answer gets through; NULL for nothing. (transfer full) */
static GBytes *
clip_answer (Wire *wire, GBytes *chunk)
{
  gsize size = g_bytes_get_size (chunk);

  wire->answering = TRUE;
  if (!wire->losing || size <= wire->n_bytes_left)
    {
      wire->n_bytes_left -= wire->losing ? size : 0;
      return g_bytes_ref (chunk);
    }
  wire->cutter->n_lost++;
  return wire->n_bytes_left > 0 ? g_bytes_new_from_bytes (chunk, 0, wire->n_bytes_left) : NULL;
}

static void
on_output_write_ready (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Flow) flow = user_data;
  gsize n_read;
  gboolean written = g_output_stream_write_all_finish (G_OUTPUT_STREAM (stream), result, &n_read, NULL);
  gboolean clipped = !flow->is_request && flow->wire->losing && flow->wire->n_bytes_left == 0;

  if (written && !clipped && flow->wire->cutter != NULL)
    read_on (flow->wire, flow->is_request);
  else
    cut (flow->wire);
}

static void
write_chunk (Wire *wire, gboolean is_request, GBytes *chunk)
{
  GSocketConnection *to = is_request ? wire->portal : wire->till;
  Flow *flow = flow_new (wire, is_request);
  gsize size;
  const void *bytes;

  flow->chunk = g_bytes_ref (chunk);
  bytes = g_bytes_get_data (chunk, &size);
  g_output_stream_write_all_async (g_io_stream_get_output_stream (G_IO_STREAM (to)), bytes, size,
                                   G_PRIORITY_DEFAULT, wire->cancellable, on_output_write_ready, flow);
}

static void
on_input_read_ready (GObject *stream, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Flow) flow = user_data;
  Wire *wire = flow->wire;
  g_autoptr (GBytes) chunk = g_input_stream_read_bytes_finish (G_INPUT_STREAM (stream), result, NULL);
  g_autoptr (GBytes) clipped = NULL;

  if (wire->cutter == NULL || chunk == NULL || g_bytes_get_size (chunk) == 0)
    {
      cut (wire);
      return;
    }
  if (flow->is_request)
    {
      note_request (wire, chunk);
      write_chunk (wire, TRUE, chunk);
      return;
    }
  clipped = clip_answer (wire, chunk);
  if (clipped == NULL)
    {
      cut (wire);
      return;
    }
  if (g_bytes_get_size (clipped) < g_bytes_get_size (chunk))
    wire->n_bytes_left = 0;
  write_chunk (wire, FALSE, clipped);
}

static void
read_on (Wire *wire, gboolean is_request)
{
  GSocketConnection *from = is_request ? wire->till : wire->portal;

  g_input_stream_read_bytes_async (g_io_stream_get_input_stream (G_IO_STREAM (from)), CHUNK_SIZE,
                                   G_PRIORITY_DEFAULT, wire->cancellable, on_input_read_ready,
                                   flow_new (wire, is_request));
}

static void
on_portal_connect_ready (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Flow) flow = user_data;
  Wire *wire = flow->wire;
  g_autoptr (GSocketConnection) portal =
    g_socket_client_connect_finish (G_SOCKET_CLIENT (client), result, NULL);

  if (portal == NULL || wire->cutter == NULL)
    {
      cut (wire);
      return;
    }
  wire->portal = g_steal_pointer (&portal);
  read_on (wire, TRUE);
  read_on (wire, FALSE);
}

static gboolean
on_service_incoming (GSocketService *service,
                     GSocketConnection *connection,
                     GObject *source_object,
                     gpointer user_data)
{
  BrikWireCutter *cutter = user_data;
  g_autoptr (GSocketClient) client = NULL;
  Wire *wire = NULL;

  if (cutter->refusing || cutter->portal == NULL)
    {
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      return TRUE;
    }
  wire = g_rc_box_new0 (Wire);
  wire->cutter = cutter;
  wire->till = g_object_ref (connection);
  wire->cancellable = g_cancellable_new ();
  wire->answering = TRUE;
  g_ptr_array_add (cutter->wires, wire);
  client = g_socket_client_new ();
  g_socket_client_connect_async (client, cutter->portal, wire->cancellable, on_portal_connect_ready,
                                 flow_new (wire, TRUE));
  return TRUE;
}

BrikWireCutter *
brik_wire_cutter_new (void)
{
  BrikWireCutter *cutter = g_new0 (BrikWireCutter, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  cutter->wires = g_ptr_array_new_with_free_func ((GDestroyNotify) wire_unref);
  cutter->requests = g_ptr_array_new_with_free_func (g_free);
  cutter->service = g_socket_service_new ();
  g_socket_listener_add_address (G_SOCKET_LISTENER (cutter->service), any_port, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  cutter->address =
    g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  g_signal_connect (cutter->service, "incoming", G_CALLBACK (on_service_incoming), cutter);
  return cutter;
}

static void
cut_all (BrikWireCutter *cutter)
{
  while (cutter->wires->len > 0)
    cut (g_ptr_array_index (cutter->wires, 0));
}

void
brik_wire_cutter_free (BrikWireCutter *cutter)
{
  g_socket_service_stop (cutter->service);
  g_socket_listener_close (G_SOCKET_LISTENER (cutter->service));
  cut_all (cutter);
  g_object_unref (cutter->service);
  g_clear_object (&cutter->portal);
  g_ptr_array_unref (cutter->wires);
  g_ptr_array_unref (cutter->requests);
  g_free (cutter->lose_request);
  g_free (cutter->address);
  g_free (cutter);
}

const char *
brik_wire_cutter_get_address (BrikWireCutter *cutter)
{
  return cutter->address;
}

void
brik_wire_cutter_set_portal (BrikWireCutter *cutter, const char *address)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&cutter->portal);
  if (address != NULL)
    cutter->portal = g_network_address_parse_uri (address, 80, &error);
  g_assert_no_error (error);
  cut_all (cutter);
}

void
brik_wire_cutter_set_refusing (BrikWireCutter *cutter, gboolean refusing)
{
  cutter->refusing = refusing;
  if (refusing)
    cut_all (cutter);
}

void
brik_wire_cutter_lose_answers (BrikWireCutter *cutter, const char *request, guint n_times, gsize n_bytes)
{
  g_free (cutter->lose_request);
  cutter->lose_request = g_strdup (request);
  cutter->n_to_lose = n_times;
  cutter->n_bytes_let_through = n_bytes;
}

guint
brik_wire_cutter_get_n_lost (BrikWireCutter *cutter)
{
  return cutter->n_lost;
}

guint
brik_wire_cutter_count_requests (BrikWireCutter *cutter, const char *request)
{
  guint n_requests = 0;

  for (guint i = 0; i < cutter->requests->len; i++)
    n_requests += g_str_has_prefix (g_ptr_array_index (cutter->requests, i), request) ? 1 : 0;
  return n_requests;
}
