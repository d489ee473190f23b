/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-demo-plan.h"

#include <string.h>

#include "demo/brik-demo-goods.h"
#include "demo/brik-demo-people.h"

#define SCHOOL 0
#define CLUB 1
#define POOL 2

#define FULL_VAT_BP 2500
#define ALMA "alma-holm"
#define NOAH "noah-aziz"
#define MAX_ITEMS 4

const BrikDemoCounter brik_demo_counters[BRIK_DEMO_N_COUNTERS] = {
  [SCHOOL] = { "norre-2", "norre", "jonas", "2345" },
  [CLUB] = { "fyret-1", "fyret", "lars", "4567" },
  [POOL] = { "svoem-1", "svoem", "birgit", "5678" },
};

/* Opening hours, in minutes after midnight, and how many come. */
static const struct
{
  int from;
  int to;
  int n_least;
  int n_most;
  guint weekdays; /* a bit for each, Monday the first */
} hours[BRIK_DEMO_N_COUNTERS] = {
  [SCHOOL] = { 11 * 60 + 20, 12 * 60 + 10, 40, 60, 0x1f },
  [CLUB] = { 14 * 60 + 30, 17 * 60, 8, 16, 0x0a },
  [POOL] = { 15 * 60, 18 * 60, 3, 8, 0x04 },
};

/* What one of the demo's persons buys at school at a fixed time: Alma on some days but today, Noah every day.
 */
typedef struct
{
  const char *person;
  guint weekdays;
  int minute;
  const char *goods[MAX_ITEMS];
} Habit;

static const Habit habits[] = {
  { ALMA, 0x01, 11 * 60 + 31, { "groenbolle-stor", "yoghurt", "ostehaps" } },
  { ALMA, 0x02, 11 * 60 + 28, { "dagens-ret", "minimaelk" } },
  { ALMA, 0x08, 11 * 60 + 36, { "pastasalat", "vand" } },
  { NOAH, 0x15, 11 * 60 + 41, { "dagens-ret" } },
  { NOAH, 0x0a, 11 * 60 + 42, { "wrap-falafel", "ostehaps" } },
  /* The cap says no to this one. */
  { NOAH, 0x04, 11 * 60 + 55, { "ostehaps" } },
};

/* Today he has 3 kr. left of the day's cap. */
static const Habit noah_today = { NOAH, 0x7f, 11 * 60 + 32, { "pastasalat" } };

static void
tap_free (BrikDemoTap *tap)
{
  brik_basket_free (tap->basket);
  g_free (tap);
}

static int
compare_taps (gconstpointer a, gconstpointer b)
{
  const BrikDemoTap *one = *(BrikDemoTap *const *) a;
  const BrikDemoTap *other = *(BrikDemoTap *const *) b;

  return one->at_us < other->at_us ? -1 : one->at_us > other->at_us;
}

static gint64
moment_of (GTimeZone *zone, const GDate *date, int second)
{
  g_autoptr (GDateTime) moment =
    g_date_time_new (zone, g_date_get_year (date), g_date_get_month (date), g_date_get_day (date),
                     second / 3600, second / 60 % 60, second % 60);

  return g_date_time_to_unix (moment) * G_USEC_PER_SEC;
}

static gboolean
is_open (guint weekdays, const GDate *date)
{
  return (weekdays & (1U << (g_date_get_weekday (date) - G_DATE_MONDAY))) != 0;
}

/* The limits of a basket are far above what anybody buys here. */
static void
add_product (BrikBasket *basket, const BrikDemoProduct *product, const BrikDemoPerson *person)
{
  gboolean exempt = product->exempt && g_str_equal (person->buyer, "pupil");

  brik_basket_add (basket, product->id, product->name, 1, product->price_ore, exempt ? 0 : FULL_VAT_BP, NULL);
}

static const BrikDemoProduct *
find_product (const char *id)
{
  for (guint i = 0; i < brik_demo_n_products; i++)
    if (g_str_equal (brik_demo_products[i].id, id))
      return &brik_demo_products[i];
  g_assert_not_reached ();
}

static const BrikDemoPerson *
find_person (GPtrArray *people, const char *id)
{
  for (guint i = 0; i < people->len; i++)
    {
      const BrikDemoPerson *person = g_ptr_array_index (people, i);
      if (g_str_equal (person->id, id))
        return person;
    }
  g_assert_not_reached ();
}

static void
add_tap (GPtrArray *taps, gint64 at_us, guint counter, const BrikDemoPerson *person, BrikBasket *basket)
{
  BrikDemoTap *tap = g_new0 (BrikDemoTap, 1);

  tap->at_us = at_us;
  tap->counter = counter;
  tap->uid = person->uid;
  tap->basket = basket;
  g_ptr_array_add (taps, tap);
}

/* Somebody the chip tray does not show: whoever is there stays as people.csv has them. */
static const BrikDemoPerson *
draw_person (GRand *rand, GPtrArray *people, guint counter)
{
  for (;;)
    {
      const BrikDemoPerson *person =
        g_ptr_array_index (people, g_rand_int_range (rand, 0, (gint32) people->len));
      gboolean is_guest = g_str_equal (person->buyer, "guest");

      if (g_str_has_prefix (person->id, person->buyer) && is_guest == (counter == POOL))
        return person;
    }
}

static const BrikDemoProduct *
draw_product (GRand *rand, guint counter, const char *category)
{
  const char *place = brik_demo_counters[counter].place;

  for (;;)
    {
      const BrikDemoProduct *product =
        &brik_demo_products[g_rand_int_range (rand, 0, (gint32) brik_demo_n_products)];

      if (product->available && strstr (product->places, place) != NULL &&
          (category == NULL || g_str_equal (product->category, category)))
        return product;
    }
}

/* Something to eat (or to get in), now and then something to drink, now and then a little more. */
static BrikBasket *
draw_basket (GRand *rand, guint counter, const BrikDemoPerson *person)
{
  static const char *const mains[BRIK_DEMO_N_COUNTERS] = { "frokost", "broed", "entre" };
  BrikBasket *basket = brik_basket_new ();

  add_product (basket, draw_product (rand, counter, mains[counter]), person);
  if (g_rand_int_range (rand, 0, 2) == 0)
    add_product (basket, draw_product (rand, counter, "drikke"), person);
  if (g_rand_int_range (rand, 0, 4) == 0)
    add_product (basket, draw_product (rand, counter, "snack"), person);
  return basket;
}

static void
plan_counter (GPtrArray *taps,
              GRand *rand,
              GPtrArray *people,
              guint counter,
              GTimeZone *zone,
              const GDate *date)
{
  int n_taps = g_rand_int_range (rand, hours[counter].n_least, hours[counter].n_most + 1);

  for (int i = 0; i < n_taps; i++)
    {
      int second = g_rand_int_range (rand, hours[counter].from * 60, hours[counter].to * 60);
      const BrikDemoPerson *person = draw_person (rand, people, counter);
      add_tap (taps, moment_of (zone, date, second), counter, person, draw_basket (rand, counter, person));
    }
}

static void
add_habit (GPtrArray *taps, GPtrArray *people, const Habit *habit, gint64 at_us)
{
  const BrikDemoPerson *person = find_person (people, habit->person);
  BrikBasket *basket = brik_basket_new ();

  for (guint i = 0; i < MAX_ITEMS && habit->goods[i] != NULL; i++)
    add_product (basket, find_product (habit->goods[i]), person);
  add_tap (taps, at_us, SCHOOL, person, basket);
}

/* The demo wants him near his cap at any hour of any day: before lunch he has just been there. */
static void
plan_noah_today (GPtrArray *taps, GPtrArray *people, GTimeZone *zone, const GDate *today, gint64 now_us)
{
  gint64 lunch_us = moment_of (zone, today, noah_today.minute * 60);
  gint64 first_us = moment_of (zone, today, 0);
  gint64 at_us = lunch_us <= now_us ? lunch_us : MAX (now_us - 2 * G_TIME_SPAN_MINUTE, first_us);

  add_habit (taps, people, &noah_today, at_us);
}

static void
plan_habits (GPtrArray *taps, GPtrArray *people, GTimeZone *zone, const GDate *date)
{
  for (guint i = 0; i < G_N_ELEMENTS (habits); i++)
    if (is_open (habits[i].weekdays, date))
      add_habit (taps, people, &habits[i], moment_of (zone, date, habits[i].minute * 60));
}

GPtrArray *
brik_demo_plan_day (GPtrArray *people, GTimeZone *zone, const GDate *date, const GDate *today, gint64 now_us)
{
  GPtrArray *taps = g_ptr_array_new_with_free_func ((GDestroyNotify) tap_free);
  g_autoptr (GRand) rand = g_rand_new_with_seed (g_date_get_julian (date));
  gboolean is_today = g_date_compare (date, today) == 0;

  for (guint counter = 0; counter < BRIK_DEMO_N_COUNTERS; counter++)
    if (is_open (hours[counter].weekdays, date))
      plan_counter (taps, rand, people, counter, zone, date);
  if (is_today)
    plan_noah_today (taps, people, zone, today, now_us);
  else
    plan_habits (taps, people, zone, date);

  g_ptr_array_sort (taps, compare_taps);
  while (taps->len > 0 && ((BrikDemoTap *) g_ptr_array_index (taps, taps->len - 1))->at_us > now_us)
    g_ptr_array_set_size (taps, (gint) taps->len - 1);
  return taps;
}
