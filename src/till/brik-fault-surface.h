/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-part.h"

G_BEGIN_DECLS

/**
 * BrikFaultSurface:
 *
 * The ledger failed: what that means for the sale, and what to do. Never to be taken for OK or for a refusal.
 */
#define BRIK_TYPE_FAULT_SURFACE (brik_fault_surface_get_type ())
G_DECLARE_FINAL_TYPE (BrikFaultSurface, brik_fault_surface, BRIK, FAULT_SURFACE, BrikSalePart)

G_END_DECLS
