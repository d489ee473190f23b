/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "demo/brik-tray-person.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define BRIK_TRAY_RESOURCES "/io/github/brikpos/ChipTray"

/* A person's chip as a button; pressing it activates `win.tap` with the UID. */
#define BRIK_TYPE_TRAY_TILE (brik_tray_tile_get_type ())
G_DECLARE_FINAL_TYPE (BrikTrayTile, brik_tray_tile, BRIK, TRAY_TILE, GtkButton)

GtkWidget *brik_tray_tile_new (BrikTrayPerson *person);
BrikTrayPerson *brik_tray_tile_get_person (BrikTrayTile *tile);
/* Shows whether the chip lies on the reader. */
void brik_tray_tile_set_on_reader (BrikTrayTile *tile, gboolean on_reader);

G_END_DECLS
