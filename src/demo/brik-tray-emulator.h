/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BrikTrayEmulator:
 *
 * A running brik-pn532-emulator. It ends with this object. Signal `ended`: it has ended by itself.
 */
#define BRIK_TYPE_TRAY_EMULATOR (brik_tray_emulator_get_type ())
G_DECLARE_FINAL_TYPE (BrikTrayEmulator, brik_tray_emulator, BRIK, TRAY_EMULATOR, GObject)

BrikTrayEmulator *brik_tray_emulator_new (const char *program, const char *link, GError **error);
/* Sends a command; one that is not understood is a bug of ours and logged. */
void brik_tray_emulator_do (BrikTrayEmulator *emulator, const char *format, ...) G_GNUC_PRINTF (2, 3);

G_END_DECLS
