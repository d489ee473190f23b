/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-power-cut.h"

#include <string.h>

/* Of up to this many pending steps every subset is tried, as far as the samples reach. */
#define MAX_EXHAUSTIVE 10

/**
 * File:
 * @synced: what cannot be lost
 * @pending: (element-type BrikDiskStep): written and cut since
 */
typedef struct
{
  GByteArray *synced;
  GPtrArray *pending;
} File;

/**
 * Replay:
 * @files: (element-type guint File)
 * @names: (element-type utf8 guint): the folder as it was synced
 * @moves: (element-type BrikDiskStep): names made and removed since
 * @seen: (element-type guint64): hashes of images handed out
 */
typedef struct
{
  GHashTable *files;
  GHashTable *names;
  GPtrArray *moves;
  GHashTable *seen;
  guint n_marks;
  guint n_samples;
  BrikPowerCutCount count;
  BrikPowerCutFunc func;
  gpointer data;
} Replay;

/* How one image is chosen. */
typedef enum
{
  KEEP_ALL,
  KEEP_NONE,
  KEEP_SUBSET,  /* by the bits of the choice, in the order of the steps */
  KEEP_RANDOM,  /* each write as a coin falls */
  KEEP_SECTORS, /* each sector at a state of its own */
} Manner;

/**
 * Choice:
 * @bits: for KEEP_SUBSET; used up from the lowest
 * @sector: bytes, for KEEP_SECTORS
 * @odds: that a thing is kept, of 100
 */
typedef struct
{
  Manner manner;
  guint bits;
  gint64 sector;
  gint odds;
} Choice;

static void
file_free (gpointer data)
{
  File *file = data;

  g_byte_array_unref (file->synced);
  g_ptr_array_unref (file->pending);
  g_free (file);
}

static File *
file_of (Replay *replay, guint id)
{
  File *file = g_hash_table_lookup (replay->files, GUINT_TO_POINTER (id));

  if (!file)
    {
      file = g_new0 (File, 1);
      file->synced = g_byte_array_new ();
      file->pending = g_ptr_array_new ();
      g_hash_table_insert (replay->files, GUINT_TO_POINTER (id), file);
    }
  return file;
}

static void
resize (GByteArray *bytes, gint64 size)
{
  guint before = bytes->len;

  g_byte_array_set_size (bytes, (guint) size);
  if (size > before)
    memset (bytes->data + before, 0, (gsize) size - before);
}

static void
put_bytes (GByteArray *bytes, const guint8 *data, gint64 from, gint64 to)
{
  if (bytes->len < to)
    resize (bytes, to);
  memcpy (bytes->data + from, data, (gsize) (to - from));
}

static void
apply_step (GByteArray *bytes, const BrikDiskStep *step)
{
  gsize size;
  const guint8 *data;

  if (step->type == BRIK_STEP_TRUNCATE)
    {
      resize (bytes, step->size);
      return;
    }
  data = g_bytes_get_data (step->data, &size);
  put_bytes (bytes, data, step->offset, step->offset + (gint64) size);
}

static gboolean
falls (Choice *choice)
{
  gboolean kept;

  switch (choice->manner)
    {
    case KEEP_ALL:
      return TRUE;
    case KEEP_NONE:
      return FALSE;
    case KEEP_SUBSET:
      kept = choice->bits & 1;
      choice->bits >>= 1;
      return kept;
    case KEEP_RANDOM:
    case KEEP_SECTORS:
    default:
      return g_test_rand_int_range (0, 100) < choice->odds;
    }
}

/* The length of a file may have reached the platter without its bytes, or they without it. */
static void
bend_length (GByteArray *bytes, const File *file)
{
  gint64 longest = file->synced->len;
  gint64 shortest = file->synced->len;

  for (guint i = 0; i < file->pending->len; i++)
    {
      const BrikDiskStep *step = g_ptr_array_index (file->pending, i);

      if (step->type == BRIK_STEP_TRUNCATE)
        shortest = MIN (shortest, step->size);
      else
        longest = MAX (longest, step->offset + (gint64) g_bytes_get_size (step->data));
    }
  switch (g_test_rand_int_range (0, 6))
    {
    case 0:
      resize (bytes, MAX (longest, (gint64) bytes->len));
      break;
    case 1:
      resize (bytes, MIN ((gint64) bytes->len, (gint64) file->synced->len));
      break;
    case 2:
      resize (bytes, MAX (shortest, (gint64) (bytes->len / 512 * 512)));
      break;
    default:
      break;
    }
}

/* Which of the pending steps a sector has seen: all up to some one of them. */
static guint
state_of (GHashTable *states, gint64 sector, const Choice *choice, guint n_steps)
{
  gpointer found;
  guint state;

  if (g_hash_table_lookup_extended (states, GUINT_TO_POINTER ((guint) sector), NULL, &found))
    return GPOINTER_TO_UINT (found);

  if (g_test_rand_int_range (0, 4) == 0)
    state = (guint) g_test_rand_int_range (0, (gint) n_steps + 1);
  else
    state = g_test_rand_int_range (0, 100) < choice->odds ? n_steps : 0;
  g_hash_table_insert (states, GUINT_TO_POINTER ((guint) sector), GUINT_TO_POINTER (state));
  return state;
}

static void
apply_by_sectors (GByteArray *bytes, const File *file, const Choice *choice)
{
  g_autoptr (GHashTable) states = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < file->pending->len; i++)
    {
      const BrikDiskStep *step = g_ptr_array_index (file->pending, i);
      gsize size = 0;
      const guint8 *data = step->data ? g_bytes_get_data (step->data, &size) : NULL;
      gint64 end = step->offset + (gint64) size;

      if (step->type == BRIK_STEP_TRUNCATE && g_test_rand_bit ())
        resize (bytes, step->size);
      for (gint64 from = step->offset; from < end;)
        {
          gint64 to = MIN (end, (from / choice->sector + 1) * choice->sector);

          if (i < state_of (states, from / choice->sector, choice, file->pending->len))
            put_bytes (bytes, data + (from - step->offset), from, to);
          from = to;
        }
    }
}

static GBytes *
content_of (const File *file, Choice *choice)
{
  GByteArray *bytes = g_byte_array_sized_new (file->synced->len);

  g_byte_array_append (bytes, file->synced->data, file->synced->len);
  if (choice->manner == KEEP_SECTORS)
    apply_by_sectors (bytes, file, choice);
  for (guint i = 0; choice->manner != KEEP_SECTORS && i < file->pending->len; i++)
    if (falls (choice))
      apply_step (bytes, g_ptr_array_index (file->pending, i));
  if (choice->manner >= KEEP_RANDOM && file->pending->len > 0)
    bend_length (bytes, file);
  return g_byte_array_free_to_bytes (bytes);
}

static void
move (GHashTable *names, const BrikDiskStep *step)
{
  if (step->type == BRIK_STEP_MADE)
    g_hash_table_insert (names, g_strdup (step->name), GUINT_TO_POINTER (step->file));
  else
    g_hash_table_remove (names, step->name);
}

static GHashTable *
choose_names (Replay *replay, Choice *choice)
{
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer name;
  gpointer id;

  g_hash_table_iter_init (&iter, replay->names);
  while (g_hash_table_iter_next (&iter, &name, &id))
    g_hash_table_insert (names, g_strdup (name), id);
  for (guint i = 0; i < replay->moves->len; i++)
    if (falls (choice))
      move (names, g_ptr_array_index (replay->moves, i));
  return names;
}

static void
hand_out (Replay *replay, Choice choice)
{
  g_autoptr (BrikDiskImage) image = brik_disk_image_new ();
  g_autoptr (GHashTable) names = choose_names (replay, &choice);
  GHashTableIter iter;
  gpointer name;
  gpointer id;
  gint64 *hash = g_new (gint64, 1);

  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, &id))
    brik_disk_image_put (image, name, content_of (file_of (replay, GPOINTER_TO_UINT (id)), &choice));

  replay->count.n_images++;
  *hash = (gint64) (brik_disk_image_hash (image) + replay->n_marks);
  if (!g_hash_table_add (replay->seen, hash))
    return;
  replay->count.n_distinct++;
  replay->func (image, replay->n_marks, replay->data);
}

static guint
count_pending (Replay *replay)
{
  guint n = replay->moves->len;
  GHashTableIter iter;
  gpointer file;

  g_hash_table_iter_init (&iter, replay->files);
  while (g_hash_table_iter_next (&iter, NULL, &file))
    n += ((File *) file)->pending->len;
  return n;
}

static void
cut (Replay *replay)
{
  guint n_pending = count_pending (replay);
  guint n_subsets = n_pending <= MAX_EXHAUSTIVE ? 1U << n_pending : 0;

  replay->count.n_cuts++;
  hand_out (replay, (Choice){ .manner = KEEP_NONE });
  if (n_pending == 0)
    return;

  hand_out (replay, (Choice){ .manner = KEEP_ALL });
  for (guint bits = 1; n_subsets <= 2 * replay->n_samples && bits + 1 < n_subsets; bits++)
    hand_out (replay, (Choice){ .manner = KEEP_SUBSET, .bits = bits });
  for (guint i = 0; i < replay->n_samples; i++)
    {
      gint odds = (gint[]){ 10, 50, 90, 97 }[i % 4];
      Manner manner = i % 2 ? KEEP_RANDOM : KEEP_SECTORS;

      hand_out (replay, (Choice){ .manner = manner, .sector = i % 4 < 2 ? 512 : 4096, .odds = odds });
    }
}

static void
settle (Replay *replay, const BrikDiskStep *step)
{
  File *file = file_of (replay, step->file);

  for (guint i = 0; i < file->pending->len; i++)
    apply_step (file->synced, g_ptr_array_index (file->pending, i));
  g_ptr_array_set_size (file->pending, 0);
}

static void
settle_folder (Replay *replay)
{
  for (guint i = 0; i < replay->moves->len; i++)
    move (replay->names, g_ptr_array_index (replay->moves, i));
  g_ptr_array_set_size (replay->moves, 0);
}

static void
take_step (Replay *replay, BrikDiskStep *step)
{
  switch (step->type)
    {
    case BRIK_STEP_WRITE:
    case BRIK_STEP_TRUNCATE:
      g_ptr_array_add (file_of (replay, step->file)->pending, step);
      hand_out (replay, (Choice){ .manner = KEEP_ALL });
      break;
    case BRIK_STEP_MADE:
    case BRIK_STEP_REMOVED:
      g_ptr_array_add (replay->moves, step);
      hand_out (replay, (Choice){ .manner = KEEP_ALL });
      if (step->folder)
        {
          cut (replay);
          settle_folder (replay);
        }
      break;
    case BRIK_STEP_SYNC:
      cut (replay);
      settle (replay, step);
      if (step->folder)
        settle_folder (replay);
      break;
    case BRIK_STEP_MARK:
      cut (replay);
      replay->n_marks = step->mark;
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
begin_with (Replay *replay, const BrikDiskImage *image)
{
  GHashTableIter iter;
  gpointer name;
  gpointer content;

  g_hash_table_iter_init (&iter, image->files);
  while (g_hash_table_iter_next (&iter, &name, &content))
    {
      guint id = GPOINTER_TO_UINT (g_hash_table_lookup (replay->names, name));
      gsize size;
      const guint8 *data = g_bytes_get_data (content, &size);

      g_byte_array_append (file_of (replay, id)->synced, data, (guint) size);
    }
}

BrikPowerCutCount
brik_power_cut_replay (BrikDisk *disk, guint n_samples, BrikPowerCutFunc func, gpointer data)
{
  Replay replay = { .n_samples = n_samples, .func = func, .data = data };
  g_autoptr (BrikDiskImage) image = NULL;
  g_autoptr (GPtrArray) steps = brik_disk_end_record (disk, &image, &replay.names);

  replay.files = g_hash_table_new_full (NULL, NULL, NULL, file_free);
  replay.moves = g_ptr_array_new ();
  replay.seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  begin_with (&replay, image);
  for (guint i = 0; i < steps->len; i++)
    take_step (&replay, g_ptr_array_index (steps, i));
  cut (&replay);

  g_hash_table_unref (replay.files);
  g_hash_table_unref (replay.names);
  g_ptr_array_unref (replay.moves);
  g_hash_table_unref (replay.seen);
  return replay.count;
}
