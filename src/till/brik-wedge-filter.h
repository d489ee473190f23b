/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BrikWedgeFilter:
 *
 * Takes what scanners and badge readers type out of a window's keys, wherever the focus is, before any widget
 * sees it; but for a letter in front, which a text field that has had it does not keep; see BrikWedge.
 * Characters are read by what they type, so the digits above the letters and those of the keypad are the
 * same, whatever country the keyboard is of, and with Num Lock or without.
 *
 * Signals: `scan` (char *text), `broken`: a device typed something and did not end it.
 */
#define BRIK_TYPE_WEDGE_FILTER (brik_wedge_filter_get_type ())
G_DECLARE_FINAL_TYPE (BrikWedgeFilter, brik_wedge_filter, BRIK, WEDGE_FILTER, GObject)

/* @window keeps nothing of it: whoever made it lets go of it before the window is gone. */
BrikWedgeFilter *brik_wedge_filter_new (GtkWidget *window);

G_END_DECLS
