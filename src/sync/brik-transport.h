/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BrikMessage:
 * @portal: base address, without a slash at the end
 * @target: path and query, as signed
 * @body: (nullable): JSON
 * @till: (nullable): who signs; NULL for a message that nobody signs, and then so are the next two
 * @time: when, UTC µs, in digits
 * @signature: in hex
 * @max_answer: bytes of an answer with a status of success; a longer one is refused while it comes
 *
 * A request of a till's, ready to go. All borrowed.
 */
typedef struct
{
  const char *method;
  const char *portal;
  const char *target;
  GBytes *body;
  const char *till;
  const char *time;
  const char *signature;
  gsize max_answer;
} BrikMessage;

/**
 * BrikAnswer:
 * @status: of HTTP
 * @answered_us: when the answer began to come, by the clock's steady time
 * @retry_after_s: when the portal wants to be asked again; 0 if it does not say
 */
typedef struct
{
  guint status;
  GBytes *body;
  gint64 answered_us;
  guint retry_after_s;
} BrikAnswer;

BrikAnswer *brik_answer_new (guint status, GBytes *body, gint64 answered_us);
void brik_answer_free (BrikAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikAnswer, brik_answer_free)

/**
 * BrikTransport:
 *
 * Takes one message to a portal and brings back its answer, whole. What a till says is made and signed above
 * it; how it gets there is below: libsoup (#BrikSoupTransport), or a call where one process holds both ends.
 */
#define BRIK_TYPE_TRANSPORT (brik_transport_get_type ())
G_DECLARE_INTERFACE (BrikTransport, brik_transport, BRIK, TRANSPORT, GObject)

struct _BrikTransportInterface
{
  GTypeInterface parent_interface;

  void (*send_async) (BrikTransport *transport,
                      const BrikMessage *message,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  BrikAnswer *(*send_finish) (BrikTransport *transport, GAsyncResult *result, GError **error);
};

/* @message is copied where it is needed for longer than the call. */
void brik_transport_send_async (BrikTransport *transport,
                                const BrikMessage *message,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* (transfer full): whatever its status. An answer that is too long is %BRIK_SYNC_ERROR_MALFORMED; any other
 * @error is of the way there and back. */
BrikAnswer *brik_transport_send_finish (BrikTransport *transport, GAsyncResult *result, GError **error);

G_END_DECLS
