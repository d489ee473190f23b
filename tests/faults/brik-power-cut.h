/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "brik-disk.h"

G_BEGIN_DECLS

/**
 * BrikPowerCut:
 *
 * Makes what a power cut may leave of a recording. Before each sync, each mark and at the end the power goes:
 * of what was written since a file's last sync, any part is on the platter. That is
 * every subset of the writes, in any order, where they are few, and a sample of them where they are many;
 * sectors of 512 and of 4096 bytes each at a state of their own (torn writes among them); a length that is
 * ahead of the bytes, which are then nought, or behind them; a new name, or the lack of a removed one, that
 * the folder does not show yet. Besides, after each step all that was done until then: what a killed program
 * leaves.
 */
typedef struct
{
  guint n_cuts;
  guint n_images;
  guint n_distinct;
} BrikPowerCutCount;

/* @n_marks: of the recording, that were made before the power went: what they told must be in @image */
typedef void (*BrikPowerCutFunc) (const BrikDiskImage *image, guint n_marks, gpointer data);

/* Takes @disk's recording and hands @func each distinct image once.
 * @n_samples: of each cut, where not all can be had */
BrikPowerCutCount
brik_power_cut_replay (BrikDisk *disk, guint n_samples, BrikPowerCutFunc func, gpointer data);

G_END_DECLS
