/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-portrait.h"

#include <cairo.h>
#include <gio/gio.h>

#define N_TONES 6

typedef enum
{
  STYLE_FRINGE,
  STYLE_LONG,
  STYLE_CURLS,
  STYLE_BUN,
  STYLE_BOB,
  STYLE_CROP,
} Style;

static const guint32 skins[N_TONES] = { 0xf0c8a8, 0xe8b48f, 0xc98d62, 0xa66b45, 0x7d4d30, 0xf6d9c3 };
static const guint32 hairs[N_TONES] = { 0x7b4a2a, 0x1f1a17, 0xd8b26a, 0xa3522b, 0x4a3222, 0xc9c4bd };
static const guint32 shirts[N_TONES] = { 0xd97338, 0x3a6fb0, 0x5a9e4b, 0x8a5aa8, 0xc24d5a, 0x2f7f86 };
static const guint32 walls[N_TONES] = { 0xcfdfdb, 0xe5dccb, 0xd9d4e6, 0xdbe5cf, 0xe9d6d0, 0xd0dce8 };

BrikPortrait
brik_portrait_from_seed (guint32 seed, guint age)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  BrikPortrait portrait = { 0 };

  portrait.skin = (guint) g_rand_int_range (rand, 0, N_TONES);
  /* The last tone is grey: for the grown up only. */
  portrait.hair = (guint) g_rand_int_range (rand, 0, age == 2 ? N_TONES : N_TONES - 1);
  portrait.style = (guint) g_rand_int_range (rand, 0, STYLE_CROP + 1);
  portrait.shirt = (guint) g_rand_int_range (rand, 0, N_TONES);
  portrait.wall = (guint) g_rand_int_range (rand, 0, N_TONES);
  portrait.glasses = g_rand_int_range (rand, 0, 6) == 0;
  portrait.age = age;
  return portrait;
}

static void
set_colour (cairo_t *cr, guint32 rgb)
{
  cairo_set_source_rgb (cr, ((rgb >> 16) & 0xff) / 255.0, ((rgb >> 8) & 0xff) / 255.0, (rgb & 0xff) / 255.0);
}

static void
fill_ellipse (cairo_t *cr, double x, double y, double radius_x, double radius_y)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  cairo_scale (cr, radius_x, radius_y);
  cairo_arc (cr, 0, 0, 1, 0, 2 * G_PI);
  cairo_restore (cr);
  cairo_fill (cr);
}

static void
draw_hair_behind (cairo_t *cr, Style style)
{
  if (style == STYLE_LONG)
    {
      fill_ellipse (cr, 120, 120, 66, 72);
      cairo_rectangle (cr, 54, 118, 132, 118);
      cairo_fill (cr);
    }
  else if (style == STYLE_BOB)
    {
      fill_ellipse (cr, 120, 124, 70, 74);
      cairo_rectangle (cr, 50, 124, 140, 50);
      cairo_fill (cr);
    }
  else if (style == STYLE_BUN)
    {
      fill_ellipse (cr, 120, 46, 27, 26);
    }
  else if (style == STYLE_CURLS)
    {
      for (int i = 0; i < 11; i++)
        fill_ellipse (cr, 120 + (i - 5) * 13.0, 104 - (25 - (i - 5) * (i - 5)) * 1.7, 22, 22);
      fill_ellipse (cr, 58, 128, 18, 24);
      fill_ellipse (cr, 182, 128, 18, 24);
    }
}

static void
draw_body (cairo_t *cr, const BrikPortrait *portrait)
{
  double shoulder = portrait->age == 2 ? 98 : 84;

  set_colour (cr, shirts[portrait->shirt]);
  cairo_move_to (cr, 120 - shoulder, 320);
  cairo_curve_to (cr, 120 - shoulder, 258, 120 - shoulder / 2, 240, 120, 240);
  cairo_curve_to (cr, 120 + shoulder / 2, 240, 120 + shoulder, 258, 120 + shoulder, 320);
  cairo_close_path (cr);
  cairo_fill (cr);

  set_colour (cr, skins[portrait->skin]);
  cairo_rectangle (cr, 102, 196, 36, 44);
  cairo_fill (cr);
  fill_ellipse (cr, 120, 240, 18, 13);
}

static void
draw_face (cairo_t *cr, const BrikPortrait *portrait)
{
  double eyes_y = portrait->age == 0 ? 152 : 146;

  set_colour (cr, skins[portrait->skin]);
  fill_ellipse (cr, 62, 148, 9, 14);
  fill_ellipse (cr, 178, 148, 9, 14);
  fill_ellipse (cr, 120, 144, 57, portrait->age == 0 ? 64 : 70);

  set_colour (cr, 0x1f1a17);
  fill_ellipse (cr, 98, eyes_y, 6, 6);
  fill_ellipse (cr, 142, eyes_y, 6, 6);

  set_colour (cr, 0x7d332b);
  cairo_set_line_width (cr, 5);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_arc (cr, 120, eyes_y + 22, 23, 0.2 * G_PI, 0.8 * G_PI);
  cairo_stroke (cr);
}

static void
draw_glasses (cairo_t *cr, double y)
{
  set_colour (cr, 0x30363b);
  cairo_set_line_width (cr, 4);
  cairo_arc (cr, 98, y, 16, 0, 2 * G_PI);
  cairo_stroke (cr);
  cairo_arc (cr, 142, y, 16, 0, 2 * G_PI);
  cairo_stroke (cr);
  cairo_move_to (cr, 114, y);
  cairo_line_to (cr, 126, y);
  cairo_stroke (cr);
}

/* The hair over the forehead: a cap whose lower edge differs from cut to cut. */
static void
draw_hair_in_front (cairo_t *cr, Style style)
{
  double left = style == STYLE_CROP ? 110 : 132;
  double right = style == STYLE_BOB || style == STYLE_BUN ? 132 : 112;
  double dip = style == STYLE_BOB ? 122 : 92;

  cairo_move_to (cr, 60, left + 12);
  cairo_curve_to (cr, 52, 40, 188, 40, 180, left + 12);
  cairo_curve_to (cr, 176, right, 160, dip, 138, 98);
  cairo_curve_to (cr, 108, dip + 4, 76, 104, 60, left + 12);
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw (cairo_t *cr, const BrikPortrait *portrait)
{
  set_colour (cr, walls[portrait->wall]);
  cairo_paint (cr);
  set_colour (cr, hairs[portrait->hair]);
  draw_hair_behind (cr, portrait->style);
  draw_body (cr, portrait);
  draw_face (cr, portrait);
  set_colour (cr, hairs[portrait->hair]);
  draw_hair_in_front (cr, portrait->style);
  if (portrait->glasses)
    draw_glasses (cr, portrait->age == 0 ? 152 : 146);
}

gboolean
brik_portrait_write (const BrikPortrait *portrait, const char *path, GError **error)
{
  cairo_surface_t *surface =
    cairo_image_surface_create (CAIRO_FORMAT_RGB24, BRIK_PORTRAIT_WIDTH, BRIK_PORTRAIT_HEIGHT);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  draw (cr, portrait);
  cairo_destroy (cr);
  status = cairo_surface_write_to_png (surface, path);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s: %s", path, cairo_status_to_string (status));
  return status == CAIRO_STATUS_SUCCESS;
}
