/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "pn532-field.h"

#include <string.h>

#define CASCADE_TAG 0x88
#define CASCADED_MAX 12
#define NTAG_PAGES 4

gboolean
pn532_picc_init (Pn532Picc *picc, const char *uid_hex)
{
  gsize digits = strlen (uid_hex);
  if (digits != 8 && digits != 14 && digits != 20)
    return FALSE;

  *picc = (Pn532Picc){ .uid_length = digits / 2 };
  for (gsize i = 0; i < digits; i++)
    {
      if (!g_ascii_isxdigit (uid_hex[i]))
        return FALSE;
      picc->uid[i / 2] = (guint8) (picc->uid[i / 2] << 4 | g_ascii_xdigit_value (uid_hex[i]));
    }

  /* Bits 7 and 8 of ATQA tell the size of the UID. */
  picc->sens_res[1] = picc->uid_length == 4 ? 0x04 : picc->uid_length == 7 ? 0x44 : 0x84;
  picc->sel_res = picc->uid_length == 4 ? 0x08 : 0x00;
  return TRUE;
}

void
pn532_picc_init_random (Pn532Picc *picc)
{
  *picc = (Pn532Picc){ .uid_length = 4, .sens_res = { 0x00, 0x04 }, .sel_res = 0x20, .draws_uid = TRUE };
  picc->uid[0] = 0x08;
}

/* An NTAG's first pages hold its UID and check bytes; a Classic stays silent until it is authenticated. */
static gboolean
read_ntag (const Pn532Picc *picc, guint8 page, GByteArray *answer)
{
  const guint8 *uid = picc->uid;
  guint8 memory[NTAG_PAGES * 4] = {
    uid[0], uid[1], uid[2], (guint8) (CASCADE_TAG ^ uid[0] ^ uid[1] ^ uid[2]), uid[3],
    uid[4], uid[5], uid[6], (guint8) (uid[3] ^ uid[4] ^ uid[5] ^ uid[6]),      0x48
  };

  for (guint i = 0; i < sizeof memory; i++)
    g_byte_array_append (answer, &memory[(page * 4 + i) % sizeof memory], 1);
  return TRUE;
}

gboolean
pn532_picc_exchange (const Pn532Picc *picc, const guint8 *command, gsize length, GByteArray *answer)
{
  if (picc->uid_length == 7 && length == 2 && command[0] == 0x30)
    return read_ntag (picc, command[1], answer);
  if (picc->draws_uid && length == 1 && command[0] == 0xB2)
    {
      const guint8 pong = 0xA3;
      g_byte_array_append (answer, &pong, 1);
      return TRUE;
    }
  return FALSE;
}

static void
power_picc (Pn532Field *field, Pn532Picc *picc)
{
  if (!field->powered)
    {
      picc->state = PN532_PICC_UNPOWERED;
      return;
    }
  if (picc->state != PN532_PICC_UNPOWERED)
    return;
  picc->state = PN532_PICC_IDLE;
  for (guint i = 1; picc->draws_uid && i < picc->uid_length; i++)
    picc->uid[i] = (guint8) g_rand_int_range (field->rand, 0, 256);
}

void
pn532_field_put (Pn532Field *field, const Pn532Picc *chips, guint n_chips)
{
  g_return_if_fail (n_chips <= PN532_FIELD_CHIPS_MAX);

  field->n_chips = n_chips;
  for (guint i = 0; i < n_chips; i++)
    {
      field->chips[i] = chips[i];
      field->chips[i].state = PN532_PICC_UNPOWERED;
      power_picc (field, &field->chips[i]);
    }
}

void
pn532_field_power (Pn532Field *field, gboolean on)
{
  field->powered = on;
  for (guint i = 0; i < field->n_chips; i++)
    power_picc (field, &field->chips[i]);
}

/* The UID as it crosses the air: each cascade level but the last starts with the cascade tag. */
static gsize
cascade (const Pn532Picc *picc, guint8 bytes[CASCADED_MAX])
{
  gsize length = 0, from = 0;
  while (picc->uid_length - from > 4)
    {
      bytes[length] = CASCADE_TAG;
      memcpy (bytes + length + 1, picc->uid + from, 3);
      length += 4;
      from += 3;
    }
  memcpy (bytes + length, picc->uid + from, 4);
  return length + 4;
}

/* Bits go least significant first; where two chips differ, the reader goes on with those that sent a 1. */
static gboolean
wins (const Pn532Picc *picc, const Pn532Picc *other)
{
  guint8 mine[CASCADED_MAX] = { 0 }, theirs[CASCADED_MAX] = { 0 };
  gsize length = MIN (cascade (picc, mine), cascade (other, theirs));

  for (gsize i = 0; i < length; i++)
    {
      guint8 differs = mine[i] ^ theirs[i];
      if (differs != 0)
        return (mine[i] & differs & -differs) != 0;
    }
  return TRUE;
}

static gboolean
answers (const Pn532Picc *picc, const guint8 *wanted, gsize wanted_length)
{
  guint8 bytes[CASCADED_MAX];

  /* An active chip falls back to idle at the first request and answers the next: one try or more, it is
   * found. */
  if (picc->state != PN532_PICC_IDLE && picc->state != PN532_PICC_ACTIVE)
    return FALSE;
  return wanted == NULL ||
         (cascade (picc, bytes) == wanted_length && memcmp (bytes, wanted, wanted_length) == 0);
}

Pn532Picc *
pn532_field_select (Pn532Field *field, const guint8 *wanted, gsize wanted_length)
{
  Pn532Picc *winner = NULL;

  if (field->n_unseen > 0)
    {
      field->n_unseen--;
      return NULL;
    }
  for (guint i = 0; i < field->n_chips; i++)
    {
      Pn532Picc *picc = &field->chips[i];
      if (answers (picc, wanted, wanted_length) && (winner == NULL || wins (picc, winner)))
        winner = picc;
      if (picc->state == PN532_PICC_ACTIVE)
        picc->state = PN532_PICC_IDLE;
    }
  if (winner != NULL)
    {
      winner->state = PN532_PICC_ACTIVE;
      field->n_unseen = field->weakness;
    }
  return winner;
}
