/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-part.h"

G_BEGIN_DECLS

/**
 * BrikFastBar:
 *
 * Along the bottom in fast mode, whatever surface is shown: what every card pays for, who waits, and one
 * touch to change or end it.
 */
#define BRIK_TYPE_FAST_BAR (brik_fast_bar_get_type ())
G_DECLARE_FINAL_TYPE (BrikFastBar, brik_fast_bar, BRIK, FAST_BAR, BrikSalePart)

G_END_DECLS
