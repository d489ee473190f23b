/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-core-error.h"
#include "core/brik-money.h"

#include "random-steps.h"

#include <string.h>

__extension__ typedef __int128 Wide;

static const BrikMoneyStyle danish = { ",", "." };
static const BrikMoneyStyle english = { ".", "," };
static const BrikMoneyStyle plain = { ",", "" };
static const BrikMoneyStyle french = { ",", "\u202f" };

static void
assert_parses (const char *text, const BrikMoneyStyle *style, gint64 expected_ore)
{
  g_autoptr (GError) error = NULL;
  gint64 amount_ore = -1;
  gboolean parsed = brik_money_parse (text, style, &amount_ore, &error);

  g_test_message ("“%s”", g_utf8_validate (text, -1, NULL) ? text : "not UTF-8");
  g_assert_no_error (error);
  g_assert_true (parsed);
  g_assert_cmpint (amount_ore, ==, expected_ore);
}

static void
assert_refused (const char *text, const BrikMoneyStyle *style, BrikCoreError code)
{
  g_autoptr (GError) error = NULL;
  gint64 amount_ore = 4711;
  gboolean parsed = brik_money_parse (text, style, &amount_ore, &error);

  g_test_message ("“%s”", g_utf8_validate (text, -1, NULL) ? text : "not UTF-8");
  g_assert_error (error, BRIK_CORE_ERROR, (gint) code);
  g_assert_false (parsed);
  g_assert_cmpint (amount_ore, ==, 4711);
}

static void
test_parse (void)
{
  assert_parses ("12", &danish, 1200);
  assert_parses ("12,50", &danish, 1250);
  assert_parses ("12,5", &danish, 1250);
  assert_parses ("12,05", &danish, 1205);
  assert_parses ("0,05", &danish, 5);
  assert_parses ("0", &danish, 0);
  assert_parses ("007", &danish, 700);
  assert_parses (" 12,50\t", &danish, 1250);
  assert_parses ("1.234,50", &danish, 123450);
  assert_parses ("1234,50", &danish, 123450);
  assert_parses ("1.234.567", &danish, 123456700);
  assert_parses ("1,234.50", &english, 123450);
  assert_parses ("1234,50", &plain, 123450);
  assert_parses ("1\u202f234,50", &french, 123450);
  assert_parses ("-12,50", &danish, -1250);
  assert_parses ("\u221212,50", &danish, -1250);
  assert_parses ("10.000.000", &danish, BRIK_MONEY_MAX_ORE);
  assert_parses ("-10000000,00", &danish, -BRIK_MONEY_MAX_ORE);
}

static void
test_parse_refuses (void)
{
  static const char *const rubbish[] = {
    "",       " ",     "-",      "--1",      "- 1",   "+1",     "kr. 12", "12 kr.",    "12,",     ",50",
    "12,505", "12,5O", "1 2",    "12.50",    "1.50",  "1.5000", "12.34",  "1234.567",  "1.23,00", "0.123",
    "1..234", ".123",  "1.234.", "1,234.50", "1,2,3", "0x10",   "1e3",    "NaN",       "½",       "１２",
    "12,50,", "−",     "12,-",   "1.234,",   "1,50-", "\xff",   "12\xc2", "12\u00a0,", "NaN kr.", "infinity",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rubbish); i++)
    assert_refused (rubbish[i], &danish, BRIK_CORE_ERROR_INVALID);

  assert_refused ("1.234", &plain, BRIK_CORE_ERROR_INVALID);
  assert_refused ("12,50", &english, BRIK_CORE_ERROR_INVALID);
}

static void
test_parse_overflow (void)
{
  assert_refused ("10.000.000,01", &danish, BRIK_CORE_ERROR_OVERFLOW);
  assert_refused ("-10.000.000,01", &danish, BRIK_CORE_ERROR_OVERFLOW);
  assert_refused ("92233720368547758,08", &danish, BRIK_CORE_ERROR_OVERFLOW);
  assert_refused ("184467440737095516,16", &danish, BRIK_CORE_ERROR_OVERFLOW);
  assert_refused ("99999999999999999999999999999999999999999999", &danish, BRIK_CORE_ERROR_OVERFLOW);
  assert_refused ("99999999999999999999999999999999999999999999x", &danish, BRIK_CORE_ERROR_INVALID);
}

static void
assert_formats (gint64 amount_ore, const BrikMoneyStyle *style, const char *expected)
{
  g_autofree char *text = brik_money_format (amount_ore, style);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_format (void)
{
  assert_formats (0, &danish, "0,00");
  assert_formats (5, &danish, "0,05");
  assert_formats (-5, &danish, "\u22120,05");
  assert_formats (1250, &danish, "12,50");
  assert_formats (99999, &danish, "999,99");
  assert_formats (100000, &danish, "1.000,00");
  assert_formats (123456789, &danish, "1.234.567,89");
  assert_formats (-123450, &english, "\u22121,234.50");
  assert_formats (123450, &plain, "1234,50");
  assert_formats (G_MAXINT64, &plain, "92233720368547758,07");
  assert_formats (G_MININT64, &plain, "\u221292233720368547758,08");
}

/* What is written can be read again, in every style. */
static void
test_round_trip (void)
{
  const BrikMoneyStyle *const styles[] = { &danish, &english, &plain, &french };

  for (guint step = random_steps (); step > 0; step--)
    {
      const BrikMoneyStyle *style = styles[g_test_rand_int_range (0, G_N_ELEMENTS (styles))];
      gint64 amount_ore = random_int64 () % (BRIK_MONEY_MAX_ORE + 1);
      gint64 again_ore;
      g_autofree char *text = brik_money_format (amount_ore, style);
      g_autoptr (GError) error = NULL;

      brik_money_parse (text, style, &again_ore, &error);
      g_assert_no_error (error);
      g_assert_cmpint (again_ore, ==, amount_ore);
    }
}

/* The oracle: a grammar, and an integer without separators. */
static gboolean
oracle_parse (GRegex *grammar, const char *text, gint64 *amount_ore)
{
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *sign = NULL, *kroner = NULL, *ore = NULL, *digits = NULL;
  g_auto (GStrv) groups = NULL;

  if (!g_regex_match (grammar, text, 0, &match))
    return FALSE;

  sign = g_match_info_fetch_named (match, "sign");
  kroner = g_match_info_fetch_named (match, "kroner");
  ore = g_match_info_fetch_named (match, "ore");
  groups = g_strsplit (kroner, ".", -1);
  g_free (kroner);
  kroner = g_strjoinv ("", groups);
  digits = g_strdup_printf ("%s%s%.*s", kroner, ore, (int) (2 - strlen (ore)), "00");
  *amount_ore = g_ascii_strtoll (digits, NULL, 10) * (*sign == '\0' ? 1 : -1);

  return TRUE;
}

static void
test_parse_oracle (void)
{
  static const char alphabet[] = "00123456789..,,- ";
  g_autoptr (GRegex) grammar =
    g_regex_new ("^ *(?<sign>-?)(?<kroner>[1-9][0-9]{0,2}(\\.[0-9]{3})+|[0-9]+)(,(?<ore>[0-9]{1,2}))? *$",
                 G_REGEX_DOLLAR_ENDONLY | G_REGEX_OPTIMIZE, 0, NULL);
  guint n_parsed = 0;

  for (guint step = random_steps (); step > 0; step--)
    {
      char text[16] = "";
      gint64 expected_ore, amount_ore;
      g_autoptr (GError) error = NULL;
      gboolean parsed;

      for (gint i = g_test_rand_int_range (0, random_one_in (2) ? 6 : sizeof text); i > 0; i--)
        text[i - 1] = alphabet[g_test_rand_int_range (0, sizeof alphabet - 1)];

      parsed = brik_money_parse (text, &danish, &amount_ore, &error);
      if (!oracle_parse (grammar, text, &expected_ore))
        g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID);
      else if (ABS (expected_ore) > BRIK_MONEY_MAX_ORE)
        g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_OVERFLOW);
      else
        {
          g_assert_no_error (error);
          g_assert_cmpint (amount_ore, ==, expected_ore);
        }
      g_assert_cmpint (parsed, ==, error == NULL);
      n_parsed += parsed;
    }

  g_assert_cmpuint (n_parsed, >, random_steps () / 50);
}

static void
test_arithmetic (void)
{
  for (guint step = random_steps (); step > 0; step--)
    {
      gint64 a = random_int64 (), b = random_int64 (), sum, product;
      Wide wide_sum = (Wide) a + b, wide_product = (Wide) a * b;

      if (brik_money_add (a, b, &sum))
        g_assert_true (sum == wide_sum);
      else
        g_assert_true (wide_sum < G_MININT64 || wide_sum > G_MAXINT64);

      if (brik_money_multiply (a, b, &product))
        g_assert_true (product == wide_product);
      else
        g_assert_true (wide_product < G_MININT64 || wide_product > G_MAXINT64);

      g_assert_true (brik_money_add_clamped (a, b) == CLAMP (wide_sum, G_MININT64, G_MAXINT64));
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/money/parse", test_parse);
  g_test_add_func ("/core/money/parse-refuses", test_parse_refuses);
  g_test_add_func ("/core/money/D6/parse-overflow", test_parse_overflow);
  g_test_add_func ("/core/money/parse-oracle", test_parse_oracle);
  g_test_add_func ("/core/money/format", test_format);
  g_test_add_func ("/core/money/round-trip", test_round_trip);
  g_test_add_func ("/core/money/D6/arithmetic", test_arithmetic);
  return g_test_run ();
}
