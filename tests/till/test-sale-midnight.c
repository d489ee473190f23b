/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-counter.h"

#define CHEESE_ORE 300

static gint64
room_of (BrikCounter *counter)
{
  gint64 room_ore;

  g_object_get (counter->sale, "room-ore", &room_ore, NULL);
  return room_ore;
}

/* Noah has 3,00 left of today's 25,00. With two cheeses in the basket it turns midnight: what is shown turns
 * over with it, and what is decided counts on the new day (D2). */
static void
test_basket_open (void)
{
  g_auto (BrikCounter) counter = { NULL };

  brik_counter_open (&counter);
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_NOAH);
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
  brik_counter_add (&counter, CHEESE);
  g_assert_cmpint (room_of (&counter), ==, 0);
  brik_counter_add (&counter, CHEESE);
  g_assert_cmpint (room_of (&counter), ==, -CHEESE_ORE);

  /* 11:42 and twelve hours are a quarter to midnight. */
  brik_clock_advance_fake (counter.till->clock, 12 * G_TIME_SPAN_HOUR);
  brik_sale_note_time (counter.sale);
  g_assert_cmpint (room_of (&counter), ==, -CHEESE_ORE);
  brik_clock_advance_fake (counter.till->clock, G_TIME_SPAN_HOUR / 2);
  brik_sale_note_time (counter.sale);
  g_assert_cmpint (room_of (&counter), ==, 2500 - 2 * CHEESE_ORE);
  g_assert_cmpuint (brik_counter_n_goods (&counter), ==, 2);
  g_assert_cmpstr (brik_counter_person (&counter), ==, "Noah Aziz");

  brik_sale_pay (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
  g_assert_cmpint (room_of (&counter), ==, 2500 - 2 * CHEESE_ORE);
}

/* The other way: what was enough for the old day is decided on the new one, also when nobody has looked at
 * the clock. */
static void
test_decided_on_new_day (void)
{
  g_auto (BrikCounter) counter = { NULL };

  brik_counter_open (&counter);
  brik_counter_tap (&counter, BRIK_DISPLAY_UID_NOAH);
  brik_counter_wait_for (&counter, BRIK_SALE_PERSON);
  brik_counter_add (&counter, DISH);
  g_assert_cmpint (room_of (&counter), <, 0);
  brik_clock_advance_fake (counter.till->clock, 13 * G_TIME_SPAN_HOUR);
  brik_sale_pay (counter.sale);
  brik_counter_wait_for (&counter, BRIK_SALE_ACCEPTED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sale/midnight/basket-open", test_basket_open);
  g_test_add_func ("/sale/midnight/decided-on-new-day", test_decided_on_new_day);
  return g_test_run ();
}
