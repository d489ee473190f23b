/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-disk-private.h"

#include <string.h>

/* Files and folder */

static BrikDiskFile *
file_new (guint id, GBytes *content)
{
  BrikDiskFile *file = g_new0 (BrikDiskFile, 1);
  gsize size = 0;
  const void *data = content ? g_bytes_get_data (content, &size) : NULL;

  g_atomic_ref_count_init (&file->refs);
  file->id = id;
  file->seen = g_byte_array_append (g_byte_array_new (), data, (guint) size);
  file->platter = g_byte_array_append (g_byte_array_new (), data, (guint) size);
  file->dirty = g_hash_table_new (NULL, NULL);
  return file;
}

BrikDiskFile *
brik_disk_file_ref (BrikDiskFile *file)
{
  g_atomic_ref_count_inc (&file->refs);
  return file;
}

void
brik_disk_file_unref (BrikDiskFile *file)
{
  if (!g_atomic_ref_count_dec (&file->refs))
    return;

  g_byte_array_unref (file->seen);
  g_byte_array_unref (file->platter);
  g_hash_table_unref (file->dirty);
  g_clear_pointer (&file->index, g_ptr_array_unref);
  g_free (file);
}

static GHashTable *
folder_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) brik_disk_file_unref);
}

static GHashTable *
folder_copy (GHashTable *folder)
{
  GHashTable *copy = folder_new ();
  GHashTableIter iter;
  gpointer name;
  gpointer file;

  g_hash_table_iter_init (&iter, folder);
  while (g_hash_table_iter_next (&iter, &name, &file))
    g_hash_table_insert (copy, g_strdup (name), brik_disk_file_ref (file));
  return copy;
}

BrikDiskFile *
brik_disk_find (BrikDisk *disk, const char *name)
{
  return g_hash_table_lookup (disk->seen, name);
}

/* Steps */

static void
step_free (gpointer data)
{
  BrikDiskStep *step = data;

  g_free (step->name);
  g_clear_pointer (&step->data, g_bytes_unref);
  g_free (step);
}

static BrikDiskStep *
take_down (BrikDisk *disk, BrikDiskStepType type, const BrikDiskFile *file)
{
  BrikDiskStep *step;

  if (!disk->steps)
    return NULL;

  step = g_new0 (BrikDiskStep, 1);
  step->type = type;
  step->file = file ? file->id : 0;
  g_ptr_array_add (disk->steps, step);
  return step;
}

BrikDiskFile *
brik_disk_make (BrikDisk *disk, const char *name)
{
  BrikDiskFile *file = file_new (++disk->n_files, NULL);
  BrikDiskStep *step = take_down (disk, BRIK_STEP_MADE, file);

  if (step)
    step->name = g_strdup (name);
  g_hash_table_replace (disk->seen, g_strdup (name), file);
  return file;
}

static void
mark_dirty (BrikDiskFile *file, gint64 from, gint64 to)
{
  for (gint64 page = from / BRIK_DISK_PAGE; page * BRIK_DISK_PAGE < to; page++)
    g_hash_table_add (file->dirty, GUINT_TO_POINTER ((guint) page));
}

static void
resize (GByteArray *bytes, gsize size)
{
  gsize before = bytes->len;

  g_byte_array_set_size (bytes, (guint) size);
  if (size > before)
    memset (bytes->data + before, 0, size - before);
}

static void
sync_folder (BrikDisk *disk)
{
  g_hash_table_unref (disk->platter);
  disk->platter = folder_copy (disk->seen);
}

static void
sync_page (BrikDiskFile *file, gsize page)
{
  gsize from = page * BRIK_DISK_PAGE;
  gsize to = MIN (from + BRIK_DISK_PAGE, file->seen->len);

  if (from < to)
    memcpy (file->platter->data + from, file->seen->data + from, to - from);
}

static void
sync_now (BrikDisk *disk, BrikDiskFile *file)
{
  BrikDiskStep *step = take_down (disk, BRIK_STEP_SYNC, file);
  GHashTableIter iter;
  gpointer page;

  if (disk->owed == file)
    disk->owed = NULL;
  if (step)
    step->folder = file->syncs_folder;
  resize (file->platter, file->seen->len);
  g_hash_table_iter_init (&iter, file->dirty);
  while (g_hash_table_iter_next (&iter, &page, NULL))
    sync_page (file, GPOINTER_TO_UINT (page));
  g_hash_table_remove_all (file->dirty);
  if (file->syncs_folder)
    sync_folder (disk);
  file->syncs_folder = FALSE;
}

void
brik_disk_write (BrikDisk *disk, BrikDiskFile *file, const void *data, gsize size, gint64 offset)
{
  BrikDiskStep *step;

  if (disk->owed && disk->owed != file)
    sync_now (disk, disk->owed);
  step = take_down (disk, BRIK_STEP_WRITE, file);
  if (step)
    {
      step->offset = offset;
      step->data = g_bytes_new (data, size);
    }
  if (file->seen->len < (gsize) offset + size)
    resize (file->seen, (gsize) offset + size);
  memcpy (file->seen->data + offset, data, size);
  mark_dirty (file, offset, offset + (gint64) size);
}

void
brik_disk_truncate (BrikDisk *disk, BrikDiskFile *file, gint64 size)
{
  BrikDiskStep *step = take_down (disk, BRIK_STEP_TRUNCATE, file);

  if (step)
    step->size = size;
  mark_dirty (file, MIN ((gint64) file->seen->len, size), MAX ((gint64) file->seen->len, size));
  resize (file->seen, (gsize) size);
}

void
brik_disk_sync (BrikDisk *disk, BrikDiskFile *file)
{
  if (disk->honesty == BRIK_DISK_HONEST)
    sync_now (disk, file);
  else if (disk->honesty == BRIK_DISK_LAZY)
    disk->owed = file;
}

void
brik_disk_lose (BrikDiskFile *file)
{
  g_hash_table_remove_all (file->dirty);
}

void
brik_disk_remove (BrikDisk *disk, const char *name, gboolean durably)
{
  BrikDiskStep *step = take_down (disk, BRIK_STEP_REMOVED, brik_disk_find (disk, name));

  if (step)
    {
      step->name = g_strdup (name);
      step->folder = durably && disk->honesty != BRIK_DISK_LYING;
    }
  if (disk->owed == brik_disk_find (disk, name))
    disk->owed = NULL;
  g_hash_table_remove (disk->seen, name);
  if (durably && disk->honesty != BRIK_DISK_LYING)
    sync_folder (disk);
}

/* Images */

void
brik_disk_load (BrikDisk *disk, const BrikDiskImage *image)
{
  GHashTableIter iter;
  gpointer name;
  gpointer content;

  g_hash_table_remove_all (disk->seen);
  disk->owed = NULL;
  if (image)
    {
      g_hash_table_iter_init (&iter, image->files);
      while (g_hash_table_iter_next (&iter, &name, &content))
        g_hash_table_insert (disk->seen, g_strdup (name), file_new (++disk->n_files, content));
    }
  sync_folder (disk);
}

static BrikDiskImage *
copy (BrikDisk *disk, gboolean seen)
{
  BrikDiskImage *image = brik_disk_image_new ();
  GHashTableIter iter;
  gpointer name;
  gpointer file;

  g_rec_mutex_lock (&disk->lock);
  g_hash_table_iter_init (&iter, seen ? disk->seen : disk->platter);
  while (g_hash_table_iter_next (&iter, &name, &file))
    {
      const GByteArray *bytes = seen ? ((BrikDiskFile *) file)->seen : ((BrikDiskFile *) file)->platter;

      brik_disk_image_put (image, name, g_bytes_new (bytes->data, bytes->len));
    }
  g_rec_mutex_unlock (&disk->lock);
  return image;
}

BrikDiskImage *
brik_disk_copy (BrikDisk *disk)
{
  return copy (disk, TRUE);
}

BrikDiskImage *
brik_disk_copy_platter (BrikDisk *disk)
{
  return copy (disk, FALSE);
}

gsize
brik_disk_get_used (BrikDisk *disk)
{
  GHashTableIter iter;
  gpointer file;
  gsize used = 0;

  g_hash_table_iter_init (&iter, disk->seen);
  while (g_hash_table_iter_next (&iter, NULL, &file))
    used += ((BrikDiskFile *) file)->seen->len;
  return used;
}

/* Recording */

void
brik_disk_record (BrikDisk *disk)
{
  GHashTableIter iter;
  gpointer name;
  gpointer file;

  disk->steps = g_ptr_array_new_with_free_func (step_free);
  disk->n_marks = 0;
  disk->began_with = brik_disk_copy_platter (disk);
  disk->began_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_iter_init (&iter, disk->platter);
  while (g_hash_table_iter_next (&iter, &name, &file))
    g_hash_table_insert (disk->began_names, g_strdup (name), GUINT_TO_POINTER (((BrikDiskFile *) file)->id));
}

guint
brik_disk_mark (BrikDisk *disk)
{
  BrikDiskStep *step;

  g_rec_mutex_lock (&disk->lock);
  step = take_down (disk, BRIK_STEP_MARK, NULL);
  if (step)
    step->mark = ++disk->n_marks;
  g_rec_mutex_unlock (&disk->lock);
  return disk->n_marks;
}

GPtrArray *
brik_disk_end_record (BrikDisk *disk, BrikDiskImage **image, GHashTable **names)
{
  *image = g_steal_pointer (&disk->began_with);
  *names = g_steal_pointer (&disk->began_names);
  return g_steal_pointer (&disk->steps);
}

/* Faults */

static const struct
{
  const char *name;
  guint calls;
} faults[BRIK_N_FAULTS] = {
  [BRIK_FAULT_FULL] = { "full", BRIK_DISK_GROW | BRIK_DISK_INDEX },
  [BRIK_FAULT_READ_ONLY] = { "read-only", BRIK_DISK_OPEN | BRIK_DISK_WRITE | BRIK_DISK_GROW |
                                            BRIK_DISK_TRUNCATE | BRIK_DISK_DELETE },
  [BRIK_FAULT_IO] = { "i/o error", BRIK_DISK_OPEN | BRIK_DISK_READ | BRIK_DISK_WRITE | BRIK_DISK_GROW |
                                     BRIK_DISK_TRUNCATE | BRIK_DISK_SYNC | BRIK_DISK_DELETE | BRIK_DISK_LOOK |
                                     BRIK_DISK_INDEX },
  [BRIK_FAULT_SHORT] = { "short write", BRIK_DISK_WRITE | BRIK_DISK_GROW },
  [BRIK_FAULT_LATE] = { "late error", BRIK_DISK_WRITE | BRIK_DISK_GROW | BRIK_DISK_SYNC | BRIK_DISK_DELETE },
  [BRIK_FAULT_LOST_SYNC] = { "lost sync", BRIK_DISK_SYNC },
  [BRIK_FAULT_MEMORY] = { "no memory", BRIK_DISK_MEMORY },
};

const char *
brik_disk_fault_name (BrikDiskFault fault)
{
  return faults[fault].name;
}

void
brik_disk_break (BrikDisk *disk, BrikDiskFault fault, guint n, gboolean lasting)
{
  g_rec_mutex_lock (&disk->lock);
  disk->plan =
    (BrikDiskPlan){ .broken = TRUE, .fault = fault, .lasting = lasting, .left = n - 1, .n_failed = 0 };
  g_rec_mutex_unlock (&disk->lock);
}

guint
brik_disk_mend (BrikDisk *disk)
{
  guint n_failed;

  g_rec_mutex_lock (&disk->lock);
  n_failed = disk->plan.n_failed;
  disk->plan = (BrikDiskPlan){ 0 };
  g_rec_mutex_unlock (&disk->lock);
  return n_failed;
}

gboolean
brik_disk_fails (BrikDisk *disk, BrikDiskCall call)
{
  BrikDiskPlan *plan = &disk->plan;

  if (!plan->broken || !(faults[plan->fault].calls & call) || (plan->n_failed > 0 && !plan->lasting))
    return FALSE;
  if (plan->left > 0)
    {
      plan->left--;
      return FALSE;
    }
  plan->n_failed++;
  return TRUE;
}

void
brik_disk_set_honesty (BrikDisk *disk, BrikDiskHonesty honesty)
{
  disk->honesty = honesty;
}

BrikDisk *
brik_disk_new (void)
{
  BrikDisk *disk = g_new0 (BrikDisk, 1);

  g_rec_mutex_init (&disk->lock);
  disk->seen = folder_new ();
  disk->platter = folder_new ();
  brik_disk_register (disk);
  return disk;
}

void
brik_disk_free (BrikDisk *disk)
{
  sqlite3_vfs_unregister (&disk->vfs);
  sqlite3_vfs_register (disk->native, TRUE);
  g_hash_table_unref (disk->seen);
  g_hash_table_unref (disk->platter);
  g_clear_pointer (&disk->steps, g_ptr_array_unref);
  g_clear_pointer (&disk->began_with, brik_disk_image_free);
  g_clear_pointer (&disk->began_names, g_hash_table_unref);
  g_rec_mutex_clear (&disk->lock);
  g_free (disk);
}
