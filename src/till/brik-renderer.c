/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-renderer.h"

#include <gio/gio.h>

#define CARDS "/sys/class/drm"

/* The kernel drivers of cards that have no graphics processor behind them. */
static gboolean
is_processor_less (const char *driver)
{
  static const char *const drivers[] = { "vgem", "vkms", "simpledrm", "bochs-drm",  "cirrus",
                                         "qxl",  "ast",  "mgag200",   "virtio_gpu", NULL };

  return g_strv_contains (drivers, driver);
}

static gboolean
is_real_card (const char *cards, const char *name)
{
  g_autofree char *link = g_build_filename (cards, name, "device", "driver", NULL);
  g_autofree char *target = g_file_read_link (link, NULL);
  g_autofree char *driver = target != NULL ? g_path_get_basename (target) : NULL;

  return g_str_has_prefix (name, "renderD") && driver != NULL && !is_processor_less (driver);
}

static gboolean
has_real_card (const char *cards)
{
  g_autoptr (GDir) folder = g_dir_open (cards, 0, NULL);
  const char *name;

  while (folder != NULL && (name = g_dir_read_name (folder)) != NULL)
    if (is_real_card (cards, name))
      return TRUE;
  return FALSE;
}

const char *
brik_renderer_for (const char *wanted, const char *cards, gboolean is_wayland)
{
  static const char *const known[] = { "cairo", "gl", "ngl" };

  for (gsize i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (wanted, known[i]) == 0)
      return known[i];
  return is_wayland && has_real_card (cards) ? "gl" : "cairo";
}

void
brik_renderer_start (const char *wanted)
{
  gboolean drawn_by_processor = g_strcmp0 (g_getenv ("WLR_RENDERER"), "pixman") == 0;
  gboolean is_wayland = g_getenv ("WAYLAND_DISPLAY") != NULL && !drawn_by_processor;

  g_setenv ("GSK_RENDERER", brik_renderer_for (wanted, CARDS, is_wayland), FALSE);
}
