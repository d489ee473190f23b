/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-photos.h"

G_BEGIN_DECLS

/**
 * BrikPortrait:
 *
 * A person's photo, filling whatever size the widget is given, or the initials while there is none: the size
 * never depends on the picture.
 *
 * Properties: `photos` (BrikPhotos, nullable), `photo` (char *, nullable: the hash), `initials` (char *,
 * nullable), `person-name` (char *, nullable: for who cannot see it).
 */
#define BRIK_TYPE_PORTRAIT (brik_portrait_get_type ())
G_DECLARE_FINAL_TYPE (BrikPortrait, brik_portrait, BRIK, PORTRAIT, GtkWidget)

G_END_DECLS
