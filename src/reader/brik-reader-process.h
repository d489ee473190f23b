/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "reader/brik-reader-line.h"

G_BEGIN_DECLS

#define BRIK_READER_PROCESS_STOP_MS 2500 /* to end by itself once its input has closed */
#define BRIK_READER_PROCESS_SILENT_S 5   /* without a line, from one that has begun to say it is alive */

/**
 * BrikReaderProcess:
 *
 * One run of brik-chip-reader: its lines, its end, and how it is stopped. All on the main thread. One that is
 * alive and silent (stopped, or in a system call that does not come back, with its watchdog) is killed, after
 * a line of ours in its name: `fault hang …`.
 */
typedef struct _BrikReaderProcess BrikReaderProcess;

/* The process has ended and every line of it has been handed over; it is freed after this call. */
typedef void (*BrikReaderProcessEnded) (gpointer user_data);

/* @present: UID of the chip last seen in the field, or NULL. */
BrikReaderProcess *brik_reader_process_spawn (const char *program,
                                              const char *device,
                                              const char *present,
                                              BrikReaderLineFunc each,
                                              BrikReaderProcessEnded ended,
                                              gpointer user_data,
                                              GError **error);
/* Closes its input, and kills it if it has not ended in time. */
void brik_reader_process_stop (BrikReaderProcess *process);
/* The same, and neither function is called any more. */
void brik_reader_process_abandon (BrikReaderProcess *process);

G_END_DECLS
