/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-transport.h"

G_DEFINE_INTERFACE (BrikTransport, brik_transport, G_TYPE_OBJECT)

static void
brik_transport_default_init (BrikTransportInterface *interface)
{
}

void
brik_transport_send_async (BrikTransport *transport,
                           const BrikMessage *message,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  BRIK_TRANSPORT_GET_IFACE (transport)->send_async (transport, message, cancellable, callback, user_data);
}

BrikAnswer *
brik_transport_send_finish (BrikTransport *transport, GAsyncResult *result, GError **error)
{
  return BRIK_TRANSPORT_GET_IFACE (transport)->send_finish (transport, result, error);
}

BrikAnswer *
brik_answer_new (guint status, GBytes *body, gint64 answered_us)
{
  BrikAnswer *answer = g_new0 (BrikAnswer, 1);

  answer->status = status;
  answer->body = g_bytes_ref (body);
  answer->answered_us = answered_us;
  return answer;
}

void
brik_answer_free (BrikAnswer *answer)
{
  g_bytes_unref (answer->body);
  g_free (answer);
}
