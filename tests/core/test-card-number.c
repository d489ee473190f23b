/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-card-number.h"

#include "core/brik-core-error.h"
#include "core/brik-limits.h"

#include "random-steps.h"

#include <string.h>

__extension__ typedef unsigned __int128 Wide;

typedef struct
{
  const char *uid;
  BrikCardForm form;
  const char *number;
} Printed;

static const Printed printed[] = {
  { "72BF9961", BRIK_CARD_FORM_HEX, "72BF9961" },
  { "72BF9961", BRIK_CARD_FORM_DECIMAL, "1925159265" },
  { "6199BF72", BRIK_CARD_FORM_DECIMAL_REVERSED, "1925159265" },
  { "72BF9961", BRIK_CARD_FORM_DECIMAL_REVERSED, "1637465970" },
  { "A10A8925", BRIK_CARD_FORM_DECIMAL, "2701822245" },
  { "04579A22352680", BRIK_CARD_FORM_HEX, "04579A22352680" },
  { "04579A22352680", BRIK_CARD_FORM_DECIMAL, "1222219417331328" },
  { "04579A22352680", BRIK_CARD_FORM_DECIMAL_REVERSED, "36070806674626308" },
  { "00000000", BRIK_CARD_FORM_DECIMAL, "0" },
  { "0000007B", BRIK_CARD_FORM_DECIMAL, "123" },
  { "FFFFFFFF", BRIK_CARD_FORM_DECIMAL, "4294967295" },
  { "FFFFFFFFFFFFFFFFFFFF", BRIK_CARD_FORM_DECIMAL, "1208925819614629174706175" },
  { "01000000000000000000", BRIK_CARD_FORM_DECIMAL_REVERSED, "1" },
};

static void
test_printed (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (printed); i++)
    {
      const Printed *card = &printed[i];
      g_autofree char *number = brik_card_number_from_uid (card->uid, card->form);
      g_autofree char *uid = brik_card_number_to_uid (card->number, card->form, strlen (card->uid) / 2);

      g_assert_cmpstr (number, ==, card->number);
      g_assert_cmpstr (uid, ==, card->uid);
    }
}

static void
assert_normalized (const char *text, BrikCardForm form, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *number = brik_card_number_normalize (text, form, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (number, ==, expected);
}

static void
assert_refused (const char *text, BrikCardForm form)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *number = brik_card_number_normalize (text, form, &error);

  g_test_message ("“%s” as %s", text, brik_card_form_to_name (form));
  g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID);
  g_assert_null (number);
}

/* The numbers that the rule names, each in the form it is printed in. */
static void
test_rule_examples (void)
{
  g_autofree char *uid = brik_card_number_to_uid ("2701822245", BRIK_CARD_FORM_DECIMAL, 4);
  g_autofree char *number = brik_card_number_from_uid (uid, BRIK_CARD_FORM_DECIMAL);

  g_assert_cmpstr (number, ==, "2701822245");
  g_assert_cmpuint (g_ascii_strtoull (uid, NULL, 16), ==, 2701822245);

  assert_normalized ("72bf9961", BRIK_CARD_FORM_HEX, "72BF9961");
  assert_normalized ("1925159265", BRIK_CARD_FORM_DECIMAL, "1925159265");
  assert_normalized ("04579A22352680", BRIK_CARD_FORM_HEX, "04579A22352680");
  assert_normalized ("2701822245", BRIK_CARD_FORM_DECIMAL, "2701822245");
  assert_normalized ("12345678901234", BRIK_CARD_FORM_ASSIGNED, "12345678901234");
  assert_normalized ("884263sae", BRIK_CARD_FORM_ASSIGNED, "884263SAE");
}

/* The same 14 digits are a UID, a number or only themselves: the form decides, nothing is guessed. */
static void
test_fourteen_digits (void)
{
  const char *digits = "12345678901234";
  g_autofree char *as_hex = brik_card_number_to_uid (digits, BRIK_CARD_FORM_HEX, 7);
  g_autofree char *as_decimal = brik_card_number_to_uid (digits, BRIK_CARD_FORM_DECIMAL, 7);
  g_autofree char *reversed = brik_card_number_to_uid (digits, BRIK_CARD_FORM_DECIMAL_REVERSED, 7);

  g_assert_cmpstr (as_hex, ==, "12345678901234");
  g_assert_cmpstr (as_decimal, ==, "000B3A73CE2FF2");
  g_assert_cmpstr (reversed, ==, "F22FCE733A0B00");
  g_assert_null (brik_card_number_to_uid (digits, BRIK_CARD_FORM_DECIMAL, 4));
  g_assert_null (brik_card_number_to_uid (digits, BRIK_CARD_FORM_HEX, 4));
  g_assert_null (brik_card_number_to_uid (digits, BRIK_CARD_FORM_ASSIGNED, 7));
  g_assert_null (brik_card_number_from_uid ("04579A22352680", BRIK_CARD_FORM_ASSIGNED));
}

/* Of whichever length; an assigned number is no chip's. */
static void
test_derived_uid (void)
{
  static const struct
  {
    const char *number;
    BrikCardForm form;
    const char *uid;
  } cases[] = {
    { "04579A22352680", BRIK_CARD_FORM_HEX, "04579A22352680" },
    { "72BF9961", BRIK_CARD_FORM_HEX, "72BF9961" },
    { "1925159265", BRIK_CARD_FORM_DECIMAL, "72BF9961" },
    { "12345678901234", BRIK_CARD_FORM_DECIMAL, "000B3A73CE2FF2" },
    { "1637465970", BRIK_CARD_FORM_DECIMAL_REVERSED, "72BF9961" },
    { "0123", BRIK_CARD_FORM_DECIMAL, NULL },
    { "12345678901234", BRIK_CARD_FORM_ASSIGNED, NULL },
    { "72BF9961", BRIK_CARD_FORM_ASSIGNED, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *uid = brik_card_number_derive_uid (cases[i].number, cases[i].form);

      g_assert_cmpstr (uid, ==, cases[i].uid);
    }
}

static void
test_leading_zeros (void)
{
  assert_normalized ("0123", BRIK_CARD_FORM_DECIMAL, "0123");
  assert_normalized ("123", BRIK_CARD_FORM_DECIMAL, "123");
  assert_normalized ("000123", BRIK_CARD_FORM_ASSIGNED, "000123");
  g_assert_null (brik_card_number_to_uid ("0123", BRIK_CARD_FORM_DECIMAL, 4));
  g_assert_null (brik_card_number_to_uid ("00", BRIK_CARD_FORM_DECIMAL, 4));
}

/* Two numbers that an import must see collide are the same text after this. */
static void
test_case_and_spaces (void)
{
  assert_normalized ("884263SAE", BRIK_CARD_FORM_ASSIGNED, "884263SAE");
  assert_normalized (" 884 263 sAe ", BRIK_CARD_FORM_ASSIGNED, "884263SAE");
  assert_normalized ("72 bf 99 61\r\n", BRIK_CARD_FORM_HEX, "72BF9961");
  assert_normalized ("1925 159 265", BRIK_CARD_FORM_DECIMAL, "1925159265");
  assert_normalized ("12345678901234567890123456789012", BRIK_CARD_FORM_ASSIGNED,
                     "12345678901234567890123456789012");
}

static void
test_refuses (void)
{
  assert_refused ("", BRIK_CARD_FORM_ASSIGNED);
  assert_refused ("  ", BRIK_CARD_FORM_ASSIGNED);
  assert_refused ("123456789012345678901234567890123", BRIK_CARD_FORM_ASSIGNED);
  assert_refused ("88\x01", BRIK_CARD_FORM_ASSIGNED);
  assert_refused ("88æ", BRIK_CARD_FORM_ASSIGNED);
  assert_refused ("72BF996", BRIK_CARD_FORM_HEX);
  assert_refused ("72BF99611", BRIK_CARD_FORM_HEX);
  assert_refused ("72BF99G1", BRIK_CARD_FORM_HEX);
  assert_refused ("72BF996100", BRIK_CARD_FORM_HEX);
  assert_refused ("0x72BF99", BRIK_CARD_FORM_HEX);
  assert_refused ("1925159265", BRIK_CARD_FORM_HEX);
  assert_refused ("72BF9961", BRIK_CARD_FORM_DECIMAL);
  assert_refused ("-1925159265", BRIK_CARD_FORM_DECIMAL);
  assert_refused ("12345678901234567890123456", BRIK_CARD_FORM_DECIMAL_REVERSED);
  g_assert_null (brik_card_number_to_uid ("4294967296", BRIK_CARD_FORM_DECIMAL, 4));
  g_assert_null (brik_card_number_to_uid ("1208925819614629174706176", BRIK_CARD_FORM_DECIMAL, 10));
  g_assert_null (brik_card_number_to_uid ("", BRIK_CARD_FORM_DECIMAL, 4));
  g_assert_null (brik_card_number_from_uid ("72BF99", BRIK_CARD_FORM_DECIMAL));
}

static void
test_uid (void)
{
  static const char *const refused[] = { "",         "72BF99",      "72BF9961AA",
                                         "72BF996Z", "04:57:9A:22", "04579A223526800" };
  g_autofree char *uid = brik_card_uid_normalize (" 04 57 9a 22 35 26 80 ", NULL);

  g_assert_cmpstr (uid, ==, "04579A22352680");
  for (gsize i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (brik_card_uid_normalize (refused[i], &error));
      g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID);
    }

  g_assert_true (brik_card_uid_is_random ("08A1B2C3"));
  g_assert_false (brik_card_uid_is_random ("80A1B2C3"));
  g_assert_false (brik_card_uid_is_random ("08A1B2C3D4E5F6"));
}

static void
test_form_names (void)
{
  static const char *const names[] = { "hex", "decimal", "decimal-reversed", "assigned" };
  BrikCardForm form = BRIK_CARD_FORM_HEX;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_assert_cmpstr (brik_card_form_to_name (i), ==, names[i]);
      g_assert_true (brik_card_form_from_name (names[i], &form));
      g_assert_cmpint (form, ==, i);
    }

  g_assert_false (brik_card_form_from_name ("Hex", &form));
  g_assert_false (brik_card_form_from_name ("", &form));
  g_assert_false (brik_card_form_from_name (NULL, &form));
  g_assert_null (brik_card_form_to_name (G_N_ELEMENTS (names)));
}

/* The oracle reads the bytes into one wide integer and prints it in two halves of decimal. */
static char *
oracle_decimal (const guint8 *bytes, guint n_bytes, gboolean reversed)
{
  const Wide half = G_GUINT64_CONSTANT (1000000000000000);
  Wide value = 0;

  for (guint i = 0; i < n_bytes; i++)
    value = value * 256 + bytes[reversed ? n_bytes - 1 - i : i];

  if (value < half)
    return g_strdup_printf ("%" G_GUINT64_FORMAT, (guint64) value);

  return g_strdup_printf ("%" G_GUINT64_FORMAT "%015" G_GUINT64_FORMAT, (guint64) (value / half),
                          (guint64) (value % half));
}

static void
assert_derived (const char *hex, guint n_bytes, BrikCardForm form, const char *expected)
{
  g_autofree char *number = brik_card_number_from_uid (hex, form);
  g_autofree char *normalized = brik_card_number_normalize (number, form, NULL);
  g_autofree char *uid = brik_card_number_to_uid (normalized, form, n_bytes);

  g_assert_cmpstr (number, ==, expected);
  g_assert_cmpstr (normalized, ==, expected);
  g_assert_cmpstr (uid, ==, hex);
}

static void
test_derived (void)
{
  for (guint step = random_steps (); step > 0; step--)
    {
      guint n_bytes = 4 + 3 * g_test_rand_int_range (0, 3);
      guint n_zeros = random_one_in (3) ? g_test_rand_int_range (0, n_bytes) : 0;
      guint8 bytes[10] = { 0 };
      char hex[21] = "";
      g_autofree char *decimal = NULL, *reversed = NULL;

      for (guint i = n_zeros; i < n_bytes; i++)
        bytes[i] = g_test_rand_int_range (0, 256);
      for (guint i = 0; i < n_bytes; i++)
        g_snprintf (hex + 2 * i, 3, "%02X", bytes[i]);
      decimal = oracle_decimal (bytes, n_bytes, FALSE);
      reversed = oracle_decimal (bytes, n_bytes, TRUE);

      assert_derived (hex, n_bytes, BRIK_CARD_FORM_HEX, hex);
      assert_derived (hex, n_bytes, BRIK_CARD_FORM_DECIMAL, decimal);
      assert_derived (hex, n_bytes, BRIK_CARD_FORM_DECIMAL_REVERSED, reversed);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/card-number/R3/printed", test_printed);
  g_test_add_func ("/core/card-number/R3/rule-examples", test_rule_examples);
  g_test_add_func ("/core/card-number/R3/fourteen-digits", test_fourteen_digits);
  g_test_add_func ("/core/card-number/R3/derived-uid", test_derived_uid);
  g_test_add_func ("/core/card-number/R3/leading-zeros", test_leading_zeros);
  g_test_add_func ("/core/card-number/R3/case-and-spaces", test_case_and_spaces);
  g_test_add_func ("/core/card-number/R3/refuses", test_refuses);
  g_test_add_func ("/core/card-number/R3/uid", test_uid);
  g_test_add_func ("/core/card-number/R3/form-names", test_form_names);
  g_test_add_func ("/core/card-number/R3/derived", test_derived);
  return g_test_run ();
}
