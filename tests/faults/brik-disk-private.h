/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sqlite3.h>

#include "brik-disk.h"

G_BEGIN_DECLS

/* A page of the kernel's cache: what is written and synced whole. */
#define BRIK_DISK_PAGE 4096

/**
 * BrikDiskFile:
 * @seen: what the program reads
 * @platter: what was synced
 * @dirty: (element-type guint): pages of @seen that the next sync writes
 * @syncs_folder: the next sync syncs the folder too
 * @index: (element-type gpointer): the regions of a WAL's index
 * @n_mapped: handles that use it
 * @n_shared: handles that hold the file at least shared
 * @writer: (nullable): the handle that holds it more
 * @level: how much that is
 * @readers, @writers: the locks of the index: how many hold each shared, and who holds it alone
 */
typedef struct
{
  gatomicrefcount refs;
  guint id;
  GByteArray *seen;
  GByteArray *platter;
  GHashTable *dirty;
  gboolean syncs_folder;
  GPtrArray *index;
  guint n_mapped;
  guint n_shared;
  gconstpointer writer;
  int level;
  guint readers[SQLITE_SHM_NLOCK];
  gconstpointer writers[SQLITE_SHM_NLOCK];
} BrikDiskFile;

/**
 * BrikDiskPlan:
 * @left: calls that still go well
 * @n_failed: calls that have not
 */
typedef struct
{
  gboolean broken;
  BrikDiskFault fault;
  gboolean lasting;
  guint left;
  guint n_failed;
} BrikDiskPlan;

/**
 * BrikDisk:
 * @seen: (element-type utf8 BrikDiskFile): the folder
 * @platter: the folder as it was synced
 */
struct _BrikDisk
{
  sqlite3_vfs vfs;
  sqlite3_vfs *native;
  GRecMutex lock;
  GHashTable *seen;
  GHashTable *platter;
  guint n_files;
  BrikDiskHonesty honesty;
  BrikDiskFile *owed; /* (nullable): a sync, by a lazy disk */
  BrikDiskPlan plan;
  GPtrArray *steps;
  BrikDiskImage *began_with;
  GHashTable *began_names;
  guint n_marks;
};

void brik_disk_register (BrikDisk *disk);

BrikDiskFile *brik_disk_find (BrikDisk *disk, const char *name);
BrikDiskFile *brik_disk_make (BrikDisk *disk, const char *name);
void brik_disk_write (BrikDisk *disk, BrikDiskFile *file, const void *data, gsize size, gint64 offset);
void brik_disk_truncate (BrikDisk *disk, BrikDiskFile *file, gint64 size);
void brik_disk_sync (BrikDisk *disk, BrikDiskFile *file);
/* The pages are forgotten, not written. */
void brik_disk_lose (BrikDiskFile *file);
void brik_disk_remove (BrikDisk *disk, const char *name, gboolean sync_folder);
BrikDiskFile *brik_disk_file_ref (BrikDiskFile *file);
void brik_disk_file_unref (BrikDiskFile *file);

/* Moves @handle's lock of the file from level to level, as SQLite's own does it; SQLITE_BUSY where another's
 * is in the way. */
int brik_disk_lock (BrikDiskFile *file, gconstpointer handle, int *held, int wanted);
void brik_disk_unlock (BrikDiskFile *file, gconstpointer handle, int *held, int wanted);
/* @held_shared: bits of what @handle holds shared */
int brik_disk_lock_index (BrikDiskFile *file,
                          gconstpointer handle,
                          guint *held_shared,
                          int offset,
                          int n,
                          int flags);

/* Whether this call is to fail; counts it. */
gboolean brik_disk_fails (BrikDisk *disk, BrikDiskCall call);

G_END_DECLS
