/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "pn532-field.h"

G_BEGIN_DECLS

/**
 * Pn532Chip:
 *
 * A PN532 as its host sees it through the high speed UART (UM0701): bytes go in, frames come out, no I/O and
 * no clock. What it does not implement (type B, FeliCa, target mode, …) it answers as the chip does: no
 * target, or the error frame.
 */
typedef struct _Pn532Chip Pn532Chip;

typedef enum
{
  PN532_SEND_ACK,      /* at once */
  PN532_SEND_RESPONSE, /* after the time the command takes */
} Pn532SendKind;

typedef void (*Pn532ChipSend) (Pn532SendKind kind, const guint8 *bytes, gsize length, gpointer user_data);
/* The host has started a new command or given up: a response not yet sent is dropped. */
typedef void (*Pn532ChipAbort) (gpointer user_data);

Pn532Chip *pn532_chip_new (Pn532ChipSend send, Pn532ChipAbort abort, gpointer user_data);
void pn532_chip_free (Pn532Chip *chip);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Pn532Chip, pn532_chip_free)

/* Bytes from the host, in pieces of any size. */
void pn532_chip_receive (Pn532Chip *chip, const guint8 *bytes, gsize length);
/* Power lost and back: registers, field and targets are forgotten, and it sleeps until it is woken (0x55). */
void pn532_chip_reset (Pn532Chip *chip);
/* Takes what lay on the antenna away and lays these chips there (at most %PN532_FIELD_CHIPS_MAX). */
void pn532_chip_put (Pn532Chip *chip, const Pn532Picc *chips, guint n_chips);

/* All that lies there now is bent like this. */
void pn532_chip_bend (Pn532Chip *chip, Pn532Bend bend);

/**
 * Pn532Spoil:
 * @PN532_SPOIL_CHECKSUM: the data's checksum (DCS) is wrong
 * @PN532_SPOIL_LENGTH: the length's checksum (LCS) is wrong
 * @PN532_SPOIL_CUT: the frame ends in its middle
 * @PN532_SPOIL_CODE: it answers another command
 * @PN532_SPOIL_REFUSAL: the error frame in its place
 *
 * What happens to a response on its way out.
 */
typedef enum
{
  PN532_SPOIL_CHECKSUM,
  PN532_SPOIL_LENGTH,
  PN532_SPOIL_CUT,
  PN532_SPOIL_CODE,
  PN532_SPOIL_REFUSAL,
} Pn532Spoil;

/* So it goes with the next @n responses. */
void pn532_chip_spoil (Pn532Chip *chip, Pn532Spoil spoil, guint n);
/* A mute chip takes everything and says nothing. */
void pn532_chip_set_mute (Pn532Chip *chip, gboolean mute);
/* A stalled chip acknowledges every command and answers none. */
void pn532_chip_set_stalled (Pn532Chip *chip, gboolean stalled);
/* Bit 7 is set in every status byte. */
void pn532_chip_set_high_status (Pn532Chip *chip, gboolean high);
/* No chip is seen at the next @n looks, for however long it lies there. */
void pn532_chip_blink (Pn532Chip *chip, guint n);
/* Of each @n + 1 looks only one sees a chip; 0: all do. */
void pn532_chip_weaken (Pn532Chip *chip, guint n);
/* How often the host has looked for chips since the chip was made. */
guint pn532_chip_get_n_looks (Pn532Chip *chip);

G_END_DECLS
