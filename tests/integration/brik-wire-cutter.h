/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BrikWireCutter:
 *
 * A wire between one till and the portal that can be cut: a TCP proxy on an ephemeral loopback port, on the
 * main context. The till keeps its address while the portal moves from port to port.
 */
typedef struct _BrikWireCutter BrikWireCutter;

BrikWireCutter *brik_wire_cutter_new (void);
void brik_wire_cutter_free (BrikWireCutter *cutter);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikWireCutter, brik_wire_cutter_free)

/* "http://127.0.0.1:PORT": what the till is told. */
const char *brik_wire_cutter_get_address (BrikWireCutter *cutter);
/* Where it leads; NULL while there is no portal: every connection is closed as soon as it is made. */
void brik_wire_cutter_set_portal (BrikWireCutter *cutter, const char *address);
/* Nothing gets through, and what was under way is broken off. */
void brik_wire_cutter_set_refusing (BrikWireCutter *cutter, gboolean refusing);

/* The next @n_times that a request begins with @request ("POST /till/v1/entries"), the portal hears it whole,
 * and of its answer @n_bytes get through. An answer that is not longer gets through whole. */
void
brik_wire_cutter_lose_answers (BrikWireCutter *cutter, const char *request, guint n_times, gsize n_bytes);
/* How many answers were cut so far, and how many requests that begin with @request went to the portal. */
guint brik_wire_cutter_get_n_lost (BrikWireCutter *cutter);
guint brik_wire_cutter_count_requests (BrikWireCutter *cutter, const char *request);

G_END_DECLS
