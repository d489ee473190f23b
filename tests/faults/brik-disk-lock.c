/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-disk-private.h"

/* The locks of several connections in one process. */

int
brik_disk_lock (BrikDiskFile *file, gconstpointer handle, int *held, int wanted)
{
  gboolean others_read = file->n_shared > (*held >= SQLITE_LOCK_SHARED ? 1U : 0U);

  if (wanted <= *held)
    return SQLITE_OK;
  if (file->writer && file->writer != handle &&
      (wanted > SQLITE_LOCK_SHARED || file->level > SQLITE_LOCK_RESERVED))
    return SQLITE_BUSY;
  if (wanted == SQLITE_LOCK_EXCLUSIVE && others_read)
    return SQLITE_BUSY;

  if (*held < SQLITE_LOCK_SHARED)
    file->n_shared++;
  if (wanted > SQLITE_LOCK_SHARED)
    {
      file->writer = handle;
      file->level = wanted;
    }
  *held = wanted;
  return SQLITE_OK;
}

void
brik_disk_unlock (BrikDiskFile *file, gconstpointer handle, int *held, int wanted)
{
  if (wanted >= *held)
    return;

  if (file->writer == handle)
    file->writer = NULL;
  if (wanted < SQLITE_LOCK_SHARED)
    file->n_shared--;
  *held = wanted;
}

static gboolean
is_free (const BrikDiskFile *file, gconstpointer handle, guint held_shared, int i, gboolean alone)
{
  guint own = held_shared >> i & 1;

  return (!file->writers[i] || file->writers[i] == handle) && (!alone || file->readers[i] == own);
}

int
brik_disk_lock_index (BrikDiskFile *file,
                      gconstpointer handle,
                      guint *held_shared,
                      int offset,
                      int n,
                      int flags)
{
  gboolean alone = (flags & SQLITE_SHM_EXCLUSIVE) != 0;

  for (int i = offset; (flags & SQLITE_SHM_LOCK) && i < offset + n; i++)
    if (!is_free (file, handle, *held_shared, i, alone))
      return SQLITE_BUSY;

  for (int i = offset; i < offset + n; i++)
    {
      guint bit = 1U << i;

      if (alone)
        file->writers[i] = flags & SQLITE_SHM_LOCK ? handle : NULL;
      else if ((flags & SQLITE_SHM_LOCK) && !(*held_shared & bit))
        file->readers[i]++, *held_shared |= bit;
      else if ((flags & SQLITE_SHM_UNLOCK) && (*held_shared & bit))
        file->readers[i]--, *held_shared &= ~bit;
    }
  return SQLITE_OK;
}
