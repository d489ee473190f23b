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
 * Properties, read-only, notified when they change: `state` (BrikReaderState), `name` (char *, nullable: the
 * device's own), `fault-code` (char *, nullable: what is wrong, while something is), `fault-text` (char *,
 * nullable: the same as an English sentence for a log), `present` (char *, nullable: UID of the chip in the
 * field).
 *
 * Fault codes of the process: `missing`, `permission`, `held`, `module`, `silent`, `lost`, `unreadable`,
 * `hang`
 * (`src/chip-reader/brik-fault.h`); of this side: `program` (cannot be started), `ended` (has died; started
 * again by itself), `rubbish` (wrote what is no line of ours).
 *
 * Signals, on the main thread: `card` (char *uid), `removed` (char *uid), `several`, `random` (char *uid).
 * After `several` no chip counts until the field has been empty.
 */
#define BRIK_TYPE_READER (brik_reader_get_type ())
G_DECLARE_FINAL_TYPE (BrikReader, brik_reader, BRIK, READER, GObject)

/* @program: path of brik-chip-reader; @device: a libnfc connection string, such as "pn532_uart:/dev/ttyUSB0"
 * or "acr122_usb"; NULL or empty where there is no reader: it then stays stopped. */
BrikReader *brik_reader_new (const char *program, const char *device);
/* Both return at once. What lay in the field when it was stopped is not read again when it is started. */
void brik_reader_start (BrikReader *reader);
void brik_reader_stop (BrikReader *reader);

BrikReaderState brik_reader_get_state (BrikReader *reader);
const char *brik_reader_get_name (BrikReader *reader);
const char *brik_reader_get_fault_text (BrikReader *reader);
const char *brik_reader_get_present (BrikReader *reader);

G_END_DECLS
