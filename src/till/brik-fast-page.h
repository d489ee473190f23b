/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-part.h"

G_BEGIN_DECLS

/**
 * BrikFastPage:
 *
 * Fast mode while it waits for the next card: what every card pays for, and how much, as large as can be; the
 * last sale can be taken back.
 */
#define BRIK_TYPE_FAST_PAGE (brik_fast_page_get_type ())
G_DECLARE_FINAL_TYPE (BrikFastPage, brik_fast_page, BRIK, FAST_PAGE, BrikSalePart)

G_END_DECLS
