/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pn532-chip.h"
#include "pn532-commands.h"
#include "pn532-frame.h"

#include <string.h>

#define WAKE_UP 0x55
#define RECEIVED_MAX 1024 /* more than any frame: beyond it the host sends no frames at all */
#define RANDOM_SEED 532   /* one and the same run of random UIDs in every test */

struct _Pn532Chip
{
  Pn532ChipSend send;
  Pn532ChipAbort abort;
  gpointer user_data;

  Pn532Core core;
  GByteArray *received;
  GByteArray *last_response; /* for NACK */
  gboolean asleep;
  gboolean mute;
  gboolean stalled;
  guint n_spoiled; /* responses still to come that go out spoiled */
  Pn532Spoil spoil;
  Pn532Frame waiting; /* a command that waits for a chip to come; length 0: none */
};

Pn532Chip *
pn532_chip_new (Pn532ChipSend send, Pn532ChipAbort abort, gpointer user_data)
{
  Pn532Chip *chip = g_new0 (Pn532Chip, 1);
  chip->send = send;
  chip->abort = abort;
  chip->user_data = user_data;
  chip->received = g_byte_array_new ();
  chip->last_response = g_byte_array_new ();
  chip->core.field.rand = g_rand_new_with_seed (RANDOM_SEED);
  pn532_chip_reset (chip);
  return chip;
}

void
pn532_chip_free (Pn532Chip *chip)
{
  g_byte_array_unref (chip->received);
  g_byte_array_unref (chip->last_response);
  g_rand_free (chip->core.field.rand);
  g_free (chip);
}

static void
drop_command (Pn532Chip *chip)
{
  chip->waiting.length = 0;
  chip->abort (chip->user_data);
}

void
pn532_chip_reset (Pn532Chip *chip)
{
  drop_command (chip);
  pn532_core_reset (&chip->core);
  g_byte_array_set_size (chip->received, 0);
  g_byte_array_set_size (chip->last_response, 0);
  chip->asleep = TRUE;
}

/* In a normal frame: preamble, start code, LEN, LCS, TFI, code, …, DCS, postamble. */
static void
spoil (GByteArray *frame, Pn532Spoil how)
{
  switch (how)
    {
    case PN532_SPOIL_CHECKSUM:
      frame->data[frame->len - 2] ^= 0x5A;
      break;
    case PN532_SPOIL_LENGTH:
      frame->data[4] ^= 0x5A;
      break;
    case PN532_SPOIL_CUT:
      g_byte_array_set_size (frame, frame->len / 2);
      break;
    case PN532_SPOIL_CODE:
      frame->data[6] += 2;
      frame->data[frame->len - 2] -= 2;
      break;
    case PN532_SPOIL_REFUSAL:
      g_byte_array_set_size (frame, 0);
      pn532_frame_append_error (frame);
      break;
    default:
      g_assert_not_reached ();
    }
}

static void
send_response (Pn532Chip *chip, const GByteArray *frame)
{
  g_autoptr (GByteArray) bytes = g_byte_array_sized_new (frame->len);

  if (chip->stalled)
    return;
  g_byte_array_append (bytes, frame->data, frame->len);
  if (chip->n_spoiled > 0)
    {
      chip->n_spoiled--;
      spoil (bytes, chip->spoil);
    }
  chip->send (PN532_SEND_RESPONSE, bytes->data, bytes->len, chip->user_data);
}

static void
answer (Pn532Chip *chip, Pn532Outcome outcome, const GByteArray *response)
{
  g_byte_array_set_size (chip->last_response, 0);
  if (outcome == PN532_OUTCOME_REFUSED)
    pn532_frame_append_error (chip->last_response);
  else
    pn532_frame_append (chip->last_response, PN532_TFI_FROM_CHIP, response->data, response->len);
  send_response (chip, chip->last_response);
  chip->asleep = outcome == PN532_OUTCOME_POWERED_DOWN;
}

static void
run (Pn532Chip *chip, const Pn532Frame *command)
{
  g_autoptr (GByteArray) response = g_byte_array_new ();
  Pn532Outcome outcome = pn532_core_run (&chip->core, command->data, command->length, response);

  if (outcome == PN532_OUTCOME_WAITING)
    chip->waiting = *command;
  else
    answer (chip, outcome, response);
}

static void
take_command (Pn532Chip *chip, const Pn532Frame *command)
{
  g_autoptr (GByteArray) ack = g_byte_array_new ();

  drop_command (chip);
  pn532_frame_append_ack (ack);
  chip->send (PN532_SEND_ACK, ack->data, ack->len, chip->user_data);
  run (chip, command);
}

static void
take_frame (Pn532Chip *chip, Pn532FrameKind kind, const Pn532Frame *frame)
{
  if (kind == PN532_FRAME_INFORMATION && frame->tfi == PN532_TFI_TO_CHIP && frame->length > 0)
    take_command (chip, frame);
  else if (kind == PN532_FRAME_ACK)
    drop_command (chip);
  else if (kind == PN532_FRAME_NACK && chip->last_response->len > 0)
    send_response (chip, chip->last_response);
  /* A frame with a wrong checksum is not acknowledged; the host's time-out tells it so. */
}

/* Asleep, everything before the first wake-up byte is lost. */
static gboolean
wake (Pn532Chip *chip)
{
  const guint8 *wake_up = memchr (chip->received->data, WAKE_UP, chip->received->len);
  if (wake_up == NULL)
    {
      g_byte_array_set_size (chip->received, 0);
      return FALSE;
    }
  g_byte_array_remove_range (chip->received, 0, wake_up + 1 - chip->received->data);
  chip->asleep = FALSE;
  return TRUE;
}

void
pn532_chip_receive (Pn532Chip *chip, const guint8 *bytes, gsize length)
{
  Pn532FrameKind kind = PN532_FRAME_BAD;

  if (chip->mute)
    return;
  g_byte_array_append (chip->received, bytes, length);
  while (kind != PN532_FRAME_INCOMPLETE && chip->received->len > 0)
    {
      if (chip->asleep && !wake (chip))
        return;

      Pn532Frame frame = { 0 };
      gsize consumed = 0;
      kind = pn532_frame_parse (chip->received->data, chip->received->len, &frame, &consumed);
      g_byte_array_remove_range (chip->received, 0, consumed);
      take_frame (chip, kind, &frame);
    }
  if (chip->received->len > RECEIVED_MAX)
    g_byte_array_set_size (chip->received, 0);
}

void
pn532_chip_put (Pn532Chip *chip, const Pn532Picc *chips, guint n_chips)
{
  pn532_core_put (&chip->core, chips, n_chips);
  if (chip->waiting.length == 0 || n_chips == 0 || chip->mute)
    return;

  Pn532Frame command = chip->waiting;
  chip->waiting.length = 0;
  run (chip, &command);
}

void
pn532_chip_bend (Pn532Chip *chip, Pn532Bend bend)
{
  for (guint i = 0; i < chip->core.field.n_chips; i++)
    chip->core.field.chips[i].bend = bend;
}

void
pn532_chip_spoil (Pn532Chip *chip, Pn532Spoil how, guint n)
{
  chip->spoil = how;
  chip->n_spoiled = n;
}

void
pn532_chip_set_mute (Pn532Chip *chip, gboolean mute)
{
  chip->mute = mute;
  if (mute)
    drop_command (chip);
}

void
pn532_chip_set_stalled (Pn532Chip *chip, gboolean stalled)
{
  chip->stalled = stalled;
}

void
pn532_chip_set_high_status (Pn532Chip *chip, gboolean high)
{
  chip->core.high_status = high;
}

void
pn532_chip_blink (Pn532Chip *chip, guint n)
{
  chip->core.field.n_unseen = n;
}

void
pn532_chip_weaken (Pn532Chip *chip, guint n)
{
  chip->core.field.weakness = n;
  chip->core.field.n_unseen = 0;
}

guint
pn532_chip_get_n_looks (Pn532Chip *chip)
{
  return chip->core.n_looks;
}
