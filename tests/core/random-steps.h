/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* Property tests draw from GLib's seeded generator, so that the seed a failing run printed can be given again
 * with --seed. */

/* How many steps a property is tried for; ./check --long takes ten times as many. */
static inline guint
random_steps (void)
{
  return g_getenv ("BRIK_TEST_LONG") != NULL ? 1000000 : 100000;
}

/* One in @n. */
static inline gboolean
random_one_in (guint n)
{
  return g_test_rand_int_range (0, n) == 0;
}

/* Of any size: as many small numbers as large ones, both signs, and sometimes the very ends. */
static inline gint64
random_int64 (void)
{
  guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();

  if (random_one_in (32))
    return (const gint64[]){ G_MININT64, G_MAXINT64, 0, -1 }[g_test_rand_int_range (0, 4)];

  return (gint64) bits >> g_test_rand_int_range (0, 64);
}
