/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* One HTTP message on a blocking socket, as bytes: what till and portal say to one another always tells its
 * length or has no body. */

/* How long the message is that @bytes begins with; 0 while its head is not whole. */
gsize brik_wire_message_size (const GByteArray *bytes);
/* Reads from @from until @bytes holds a whole message or the first @enough bytes of one. FALSE when @from
 * ended, or
 * @other did, who it is read for. */
gboolean brik_wire_message_read (int from, int other, GByteArray *bytes, gsize enough);
/* The first @body_size bytes of the body, under a head that says that this is all. (transfer full) */
GBytes *brik_wire_message_shorten (GBytes *message, gsize body_size);
/* FALSE when the peer ended. */
gboolean brik_wire_message_send (int to, const guint8 *bytes, gsize size);

G_END_DECLS
