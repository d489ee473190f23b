/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-card-number.h"

#include "core/brik-core-error.h"
#include "core/brik-limits.h"
#include "core/brik-words.h"

#include <string.h>

#define UID_MAX_BYTES 10
#define UID_MAX_DIGITS 25 /* of 2⁸⁰ − 1 in decimal */

/* A UID's bytes as one number, the highest first. */
typedef struct
{
  guint8 bytes[UID_MAX_BYTES];
  guint n_bytes;
} Uid;

static const char *const form_words[] = {
  [BRIK_CARD_FORM_HEX] = "hex",
  [BRIK_CARD_FORM_DECIMAL] = "decimal",
  [BRIK_CARD_FORM_DECIMAL_REVERSED] = "decimal-reversed",
  [BRIK_CARD_FORM_ASSIGNED] = "assigned",
};

const char *
brik_card_form_to_name (BrikCardForm form)
{
  return brik_words_get (form_words, G_N_ELEMENTS (form_words), form);
}

gboolean
brik_card_form_from_name (const char *name, BrikCardForm *form)
{
  guint value;

  if (!brik_words_find (form_words, G_N_ELEMENTS (form_words), name, &value))
    return FALSE;

  *form = value;
  return TRUE;
}

static gboolean
is_uid_length (guint n_bytes)
{
  return n_bytes == 4 || n_bytes == 7 || n_bytes == 10;
}

/* @text without its spaces, in upper case; NULL if it is empty, too long, or not of visible ASCII. */
static char *
squeeze (const char *text)
{
  g_autoptr (GString) squeezed = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isspace (*text))
        continue;
      if (!g_ascii_isgraph (*text) || squeezed->len == BRIK_LIMIT_CARD_NUMBER)
        return NULL;
      g_string_append_c (squeezed, g_ascii_toupper (*text));
    }

  return squeezed->len > 0 ? g_string_free (g_steal_pointer (&squeezed), FALSE) : NULL;
}

static gboolean
is_hex_uid (const char *text)
{
  gsize length = strlen (text);

  return length % 2 == 0 && is_uid_length (length / 2) && strspn (text, "0123456789ABCDEF") == length;
}

static gboolean
is_decimal (const char *text)
{
  gsize length = strlen (text);

  return length > 0 && length <= UID_MAX_DIGITS && strspn (text, "0123456789") == length;
}

static gboolean
is_of_form (const char *number, BrikCardForm form)
{
  switch (form)
    {
    case BRIK_CARD_FORM_HEX:
      return is_hex_uid (number);
    case BRIK_CARD_FORM_DECIMAL:
    case BRIK_CARD_FORM_DECIMAL_REVERSED:
      return is_decimal (number);
    case BRIK_CARD_FORM_ASSIGNED:
      return TRUE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static const char *
describe_form (BrikCardForm form)
{
  switch (form)
    {
    case BRIK_CARD_FORM_HEX:
      return "type the 8, 14 or 20 digits 0–9 and letters A–F that stand on the card";
    case BRIK_CARD_FORM_DECIMAL:
    case BRIK_CARD_FORM_DECIMAL_REVERSED:
      return "type the digits that stand on the card, at most " G_STRINGIFY (UID_MAX_DIGITS);
    case BRIK_CARD_FORM_ASSIGNED:
    default:
      return "type what stands on the card, at most " G_STRINGIFY (
        BRIK_LIMIT_CARD_NUMBER) " letters and digits";
    }
}

char *
brik_card_uid_normalize (const char *text, GError **error)
{
  g_autofree char *uid = squeeze (text);

  if (uid == NULL || !is_hex_uid (uid))
    {
      g_set_error_literal (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID,
                           "Not a chip's UID; it must be 8, 14 or 20 hexadecimal digits");
      return NULL;
    }

  return g_steal_pointer (&uid);
}

gboolean
brik_card_uid_is_random (const char *uid)
{
  return strlen (uid) == 8 && g_str_has_prefix (uid, "08");
}

char *
brik_card_number_normalize (const char *text, BrikCardForm form, GError **error)
{
  g_autofree char *number = squeeze (text);

  if (number == NULL || !is_of_form (number, form))
    {
      g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID, "Not a card number; %s",
                   describe_form (form));
      return NULL;
    }

  return g_steal_pointer (&number);
}

static gboolean
uid_from_hex (const char *hex, Uid *uid)
{
  if (!is_hex_uid (hex))
    return FALSE;

  uid->n_bytes = strlen (hex) / 2;
  for (guint i = 0; i < uid->n_bytes; i++)
    uid->bytes[i] = g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]);

  return TRUE;
}

static char *
uid_to_hex (const Uid *uid)
{
  GString *hex = g_string_sized_new (2 * UID_MAX_BYTES);

  for (guint i = 0; i < uid->n_bytes; i++)
    g_string_append_printf (hex, "%02X", uid->bytes[i]);

  return g_string_free (hex, FALSE);
}

static void
uid_reverse (Uid *uid)
{
  for (guint i = 0; i < uid->n_bytes / 2; i++)
    {
      guint8 byte = uid->bytes[i];

      uid->bytes[i] = uid->bytes[uid->n_bytes - 1 - i];
      uid->bytes[uid->n_bytes - 1 - i] = byte;
    }
}

/* Ten bytes are more than the largest integer of C: digit by digit, as on paper. */
static char *
uid_to_decimal (const Uid *uid)
{
  Uid rest = *uid;
  char digits[UID_MAX_DIGITS + 1] = "";
  guint start = UID_MAX_DIGITS;
  gboolean more;

  do
    {
      guint remainder = 0;

      more = FALSE;
      for (guint i = 0; i < rest.n_bytes; i++)
        {
          guint value = remainder << 8 | rest.bytes[i];

          rest.bytes[i] = value / 10;
          remainder = value % 10;
          more = more || rest.bytes[i] != 0;
        }
      digits[--start] = '0' + remainder;
    }
  while (more);

  return g_strdup (digits + start);
}

/* A number with leading zeros is another number (R3), and no UID's. */
static gboolean
uid_from_decimal (const char *decimal, guint n_bytes, Uid *uid)
{
  if (!is_decimal (decimal) || (decimal[0] == '0' && decimal[1] != '\0'))
    return FALSE;

  *uid = (Uid){ .n_bytes = n_bytes };
  for (; *decimal != '\0'; decimal++)
    {
      guint carry = g_ascii_digit_value (*decimal);

      for (guint i = n_bytes; i-- > 0;)
        {
          guint value = uid->bytes[i] * 10u + carry;

          uid->bytes[i] = value & 0xff;
          carry = value >> 8;
        }
      if (carry != 0)
        return FALSE;
    }

  return TRUE;
}

char *
brik_card_number_from_uid (const char *hex, BrikCardForm form)
{
  Uid uid;

  if (form == BRIK_CARD_FORM_ASSIGNED || !uid_from_hex (hex, &uid))
    return NULL;

  if (form == BRIK_CARD_FORM_HEX)
    return uid_to_hex (&uid);

  if (form == BRIK_CARD_FORM_DECIMAL_REVERSED)
    uid_reverse (&uid);

  return uid_to_decimal (&uid);
}

char *
brik_card_number_to_uid (const char *number, BrikCardForm form, guint n_bytes)
{
  Uid uid;

  g_return_val_if_fail (is_uid_length (n_bytes), NULL);

  switch (form)
    {
    case BRIK_CARD_FORM_HEX:
      return uid_from_hex (number, &uid) && uid.n_bytes == n_bytes ? uid_to_hex (&uid) : NULL;
    case BRIK_CARD_FORM_DECIMAL:
      return uid_from_decimal (number, n_bytes, &uid) ? uid_to_hex (&uid) : NULL;
    case BRIK_CARD_FORM_DECIMAL_REVERSED:
      if (!uid_from_decimal (number, n_bytes, &uid))
        return NULL;
      uid_reverse (&uid);
      return uid_to_hex (&uid);
    case BRIK_CARD_FORM_ASSIGNED:
    default:
      return NULL;
    }
}

char *
brik_card_number_derive_uid (const char *number, BrikCardForm form)
{
  for (guint n_bytes = 4; n_bytes <= UID_MAX_BYTES; n_bytes += 3)
    {
      char *uid = brik_card_number_to_uid (number, form, n_bytes);

      if (uid != NULL)
        return uid;
    }
  return NULL;
}
