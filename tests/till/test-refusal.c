/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "till/brik-language.h"
#include "till/brik-refusal.h"
#include "till/brik-sale-closures.h"
#include "till/brik-search-key.h"

typedef struct
{
  BrikKindRecord club;
  GPtrArray *kinds;
  BrikPlaceRecord place;
} Fixture;

static gboolean
is_danish (gconstpointer language)
{
  return g_str_equal (language, "da");
}

static void
set_up (Fixture *fixture, gconstpointer language)
{
  brik_language_start (language);
  fixture->club = (BrikKindRecord){ "klub", "Klub" };
  fixture->kinds = g_ptr_array_new ();
  g_ptr_array_add (fixture->kinds, &fixture->club);
  fixture->place = (BrikPlaceRecord){ .place_kind = "klub",
                                      .kinds = fixture->kinds,
                                      .data_age_limit_us = 72 * G_TIME_SPAN_HOUR,
                                      .balance_shown = "always" };
}

static void
tear_down (Fixture *fixture, gconstpointer language)
{
  g_ptr_array_unref (fixture->kinds);
}

static void
assert_text (char *text, const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static BrikVerdict
cap_verdict (const char *kind, BrikPeriod period, gint64 spent_ore, gint64 limit_ore, gint64 total_ore)
{
  BrikVerdict verdict = { .reason = BRIK_REASON_CAP, .total_ore = total_ore };

  verdict.cap.cap = (BrikCap){ kind, period, limit_ore };
  verdict.cap.spent_ore = spent_ore;
  verdict.left_ore = verdict.cap.left_ore = MAX (limit_ore - spent_ore, 0);
  return verdict;
}

/* R35: which rule, how much is spent, of what, what is left, and what would help. */
static void
test_cap (Fixture *fixture, gconstpointer language)
{
  BrikVerdict verdict = cap_verdict ("klub", BRIK_PERIOD_DAY, 2200, 2500, 800);
  g_autoptr (BrikRefusal) refusal = brik_refusal_new (&verdict, &fixture->place);

  g_assert_cmpint (refusal->reason, ==, BRIK_REASON_CAP);
  g_assert_true (refusal->trims);
  if (is_danish (language))
    {
      g_assert_cmpstr (refusal->title, ==, "Over dagens grænse");
      g_assert_cmpstr (refusal->sentence, ==,
                       "Brugt 22,00 af 25,00 i dag (Klub). Kurven er 8,00; der er 3,00 tilbage.");
      g_assert_cmpstr (refusal->help, ==, "Fjern varer for mindst 5,00. Grænsen kan ændres på portalen.");
      g_assert_cmpstr (refusal->warning, ==, "Over dagens grænse med 5,00");
    }
  else
    {
      g_assert_cmpstr (refusal->title, ==, "Over the day’s cap");
      g_assert_cmpstr (refusal->sentence, ==,
                       "22.00 of 25.00 spent today (Klub). The basket is 8.00; 3.00 is left.");
      g_assert_cmpstr (refusal->help, ==,
                       "Remove goods for at least 5.00. The cap can be changed on the portal.");
      g_assert_cmpstr (refusal->warning, ==, "Over the day’s cap by 5.00");
    }
}

/* Nothing left: taking goods out would not help, so it is not offered. A cap that holds anywhere names no
 * kind of place. */
static void
test_cap_reached (Fixture *fixture, gconstpointer language)
{
  static const char *const danish[] = { "Dagens grænse er nået", "Ugens grænse er nået",
                                        "Månedens grænse er nået" };
  static const char *const english[] = { "The day’s cap is reached", "The week’s cap is reached",
                                         "The month’s cap is reached" };

  for (BrikPeriod period = BRIK_PERIOD_DAY; period <= BRIK_PERIOD_MONTH; period++)
    {
      BrikVerdict verdict = cap_verdict (BRIK_CAP_ANY, period, 15200, 15000, 500);
      g_autoptr (BrikRefusal) refusal = brik_refusal_new (&verdict, &fixture->place);

      g_assert_cmpstr (refusal->title, ==, (is_danish (language) ? danish : english)[period]);
      g_assert_null (strchr (refusal->sentence, '('));
      g_assert_false (refusal->trims);
    }
}

/* A kind of place that the till does not know the name of is still said. */
static void
test_kind_name (Fixture *fixture, gconstpointer language)
{
  g_assert_cmpstr (brik_refusal_kind_name (&fixture->place, "klub"), ==, "Klub");
  g_assert_cmpstr (brik_refusal_kind_name (&fixture->place, "bio"), ==, "bio");
  g_assert_cmpstr (brik_refusal_kind_name (NULL, "klub"), ==, "klub");
  g_assert_null (brik_refusal_kind_name (&fixture->place, BRIK_CAP_ANY));
}

/* Bystanders read the surface too: where balances are not shown, no number on it tells one. */
static void
test_balance (Fixture *fixture, gconstpointer language)
{
  static const char *const settings[] = { "always", "on-demand", "never" };
  BrikVerdict verdict = { .reason = BRIK_REASON_BALANCE, .total_ore = 2500, .left_ore = 300 };
  const char *left = is_danish (language) ? "3,00" : "3.00";
  const char *short_of = is_danish (language) ? "22,00" : "22.00";

  for (gsize i = 0; i < G_N_ELEMENTS (settings); i++)
    {
      g_autoptr (BrikRefusal) refusal = NULL;
      gboolean shown = i == 0;

      fixture->place.balance_shown = (char *) settings[i];
      refusal = brik_refusal_new (&verdict, &fixture->place);
      g_assert_cmpint (strstr (refusal->sentence, left) != NULL, ==, shown);
      g_assert_cmpint (strstr (refusal->help, short_of) != NULL, ==, shown);
      g_assert_cmpint (strstr (refusal->warning, short_of) != NULL, ==, shown);
      g_assert_true (refusal->trims);
    }
}

/* Offline is the network's fault, and the refusal says so (D8). */
static void
test_offline (Fixture *fixture, gconstpointer language)
{
  static const BrikReason reasons[] = { BRIK_REASON_CANNOT_ASK, BRIK_REASON_DATA_TOO_OLD,
                                        BRIK_REASON_ALLOWANCE };
  const char *fault =
    is_danish (language) ? "netværkets skyld, ikke barnets" : "network’s fault, not the child’s";

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      BrikVerdict verdict = { .reason = reasons[i], .total_ore = 6000, .left_ore = 5000 };
      g_autoptr (BrikRefusal) refusal = brik_refusal_new (&verdict, &fixture->place);

      g_assert_nonnull (strstr (refusal->help, fault));
      if (reasons[i] == BRIK_REASON_DATA_TOO_OLD)
        g_assert_nonnull (strstr (refusal->sentence, "72"));
    }
}

/* Every reason has words of its own, in full, before there is a place too. */
static void
test_every_reason (Fixture *fixture, gconstpointer language)
{
  g_autoptr (GHashTable) titles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (BrikReason reason = BRIK_REASON_SEVERAL_CHIPS; reason <= BRIK_REASON_ALLOWANCE; reason++)
    {
      BrikVerdict verdict = cap_verdict (BRIK_CAP_ANY, BRIK_PERIOD_WEEK, 0, 100, 200);
      g_autoptr (BrikRefusal) refusal = NULL;
      g_autoptr (BrikRefusal) copy = NULL;

      verdict.reason = reason;
      refusal = brik_refusal_new (&verdict, NULL);
      copy = brik_refusal_copy (refusal);
      g_assert_cmpint (copy->reason, ==, reason);
      g_assert_cmpstr (copy->title, ==, refusal->title);
      g_assert_cmpstr (copy->warning, ==, refusal->warning);
      g_assert_cmpuint (strlen (refusal->sentence), >, 10);
      g_assert_cmpuint (strlen (refusal->help), >, 10);
      g_assert_true (g_hash_table_add (titles, g_strdup (refusal->title)));
    }
}

/* The cap in words as well as in colour. */
static void
test_cap_words (Fixture *fixture, gconstpointer language)
{
  gboolean danish = is_danish (language);

  assert_text (brik_format_cap (NULL, BRIK_PERIOD_DAY, NULL, 1200, 4000, 2800, BRIK_CAP_LEVEL_PLENTY),
               danish ? "I dag 12,00 af 40,00" : "Today 12.00 of 40.00");
  assert_text (brik_format_cap (NULL, BRIK_PERIOD_WEEK, "Klub", 2200, 2500, 300, BRIK_CAP_LEVEL_NEAR),
               danish ? "Klub denne uge: 3,00 tilbage af 25,00" : "Klub this week: 3.00 left of 25.00");
  assert_text (brik_format_cap (NULL, BRIK_PERIOD_MONTH, NULL, 2200, 2500, -500, BRIK_CAP_LEVEL_OVER),
               danish ? "Denne måned: 5,00 over 25,00" : "This month: 5.00 over 25.00");
  g_assert_cmpfloat (brik_cap_fraction (NULL, 4000, 3000), ==, 0.25);
  g_assert_cmpfloat (brik_cap_fraction (NULL, 4000, -500), ==, 1);
  g_assert_cmpfloat (brik_cap_fraction (NULL, 4000, 4500), ==, 0); /* a refund earlier today */
  g_assert_cmpfloat (brik_cap_fraction (NULL, 0, 0), ==, 1);       /* D1: a cap of 0 is full */
}

static void
test_strip (Fixture *fixture, gconstpointer language)
{
  gboolean danish = is_danish (language);

  assert_text (brik_format_strip (NULL, BRIK_NOTICE_NONE, 3500, "Alma Holm", TRUE),
               danish ? "Sidste salg: 35,00 · Alma Holm" : "Last sale: 35.00 · Alma Holm");
  assert_text (brik_format_strip (NULL, BRIK_NOTICE_NONE, 3500, "Alma Holm", FALSE), "");
  assert_text (brik_format_strip (NULL, BRIK_NOTICE_UNDONE, 3500, "Alma Holm", FALSE),
               danish ? "Fortrudt: 35,00 tilbage til Alma Holm." : "Taken back: 35.00 to Alma Holm.");
  assert_text (brik_format_n_goods (NULL, 1), danish ? "1 vare" : "1 item");
  assert_text (brik_format_n_goods (NULL, 3), danish ? "3 varer" : "3 items");
}

/* What failed is never to be taken for a sale that went through. */
static void
test_fault (Fixture *fixture, gconstpointer language)
{
  g_autoptr (GError) disk = g_error_new_literal (BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DISK, "it fails");
  g_autoptr (GError) full = g_error_new_literal (BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_FULL, "no room");
  g_autoptr (GError) unsure = g_error_new_literal (BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_UNSURE, "mute");
  g_autoptr (GError) other =
    g_error_new_literal (BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE, "nobody is signed in");

  assert_text (brik_fault_title (NULL, BRIK_STEP_SELL, full),
               is_danish (language) ? "Ikke solgt" : "Not sold");
  assert_text (brik_fault_title (NULL, BRIK_STEP_UNDO, disk),
               is_danish (language) ? "Ikke fortrudt" : "Not taken back");
  assert_text (brik_fault_title (NULL, BRIK_STEP_SELL, unsure),
               is_danish (language) ? "Solgt eller ej?" : "Sold or not?");
  assert_text (brik_fault_title (NULL, BRIK_STEP_UNDO, unsure),
               is_danish (language) ? "Fortrudt eller ej?" : "Taken back or not?");
  assert_text (brik_fault_sentence (NULL, BRIK_STEP_SELL, full),
               is_danish (language) ? "Kassens disk er fuld. Der er ikke trukket noget på kontoen."
                                    : "The till’s disk is full. Nothing has been taken from the account.");
  assert_text (brik_fault_help (NULL, full),
               is_danish (language)
                 ? "Tilkald den, der passer kassen: Der mangler plads på dens disk. Prøv så igen."
                 : "Call whoever looks after the till: it needs room on its disk. Then try again.");
  assert_text (brik_fault_sentence (NULL, BRIK_STEP_SELL, other), "nobody is signed in");
  assert_text (brik_fault_sentence (NULL, BRIK_STEP_UNDO, disk),
               is_danish (language) ? "Kassen kan ikke skrive på sin disk. Salget står, som det var."
                                    : "The till cannot write to its disk. The sale stands as it was.");
}

/* What is said of the card is what it is, and what is said of the money agrees with it. */
static void
test_rejected (Fixture *fixture, gconstpointer language)
{
  gboolean danish = is_danish (language);

  assert_text (brik_rejected_title (NULL, 0), danish ? "Intet er trukket" : "Nothing was charged");
  assert_text (brik_rejected_title (NULL, 2500), danish ? "25,00 givet tilbage" : "25.00 given back");
  assert_text (brik_rejected_help (NULL, BRIK_CARD_ACTIVE),
               danish ? "Behold kortet, hvis du kan. Spær det, hvis det er tabt eller taget."
                      : "Keep the card if you can. Block it if it is lost or taken.");
  assert_text (brik_rejected_help (NULL, BRIK_CARD_BLOCKED),
               danish ? "Kortet er spærret. Kun portalen åbner det igen."
                      : "The card is blocked. Only the portal opens it again.");
  for (BrikCardState state = BRIK_CARD_REPLACED; state <= BRIK_CARD_CLOSED; state++)
    assert_text (brik_rejected_help (NULL, state),
                 danish ? "Kortet er lukket i forvejen: Det kan ikke bruges mere. Behold det, hvis du kan."
                        : "The card is closed already: it cannot be used any more. Keep it if you can.");
  assert_text (brik_rejected_help (NULL, BRIK_CARD_UNKNOWN),
               danish ? "Kassen kender ikke længere kortet. Behold det, hvis du kan."
                      : "The till no longer knows the card. Keep it if you can.");
  assert_text (brik_format_block (NULL, BRIK_CARD_ACTIVE), danish ? "Spær kortet" : "Block the card");
  assert_text (brik_format_block (NULL, BRIK_CARD_BLOCKED), danish ? "Kortet er spærret" : "Card blocked");
  g_assert_true (brik_offers_block (NULL, BRIK_CARD_ACTIVE));
  g_assert_true (brik_offers_block (NULL, BRIK_CARD_BLOCKED));
  g_assert_false (brik_offers_block (NULL, BRIK_CARD_CLOSED));
}

static void
test_search_key (Fixture *fixture, gconstpointer language)
{
  assert_text (brik_search_key ("Crème Fraîche"), "creme fraiche");
  assert_text (brik_search_key ("RØDGRØD på ÅLBORG"), "rødgrød på ålborg");
  assert_text (brik_search_key ("Pa\xcc\x8a"), "på"); /* the ring as a mark of its own */
  assert_text (brik_search_key (""), "");
}

int
main (int argc, char **argv)
{
  const char *language = g_getenv ("BRIK_TEST_LANGUAGE");

  g_test_init (&argc, &argv, NULL);
  language = language != NULL ? language : "da";
  g_test_add ("/refusal/cap", Fixture, language, set_up, test_cap, tear_down);
  g_test_add ("/refusal/cap-reached", Fixture, language, set_up, test_cap_reached, tear_down);
  g_test_add ("/refusal/kind-name", Fixture, language, set_up, test_kind_name, tear_down);
  g_test_add ("/refusal/balance", Fixture, language, set_up, test_balance, tear_down);
  g_test_add ("/refusal/offline", Fixture, language, set_up, test_offline, tear_down);
  g_test_add ("/refusal/every-reason", Fixture, language, set_up, test_every_reason, tear_down);
  g_test_add ("/refusal/cap-words", Fixture, language, set_up, test_cap_words, tear_down);
  g_test_add ("/refusal/strip", Fixture, language, set_up, test_strip, tear_down);
  g_test_add ("/refusal/fault", Fixture, language, set_up, test_fault, tear_down);
  g_test_add ("/refusal/rejected", Fixture, language, set_up, test_rejected, tear_down);
  g_test_add ("/refusal/search-key", Fixture, language, set_up, test_search_key, tear_down);
  return g_test_run ();
}
