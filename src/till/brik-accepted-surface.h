/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-part.h"

G_BEGIN_DECLS

/**
 * BrikAcceptedSurface:
 *
 * OK over the whole surface: the amount, whose, what is left, and Undo. A touch anywhere goes on. The last
 * sale before an unclean end is shown here too, and says so.
 */
#define BRIK_TYPE_ACCEPTED_SURFACE (brik_accepted_surface_get_type ())
G_DECLARE_FINAL_TYPE (BrikAcceptedSurface, brik_accepted_surface, BRIK, ACCEPTED_SURFACE, BrikSalePart)

G_END_DECLS
