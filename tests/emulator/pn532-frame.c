/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pn532-frame.h"

#include <string.h>

#define START_LENGTH 2    /* 00 FF; the preamble 00 before it is optional to a receiver */
#define NORMAL_HEADER 4   /* start code, LEN, LCS */
#define EXTENDED_HEADER 7 /* start code, FF FF, LENm, LENl, LCS */
#define NORMAL_LENGTH_MAX 255

/* Offset of the start code, or of the last byte where that could still become one. */
static gsize
find_start (const guint8 *bytes, gsize length)
{
  gsize at = 0;
  while (at + 1 < length && !(bytes[at] == 0x00 && bytes[at + 1] == 0xFF))
    at++;
  return at;
}

static guint8
sum (const guint8 *bytes, gsize length)
{
  guint8 total = 0;
  for (gsize i = 0; i < length; i++)
    total += bytes[i];
  return total;
}

/* @body points to TFI; LEN counts TFI and data, DCS and postamble follow. */
static Pn532FrameKind
parse_body (const guint8 *body, gsize len, gsize available, Pn532Frame *frame, gsize *used)
{
  *used = 0;
  if (len < 1 || len - 1 > PN532_FRAME_DATA_MAX)
    return PN532_FRAME_BAD;
  if (available < len + 1)
    return PN532_FRAME_INCOMPLETE;
  if (sum (body, len + 1) != 0)
    return PN532_FRAME_BAD;

  *used = len + 1;
  if (len == 1 && body[0] == 0x7F)
    return PN532_FRAME_ERROR;
  frame->tfi = body[0];
  frame->length = len - 1;
  memcpy (frame->data, body + 1, frame->length);
  return PN532_FRAME_INFORMATION;
}

static Pn532FrameKind
parse_extended (const guint8 *start, gsize available, Pn532Frame *frame, gsize *used)
{
  if (available < EXTENDED_HEADER)
    {
      *used = 0;
      return PN532_FRAME_INCOMPLETE;
    }
  if (sum (start + 4, 3) != 0)
    {
      *used = START_LENGTH;
      return PN532_FRAME_BAD;
    }

  gsize body_used = 0;
  gsize len = ((gsize) start[4] << 8) | start[5];
  Pn532FrameKind kind =
    parse_body (start + EXTENDED_HEADER, len, available - EXTENDED_HEADER, frame, &body_used);
  *used = kind == PN532_FRAME_INCOMPLETE ? 0 : EXTENDED_HEADER + body_used;
  return kind;
}

static Pn532FrameKind
parse_normal (const guint8 *start, gsize available, Pn532Frame *frame, gsize *used)
{
  if ((guint8) (start[2] + start[3]) != 0)
    {
      *used = START_LENGTH;
      return PN532_FRAME_BAD;
    }

  gsize body_used = 0;
  Pn532FrameKind kind =
    parse_body (start + NORMAL_HEADER, start[2], available - NORMAL_HEADER, frame, &body_used);
  *used = kind == PN532_FRAME_INCOMPLETE ? 0 : NORMAL_HEADER + body_used;
  return kind;
}

Pn532FrameKind
pn532_frame_parse (const guint8 *bytes, gsize length, Pn532Frame *frame, gsize *consumed)
{
  gsize at = find_start (bytes, length);
  const guint8 *start = bytes + at;
  gsize available = length - at;
  gsize used = 0;
  Pn532FrameKind kind = PN532_FRAME_INCOMPLETE;

  if (available >= NORMAL_HEADER)
    {
      if (start[2] == 0x00 && start[3] == 0xFF)
        kind = PN532_FRAME_ACK;
      else if (start[2] == 0xFF && start[3] == 0x00)
        kind = PN532_FRAME_NACK;
      else if (start[2] == 0xFF && start[3] == 0xFF)
        kind = parse_extended (start, available, frame, &used);
      else
        kind = parse_normal (start, available, frame, &used);
    }

  if (kind == PN532_FRAME_ACK || kind == PN532_FRAME_NACK)
    used = NORMAL_HEADER;
  *consumed = at + used;
  return kind;
}

void
pn532_frame_append (GByteArray *out, guint8 tfi, const guint8 *data, gsize length)
{
  g_return_if_fail (length <= PN532_FRAME_DATA_MAX);

  gsize len = length + 1;
  if (len <= NORMAL_LENGTH_MAX)
    {
      const guint8 header[] = { 0x00, 0x00, 0xFF, (guint8) len, (guint8) -len, tfi };
      g_byte_array_append (out, header, sizeof header);
    }
  else
    {
      const guint8 len_m = (guint8) (len >> 8), len_l = (guint8) len;
      const guint8 header[] = { 0x00, 0x00, 0xFF, 0xFF, 0xFF, len_m, len_l, (guint8) - (len_m + len_l), tfi };
      g_byte_array_append (out, header, sizeof header);
    }
  const guint8 trailer[] = { (guint8) - (tfi + sum (data, length)), 0x00 };
  g_byte_array_append (out, data, length);
  g_byte_array_append (out, trailer, sizeof trailer);
}

void
pn532_frame_append_ack (GByteArray *out)
{
  const guint8 ack[] = { 0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00 };
  g_byte_array_append (out, ack, sizeof ack);
}

void
pn532_frame_append_nack (GByteArray *out)
{
  const guint8 nack[] = { 0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00 };
  g_byte_array_append (out, nack, sizeof nack);
}

void
pn532_frame_append_error (GByteArray *out)
{
  const guint8 error[] = { 0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00 };
  g_byte_array_append (out, error, sizeof error);
}
