/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pn532-frame.h"

#include <string.h>

#define ROUNDS 400

static const guint8 get_firmware_version[] = { 0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00 };

static void
test_golden (void)
{
  Pn532Frame frame;
  gsize consumed = 0;
  g_autoptr (GByteArray) out = g_byte_array_new ();

  g_assert_cmpint (pn532_frame_parse (get_firmware_version, sizeof get_firmware_version, &frame, &consumed),
                   ==, PN532_FRAME_INFORMATION);
  g_assert_cmphex (frame.tfi, ==, PN532_TFI_TO_CHIP);
  g_assert_cmpmem (frame.data, frame.length, "\x02", 1);
  g_assert_cmpuint (consumed, ==, 8); /* the postamble is the next frame's business */

  pn532_frame_append (out, PN532_TFI_TO_CHIP, (const guint8 *) "\x02", 1);
  g_assert_cmpmem (out->data, out->len, get_firmware_version, sizeof get_firmware_version);
}

static void
assert_kind (GByteArray *bytes, Pn532FrameKind expected)
{
  Pn532Frame frame;
  gsize consumed = 0;
  g_assert_cmpint (pn532_frame_parse (bytes->data, bytes->len, &frame, &consumed), ==, expected);
  g_byte_array_set_size (bytes, 0);
}

static void
test_short_frames (void)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();

  pn532_frame_append_ack (bytes);
  g_assert_cmpmem (bytes->data, bytes->len, "\x00\x00\xFF\x00\xFF\x00", 6);
  assert_kind (bytes, PN532_FRAME_ACK);
  pn532_frame_append_nack (bytes);
  g_assert_cmpmem (bytes->data, bytes->len, "\x00\x00\xFF\xFF\x00\x00", 6);
  assert_kind (bytes, PN532_FRAME_NACK);
  pn532_frame_append_error (bytes);
  g_assert_cmpmem (bytes->data, bytes->len, "\x00\x00\xFF\x01\xFF\x7F\x81\x00", 8);
  assert_kind (bytes, PN532_FRAME_ERROR);
}

static void
test_extended (void)
{
  guint8 data[PN532_FRAME_DATA_MAX];
  Pn532Frame frame;
  gsize consumed = 0;

  memset (data, 0xA5, sizeof data);
  for (gsize length = 253; length <= PN532_FRAME_DATA_MAX; length++)
    {
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      pn532_frame_append (bytes, PN532_TFI_FROM_CHIP, data, length);
      g_assert_cmpint (bytes->data[3] == 0xFF && bytes->data[4] == 0xFF, ==, length > 254);
      g_assert_cmpint (pn532_frame_parse (bytes->data, bytes->len, &frame, &consumed), ==,
                       PN532_FRAME_INFORMATION);
      g_assert_cmpmem (frame.data, frame.length, data, length);
    }

  /* A length beyond the longest frame is refused, not waited for. */
  const guint8 monster[] = { 0x00, 0x00, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0x82, 0xD4, 0x02 };
  g_assert_cmpint (pn532_frame_parse (monster, sizeof monster, &frame, &consumed), ==, PN532_FRAME_BAD);
  g_assert_cmpuint (consumed, >, 0);
}

static void
fill_random (guint8 *bytes, gsize length)
{
  for (gsize i = 0; i < length; i++)
    bytes[i] = (guint8) g_test_rand_int_range (0, 256);
}

/* Behind noise and cut anywhere, a frame comes out as it went in, and not before it is whole. */
static void
test_every_cut (void)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      guint8 data[PN532_FRAME_DATA_MAX], noise[16];
      gsize length = g_test_rand_int_range (1, sizeof data),
            noise_length = g_test_rand_int_range (0, sizeof noise);
      g_autoptr (GByteArray) bytes = g_byte_array_new ();

      fill_random (data, length);
      memset (noise, 0x55, sizeof noise);
      g_byte_array_append (bytes, noise, noise_length);
      pn532_frame_append (bytes, PN532_TFI_TO_CHIP, data, length);

      gsize cut = g_test_rand_int_range (0, bytes->len - 1);
      gsize consumed = 0;
      Pn532Frame frame;
      g_assert_cmpint (pn532_frame_parse (bytes->data, cut, &frame, &consumed), ==, PN532_FRAME_INCOMPLETE);
      g_assert_cmpuint (consumed, <=, cut);
      g_assert_cmpint (pn532_frame_parse (bytes->data + consumed, bytes->len - consumed, &frame, &consumed),
                       ==, PN532_FRAME_INFORMATION);
      g_assert_cmpmem (frame.data, frame.length, data, length);
    }
}

/* One wrong byte anywhere never yields another command. */
static void
test_every_error (void)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      guint8 data[40];
      gsize length = g_test_rand_int_range (1, sizeof data), consumed = 0;
      g_autoptr (GByteArray) bytes = g_byte_array_new ();
      Pn532Frame frame;

      fill_random (data, length);
      pn532_frame_append (bytes, PN532_TFI_TO_CHIP, data, length);
      guint at = g_test_rand_int_range (2, bytes->len - 1);
      bytes->data[at] ^= (guint8) g_test_rand_int_range (1, 256);
      if (pn532_frame_parse (bytes->data, bytes->len, &frame, &consumed) == PN532_FRAME_INFORMATION)
        g_assert_false (frame.tfi == PN532_TFI_TO_CHIP && frame.length == length);
    }
}

/* Whatever comes in, the parser stays inside it and gets ahead. */
static void
test_rubbish (void)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      guint8 bytes[300];
      gsize length = g_test_rand_int_range (4, sizeof bytes), at = 0;
      Pn532FrameKind kind = PN532_FRAME_BAD;

      for (gsize i = 0; i < length; i++)
        bytes[i] = g_test_rand_bit () ? 0xFF : (guint8) g_test_rand_int_range (0, 3);
      while (kind != PN532_FRAME_INCOMPLETE)
        {
          Pn532Frame frame;
          gsize consumed = 0;
          kind = pn532_frame_parse (bytes + at, length - at, &frame, &consumed);
          g_assert_true (kind == PN532_FRAME_INCOMPLETE || consumed > 0);
          at += consumed;
          g_assert_cmpuint (at, <=, length);
        }
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pn532-frame/golden", test_golden);
  g_test_add_func ("/pn532-frame/short-frames", test_short_frames);
  g_test_add_func ("/pn532-frame/extended", test_extended);
  g_test_add_func ("/pn532-frame/every-cut", test_every_cut);
  g_test_add_func ("/pn532-frame/every-error", test_every_error);
  g_test_add_func ("/pn532-frame/rubbish", test_rubbish);
  return g_test_run ();
}
