/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

#define N_MANY 230

static void
test_at_once (Fixture *fixture, gconstpointer data)
{
  fixture_open_for_business (fixture);
  fixture_sell (fixture);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  fixture_assert_all_sent (fixture);
  g_assert_cmpuint (fixture->portal->n_repeated, ==, 0);
}

/* Sold while the portal is away, then sent in batches. */
static void
test_batches (Fixture *fixture, gconstpointer data)
{
  guint n_before = 0;

  fixture_open_for_business (fixture);
  fake_portal_go_away (fixture->portal);
  for (guint i = 0; i < N_MANY; i++)
    fixture_sell (fixture);
  WAIT_UNTIL (!brik_sync_get_online (fixture->sync));
  g_assert_cmpint (fixture_get_unsent (fixture), ==, N_MANY);
  n_before = fixture->portal->n_requests[ROUTE_ENTRIES];
  fake_portal_come_back (fixture->portal);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  fixture_assert_all_sent (fixture);
  g_assert_cmpuint (fixture->portal->n_requests[ROUTE_ENTRIES] - n_before, ==, 3);
  WAIT_UNTIL (brik_sync_get_online (fixture->sync));
}

/* Whatever happens to a push, its entries arrive, once, and the till does not forget them before. */
static void
test_faults (Fixture *fixture, gconstpointer data)
{
  static const Fault faults[] = { FAULT_500,        FAULT_400,     FAULT_REDIRECT, FAULT_DROP,
                                  FAULT_LOSE_REPLY, FAULT_GARBAGE, FAULT_EMPTY,    FAULT_DEEP,
                                  FAULT_TRUNCATED,  FAULT_HUGE,    FAULT_SLOW };

  fixture_open_for_business (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      fake_portal_script (fixture->portal, ROUTE_ENTRIES, faults[i], 2);
      fixture_sell (fixture);
      fixture_sell (fixture);
      WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
      fixture_assert_all_sent (fixture);
    }
  WAIT_UNTIL (brik_sync_get_online (fixture->sync));
  g_assert_cmpuint (fixture->portal->n_repeated, >, 0);
}

static void
test_random_faults (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (11);

  fixture_open_for_business (fixture);
  for (guint i = 0; i < 60; i++)
    {
      Fault fault = (Fault) g_rand_int_range (random, FAULT_NONE, FAULT_SLOW + 1);

      if (fault != FAULT_HANG && fault != FAULT_403 && fault != FAULT_429)
        fake_portal_script (fixture->portal, ROUTE_ENTRIES, fault, 1);
      fixture_sell (fixture);
      if (g_rand_int_range (random, 0, 10) == 0)
        {
          fake_portal_go_away (fixture->portal);
          fixture_run_for (20);
          fake_portal_come_back (fixture->portal);
        }
    }
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  fixture_assert_all_sent (fixture);
}

/* The portal was put back from an older copy: it names an older entry, and sending starts again there. */
static void
test_restored_portal (Fixture *fixture, gconstpointer data)
{
  fixture_open_for_business (fixture);
  for (guint i = 0; i < 20; i++)
    fixture_sell (fixture);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  fake_portal_forget (fixture->portal, 5);
  fixture_sell (fixture);
  WAIT_UNTIL (fixture->portal->booked->len == 2 + fixture->n_sold);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  fixture_assert_all_sent (fixture);
}

static void
test_emptied_portal (Fixture *fixture, gconstpointer data)
{
  fixture_open_for_business (fixture);
  for (guint i = 0; i < 5; i++)
    fixture_sell (fixture);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  fake_portal_forget (fixture->portal, 0);
  fixture_sell (fixture);
  WAIT_UNTIL (fixture->portal->booked->len == 2 + fixture->n_sold);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  fixture_assert_all_sent (fixture);
}

static void
test_revoked (Fixture *fixture, gconstpointer data)
{
  g_autofree char *trouble = NULL;
  g_autofree char *none = NULL;

  fixture_open_for_business (fixture);
  fake_portal_script (fixture->portal, ROUTE_ENTRIES, FAULT_403, 3);
  fixture_sell (fixture);
  WAIT_UNTIL (!brik_sync_get_online (fixture->sync));
  trouble = fixture_get_trouble (fixture);
  g_assert_nonnull (trouble);
  g_assert_cmpint (fixture_get_unsent (fixture), ==, 1);
  /* Taken on again, it goes on where it was. */
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  WAIT_UNTIL (brik_sync_get_online (fixture->sync));
  none = fixture_get_trouble (fixture);
  g_assert_null (none);
  fixture_assert_all_sent (fixture);
}

/* A portal that answers well and books nothing is not asked without a pause. */
static void
test_no_progress (Fixture *fixture, gconstpointer data)
{
  guint n_before = 0;

  fixture_open_for_business (fixture);
  fake_portal_go_away (fixture->portal);
  fixture_sell (fixture);
  fixture_sell (fixture);
  brik_sync_set_backoff (fixture->sync, 500, 500);
  /* A gap: the portal forgets the newest it had, and waits for it. */
  g_ptr_array_set_size (fixture->portal->booked, 1);
  g_hash_table_remove_all (fixture->portal->by_name);
  fake_portal_come_back (fixture->portal);
  n_before = fixture->portal->n_requests[ROUTE_ENTRIES];
  brik_sync_try_now (fixture->sync);
  fixture_run_for (1000);
  g_assert_cmpuint (fixture->portal->n_requests[ROUTE_ENTRIES] - n_before, <=, 8);
}

/* Nor is one that fails at pushes alone, while the long poll goes well. */
static void
test_pauses (Fixture *fixture, gconstpointer data)
{
  guint n_before = 0;
  gint64 begun_us = 0;

  fixture_open_for_business (fixture);
  brik_sync_set_backoff (fixture->sync, 300, 300);
  n_before = fixture->portal->n_requests[ROUTE_ENTRIES];
  fake_portal_script (fixture->portal, ROUTE_ENTRIES, FAULT_500, 1000);
  begun_us = g_get_monotonic_time ();
  fixture_sell (fixture);
  WAIT_UNTIL (fixture->portal->n_requests[ROUTE_ENTRIES] - n_before >= 4);
  /* Three pauses, which chance makes shorter by a quarter at most. */
  g_assert_cmpint (g_get_monotonic_time () - begun_us, >=, 3 * 225 * G_TIME_SPAN_MILLISECOND);
  g_assert_false (brik_sync_get_online (fixture->sync));
  /* Somebody presses "try again". */
  g_queue_clear (&fixture->portal->faults[ROUTE_ENTRIES]);
  brik_sync_try_now (fixture->sync);
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  fixture_assert_all_sent (fixture);
}

/* A portal that says when it wants to be asked again is not asked before, whatever is sold meanwhile; nothing
 * is lost by it, and somebody who presses "try again" need not wait. */
static void
test_retry_after (Fixture *fixture, gconstpointer data)
{
  gint64 begun_us = 0;
  gint64 waited_us = 0;
  guint n_before = 0;

  fixture_open_for_business (fixture);
  for (guint i = 0; i < 2; i++)
    {
      begun_us = g_get_monotonic_time ();
      n_before = fixture->portal->n_requests[ROUTE_ENTRIES];
      fake_portal_script (fixture->portal, ROUTE_ENTRIES, FAULT_429, 1);
      fixture_sell (fixture);
      WAIT_UNTIL (!brik_sync_get_online (fixture->sync));
      fixture_sell (fixture);
      fixture_sell (fixture);
      fixture_run_for (500);
      g_assert_cmpuint (fixture->portal->n_requests[ROUTE_ENTRIES], ==, n_before + 1);
      if (i == 1)
        brik_sync_try_now (fixture->sync);
      WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
      waited_us = g_get_monotonic_time () - begun_us;
      g_assert_true ((waited_us >= 4 * G_TIME_SPAN_SECOND) == (i == 0));
      fixture_assert_all_sent (fixture);
      WAIT_UNTIL (brik_sync_get_online (fixture->sync));
    }
}

/* Stopped in the middle, started again: nothing is lost and nothing crashes. */
static void
test_stop_and_start (Fixture *fixture, gconstpointer data)
{
  fixture_open_for_business (fixture);
  fake_portal_script (fixture->portal, ROUTE_ENTRIES, FAULT_SLOW, 50);
  for (guint i = 0; i < 10; i++)
    {
      fixture_sell (fixture);
      fixture_run_for (3 * i);
      brik_sync_stop (fixture->sync);
      g_assert_false (brik_sync_get_online (fixture->sync));
      brik_sync_start (fixture->sync);
    }
  WAIT_UNTIL (fixture_get_unsent (fixture) == 0);
  WAIT_UNTIL (brik_sync_get_online (fixture->sync));
  fixture_assert_all_sent (fixture);
}

#define ADD(name, func)                                                                                      \
  g_test_add ("/sync/push/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  brik_seal_init ();
  ADD ("at-once", test_at_once);
  ADD ("batches", test_batches);
  ADD ("faults", test_faults);
  ADD ("random-faults", test_random_faults);
  ADD ("restored-portal", test_restored_portal);
  ADD ("emptied-portal", test_emptied_portal);
  ADD ("revoked", test_revoked);
  ADD ("no-progress", test_no_progress);
  ADD ("pauses", test_pauses);
  ADD ("retry-after", test_retry_after);
  ADD ("stop-and-start", test_stop_and_start);
  return g_test_run ();
}
