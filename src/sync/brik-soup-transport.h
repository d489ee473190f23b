/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "clock/brik-clock.h"
#include "sync/brik-transport.h"

G_BEGIN_DECLS

/**
 * BrikSoupTransport:
 *
 * HTTP through libsoup. Follows no redirects: a signed request goes where it was meant to.
 */
#define BRIK_TYPE_SOUP_TRANSPORT (brik_soup_transport_get_type ())
G_DECLARE_FINAL_TYPE (BrikSoupTransport, brik_soup_transport, BRIK, SOUP_TRANSPORT, GObject)

BrikTransport *brik_soup_transport_new (BrikClock *clock);

G_END_DECLS
