/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-barcode.h"

#include "core/brik-core-error.h"

#include <string.h>

/* Digits weigh 1 and 3 in turn from the right; the last makes the sum a multiple of ten. Noughts on the left
 * so change nothing. */
static gboolean
check_digit_is_right (const char *digits, gsize length)
{
  guint sum = 0;

  for (gsize i = 0; i < length; i++)
    sum += (guint) g_ascii_digit_value (digits[i]) * ((length - i) % 2 == 1 ? 1 : 3);
  return sum % 10 == 0;
}

gboolean
brik_barcode_is_valid (const char *text)
{
  return strlen (text) == BRIK_BARCODE_DIGITS && strspn (text, "0123456789") == BRIK_BARCODE_DIGITS &&
         check_digit_is_right (text, BRIK_BARCODE_DIGITS);
}

char *
brik_barcode_normalize (const char *text, GError **error)
{
  gsize length = strlen (text);

  if (length == BRIK_BARCODE_DIGITS + 1 && text[0] == '0')
    {
      text++;
      length--;
    }
  if ((length != 8 && length != 12 && length != BRIK_BARCODE_DIGITS) || strspn (text, "0123456789") != length)
    {
      g_set_error_literal (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID,
                           "Not a barcode; it must be the 8, 12 or 13 digits that stand under the bars");
      return NULL;
    }
  if (!check_digit_is_right (text, length))
    {
      g_set_error_literal (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID,
                           "Not a barcode; its last digit does not fit the others, so one is wrong");
      return NULL;
    }

  return g_strdup_printf ("%.*s%s", (int) (BRIK_BARCODE_DIGITS - length), "00000", text);
}
