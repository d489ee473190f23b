/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikCardForm:
 * @BRIK_CARD_FORM_HEX: the UID in hex, as read
 * @BRIK_CARD_FORM_DECIMAL: the UID as one big-endian number in decimal, without leading zeros
 * @BRIK_CARD_FORM_DECIMAL_REVERSED: the same, the UID's bytes taken little-endian
 * @BRIK_CARD_FORM_ASSIGNED: any number; the UID comes from the list of issued cards
 *
 * How a municipality prints the numbers of its cards. A setting, never guessed (R3).
 */
typedef enum
{
  BRIK_CARD_FORM_HEX,
  BRIK_CARD_FORM_DECIMAL,
  BRIK_CARD_FORM_DECIMAL_REVERSED,
  BRIK_CARD_FORM_ASSIGNED,
} BrikCardForm;

/* Words on the wire and in stores: "hex", "decimal", "decimal-reversed", "assigned". */
const char *brik_card_form_to_name (BrikCardForm form);
gboolean brik_card_form_from_name (const char *name, BrikCardForm *form);

/**
 * brik_card_uid_normalize:
 * @text: a UID in hex; case and spaces do not matter
 *
 * A UID is text: upper-case hex of 4, 7 or 10 bytes.
 *
 * Returns: (transfer full) (nullable): NULL with %BRIK_CORE_ERROR_INVALID
 */
char *brik_card_uid_normalize (const char *text, GError **error);
/* A 4-byte UID that starts with 08 is drawn anew at each tap: not an identity. */
gboolean brik_card_uid_is_random (const char *uid);

/**
 * brik_card_number_normalize:
 * @text: a card number as typed or imported
 *
 * The one form that numbers are compared in: upper case, no spaces, leading zeros kept (R3). Two cards whose
 * numbers are equal after this collide.
 *
 * Returns: (transfer full) (nullable): NULL with %BRIK_CORE_ERROR_INVALID if it is not of that form
 */
char *brik_card_number_normalize (const char *text, BrikCardForm form, GError **error);

/* The number that is printed for @uid, or NULL where it cannot be derived (assigned). */
char *brik_card_number_from_uid (const char *uid, BrikCardForm form);
/* The UID that has that number, of @n_bytes 4, 7 or 10 (a decimal does not tell), or NULL where it cannot be
 * derived: a decimal with leading zeros is no UID's number. */
char *brik_card_number_to_uid (const char *number, BrikCardForm form, guint n_bytes);
/* The same, of the shortest UID that has that number. */
char *brik_card_number_derive_uid (const char *number, BrikCardForm form);

G_END_DECLS
