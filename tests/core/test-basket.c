/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-basket.h"

#include "core/brik-core-error.h"
#include "core/brik-limits.h"
#include "core/brik-money.h"

#include "random-steps.h"

#include <string.h>

static void
add (BrikBasket *basket, const char *product_id, gint quantity, gint64 price_ore, guint vat_bp)
{
  g_autoptr (GError) error = NULL;

  brik_basket_add (basket, product_id, product_id, quantity, price_ore, vat_bp, &error);
  g_assert_no_error (error);
}

static void
assert_not_added (BrikBasket *basket,
                  const char *product_id,
                  const char *name,
                  gint quantity,
                  gint64 price_ore,
                  guint vat_bp,
                  BrikCoreError code)
{
  g_autoptr (GError) error = NULL;
  guint n_lines = brik_basket_get_n_lines (basket);
  guint n_items = brik_basket_get_n_items (basket);
  gint64 total_ore = brik_basket_get_total (basket);

  g_assert_false (brik_basket_add (basket, product_id, name, quantity, price_ore, vat_bp, &error));
  g_assert_error (error, BRIK_CORE_ERROR, (gint) code);
  g_assert_cmpuint (brik_basket_get_n_lines (basket), ==, n_lines);
  g_assert_cmpuint (brik_basket_get_n_items (basket), ==, n_items);
  g_assert_cmpint (brik_basket_get_total (basket), ==, total_ore);
}

/* The meal of R26: 1x Ostehaps 3,00, 1x Yoghurt 6,00, 1x Stor grønbolle 5,00 = 14,00. */
static void
test_meal (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();

  add (basket, "ostehaps", 1, 300, 2500);
  add (basket, "yoghurt", 1, 600, 2500);
  add (basket, "grønbolle", 1, 500, 2500);
  g_assert_cmpuint (brik_basket_get_n_lines (basket), ==, 3);
  g_assert_cmpuint (brik_basket_get_n_items (basket), ==, 3);
  g_assert_cmpint (brik_basket_get_total (basket), ==, 1400);
  g_assert_cmpstr (brik_basket_get_line (basket, 1)->product_id, ==, "yoghurt");
  g_assert_cmpint (brik_basket_line_total (brik_basket_get_line (basket, 1)), ==, 600);
}

/* A line keeps the price it was added at: after a change of price or rate there is another line. */
static void
test_same_product (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();

  add (basket, "bolle", 1, 500, 2500);
  add (basket, "bolle", 2, 500, 2500);
  g_assert_cmpuint (brik_basket_get_n_lines (basket), ==, 1);
  add (basket, "bolle", 1, 550, 2500);
  add (basket, "bolle", 1, 500, 0);
  g_assert_cmpuint (brik_basket_get_n_lines (basket), ==, 3);
  g_assert_cmpint (brik_basket_get_line (basket, 0)->quantity, ==, 3);
  g_assert_cmpint (brik_basket_get_line (basket, 0)->price_ore, ==, 500);
  g_assert_cmpint (brik_basket_count_of (basket, "bolle"), ==, 5);
  g_assert_cmpint (brik_basket_count_of (basket, "te"), ==, 0);
  g_assert_cmpint (brik_basket_get_total (basket), ==, 1500 + 550 + 500);
}

static void
test_quantity (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  g_autoptr (GError) error = NULL;

  add (basket, "bolle", 1, 500, 2500);
  add (basket, "te", 1, 400, 2500);
  g_assert_true (brik_basket_set_quantity (basket, 0, 3, &error));
  g_assert_cmpint (brik_basket_get_total (basket), ==, 1900);
  g_assert_true (brik_basket_set_quantity (basket, 0, 0, &error));
  g_assert_cmpuint (brik_basket_get_n_lines (basket), ==, 1);
  g_assert_cmpstr (brik_basket_get_line (basket, 0)->product_id, ==, "te");
  g_assert_cmpint (brik_basket_get_total (basket), ==, 400);

  g_assert_false (brik_basket_set_quantity (basket, 1, 1, &error));
  g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (brik_basket_set_quantity (basket, 0, -1, &error));
  g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (brik_basket_set_quantity (basket, 0, BRIK_LIMIT_QUANTITY + 1, &error));
  g_assert_error (error, BRIK_CORE_ERROR, BRIK_CORE_ERROR_FULL);
  g_assert_cmpint (brik_basket_get_total (basket), ==, 400);

  brik_basket_clear (basket);
  g_assert_cmpuint (brik_basket_get_n_lines (basket), ==, 0);
  g_assert_cmpint (brik_basket_get_total (basket), ==, 0);
}

static void
test_refuses (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  g_autofree char *long_id = g_strnfill (BRIK_LIMIT_ID + 1, 'x');
  g_autofree char *long_name = g_strnfill (BRIK_LIMIT_NAME + 1, 'x');

  add (basket, "te", BRIK_LIMIT_QUANTITY, 0, 0);
  assert_not_added (basket, "te", "te", 1, 0, 0, BRIK_CORE_ERROR_FULL);
  assert_not_added (basket, "te", "te", G_MAXINT, 0, 0, BRIK_CORE_ERROR_FULL);
  assert_not_added (basket, "bolle", "bolle", 0, 500, 0, BRIK_CORE_ERROR_INVALID);
  assert_not_added (basket, "bolle", "bolle", -1, 500, 0, BRIK_CORE_ERROR_INVALID);
  assert_not_added (basket, "bolle", "bolle", 1, -1, 0, BRIK_CORE_ERROR_INVALID);
  assert_not_added (basket, "bolle", "bolle", 1, BRIK_MONEY_MAX_ORE + 1, 0, BRIK_CORE_ERROR_INVALID);
  assert_not_added (basket, "bolle", "bolle", 1, 500, BRIK_LIMIT_VAT_BP + 1, BRIK_CORE_ERROR_INVALID);
  assert_not_added (basket, "", "bolle", 1, 500, 0, BRIK_CORE_ERROR_INVALID);
  assert_not_added (basket, "bolle", "", 1, 500, 0, BRIK_CORE_ERROR_INVALID);
  assert_not_added (basket, "bolle", "b\xf8lle", 1, 500, 0, BRIK_CORE_ERROR_INVALID);
  assert_not_added (basket, long_id, "bolle", 1, 500, 0, BRIK_CORE_ERROR_INVALID);
  assert_not_added (basket, "bolle", long_name, 1, 500, 0, BRIK_CORE_ERROR_INVALID);

  add (basket, "guld", 1, BRIK_MONEY_MAX_ORE, 0);
  assert_not_added (basket, "guld", "guld", 1, BRIK_MONEY_MAX_ORE, 0, BRIK_CORE_ERROR_OVERFLOW);
  assert_not_added (basket, "bolle", "bolle", 1, 1, 0, BRIK_CORE_ERROR_OVERFLOW);
}

/* Room that a line took is there again when it is gone. */
static void
test_room (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  g_autofree char *quotes = g_strnfill (BRIK_LIMIT_NAME, '"');
  guint n = 0;

  for (gboolean added = TRUE; added; n += added)
    {
      g_autofree char *id = g_strdup_printf ("%u", n);

      added = brik_basket_add (basket, id, quotes, 1, 100, 2500, NULL);
    }
  g_assert_cmpuint (n, <, BRIK_LIMIT_BASKET_LINES);
  assert_not_added (basket, "more", quotes, 1, 100, 2500, BRIK_CORE_ERROR_FULL);
  add (basket, "1", 1, 100, 0);
  g_assert_true (brik_basket_set_quantity (basket, 0, 0, NULL));
  g_assert_true (brik_basket_add (basket, "more", quotes, 1, 100, 2500, NULL));
  brik_basket_clear (basket);
  g_assert_true (brik_basket_add (basket, "more", quotes, 1, 100, 2500, NULL));
}

static void
test_full (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();

  for (guint i = 0; i < BRIK_LIMIT_BASKET_LINES; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      add (basket, id, 1, 100, 2500);
    }

  assert_not_added (basket, "one-more", "one more", 1, 100, 2500, BRIK_CORE_ERROR_FULL);
  add (basket, "7", 1, 100, 2500);
  g_assert_cmpint (brik_basket_get_total (basket), ==, (BRIK_LIMIT_BASKET_LINES + 1) * 100);
}

static void
test_copy (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  g_autoptr (BrikBasket) copy = NULL;

  add (basket, "bolle", 1, 500, 2500);
  copy = brik_basket_copy (basket);
  brik_basket_clear (basket);
  g_assert_cmpint (brik_basket_get_total (copy), ==, 500);
  g_assert_cmpstr (brik_basket_get_line (copy, 0)->name, ==, "bolle");
}

/* Per rate on the total: three lines of 1 øre hold one øre of VAT together and none apart. */
static void
test_vat (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  g_autoptr (GArray) shares = NULL;
  const BrikVatShare *share;

  add (basket, "a", 1, 1, 2500);
  add (basket, "frugt", 2, 600, 0);
  add (basket, "b", 1, 1, 2500);
  add (basket, "c", 1, 1, 2500);
  shares = brik_basket_get_vat (basket);
  g_assert_cmpuint (shares->len, ==, 2);
  share = &g_array_index (shares, BrikVatShare, 0);
  g_assert_cmpuint (share->rate_bp, ==, 2500);
  g_assert_cmpint (share->total_ore, ==, 3);
  g_assert_cmpint (share->vat_ore, ==, 1);
  share = &g_array_index (shares, BrikVatShare, 1);
  g_assert_cmpuint (share->rate_bp, ==, 0);
  g_assert_cmpint (share->total_ore, ==, 1200);
  g_assert_cmpint (share->vat_ore, ==, 0);
}

/* The oracle: a shelf of goods by number, price and rate, with how many of each are in the basket, and when
 * each was put there; all else is counted anew. */
#define N_GOODS 240

typedef struct
{
  gint count[N_GOODS];
  guint since[N_GOODS];
  guint now;
} Shelf;

static gint64
price_of (guint good)
{
  return good % 40 == 0 ? BRIK_MONEY_MAX_ORE / 150 : (good / 2 % 7) * 125;
}

static guint
rate_of (guint good)
{
  return (const guint[]){ 2500, 0, 1200 }[good % 3];
}

/* Two goods share a product: the same id at another price or rate. */
static char *
id_of (guint good)
{
  return g_strdup_printf ("p%u", good / 2);
}

static gint64
shelf_total (const Shelf *shelf, guint *n_lines)
{
  gint64 total_ore = 0;

  *n_lines = 0;
  for (guint good = 0; good < N_GOODS; good++)
    {
      total_ore += price_of (good) * shelf->count[good];
      *n_lines += shelf->count[good] > 0;
    }

  return total_ore;
}

/* Which good stands on line @index: the one with just so many older than it. */
static guint
shelf_line (const Shelf *shelf, guint index)
{
  for (guint good = 0; good < N_GOODS; good++)
    {
      guint n_older = 0;

      if (shelf->count[good] == 0)
        continue;
      for (guint other = 0; other < N_GOODS; other++)
        n_older += shelf->count[other] > 0 && shelf->since[other] < shelf->since[good];
      if (n_older == index)
        return good;
    }

  g_assert_not_reached ();
}

/* TRUE if the rules let the shelf have @count of @good. */
static gboolean
shelf_set (Shelf *shelf, guint good, gint count)
{
  Shelf after = *shelf;
  guint n_lines;

  after.count[good] = count;
  if (shelf->count[good] == 0)
    after.since[good] = ++after.now;
  if (count > BRIK_LIMIT_QUANTITY || shelf_total (&after, &n_lines) > BRIK_MONEY_MAX_ORE ||
      n_lines > BRIK_LIMIT_BASKET_LINES)
    return FALSE;

  *shelf = after;
  return TRUE;
}

static void
step_add (BrikBasket *basket, Shelf *shelf)
{
  guint good = g_test_rand_int_range (0, N_GOODS);
  gint quantity = random_one_in (20) ? g_test_rand_int_range (1, BRIK_LIMIT_QUANTITY + 2) : 1;
  g_autofree char *id = id_of (good);
  gboolean added = brik_basket_add (basket, id, id, quantity, price_of (good), rate_of (good), NULL);

  g_assert_cmpint (added, ==, shelf_set (shelf, good, shelf->count[good] + quantity));
}

static void
step_set (BrikBasket *basket, Shelf *shelf)
{
  guint n_lines = brik_basket_get_n_lines (basket);
  gint quantity = random_one_in (2) ? 0 : g_test_rand_int_range (0, BRIK_LIMIT_QUANTITY + 2);
  guint line, good;

  if (n_lines == 0)
    return;

  line = g_test_rand_int_range (0, n_lines);
  good = shelf_line (shelf, line);
  g_assert_cmpint (brik_basket_set_quantity (basket, line, quantity, NULL), ==,
                   shelf_set (shelf, good, quantity));
}

static void
assert_vat (const BrikBasket *basket, const Shelf *shelf)
{
  g_autoptr (GArray) shares = brik_basket_get_vat (basket);
  guint previous_bp = G_MAXUINT;

  for (guint i = 0; i < shares->len; i++)
    {
      const BrikVatShare *share = &g_array_index (shares, BrikVatShare, i);
      gint64 total_ore = 0;

      for (guint good = 0; good < N_GOODS; good++)
        total_ore += rate_of (good) == share->rate_bp ? price_of (good) * shelf->count[good] : 0;
      g_assert_cmpint (share->total_ore, ==, total_ore);
      g_assert_cmpint (share->vat_ore, ==, brik_vat_of_total (total_ore, share->rate_bp));
      g_assert_cmpuint (share->rate_bp, <, previous_bp);
      previous_bp = share->rate_bp;
    }
}

static void
assert_shelf (const BrikBasket *basket, const Shelf *shelf)
{
  guint good = g_test_rand_int_range (0, N_GOODS), n_lines;
  gint64 total_ore = shelf_total (shelf, &n_lines);
  g_autofree char *id = id_of (good);

  g_assert_cmpint (brik_basket_get_total (basket), ==, total_ore);
  g_assert_cmpuint (brik_basket_get_n_lines (basket), ==, n_lines);
  g_assert_cmpint (brik_basket_count_of (basket, id), ==, shelf->count[good] + shelf->count[good ^ 1]);

  if (n_lines > 0)
    {
      guint index = g_test_rand_int_range (0, n_lines);
      const BrikBasketLine *line = brik_basket_get_line (basket, index);

      good = shelf_line (shelf, index);
      g_assert_cmpint (line->quantity, ==, shelf->count[good]);
      g_assert_cmpint (line->price_ore, ==, price_of (good));
      g_assert_cmpuint (line->vat_bp, ==, rate_of (good));
    }
}

static void
test_oracle (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  Shelf shelf = { .now = 0 };

  for (guint step = random_steps (); step > 0; step--)
    {
      if (random_one_in (5))
        step_set (basket, &shelf);
      else if (random_one_in (3000))
        {
          brik_basket_clear (basket);
          shelf = (Shelf){ .now = 0 };
        }
      else
        step_add (basket, &shelf);

      assert_shelf (basket, &shelf);
      if (step % 16 == 0)
        assert_vat (basket, &shelf);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/basket/R26/meal", test_meal);
  g_test_add_func ("/core/basket/D13/same-product", test_same_product);
  g_test_add_func ("/core/basket/quantity", test_quantity);
  g_test_add_func ("/core/basket/D6/refuses", test_refuses);
  g_test_add_func ("/core/basket/full", test_full);
  g_test_add_func ("/core/basket/room", test_room);
  g_test_add_func ("/core/basket/copy", test_copy);
  g_test_add_func ("/core/basket/D6/vat", test_vat);
  g_test_add_func ("/core/basket/oracle", test_oracle);
  return g_test_run ();
}
