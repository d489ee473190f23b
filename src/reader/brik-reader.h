/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BrikReaderState:
 * @BRIK_READER_STOPPED: not asked to run, or no device is set
 * @BRIK_READER_STARTING: the process runs, the device is not open yet
 * @BRIK_READER_READY: chips are read
 * @BRIK_READER_FAULT: the device is gone, held, or does not answer; it is tried again by itself
 */
typedef enum
{
  BRIK_READER_STOPPED,
  BRIK_READER_STARTING,
  BRIK_READER_READY,
  BRIK_READER_FAULT,
} BrikReaderState;

#define BRIK_TYPE_READER_STATE (brik_reader_state_get_type ())
GType brik_reader_state_get_type (void);

/**
 * BrikReader:
 *
 * Starts, watches and restarts `brik-chip-reader` and turns its lines into signals. A process that dies is
 * started again, with `--present` for the chip that lay on it, so that a chip left lying is not read twice.
 *
 * Properties: `state` (BrikReaderState), `name` (char *, nullable: the device's own), `fault-code` (char *,
 * nullable: the CODE of the last fault line), `fault-text` (char *, nullable: its text), `present` (char *,
 * nullable: UID of the chip in the field).
 *
 * Signals, on the main thread: `card` (char *uid), `removed` (char *uid), `several`, `random` (char *uid).
 */
#define BRIK_TYPE_READER (brik_reader_get_type ())
G_DECLARE_FINAL_TYPE (BrikReader, brik_reader, BRIK, READER, GObject)

/* @program: path of brik-chip-reader; @device: a libnfc connection string, such as "pn532_uart:/dev/ttyUSB0"
 * or "acr122_usb". */
BrikReader *brik_reader_new (const char *program, const char *device);
void brik_reader_start (BrikReader *reader);
void brik_reader_stop (BrikReader *reader);
BrikReaderState brik_reader_get_state (BrikReader *reader);

G_END_DECLS
