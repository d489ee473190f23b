/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What the key @keyval types; 0 where it types nothing. The keypad's digits do it also where Num Lock is off,
 * as it is when a machine starts; in a text field they move the cursor then. */
gunichar brik_key_get_character (guint keyval);

G_END_DECLS
