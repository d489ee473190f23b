/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "chip-reader/brik-presence.h"

G_BEGIN_DECLS

/**
 * BrikNfcDevice:
 *
 * A reader opened through libnfc, and every libnfc call of Brik. One thread owns it. Only calls that return
 * within their own time-outs are used: nfc_initiator_poll_target () can wait for ever and nfc_abort_command
 * () does not free it.
 */
typedef struct _BrikNfcDevice BrikNfcDevice;

/**
 * BrikNfcLook:
 * @BRIK_NFC_LOOK_EMPTY: no chip
 * @BRIK_NFC_LOOK_CHIP: a chip
 * @BRIK_NFC_LOOK_UNREADABLE: a chip whose UID has not 4, 7 or 10 bytes
 * @BRIK_NFC_LOOK_FAILED: the device did not answer, or answered wrongly
 */
typedef enum
{
  BRIK_NFC_LOOK_EMPTY,
  BRIK_NFC_LOOK_CHIP,
  BRIK_NFC_LOOK_UNREADABLE,
  BRIK_NFC_LOOK_FAILED,
} BrikNfcLook;

/* Once, before any thread is started: libnfc never looks for devices by itself (its scans write to every
 * serial port, printers and scales included), and never logs (an unplugged port wrote a million lines). */
void brik_nfc_set_up (void);
/* What is wrong with @connection, as a sentence, or NULL if libnfc can take it. */
const char *brik_nfc_connection_problem (const char *connection);
/* The path in a connection string of a serial reader, or NULL for other readers. */
char *brik_nfc_connection_get_port (const char *connection);

/* NULL if it cannot be opened; libnfc does not say why. */
BrikNfcDevice *brik_nfc_device_open (const char *connection);
void brik_nfc_device_close (BrikNfcDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikNfcDevice, brik_nfc_device_close)

const char *brik_nfc_device_get_name (BrikNfcDevice *device);
/* Field off and on, so that every chip starts anew, then select one. @uid is set for a chip. */
BrikNfcLook brik_nfc_device_look (BrikNfcDevice *device, char uid[BRIK_UID_TEXT_SIZE]);
/* Silences the chip that the last look found and selects once more: a chip that answers now is another one.
 */
BrikNfcLook brik_nfc_device_look_behind (BrikNfcDevice *device, char uid[BRIK_UID_TEXT_SIZE]);

G_END_DECLS
