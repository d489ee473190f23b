/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-till-part.h"

G_BEGIN_DECLS

/**
 * BrikStatusBar:
 *
 * The top of the till: place and till, how the portal and the reader stand, who sells, the time. Its menu's
 * actions are the window's.
 */
#define BRIK_TYPE_STATUS_BAR (brik_status_bar_get_type ())
G_DECLARE_FINAL_TYPE (BrikStatusBar, brik_status_bar, BRIK, STATUS_BAR, BrikTillPart)

G_END_DECLS
