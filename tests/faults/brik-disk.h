/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikDisk:
 *
 * A disk in memory under SQLite: what the program sees of its files and, apart from it, what would be left of
 * them after a power cut. It is SQLite's default VFS for as long as it lives; there is one at a time. What is
 * not SQLite's (lock files) stays where it is.
 *
 * A sync moves the pages written since the last one onto the platter. The first sync of a journal or WAL that
 * SQLite has made syncs the folder too, and so does a removal that SQLite asks to be durable: all as its own
 * VFS does it.
 */
typedef struct _BrikDisk BrikDisk;

/* What one may ask of it; faults and counts are of some of these. */
typedef enum
{
  BRIK_DISK_OPEN = 1 << 0,
  BRIK_DISK_READ = 1 << 1,
  BRIK_DISK_WRITE = 1 << 2, /* over what is there */
  BRIK_DISK_GROW = 1 << 8,  /* a write past the end */
  BRIK_DISK_TRUNCATE = 1 << 3,
  BRIK_DISK_SYNC = 1 << 4,
  BRIK_DISK_DELETE = 1 << 5,
  BRIK_DISK_LOOK = 1 << 6,   /* is it there, how long is it */
  BRIK_DISK_INDEX = 1 << 7,  /* the WAL's index, in shared memory */
  BRIK_DISK_MEMORY = 1 << 9, /* no call of a disk: SQLite asks for memory */
} BrikDiskCall;

/**
 * BrikDiskImage:
 * @files: (element-type utf8 GBytes): by their names
 */
typedef struct
{
  GHashTable *files;
} BrikDiskImage;

BrikDiskImage *brik_disk_image_new (void);
/* @name is copied, @content taken. */
void brik_disk_image_put (BrikDiskImage *image, const char *name, GBytes *content);
BrikDiskImage *brik_disk_image_copy (const BrikDiskImage *image);
guint64 brik_disk_image_hash (const BrikDiskImage *image);
void brik_disk_image_free (BrikDiskImage *image);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikDiskImage, brik_disk_image_free)

BrikDisk *brik_disk_new (void);
void brik_disk_free (BrikDisk *disk);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikDisk, brik_disk_free)

/* Puts @image on the platter in place of all there is; nothing may be open. (nullable): an empty disk */
void brik_disk_load (BrikDisk *disk, const BrikDiskImage *image);
/* As the program sees it: what a killed program leaves. (transfer full) */
BrikDiskImage *brik_disk_copy (BrikDisk *disk);
/* The least that a power cut leaves: what was synced. (transfer full) */
BrikDiskImage *brik_disk_copy_platter (BrikDisk *disk);
gsize brik_disk_get_used (BrikDisk *disk);

/**
 * BrikDiskHonesty:
 * @BRIK_DISK_LAZY: a sync waits until another file is written to: what `synchronous=NORMAL` comes to
 * @BRIK_DISK_LYING: it says that it syncs and does not
 *
 * What harnesses are tried on.
 */
typedef enum
{
  BRIK_DISK_HONEST,
  BRIK_DISK_LAZY,
  BRIK_DISK_LYING,
} BrikDiskHonesty;

void brik_disk_set_honesty (BrikDisk *disk, BrikDiskHonesty honesty);

/**
 * BrikDiskFault:
 * @BRIK_FAULT_FULL: no more room; a write is cut short, as the kernel does
 * @BRIK_FAULT_READ_ONLY: the file system was made read-only, as the kernel does with a failing one
 * @BRIK_FAULT_IO: an I/O error, and nothing done
 * @BRIK_FAULT_SHORT: an I/O error after half of a write
 * @BRIK_FAULT_LATE: an I/O error after the whole of a write, sync or removal
 * @BRIK_FAULT_LOST_SYNC: a sync fails, and what was to be synced is dropped: pages that were written are not
 * written again by the next sync, though they can be read until the power goes
 * @BRIK_FAULT_MEMORY: nothing of the disk's: SQLite is refused memory
 */
typedef enum
{
  BRIK_FAULT_FULL,
  BRIK_FAULT_READ_ONLY,
  BRIK_FAULT_IO,
  BRIK_FAULT_SHORT,
  BRIK_FAULT_LATE,
  BRIK_FAULT_LOST_SYNC,
  BRIK_FAULT_MEMORY,
  BRIK_N_FAULTS,
} BrikDiskFault;

const char *brik_disk_fault_name (BrikDiskFault fault);
/* The @n-th call (from 1) that @fault can befall fails, and with @lasting all of them after it. */
void brik_disk_break (BrikDisk *disk, BrikDiskFault fault, guint n, gboolean lasting);
/* The disk is whole again. Returns how many calls have failed. */
guint brik_disk_mend (BrikDisk *disk);

/**
 * BrikDiskStep:
 * @file: which; a name may stand for several files, one after the other
 * @name: (nullable): for the folder's own: what is made or removed
 * @folder: the folder is synced too
 * @mark: for a mark: its number from 1
 *
 * One of the things that a power cut may keep or lose, or a line across which it must not.
 */
typedef enum
{
  BRIK_STEP_WRITE,
  BRIK_STEP_TRUNCATE,
  BRIK_STEP_SYNC,
  BRIK_STEP_MADE,
  BRIK_STEP_REMOVED,
  BRIK_STEP_MARK,
} BrikDiskStepType;

typedef struct
{
  BrikDiskStepType type;
  guint file;
  char *name;
  gint64 offset;
  GBytes *data;
  gint64 size;
  gboolean folder;
  guint mark;
} BrikDiskStep;

/* Takes down every step from now on; @disk holds what it began with. */
void brik_disk_record (BrikDisk *disk);
/* Something was told that must stand from here on. Returns the mark's number, from 1. */
guint brik_disk_mark (BrikDisk *disk);
/* (element-type BrikDiskStep): since brik_disk_record (), which this ends. @image: (out): what it began with;
 * @names: (out) (element-type utf8 guint): its files. (transfer full) */
GPtrArray *brik_disk_end_record (BrikDisk *disk, BrikDiskImage **image, GHashTable **names);

G_END_DECLS
