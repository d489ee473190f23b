/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * brik_renderer_for:
 * @wanted: (nullable): "auto", "cairo", "gl" or "ngl"
 * @cards: the folder of the graphics cards, "/sys/class/drm"
 * @is_wayland: whether the screen is a Wayland compositor's
 *
 * Returns: what GSK_RENDERER should be. Automatic is cairo, unless a compositor draws on a real graphics
 * card: GTK's own choice falls to a GL drawn by the processor, ten times slower to the eye than cairo.
 */
const char *brik_renderer_for (const char *wanted, const char *cards, gboolean is_wayland);

/* Chooses for this program, before GTK starts; a GSK_RENDERER from outside stands. */
void brik_renderer_start (const char *wanted);

G_END_DECLS
