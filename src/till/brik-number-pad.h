/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BrikNumberPad:
 *
 * Ten digits, erase and OK, large enough for a gloved finger; on a kiosk's compositor no other keyboard can
 * be had. It never takes the focus from what it types into.
 *
 * Actions: `pad.type` (string: the digit), `pad.erase`, `pad.enter`.
 * Property: `enter-label` (char *). Signals: `typed` (char *digit), `erased`, `entered`.
 */
#define BRIK_TYPE_NUMBER_PAD (brik_number_pad_get_type ())
G_DECLARE_FINAL_TYPE (BrikNumberPad, brik_number_pad, BRIK, NUMBER_PAD, GtkWidget)

/* Whether OK can be pressed. */
void brik_number_pad_set_can_enter (BrikNumberPad *pad, gboolean can_enter);
/* What a keyboard would do on the pad: digits, those of the keypad without Num Lock too, Backspace, Enter.
 * TRUE when the key was one of them. */
gboolean brik_number_pad_press_key (BrikNumberPad *pad, guint keyval);

G_END_DECLS
