/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PN532_FIELD_CHIPS_MAX 2
#define PN532_UID_MAX 10

/**
 * Pn532PiccState:
 * @PN532_PICC_UNPOWERED: outside a field
 * @PN532_PICC_IDLE: answers a request
 * @PN532_PICC_ACTIVE: selected
 * @PN532_PICC_HALT: silent until it loses power
 *
 * States of an ISO/IEC 14443-3 type A chip.
 */
typedef enum
{
  PN532_PICC_UNPOWERED,
  PN532_PICC_IDLE,
  PN532_PICC_ACTIVE,
  PN532_PICC_HALT,
} Pn532PiccState;

/**
 * Pn532Bend:
 * @lies: the length of its UID is told as @told_length
 * @told_length: bytes
 * @has_bare_ats: an answer to select of length 0 comes with it, asked for or not
 *
 * What the PN532 says of a chip and no chip is like: broken, or made to break a reader.
 */
typedef struct
{
  gboolean lies;
  guint8 told_length;
  gboolean has_bare_ats;
} Pn532Bend;

/**
 * Pn532Picc:
 *
 * A chip lying on the antenna, as it was built: MIFARE Classic with 4 bytes of UID, NTAG with 7, one of 10,
 * or an ISO 14443-4 one that draws a new UID each time it is powered.
 */
typedef struct
{
  guint8 uid[PN532_UID_MAX];
  guint uid_length;
  guint8 sens_res[2]; /* ATQA, most significant byte first, as the PN532 reports it */
  guint8 sel_res;     /* SAK of the last cascade level */
  gboolean draws_uid;
  Pn532Bend bend;
  Pn532PiccState state;
} Pn532Picc;

/* The antenna's field and the chips in it. */
typedef struct
{
  Pn532Picc chips[PN532_FIELD_CHIPS_MAX];
  guint n_chips;
  gboolean powered;
  guint n_unseen; /* selections that find nothing before any finds something again */
  guint weakness; /* each selection that finds a chip is followed by so many that do not */
  GRand *rand;    /* owned by whoever owns the field */
} Pn532Field;

/* A chip of a 4-, 7- or 10-byte UID in hex; FALSE for any other text. */
gboolean pn532_picc_init (Pn532Picc *picc, const char *uid_hex);
void pn532_picc_init_random (Pn532Picc *picc);
/* What the chip answers to @command once it is selected. FALSE is silence, which a reader sees as a time-out.
 */
gboolean pn532_picc_exchange (const Pn532Picc *picc, const guint8 *command, gsize length, GByteArray *answer);

void pn532_field_put (Pn532Field *field, const Pn532Picc *chips, guint n_chips);
void pn532_field_power (Pn532Field *field, gboolean on);
/* Request, anticollision and select: the chip that wins, now active, or NULL where none answers. @wanted,
 * with cascade tags as InListPassiveTarget takes it, leaves only that chip in the race; NULL for any. */
Pn532Picc *pn532_field_select (Pn532Field *field, const guint8 *wanted, gsize wanted_length);

G_END_DECLS
