/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-counter.h"
#include "till/brik-scans.h"

#define EAN_CHEESE BRIK_DISPLAY_BARCODE_CHEESE
#define EAN_8_CHEESE "96385074"
#define EAN_ICE BRIK_DISPLAY_BARCODE_ICE
#define EAN_UNKNOWN "5709980101015"

typedef struct
{
  BrikCounter counter;
  BrikScans *scans;
  char *said;
  char *asked; /* a number */
} Desk;

static void
on_say (Desk *desk, const char *text)
{
  g_free (desk->said);
  desk->said = g_strdup (text);
}

static void
on_ask (Desk *desk, const char *number)
{
  g_free (desk->asked);
  desk->asked = g_strdup (number);
}

static void
renew (Desk *desk)
{
  g_clear_object (&desk->scans);
  g_clear_pointer (&desk->said, g_free);
  desk->scans = brik_scans_new (desk->counter.till->ledger, desk->counter.goods, desk->counter.sale);
  g_signal_connect_swapped (desk->scans, "say", G_CALLBACK (on_say), desk);
  g_signal_connect_swapped (desk->scans, "ask", G_CALLBACK (on_ask), desk);
}

static void
set_up (Desk *desk, gconstpointer data)
{
  brik_counter_open (&desk->counter);
  renew (desk);
}

static void
tear_down (Desk *desk, gconstpointer data)
{
  g_clear_object (&desk->scans);
  g_clear_pointer (&desk->said, g_free);
  g_clear_pointer (&desk->asked, g_free);
  brik_counter_close (&desk->counter);
}

static void
on_find_card_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree char *uid = brik_ledger_find_card_finish (BRIK_LEDGER (source), result, NULL);

  *(gboolean *) user_data = TRUE;
}

static gboolean
is_found (gpointer user_data)
{
  return *(gboolean *) user_data;
}

/* The ledger answers in order: when it has found this, it has found the scan's card. */
static void
scan (Desk *desk, const char *text)
{
  gboolean found = FALSE;

  brik_scans_take (desk->scans, text);
  brik_ledger_find_card_async (desk->counter.till->ledger, "", NULL, on_find_card_ready, &found);
  brik_display_wait_until (is_found, &found);
}

/* A place whose cards are numbered in @form, and a card of a chip with that number. */
static void
number_cards (Desk *desk, BrikCardForm form, const char *number, const char *uid)
{
  BrikChangesPage *page = g_new0 (BrikChangesPage, 1);
  const BrikPlaceRecord *place = brik_ledger_get_place (desk->counter.till->ledger);
  g_autoptr (BrikChangesPage) now = g_new0 (BrikChangesPage, 1);
  g_autoptr (BrikChangesPage) copy = NULL;
  g_autofree char *json = NULL;
  BrikChange change = { .kind = BRIK_RECORD_PLACE, .id = place->place, .place = (BrikPlaceRecord *) place };
  BrikAccountRecord *account;

  /* A copy of the place by way of the wire. */
  now->epoch = g_strdup ("e");
  now->changes = g_ptr_array_new ();
  g_ptr_array_add (now->changes, &change);
  json = brik_changes_page_to_json (now);
  copy = brik_changes_page_from_json (json, -1, NULL);
  g_assert_nonnull (copy);
  ((BrikChange *) g_ptr_array_index (copy->changes, 0))->place->card_form = form;

  brik_ledger_get_cursor (desk->counter.till->ledger, &page->epoch, &page->cursor);
  page->time_us = brik_clock_now (desk->counter.till->clock);
  page->changes = g_ptr_array_ref (copy->changes);
  if (number != NULL)
    {
      brik_counter_add_person (page, "bo", "Bo Badge", uid);
      account = ((BrikChange *) g_ptr_array_index (page->changes, page->changes->len - 1))->account;
      g_free (((BrikCardRecord *) g_ptr_array_index (account->cards, 0))->number);
      ((BrikCardRecord *) g_ptr_array_index (account->cards, 0))->number = g_strdup (number);
    }
  brik_display_till_apply (desk->counter.till, page);
}

static void
test_barcode_adds (Desk *desk, gconstpointer data)
{
  scan (desk, EAN_CHEESE);
  g_assert_cmpuint (brik_counter_n_goods (&desk->counter), ==, 1);
  /* Two of the same are two, however quickly. */
  scan (desk, EAN_CHEESE);
  scan (desk, EAN_8_CHEESE);
  g_assert_cmpint (brik_counter_total (&desk->counter), ==, 900);
  g_assert_null (desk->said);
}

/* Wherever a touch on the tile would add it, a scan does; elsewhere it says that it did not. */
static void
test_barcode_in_each_state (Desk *desk, gconstpointer data)
{
  /* A person is shown. */
  brik_counter_tap (&desk->counter, UID_RIK);
  brik_counter_wait_for (&desk->counter, BRIK_SALE_PERSON);
  scan (desk, EAN_CHEESE);
  g_assert_cmpuint (brik_counter_n_goods (&desk->counter), ==, 1);
  g_assert_cmpstr (brik_counter_person (&desk->counter), ==, RIK);

  /* Just sold: the next sale begins. */
  brik_sale_pay (desk->counter.sale);
  brik_counter_wait_for (&desk->counter, BRIK_SALE_ACCEPTED);
  scan (desk, EAN_CHEESE);
  g_assert_cmpint (brik_sale_get_state (desk->counter.sale), ==, BRIK_SALE_IDLE);
  g_assert_cmpuint (brik_counter_n_goods (&desk->counter), ==, 1);
  g_assert_null (desk->said);

  /* Refused: what is on the screen comes first. */
  brik_counter_tap (&desk->counter, BRIK_DISPLAY_UID_SARA);
  brik_counter_wait_for (&desk->counter, BRIK_SALE_REFUSED);
  scan (desk, EAN_CHEESE);
  g_assert_cmpuint (brik_counter_n_goods (&desk->counter), ==, 1);
  g_assert_nonnull (strstr (desk->said, "was not added"));
  g_assert_cmpint (brik_counter_last_cue (&desk->counter), ==, BRIK_SOUND_FAULT);
}

static void
test_not_for_sale (Desk *desk, gconstpointer data)
{
  scan (desk, EAN_ICE);
  g_assert_cmpuint (brik_counter_n_goods (&desk->counter), ==, 0);
  g_assert_nonnull (strstr (desk->said, "not for sale today"));
}

/* Neither goods nor a card: told, and nothing asked, refused or sold. */
static void
test_unknown (Desk *desk, gconstpointer data)
{
  static const struct
  {
    const char *text;
    const char *said;
  } cases[] = {
    { EAN_UNKNOWN, "barcode " EAN_UNKNOWN },
    { "5709980101014", "neither goods nor a card" }, /* misread */
    { "884263sae", "neither goods nor a card" },     /* not of this municipality's form */
    { "WIFI:S:skole;T:WPA;P:hemmelig;;", "“WIFI:S:skole;T:WPA;P…”" },
    { "1234\357\277\2755678", "neither goods nor a card" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_clear_pointer (&desk->said, g_free);
      scan (desk, cases[i].text);
      g_test_message ("%s", desk->said);
      g_assert_nonnull (strstr (desk->said, cases[i].said));
      g_assert_cmpint (brik_sale_get_state (desk->counter.sale), ==, BRIK_SALE_IDLE);
      g_assert_null (desk->counter.asked);
    }
}

static gboolean
is_said (gpointer user_data)
{
  return ((Desk *) user_data)->said != NULL;
}

static void
test_broken_off (Desk *desk, gconstpointer data)
{
  brik_scans_take_broken (desk->scans);
  brik_display_wait_until (is_said, desk);
  g_assert_cmpint (brik_sale_get_state (desk->counter.sale), ==, BRIK_SALE_IDLE);
}

/* As if the chip were held up: person first, and goods first. Case does not count. */
static void
test_card (Desk *desk, gconstpointer data)
{
  g_autofree char *lower = g_ascii_strdown (UID_RIK, -1);

  scan (desk, lower);
  brik_counter_wait_for (&desk->counter, BRIK_SALE_PERSON);
  g_assert_cmpstr (brik_counter_person (&desk->counter), ==, RIK);

  brik_counter_renew_sale (&desk->counter);
  renew (desk);
  brik_counter_add (&desk->counter, CHEESE);
  scan (desk, UID_RIK);
  brik_counter_wait_for (&desk->counter, BRIK_SALE_ACCEPTED);
  brik_sale_close (desk->counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&desk->counter, UID_RIK), ==, 1000000 - 300);
}

/* A card left lying on the reader is typed again and again; after OK with goods that came meanwhile it must
 * not pay for those of the next. */
static void
test_card_again (Desk *desk, gconstpointer data)
{
  brik_counter_add (&desk->counter, CHEESE);
  scan (desk, UID_RIK);
  brik_counter_wait_for (&desk->counter, BRIK_SALE_ACCEPTED);
  brik_counter_add (&desk->counter, CHEESE);
  scan (desk, UID_RIK);
  g_assert_cmpint (brik_sale_get_state (desk->counter.sale), ==, BRIK_SALE_IDLE);
  /* Another's is another's. */
  scan (desk, UID_ANNA);
  brik_counter_wait_for (&desk->counter, BRIK_SALE_ACCEPTED);
  brik_sale_close (desk->counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&desk->counter, UID_RIK), ==, 1000000 - 300);
  brik_sale_clear (desk->counter.sale);
  g_assert_cmpint (brik_counter_balance_of (&desk->counter, UID_ANNA), ==, 1000000 - 300);
}

/* R3: each form that a municipality may print. */
static void
test_forms (Desk *desk, gconstpointer data)
{
  static const struct
  {
    BrikCardForm form;
    const char *number;
    const char *uid;
  } cases[] = {
    { BRIK_CARD_FORM_HEX, "72BF9962", "72BF9962" },
    { BRIK_CARD_FORM_DECIMAL, "1925159265", "72BF9961" },
    { BRIK_CARD_FORM_DECIMAL_REVERSED, "1637465970", "72BF9961" },
    { BRIK_CARD_FORM_ASSIGNED, "884263SAE", "04AB9961CC2680" },
    { BRIK_CARD_FORM_ASSIGNED, "5709980101015", "04AB9961CC2680" }, /* a barcode's form, but a card's */
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      number_cards (desk, cases[i].form, cases[i].number, cases[i].uid);
      brik_counter_renew_sale (&desk->counter);
      renew (desk);
      scan (desk, cases[i].number);
      brik_counter_wait_for (&desk->counter, BRIK_SALE_PERSON);
      g_assert_cmpstr (brik_counter_person (&desk->counter), ==, "Bo Badge");
      g_assert_null (desk->counter.asked);
    }

  /* A reader that types the UID does for any form. */
  brik_counter_renew_sale (&desk->counter);
  renew (desk);
  scan (desk, "04ab9961cc2680");
  brik_counter_wait_for (&desk->counter, BRIK_SALE_PERSON);
}

/* A visitor's: the portal is asked for the chip that it can only be. */
static void
test_not_known_here (Desk *desk, gconstpointer data)
{
  static const struct
  {
    BrikCardForm form;
    const char *number;
    const char *uid;
  } cases[] = {
    { BRIK_CARD_FORM_HEX, "04FFFFFFFFFF01", "04FFFFFFFFFF01" },
    { BRIK_CARD_FORM_HEX, "12345670", "12345670" }, /* of an EAN-8's form, but not sold here */
    { BRIK_CARD_FORM_DECIMAL, "4294901761", "FFFF0001" },
    { BRIK_CARD_FORM_DECIMAL, "1407374883487745", "04FFFFFFFF0001" },
    { BRIK_CARD_FORM_DECIMAL_REVERSED, "16777471", "FF000001" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      number_cards (desk, cases[i].form, NULL, NULL);
      brik_counter_renew_sale (&desk->counter);
      renew (desk);
      brik_scans_take (desk->scans, cases[i].number);
      brik_display_wait_until (brik_counter_is_asked, &desk->counter);
      g_assert_cmpstr (desk->counter.asked, ==, cases[i].uid);
    }
}

/* R3: an assigned number that the list does not have may have fourteen digits: no chip is guessed from it.
 * The portal is asked by the number. */
static void
test_assigned_not_known (Desk *desk, gconstpointer data)
{
  static const char *const texts[] = { "12345678901234", "12345670", "04ffffffffff0" };

  number_cards (desk, BRIK_CARD_FORM_ASSIGNED, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      scan (desk, texts[i]);
      g_assert_cmpstr (desk->asked, ==, texts[i]);
      g_assert_null (desk->counter.asked);
      g_assert_null (desk->said);
      brik_scans_answer (desk->scans, texts[i], BRIK_ANSWER_NOT_FOUND);
      g_assert_nonnull (desk->said);
      g_clear_pointer (&desk->said, g_free);
      g_assert_cmpint (brik_sale_get_state (desk->counter.sale), ==, BRIK_SALE_IDLE);
    }
}

/* Where no card has that number, it is a visitor's chip that a badge reader has typed: the portal is asked by
 * the chip, as where it is held to the reader. */
static void
test_assigned_chip (Desk *desk, gconstpointer data)
{
  number_cards (desk, BRIK_CARD_FORM_ASSIGNED, NULL, NULL);
  scan (desk, "04ffffffffff01");
  g_assert_cmpstr (desk->asked, ==, "04ffffffffff01");
  brik_scans_answer (desk->scans, "04ffffffffff01", BRIK_ANSWER_NOT_FOUND);
  brik_display_wait_until (brik_counter_is_asked, &desk->counter);
  g_assert_cmpstr (desk->counter.asked, ==, "04FFFFFFFFFF01");
  g_assert_null (desk->said);

  brik_counter_renew_sale (&desk->counter);
  renew (desk);
  scan (desk, "08AB1234");
  brik_scans_answer (desk->scans, "08AB1234", BRIK_ANSWER_NOT_FOUND);
  brik_counter_wait_for (&desk->counter, BRIK_SALE_REFUSED);
  g_assert_cmpint (brik_sale_get_refusal (desk->counter.sale)->reason, ==, BRIK_REASON_RANDOM_CHIP);
}

/* What the portal found is held up; where it does not answer, that is said, and it is not the card's fault;
 * an answer that comes when the page has gone is nobody's. */
static void
test_assigned_asked (Desk *desk, gconstpointer data)
{
  number_cards (desk, BRIK_CARD_FORM_ASSIGNED, NULL, NULL);
  scan (desk, "884263sae");
  brik_scans_answer (desk->scans, "884263sae", BRIK_ANSWER_NONE);
  g_assert_nonnull (strstr (desk->said, "cannot be asked"));
  g_clear_pointer (&desk->said, g_free);

  scan (desk, "884264SAE");
  brik_scans_forget (desk->scans);
  brik_scans_answer (desk->scans, "884264SAE", BRIK_ANSWER_NOT_FOUND);
  g_assert_null (desk->said);

  scan (desk, "884265SAE");
  number_cards (desk, BRIK_CARD_FORM_ASSIGNED, "884265SAE", "04AB9961CC2680");
  brik_scans_answer (desk->scans, "884265SAE", BRIK_ANSWER_FOUND);
  brik_counter_wait_for (&desk->counter, BRIK_SALE_PERSON);
  g_assert_cmpstr (brik_counter_person (&desk->counter), ==, "Bo Badge");
}

static void
test_random_chip (Desk *desk, gconstpointer data)
{
  scan (desk, "08123456");
  brik_counter_wait_for (&desk->counter, BRIK_SALE_REFUSED);
  g_assert_cmpint (brik_sale_get_refusal (desk->counter.sale)->reason, ==, BRIK_REASON_RANDOM_CHIP);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function) g_test_add ("/till/scans/" name, Desk, NULL, set_up, function, tear_down)
  ADD ("barcode-adds", test_barcode_adds);
  ADD ("barcode-in-each-state", test_barcode_in_each_state);
  ADD ("not-for-sale", test_not_for_sale);
  ADD ("unknown", test_unknown);
  ADD ("broken-off", test_broken_off);
  ADD ("card", test_card);
  ADD ("card-again", test_card_again);
  ADD ("forms", test_forms);
  ADD ("not-known-here", test_not_known_here);
  ADD ("R3/assigned-not-known", test_assigned_not_known);
  ADD ("R3/assigned-chip", test_assigned_chip);
  ADD ("R3/assigned-asked", test_assigned_asked);
  ADD ("random-chip", test_random_chip);

  return g_test_run ();
}
