/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-renderer.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct
{
  char *cards;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->cards = g_dir_make_tmp ("brik-cards-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpint (g_rmdir (fixture->cards), ==, 0);
  g_free (fixture->cards);
}

/* A card as the kernel shows it: NAME/device/driver is a link to its driver. */
static const char *
renderer_with_card (Fixture *fixture, const char *name, const char *driver, gboolean is_wayland)
{
  g_autofree char *card = g_build_filename (fixture->cards, name, NULL);
  g_autofree char *device = g_build_filename (card, "device", NULL);
  g_autofree char *link = g_build_filename (device, "driver", NULL);
  g_autofree char *target = g_build_filename ("..", "..", "drivers", driver, NULL);
  const char *renderer;

  g_assert_cmpint (g_mkdir_with_parents (device, 0700), ==, 0);
  g_assert_cmpint (symlink (target, link), ==, 0);
  renderer = brik_renderer_for ("auto", fixture->cards, is_wayland);
  g_assert_cmpint (g_unlink (link), ==, 0);
  g_assert_cmpint (g_rmdir (device), ==, 0);
  g_assert_cmpint (g_rmdir (card), ==, 0);
  return renderer;
}

static void
test_asked_for (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (brik_renderer_for ("gl", fixture->cards, FALSE), ==, "gl");
  g_assert_cmpstr (brik_renderer_for ("ngl", fixture->cards, FALSE), ==, "ngl");
  g_assert_cmpstr (brik_renderer_for ("cairo", fixture->cards, TRUE), ==, "cairo");
}

static void
test_no_card (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (brik_renderer_for ("auto", fixture->cards, TRUE), ==, "cairo");
  g_assert_cmpstr (brik_renderer_for ("auto", "/nonexistent", TRUE), ==, "cairo");
  g_assert_cmpstr (brik_renderer_for (NULL, fixture->cards, TRUE), ==, "cairo");
  g_assert_cmpstr (brik_renderer_for ("vulkan", fixture->cards, TRUE), ==, "cairo");
}

static void
test_card (Fixture *fixture, gconstpointer data)
{
  g_assert_cmpstr (renderer_with_card (fixture, "renderD128", "i915", TRUE), ==, "gl");
  g_assert_cmpstr (renderer_with_card (fixture, "renderD128", "i915", FALSE), ==, "cairo");
  g_assert_cmpstr (renderer_with_card (fixture, "renderD128", "vgem", TRUE), ==, "cairo");
  g_assert_cmpstr (renderer_with_card (fixture, "card0", "i915", TRUE), ==, "cairo");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/till/renderer/asked-for", Fixture, NULL, set_up, test_asked_for, tear_down);
  g_test_add ("/till/renderer/no-card", Fixture, NULL, set_up, test_no_card, tear_down);
  g_test_add ("/till/renderer/card", Fixture, NULL, set_up, test_card, tear_down);
  return g_test_run ();
}
