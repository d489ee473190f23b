/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-disk.h"

#include <string.h>

BrikDiskImage *
brik_disk_image_new (void)
{
  BrikDiskImage *image = g_new0 (BrikDiskImage, 1);

  image->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_bytes_unref);
  return image;
}

void
brik_disk_image_put (BrikDiskImage *image, const char *name, GBytes *content)
{
  g_hash_table_replace (image->files, g_strdup (name), content);
}

BrikDiskImage *
brik_disk_image_copy (const BrikDiskImage *image)
{
  BrikDiskImage *copied = brik_disk_image_new ();
  GHashTableIter iter;
  gpointer name;
  gpointer content;

  g_hash_table_iter_init (&iter, image->files);
  while (g_hash_table_iter_next (&iter, &name, &content))
    brik_disk_image_put (copied, name, g_bytes_ref (content));
  return copied;
}

void
brik_disk_image_free (BrikDiskImage *image)
{
  g_hash_table_unref (image->files);
  g_free (image);
}

/* FNV-1a, eight bytes at a time: tells images apart, and is no security. */
static guint64
mix (guint64 hash, const guint8 *data, gsize size)
{
  guint64 word = 0;

  for (; size >= sizeof word; data += sizeof word, size -= sizeof word)
    {
      memcpy (&word, data, sizeof word);
      hash = (hash ^ word) * G_GUINT64_CONSTANT (0x100000001b3);
      hash ^= hash >> 29;
    }
  for (; size > 0; data++, size--)
    hash = (hash ^ *data) * G_GUINT64_CONSTANT (0x100000001b3);
  return hash;
}

guint64
brik_disk_image_hash (const BrikDiskImage *image)
{
  guint64 sum = 0;
  GHashTableIter iter;
  gpointer name;
  gpointer content;

  g_hash_table_iter_init (&iter, image->files);
  while (g_hash_table_iter_next (&iter, &name, &content))
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (content, &size);
      guint64 hash = mix (G_GUINT64_CONSTANT (0xcbf29ce484222325), name, strlen (name));

      /* In whatever order the table gives them. */
      sum += mix (hash ^ size, data, size);
    }
  return sum;
}
