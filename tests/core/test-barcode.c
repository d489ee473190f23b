/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-barcode.h"
#include "core/brik-core-error.h"

#include <string.h>

/* What is printed on goods in the shops: what a scanner sends, and what it is. */
static const char *const codes[][2] = {
  { "5701234567899", "5701234567899" },  /* EAN-13 of Denmark */
  { "4006381333931", "4006381333931" },  /* EAN-13 of Germany */
  { "9780201379624", "9780201379624" },  /* a book's */
  { "0036000291452", "0036000291452" },  /* a UPC-A as thirteen digits */
  { "036000291452", "0036000291452" },   /* and as twelve */
  { "00036000291452", "0036000291452" }, /* and as fourteen */
  { "73513537", "0000073513537" },       /* EAN-8 */
  { "96385074", "0000096385074" },
};

static void
test_trade (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *code = brik_barcode_normalize (codes[i][0], &error);

      g_assert_no_error (error);
      g_assert_cmpstr (code, ==, codes[i][1]);
      g_assert_true (brik_barcode_is_valid (code));
    }
}

static void
test_not_barcodes (void)
{
  const char *const texts[] = {
    "",
    "5",
    "570123456789",   /* the check digit is missing: twelve digits whose sum does not fit */
    "15701234567896", /* a crate's GTIN-14 */
    "57012345678990",
    "570123456789A",
    "-701234567899",
    " 5701234567899",
    "04579A22352680",
    "０３６０００２９１４５２",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (brik_barcode_normalize (texts[i], &error));
      g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID);
      g_assert_false (brik_barcode_is_valid (texts[i]));
    }
}

/* The check digit finds every single wrong digit, and nine of ten swaps of neighbours. */
static void
test_misread (void)
{
  guint n_wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    for (gsize at = 0; at < strlen (codes[i][0]); at++)
      for (char digit = '0'; digit <= '9'; digit++)
        {
          g_autofree char *text = g_strdup (codes[i][0]);

          if (text[at] == digit)
            continue;
          text[at] = digit;
          g_assert_null (brik_barcode_normalize (text, NULL));
          n_wrong++;
        }
  g_test_message ("covered: %u barcodes with one wrong digit", n_wrong);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/barcode/trade", test_trade);
  g_test_add_func ("/core/barcode/not-barcodes", test_not_barcodes);
  g_test_add_func ("/core/barcode/misread", test_misread);
  return g_test_run ();
}
