/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pn532-chip.h"
#include "pn532-frame.h"

#include <string.h>

/* A chip and what it has said since it was last asked. */
typedef struct
{
  Pn532Chip *chip;
  guint n_acks, n_responses, n_aborts;
  GByteArray *response; /* the last one, as a frame */
} Fixture;

static void
on_send (Pn532SendKind kind, const guint8 *bytes, gsize length, gpointer user_data)
{
  Fixture *fixture = user_data;
  if (kind == PN532_SEND_ACK)
    {
      fixture->n_acks++;
      return;
    }
  fixture->n_responses++;
  g_byte_array_set_size (fixture->response, 0);
  g_byte_array_append (fixture->response, bytes, length);
}

static void
on_abort (gpointer user_data)
{
  ((Fixture *) user_data)->n_aborts++;
}

static void
send (Fixture *fixture, const void *command, gsize length)
{
  g_autoptr (GByteArray) frame = g_byte_array_new ();
  pn532_frame_append (frame, PN532_TFI_TO_CHIP, command, length);
  fixture->n_acks = fixture->n_responses = 0;
  pn532_chip_receive (fixture->chip, frame->data, frame->len);
}

static void
assert_answer (Fixture *fixture, const void *expected, gsize length)
{
  Pn532Frame frame;
  gsize consumed = 0;

  g_assert_cmpuint (fixture->n_responses, ==, 1);
  g_assert_cmpint (pn532_frame_parse (fixture->response->data, fixture->response->len, &frame, &consumed), ==,
                   PN532_FRAME_INFORMATION);
  g_assert_cmphex (frame.tfi, ==, PN532_TFI_FROM_CHIP);
  g_assert_cmpmem (frame.data, frame.length, expected, length);
}

/* Strings, so that commands read as in the manual; the final NUL is no part of them. */
#define ask(fixture, command, expected)                                                                      \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    send (fixture, command, sizeof command - 1);                                                             \
    g_assert_cmpuint ((fixture)->n_acks, ==, 1);                                                             \
    assert_answer (fixture, expected, sizeof expected - 1);                                                  \
  }                                                                                                          \
  G_STMT_END

static void
wake (Fixture *fixture)
{
  const guint8 wake_up[16] = { 0x55, 0x55 };
  pn532_chip_receive (fixture->chip, wake_up, sizeof wake_up);
  ask (fixture, "\x14\x01", "\x15");
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  *fixture = (Fixture){ .response = g_byte_array_new () };
  fixture->chip = pn532_chip_new (on_send, on_abort, fixture);
}

static void
set_up_awake (Fixture *fixture, gconstpointer data)
{
  set_up (fixture, data);
  wake (fixture);
  ask (fixture, "\x32\x05\x00\x01\x02", "\x33"); /* look once, do not wait */
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  pn532_chip_free (fixture->chip);
  g_byte_array_unref (fixture->response);
}

static void
put (Fixture *fixture, const char *uid, const char *other)
{
  Pn532Picc chips[2];
  g_assert_true (pn532_picc_init (&chips[0], uid));
  g_assert_true (other == NULL || pn532_picc_init (&chips[1], other));
  pn532_chip_put (fixture->chip, chips, other == NULL ? 1 : 2);
}

static void
test_sleeps_until_woken (Fixture *fixture, gconstpointer data)
{
  send (fixture, "\x02", 1);
  g_assert_cmpuint (fixture->n_acks + fixture->n_responses, ==, 0);
  wake (fixture);
  ask (fixture, "\x02", "\x03\x32\x01\x06\x07");
  ask (fixture, "\x16\xF0", "\x17\x00");
  send (fixture, "\x02", 1);
  g_assert_cmpuint (fixture->n_acks + fixture->n_responses, ==, 0);
  wake (fixture);
}

static void
test_miscellaneous (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "\x00\x00libnfc", "\x01\x00libnfc");
  ask (fixture, "\x08\x63\x02\x80\x63\x03\x81", "\x09");
  ask (fixture, "\x06\x63\x02\x63\x03\x63\x05", "\x07\x80\x81\x00");
  ask (fixture, "\x04", "\x05\x00\x00\x00\x80");
  ask (fixture, "\x12\x14", "\x13");
}

static void
test_refuses (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    const char *bytes;
    gsize length;
  } wrong[] = {
    { "\x99", 1 },         { "\x06\x63", 2 },     { "\x08\x63\x02", 3 }, { "\x14\x09", 2 },
    { "\x32\x05\x00", 3 }, { "\x4A\x03\x00", 3 }, { "\x4A", 1 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      send (fixture, wrong[i].bytes, wrong[i].length);
      g_assert_cmpuint (fixture->n_acks, ==, 1);
      g_assert_cmpmem (fixture->response->data, fixture->response->len, "\x00\x00\xFF\x01\xFF\x7F\x81\x00",
                       8);
    }
}

static void
test_uid_lengths (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "\x4A\x01\x00", "\x4B\x00");
  put (fixture, "72BF9961", NULL);
  ask (fixture, "\x4A\x01\x00", "\x4B\x01\x01\x00\x04\x08\x04\x72\xBF\x99\x61");
  put (fixture, "04579A22352680", NULL);
  ask (fixture, "\x4A\x01\x00", "\x4B\x01\x01\x00\x44\x00\x07\x04\x57\x9A\x22\x35\x26\x80");
  put (fixture, "0102030405060708090A", NULL);
  ask (fixture, "\x4A\x01\x00", "\x4B\x01\x01\x00\x84\x00\x0A\x01\x02\x03\x04\x05\x06\x07\x08\x09\x0A");
  /* Other modulations find nothing: FeliCa, type B, Jewel. */
  ask (fixture, "\x4A\x01\x01\x00\xFF\xFF\x00\x00", "\x4B\x00");
  ask (fixture, "\x4A\x01\x03\x00", "\x4B\x00");
  ask (fixture, "\x4A\x01\x04", "\x4B\x00");
}

/* A halted chip answers no request until the field has been off; an active one does. */
static void
test_halt (Fixture *fixture, gconstpointer data)
{
  put (fixture, "72BF9961", NULL);
  ask (fixture, "\x4A\x01\x00", "\x4B\x01\x01\x00\x04\x08\x04\x72\xBF\x99\x61");
  ask (fixture, "\x4A\x01\x00", "\x4B\x01\x01\x00\x04\x08\x04\x72\xBF\x99\x61");
  ask (fixture, "\x44\x00", "\x45\x00");
  ask (fixture, "\x4A\x01\x00", "\x4B\x00");
  ask (fixture, "\x32\x01\x00", "\x33");
  ask (fixture, "\x32\x01\x01", "\x33");
  ask (fixture, "\x4A\x01\x00", "\x4B\x01\x01\x00\x04\x08\x04\x72\xBF\x99\x61");
}

static void
test_two_chips (Fixture *fixture, gconstpointer data)
{
  put (fixture, "72BF9961", "04579A22352680");
  ask (fixture, "\x4A\x02\x00",
       "\x4B\x02\x01\x00\x04\x08\x04\x72\xBF\x99\x61\x02\x00\x44\x00\x07\x04\x57\x9A\x22\x35\x26\x80");
  ask (fixture, "\x04", "\x05\x00\x01\x02\x01\x00\x00\x10\x02\x00\x00\x10\x80");
  ask (fixture, "\x40\x02\x30\x00",
       "\x41\x00\x04\x57\x9A\x41\x22\x35\x26\x80\xB1\x48\x00\x00\x00\x00\x00\x00");
  ask (fixture, "\x40\x01\x30\x00", "\x41\x01"); /* a Classic is silent until it is authenticated */
  ask (fixture, "\x54\x01", "\x55\x00");
  ask (fixture, "\x52\x00", "\x53\x00");
  ask (fixture, "\x40\x01\x30\x00", "\x41\x27");
}

static void
test_selects_by_uid (Fixture *fixture, gconstpointer data)
{
  put (fixture, "72BF9961", "04579A22352680");
  ask (fixture, "\x4A\x01\x00\x88\x04\x57\x9A\x22\x35\x26\x80",
       "\x4B\x01\x01\x00\x44\x00\x07\x04\x57\x9A\x22\x35\x26\x80");
  ask (fixture, "\x4A\x01\x00\x11\x22\x33\x44", "\x4B\x00");
}

static void
test_lifted_while_listed (Fixture *fixture, gconstpointer data)
{
  put (fixture, "04579A22352680", NULL);
  send (fixture, "\x4A\x01\x00", 3);
  pn532_chip_put (fixture->chip, NULL, 0);
  ask (fixture, "\x40\x01\x30\x00", "\x41\x01");
  ask (fixture, "\x44\x00", "\x45\x00");
}

static void
test_random_uid (Fixture *fixture, gconstpointer data)
{
  Pn532Picc chip;
  guint8 first[3], second[3];

  pn532_picc_init_random (&chip);
  pn532_chip_put (fixture->chip, &chip, 1);
  ask (fixture, "\x12\x04", "\x13"); /* no RATS: no ATS behind the UID */
  send (fixture, "\x4A\x01\x00", 3);
  g_assert_cmpuint (fixture->response->len, ==, 5 + 2 + 10 + 2);
  g_assert_cmphex (fixture->response->data[13], ==, 0x08);
  memcpy (first, fixture->response->data + 14, sizeof first);
  send (fixture, "\x32\x01\x00", 3);
  send (fixture, "\x4A\x01\x00", 3);
  memcpy (second, fixture->response->data + 14, sizeof second);
  g_assert_cmpint (memcmp (first, second, sizeof first), !=, 0);
  ask (fixture, "\x12\x14", "\x13");
  send (fixture, "\x4A\x01\x00", 3);
  g_assert_cmpuint (fixture->response->len, ==, 5 + 2 + 10 + 5 + 2);
}

/* Asked to wait for ever, it answers when a chip comes; a new command ends the waiting. */
static void
test_waits (Fixture *fixture, gconstpointer data)
{
  ask (fixture, "\x32\x05\xFF\xFF\xFF", "\x33");
  send (fixture, "\x4A\x01\x00", 3);
  g_assert_cmpuint (fixture->n_acks, ==, 1);
  g_assert_cmpuint (fixture->n_responses, ==, 0);
  put (fixture, "72BF9961", NULL);
  assert_answer (fixture, "\x4B\x01\x01\x00\x04\x08\x04\x72\xBF\x99\x61", 11);

  pn532_chip_put (fixture->chip, NULL, 0);
  send (fixture, "\x4A\x01\x00", 3);
  ask (fixture, "\x02", "\x03\x32\x01\x06\x07");
  put (fixture, "72BF9961", NULL);
  g_assert_cmpuint (fixture->n_responses, ==, 1);
}

/* Asked again, it says it again, whole. */
static void
test_spoilt_and_again (Fixture *fixture, gconstpointer data)
{
  static const Pn532FrameKind kinds[] = { PN532_FRAME_BAD, PN532_FRAME_BAD, PN532_FRAME_INCOMPLETE,
                                          PN532_FRAME_INFORMATION, PN532_FRAME_ERROR };
  g_autoptr (GByteArray) nack = g_byte_array_new ();

  pn532_frame_append_nack (nack);
  for (Pn532Spoil spoil = PN532_SPOIL_CHECKSUM; spoil <= PN532_SPOIL_REFUSAL; spoil++)
    {
      Pn532Frame frame;
      gsize consumed = 0;

      pn532_chip_spoil (fixture->chip, spoil, 1);
      send (fixture, "\x02", 1);
      g_assert_cmpint (pn532_frame_parse (fixture->response->data, fixture->response->len, &frame, &consumed),
                       ==, kinds[spoil]);
      if (spoil == PN532_SPOIL_CODE)
        g_assert_cmphex (frame.data[0], ==, 0x05);
      fixture->n_responses = 0;
      pn532_chip_receive (fixture->chip, nack->data, nack->len);
      assert_answer (fixture, "\x03\x32\x01\x06\x07", 5);
    }
}

static void
test_stalled (Fixture *fixture, gconstpointer data)
{
  pn532_chip_set_stalled (fixture->chip, TRUE);
  send (fixture, "\x02", 1);
  g_assert_cmpuint (fixture->n_acks, ==, 1);
  g_assert_cmpuint (fixture->n_responses, ==, 0);
  pn532_chip_set_stalled (fixture->chip, FALSE);
  ask (fixture, "\x02", "\x03\x32\x01\x06\x07");
}

static void
test_high_status (Fixture *fixture, gconstpointer data)
{
  pn532_chip_set_high_status (fixture->chip, TRUE);
  ask (fixture, "\x44\x00", "\x45\x80");
  pn532_chip_set_high_status (fixture->chip, FALSE);
  ask (fixture, "\x44\x00", "\x45\x00");
}

static void
test_bent (Fixture *fixture, gconstpointer data)
{
  put (fixture, "72BF9961", NULL);
  pn532_chip_bend (fixture->chip, (Pn532Bend){ .lies = TRUE, .told_length = 5 });
  ask (fixture, "\x4A\x01\x00", "\x4B\x01\x01\x00\x04\x08\x05\x72\xBF\x99\x61");
  pn532_chip_bend (fixture->chip, (Pn532Bend){ .has_bare_ats = TRUE });
  ask (fixture, "\x4A\x01\x00", "\x4B\x01\x01\x00\x04\x08\x04\x72\xBF\x99\x61\x00");
}

static void
test_seen_now_and_then (Fixture *fixture, gconstpointer data)
{
  guint before = pn532_chip_get_n_looks (fixture->chip);

  put (fixture, "72BF9961", NULL);
  pn532_chip_blink (fixture->chip, 1);
  ask (fixture, "\x4A\x01\x00", "\x4B\x00");
  pn532_chip_weaken (fixture->chip, 1);
  for (guint i = 0; i < 2; i++)
    {
      ask (fixture, "\x4A\x01\x00", "\x4B\x01\x01\x00\x04\x08\x04\x72\xBF\x99\x61");
      ask (fixture, "\x4A\x01\x00", "\x4B\x00");
    }
  g_assert_cmpuint (pn532_chip_get_n_looks (fixture->chip) - before, ==, 5);
}

static void
test_mute_and_reset (Fixture *fixture, gconstpointer data)
{
  pn532_chip_set_mute (fixture->chip, TRUE);
  send (fixture, "\x02", 1);
  g_assert_cmpuint (fixture->n_acks + fixture->n_responses, ==, 0);
  pn532_chip_set_mute (fixture->chip, FALSE);
  ask (fixture, "\x02", "\x03\x32\x01\x06\x07");

  ask (fixture, "\x08\x63\x02\x80", "\x09");
  pn532_chip_reset (fixture->chip);
  send (fixture, "\x02", 1);
  g_assert_cmpuint (fixture->n_acks + fixture->n_responses, ==, 0);
  wake (fixture);
  ask (fixture, "\x06\x63\x02", "\x07\x00");
}

/* Bytes one by one, and a frame with a wrong checksum between. */
static void
test_pieces (Fixture *fixture, gconstpointer data)
{
  const guint8 bytes[] = { 0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2B, 0x00,
                           0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00 };

  fixture->n_acks = fixture->n_responses = 0;
  for (gsize i = 0; i < sizeof bytes; i++)
    pn532_chip_receive (fixture->chip, bytes + i, 1);
  g_assert_cmpuint (fixture->n_acks, ==, 1);
  assert_answer (fixture, "\x03\x32\x01\x06\x07", 5);
}

#define add(path, set_up_function, test) g_test_add (path, Fixture, NULL, set_up_function, test, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/pn532-chip/sleeps-until-woken", set_up, test_sleeps_until_woken);
  add ("/pn532-chip/miscellaneous", set_up_awake, test_miscellaneous);
  add ("/pn532-chip/refuses", set_up_awake, test_refuses);
  add ("/pn532-chip/uid-lengths", set_up_awake, test_uid_lengths);
  add ("/pn532-chip/halt", set_up_awake, test_halt);
  add ("/pn532-chip/two-chips", set_up_awake, test_two_chips);
  add ("/pn532-chip/selects-by-uid", set_up_awake, test_selects_by_uid);
  add ("/pn532-chip/lifted-while-listed", set_up_awake, test_lifted_while_listed);
  add ("/pn532-chip/random-uid", set_up_awake, test_random_uid);
  add ("/pn532-chip/waits", set_up_awake, test_waits);
  add ("/pn532-chip/spoilt-and-again", set_up_awake, test_spoilt_and_again);
  add ("/pn532-chip/stalled", set_up_awake, test_stalled);
  add ("/pn532-chip/high-status", set_up_awake, test_high_status);
  add ("/pn532-chip/bent", set_up_awake, test_bent);
  add ("/pn532-chip/seen-now-and-then", set_up_awake, test_seen_now_and_then);
  add ("/pn532-chip/mute-and-reset", set_up_awake, test_mute_and_reset);
  add ("/pn532-chip/pieces", set_up_awake, test_pieces);
  return g_test_run ();
}
