/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-part.h"

G_BEGIN_DECLS

/**
 * BrikRejectedSurface:
 *
 * Somebody other than its holder had the card, over the whole surface: what was given back, and with one
 * touch more the card is blocked (D9). It waits for a touch.
 */
#define BRIK_TYPE_REJECTED_SURFACE (brik_rejected_surface_get_type ())
G_DECLARE_FINAL_TYPE (BrikRejectedSurface, brik_rejected_surface, BRIK, REJECTED_SURFACE, BrikSalePart)

G_END_DECLS
