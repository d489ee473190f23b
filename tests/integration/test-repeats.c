/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town.h"

#include "wire/brik-api.h"

/* What comes to the portal twice, late, in another order, or from two at once: it is booked once (promise 2).
 */

#define PUSH "POST " BRIK_API_ENTRIES
#define PULL "GET " BRIK_API_CHANGES
#define LOOK_UP "GET " BRIK_API_CARDS
#define ENROL "POST " BRIK_API_ENROL

static guint
count_rounds (guint some, guint many)
{
  return g_getenv ("BRIK_TEST_LONG") != NULL ? many : some;
}

static void
plan (BrikTownTill *till, const char *request, BrikMishap mishap, guint n_times)
{
  brik_wire_cutter_plan (brik_town_till_get_wire (till),
                         &(BrikWirePlan){ .request = request, .n_times = n_times, .mishap = mishap });
}

static void
buy (BrikTownTill *till, guint n)
{
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "krone", 1), ==, BRIK_REASON_NONE);
  if (n % 3 == 1)
    brik_town_till_undo (till, brik_town_till_get_sale (till));
}

/* Whether @times requests have met their mishap since. */
typedef struct
{
  BrikTownTill *till;
  guint n_lost;
} Wait;

static gboolean
has_met (gpointer data)
{
  Wait *wait = data;

  return brik_wire_cutter_get_n_lost (brik_town_till_get_wire (wait->till)) > wait->n_lost;
}

/* Every request of every kind comes twice, on one connection and on two at once. */
static void
test_twice (void)
{
  static const struct
  {
    const char *request;
    BrikMishap mishap;
  } twices[] = {
    { PUSH, BRIK_MISHAP_TWICE },          { LOOK_UP, BRIK_MISHAP_TWICE },
    { ENROL, BRIK_MISHAP_TWICE },         { PUSH, BRIK_MISHAP_TWICE_APART },
    { LOOK_UP, BRIK_MISHAP_TWICE_APART }, { ENROL, BRIK_MISHAP_TWICE_APART },
    { PULL, BRIK_MISHAP_TWICE_APART },    { "", BRIK_MISHAP_TWICE_APART },
  };
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = brik_town_add_till (town, "skole-2");
  BrikWireCutter *wire = brik_town_till_get_wire (till);
  guint n_before = brik_wire_cutter_get_n_lost (wire);

  for (guint i = 0; i < G_N_ELEMENTS (twices) * count_rounds (1, 12); i++)
    {
      g_autofree char *code = brik_town_make_code (town, "skole-1");
      g_autoptr (GError) error = NULL;

      plan (till, twices[i % G_N_ELEMENTS (twices)].request, twices[i % G_N_ELEMENTS (twices)].mishap, 3);
      buy (till, i);
      buy (other, i);
      g_assert_true (brik_town_till_ask (till, BRIK_TOWN_IDA, &error));
      g_assert_no_error (error);
      brik_town_till_enrol (till, code, &error);
      g_assert_no_error (error);
      buy (till, i + 1);
      brik_town_settle (town);
    }
  g_test_message ("covered: %u requests that came twice", brik_wire_cutter_get_n_lost (wire) - n_before);
  g_assert_cmpuint (brik_wire_cutter_get_n_lost (wire), >=, n_before + 10);
}

/* Pushes that the portal has had come again when it has had newer ones, hours later, when it has been put
 * back from a copy, and when the till has. */
static void
test_late (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikWireCutter *wire = brik_town_till_get_wire (till);
  guint n_late = 0;

  brik_town_copy_portal (town, "older.db");
  brik_town_till_copy (till, "older");
  for (guint i = 0; i < count_rounds (8, 60); i++)
    {
      plan (till, PUSH, BRIK_MISHAP_KEEP, 2);
      buy (till, i);
      brik_town_settle (town);
      buy (till, i + 1);
      brik_town_settle (town);
      if (i % 4 == 1)
        brik_town_set_time_us (town, brik_town_get_time_us (town) + G_TIME_SPAN_HOUR);
      if (i % 4 == 2)
        brik_town_restore_portal (town, "older.db");
      if (i % 4 == 3)
        brik_town_till_restore (till, "older");
      n_late += brik_wire_cutter_send_kept (wire);
      brik_town_settle (town);
      if (i % 4 == 0)
        brik_town_copy_portal (town, "older.db");
    }
  g_test_message ("covered: %u pushes that came again later", n_late);
}

/* A push is held up on its way: the till sends it again, with what was sold since, and then the first one
 * arrives. */
static void
test_overtaken (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikWireCutter *wire = brik_town_till_get_wire (till);
  BrikSync *sync = brik_town_till_get_sync (till);
  guint n_overtaken = 0;

  for (guint i = 0; i < count_rounds (6, 60); i++)
    {
      Wait wait = { till, brik_wire_cutter_get_n_lost (wire) };

      brik_sync_set_longest (sync, 50);
      plan (till, PUSH, BRIK_MISHAP_HOLD, 1);
      buy (till, i);
      brik_town_wait (has_met, &wait, "a push is held up");
      brik_sync_set_longest (sync, G_MAXUINT);
      buy (till, i + 1);
      brik_town_settle (town);
      buy (till, i + 2);
      n_overtaken += brik_wire_cutter_send_kept (wire);
      brik_town_settle (town);
    }
  g_test_message ("covered: %u pushes that others overtook", n_overtaken);
  g_assert_cmpuint (n_overtaken, >=, count_rounds (6, 60));
}

typedef struct
{
  BrikLedger *ledger;
  BrikSync *sync;
  gint64 n_unsent;
} Twin;

static gboolean
has_sent_all (gpointer data)
{
  Twin *twin = data;

  g_object_get (twin->ledger, "unsent", &twin->n_unsent, NULL);
  return twin->n_unsent == 0;
}

static void
on_signed_in (GObject *ledger, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  brik_ledger_sign_in_finish (BRIK_LEDGER (ledger), result, &error);
  g_assert_no_error (error);
  *(gboolean *) user_data = TRUE;
}

static gboolean
is_signed_in (gpointer data)
{
  return *(gboolean *) data;
}

/* Begins a run of its own. */
static void
sign_in (Twin *twin)
{
  gboolean signed_in = FALSE;

  brik_ledger_sign_in_async (twin->ledger, "mette", "1234", NULL, on_signed_in, &signed_in);
  brik_town_wait (is_signed_in, &signed_in, "the twin's cashier is signed in");
}

/* A copy of a till's disk is started while the till itself runs: both send what was unsent, at the same time.
 */
static void
test_twins (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  guint n_twins = count_rounds (3, 30);

  for (guint i = 0; i < n_twins; i++)
    {
      g_autofree char *name = g_strdup_printf ("twin-%u", i);
      g_autofree char *path = g_build_filename (brik_town_get_folder (town), name, NULL);
      g_autoptr (BrikClock) clock = brik_clock_new_fake (brik_town_get_time_us (town));
      g_autoptr (GError) error = NULL;
      Twin twin = { 0 };

      brik_town_till_set_online (till, FALSE);
      for (guint n = 0; n < 20; n++)
        buy (till, 1);
      brik_town_till_copy (till, name);
      buy (till, 1);
      twin.ledger = brik_ledger_open (path, clock, &error);
      g_assert_no_error (error);
      sign_in (&twin);
      twin.sync = brik_sync_new (twin.ledger, clock);
      brik_sync_set_backoff (twin.sync, 10, 100);
      brik_wire_cutter_set_refusing (brik_town_till_get_wire (till), FALSE);
      brik_sync_start (twin.sync);
      brik_town_till_set_online (till, TRUE);
      brik_town_wait (has_sent_all, &twin, "the twin has sent all");
      brik_town_settle (town);
      brik_sync_stop (twin.sync);
      g_object_unref (twin.sync);
      brik_ledger_close (twin.ledger);
      g_object_unref (twin.ledger);
      brik_town_settle (town);
      g_assert_cmpuint (brik_town_count_forked_runs (town), >, i);
    }
  g_test_message ("covered: %u twins of a till that send the same at once", n_twins);
}

static gboolean
is_offline (gpointer till)
{
  return !brik_sync_get_online (brik_town_till_get_sync (till));
}

/* A till that has sent more than its share is told to wait: it says that it is offline, sells on, waits, and
 * nothing is lost or doubled; the other till notices nothing. */
static void
test_told_to_wait (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = brik_town_add_till (town, "skole-2");
  guint n_pushes = brik_wire_cutter_count_requests (brik_town_till_get_wire (till), PUSH);
  g_autofree char *trouble = NULL;

  /* Ten entries take seconds to be forgotten: a machine that is slow to settle comes in time. */
  brik_quota_set (brik_portal_get_entry_quota (brik_town_get_portal (town)), 1, 2000);
  brik_town_till_set_online (till, FALSE);
  for (guint n = 0; n < 10; n++)
    buy (till, 1);
  brik_town_till_set_online (till, TRUE);
  brik_town_settle (town);
  buy (till, 0);
  brik_town_wait (is_offline, till, "the till is told to wait");
  g_object_get (brik_town_till_get_sync (till), "trouble", &trouble, NULL);
  g_assert_cmpstr (trouble, ==, NULL);
  for (guint n = 0; n < 10; n++)
    buy (till, 0);
  g_assert_cmpint (brik_town_till_sell (other, BRIK_TOWN_IDA, "krone", 1), ==, BRIK_REASON_NONE);
  brik_town_settle (town);
  /* One went through, one was refused, one took the rest; and a connection that had been idle may cost one
   * more. */
  n_pushes = brik_wire_cutter_count_requests (brik_town_till_get_wire (till), PUSH) - n_pushes;
  g_assert_cmpuint (n_pushes, >=, 3);
  g_assert_cmpuint (n_pushes, <=, 6);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/repeats/twice", test_twice);
  g_test_add_func ("/repeats/late", test_late);
  g_test_add_func ("/repeats/overtaken", test_overtaken);
  g_test_add_func ("/repeats/twins", test_twins);
  g_test_add_func ("/repeats/told-to-wait", test_told_to_wait);
  return g_test_run ();
}
