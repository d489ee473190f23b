/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town.h"

/* A till's ledger or the portal's database is put back from an older copy: nothing that was booked is lost,
 * nothing is booked twice, and balances, caps and blocks are exact as soon as the two have talked (promise
 * 8). brik_town_settle () holds everything to the oracle. */

static void
expect_sold (BrikTownTill *till, const char *uid, int kroner)
{
  g_assert_cmpint (brik_town_till_sell (till, uid, "krone", kroner), ==, BRIK_REASON_NONE);
}

static void
expect_cap (BrikTownTill *till, const char *uid, int kroner, int left)
{
  g_assert_cmpint (brik_town_till_sell (till, uid, "krone", kroner), ==, BRIK_REASON_CAP);
  g_assert_cmpint (brik_town_till_get_verdict (till)->left_ore, ==, left * 100);
}

static guint
count_gone (BrikTown *town)
{
  BrikOracle *oracle = brik_town_get_oracle (town);
  guint n_gone = 0;

  for (guint i = 0; i < brik_oracle_get_n_facts (oracle); i++)
    n_gone += brik_oracle_get_fact (oracle, i)->gone ? 1 : 0;
  return n_gone;
}

/* The copy was made in the evening, when the program had ended. */
static void
test_ledger_closed (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-19 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = brik_town_add_till (town, "skole-2");

  expect_sold (till, BRIK_TOWN_NOAH, 20);
  expect_sold (till, BRIK_TOWN_ALMA, 30);
  brik_town_settle (town);
  brik_town_till_close (till);
  brik_town_till_copy (till, "evening");

  brik_town_set_time (town, "2026-11-20 11:30");
  brik_town_till_open (till);
  expect_sold (till, BRIK_TOWN_NOAH, 10);
  expect_sold (till, BRIK_TOWN_NOAH, 5);
  expect_sold (till, BRIK_TOWN_IDA, 7);
  brik_town_till_undo (till, brik_town_till_get_sale (till));
  brik_town_settle (town);
  g_assert_cmpuint (brik_town_count_forked_runs (town), ==, 0);

  brik_town_till_restore (till, "evening");
  brik_town_settle (town);
  g_assert_cmpuint (count_gone (town), ==, 0);
  /* The 15 that this ledger no longer knows of are counted. */
  expect_cap (till, BRIK_TOWN_NOAH, 11, 10);
  expect_sold (till, BRIK_TOWN_NOAH, 10);
  expect_sold (other, BRIK_TOWN_ALMA, 40);
  brik_town_settle (town);
  g_assert_cmpuint (brik_town_count_forked_runs (town), ==, 2);
  expect_cap (till, BRIK_TOWN_ALMA, 1, 0);
  expect_cap (till, BRIK_TOWN_NOAH, 1, 0);
}

/* The copy was made of the running program's files, the newest entries in the WAL. */
static void
test_ledger_running (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");

  expect_sold (till, BRIK_TOWN_NOAH, 10);
  brik_town_settle (town);
  brik_town_till_copy (till, "running");
  expect_sold (till, BRIK_TOWN_NOAH, 5);
  expect_sold (till, BRIK_TOWN_IDA, 3);
  brik_town_settle (town);

  brik_town_till_restore (till, "running");
  brik_town_settle (town);
  expect_cap (till, BRIK_TOWN_NOAH, 11, 10);
  expect_sold (till, BRIK_TOWN_NOAH, 10);
  brik_town_settle (town);
  g_assert_cmpuint (brik_town_count_forked_runs (town), ==, 2);
}

static GBytes *
read_file (BrikTown *town, const char *name)
{
  g_autofree char *path = g_build_filename (brik_town_get_folder (town), name, NULL);
  char *bytes = NULL;
  gsize size = 0;

  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  return g_bytes_new_take (bytes, size);
}

/* The file alone, without its log, is the ledger as it was when it was last at rest. */
static void
assert_same_file (BrikTown *town, const char *name, const char *other)
{
  g_autoptr (GBytes) bytes = read_file (town, name);
  g_autoptr (GBytes) other_bytes = read_file (town, other);

  g_assert_true (g_bytes_equal (bytes, other_bytes));
}

/* The program was killed, and the log beside the file is removed before it is started again: what the portal
 * has is counted, what was not sent is gone, and the office sees a fork. */
static void
test_ledger_log_removed (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");

  expect_sold (till, BRIK_TOWN_NOAH, 3);
  brik_town_till_close (till);
  brik_town_till_copy (till, "at-rest");
  brik_town_till_open (till);
  expect_sold (till, BRIK_TOWN_NOAH, 4);
  brik_town_settle (town);
  brik_town_till_set_online (till, FALSE);
  expect_sold (till, BRIK_TOWN_NOAH, 5);
  brik_town_till_copy (till, "killed");
  assert_same_file (town, "killed", "at-rest");

  brik_town_till_restore (till, "at-rest");
  brik_town_till_set_online (till, TRUE);
  brik_town_settle (town);
  g_assert_cmpuint (count_gone (town), ==, 1);
  expect_cap (till, BRIK_TOWN_NOAH, 19, 18);
  expect_sold (till, BRIK_TOWN_NOAH, 18);
  brik_town_settle (town);
  g_assert_cmpuint (brik_town_count_forked_runs (town), ==, 2);
}

/* A copy of a till that runs is started beside it, on another machine say, and both sell: each is a branch,
 * all is booked once, and each counts what the other sold. */
static void
check_copy_beside (gboolean with_log)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *copy = NULL;

  expect_sold (till, BRIK_TOWN_NOAH, 3);
  brik_town_settle (town);
  brik_town_till_close (till);
  brik_town_till_copy (till, "at-rest");
  brik_town_till_open (till);
  expect_sold (till, BRIK_TOWN_NOAH, 4);
  brik_town_settle (town);
  brik_town_till_copy (till, "running");
  assert_same_file (town, "running", "at-rest");

  copy = brik_town_till_start_copy (till, with_log ? "running" : "at-rest", "copy");
  brik_town_settle (town);
  expect_cap (copy, BRIK_TOWN_NOAH, 19, 18);
  for (int i = 0; i < 3; i++)
    {
      expect_sold (till, BRIK_TOWN_NOAH, 2);
      expect_sold (copy, BRIK_TOWN_IDA, 1);
      brik_town_settle (town);
      expect_sold (copy, BRIK_TOWN_NOAH, 3);
      brik_town_settle (town);
    }
  g_assert_cmpuint (count_gone (town), ==, 0);
  expect_cap (till, BRIK_TOWN_NOAH, 4, 3);
  expect_cap (copy, BRIK_TOWN_NOAH, 4, 3);
  g_assert_cmpuint (brik_town_count_forked_runs (town), >=, 2);
}

static void
test_copy_with_log (void)
{
  check_copy_beside (TRUE);
}

static void
test_copy_without_log (void)
{
  check_copy_beside (FALSE);
}

/* What was not sent when the copy was made is sent by either branch, and booked once; what was sold after the
 * copy and not sent is gone with the disk, and nobody is charged for it. */
static void
test_ledger_unsent (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = brik_town_add_till (town, "klub-1");

  brik_town_till_set_online (till, FALSE);
  expect_sold (till, BRIK_TOWN_IDA, 10);
  expect_sold (till, BRIK_TOWN_NOAH, 10);
  brik_town_till_copy (till, "unsent");
  expect_sold (till, BRIK_TOWN_NOAH, 5);
  brik_town_till_set_online (till, TRUE);
  brik_town_settle (town);
  brik_town_till_set_online (till, FALSE);
  expect_sold (till, BRIK_TOWN_IDA, 8);
  expect_sold (till, BRIK_TOWN_NOAH, 2);
  brik_town_settle (town);

  brik_town_till_restore (till, "unsent");
  g_assert_cmpuint (count_gone (town), ==, 2);
  brik_town_settle (town);
  /* Offline it goes on with what the copy knows. */
  expect_sold (till, BRIK_TOWN_NOAH, 15);
  expect_cap (till, BRIK_TOWN_NOAH, 1, 0);
  expect_sold (other, BRIK_TOWN_IDA, 4);
  brik_town_till_set_online (till, TRUE);
  brik_town_settle (town);
  expect_cap (till, BRIK_TOWN_NOAH, 1, 0);
  expect_sold (till, BRIK_TOWN_IDA, 9);
}

/* The same copy again and again: each makes a branch of its own. */
static void
test_ledger_again (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");

  expect_sold (till, BRIK_TOWN_NOAH, 4);
  brik_town_settle (town);
  brik_town_till_copy (till, "again");
  for (int i = 0; i < 4; i++)
    {
      expect_sold (till, BRIK_TOWN_NOAH, 4);
      if (i % 2 == 0)
        brik_town_settle (town);
      brik_town_till_restore (till, "again");
      brik_town_settle (town);
    }
  expect_cap (till, BRIK_TOWN_NOAH, 22, 25 - 4 * (5 - (int) count_gone (town)));
}

/* A block and a cap that were set after the copy hold at the restored till too. */
static void
test_ledger_blocks (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");

  brik_town_till_copy (till, "unblocked");
  brik_town_set_card (town, "emil", TRUE);
  brik_town_set_cap (town, "ida", BRIK_CAP_ANY, BRIK_PERIOD_DAY, 1000);
  brik_town_settle (town);
  brik_town_till_restore (till, "unblocked");
  brik_town_settle (town);
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_EMIL, "krone", 1), ==, BRIK_REASON_CARD_BLOCKED);
  expect_cap (till, BRIK_TOWN_IDA, 11, 10);
}

/* The portal's database is put back while the tills go on. Their journals have what it lost: they send it
 * again from where the portal is, unasked. What was changed on the portal itself after the copy stood nowhere
 * else: that is lost, and it is only this. */
static void
check_portal (gboolean closed)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = brik_town_add_till (town, "klub-1");

  brik_town_set_card (town, "emil", TRUE);
  expect_sold (till, BRIK_TOWN_NOAH, 10);
  expect_sold (other, BRIK_TOWN_IDA, 10);
  brik_town_settle (town);
  if (closed)
    brik_town_close_portal (town);
  brik_town_copy_portal (town, "older.db");
  if (closed)
    brik_town_open_portal (town);

  expect_sold (till, BRIK_TOWN_NOAH, 5);
  expect_sold (till, BRIK_TOWN_ALMA, 30);
  brik_town_till_undo (till, brik_town_till_get_sale (till));
  expect_sold (other, BRIK_TOWN_ALMA, 12);
  expect_cap (other, BRIK_TOWN_NOAH, 21, 20);
  brik_town_set_card (town, "ida", TRUE);
  brik_town_settle (town);

  brik_town_restore_portal (town, "older.db");
  brik_town_settle (town);
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_EMIL, "krone", 1), ==, BRIK_REASON_CARD_BLOCKED);
  expect_sold (till, BRIK_TOWN_IDA, 1);
  expect_cap (till, BRIK_TOWN_NOAH, 11, 10);
  expect_cap (till, BRIK_TOWN_ALMA, 29, 28);
  brik_town_settle (town);
  g_assert_cmpuint (brik_town_count_forked_runs (town), ==, 0);
}

static void
test_portal_closed (void)
{
  check_portal (TRUE);
}

static void
test_portal_running (void)
{
  check_portal (FALSE);
}

/* One till was cut off all the while, and comes back to another portal than it left. */
static void
test_portal_offline_till (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = brik_town_add_till (town, "skole-2");

  brik_town_copy_portal (town, "older.db");
  expect_sold (till, BRIK_TOWN_NOAH, 5);
  expect_sold (other, BRIK_TOWN_NOAH, 5);
  brik_town_settle (town);
  brik_town_till_set_online (other, FALSE);
  expect_sold (other, BRIK_TOWN_NOAH, 4);
  brik_town_restore_portal (town, "older.db");
  expect_sold (till, BRIK_TOWN_NOAH, 3);
  brik_town_settle (town);
  expect_sold (other, BRIK_TOWN_NOAH, 2);
  brik_town_settle (town);
  brik_town_till_set_online (other, TRUE);
  brik_town_settle (town);
  expect_cap (till, BRIK_TOWN_NOAH, 7, 6);
  expect_cap (other, BRIK_TOWN_NOAH, 7, 6);
}

/* The portal hears what it never had before what it has lost: the entries that fill the gap touch other
 * accounts than those that lay behind it. */
static void
test_portal_gap (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  int n_rounds = 4;

  brik_town_copy_portal (town, "older.db");
  for (int i = 0; i < n_rounds; i++)
    {
      /* Another run of the till each time. */
      brik_town_till_close (till);
      brik_town_till_open (till);
      expect_sold (till, BRIK_TOWN_NOAH, 2);
      brik_town_settle (town);
      brik_town_till_set_online (till, FALSE);
      expect_sold (till, BRIK_TOWN_IDA, 3);
      brik_town_restore_portal (town, "older.db");
      brik_town_till_set_online (till, TRUE);
      brik_town_settle (town);
    }
  expect_cap (till, BRIK_TOWN_NOAH, 26 - 2 * n_rounds, 25 - 2 * n_rounds);
}

/* The copy is from before a till was enrolled: the portal does not know its key. Enrolled again, it sends
 * everything. */
static void
test_portal_before_enrolment (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = NULL;
  g_autofree char *code = NULL;
  g_autoptr (GError) error = NULL;

  brik_town_copy_portal (town, "older.db");
  other = brik_town_add_till (town, "skole-2");
  expect_sold (till, BRIK_TOWN_NOAH, 5);
  expect_sold (other, BRIK_TOWN_NOAH, 6);
  brik_town_settle (town);
  brik_town_restore_portal (town, "older.db");
  code = brik_town_make_code (town, "skole-2");
  brik_town_till_enrol (other, code, &error);
  g_assert_no_error (error);
  brik_town_settle (town);
  expect_cap (till, BRIK_TOWN_NOAH, 15, 14);
}

/* Both: the portal from one day, a till from another. */
static void
test_both (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = brik_town_add_till (town, "skole-2");

  expect_sold (till, BRIK_TOWN_NOAH, 3);
  brik_town_settle (town);
  brik_town_till_copy (till, "older");
  expect_sold (till, BRIK_TOWN_NOAH, 4);
  expect_sold (other, BRIK_TOWN_ALMA, 4);
  brik_town_settle (town);
  brik_town_copy_portal (town, "older.db");
  expect_sold (till, BRIK_TOWN_NOAH, 5);
  expect_sold (other, BRIK_TOWN_ALMA, 5);
  brik_town_settle (town);
  brik_town_restore_portal (town, "older.db");
  brik_town_settle (town);
  brik_town_till_restore (till, "older");
  brik_town_settle (town);
  expect_cap (till, BRIK_TOWN_NOAH, 14, 13);
  expect_sold (till, BRIK_TOWN_NOAH, 13);
  brik_town_settle (town);
  expect_cap (other, BRIK_TOWN_NOAH, 1, 0);
}

typedef struct
{
  BrikTown *town;
  BrikTownTill *tills[3];
  gboolean online[3];
  gboolean copied[3];
  gboolean portal_copied;
} Walk;

static void
set_all_online (Walk *walk)
{
  for (guint i = 0; i < G_N_ELEMENTS (walk->tills); i++)
    {
      walk->online[i] = TRUE;
      brik_town_till_set_online (walk->tills[i], TRUE);
    }
  brik_town_settle (walk->town);
}

static void
buy_something (Walk *walk, int which)
{
  static const char *const uids[] = { BRIK_TOWN_ALMA, BRIK_TOWN_NOAH, BRIK_TOWN_IDA, BRIK_TOWN_VERA };
  BrikTownTill *till = walk->tills[which];
  const char *uid = uids[g_test_rand_int_range (0, G_N_ELEMENTS (uids))];

  /* A copy from before the till knew the time, and no portal: it asks the cashier (D2). */
  if (brik_town_till_is_date_doubtful (till))
    brik_town_till_tell_date (till, brik_town_get_time_us (walk->town));
  if (brik_town_till_sell (till, uid, "krone", g_test_rand_int_range (1, 12)) == BRIK_REASON_NONE &&
      g_test_rand_int_range (0, 4) == 0)
    brik_town_till_undo (till, brik_town_till_get_sale (till));
}

static void
restore_portal (Walk *walk)
{
  brik_town_restore_portal (walk->town, "walk.db");
  /* A till that died before it had sent again what the portal lost would take it to the grave. */
  set_all_online (walk);
}

static void
take_step (Walk *walk)
{
  int which = g_test_rand_int_range (0, G_N_ELEMENTS (walk->tills));
  int what = g_test_rand_int_range (0, 16);

  g_test_message ("step %d at till %d", what, which);
  switch (what)
    {
    case 0:
      brik_town_till_copy (walk->tills[which], brik_town_till_get_id (walk->tills[which]));
      walk->copied[which] = TRUE;
      break;
    case 1:
      if (walk->copied[which])
        brik_town_till_restore (walk->tills[which], brik_town_till_get_id (walk->tills[which]));
      break;
    case 2:
      brik_town_copy_portal (walk->town, "walk.db");
      walk->portal_copied = TRUE;
      break;
    case 3:
      if (walk->portal_copied)
        restore_portal (walk);
      break;
    case 4:
      brik_town_set_time_us (walk->town, brik_town_get_time_us (walk->town) +
                                           g_test_rand_int_range (0, 14) * G_TIME_SPAN_HOUR);
      break;
    case 5:
    case 6:
      walk->online[which] = !walk->online[which];
      brik_town_till_set_online (walk->tills[which], walk->online[which]);
      break;
    default:
      buy_something (walk, which);
    }
}

/* Something happens to the next messages of a till, whatever they are. */
static void
spoil_wire (Walk *walk)
{
  static const BrikMishap mishaps[] = { BRIK_MISHAP_CUT, BRIK_MISHAP_RESET, BRIK_MISHAP_DELAY,
                                        BRIK_MISHAP_TWICE_APART, BRIK_MISHAP_KEEP };
  BrikTownTill *till = walk->tills[g_test_rand_int_range (0, G_N_ELEMENTS (walk->tills))];
  BrikMishap mishap = mishaps[g_test_rand_int_range (0, G_N_ELEMENTS (mishaps))];
  BrikWireCutter *wire = brik_town_till_get_wire (till);

  brik_wire_cutter_plan (
    wire, &(BrikWirePlan){ .request = mishap == BRIK_MISHAP_KEEP ? "POST " : "",
                           .n_times = (guint) g_test_rand_int_range (1, 5),
                           .to_answer = mishap <= BRIK_MISHAP_DELAY && g_test_rand_int_range (0, 2) == 0,
                           .mishap = mishap,
                           .at = (gsize) g_test_rand_int_range (0, 600),
                           .delay_ms = 1 });
  /* What a till sent long ago arrives. */
  if (g_test_rand_int_range (0, 4) == 0)
    brik_wire_cutter_send_kept (wire);
}

/* Whatever is put back whenever. */
static void
check_walk (gboolean on_bad_wires)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 08:00");
  Walk walk = { .town = town, .online = { TRUE, TRUE, TRUE } };
  guint n_steps = g_getenv ("BRIK_TEST_LONG") != NULL ? 1000 : 100;
  guint n_lost = 0;

  walk.tills[0] = brik_town_add_till (town, "skole-1");
  walk.tills[1] = brik_town_add_till (town, "skole-2");
  walk.tills[2] = brik_town_add_till (town, "klub-1");
  for (guint i = 0; i < n_steps; i++)
    {
      if (on_bad_wires)
        spoil_wire (&walk);
      take_step (&walk);
      brik_town_settle (town);
    }
  set_all_online (&walk);
  for (guint i = 0; i < G_N_ELEMENTS (walk.tills); i++)
    n_lost += brik_wire_cutter_get_n_lost (brik_town_till_get_wire (walk.tills[i]));
  g_test_message ("covered: %u steps with disks put back, %u mishaps on the wires meanwhile", n_steps,
                  n_lost);
  g_assert_true ((n_lost > 0) == on_bad_wires);
}

static void
test_walk (void)
{
  check_walk (FALSE);
}

static void
test_walk_on_bad_wires (void)
{
  check_walk (TRUE);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/restore/ledger/closed", test_ledger_closed);
  g_test_add_func ("/restore/ledger/running", test_ledger_running);
  g_test_add_func ("/restore/ledger/log-removed", test_ledger_log_removed);
  g_test_add_func ("/restore/ledger/copy-with-log", test_copy_with_log);
  g_test_add_func ("/restore/ledger/copy-without-log", test_copy_without_log);
  g_test_add_func ("/restore/ledger/unsent", test_ledger_unsent);
  g_test_add_func ("/restore/ledger/again", test_ledger_again);
  g_test_add_func ("/restore/ledger/blocks", test_ledger_blocks);
  g_test_add_func ("/restore/portal/closed", test_portal_closed);
  g_test_add_func ("/restore/portal/running", test_portal_running);
  g_test_add_func ("/restore/portal/offline-till", test_portal_offline_till);
  g_test_add_func ("/restore/portal/gap", test_portal_gap);
  g_test_add_func ("/restore/portal/before-enrolment", test_portal_before_enrolment);
  g_test_add_func ("/restore/both", test_both);
  g_test_add_func ("/restore/walk", test_walk);
  g_test_add_func ("/restore/walk-on-bad-wires", test_walk_on_bad_wires);
  return g_test_run ();
}
