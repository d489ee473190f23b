/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-part.h"

G_BEGIN_DECLS

/**
 * BrikRefusedSurface:
 *
 * No over the whole surface: why, with its numbers, and what would help (R35).
 */
#define BRIK_TYPE_REFUSED_SURFACE (brik_refused_surface_get_type ())
G_DECLARE_FINAL_TYPE (BrikRefusedSurface, brik_refused_surface, BRIK, REFUSED_SURFACE, BrikSalePart)

G_END_DECLS
