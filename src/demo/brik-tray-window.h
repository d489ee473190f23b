/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "demo/brik-tray-emulator.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BRIK_TRAY_TAP_MS 600 /* how long a chip is held to the reader */

/**
 * BrikTrayWindow:
 *
 * People's chips, to be held to the emulated reader. Actions: `win.tap` (UID), `win.tap-two`,
 * `win.tap-random`; `win.leave-lying` and `win.unplugged` are on or off.
 */
#define BRIK_TYPE_TRAY_WINDOW (brik_tray_window_get_type ())
G_DECLARE_FINAL_TYPE (BrikTrayWindow, brik_tray_window, BRIK, TRAY_WINDOW, GtkApplicationWindow)

/* @people: of BrikTrayPerson, one at least. */
BrikTrayWindow *
brik_tray_window_new (GtkApplication *application, GListModel *people, BrikTrayEmulator *emulator);

G_END_DECLS
