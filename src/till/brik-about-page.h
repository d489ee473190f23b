/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-till-part.h"

G_BEGIN_DECLS

/**
 * BrikAboutPage:
 *
 * Version, drawing, till, portal, language and licence: what somebody on the telephone asks for.
 */
#define BRIK_TYPE_ABOUT_PAGE (brik_about_page_get_type ())
G_DECLARE_FINAL_TYPE (BrikAboutPage, brik_about_page, BRIK, ABOUT_PAGE, BrikTillPart)

G_END_DECLS
