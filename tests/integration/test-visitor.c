/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town.h"

#include "core/brik-limits.h"

/* Somebody who belongs nowhere near, at the tills of a town whose places hold their own people. */

typedef struct
{
  BrikTown *town;
  BrikTownTill *till;
  gboolean known;
} Wanted;

static gboolean
knows (BrikTownTill *till, const char *uid)
{
  g_autoptr (BrikCardholder) holder = brik_town_till_look_up (till, uid);

  return holder->account != NULL;
}

static gboolean
is_as_wanted (gpointer data)
{
  Wanted *wanted = data;

  return knows (wanted->till, BRIK_TOWN_VERA) == wanted->known;
}

static void
wait_until_known (BrikTown *town, BrikTownTill *till, gboolean known)
{
  Wanted wanted = { town, till, known };

  brik_town_wait (is_as_wanted, &wanted, known ? "the visitor to be known" : "the visitor to be gone");
}

static void
ask (BrikTownTill *till)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (brik_town_till_ask (till, BRIK_TOWN_VERA, &error));
  g_assert_no_error (error);
}

/* Any change is news: the long poll that is open comes back and is asked anew. */
static void
nudge (BrikTown *town, gint64 limit_ore)
{
  brik_town_set_cap (town, "alma", BRIK_CAP_ANY, BRIK_PERIOD_DAY, limit_ore);
}

/* Looked up, blocked on the portal while here, let pay again, and gone at midnight, changed or not. */
static void
test_until_midnight (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till;

  brik_town_hold_own_people (town);
  till = brik_town_add_till (town, "skole-1");
  g_assert_false (knows (till, BRIK_TOWN_VERA));
  ask (till);
  g_assert_true (knows (till, BRIK_TOWN_VERA));

  brik_town_set_card (town, "vera", TRUE);
  brik_town_settle (town);
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "bolle", 1), ==, BRIK_REASON_CARD_BLOCKED);
  brik_town_set_card (town, "vera", FALSE);
  brik_town_settle (town);

  brik_town_set_time (town, "2026-11-20 23:59");
  nudge (town, 3900);
  brik_town_settle (town);
  g_assert_true (knows (till, BRIK_TOWN_VERA));
  brik_town_set_time (town, "2026-11-21 00:01");
  nudge (town, 3800);
  wait_until_known (town, till, FALSE);
  g_assert_true (knows (till, BRIK_TOWN_ALMA));
  brik_town_settle (town);
}

/* Who bought there stays, at every till of the place, for 60 days. */
static void
test_who_bought_stays (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till;

  brik_town_hold_own_people (town);
  till = brik_town_add_till (town, "skole-1");
  ask (till);
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "bolle", 1), ==, BRIK_REASON_NONE);
  brik_town_settle (town);

  brik_town_set_time (town, "2026-11-21 08:00");
  nudge (town, 3900);
  brik_town_settle (town);
  g_assert_true (knows (till, BRIK_TOWN_VERA));
  brik_town_set_time (town, "2027-01-19 08:00");
  nudge (town, 3800);
  brik_town_settle (town);
  g_assert_true (knows (till, BRIK_TOWN_VERA));
  brik_town_set_time (town, "2027-01-20 08:00");
  nudge (town, 3700);
  wait_until_known (town, till, FALSE);
  brik_town_settle (town);
}

/* By the number on the card too; whoever goes on guessing is told to wait, and what is known goes on. */
static void
test_number (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  g_autoptr (GError) not_found = NULL;
  g_autoptr (GError) error = NULL;
  BrikTownTill *till, *other;

  brik_town_hold_own_people (town);
  till = brik_town_add_till (town, "skole-1");
  other = brik_town_add_till (town, "skole-2");
  g_assert_false (brik_town_till_ask_number (till, "NO NUMBER", &error));
  g_clear_error (&error);
  g_assert_true (brik_town_till_ask_number (till, BRIK_TOWN_VERA, &error));
  g_assert_no_error (error);
  g_assert_true (knows (till, BRIK_TOWN_VERA));

  for (guint i = 2; i < BRIK_LIMIT_NUMBERS; i++)
    {
      g_clear_error (&not_found);
      g_assert_false (brik_town_till_ask_number (till, BRIK_TOWN_NOBODY, &not_found));
      g_assert_true (brik_error_is_not_found (not_found));
    }
  g_assert_false (brik_town_till_ask_number (till, BRIK_TOWN_NOBODY, &error));
  g_assert_true (brik_error_is_unreachable (error));
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "bolle", 1), ==, BRIK_REASON_NONE);
  g_clear_error (&not_found);
  g_assert_false (brik_town_till_ask_number (other, BRIK_TOWN_NOBODY, &not_found));
  g_assert_true (brik_error_is_not_found (not_found));
  brik_town_settle (town);
}

/* Offline it cannot be asked: the network's fault, not the card's, which is not said to be unknown. */
static void
test_offline (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  g_autoptr (GError) unreachable = NULL;
  g_autoptr (GError) not_found = NULL;
  BrikTownTill *till;

  brik_town_hold_own_people (town);
  till = brik_town_add_till (town, "skole-1");
  g_assert_false (brik_town_till_ask (till, BRIK_TOWN_NOBODY, &not_found));
  g_assert_true (brik_error_is_not_found (not_found));
  brik_town_till_set_online (till, FALSE);
  g_assert_false (brik_town_till_ask (till, BRIK_TOWN_VERA, &unreachable));
  g_assert_true (brik_error_is_unreachable (unreachable));
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "bolle", 1), ==, BRIK_REASON_CANNOT_ASK);
  brik_town_till_set_online (till, TRUE);
  ask (till);
  g_assert_true (knows (till, BRIK_TOWN_VERA));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/integration/visitor/until-midnight", test_until_midnight);
  g_test_add_func ("/integration/visitor/who-bought-stays", test_who_bought_stays);
  g_test_add_func ("/integration/visitor/number", test_number);
  g_test_add_func ("/integration/visitor/offline", test_offline);

  return g_test_run ();
}
