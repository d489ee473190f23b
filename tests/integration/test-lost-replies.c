/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town.h"

#include "wire/brik-api.h"

/* Every answer of the portal can be lost, whole or in part, after it has done what was asked (promise 2). */

#define PUSH "POST " BRIK_API_ENTRIES
#define PULL "GET " BRIK_API_CHANGES
#define LOOK_UP "GET " BRIK_API_CARDS
#define ENROL "POST " BRIK_API_ENROL

/* Nothing of the answer, its first byte, its head, a part of its body. */
static const gsize cuts[] = { 0, 1, 60, 200 };

static void
test_push (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = brik_town_add_till (town, "skole-2");
  BrikWireCutter *wire = brik_town_till_get_wire (till);

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      guint n_lost = brik_wire_cutter_get_n_lost (wire);

      brik_wire_cutter_lose_answers (wire, PUSH, 2, cuts[i]);
      g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_IDA, "bolle", 1), ==, BRIK_REASON_NONE);
      g_assert_cmpint (brik_town_till_sell (other, BRIK_TOWN_IDA, "frugt", 1), ==, BRIK_REASON_NONE);
      brik_town_settle (town);
      g_assert_cmpuint (brik_wire_cutter_get_n_lost (wire), ==, n_lost + 2);
    }
}

/* What was queued for long is sent in batches; the answer to each is lost once. */
static void
test_push_many (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikWireCutter *wire = brik_town_till_get_wire (till);
  int n_sold = 0;

  brik_town_till_set_online (till, FALSE);
  for (int i = 0; i < 120; i++)
    {
      /* Offline, the allowance of 50 kr. is all there is (D8); what is undone is there again. */
      BrikReason expected = n_sold < 50 ? BRIK_REASON_NONE : BRIK_REASON_ALLOWANCE;

      g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "krone", 1), ==, expected);
      n_sold += expected == BRIK_REASON_NONE ? 1 : 0;
      if (i % 10 == 9 && expected == BRIK_REASON_NONE)
        {
          brik_town_till_undo (till, brik_town_till_get_sale (till));
          n_sold--;
        }
    }
  brik_town_settle (town);
  brik_wire_cutter_lose_answers (wire, PUSH, 3, 0);
  brik_town_till_set_online (till, TRUE);
  brik_town_settle (town);
  g_assert_cmpuint (brik_wire_cutter_get_n_lost (wire), ==, 3);
}

static void
test_changes (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  BrikTownTill *other = brik_town_add_till (town, "klub-1");
  BrikWireCutter *wire = brik_town_till_get_wire (till);

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      guint n_lost = brik_wire_cutter_get_n_lost (wire);

      brik_wire_cutter_lose_answers (wire, PULL, 2, cuts[i]);
      brik_town_set_card (town, "emil", i % 2 == 0);
      g_assert_cmpint (brik_town_till_sell (other, BRIK_TOWN_NOAH, "frugt", 1), ==, BRIK_REASON_NONE);
      brik_town_settle (town);
      g_assert_cmpuint (brik_wire_cutter_get_n_lost (wire), >, n_lost);
      g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_EMIL, "krone", 1), ==,
                       i % 2 == 0 ? BRIK_REASON_CARD_BLOCKED : BRIK_REASON_NONE);
      brik_town_settle (town);
    }
}

/* The code is used up once the portal has answered; asking again with the same key is answered the same. */
static void
test_enrol (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *code = brik_town_make_code (town, "skole-1");
      BrikWireCutter *wire = brik_town_till_get_wire (till);
      guint n_asked = brik_wire_cutter_count_requests (wire, ENROL);

      /* libsoup itself tries a connection that it had open before once more. */
      brik_wire_cutter_lose_answers (wire, ENROL, 2, cuts[i]);
      while (!brik_town_till_enrol (till, code, &error))
        {
          g_assert_true (brik_error_is_unreachable (error));
          g_clear_error (&error);
        }
      g_assert_cmpuint (brik_wire_cutter_count_requests (wire, ENROL), ==, n_asked + 3);
      brik_town_settle (town);
      g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_IDA, "krone", 1), ==, BRIK_REASON_NONE);
      brik_town_settle (town);
    }
}

static void
test_look_up (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = NULL;
  BrikTownTill *other = NULL;
  BrikWireCutter *wire = NULL;

  brik_town_hold_own_people (town);
  till = brik_town_add_till (town, "skole-1");
  other = brik_town_add_till (town, "klub-1");
  wire = brik_town_till_get_wire (till);
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "ret", 1), ==, BRIK_REASON_UNKNOWN_CARD);

  for (guint i = 0; i < G_N_ELEMENTS (cuts); i++)
    {
      g_autoptr (GError) error = NULL;

      brik_wire_cutter_lose_answers (wire, LOOK_UP, 2, cuts[i]);
      while (!brik_town_till_ask (till, BRIK_TOWN_VERA, &error))
        {
          g_assert_true (brik_error_is_unreachable (error));
          g_clear_error (&error);
        }
      brik_town_settle (town);
      g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "ret", 1), ==, BRIK_REASON_NONE);
      g_assert_cmpint (brik_town_till_sell (other, BRIK_TOWN_NOAH, "frugt", 1), ==,
                       i == 0 ? BRIK_REASON_UNKNOWN_CARD : BRIK_REASON_NONE);
      g_assert_true (brik_town_till_ask (other, BRIK_TOWN_NOAH, &error));
      brik_town_settle (town);
    }
  g_assert_cmpuint (brik_wire_cutter_get_n_lost (wire), ==, 2 * G_N_ELEMENTS (cuts));
}

/* A card that the portal does not know either is answered, and stays unknown. */
static void
test_look_up_nobody (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = brik_town_add_till (town, "skole-1");
  g_autoptr (GError) error = NULL;

  g_assert_false (brik_town_till_ask (till, BRIK_TOWN_NOBODY, &error));
  g_assert_true (brik_error_is_not_found (error));
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_NOBODY, "ret", 1), ==, BRIK_REASON_UNKNOWN_CARD);
  brik_town_settle (town);
}

/* Everything is cut at random for a while, and the portal's program ends and starts in between. */
static void
test_bad_line (void)
{
  static const char *const requests[] = { PUSH, PULL };
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *tills[] = { brik_town_add_till (town, "skole-1"), brik_town_add_till (town, "skole-2") };

  for (int i = 0; i < 60; i++)
    {
      BrikTownTill *till = tills[g_test_rand_int_range (0, G_N_ELEMENTS (tills))];

      brik_wire_cutter_lose_answers (brik_town_till_get_wire (till), requests[g_test_rand_int_range (0, 2)],
                                     (guint) g_test_rand_int_range (0, 4),
                                     (gsize) g_test_rand_int_range (0, 400));
      g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "krone", 1 + i % 3), ==, BRIK_REASON_NONE);
      if (i % 7 == 3)
        brik_town_till_undo (till, brik_town_till_get_sale (till));
      if (i % 20 == 10)
        brik_town_close_portal (town);
      if (i % 20 == 12)
        brik_town_open_portal (town);
      if (i % 4 == 0)
        brik_town_settle (town);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/lost-replies/push", test_push);
  g_test_add_func ("/lost-replies/push-many", test_push_many);
  g_test_add_func ("/lost-replies/changes", test_changes);
  g_test_add_func ("/lost-replies/enrol", test_enrol);
  g_test_add_func ("/lost-replies/look-up", test_look_up);
  g_test_add_func ("/lost-replies/look-up-nobody", test_look_up_nobody);
  g_test_add_func ("/lost-replies/bad-line", test_bad_line);
  return g_test_run ();
}
