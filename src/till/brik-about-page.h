/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-till-context.h"

G_BEGIN_DECLS

/**
 * BrikAboutPage:
 *
 * Version, drawing, till, portal, language and licence: what somebody on the telephone asks for.
 *
 * Property: `context` (BrikTillContext, nullable).
 */
#define BRIK_TYPE_ABOUT_PAGE (brik_about_page_get_type ())
G_DECLARE_FINAL_TYPE (BrikAboutPage, brik_about_page, BRIK, ABOUT_PAGE, GtkWidget)

G_END_DECLS
