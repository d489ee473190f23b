/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-life.h"
#include "portal/brik-import.h"

/* The portal's disk fails at each call in turn (promise 10): a till is told 200 or 503, what it is told 200
 * of is there whatever comes after, and the same server goes on once the disk is whole again. */

#define MAX_CALLS 4000

/* Runs what the disk fails in. Returns whether it was done; with @again the disk is whole, and it must be. */
typedef gboolean (*Procedure) (PortalLife *life, gboolean again);

static gboolean
push (PortalLife *life, gboolean again)
{
  guint status;

  if (!again)
    portal_life_sell (life);
  status = portal_life_push (life, 2);
  if (status != 200 && (again || status != 503))
    g_error ("a push was answered with %u%s", status, again ? " on a whole disk" : "");
  return status == 200;
}

static gboolean
start (PortalLife *life, gboolean again)
{
  PortalFixture *fixture = &life->fixture;
  g_autoptr (GError) error = NULL;

  if (!again)
    portal_fixture_stop (fixture);
  fixture->portal = brik_portal_start (fixture->database, "127.0.0.1:0", fixture->clock, &error);
  if (again)
    g_assert_no_error (error);
  return fixture->portal != NULL;
}

/* Of the office, beside the serving portal. */
static gboolean
import (PortalLife *life, gboolean again)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikBooks) books = brik_books_open (life->fixture.database, &error);
  g_autoptr (GPtrArray) problems = NULL;
  guint n_rows;
  gboolean done = books && brik_import_run (books, life->fixture.files, brik_clock_now (life->fixture.clock),
                                            &problems, &n_rows, &error);

  if (again)
    g_assert_no_error (error);
  g_assert_null (problems);
  return done;
}

static gboolean
stop (PortalLife *life, gboolean again)
{
  portal_fixture_stop (&life->fixture);
  return FALSE;
}

typedef struct
{
  const char *name;
  Procedure run;
  Procedure run_again; /* (nullable): where another thing is to be done on the whole disk */
  guint stride;        /* a plain run tries every so many-th call, from another one on each time */
} Case;

static const Case cases[] = {
  { "push", push, NULL, 12 },
  { "start", start, NULL, 16 },
  { "import", import, NULL, 60 },
  { "stop", stop, start, 16 },
};

static void
judge_image (PortalLife *life, const Case *one, const BrikDiskImage *image, guint n_marks, const char *what)
{
  g_autofree char *wrong = NULL;

  brik_disk_load (life->disk, image);
  wrong = portal_life_judge (life, n_marks);
  if (wrong)
    g_error ("%s, %s: %s", one->name, what, wrong);
}

/* Returns whether the fault came to pass. */
static gboolean
run_try (PortalLife *life, const Case *one, BrikDiskFault fault, guint n, gboolean lasting)
{
  g_autofree char *what =
    g_strdup_printf ("%s at call %u%s", brik_disk_fault_name (fault), n, lasting ? " and all after it" : "");
  g_autoptr (BrikDiskImage) killed = NULL;
  g_autoptr (BrikDiskImage) cut = NULL;
  g_autoptr (BrikDiskImage) killed_later = NULL;
  g_autoptr (BrikDiskImage) cut_later = NULL;
  gboolean done;
  guint n_marks;
  guint n_failed;

  g_test_message ("%s: %s", one->name, what);
  brik_disk_break (life->disk, fault, n, lasting);
  done = one->run (life, FALSE);
  killed = brik_disk_copy (life->disk);
  cut = brik_disk_copy_platter (life->disk);
  n_marks = life->told->len;
  n_failed = brik_disk_mend (life->disk);

  if (!done)
    (one->run_again ? one->run_again : one->run) (life, TRUE);
  g_assert_true (push (life, FALSE));
  killed_later = brik_disk_copy (life->disk);
  cut_later = brik_disk_copy_platter (life->disk);
  portal_fixture_stop (&life->fixture);

  judge_image (life, one, killed, n_marks, what);
  judge_image (life, one, cut, n_marks, what);
  judge_image (life, one, killed_later, life->told->len, what);
  judge_image (life, one, cut_later, life->told->len, what);
  brik_disk_load (life->disk, killed_later);
  portal_fixture_start (&life->fixture);
  return n_failed > 0;
}

static guint
run_fault (const Case *one, BrikDiskFault fault, gboolean lasting)
{
  g_auto (PortalLife) life = { 0 };
  guint step = g_getenv ("BRIK_TEST_LONG") ? 1 : one->stride;
  guint n_tries = 0;
  gboolean came = TRUE;

  portal_life_begin (&life);
  for (guint n = (guint) g_test_rand_int_range (1, (gint) step + 1); came; n += step)
    {
      came = run_try (&life, one, fault, n, lasting);
      n_tries += came;
      g_assert_cmpuint (n, <, MAX_CALLS);
    }
  return n_tries;
}

static void
test_case (gconstpointer data)
{
  const Case *one = data;
  guint n = 0;

  for (BrikDiskFault fault = 0; fault < BRIK_FAULT_MEMORY; fault++)
    n += run_fault (one, fault, FALSE) + run_fault (one, fault, TRUE);
  g_test_message ("covered: %u faulted operations of a portal's %s", n, one->name);
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/portal/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_case);
    }
  return g_test_run ();
}
