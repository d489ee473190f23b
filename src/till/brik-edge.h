/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BrikEdge:
 *
 * The coloured edge of a tile: a filled rectangle as wide as it is asked to be. Purely for the eye.
 *
 * Property: `colour` (char *, nullable: "#rrggbb"; anything else draws nothing).
 */
#define BRIK_TYPE_EDGE (brik_edge_get_type ())
G_DECLARE_FINAL_TYPE (BrikEdge, brik_edge, BRIK, EDGE, GtkWidget)

G_END_DECLS
