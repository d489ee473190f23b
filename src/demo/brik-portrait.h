/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BRIK_PORTRAIT_WIDTH 240
#define BRIK_PORTRAIT_HEIGHT 320

/**
 * BrikPortrait:
 * @skin: 0 to 5, @hair: 0 to 5: tones; @style: 0 to 5: cut; @shirt, @wall: 0 to 5: colours
 * @glasses: whether they are worn
 * @age: 0 a small child, 1 a pupil, 2 grown up
 *
 * A drawn face: the demo shows no photograph of anybody.
 */
typedef struct
{
  guint skin;
  guint hair;
  guint style;
  guint shirt;
  guint wall;
  gboolean glasses;
  guint age;
} BrikPortrait;

/* One of many faces, always the same for the same @seed. */
BrikPortrait brik_portrait_from_seed (guint32 seed, guint age);
/* Draws it as a PNG of %BRIK_PORTRAIT_WIDTH × %BRIK_PORTRAIT_HEIGHT pixels. */
gboolean brik_portrait_write (const BrikPortrait *portrait, const char *path, GError **error);

G_END_DECLS
