/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "brik-counter.h"
#include "line-process.h"
#include "reader/brik-reader.h"

G_BEGIN_DECLS

/**
 * BrikAntenna:
 * @n_cards: chips read so far
 * @heard: (element-type utf8): what the status bar and the sale said of the reader, as it changed: "Læser
 * klar: Hold kortet mod læseren"
 * @lock: descriptor of a strange program's hold on the port, or -1
 *
 * A counter's chip reader as it is installed: an emulated PN532 on a pty, libnfc, brik-chip-reader,
 * BrikReader, and its signals led into the sale as the sale's view leads them.
 */
typedef struct
{
  BrikCounter *counter;
  char *folder;
  LineProcess *emulator;
  BrikReader *reader;
  guint n_cards;
  GPtrArray *heard;
  int lock;
} BrikAntenna;

/* Waits until the reader is ready. */
void brik_antenna_open (BrikAntenna *antenna, BrikCounter *counter);
void brik_antenna_close (BrikAntenna *antenna);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (BrikAntenna, brik_antenna_close)

/* A command of the emulator, or: "card": until one more chip has been read; "looks N": until the reader has
 * looked so often; "kill SIGNAL-NUMBER": the reader's process; "hold", "release": another program on the
 * port. */
void brik_antenna_do (BrikAntenna *antenna, const char *command);
/* Until that has been said of the reader since @heard was last emptied. */
void brik_antenna_wait_heard (BrikAntenna *antenna, const char *what);
void brik_antenna_wait_ready (BrikAntenna *antenna);
/* Of the reader that reads here. */
GPid brik_antenna_find_process (BrikAntenna *antenna);
/* Takes all chips away and waits until the reader has noticed. */
void brik_antenna_lift (BrikAntenna *antenna);
/* Lays one chip there and waits until it has been read and answered. */
void brik_antenna_tap (BrikAntenna *antenna, const char *uid);

G_END_DECLS
