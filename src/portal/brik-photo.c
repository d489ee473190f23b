/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-photo.h"

#include "core/brik-limits.h"
#include "portal/brik-portal-error.h"

static guint
read_16 (const guint8 *p)
{
  return (guint) p[0] << 8 | p[1];
}

/* The first chunk of a PNG holds its size. */
static gboolean
read_png (const guint8 *data, gsize size, guint *width, guint *height)
{
  static const guint8 start[] = {
    0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13, 'I', 'H', 'D', 'R'
  };

  if (size < 24 || memcmp (data, start, sizeof start) != 0)
    return FALSE;
  /* Beyond 16 bits it is too large whatever it is. */
  *width = read_16 (data + 16) ? G_MAXUINT16 : read_16 (data + 18);
  *height = read_16 (data + 20) ? G_MAXUINT16 : read_16 (data + 22);
  return TRUE;
}

/* A frame header (SOF) of a JPEG, of whichever coding: FFC0 to FFCF but for three that are something else. */
static gboolean
is_frame (guint8 marker)
{
  return marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc;
}

static gboolean
read_jpeg (const guint8 *data, gsize size, guint *width, guint *height)
{
  gsize at = 2;

  if (size < 4 || data[0] != 0xff || data[1] != 0xd8)
    return FALSE;
  while (at + 9 <= size && data[at] == 0xff)
    {
      if (is_frame (data[at + 1]))
        {
          *height = read_16 (data + at + 5);
          *width = read_16 (data + at + 7);
          return TRUE;
        }
      at += 2 + read_16 (data + at + 2);
    }
  return FALSE;
}

gboolean
brik_photo_check (GBytes *photo, const char **type, GError **error)
{
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (photo, &size);
  guint width = 0;
  guint height = 0;

  if (size > BRIK_LIMIT_PHOTO)
    {
      g_set_error (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID,
                   "the photo is %" G_GSIZE_FORMAT " bytes, more than %d: scale it down", size,
                   BRIK_LIMIT_PHOTO);
      return FALSE;
    }
  if (read_png (data, size, &width, &height))
    *type = "image/png";
  else if (read_jpeg (data, size, &width, &height))
    *type = "image/jpeg";
  else
    {
      g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID,
                           "the photo is neither PNG nor JPEG");
      return FALSE;
    }

  if (width > 0 && height > 0 && MAX (width, height) <= BRIK_LIMIT_PHOTO_PIXELS)
    return TRUE;
  g_set_error (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID,
               "the photo is %u × %u pixels: scale it to at most %d", width, height, BRIK_LIMIT_PHOTO_PIXELS);
  return FALSE;
}

gboolean
brik_photo_put (BrikStore *store,
                const char *municipality,
                const BrikHash *hash,
                const char *type,
                GBytes *photo,
                GError **error)
{
  gsize size = 0;
  const void *data = g_bytes_get_data (photo, &size);

  return brik_store_run (store, error,
                         "INSERT INTO photo (municipality_id, hash, type, data) VALUES (?, ?, ?, ?)"
                         " ON CONFLICT DO NOTHING",
                         "sbsb", municipality, hash->bytes, sizeof hash->bytes, type, data, size);
}

GBytes *
brik_photo_get (BrikStore *store, const char *municipality, const BrikHash *hash, char **type, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT data, type FROM photo WHERE municipality_id = ? AND hash = ?",
                      "sb", municipality, hash->bytes, sizeof hash->bytes);
  const void *data;
  gsize size;

  if (!rows)
    return NULL;
  if (!brik_rows_next (rows, &local_error))
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error_literal (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_NOT_FOUND,
                             "There is no such photo.");
      return NULL;
    }

  *type = g_strdup (brik_rows_text (rows, 1));
  data = brik_rows_blob (rows, 0, &size);
  return g_bytes_new (data, size);
}
