/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-money.h"

#include "core/brik-core-error.h"

#include <string.h>

#define ORE_PER_KRONE 100
#define DIGITS_PER_GROUP 3
#define MINUS "\u2212"

gboolean
brik_money_add (gint64 a_ore, gint64 b_ore, gint64 *sum_ore)
{
  return !__builtin_add_overflow (a_ore, b_ore, sum_ore);
}

gint64
brik_money_add_clamped (gint64 a_ore, gint64 b_ore)
{
  gint64 sum_ore;

  if (brik_money_add (a_ore, b_ore, &sum_ore))
    return sum_ore;

  return b_ore < 0 ? G_MININT64 : G_MAXINT64;
}

gboolean
brik_money_multiply (gint64 price_ore, gint64 quantity, gint64 *total_ore)
{
  return !__builtin_mul_overflow (price_ore, quantity, total_ore);
}

static gboolean
skip_prefix (const char **cursor, const char *prefix)
{
  if (*prefix == '\0' || !g_str_has_prefix (*cursor, prefix))
    return FALSE;

  *cursor += strlen (prefix);
  return TRUE;
}

/* Takes the digits at the cursor onto the end of the number, which stays at the first amount too large once
 * it got there: the rest of the text may still be rubbish. */
static guint
take_digits (const char **cursor, gint64 *number)
{
  guint n_digits = 0;

  for (; g_ascii_isdigit (**cursor); (*cursor)++, n_digits++)
    *number = MIN (*number * 10 + g_ascii_digit_value (**cursor), BRIK_MONEY_MAX_ORE + 1);

  return n_digits;
}

/* "1234" or "1.234"; a separator that stands anywhere but between thousands is taken for a mistake and not
 * skipped: 1.50 typed where 1,50 is meant must not become 150 kroner. */
static gboolean
take_kroner (const char **cursor, const char *group, gint64 *kroner)
{
  const char *start = *cursor;
  guint n_digits = take_digits (cursor, kroner);

  if (n_digits == 0)
    return FALSE;

  if (!skip_prefix (cursor, group))
    return TRUE;

  if (n_digits > DIGITS_PER_GROUP || *start == '0')
    return FALSE;

  do
    if (take_digits (cursor, kroner) != DIGITS_PER_GROUP)
      return FALSE;
  while (skip_prefix (cursor, group));

  return TRUE;
}

/* ",5" is fifty øre. */
static gboolean
take_ore (const char **cursor, const char *decimal, gint64 *ore)
{
  guint n_digits;

  if (!skip_prefix (cursor, decimal))
    return TRUE;

  n_digits = take_digits (cursor, ore);
  if (n_digits == 1)
    *ore *= 10;

  return n_digits == 1 || n_digits == 2;
}

gboolean
brik_money_parse (const char *text, const BrikMoneyStyle *style, gint64 *amount_ore, GError **error)
{
  const char *cursor = text;
  gint64 kroner = 0, ore = 0, amount;
  gboolean negative, well_formed;

  while (g_ascii_isspace (*cursor))
    cursor++;

  negative = skip_prefix (&cursor, "-") || skip_prefix (&cursor, MINUS);
  well_formed = take_kroner (&cursor, style->group, &kroner) && take_ore (&cursor, style->decimal, &ore);

  while (g_ascii_isspace (*cursor))
    cursor++;

  if (!well_formed || *cursor != '\0')
    {
      g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID,
                   "Not an amount; write kroner and at most two decimals, such as 12 or 12%s50",
                   style->decimal);
      return FALSE;
    }

  amount = kroner * ORE_PER_KRONE + ore;
  if (amount > BRIK_MONEY_MAX_ORE)
    {
      g_set_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_OVERFLOW,
                   "The amount is too large; at most %" G_GINT64_FORMAT " kroner can be written",
                   BRIK_MONEY_MAX_ORE / ORE_PER_KRONE);
      return FALSE;
    }

  *amount_ore = negative ? -amount : amount;
  return TRUE;
}

char *
brik_money_format (gint64 amount_ore, const BrikMoneyStyle *style)
{
  guint64 magnitude = amount_ore < 0 ? -(guint64) amount_ore : (guint64) amount_ore;
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, magnitude / ORE_PER_KRONE);
  gsize n_digits = strlen (digits);
  GString *text = g_string_new (amount_ore < 0 ? MINUS : NULL);

  for (gsize i = 0; i < n_digits; i++)
    {
      if (i > 0 && (n_digits - i) % DIGITS_PER_GROUP == 0)
        g_string_append (text, style->group);
      g_string_append_c (text, digits[i]);
    }

  g_string_append_printf (text, "%s%02u", style->decimal, (guint) (magnitude % ORE_PER_KRONE));
  return g_string_free (text, FALSE);
}
