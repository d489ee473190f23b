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
/* The next response goes out with a wrong checksum. */
void pn532_chip_corrupt_next (Pn532Chip *chip);
/* A mute chip takes everything and says nothing. */
void pn532_chip_set_mute (Pn532Chip *chip, gboolean mute);

G_END_DECLS
