/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-verdict.h"

#include "random-steps.h"

#define HOUR_US (G_GINT64_CONSTANT (3600) * G_USEC_PER_SEC)

static const char *const skole[] = { "klub", "skole", NULL };
static const char *const nowhere[] = { NULL };

typedef struct
{
  BrikQuestion question;
  GArray *caps;
  GArray *spending;
} Fixture;

/* Anna at the school canteen, with 100 kr. and no caps, while the portal answers. */
static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->caps = g_array_new (FALSE, FALSE, sizeof (BrikCap));
  fixture->spending = g_array_new (FALSE, FALSE, sizeof (BrikSpending));
  fixture->question = (BrikQuestion){
    .chip = BRIK_CHIP_ONE,
    .card = BRIK_CARD_ACTIVE,
    .account = BRIK_ACCOUNT_ACTIVE,
    .place_kind = "skole",
    .kinds_allowed = skole,
    .caps = fixture->caps,
    .spending = fixture->spending,
    .total_ore = 1400,
    .balance_ore = 10000,
    .online = TRUE,
    .data_age_us = HOUR_US,
    .data_age_limit_us = 72 * HOUR_US,
    .allowance_ore = 5000,
    .known_balance_ore = 10000,
  };
  g_assert_true (brik_civil_date_parse ("2026-11-20", &fixture->question.date));
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_array_unref (fixture->caps);
  g_array_unref (fixture->spending);
}

static void
add_cap (Fixture *fixture, const char *kind, BrikPeriod period, gint64 limit_ore)
{
  BrikCap cap = { kind, period, limit_ore };

  g_array_append_val (fixture->caps, cap);
}

static void
assert_verdict (const BrikQuestion *question, BrikReason reason, gint64 left_ore)
{
  BrikVerdict verdict = brik_verdict_decide (question);

  g_assert_cmpstr (brik_reason_to_name (verdict.reason), ==, brik_reason_to_name (reason));
  g_assert_cmpint (verdict.left_ore, ==, left_ore);
  g_assert_cmpint (verdict.total_ore, ==, question->total_ore);
}

static void
test_yes (Fixture *fixture, gconstpointer data)
{
  assert_verdict (&fixture->question, BRIK_REASON_NONE, 0);
  fixture->question.online = FALSE;
  assert_verdict (&fixture->question, BRIK_REASON_NONE, 0);
}

/* All that can be wrong at once, then put right one after the other: the reasons come in the order of D5. */
static void
test_order (Fixture *fixture, gconstpointer data)
{
  BrikQuestion *question = &fixture->question;

  question->online = FALSE;
  question->chip = BRIK_CHIP_SEVERAL;
  question->card = BRIK_CARD_UNKNOWN;
  question->account = BRIK_ACCOUNT_BLOCKED;
  question->kinds_allowed = nowhere;
  question->balance_ore = 100;
  question->known_balance_ore = 100;
  question->data_age_us = 73 * HOUR_US;
  add_cap (fixture, BRIK_CAP_ANY, BRIK_PERIOD_DAY, 500);
  add_cap (fixture, "skole", BRIK_PERIOD_MONTH, 700);

  assert_verdict (question, BRIK_REASON_SEVERAL_CHIPS, 0);
  question->chip = BRIK_CHIP_RANDOM;
  assert_verdict (question, BRIK_REASON_RANDOM_CHIP, 0);
  question->chip = BRIK_CHIP_ONE;
  assert_verdict (question, BRIK_REASON_CANNOT_ASK, 0);
  question->online = TRUE;
  assert_verdict (question, BRIK_REASON_UNKNOWN_CARD, 0);
  question->online = FALSE;
  question->card = BRIK_CARD_REPLACED;
  assert_verdict (question, BRIK_REASON_CARD_CLOSED, 0);
  question->card = BRIK_CARD_CLOSED;
  assert_verdict (question, BRIK_REASON_CARD_CLOSED, 0);
  question->card = BRIK_CARD_BLOCKED;
  assert_verdict (question, BRIK_REASON_CARD_BLOCKED, 0);
  question->card = BRIK_CARD_ACTIVE;
  assert_verdict (question, BRIK_REASON_ACCOUNT_BLOCKED, 0);
  question->account = BRIK_ACCOUNT_ACTIVE;
  assert_verdict (question, BRIK_REASON_PLACE, 0);
  question->kinds_allowed = skole;
  assert_verdict (question, BRIK_REASON_CAP, 700);
  g_array_index (fixture->caps, BrikCap, 1).limit_ore = 1400;
  assert_verdict (question, BRIK_REASON_CAP, 500);
  g_array_index (fixture->caps, BrikCap, 0).limit_ore = 1400;
  assert_verdict (question, BRIK_REASON_BALANCE, 100);
  question->balance_ore = 1400;
  assert_verdict (question, BRIK_REASON_DATA_TOO_OLD, 0);
  question->data_age_us = 72 * HOUR_US;
  assert_verdict (question, BRIK_REASON_ALLOWANCE, 100);
  question->known_balance_ore = 1400;
  assert_verdict (question, BRIK_REASON_NONE, 0);
}

/* Klub dagligt 20, Skole dagligt 25: spent 12.50 at school today, 12.50 is left there and 20 at the club. */
static void
test_cap (Fixture *fixture, gconstpointer data)
{
  BrikQuestion *question = &fixture->question;
  BrikVerdict verdict;

  add_cap (fixture, "klub", BRIK_PERIOD_DAY, 2000);
  add_cap (fixture, "skole", BRIK_PERIOD_DAY, 2500);
  brik_spending_add (fixture->spending, "skole", &question->date, 1250);

  verdict = brik_verdict_decide (question);
  g_assert_cmpint (verdict.reason, ==, BRIK_REASON_CAP);
  g_assert_cmpstr (verdict.cap.cap.kind, ==, "skole");
  g_assert_cmpint (verdict.cap.cap.period, ==, BRIK_PERIOD_DAY);
  g_assert_cmpint (verdict.cap.cap.limit_ore, ==, 2500);
  g_assert_cmpint (verdict.cap.spent_ore, ==, 1250);
  g_assert_cmpint (verdict.cap.left_ore, ==, 1250);

  question->total_ore = 1250;
  assert_verdict (question, BRIK_REASON_NONE, 0);
  question->total_ore = 2000;
  question->place_kind = "klub";
  assert_verdict (question, BRIK_REASON_NONE, 0);
  question->total_ore = 2001;
  assert_verdict (question, BRIK_REASON_CAP, 2000);
}

static void
test_balance (Fixture *fixture, gconstpointer data)
{
  BrikQuestion *question = &fixture->question;

  question->total_ore = 10000;
  assert_verdict (question, BRIK_REASON_NONE, 0);
  question->total_ore = 10001;
  assert_verdict (question, BRIK_REASON_BALANCE, 10000);
  question->overdraft_ore = 1;
  assert_verdict (question, BRIK_REASON_NONE, 0);
  question->balance_ore = -5000;
  assert_verdict (question, BRIK_REASON_BALANCE, 0);
}

static void
test_allowance (Fixture *fixture, gconstpointer data)
{
  BrikQuestion *question = &fixture->question;

  question->online = FALSE;
  question->unsettled_ore = 3600;
  question->balance_ore -= question->unsettled_ore;
  assert_verdict (question, BRIK_REASON_NONE, 0);
  question->total_ore = 1401;
  assert_verdict (question, BRIK_REASON_ALLOWANCE, 1400);

  /* Never more than the last known balance, nor than the allowance after an undo of what is settled. */
  question->known_balance_ore = 4000;
  assert_verdict (question, BRIK_REASON_ALLOWANCE, 400);
  question->overdraft_ore = 500;
  assert_verdict (question, BRIK_REASON_ALLOWANCE, 900);
  question->known_balance_ore = 10000;
  question->unsettled_ore = -3000;
  question->total_ore = 5001;
  assert_verdict (question, BRIK_REASON_ALLOWANCE, 5000);

  question->online = TRUE;
  question->data_age_us = G_MAXINT64;
  assert_verdict (question, BRIK_REASON_NONE, 0);
}

/* A tap before there is a basket hears what holds whatever is bought, and no more. */
static void
test_before_basket (Fixture *fixture, gconstpointer data)
{
  BrikQuestion *question = &fixture->question;

  question->total_ore = 0;
  question->balance_ore = -100;
  question->known_balance_ore = -100;
  question->unsettled_ore = 6000;
  question->online = FALSE;
  add_cap (fixture, BRIK_CAP_ANY, BRIK_PERIOD_DAY, 0);
  assert_verdict (question, BRIK_REASON_NONE, 0);
  question->data_age_us = 72 * HOUR_US + 1;
  assert_verdict (question, BRIK_REASON_DATA_TOO_OLD, 0);
  question->kinds_allowed = nowhere;
  assert_verdict (question, BRIK_REASON_PLACE, 0);
  question->account = BRIK_ACCOUNT_BLOCKED;
  assert_verdict (question, BRIK_REASON_ACCOUNT_BLOCKED, 0);
}

static void
test_names (void)
{
  static const char *const reasons[] = { "none",       "several-chips", "random-chip",  "unknown-card",
                                         "cannot-ask", "card-closed",   "card-blocked", "account-blocked",
                                         "place",      "cap",           "balance",      "data-too-old",
                                         "allowance" };
  BrikReason reason = BRIK_REASON_NONE;
  BrikCardState card = BRIK_CARD_UNKNOWN;
  BrikAccountState account = BRIK_ACCOUNT_ACTIVE;

  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      g_assert_cmpstr (brik_reason_to_name (i), ==, reasons[i]);
      g_assert_true (brik_reason_from_name (reasons[i], &reason));
      g_assert_cmpint (reason, ==, i);
    }
  g_assert_null (brik_reason_to_name (G_N_ELEMENTS (reasons)));
  g_assert_false (brik_reason_from_name ("allergen", &reason));

  for (guint i = BRIK_CARD_ACTIVE; i <= BRIK_CARD_CLOSED; i++)
    {
      g_assert_true (brik_card_state_from_name (brik_card_state_to_name (i), &card));
      g_assert_cmpint (card, ==, i);
    }
  g_assert_null (brik_card_state_to_name (BRIK_CARD_UNKNOWN));
  g_assert_false (brik_card_state_from_name ("unknown", &card));
  g_assert_false (brik_card_state_from_name (NULL, &card));

  for (guint i = BRIK_ACCOUNT_ACTIVE; i <= BRIK_ACCOUNT_BLOCKED; i++)
    {
      g_assert_true (brik_account_state_from_name (brik_account_state_to_name (i), &account));
      g_assert_cmpint (account, ==, i);
    }
  g_assert_false (brik_account_state_from_name ("closed", &account));
}

/* The oracle works out for every reason by itself whether it holds, and only then asks which comes first. */
static const BrikCap *
oracle_cap (const BrikQuestion *question, const char *kind, BrikPeriod period, gint64 *spent_ore)
{
  guint32 today = g_date_get_julian (&question->date);
  guint32 first = period == BRIK_PERIOD_DAY    ? today
                  : period == BRIK_PERIOD_WEEK ? today - (today - 1) % 7
                                               : today - g_date_get_day (&question->date) + 1;

  gint64 ahead_ore = 0;

  *spent_ore = 0;
  for (guint i = 0; i < question->spending->len; i++)
    {
      const BrikSpending *part = &g_array_index (question->spending, BrikSpending, i);

      if (part->period != period || (*kind != '\0' && g_strcmp0 (part->kind, kind) != 0))
        continue;
      if (g_date_get_julian (&part->begun) == first)
        *spent_ore += part->spent_ore;
      else if (g_date_get_julian (&part->begun) > first && part->spent_ore > 0)
        ahead_ore += part->spent_ore;
    }
  if (ahead_ore > 0)
    *spent_ore = (*spent_ore > 0 ? *spent_ore : 0) + ahead_ore;

  for (guint i = 0; i < question->caps->len; i++)
    {
      const BrikCap *cap = &g_array_index (question->caps, BrikCap, i);

      if (cap->period == period && g_strcmp0 (cap->kind, kind) == 0)
        return cap;
    }

  return NULL;
}

static gboolean
oracle_breaks_cap (const BrikQuestion *question, BrikCapState *broken)
{
  const char *const here[] = { question->place_kind, BRIK_CAP_ANY };

  for (guint i = 0; i < G_N_ELEMENTS (here); i++)
    for (BrikPeriod period = 0; period < BRIK_N_PERIODS; period++)
      {
        gint64 spent_ore;
        const BrikCap *cap = oracle_cap (question, here[i], period, &spent_ore);
        gint64 after_ore = MAX (spent_ore, 0) + question->total_ore;

        /* A free basket breaks no cap, not even one that is overspent. */
        if (cap != NULL && question->total_ore > 0 && after_ore > cap->limit_ore)
          {
            broken->cap = *cap;
            broken->spent_ore = spent_ore;
            return TRUE;
          }
      }

  return FALSE;
}

static BrikReason
oracle_reason (const BrikQuestion *question, BrikCapState *broken)
{
  const gint64 total = question->total_ore;
  const gint64 trusted = question->known_balance_ore + question->overdraft_ore;
  const gint64 sold = question->unsettled_ore > 0 ? question->unsettled_ore : 0;
  gboolean holds[BRIK_REASON_ALLOWANCE + 1] = { FALSE };
  gboolean listed = FALSE;

  for (guint i = 0; question->kinds_allowed[i] != NULL; i++)
    listed = listed || g_strcmp0 (question->kinds_allowed[i], question->place_kind) == 0;

  holds[BRIK_REASON_SEVERAL_CHIPS] = question->chip == BRIK_CHIP_SEVERAL;
  holds[BRIK_REASON_RANDOM_CHIP] = question->chip == BRIK_CHIP_RANDOM;
  holds[BRIK_REASON_UNKNOWN_CARD] = question->card == BRIK_CARD_UNKNOWN && question->online;
  holds[BRIK_REASON_CANNOT_ASK] = question->card == BRIK_CARD_UNKNOWN && !question->online;
  holds[BRIK_REASON_CARD_CLOSED] = question->card == BRIK_CARD_REPLACED || question->card == BRIK_CARD_CLOSED;
  holds[BRIK_REASON_CARD_BLOCKED] = question->card == BRIK_CARD_BLOCKED;
  holds[BRIK_REASON_ACCOUNT_BLOCKED] = question->account == BRIK_ACCOUNT_BLOCKED;
  holds[BRIK_REASON_PLACE] = !listed;
  holds[BRIK_REASON_CAP] = oracle_breaks_cap (question, broken);
  holds[BRIK_REASON_BALANCE] = total > 0 && question->balance_ore - total < -question->overdraft_ore;
  holds[BRIK_REASON_DATA_TOO_OLD] = !question->online && question->data_age_us > question->data_age_limit_us;
  holds[BRIK_REASON_ALLOWANCE] =
    !question->online && total > 0 && (sold + total > question->allowance_ore || sold + total > trusted);

  for (BrikReason reason = BRIK_REASON_NONE + 1; reason < G_N_ELEMENTS (holds); reason++)
    if (holds[reason])
      return reason;

  return BRIK_REASON_NONE;
}

static void
draw_caps (Fixture *fixture)
{
  static const char *const kinds[] = { "klub", "skole", BRIK_CAP_ANY };

  g_array_set_size (fixture->caps, 0);
  g_array_set_size (fixture->spending, 0);
  for (guint i = 0; i < 2 * G_N_ELEMENTS (kinds) * BRIK_N_PERIODS; i++)
    {
      const char *kind = kinds[i % G_N_ELEMENTS (kinds)];
      BrikPeriod period = i / G_N_ELEMENTS (kinds) % BRIK_N_PERIODS;
      BrikSpending part = { kind, period, .spent_ore = g_test_rand_int_range (-200, 3000) };
      GDate day = fixture->question.date;

      if (i < G_N_ELEMENTS (kinds) * BRIK_N_PERIODS && random_one_in (6))
        add_cap (fixture, kind, period, g_test_rand_int_range (0, 8000));

      g_date_set_julian (&day, g_date_get_julian (&day) + g_test_rand_int_range (-8, 3));
      brik_period_begin (period, &day, &part.begun);
      if (*kind != '\0' && random_one_in (4))
        g_array_append_val (fixture->spending, part);
    }
}

/* Mostly in order, so that the late reasons are reached as well as the early ones. */
static void
draw_question (Fixture *fixture)
{
  BrikQuestion *question = &fixture->question;

  question->chip = random_one_in (12) ? g_test_rand_int_range (0, 3) : BRIK_CHIP_ONE;
  question->card = random_one_in (6) ? (BrikCardState) g_test_rand_int_range (0, 5) : BRIK_CARD_ACTIVE;
  question->account = random_one_in (12) ? BRIK_ACCOUNT_BLOCKED : BRIK_ACCOUNT_ACTIVE;
  question->place_kind = random_one_in (2) ? "skole" : "klub";
  question->kinds_allowed = random_one_in (12) ? nowhere : random_one_in (4) ? skole + 1 : skole;
  g_date_set_julian (&question->date, 737000 + g_test_rand_int_range (0, 5000));
  draw_caps (fixture);
  question->total_ore = random_one_in (8) ? 0 : g_test_rand_int_range (0, 6000);
  question->known_balance_ore = g_test_rand_int_range (-1000, 12000);
  question->unsettled_ore = random_one_in (2) ? 0 : g_test_rand_int_range (-2000, 6000);
  question->balance_ore = question->known_balance_ore - question->unsettled_ore;
  question->overdraft_ore = random_one_in (3) ? g_test_rand_int_range (0, 3000) : 0;
  question->online = random_one_in (3);
  question->data_age_us = g_test_rand_int_range (0, 4);
  question->data_age_limit_us = g_test_rand_int_range (1, 4);
  question->allowance_ore = g_test_rand_int_range (0, 6000);
}

/* What is left of a rule is just what it allows, and an øre more is too much. */
static void
assert_left (const BrikQuestion *asked, const BrikVerdict *verdict)
{
  BrikQuestion question = *asked;
  BrikVerdict again;

  question.total_ore = verdict->left_ore;
  again = brik_verdict_decide (&question);
  g_assert_true (again.reason != verdict->reason || again.cap.cap.kind != verdict->cap.cap.kind ||
                 again.cap.cap.period != verdict->cap.cap.period);

  question.total_ore = verdict->left_ore + 1;
  again = brik_verdict_decide (&question);
  g_assert_cmpint (again.reason, !=, BRIK_REASON_NONE);
}

static void
test_oracle (Fixture *fixture, gconstpointer data)
{
  guint n_met[BRIK_REASON_ALLOWANCE + 1] = { 0 };

  for (guint step = random_steps (); step > 0; step--)
    {
      BrikVerdict verdict;
      BrikCapState broken = { .spent_ore = 0 };
      BrikReason reason;

      draw_question (fixture);
      verdict = brik_verdict_decide (&fixture->question);
      reason = oracle_reason (&fixture->question, &broken);
      g_assert_cmpstr (brik_reason_to_name (verdict.reason), ==, brik_reason_to_name (reason));
      n_met[reason]++;

      if (reason == BRIK_REASON_CAP)
        {
          g_assert_cmpstr (verdict.cap.cap.kind, ==, broken.cap.kind);
          g_assert_cmpint (verdict.cap.cap.period, ==, broken.cap.period);
          g_assert_cmpint (verdict.cap.spent_ore, ==, broken.spent_ore);
        }
      if (reason == BRIK_REASON_CAP || reason == BRIK_REASON_BALANCE || reason == BRIK_REASON_ALLOWANCE)
        assert_left (&fixture->question, &verdict);
      else
        g_assert_cmpint (verdict.left_ore, ==, 0);
    }

  for (BrikReason reason = 0; reason < G_N_ELEMENTS (n_met); reason++)
    {
      g_test_message ("%s: %u", brik_reason_to_name (reason), n_met[reason]);
      g_assert_cmpuint (n_met[reason], >, random_steps () / 1000);
    }
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/core/verdict/yes", test_yes);
  ADD ("/core/verdict/D5/order", test_order);
  ADD ("/core/verdict/R29/cap", test_cap);
  ADD ("/core/verdict/D4/balance", test_balance);
  ADD ("/core/verdict/D8/allowance", test_allowance);
  ADD ("/core/verdict/before-basket", test_before_basket);
  g_test_add_func ("/core/verdict/names", test_names);
  ADD ("/core/verdict/D5/oracle", test_oracle);
  return g_test_run ();
}
