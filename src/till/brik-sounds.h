/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/**
 * BrikSound:
 * @BRIK_SOUND_READ: a chip was read (R35): no beep means that the chip is dead
 * @BRIK_SOUND_ACCEPTED: sold
 * @BRIK_SOUND_REFUSED: the card may not pay
 * @BRIK_SOUND_FAULT: the reader, the disk or the program needs a look
 */
typedef enum
{
  BRIK_SOUND_READ,
  BRIK_SOUND_ACCEPTED,
  BRIK_SOUND_REFUSED,
  BRIK_SOUND_FAULT,
} BrikSound;

#define BRIK_N_SOUNDS 4

#define BRIK_TYPE_SOUND (brik_sound_get_type ())
GType brik_sound_get_type (void);

/**
 * BrikSounds:
 *
 * Plays the till's four sounds. Played on a thread of its own, because opening a sound device can take its
 * time; a machine without one is silent and that is never an error of a sale.
 *
 * Property: `volume` (double, 0 to 1; 0 is silent). Signal: `asked` (BrikSound), whenever one is to be heard,
 * device or no device.
 */
#define BRIK_TYPE_SOUNDS (brik_sounds_get_type ())
G_DECLARE_FINAL_TYPE (BrikSounds, brik_sounds, BRIK, SOUNDS, GObject)

/* @folder: where read.wav, accepted.wav, refused.wav and fault.wav lie. */
BrikSounds *brik_sounds_new (const char *folder);
void brik_sounds_play (BrikSounds *sounds, BrikSound sound);

G_END_DECLS
