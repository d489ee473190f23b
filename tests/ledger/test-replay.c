/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "ledger/brik-feed.h"
#include "ledger/brik-replay.h"
#include "ledger/brik-sales.h"
#include "ledger/brik-shifts.h"

/* A seeded random day-to-day life of a few accounts at one till, and an oracle that knows nothing of records,
 * entries or replay: it remembers what happened and adds it up (promise 4). */

#define N_STEPS 20000
#define N_LONG_LIVES 50
#define N_ACCOUNTS 6
#define ALLOWANCE 5000
#define N_KINDS 2

static const char *const kinds[N_KINDS] = { "skole", "klub" };

/* @sequence: 0 for what happened elsewhere and is known to the portal alone */
typedef struct
{
  gint64 amount_ore;
  guint kind;
  GDate on;
  gint64 sequence;
  gboolean is_sale;
  gboolean undone;
  char id[33];
} Fact;

/* @n_told, @through: what the newest record has included: facts from elsewhere, and own ones up to an entry
 */
typedef struct
{
  GArray *facts;
  gint64 paid_in_ore;
  gint64 limits[N_KINDS + 1][BRIK_N_PERIODS]; /* the last for any kind; below nought: no cap */
  guint n_told;
  gint64 told_paid_in_ore;
  gint64 told_limits[N_KINDS + 1][BRIK_N_PERIODS];
  gint64 through;
} Person;

typedef struct
{
  char run[33];
  gint64 number;
} Name;

typedef struct
{
  Fixture *fixture;
  BrikLedgerFile *file;
  GRand *rand;
  GTimeZone *zone;
  Person people[N_ACCOUNTS];
  GArray *names; /* of entries, by sequence - 1 */
  gint64 cursor;
} Life;

static GDate
today (Life *life)
{
  GDate date;

  g_assert_true (brik_civil_date (life->zone, brik_clock_now (life->fixture->clock), &date));
  return date;
}

static gboolean
same_period (guint period, const GDate *a, const GDate *b)
{
  switch (period)
    {
    case BRIK_PERIOD_DAY:
      return g_date_get_julian (a) == g_date_get_julian (b);
    case BRIK_PERIOD_WEEK: /* day 1 of the calendar of GLib was a Monday */
      return (g_date_get_julian (a) - 1) / 7 == (g_date_get_julian (b) - 1) / 7;
    default:
      return g_date_get_month (a) == g_date_get_month (b) && g_date_get_year (a) == g_date_get_year (b);
    }
}

static gboolean
is_told (const Person *person, guint index)
{
  const Fact *fact = &g_array_index (person->facts, Fact, index);

  return fact->sequence ? fact->sequence <= person->through : index < person->n_told;
}

/* What the till can know of: all its own, and what the portal has told of elsewhere. */
static gboolean
is_known (const Person *person, guint index)
{
  return g_array_index (person->facts, Fact, index).sequence || is_told (person, index);
}

static gint64
oracle_spent (const Person *person, guint kind, guint period, const GDate *date, gboolean told_only)
{
  gint64 sum_ore = 0;

  for (guint i = 0; i < person->facts->len; i++)
    {
      const Fact *fact = &g_array_index (person->facts, Fact, i);

      if ((kind == N_KINDS || fact->kind == kind) && same_period (period, &fact->on, date) &&
          (told_only ? is_told (person, i) : is_known (person, i)))
        sum_ore += fact->amount_ore;
    }
  return sum_ore;
}

static gint64
oracle_balance (const Person *person, gboolean told_only)
{
  gint64 balance_ore = person->told_paid_in_ore;

  for (guint i = 0; i < person->facts->len; i++)
    if (told_only ? is_told (person, i) : is_known (person, i))
      balance_ore -= g_array_index (person->facts, Fact, i).amount_ore;
  return balance_ore;
}

static gint64
oracle_unsettled (const Person *person)
{
  gint64 sum_ore = 0;

  for (guint i = 0; i < person->facts->len; i++)
    {
      const Fact *fact = &g_array_index (person->facts, Fact, i);

      if (fact->is_sale && !fact->undone && fact->sequence > person->through)
        sum_ore += fact->amount_ore;
    }
  return sum_ore;
}

static BrikReason
oracle_reason (Life *life, const Person *person, gint64 total_ore, gboolean online)
{
  static const guint order[] = { 0, N_KINDS };
  GDate date = today (life);

  for (guint i = 0; i < G_N_ELEMENTS (order); i++)
    for (guint period = 0; period < BRIK_N_PERIODS; period++)
      {
        gint64 limit_ore = person->told_limits[order[i]][period];
        gint64 spent_ore = oracle_spent (person, order[i], period, &date, FALSE);

        if (limit_ore >= 0 && total_ore > MAX (limit_ore - MAX (spent_ore, 0), 0))
          return BRIK_REASON_CAP;
      }
  if (total_ore > MAX (oracle_balance (person, FALSE), 0))
    return BRIK_REASON_BALANCE;
  if (!online &&
      total_ore >
        MAX (MAX (MIN (ALLOWANCE, oracle_balance (person, TRUE)), 0) - oracle_unsettled (person), 0))
    return BRIK_REASON_ALLOWANCE;
  return BRIK_REASON_NONE;
}

static char *
uid_of (guint index)
{
  return g_strdup_printf ("%08X", 0x20000000 + index);
}

static char *
id_of (guint index)
{
  return g_strdup_printf ("konto-%u", index);
}

/* The names of what was appended since. */
static void
note_entries (Life *life)
{
  const BrikTail *tail = &life->file->tail;

  for (gint64 sequence = life->names->len + 1; sequence <= tail->sequence; sequence++)
    {
      Name name = { .number = tail->number - (tail->sequence - sequence) };

      g_assert_cmpint (name.number, >=, 1);
      g_strlcpy (name.run, tail->run, sizeof name.run);
      g_array_append_val (life->names, name);
    }
}

static void
check_holder (Life *life, const Person *person, const BrikCardholder *holder)
{
  GDate date = today (life);

  g_assert_cmpint (holder->account->balance_ore, ==, oracle_balance (person, FALSE));
  g_assert_cmpint (holder->known_balance_ore, ==, oracle_balance (person, TRUE));
  g_assert_cmpint (holder->unsettled_ore, ==, oracle_unsettled (person));
  for (guint kind = 0; kind <= N_KINDS; kind++)
    for (guint period = 0; period < BRIK_N_PERIODS; period++)
      {
        BrikCap cap = { .kind = kind < N_KINDS ? kinds[kind] : BRIK_CAP_ANY, .period = period };

        g_assert_cmpint (brik_cap_spent (&cap, holder->account->spending, &date), ==,
                         oracle_spent (person, kind, period, &date, FALSE));
      }
}

static void
step_sell (Life *life, guint index)
{
  Person *person = &life->people[index];
  BrikSaleRequest request = { .online = g_rand_int_range (life->rand, 0, 4) > 0 };
  g_autoptr (BrikBasket) basket = basket_of (g_rand_int_range (life->rand, 0, 1500));
  g_autofree char *uid = uid_of (index);
  g_autofree char *sale = brik_id_new ();
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  gint64 total_ore = brik_basket_get_total (basket);
  BrikReason expected = oracle_reason (life, person, total_ore, request.online);

  request.sale = sale;
  request.uid = uid;
  request.basket = basket;
  outcome = brik_sales_sell (life->file, &request, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome->verdict.reason, ==, expected);

  if (expected == BRIK_REASON_NONE)
    {
      Fact fact = {
        .amount_ore = total_ore, .on = today (life), .sequence = life->file->tail.sequence, .is_sale = TRUE
      };

      g_strlcpy (fact.id, sale, sizeof fact.id);
      g_array_append_val (person->facts, fact);
    }
  check_holder (life, person, outcome->holder);
}

static void
step_undo (Life *life, guint index)
{
  Person *person = &life->people[index];
  BrikSaleRequest request = { .online = TRUE };
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  Fact *sold;
  Fact undo;

  if (person->facts->len == 0)
    return;
  sold = &g_array_index (person->facts, Fact, g_rand_int_range (life->rand, 0, (gint32) person->facts->len));
  if (!sold->is_sale)
    return;

  request.sale = sold->id;
  outcome = brik_sales_undo (life->file, &request, &error);
  g_assert_no_error (error);
  if (!sold->undone)
    {
      sold->undone = TRUE;
      undo = (Fact){ .amount_ore = -sold->amount_ore, .on = sold->on, .sequence = life->file->tail.sequence };
      g_array_append_val (person->facts, undo);
    }
  check_holder (life, person, outcome->holder);
}

/* Money paid in, a purchase at another till, a cap changed: the till learns of it with the next record. */
static void
step_elsewhere (Life *life, guint index)
{
  Person *person = &life->people[index];
  Fact fact = { .amount_ore = g_rand_int_range (life->rand, -300, 900),
                .kind = (guint) g_rand_int_range (life->rand, 0, N_KINDS),
                .on = today (life) };

  switch (g_rand_int_range (life->rand, 0, 3))
    {
    case 0:
      person->paid_in_ore += g_rand_int_range (life->rand, 0, 20000);
      break;
    case 1:
      g_array_append_val (person->facts, fact);
      break;
    default:
      person->limits[g_rand_int_range (life->rand, 0, N_KINDS + 1)]
                    [g_rand_int_range (life->rand, 0, BRIK_N_PERIODS)] =
        g_rand_int_range (life->rand, -3000, 12000);
    }
}

/* The record as a portal makes it that has received the till's entries up to @through. */
static BrikAccountRecord *
make_record (Life *life, guint index)
{
  Person *person = &life->people[index];
  g_autofree char *id = id_of (index);
  g_autofree char *uid = uid_of (index);
  BrikAccountRecord *record = account_record_new (id, uid);
  GDate date = today (life);

  record->balance_ore = oracle_balance (person, TRUE);
  for (guint kind = 0; kind <= N_KINDS; kind++)
    for (guint period = 0; period < BRIK_N_PERIODS; period++)
      {
        BrikSpending spending = { .period = period };

        if (person->told_limits[kind][period] >= 0)
          account_record_add_cap (record, kind < N_KINDS ? kinds[kind] : "", period,
                                  person->told_limits[kind][period]);
        if (kind == N_KINDS)
          continue;

        spending.kind = g_intern_string (kinds[kind]);
        spending.spent_ore = oracle_spent (person, kind, period, &date, TRUE);
        brik_period_begin (period, &date, &spending.begun);
        g_array_append_val (record->spending, spending);
      }
  return record;
}

static void
step_record (Life *life, guint index)
{
  Person *person = &life->people[index];
  g_autoptr (BrikApplying) applying = g_new0 (BrikApplying, 1);
  g_autoptr (BrikCardholder) holder = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *uid = uid_of (index);
  BrikAccountRecord *record;
  gint64 newest = life->names->len;
  gint64 oldest = g_rand_boolean (life->rand) ? 0 : MAX (newest - 20, 0);
  gboolean done = FALSE;

  person->through = g_rand_int_range (life->rand, (gint32) oldest, (gint32) newest + 1);
  person->n_told = person->facts->len;
  person->told_paid_in_ore = person->paid_in_ore;
  memcpy (person->told_limits, person->limits, sizeof person->limits);

  record = make_record (life, index);
  if (person->through > 0)
    {
      const Name *name = &g_array_index (life->names, Name, person->through - 1);

      account_record_set_through (record, name->run, name->number);
    }
  applying->page = page_new (++life->cursor, brik_clock_now (life->fixture->clock));
  page_add_account (applying->page, record);
  g_assert_true (brik_feed_apply (life->file, applying, &done, &error));
  g_assert_no_error (error);
  g_assert_true (done);

  holder = brik_replay_chip (life->file->store, uid, &error);
  g_assert_no_error (error);
  check_holder (life, person, holder);
}

static void
step_restart (Life *life)
{
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&life->file, brik_ledger_file_close);
  life->file = brik_ledger_file_open (life->fixture->path, life->fixture->clock, &error);
  g_assert_no_error (error);
  g_assert_cmpint (life->file->tail.sequence, ==, life->names->len);
  g_assert_true (brik_shifts_open (life->file, "karen", &error));
}

static void
step (Life *life)
{
  guint index = (guint) g_rand_int_range (life->rand, 0, N_ACCOUNTS);
  gint32 dice = g_rand_int_range (life->rand, 0, 1000);

  if (dice < 550)
    step_sell (life, index);
  else if (dice < 650)
    step_undo (life, index);
  else if (dice < 800)
    step_record (life, index);
  else if (dice < 900)
    step_elsewhere (life, index);
  else if (dice < 995)
    brik_clock_advance_fake (life->fixture->clock,
                             g_rand_int_range (life->rand, 0, 900) * G_TIME_SPAN_MINUTE);
  else
    step_restart (life);

  note_entries (life);
}

static void
life_begin (Life *life, Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture_open_filled (fixture);
  fixture_close (fixture);

  life->fixture = fixture;
  life->rand = g_rand_new_with_seed (g_test_rand_int_range (0, G_MAXINT32));
  life->zone = brik_civil_zone_new ("Europe/Copenhagen", &error);
  life->names = g_array_new (FALSE, FALSE, sizeof (Name));
  life->cursor = 100;
  life->file = brik_ledger_file_open (fixture->path, fixture->clock, &error);
  g_assert_no_error (error);
  g_assert_true (brik_shifts_open (life->file, "karen", &error));
  note_entries (life);

  for (guint i = 0; i < N_ACCOUNTS; i++)
    {
      Person *person = &life->people[i];

      person->facts = g_array_new (FALSE, FALSE, sizeof (Fact));
      person->paid_in_ore = 20000;
      for (guint kind = 0; kind <= N_KINDS; kind++)
        for (guint period = 0; period < BRIK_N_PERIODS; period++)
          person->limits[kind][period] = -1;
      step_record (life, i);
    }
}

static void
life_end (Life *life)
{
  g_clear_pointer (&life->file, brik_ledger_file_close);
  g_rand_free (life->rand);
  g_time_zone_unref (life->zone);
  g_array_unref (life->names);
  for (guint i = 0; i < N_ACCOUNTS; i++)
    g_array_unref (life->people[i].facts);
}

static void
test_against_oracle (Fixture *fixture, gconstpointer data)
{
  guint n_lives = g_getenv ("BRIK_TEST_LONG") ? N_LONG_LIVES : 1;

  for (guint i = 0; i < n_lives; i++)
    {
      Life life = { 0 };

      g_free (fixture->path);
      fixture->path = g_strdup_printf ("%s/life-%u.db", fixture->folder, i);
      life_begin (&life, fixture);
      for (guint n = 0; n < N_STEPS; n++)
        step (&life);
      /* A life in which nothing happened would prove nothing. */
      g_assert_cmpuint (life.names->len, >, N_STEPS / 3);
      life_end (&life);
    }
}

int
main (int argc, char *argv[])
{
  /* What is tried here is arithmetic: it need not wait for a disk. */
  if (g_access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/ledger/replay/against-oracle", Fixture, NULL, fixture_set_up, test_against_oracle,
              fixture_tear_down);

  return g_test_run ();
}
