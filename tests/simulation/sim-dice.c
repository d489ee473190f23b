/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-dice.h"

#include <sodium.h>

SimDice
sim_dice_new (guint64 seed, guint64 stream)
{
  SimDice dice = { seed };

  dice.state = sim_dice_roll (&dice) ^ (stream * G_GUINT64_CONSTANT (0xd1342543de82ef95));
  return dice;
}

guint64
sim_dice_roll (SimDice *dice)
{
  guint64 z = dice->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

guint
sim_dice_below (SimDice *dice, guint n)
{
  return (guint) (sim_dice_roll (dice) % n);
}

gint64
sim_dice_between (SimDice *dice, gint64 least, gint64 most)
{
  return least + (gint64) (sim_dice_roll (dice) % (guint64) (most - least + 1));
}

gboolean
sim_dice_one_in (SimDice *dice, guint n)
{
  return sim_dice_below (dice, n) == 0;
}

/* The sign-in's thread asks for none of these. */
static SimDice sodium_dice;

static const char *
name (void)
{
  return "simulation";
}

static uint32_t
random_number (void)
{
  return (uint32_t) sim_dice_roll (&sodium_dice);
}

static void
random_bytes (void *buffer, size_t size)
{
  guint8 *bytes = buffer;

  for (size_t i = 0; i < size; i++)
    bytes[i] = (guint8) sim_dice_roll (&sodium_dice);
}

static struct randombytes_implementation implementation = {
  .implementation_name = name,
  .random = random_number,
  .buf = random_bytes,
};

void
sim_dice_take_over (guint64 seed)
{
  sodium_dice = sim_dice_new (seed, 0);
  randombytes_set_implementation (&implementation);
}
