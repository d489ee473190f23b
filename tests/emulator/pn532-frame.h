/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The frames of the PN532's host link (UM0701 chapter 6.2): pure, no I/O. */

#define PN532_FRAME_DATA_MAX 264 /* bytes after TFI, the longest that an extended frame carries */
#define PN532_TFI_TO_CHIP 0xD4
#define PN532_TFI_FROM_CHIP 0xD5

/**
 * Pn532FrameKind:
 * @PN532_FRAME_INCOMPLETE: more bytes are needed
 * @PN532_FRAME_BAD: a start code that was followed by a wrong length or checksum
 * @PN532_FRAME_ACK: the frame before was received
 * @PN532_FRAME_NACK: send the last response once more
 * @PN532_FRAME_ERROR: the chip did not accept the command
 * @PN532_FRAME_INFORMATION: a command or a response
 */
typedef enum
{
  PN532_FRAME_INCOMPLETE,
  PN532_FRAME_BAD,
  PN532_FRAME_ACK,
  PN532_FRAME_NACK,
  PN532_FRAME_ERROR,
  PN532_FRAME_INFORMATION,
} Pn532FrameKind;

typedef struct
{
  guint8 tfi;
  guint8 data[PN532_FRAME_DATA_MAX];
  gsize length;
} Pn532Frame;

/* Reads the first frame in @bytes; what comes before its start code is skipped. @consumed gets the number of
 * bytes that need not be shown again, also where nothing was found. @frame is filled for an information
 * frame. */
Pn532FrameKind pn532_frame_parse (const guint8 *bytes, gsize length, Pn532Frame *frame, gsize *consumed);

/* Appends an information frame; an extended one where a normal one is too short (@length above 254). */
void pn532_frame_append (GByteArray *out, guint8 tfi, const guint8 *data, gsize length);
void pn532_frame_append_ack (GByteArray *out);
void pn532_frame_append_nack (GByteArray *out);
void pn532_frame_append_error (GByteArray *out);

G_END_DECLS
