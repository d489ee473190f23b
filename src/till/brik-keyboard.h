/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BrikKeyboard:
 *
 * Letters, digits and what an address needs, for a till without a keyboard: on a kiosk's compositor no other
 * can be had. It never takes the focus from what it types into.
 *
 * Actions: `keyboard.type` (string: the character), `keyboard.erase`. Signals: `typed` (char *character),
 * `erased`.
 */
#define BRIK_TYPE_KEYBOARD (brik_keyboard_get_type ())
G_DECLARE_FINAL_TYPE (BrikKeyboard, brik_keyboard, BRIK, KEYBOARD, GtkWidget)

G_END_DECLS
