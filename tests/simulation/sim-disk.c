/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-disk.h"

#include <sqlite3.h>
#include <string.h>

#define SECTOR 4096

typedef struct
{
  GByteArray *bytes;
  GPtrArray *shared; /* the regions of a WAL's index */
  guint n_open;
} File;

/* What SQLite holds of a file. */
typedef struct
{
  sqlite3_file base;
  File *file;
} Handle;

static GHashTable *files; /* File, by path */

static void
file_free (gpointer data)
{
  File *file = data;

  g_assert (file->n_open == 0);
  g_byte_array_unref (file->bytes);
  g_ptr_array_unref (file->shared);
  g_free (file);
}

static File *
file_make (const char *path)
{
  File *file = g_new0 (File, 1);

  file->bytes = g_byte_array_new ();
  file->shared = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_replace (files, g_strdup (path), file);
  return file;
}

static int
on_close (sqlite3_file *base)
{
  ((Handle *) base)->file->n_open--;
  return SQLITE_OK;
}

static int
on_read (sqlite3_file *base, void *buffer, int amount, sqlite3_int64 offset)
{
  const GByteArray *bytes = ((Handle *) base)->file->bytes;
  gint64 there = CLAMP ((gint64) bytes->len - offset, 0, amount);

  if (there > 0)
    memcpy (buffer, bytes->data + offset, (gsize) there);
  if (there == amount)
    return SQLITE_OK;
  memset ((char *) buffer + there, 0, (gsize) (amount - there));
  return SQLITE_IOERR_SHORT_READ;
}

static int
on_write (sqlite3_file *base, const void *buffer, int amount, sqlite3_int64 offset)
{
  GByteArray *bytes = ((Handle *) base)->file->bytes;
  guint before = bytes->len;

  if (offset + amount > before)
    {
      g_byte_array_set_size (bytes, (guint) (offset + amount));
      if (offset > before)
        memset (bytes->data + before, 0, (gsize) (offset - before));
    }
  memcpy (bytes->data + offset, buffer, (gsize) amount);
  return SQLITE_OK;
}

static int
on_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  GByteArray *bytes = ((Handle *) base)->file->bytes;

  if (size < bytes->len)
    g_byte_array_set_size (bytes, (guint) size);
  return SQLITE_OK;
}

static int
on_sync (sqlite3_file *base, int flags)
{
  return SQLITE_OK;
}

static int
on_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  *size = ((Handle *) base)->file->bytes->len;
  return SQLITE_OK;
}

/* One connection a file: nobody to lock out. */
static int
on_lock (sqlite3_file *base, int level)
{
  return SQLITE_OK;
}

static int
on_check_reserved (sqlite3_file *base, int *is_reserved)
{
  *is_reserved = 0;
  return SQLITE_OK;
}

static int
on_file_control (sqlite3_file *base, int operation, void *argument)
{
  return SQLITE_NOTFOUND;
}

static int
on_sector_size (sqlite3_file *base)
{
  return SECTOR;
}

static int
on_characteristics (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
on_shm_map (sqlite3_file *base, int region, int size, int extend, void volatile **memory)
{
  GPtrArray *shared = ((Handle *) base)->file->shared;

  while (extend && (int) shared->len <= region)
    g_ptr_array_add (shared, g_malloc0 ((gsize) size));
  *memory = region < (int) shared->len ? g_ptr_array_index (shared, region) : NULL;
  return SQLITE_OK;
}

static int
on_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  return SQLITE_OK;
}

static void
on_shm_barrier (sqlite3_file *base)
{
}

static int
on_shm_unmap (sqlite3_file *base, int delete_it)
{
  g_ptr_array_set_size (((Handle *) base)->file->shared, 0);
  return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
  .iVersion = 2,
  .xClose = on_close,
  .xRead = on_read,
  .xWrite = on_write,
  .xTruncate = on_truncate,
  .xSync = on_sync,
  .xFileSize = on_file_size,
  .xLock = on_lock,
  .xUnlock = on_lock,
  .xCheckReservedLock = on_check_reserved,
  .xFileControl = on_file_control,
  .xSectorSize = on_sector_size,
  .xDeviceCharacteristics = on_characteristics,
  .xShmMap = on_shm_map,
  .xShmLock = on_shm_lock,
  .xShmBarrier = on_shm_barrier,
  .xShmUnmap = on_shm_unmap,
};

static int
on_open (sqlite3_vfs *vfs, const char *path, sqlite3_file *base, int flags, int *out_flags)
{
  Handle *handle = (Handle *) base;
  File *file = path != NULL ? g_hash_table_lookup (files, path) : NULL;

  /* Temporary files lie in SQLite's own memory (temp_store). */
  g_assert (path != NULL);
  handle->base.pMethods = &methods;
  handle->file = file != NULL ? file : file_make (path);
  handle->file->n_open++;
  if (out_flags != NULL)
    *out_flags = flags;
  return SQLITE_OK;
}

static int
on_delete (sqlite3_vfs *vfs, const char *path, int sync_folder)
{
  return g_hash_table_remove (files, path) ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

static int
on_access (sqlite3_vfs *vfs, const char *path, int flags, int *is_so)
{
  *is_so = g_hash_table_contains (files, path);
  return SQLITE_OK;
}

static int
on_full_pathname (sqlite3_vfs *vfs, const char *path, int size, char *full)
{
  g_strlcpy (full, path, (gsize) size);
  return SQLITE_OK;
}

void
sim_disk_install (void)
{
  static sqlite3_vfs vfs;
  const sqlite3_vfs *base = sqlite3_vfs_find (NULL);

  /* Time and chance come from the machine as ever: nothing that is kept depends on them. */
  vfs = *base;
  vfs.pNext = NULL;
  vfs.szOsFile = sizeof (Handle);
  vfs.zName = "brik-simulation";
  vfs.xOpen = on_open;
  vfs.xDelete = on_delete;
  vfs.xAccess = on_access;
  vfs.xFullPathname = on_full_pathname;
  files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_free);
  g_assert (sqlite3_vfs_register (&vfs, TRUE) == SQLITE_OK);
}

static void
copy_one (const char *from, const char *to)
{
  const File *source = g_hash_table_lookup (files, from);
  File *copy = g_hash_table_lookup (files, to);

  if (source == NULL)
    {
      g_hash_table_remove (files, to);
      return;
    }
  g_assert (copy == NULL || copy->n_open == 0);
  copy = copy != NULL ? copy : file_make (to);
  g_byte_array_set_size (copy->bytes, source->bytes->len);
  if (source->bytes->len > 0)
    memcpy (copy->bytes->data, source->bytes->data, source->bytes->len);
}

void
sim_disk_copy (const char *from, const char *to)
{
  g_autofree char *from_wal = g_strconcat (from, "-wal", NULL);
  g_autofree char *to_wal = g_strconcat (to, "-wal", NULL);

  copy_one (from, to);
  copy_one (from_wal, to_wal);
}

void
sim_disk_remove (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);

  g_hash_table_remove (files, path);
  g_hash_table_remove (files, wal);
}
