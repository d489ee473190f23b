/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * SimDice:
 *
 * Chance that comes out the same each time: SplitMix64 (Steele, Lea and Flood, 2014).
 */
typedef struct
{
  guint64 state;
} SimDice;

/* The @stream-th stream of @seed: streams have nothing to do with one another. */
SimDice sim_dice_new (guint64 seed, guint64 stream);
guint64 sim_dice_roll (SimDice *dice);
/* From nought to below @n. */
guint sim_dice_below (SimDice *dice, guint n);
gint64 sim_dice_between (SimDice *dice, gint64 least, gint64 most);
gboolean sim_dice_one_in (SimDice *dice, guint n);

/* From now on libsodium's random numbers (ids, keys, salts, codes) come from @seed. */
void sim_dice_take_over (guint64 seed);

G_END_DECLS
