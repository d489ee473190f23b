/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-part.h"

G_BEGIN_DECLS

/**
 * BrikPaidSurface:
 *
 * The card has only just paid (D12), over the whole surface: when, how much, and Sell again. It gives way by
 * itself; a touch anywhere goes on.
 */
#define BRIK_TYPE_PAID_SURFACE (brik_paid_surface_get_type ())
G_DECLARE_FINAL_TYPE (BrikPaidSurface, brik_paid_surface, BRIK, PAID_SURFACE, BrikSalePart)

G_END_DECLS
