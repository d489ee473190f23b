/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BRIK_TILL_RESOURCES "/io/github/brikpos/Till"

/* Loads the till's style sheet and icons for @display; the program and the display tests call it, so that
 * both look the same. A window takes part with the style class "brik-till". */
void brik_till_style_load (GdkDisplay *display);

G_END_DECLS
