/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-disk-private.h"

#include <string.h>

/* The disk's face towards SQLite. */

typedef struct
{
  sqlite3_file base;
  BrikDisk *disk;
  BrikDiskFile *file;
  gboolean read_only;
  gboolean mapped;
  int held;
  guint held_shared;
} Handle;

/* The lock is held from here to the end of the caller. */
#define HOLD(disk) g_autoptr (GRecMutexLocker) holding = g_rec_mutex_locker_new (&(disk)->lock)

static int
on_close (sqlite3_file *base)
{
  Handle *handle = (Handle *) base;
  HOLD (handle->disk);

  brik_disk_unlock (handle->file, handle, &handle->held, SQLITE_LOCK_NONE);
  g_clear_pointer (&handle->file, brik_disk_file_unref);
  return SQLITE_OK;
}

static int
on_read (sqlite3_file *base, void *buffer, int size, sqlite3_int64 offset)
{
  Handle *handle = (Handle *) base;
  const GByteArray *seen = handle->file->seen;
  gsize there;
  HOLD (handle->disk);

  if (brik_disk_fails (handle->disk, BRIK_DISK_READ))
    return SQLITE_IOERR_READ;

  there = (gsize) CLAMP ((gint64) seen->len - offset, 0, size);
  if (there > 0)
    memcpy (buffer, seen->data + offset, there);
  memset ((guint8 *) buffer + there, 0, (gsize) size - there);
  return there == (gsize) size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
on_write (sqlite3_file *base, const void *data, int size, sqlite3_int64 offset)
{
  Handle *handle = (Handle *) base;
  gboolean grows;
  HOLD (handle->disk);

  if (handle->read_only)
    return SQLITE_READONLY;
  grows = offset + size > (sqlite3_int64) handle->file->seen->len;
  if (!brik_disk_fails (handle->disk, grows ? BRIK_DISK_GROW : BRIK_DISK_WRITE))
    {
      brik_disk_write (handle->disk, handle->file, data, (gsize) size, offset);
      return SQLITE_OK;
    }

  switch (handle->disk->plan.fault)
    {
    case BRIK_FAULT_FULL:
      brik_disk_write (handle->disk, handle->file, data, (gsize) size / 2, offset);
      return SQLITE_FULL;
    case BRIK_FAULT_SHORT:
      brik_disk_write (handle->disk, handle->file, data, (gsize) size / 2, offset);
      return SQLITE_IOERR_WRITE;
    case BRIK_FAULT_LATE:
      brik_disk_write (handle->disk, handle->file, data, (gsize) size, offset);
      return SQLITE_IOERR_WRITE;
    case BRIK_FAULT_READ_ONLY:
    case BRIK_FAULT_IO:
    case BRIK_FAULT_LOST_SYNC:
    case BRIK_FAULT_MEMORY:
    case BRIK_N_FAULTS:
    default:
      return SQLITE_IOERR_WRITE;
    }
}

static int
on_truncate (sqlite3_file *base, sqlite3_int64 size)
{
  Handle *handle = (Handle *) base;
  HOLD (handle->disk);

  if (handle->read_only || brik_disk_fails (handle->disk, BRIK_DISK_TRUNCATE))
    return SQLITE_IOERR_TRUNCATE;
  brik_disk_truncate (handle->disk, handle->file, size);
  return SQLITE_OK;
}

static int
on_sync (sqlite3_file *base, int flags)
{
  Handle *handle = (Handle *) base;
  BrikDiskFault fault = handle->disk->plan.fault;
  HOLD (handle->disk);

  if (!brik_disk_fails (handle->disk, BRIK_DISK_SYNC))
    {
      brik_disk_sync (handle->disk, handle->file);
      return SQLITE_OK;
    }
  if (fault == BRIK_FAULT_LATE)
    brik_disk_sync (handle->disk, handle->file);
  else if (fault == BRIK_FAULT_LOST_SYNC)
    brik_disk_lose (handle->file);
  return SQLITE_IOERR_FSYNC;
}

static int
on_file_size (sqlite3_file *base, sqlite3_int64 *size)
{
  Handle *handle = (Handle *) base;
  HOLD (handle->disk);

  if (brik_disk_fails (handle->disk, BRIK_DISK_LOOK))
    return SQLITE_IOERR_FSTAT;
  *size = handle->file->seen->len;
  return SQLITE_OK;
}

static int
on_lock (sqlite3_file *base, int level)
{
  Handle *handle = (Handle *) base;
  HOLD (handle->disk);

  return brik_disk_lock (handle->file, handle, &handle->held, level);
}

static int
on_unlock (sqlite3_file *base, int level)
{
  Handle *handle = (Handle *) base;
  HOLD (handle->disk);

  brik_disk_unlock (handle->file, handle, &handle->held, level);
  return SQLITE_OK;
}

static int
on_check_lock (sqlite3_file *base, int *held)
{
  Handle *handle = (Handle *) base;
  HOLD (handle->disk);

  *held = handle->file->writer != NULL;
  return SQLITE_OK;
}

static int
on_file_control (sqlite3_file *base, int verb, void *data)
{
  return SQLITE_NOTFOUND;
}

static int
on_sector_size (sqlite3_file *base)
{
  return 4096;
}

/* As SQLite's own VFS says of every disk. */
static int
on_device_characteristics (sqlite3_file *base)
{
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

static int
on_shm_map (sqlite3_file *base, int region, int size, int extend, void volatile **memory)
{
  Handle *handle = (Handle *) base;
  BrikDiskFile *file = handle->file;
  HOLD (handle->disk);

  *memory = NULL;
  if (brik_disk_fails (handle->disk, BRIK_DISK_INDEX))
    return SQLITE_IOERR_SHMSIZE;

  if (!handle->mapped)
    file->n_mapped++;
  handle->mapped = TRUE;
  if (!file->index)
    file->index = g_ptr_array_new_with_free_func (g_free);
  while (extend && file->index->len <= (guint) region)
    g_ptr_array_add (file->index, g_malloc0 ((gsize) size));
  if (file->index->len > (guint) region)
    *memory = g_ptr_array_index (file->index, region);
  return SQLITE_OK;
}

static int
on_shm_lock (sqlite3_file *base, int offset, int n, int flags)
{
  Handle *handle = (Handle *) base;
  HOLD (handle->disk);

  return brik_disk_lock_index (handle->file, handle, &handle->held_shared, offset, n, flags);
}

static void
on_shm_barrier (sqlite3_file *base)
{
}

static int
on_shm_unmap (sqlite3_file *base, int remove)
{
  Handle *handle = (Handle *) base;
  HOLD (handle->disk);

  if (handle->mapped && --handle->file->n_mapped == 0)
    g_clear_pointer (&handle->file->index, g_ptr_array_unref);
  handle->mapped = FALSE;
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
  .xUnlock = on_unlock,
  .xCheckReservedLock = on_check_lock,
  .xFileControl = on_file_control,
  .xSectorSize = on_sector_size,
  .xDeviceCharacteristics = on_device_characteristics,
  .xShmMap = on_shm_map,
  .xShmLock = on_shm_lock,
  .xShmBarrier = on_shm_barrier,
  .xShmUnmap = on_shm_unmap,
};

/* The database itself was made empty by whoever opens it, before SQLite sees it. */
static BrikDiskFile *
find_or_make (BrikDisk *disk, const char *name, int flags)
{
  BrikDiskFile *file = brik_disk_find (disk, name);

  if (!file && (flags & SQLITE_OPEN_MAIN_DB))
    file = brik_disk_make (disk, name);
  else if (!file && (flags & SQLITE_OPEN_CREATE))
    file = brik_disk_make (disk, name);
  if (file && (flags & SQLITE_OPEN_CREATE) && !(flags & SQLITE_OPEN_MAIN_DB))
    file->syncs_folder = TRUE;
  return file;
}

static int
on_open (sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags, int *out_flags)
{
  BrikDisk *disk = vfs->pAppData;
  Handle *handle = (Handle *) base;
  gboolean fails;
  HOLD (disk);

  memset (handle, 0, sizeof *handle);
  g_assert (name); /* temporary files are kept in memory */
  fails = brik_disk_fails (disk, BRIK_DISK_OPEN);
  if (fails && (disk->plan.fault != BRIK_FAULT_READ_ONLY || !brik_disk_find (disk, name)))
    return SQLITE_CANTOPEN;

  handle->disk = disk;
  handle->read_only = fails;
  handle->file = find_or_make (disk, name, flags);
  if (!handle->file)
    return SQLITE_CANTOPEN;

  brik_disk_file_ref (handle->file);
  handle->base.pMethods = &methods;
  if (out_flags)
    *out_flags =
      fails ? (flags & ~(SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)) | SQLITE_OPEN_READONLY : flags;
  return SQLITE_OK;
}

static int
on_delete (sqlite3_vfs *vfs, const char *name, int sync_folder)
{
  BrikDisk *disk = vfs->pAppData;
  BrikDiskFault fault = disk->plan.fault;
  gboolean fails;
  HOLD (disk);

  if (!brik_disk_find (disk, name))
    return SQLITE_IOERR_DELETE_NOENT;
  fails = brik_disk_fails (disk, BRIK_DISK_DELETE);
  if (!fails || fault == BRIK_FAULT_LATE)
    brik_disk_remove (disk, name, sync_folder);
  return fails ? SQLITE_IOERR_DELETE : SQLITE_OK;
}

static int
on_access (sqlite3_vfs *vfs, const char *name, int flags, int *answer)
{
  BrikDisk *disk = vfs->pAppData;
  const BrikDiskFile *file;
  HOLD (disk);

  if (brik_disk_fails (disk, BRIK_DISK_LOOK))
    return SQLITE_IOERR_ACCESS;
  file = brik_disk_find (disk, name);
  /* An empty journal counts as none. */
  *answer = file && (flags != SQLITE_ACCESS_EXISTS || file->seen->len > 0);
  return SQLITE_OK;
}

static int
on_full_pathname (sqlite3_vfs *vfs, const char *name, int size, char *full)
{
  return g_strlcpy (full, name, (gsize) size) < (gsize) size ? SQLITE_OK : SQLITE_CANTOPEN;
}

static int
on_randomness (sqlite3_vfs *vfs, int size, char *bytes)
{
  sqlite3_vfs *native = ((BrikDisk *) vfs->pAppData)->native;

  return native->xRandomness (native, size, bytes);
}

static int
on_sleep (sqlite3_vfs *vfs, int us)
{
  g_usleep ((gulong) us);
  return us;
}

static int
on_current_time (sqlite3_vfs *vfs, double *days)
{
  sqlite3_vfs *native = ((BrikDisk *) vfs->pAppData)->native;

  return native->xCurrentTime (native, days);
}

static int
on_last_error (sqlite3_vfs *vfs, int size, char *text)
{
  return 0;
}

/* SQLite's memory: one process, one disk. */
static BrikDisk *memory_of;
static sqlite3_mem_methods native_memory;

static gboolean
is_refused (void)
{
  BrikDisk *disk = memory_of;
  gboolean refused = FALSE;

  if (disk && disk->plan.broken && disk->plan.fault == BRIK_FAULT_MEMORY)
    {
      HOLD (disk);
      refused = brik_disk_fails (disk, BRIK_DISK_MEMORY);
    }
  return refused;
}

static void *
on_malloc (int size)
{
  return is_refused () ? NULL : native_memory.xMalloc (size);
}

static void *
on_realloc (void *memory, int size)
{
  return is_refused () ? NULL : native_memory.xRealloc (memory, size);
}

static void
take_memory (BrikDisk *disk)
{
  memory_of = disk;
  if (!native_memory.xMalloc)
    {
      sqlite3_mem_methods methods_of_memory;

      g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_GETMALLOC, &native_memory), ==, SQLITE_OK);
      methods_of_memory = native_memory;
      methods_of_memory.xMalloc = on_malloc;
      methods_of_memory.xRealloc = on_realloc;
      g_assert_cmpint (sqlite3_config (SQLITE_CONFIG_MALLOC, &methods_of_memory), ==, SQLITE_OK);
    }
}

void
brik_disk_register (BrikDisk *disk)
{
  take_memory (disk);
  disk->native = sqlite3_vfs_find (NULL);
  disk->vfs = (sqlite3_vfs){
    .iVersion = 1,
    .szOsFile = sizeof (Handle),
    .mxPathname = disk->native->mxPathname,
    .zName = "brik-disk",
    .pAppData = disk,
    .xOpen = on_open,
    .xDelete = on_delete,
    .xAccess = on_access,
    .xFullPathname = on_full_pathname,
    .xRandomness = on_randomness,
    .xSleep = on_sleep,
    .xCurrentTime = on_current_time,
    .xGetLastError = on_last_error,
  };
  sqlite3_vfs_register (&disk->vfs, TRUE);
}
