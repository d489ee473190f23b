/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-vat.h"

#include "core/brik-limits.h"

#include "random-steps.h"

__extension__ typedef __int128 Wide;

static void
test_examples (void)
{
  /* 25 % on top is a fifth of the total. */
  g_assert_cmpint (brik_vat_of_total (12500, 2500), ==, 2500);
  g_assert_cmpint (brik_vat_of_total (1, 2500), ==, 0);
  g_assert_cmpint (brik_vat_of_total (2, 2500), ==, 0);
  g_assert_cmpint (brik_vat_of_total (3, 2500), ==, 1);
  g_assert_cmpint (brik_vat_of_total (1142, 2500), ==, 228);
  g_assert_cmpint (brik_vat_of_total (1142, 0), ==, 0);
  g_assert_cmpint (brik_vat_of_total (0, 2500), ==, 0);
  /* Norwegian and Swedish food. */
  g_assert_cmpint (brik_vat_of_total (11500, 1500), ==, 1500);
  g_assert_cmpint (brik_vat_of_total (11200, 1200), ==, 1200);
  g_assert_cmpint (brik_vat_of_total (10, 10000), ==, 5);
}

/* 14 øre at 12 % hold 1.5 øre of VAT exactly. */
static void
test_half (void)
{
  g_assert_cmpint (brik_vat_of_total (14, 1200), ==, 2);
  g_assert_cmpint (brik_vat_of_total (-14, 1200), ==, -2);
  g_assert_cmpint (brik_vat_of_total (13, 1200), ==, 1);
  g_assert_cmpint (brik_vat_of_total (-13, 1200), ==, -1);
  g_assert_cmpint (brik_vat_of_total (1, 10000), ==, 1);
  g_assert_cmpint (brik_vat_of_total (-1, 10000), ==, -1);
}

static void
test_extremes (void)
{
  g_assert_cmpint (brik_vat_of_total (G_MAXINT64, 10000), ==, G_GINT64_CONSTANT (4611686018427387904));
  g_assert_cmpint (brik_vat_of_total (G_MININT64, 10000), ==, G_GINT64_CONSTANT (-4611686018427387904));
  g_assert_cmpint (brik_vat_of_total (G_MAXINT64, 0), ==, 0);
}

/* The oracle does not divide: twice the VAT's distance from the exact value is at most one øre, and a
 * distance of just half an øre lies on the far side of the exact value from nought. */
static void
test_nearest (void)
{
  for (guint step = random_steps (); step > 0; step--)
    {
      gint64 total_ore = random_int64 ();
      guint rate_bp = random_one_in (2) ? (guint) g_test_rand_int_range (0, 101) * 100
                                        : (guint) g_test_rand_int_range (0, 10001);
      gint64 vat_ore = brik_vat_of_total (total_ore, rate_bp);
      Wide divisor = 10000 + rate_bp;
      Wide beyond = 2 * ((Wide) vat_ore * divisor - (Wide) total_ore * rate_bp) * (total_ore < 0 ? -1 : 1);

      g_assert_true (beyond > -divisor && beyond <= divisor);
      g_assert_cmpint (brik_vat_of_total (total_ore == G_MININT64 ? 0 : -total_ore, rate_bp), ==,
                       total_ore == G_MININT64 ? 0 : -vat_ore);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/vat/D6/examples", test_examples);
  g_test_add_func ("/core/vat/D6/half-away-from-zero", test_half);
  g_test_add_func ("/core/vat/D6/extremes", test_extremes);
  g_test_add_func ("/core/vat/D6/nearest", test_nearest);
  return g_test_run ();
}
