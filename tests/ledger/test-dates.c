/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

#include "core/brik-limits.h"
#include "core/brik-period.h"

#define HOUR G_TIME_SPAN_HOUR
#define DAY G_TIME_SPAN_DAY
/* What ./check takes; ./check --long takes ten times as many. */
#define LIVES 60
#define LIFE_STEPS 60

static void
assert_told (Fixture *fixture, gint64 time_us)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (tell_date (fixture, time_us, &error));
  g_assert_no_error (error);
  g_assert_false (brik_ledger_is_date_doubtful (fixture->ledger));
}

static void
assert_not_told (Fixture *fixture, gint64 time_us)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (tell_date (fixture, time_us, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_INVALID);
}

/* The machine is started anew, and its clock says @raw_us. */
static void
reboot (Fixture *fixture, gint64 raw_us)
{
  fixture_close (fixture);
  g_assert_finalize_object (fixture->clock);
  fixture->clock = brik_clock_new_fake (raw_us);
  fixture_open (fixture);
}

static void
assert_signs_in (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  g_assert_no_error (error);
}

static void
assert_sells_nothing (Fixture *fixture)
{
  g_autofree char *sale = brik_id_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (sell (fixture, sale, UID, 100, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DATE);
}

static void
assert_dated (const BrikEntry *entry, BrikEntryKind kind, const char *date)
{
  g_autofree char *text = brik_civil_date_format (&entry->date);

  g_assert_cmpint (entry->kind, ==, kind);
  g_assert_cmpstr (text, ==, date);
  g_assert_cmpstr (entry->cashier, ==, kind == BRIK_ENTRY_STARTED ? NULL : "karen");
}

/* A till that sold on Friday starts on Monday with a dead clock and no network. */
static void
test_dead_clock (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) friday = NULL;
  g_autoptr (BrikOutcome) monday = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  guint n_friday;

  fixture_open_signed_in (fixture);
  friday = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  n_friday = unsent_entries_count (fixture);
  reboot (fixture, HOUR);
  g_assert_true (brik_ledger_is_date_doubtful (fixture->ledger));
  assert_signs_in (fixture);
  assert_sells_nothing (fixture);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, n_friday);

  assert_told (fixture, NOON + 3 * DAY - HOUR);
  brik_clock_advance_fake (fixture->clock, HOUR);
  monday = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  g_assert_cmpint (monday->at_us, ==, NOON + 3 * DAY);
  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, n_friday + 4);
  assert_dated (g_ptr_array_index (entries, n_friday), BRIK_ENTRY_STARTED, "2026-11-23");
  assert_dated (g_ptr_array_index (entries, n_friday + 1), BRIK_ENTRY_DATE_SET, "2026-11-23");
  g_assert_cmpint (((BrikEntry *) g_ptr_array_index (entries, n_friday + 1))->clock_us, ==, HOUR);
  assert_dated (g_ptr_array_index (entries, n_friday + 2), BRIK_ENTRY_SHIFT_OPENED, "2026-11-23");
  assert_dated (g_ptr_array_index (entries, n_friday + 3), BRIK_ENTRY_SALE, "2026-11-23");

  /* A program that is started again on the same machine does not ask again; the machine does. */
  fixture_close (fixture);
  brik_clock_advance_fake (fixture->clock, HOUR);
  fixture_open (fixture);
  g_assert_false (brik_ledger_is_date_doubtful (fixture->ledger));
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, NOON + 3 * DAY + HOUR);
  reboot (fixture, 10 * HOUR);
  g_assert_true (brik_ledger_is_date_doubtful (fixture->ledger));
}

/* There is nothing to hold a clock to in a ledger that is new. */
static void
test_dead_clock_of_new_till (Fixture *fixture, gconstpointer data)
{
  g_assert_finalize_object (fixture->clock);
  fixture->clock = brik_clock_new_fake (HOUR);
  fixture_open (fixture);
  g_assert_false (brik_ledger_is_date_doubtful (fixture->ledger));
  g_assert_true (brik_clock_learn (fixture->clock, NOON, 0, 0));
  fixture_close (fixture);
  fixture_open_signed_in (fixture);
  g_assert_false (brik_ledger_is_date_doubtful (fixture->ledger));
}

/* Told before anything was known of the time: what the machine's clock said is written down all the same. */
static void
test_told_first (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;

  fixture_open_signed_in (fixture);
  assert_told (fixture, NOON + HOUR);
  entries = unsent_entries (fixture);
  g_assert_cmpint (((BrikEntry *) g_ptr_array_index (entries, entries->len - 1))->clock_us, ==, NOON);
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, NOON + HOUR);
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, NOON + HOUR);
}

static void
test_bounds (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  sold = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  reboot (fixture, 0);
  g_assert_false (tell_date (fixture, NOON, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
  assert_signs_in (fixture);
  assert_not_told (fixture, NOON - DAY);
  assert_not_told (fixture, NOON - G_TIME_SPAN_MINUTE - 1);
  assert_not_told (fixture, NOON + BRIK_LIMIT_DATE_AHEAD_US + 1);
  assert_not_told (fixture, G_MAXINT64);
  g_assert_true (brik_ledger_is_date_doubtful (fixture->ledger));
  /* Typed to the minute it may be some seconds before. */
  assert_told (fixture, NOON - 30 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, NOON);
}

/* Who signs in while nobody knows the date, and out again, leaves nothing in the journal. */
static void
test_signs_out_again (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  guint n_before;

  fixture_open_signed_in (fixture);
  n_before = unsent_entries_count (fixture);
  reboot (fixture, 0);
  assert_signs_in (fixture);
  g_assert_true (sign_out (fixture, &error));
  g_assert_no_error (error);
  assert_signs_in (fixture);
  assert_signs_in (fixture);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, n_before);
  assert_told (fixture, NOON + DAY);
  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, n_before + 3);
}

/* The portal's word settles it without asking; the shift is opened with the first entry. */
static void
test_portal_settles (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  guint n_before;

  fixture_open_signed_in (fixture);
  n_before = unsent_entries_count (fixture);
  reboot (fixture, 0);
  assert_signs_in (fixture);
  g_assert_true (brik_clock_learn (fixture->clock, NOON + DAY, 0, 0));
  g_assert_false (brik_ledger_is_date_doubtful (fixture->ledger));
  brik_ledger_set_online (fixture->ledger, TRUE);
  sold = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, n_before + 3);
  assert_dated (g_ptr_array_index (entries, n_before), BRIK_ENTRY_STARTED, "2026-11-21");
  assert_dated (g_ptr_array_index (entries, n_before + 1), BRIK_ENTRY_SHIFT_OPENED, "2026-11-21");
  assert_dated (g_ptr_array_index (entries, n_before + 2), BRIK_ENTRY_SALE, "2026-11-21");
}

static void
cap_day (Fixture *fixture, gint64 limit_ore)
{
  BrikAccountRecord *account = account_record_new ("konto", UID);

  account->balance_ore = 100000000;
  account_record_add_cap (account, "", BRIK_PERIOD_DAY, limit_ore);
  apply_account (fixture, account);
}

/* The cashier was wrong by a week. What was sold stays as it is (D10); after the portal's word the day is the
 * right one, also after a new start, and what was sold next week frees nothing today (promise 7). */
static void
test_wrong_by_a_week (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) next_week = NULL;
  g_autoptr (BrikOutcome) no = NULL;
  g_autoptr (BrikOutcome) today = NULL;
  g_autoptr (BrikOutcome) none = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  cap_day (fixture, 2500);
  reboot (fixture, 0);
  assert_signs_in (fixture);
  assert_told (fixture, NOON + 7 * DAY);
  brik_ledger_set_online (fixture->ledger, TRUE);
  next_week = sell_expecting (fixture, 2000, BRIK_REASON_NONE);
  g_assert_cmpint (next_week->at_us, ==, NOON + 7 * DAY);

  g_assert_true (brik_clock_learn (fixture->clock, NOON + HOUR, 0, 0));
  g_assert_true (apply (fixture, page_new (50, NOON + HOUR), &error));
  no = sell_expecting (fixture, 600, BRIK_REASON_CAP);
  g_assert_cmpint (no->at_us, ==, NOON + HOUR);
  today = sell_expecting (fixture, 500, BRIK_REASON_NONE);
  none = sell_expecting (fixture, 1, BRIK_REASON_CAP);
  reboot (fixture, NOON + 2 * HOUR);
  g_assert_false (brik_ledger_is_date_doubtful (fixture->ledger));
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, NOON + 2 * HOUR);
}

/* D8: neither a step nor a dead clock makes data younger, or older than the cashier says. */
static void
test_data_age (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) yes = NULL;
  g_autoptr (BrikOutcome) no = NULL;

  fixture_open_signed_in (fixture);
  g_assert_true (brik_clock_learn (fixture->clock, NOON, 0, 0));
  brik_ledger_set_online (fixture->ledger, FALSE);
  brik_clock_advance_fake (fixture->clock, 70 * HOUR);
  brik_clock_step_fake (fixture->clock, 20 * HOUR);
  g_assert_cmpint (brik_ledger_get_circumstances (fixture->ledger).data_age_us, ==, 70 * HOUR);
  reboot (fixture, 0);
  assert_signs_in (fixture);
  assert_told (fixture, brik_clock_now (fixture->clock));
  brik_clock_advance_fake (fixture->clock, HOUR);
  brik_clock_step_fake (fixture->clock, -20 * HOUR);
  yes = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  brik_clock_advance_fake (fixture->clock, 2 * HOUR);
  no = sell_expecting (fixture, 100, BRIK_REASON_DATA_TOO_OLD);
}

/**
 * Life:
 * @spent: (element-type gint64): by the day that each sale counted on, from the first day on
 *
 * The oracle of a till whose machine is ill: what was sold on each day that the till believed in. On a day
 * before the latest all that was sold from there on must be within the cap: going back frees nothing.
 */
typedef struct
{
  Fixture *fixture;
  GArray *spent;
  guint n_sold;
  guint n_refused;
  guint n_steps;
  guint n_reboots;
  guint n_told;
} Life;

#define LIFE_DAYS 2000
#define LIFE_CAP 2500

static guint
day_of (gint64 at_us)
{
  g_autoptr (GTimeZone) zone = brik_civil_zone_new ("Europe/Copenhagen", NULL);
  GDate first, date;

  g_date_set_dmy (&first, 20, G_DATE_NOVEMBER, 2026);
  g_assert_true (brik_civil_date (zone, at_us, &date));
  g_assert_cmpint (g_date_compare (&date, &first), >=, 0);
  return g_date_get_julian (&date) - g_date_get_julian (&first);
}

static void
life_sell (Life *life)
{
  g_autofree char *sale = brik_id_new ();
  gint64 price_ore = g_test_rand_int_range (1, 1200);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;
  gint64 spent_ore = 0;
  guint day;

  if (brik_ledger_is_date_doubtful (life->fixture->ledger))
    {
      assert_sells_nothing (life->fixture);
      return;
    }
  outcome = sell (life->fixture, sale, UID, price_ore, &error);
  g_assert_no_error (error);
  day = day_of (outcome->at_us);
  g_assert_cmpuint (day, <, LIFE_DAYS);
  for (guint i = day; i < LIFE_DAYS; i++)
    spent_ore += g_array_index (life->spent, gint64, i);
  g_assert_cmpint (outcome->verdict.reason, ==,
                   spent_ore + price_ore > LIFE_CAP ? BRIK_REASON_CAP : BRIK_REASON_NONE);
  if (outcome->verdict.reason != BRIK_REASON_NONE)
    {
      life->n_refused++;
      return;
    }
  g_array_index (life->spent, gint64, day) += price_ore;
  life->n_sold++;
}

static void
life_tell (Life *life)
{
  gint64 known_us = brik_clock_now (life->fixture->clock);

  if (!brik_ledger_is_date_doubtful (life->fixture->ledger))
    return;
  assert_told (life->fixture, known_us + g_test_rand_int_range (0, 9) * DAY);
  life->n_told++;
}

static void
life_reboot (Life *life)
{
  static const gint64 raws[] = { 0, HOUR, NOON - 30 * DAY, NOON, NOON + 2 * DAY, NOON + 400 * DAY };
  gint64 raw_us = raws[g_test_rand_int_range (0, G_N_ELEMENTS (raws))];

  reboot (life->fixture, g_test_rand_bit () ? raw_us : brik_clock_raw (life->fixture->clock) + HOUR);
  brik_ledger_set_online (life->fixture->ledger, TRUE);
  assert_signs_in (life->fixture);
  life->n_reboots++;
}

static void
life_step (Life *life)
{
  BrikClock *clock = life->fixture->clock;

  switch (g_test_rand_int_range (0, 10))
    {
    case 0:
      brik_clock_step_fake (clock, (g_test_rand_int_range (-3000, 3000)) * G_TIME_SPAN_MINUTE);
      life->n_steps++;
      break;
    case 1:
      if (g_test_rand_int_range (0, 4) == 0)
        life_reboot (life);
      break;
    case 2:
      brik_clock_advance_fake (clock, g_test_rand_int_range (0, 30) * HOUR);
      break;
    case 3:
      life_tell (life);
      break;
    case 4:
      /* The portal's time, wherever the till's has got to. */
      if (g_test_rand_int_range (0, 6) == 0)
        brik_clock_learn (clock, NOON + g_test_rand_int_range (0, 60) * DAY, brik_clock_steady (clock),
                          brik_clock_steady (clock));
      break;
    default:
      life_sell (life);
    }
}

static void
test_caps_never_freed (Fixture *fixture, gconstpointer data)
{
  guint n_lives = g_getenv ("BRIK_TEST_LONG") != NULL ? 10 * LIVES : LIVES;
  guint totals[5] = { 0 };
  g_autofree char *folder = g_strdup (fixture->folder);

  for (guint i = 0; i < n_lives; i++)
    {
      Life life = { .fixture = fixture,
                    .spent = g_array_sized_new (FALSE, TRUE, sizeof (gint64), LIFE_DAYS) };

      g_free (fixture->path);
      fixture->path = g_strdup_printf ("%s/life-%u.db", folder, i);
      g_array_set_size (life.spent, LIFE_DAYS);
      g_assert_finalize_object (fixture->clock);
      fixture->clock = brik_clock_new_fake (NOON);
      fixture_open_signed_in (fixture);
      g_assert_true (brik_clock_learn (fixture->clock, NOON, 0, 0));
      cap_day (fixture, LIFE_CAP);
      for (guint step = 0; step < LIFE_STEPS; step++)
        life_step (&life);
      totals[0] += life.n_sold;
      totals[1] += life.n_refused;
      totals[2] += life.n_steps;
      totals[3] += life.n_reboots;
      totals[4] += life.n_told;
      fixture_close (fixture);
      g_array_unref (life.spent);
    }
  g_test_message (
    "covered: %u tills' lives: %u sales and %u refusals by a cap that no clock freed, across %u clock "
    "steps, %u restarts and %u dates told",
    n_lives, totals[0], totals[1], totals[2], totals[3], totals[4]);
  g_assert_cmpuint (totals[0], >, n_lives);
  g_assert_cmpuint (totals[4], >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/dates/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("dead-clock", test_dead_clock);
  ADD ("dead-clock-of-new-till", test_dead_clock_of_new_till);
  ADD ("told-first", test_told_first);
  ADD ("bounds", test_bounds);
  ADD ("signs-out-again", test_signs_out_again);
  ADD ("portal-settles", test_portal_settles);
  ADD ("wrong-by-a-week", test_wrong_by_a_week);
  ADD ("data-age", test_data_age);
  ADD ("caps-never-freed", test_caps_never_freed);

  return g_test_run ();
}
