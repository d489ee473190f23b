/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-power-cut.h"
#include "portal-life.h"

/* What the portal's database holds after a power cut (promise 1): what was answered with 200 is booked. */

#define N_SAMPLES 2
#define N_SAMPLES_LONG 60

typedef struct
{
  PortalLife *life;
  gboolean careless;
  guint n_wrong;
} Court;

static void
judge (const BrikDiskImage *image, guint n_marks, gpointer data)
{
  Court *court = data;
  g_autofree char *wrong = NULL;

  brik_disk_load (court->life->disk, image);
  wrong = portal_life_judge (court->life, n_marks);
  if (wrong && !court->careless)
    g_error ("after %u marks: %s", n_marks, wrong);
  court->n_wrong += wrong != NULL;
}

/* Three batches, of which the last has half of the one before; a restart; and one more. */
static void
serve (PortalLife *life)
{
  for (guint i = 0; i < 8; i++)
    {
      portal_life_sell (life);
      if (i == 1 || i == 4 || i == 5)
        g_assert_cmpuint (portal_life_push (life, i == 1 ? 3 : 4), ==, 200);
    }
  portal_fixture_stop (&life->fixture);
  portal_fixture_start (&life->fixture);
  g_assert_cmpuint (portal_life_push (life, 4), ==, 200);
  portal_fixture_stop (&life->fixture);
}

static void
test_power_cut (void)
{
  g_auto (PortalLife) life = { 0 };
  Court court = { .life = &life };
  gboolean is_long = g_getenv ("BRIK_TEST_LONG") != NULL;
  BrikPowerCutCount count;

  portal_life_begin (&life);
  serve (&life);
  count = brik_power_cut_replay (life.disk, is_long ? N_SAMPLES_LONG : N_SAMPLES, judge, &court);
  g_test_message (
    "covered: %u power-cut images (%u distinct), %u cuts of a portal's life from its first import",
    count.n_images, count.n_distinct, count.n_cuts);
}

/* A harness that cannot fail proves nothing. */
static void
test_lazy_disk (void)
{
  g_auto (PortalLife) life = { 0 };
  Court court = { .life = &life, .careless = TRUE };

  portal_life_begin (&life);
  brik_disk_set_honesty (life.disk, BRIK_DISK_LAZY);
  serve (&life);
  brik_disk_set_honesty (life.disk, BRIK_DISK_HONEST);
  brik_power_cut_replay (life.disk, 0, judge, &court);
  g_test_message ("%u images without what the portal answered", court.n_wrong);
  g_assert_cmpuint (court.n_wrong, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  g_test_add_func ("/faults/portal/power-cut", test_power_cut);
  g_test_add_func ("/faults/portal/lazy-disk", test_lazy_disk);
  return g_test_run ();
}
