/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/brik-limits.h"
#include "portal/brik-photo.h"
#include "till/brik-photos.h"

#include <string.h>

/* A picture as an office imports it, and as a till decodes it: the portal looks at its header only, so that
 * whatever lies behind that header comes to the till. */
const gsize fuzz_longest = 32 * 1024; /* BRIK_LIMIT_PHOTO is more of the same */

void
fuzz_prepare (void)
{
}

static void
try_portal (GBytes *photo)
{
  g_autoptr (GError) error = NULL;
  const char *type = NULL;
  gboolean good = brik_photo_check (photo, &type, &error);

  fuzz_check_error (good, error);
  if (good)
    g_assert_true (g_str_equal (type, "image/png") || g_str_equal (type, "image/jpeg"));
}

static void
try_till (GBytes *photo)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkTexture) texture = brik_photo_decode (photo, &error);

  fuzz_check_error (texture != NULL, error);
  if (!texture)
    return;
  g_assert_cmpint (gdk_texture_get_width (texture), >=, 1);
  g_assert_cmpint (gdk_texture_get_height (texture), >=, 1);
  g_assert_cmpint (gdk_texture_get_width (texture), <=, BRIK_LIMIT_PHOTO_PIXELS);
  g_assert_cmpint (gdk_texture_get_height (texture), <=, BRIK_LIMIT_PHOTO_PIXELS);
}

void
fuzz_try (const guint8 *data, gsize size)
{
  g_autofree guint8 *exact = g_memdup2 (data, size);
  g_autoptr (GBytes) photo = g_bytes_new_static (exact, size);

  try_portal (photo);
  try_till (photo);
}
