/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

static void
test_starts_empty (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *epoch = NULL;
  gint64 cursor;

  fixture_open (fixture);
  g_assert_false (brik_ledger_is_enrolled (fixture->ledger));
  g_assert_false (brik_ledger_is_ready (fixture->ledger));
  g_assert_null (brik_ledger_get_place (fixture->ledger));
  g_assert_null (last_sale (fixture));
  brik_ledger_get_cursor (fixture->ledger, &epoch, &cursor);
  g_assert_null (epoch);
  g_assert_cmpint (cursor, ==, 0);

  g_assert_null (sell (fixture, "0123456789abcdef0123456789abcdef", UID, 100, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
}

static void
test_whole_sale (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (BrikCardholder) holder = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  const BrikEntry *sale;

  fixture_open_signed_in (fixture);
  g_assert_true (brik_ledger_is_ready (fixture->ledger));
  g_assert_cmpstr (brik_ledger_get_place (fixture->ledger)->place_name, ==, "Kantinen");
  g_assert_cmpstr (brik_ledger_get_cashier (fixture->ledger), ==, "karen");

  outcome = sell_expecting (fixture, 2500, BRIK_REASON_NONE);
  g_assert_cmpint (outcome->verdict.total_ore, ==, 2500);
  g_assert_cmpint (outcome->holder->account->balance_ore, ==, 7500);
  g_assert_cmpint (outcome->at_us, ==, NOON);
  g_assert_cmpuint (brik_basket_get_n_lines (outcome->basket), ==, 1);

  holder = look_up (fixture, UID);
  g_assert_cmpint (holder->account->balance_ore, ==, 7500);
  g_assert_cmpint (holder->known_balance_ore, ==, 10000);
  g_assert_cmpint (holder->unsettled_ore, ==, 2500);
  g_assert_cmpint (spent (holder, BRIK_PERIOD_DAY, NOON), ==, 2500);
  g_assert_cmpint (spent (holder, BRIK_PERIOD_MONTH, NOON), ==, 2500);

  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 3);
  g_assert_cmpint (((BrikEntry *) g_ptr_array_index (entries, 0))->kind, ==, BRIK_ENTRY_STARTED);
  g_assert_cmpint (((BrikEntry *) g_ptr_array_index (entries, 1))->kind, ==, BRIK_ENTRY_SHIFT_OPENED);
  sale = g_ptr_array_index (entries, 2);
  g_assert_cmpint (sale->kind, ==, BRIK_ENTRY_SALE);
  g_assert_cmpstr (sale->id, ==, outcome->sale);
  g_assert_cmpint (sale->number, ==, outcome->number);
  g_assert_cmpstr (sale->account, ==, "konto");
  g_assert_cmpstr (sale->card, ==, "card-konto-0");
  g_assert_cmpstr (sale->cashier, ==, "karen");
  g_assert_cmpstr (sale->place, ==, "canteen");
  g_assert_cmpstr (sale->till, ==, "till-1");
  g_assert_false (sale->offline);
}

/* One way of being refused: what the record is like, and the reason it must give. */
typedef struct
{
  BrikReason reason;
  gint64 price_ore;
  void (*prepare) (Fixture *fixture, BrikAccountRecord *account);
} Refusal;

static void
hold_closed_card (Fixture *fixture, BrikAccountRecord *account)
{
  ((BrikCardRecord *) g_ptr_array_index (account->cards, 0))->state = BRIK_CARD_CLOSED;
}

static void
hold_replaced_card (Fixture *fixture, BrikAccountRecord *account)
{
  ((BrikCardRecord *) g_ptr_array_index (account->cards, 0))->state = BRIK_CARD_REPLACED;
}

static void
hold_blocked_card (Fixture *fixture, BrikAccountRecord *account)
{
  ((BrikCardRecord *) g_ptr_array_index (account->cards, 0))->state = BRIK_CARD_BLOCKED;
}

static void
hold_blocked_account (Fixture *fixture, BrikAccountRecord *account)
{
  account->state = BRIK_ACCOUNT_BLOCKED;
}

static void
hold_nowhere_allowed (Fixture *fixture, BrikAccountRecord *account)
{
  g_strfreev (account->kinds_allowed);
  account->kinds_allowed = g_strsplit ("", ";", -1);
}

static void
hold_cap (Fixture *fixture, BrikAccountRecord *account)
{
  account_record_add_cap (account, "skole", BRIK_PERIOD_DAY, 2500);
}

static void
hold_little (Fixture *fixture, BrikAccountRecord *account)
{
  account->balance_ore = 2000;
}

static void
hold_nothing (Fixture *fixture, BrikAccountRecord *account)
{
  g_ptr_array_set_size (account->cards, 0);
}

static void
hold_nothing_offline (Fixture *fixture, BrikAccountRecord *account)
{
  g_ptr_array_set_size (account->cards, 0);
  brik_ledger_set_online (fixture->ledger, FALSE);
}

static void
be_offline (Fixture *fixture, BrikAccountRecord *account)
{
  brik_ledger_set_online (fixture->ledger, FALSE);
}

static const Refusal refusals[] = {
  { BRIK_REASON_UNKNOWN_CARD, 2600, hold_nothing },
  { BRIK_REASON_CANNOT_ASK, 2600, hold_nothing_offline },
  { BRIK_REASON_CARD_CLOSED, 2600, hold_closed_card },
  { BRIK_REASON_CARD_CLOSED, 2600, hold_replaced_card },
  { BRIK_REASON_CARD_BLOCKED, 2600, hold_blocked_card },
  { BRIK_REASON_ACCOUNT_BLOCKED, 2600, hold_blocked_account },
  { BRIK_REASON_PLACE, 2600, hold_nowhere_allowed },
  { BRIK_REASON_CAP, 2600, hold_cap },
  { BRIK_REASON_BALANCE, 2600, hold_little },
  { BRIK_REASON_ALLOWANCE, 5001, be_offline },
};

/* Every refusal stands in the journal with its reason, and is the same when it is asked for again. */
static void
test_refusals_are_kept (Fixture *fixture, gconstpointer data)
{
  fixture_open_signed_in (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      const Refusal *refusal = &refusals[i];
      BrikAccountRecord *account = account_record_new ("konto", UID);
      g_autoptr (BrikOutcome) outcome = NULL;
      g_autoptr (BrikOutcome) again = NULL;
      g_autoptr (GPtrArray) entries = NULL;
      g_autoptr (GError) error = NULL;
      const BrikEntry *entry;
      guint n_entries;

      brik_ledger_set_online (fixture->ledger, TRUE);
      refusal->prepare (fixture, account);
      apply_account (fixture, account);

      outcome = sell_expecting (fixture, refusal->price_ore, refusal->reason);
      entries = unsent_entries (fixture);
      n_entries = entries->len;
      entry = g_ptr_array_index (entries, n_entries - 1);
      g_assert_cmpint (entry->kind, ==, BRIK_ENTRY_DECLINE);
      g_assert_cmpint (entry->verdict.reason, ==, refusal->reason);
      g_assert_cmpint (entry->verdict.left_ore, ==, outcome->verdict.left_ore);
      g_assert_cmpstr (entry->id, ==, outcome->sale);
      g_assert_cmpstr (entry->account, ==, outcome->holder->card ? "konto" : NULL);
      g_assert_cmpint (brik_basket_get_total (entry->basket), ==, refusal->price_ore);

      again = sell (fixture, outcome->sale, UID, 1, &error);
      g_assert_no_error (error);
      g_assert_cmpint (again->verdict.reason, ==, refusal->reason);
      g_clear_pointer (&entries, g_ptr_array_unref);
      entries = unsent_entries (fixture);
      g_assert_cmpuint (entries->len, ==, n_entries);
    }
}

static void
test_data_too_old (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) yes = NULL;
  g_autoptr (BrikOutcome) no = NULL;

  fixture_open_signed_in (fixture);
  brik_ledger_set_online (fixture->ledger, FALSE);
  brik_clock_advance_fake (fixture->clock, 72 * HOUR);
  yes = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  brik_clock_advance_fake (fixture->clock, 1);
  no = sell_expecting (fixture, 100, BRIK_REASON_DATA_TOO_OLD);
}

static void
test_unknown_card_leaves_no_number (Fixture *fixture, gconstpointer data)
{
  BrikVerdict verdict = { .reason = BRIK_REASON_SEVERAL_CHIPS };
  g_autoptr (GPtrArray) lines = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const BrikEntry *entry;

  fixture_open_signed_in (fixture);
  g_assert_true (decline (fixture, verdict, NULL, NULL, &error));
  verdict.reason = BRIK_REASON_UNKNOWN_CARD;
  g_assert_true (decline (fixture, verdict, OTHER_UID, NULL, &error));
  verdict.reason = BRIK_REASON_CARD_BLOCKED;
  g_assert_true (decline (fixture, verdict, UID, NULL, &error));
  g_assert_no_error (error);

  lines = unsent (fixture, G_MAXUINT);
  for (guint i = 0; i < lines->len; i++)
    {
      const BrikSealedLine *sealed = g_ptr_array_index (lines, i);

      g_assert_null (strstr (sealed->line, OTHER_UID));
      g_assert_null (strstr (sealed->line, UID));
      g_assert_null (strstr (sealed->line, "Alma"));
    }

  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 5);
  entry = g_ptr_array_index (entries, 3);
  g_assert_cmpint (entry->verdict.reason, ==, BRIK_REASON_UNKNOWN_CARD);
  g_assert_null (entry->account);
  entry = g_ptr_array_index (entries, 4);
  g_assert_cmpint (entry->verdict.reason, ==, BRIK_REASON_CARD_BLOCKED);
  g_assert_cmpstr (entry->account, ==, "konto");
}

static void
test_same_id_sells_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) first = NULL;
  g_autoptr (BrikOutcome) second = NULL;
  g_autoptr (BrikOutcome) third = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  first = sell_expecting (fixture, 2500, BRIK_REASON_NONE);
  brik_clock_advance_fake (fixture->clock, HOUR);
  second = sell (fixture, first->sale, UID, 2500, &error);
  g_assert_no_error (error);
  fixture_close (fixture);
  fixture_open (fixture);
  third = sell (fixture, first->sale, UID, 2500, &error);
  g_assert_no_error (error);

  g_assert_cmpint (second->verdict.reason, ==, BRIK_REASON_NONE);
  g_assert_cmpint (second->at_us, ==, first->at_us);
  g_assert_cmpint (second->number, ==, first->number);
  g_assert_cmpint (second->holder->account->balance_ore, ==, 7500);
  g_assert_cmpint (third->at_us, ==, first->at_us);
  g_assert_cmpint (third->holder->account->balance_ore, ==, 7500);
  g_assert_cmpuint (brik_basket_get_n_lines (third->basket), ==, 1);
  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 3);
}

static void
test_undo_once (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (BrikOutcome) undone = NULL;
  g_autoptr (BrikOutcome) twice = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const BrikEntry *entry;

  fixture_open_signed_in (fixture);
  sold = sell_expecting (fixture, 2500, BRIK_REASON_NONE);
  undone = undo (fixture, sold->sale, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (undone->sale, ==, sold->sale);
  g_assert_cmpint (undone->verdict.total_ore, ==, 2500);
  g_assert_cmpint (undone->holder->account->balance_ore, ==, 10000);
  g_assert_cmpint (undone->holder->unsettled_ore, ==, 0);
  g_assert_cmpint (spent (undone->holder, BRIK_PERIOD_DAY, NOON), ==, 0);
  g_assert_cmpuint (brik_basket_get_n_lines (undone->basket), ==, 1);

  twice = undo (fixture, sold->sale, &error);
  g_assert_no_error (error);
  g_assert_cmpint (twice->number, ==, undone->number);
  g_assert_cmpint (twice->holder->account->balance_ore, ==, 10000);
  g_assert_null (undo (fixture, "00000000000000000000000000000000", &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
  g_clear_error (&error);

  entries = unsent_entries (fixture);
  g_assert_cmpuint (entries->len, ==, 4);
  entry = g_ptr_array_index (entries, 3);
  g_assert_cmpint (entry->kind, ==, BRIK_ENTRY_UNDO);
  g_assert_cmpstr (entry->sale, ==, sold->sale);
  g_assert_cmpstr (entry->sale_place, ==, "canteen");

  /* An undo is no sale: it cannot be undone. */
  g_assert_null (undo (fixture, entry->id, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
}

/* Two places of different kinds: an undo counts where its sale did, though the till has moved. */
static void
test_undo_counts_where_sale_did (Fixture *fixture, gconstpointer data)
{
  BrikPlaceRecord *club = place_record_new ();
  BrikChangesPage *page = page_new (20, NOON);
  BrikCap at_club = { .kind = "klub", .period = BRIK_PERIOD_DAY };
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (BrikOutcome) undone = NULL;
  g_autoptr (GError) error = NULL;
  GDate today;

  fixture_open_signed_in (fixture);
  sold = sell_expecting (fixture, 2500, BRIK_REASON_NONE);
  g_free (club->place_kind);
  club->place_kind = g_strdup ("klub");
  page_add (page, BRIK_RECORD_PLACE, "canteen", club);
  g_assert_true (apply (fixture, page, &error));

  undone = undo (fixture, sold->sale, &error);
  g_assert_no_error (error);
  g_date_set_dmy (&today, 20, G_DATE_NOVEMBER, 2026);
  g_assert_cmpint (spent (undone->holder, BRIK_PERIOD_DAY, NOON), ==, 0);
  g_assert_cmpint (brik_cap_spent (&at_club, undone->holder->account->spending, &today), ==, 0);
}

/* D3: taken back on Saturday, it is Friday's spending that goes down. */
static void
test_undo_across_midnight (Fixture *fixture, gconstpointer data)
{
  BrikAccountRecord *account = account_record_new ("konto", UID);
  g_autoptr (BrikOutcome) friday = NULL;
  g_autoptr (BrikOutcome) saturday = NULL;
  g_autoptr (BrikOutcome) no = NULL;
  g_autoptr (BrikOutcome) undone = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  account_record_add_cap (account, "", BRIK_PERIOD_DAY, 2500);
  apply_account (fixture, account);

  friday = sell_expecting (fixture, 2500, BRIK_REASON_NONE);
  brik_clock_set_fake (fixture->clock, NOON + 11 * HOUR + G_TIME_SPAN_MINUTE * 59);
  no = sell_expecting (fixture, 1, BRIK_REASON_CAP);
  brik_clock_set_fake (fixture->clock, NOON + 12 * HOUR);
  saturday = sell_expecting (fixture, 2000, BRIK_REASON_NONE);

  undone = undo (fixture, friday->sale, &error);
  g_assert_no_error (error);
  g_assert_cmpint (spent (undone->holder, BRIK_PERIOD_DAY, NOON + 12 * HOUR), ==, 2000);
  g_assert_cmpint (spent (undone->holder, BRIK_PERIOD_WEEK, NOON + 12 * HOUR), ==, 2000);
  g_assert_cmpint (undone->holder->account->balance_ore, ==, 8000);
}

static void
test_clock_never_runs_behind_journal (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) before = NULL;
  g_autoptr (BrikOutcome) after = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  before = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  fixture_close (fixture);

  g_assert_finalize_object (fixture->clock);
  fixture->clock = brik_clock_new_fake (before->at_us - 20 * HOUR);
  fixture_open (fixture);
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, before->at_us);
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  after = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  g_assert_cmpint (after->at_us, >=, before->at_us);
}

static void
test_runs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) sold = NULL;
  g_autoptr (GPtrArray) sealed = NULL;
  g_autoptr (GPtrArray) entries = NULL;
  g_autoptr (GError) error = NULL;
  const char *runs[2];
  BrikHash previous = { 0 };

  fixture_open_signed_in (fixture);
  sold = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  fixture_close (fixture);
  fixture_open (fixture);
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_true (sign_in (fixture, "karen", PIN, &error));

  sealed = unsent (fixture, G_MAXUINT);
  entries = unsent_entries (fixture);
  /* A start that did nothing has left nothing. */
  g_assert_cmpuint (entries->len, ==, 5);
  for (guint i = 0; i < entries->len; i++)
    {
      const BrikSealedLine *line = g_ptr_array_index (sealed, i);
      const BrikEntry *entry = g_ptr_array_index (entries, i);

      g_assert_cmpmem (&line->seal.previous, sizeof previous, &previous, sizeof previous);
      g_assert_true (brik_seal_check_hash (&line->seal, line->line, strlen (line->line)));
      g_assert_true (brik_seal_check_signature (&line->seal, brik_ledger_get_public_key (fixture->ledger)));
      g_assert_cmpint (entry->number, ==, i < 3 ? i + 1 : i - 2);
      g_assert_cmpint (entry->kind == BRIK_ENTRY_STARTED, ==, i == 0 || i == 3);
      if (i == 3)
        {
          g_autofree char *head = brik_bytes_to_hex (previous.bytes, sizeof previous.bytes);

          g_assert_cmpstr (entry->head, ==, head);
        }
      runs[i / 3] = entry->run;
      previous = line->seal.hash;
    }
  g_assert_cmpstr (runs[0], !=, runs[1]);
}

static void
test_last_sale_after_clean_end (Fixture *fixture, gconstpointer data)
{
  g_autoptr (BrikOutcome) sold = NULL;

  fixture_open_signed_in (fixture);
  g_assert_null (last_sale (fixture));
  sold = sell_expecting (fixture, 100, BRIK_REASON_NONE);
  g_assert_null (last_sale (fixture));
  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_null (last_sale (fixture));
}

static void
test_cancelled_before_its_turn (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  g_cancellable_cancel (cancellable);
  g_assert_null (sell_cancellable (fixture, UID, 100, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (unsent_entries_count (fixture), ==, 2);
}

static void
test_closed_ledger_says_so (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  brik_ledger_close (fixture->ledger);
  g_assert_null (sell (fixture, "0123456789abcdef0123456789abcdef", UID, 100, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
}

static void
test_journal_does_not_change_hands (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture_open_signed_in (fixture);
  g_assert_true (brik_ledger_enrol (fixture->ledger, "http://127.0.0.1:2", "till-1", &error));
  g_assert_cmpstr (brik_ledger_get_portal (fixture->ledger), ==, "http://127.0.0.1:2");
  g_assert_false (brik_ledger_enrol (fixture->ledger, "http://127.0.0.1:2", "till-2", &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE);
  g_assert_cmpstr (brik_ledger_get_till (fixture->ledger), ==, "till-1");
}

static BrikAccountRecord *
numbered_account_new (const char *id, const char *number, const char *uid)
{
  BrikAccountRecord *account = account_record_new (id, uid);
  BrikCardRecord *card = g_ptr_array_index (account->cards, 0);

  g_free (card->number);
  card->number = g_strdup (number);
  return account;
}

/* Two cards: one is numbered as a municipality does, the other's UID has only digits in it. */
static void
apply_cards (Fixture *fixture, BrikCardForm form, const char *number)
{
  BrikChangesPage *page = page_new (30, NOON);
  BrikPlaceRecord *place = place_record_new ();
  g_autoptr (GError) error = NULL;

  place->card_form = form;
  page_add (page, BRIK_RECORD_PLACE, "canteen", place);
  page_add_account (page, numbered_account_new ("konto", number, UID));
  page_add_account (page, numbered_account_new ("anden", "987", "12345678"));
  g_assert_true (apply (fixture, page, &error));
  g_assert_no_error (error);
}

/* R3: a text that is a number of the municipality's form is that card's or nobody's; a chip that happens to
 * have the same digits for its UID is another's. */
static void
test_card_numbers (Fixture *fixture, gconstpointer data)
{
  static const struct
  {
    BrikCardForm form;
    const char *number;
    const char *text;
    const char *uid;
  } cases[] = {
    { BRIK_CARD_FORM_HEX, UID, "04579a22352680", UID },
    { BRIK_CARD_FORM_HEX, UID, "12345678", "12345678" },
    { BRIK_CARD_FORM_DECIMAL, "1222219417331328", "1222219417331328", UID },
    { BRIK_CARD_FORM_DECIMAL, "1222219417331328", "12345678", NULL },
    { BRIK_CARD_FORM_DECIMAL_REVERSED, "36070806674626308", "12345678", NULL },
    { BRIK_CARD_FORM_DECIMAL, "1222219417331328", "04 579A2235 2680", UID },
    { BRIK_CARD_FORM_ASSIGNED, "12345678", "12345678", UID },
    { BRIK_CARD_FORM_ASSIGNED, "884263SAE", "884263sae", UID },
    { BRIK_CARD_FORM_ASSIGNED, "884263SAE", UID, UID },
    { BRIK_CARD_FORM_ASSIGNED, "884263SAE", "884263", NULL },
  };

  fixture_open_filled (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *uid = NULL;

      g_test_message ("%s %s: %s", brik_card_form_to_name (cases[i].form), cases[i].number, cases[i].text);
      apply_cards (fixture, cases[i].form, cases[i].number);
      uid = find_card (fixture, cases[i].text);
      g_assert_cmpstr (uid, ==, cases[i].uid);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("starts-empty", test_starts_empty);
  ADD ("whole-sale", test_whole_sale);
  ADD ("refusals-are-kept", test_refusals_are_kept);
  ADD ("data-too-old", test_data_too_old);
  ADD ("unknown-card-leaves-no-number", test_unknown_card_leaves_no_number);
  ADD ("same-id-sells-once", test_same_id_sells_once);
  ADD ("undo-once", test_undo_once);
  ADD ("undo-counts-where-sale-did", test_undo_counts_where_sale_did);
  ADD ("undo-across-midnight", test_undo_across_midnight);
  ADD ("clock-never-runs-behind-journal", test_clock_never_runs_behind_journal);
  ADD ("runs", test_runs);
  ADD ("last-sale-after-clean-end", test_last_sale_after_clean_end);
  ADD ("cancelled-before-its-turn", test_cancelled_before_its_turn);
  ADD ("closed-ledger-says-so", test_closed_ledger_says_so);
  ADD ("R3/card-numbers", test_card_numbers);
  ADD ("journal-does-not-change-hands", test_journal_does_not_change_hands);

  return g_test_run ();
}
