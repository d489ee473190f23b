/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-entry.h"

#include "core/brik-limits.h"
#include "core/brik-money.h"

#define SAMPLE_RUN "00112233445566778899aabbccddeeff"
#define SAMPLE_ID "0123456789abcdef0123456789abcdef"
#define SAMPLE_HEAD "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void
set_card_use (BrikEntry *entry)
{
  entry->id = g_strdup (SAMPLE_ID);
  entry->account = g_strdup ("konto-17");
  entry->card = g_strdup ("kort-17");
  entry->total_ore = entry->kind == BRIK_ENTRY_CARD_BLOCKED ? 0 : 1400;
}

static BrikBasket *
sample_basket (void)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  g_autoptr (GError) error = NULL;

  brik_basket_add (basket, "ostehaps", "Ostehaps", 1, 300, 2500, &error);
  g_assert_no_error (error);
  brik_basket_add (basket, "yoghurt", "Yoghurt", 1, 600, 2500, &error);
  g_assert_no_error (error);
  brik_basket_add (basket, "bolle", "Stor grønbolle", 1, 500, 0, &error);
  g_assert_no_error (error);
  return g_steal_pointer (&basket);
}

static BrikVerdict
sample_verdict (void)
{
  BrikVerdict verdict = { .reason = BRIK_REASON_CAP, .total_ore = 1400, .left_ore = 500 };

  verdict.cap.cap.kind = g_intern_static_string ("skole");
  verdict.cap.cap.period = BRIK_PERIOD_DAY;
  verdict.cap.cap.limit_ore = 2500;
  verdict.cap.spent_ore = 2000;
  verdict.cap.left_ore = 500;
  return verdict;
}

BrikEntry *
sample_entry (BrikEntryKind kind)
{
  BrikEntry *entry = brik_entry_new (kind);

  entry->till = g_strdup ("kasse-1");
  entry->run = g_strdup (SAMPLE_RUN);
  entry->number = kind == BRIK_ENTRY_STARTED ? 1 : 2;
  entry->at_us = G_GINT64_CONSTANT (1795172400000000);
  g_date_set_dmy (&entry->date, 20, G_DATE_NOVEMBER, 2026);
  entry->place = g_strdup ("noerre-skole");
  if (kind == BRIK_ENTRY_STARTED)
    entry->head = g_strdup (SAMPLE_HEAD);
  else
    entry->cashier = g_strdup ("hanne");
  if (kind == BRIK_ENTRY_DATE_SET)
    entry->clock_us = 1234567;
  if (kind >= BRIK_ENTRY_SALE)
    set_card_use (entry);
  if (kind == BRIK_ENTRY_SALE || kind == BRIK_ENTRY_DECLINE)
    entry->basket = sample_basket ();
  if (kind == BRIK_ENTRY_DECLINE)
    entry->verdict = sample_verdict ();
  if (kind == BRIK_ENTRY_UNDO)
    {
      entry->sale = g_strdup (SAMPLE_RUN);
      g_date_set_dmy (&entry->sale_date, 19, G_DATE_NOVEMBER, 2026);
      entry->sale_place = g_strdup ("klubben");
    }
  if (kind == BRIK_ENTRY_REJECTED)
    entry->rejects = g_strdup (SAMPLE_RUN);
  return entry;
}

static char *
random_text (GRand *random, const char *alphabet, gsize min_letters, gsize max_bytes)
{
  g_autoptr (GString) text = g_string_new (NULL);
  glong n_letters = g_utf8_strlen (alphabet, -1);
  gsize wanted = (gsize) g_rand_int_range (random, (gint32) min_letters, (gint32) max_bytes + 1);

  while (text->len < wanted && text->len + 4 <= max_bytes + 3)
    {
      const char *letter =
        g_utf8_offset_to_pointer (alphabet, g_rand_int_range (random, 0, (gint32) n_letters));
      gsize size = (gsize) (g_utf8_next_char (letter) - letter);

      if (text->len + size > max_bytes)
        break;
      g_string_append_len (text, letter, (gssize) size);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
random_id (GRand *random)
{
  return random_text (random, "abcXYZ019._-", 1, BRIK_LIMIT_ID);
}

static char *
random_hex (GRand *random, gsize n_digits)
{
  return random_text (random, "0123456789abcdef", n_digits, n_digits);
}

static gint64
random_amount (GRand *random, gint64 max_ore)
{
  return (gint64) (g_rand_double (random) * (double) (max_ore + 1));
}

static void
random_date (GRand *random, GDate *date)
{
  g_date_set_julian (date, (guint32) g_rand_int_range (random, 719163, 3652059));
}

static BrikBasket *
random_basket (GRand *random)
{
  BrikBasket *basket = brik_basket_new ();
  gint n_lines = g_rand_int_range (random, 1, 20);

  for (gint i = 0; i < n_lines; i++)
    {
      g_autofree char *product = random_id (random);
      g_autofree char *name = random_text (random, "aæøåÆ \"\\/🥕漢'<&%", 1, BRIK_LIMIT_NAME);

      brik_basket_add (basket, product, name, g_rand_int_range (random, 1, 10),
                       random_amount (random, BRIK_MONEY_MAX_ORE / 200),
                       (guint) g_rand_int_range (random, 0, 3) * 1250, NULL);
    }
  return basket;
}

static BrikVerdict
random_verdict (GRand *random)
{
  static const char *const kinds[] = { BRIK_CAP_ANY, "skole", "klub" };
  BrikVerdict verdict = { 0 };

  verdict.reason =
    (BrikReason) g_rand_int_range (random, BRIK_REASON_SEVERAL_CHIPS, BRIK_REASON_ALLOWANCE + 1);
  if (verdict.reason == BRIK_REASON_CAP || verdict.reason == BRIK_REASON_BALANCE ||
      verdict.reason == BRIK_REASON_ALLOWANCE)
    verdict.left_ore = random_amount (random, BRIK_MONEY_MAX_ORE);
  if (verdict.reason != BRIK_REASON_CAP)
    return verdict;
  verdict.cap.cap.kind = g_intern_static_string (kinds[g_rand_int_range (random, 0, 3)]);
  verdict.cap.cap.period = (BrikPeriod) g_rand_int_range (random, 0, BRIK_N_PERIODS);
  verdict.cap.cap.limit_ore = random_amount (random, BRIK_MONEY_MAX_ORE);
  verdict.cap.spent_ore = random_amount (random, BRIK_MONEY_MAX_ORE) - BRIK_MONEY_MAX_ORE / 2;
  verdict.cap.left_ore = verdict.left_ore;
  return verdict;
}

static void
fill_card_use (BrikEntry *entry, GRand *random)
{
  entry->id = random_hex (random, 32);
  entry->offline = g_rand_boolean (random);
  if (entry->kind != BRIK_ENTRY_CARD_BLOCKED)
    entry->total_ore = random_amount (random, BRIK_MONEY_MAX_ORE);
  if (entry->kind != BRIK_ENTRY_DECLINE || g_rand_boolean (random))
    {
      entry->account = random_id (random);
      entry->card = random_id (random);
    }
  if (entry->kind == BRIK_ENTRY_SALE || (entry->kind == BRIK_ENTRY_DECLINE && g_rand_boolean (random)))
    {
      entry->basket = random_basket (random);
      entry->total_ore = brik_basket_get_total (entry->basket);
    }
  if (entry->kind == BRIK_ENTRY_DECLINE)
    entry->verdict = random_verdict (random);
  entry->verdict.total_ore = entry->kind == BRIK_ENTRY_DECLINE ? entry->total_ore : 0;
}

BrikEntry *
random_entry (GRand *random)
{
  BrikEntryKind kind =
    (BrikEntryKind) g_rand_int_range (random, BRIK_ENTRY_STARTED, BRIK_ENTRY_CARD_BLOCKED + 1);
  BrikEntry *entry = brik_entry_new (kind);

  entry->till = random_id (random);
  entry->run = random_hex (random, 32);
  entry->number = kind == BRIK_ENTRY_STARTED ? 1 : g_rand_int_range (random, 2, G_MAXINT32);
  entry->at_us = random_amount (random, G_GINT64_CONSTANT (253402214399999999));
  random_date (random, &entry->date);
  entry->place = random_id (random);
  if (kind == BRIK_ENTRY_STARTED && g_rand_boolean (random))
    entry->head = random_hex (random, 64);
  if (kind != BRIK_ENTRY_STARTED)
    entry->cashier = random_id (random);
  if (kind == BRIK_ENTRY_DATE_SET)
    entry->clock_us = random_amount (random, G_GINT64_CONSTANT (253402214399999999));
  if (kind >= BRIK_ENTRY_SALE)
    fill_card_use (entry, random);
  if (kind == BRIK_ENTRY_UNDO)
    {
      entry->sale = random_hex (random, 32);
      random_date (random, &entry->sale_date);
      entry->sale_place = random_id (random);
    }
  if (kind == BRIK_ENTRY_REJECTED && g_rand_boolean (random))
    entry->rejects = random_hex (random, 32);
  else if (kind == BRIK_ENTRY_REJECTED)
    entry->total_ore = 0;
  return entry;
}

static void
assert_same_date (const GDate *a, const GDate *b)
{
  g_assert_cmpint (g_date_valid (a), ==, g_date_valid (b));
  if (g_date_valid (a))
    g_assert_cmpint (g_date_compare (a, b), ==, 0);
}

static void
assert_same_basket (const BrikBasket *a, const BrikBasket *b)
{
  g_assert_cmpint (a == NULL, ==, b == NULL);
  if (a == NULL)
    return;
  g_assert_cmpuint (brik_basket_get_n_lines (a), ==, brik_basket_get_n_lines (b));
  for (guint i = 0; i < brik_basket_get_n_lines (a); i++)
    {
      const BrikBasketLine *line_a = brik_basket_get_line (a, i);
      const BrikBasketLine *line_b = brik_basket_get_line (b, i);

      g_assert_cmpstr (line_a->product_id, ==, line_b->product_id);
      g_assert_cmpstr (line_a->name, ==, line_b->name);
      g_assert_cmpint (line_a->quantity, ==, line_b->quantity);
      g_assert_cmpint (line_a->price_ore, ==, line_b->price_ore);
      g_assert_cmpuint (line_a->vat_bp, ==, line_b->vat_bp);
    }
}

static void
assert_same_verdict (const BrikVerdict *a, const BrikVerdict *b)
{
  g_assert_cmpint (a->reason, ==, b->reason);
  g_assert_cmpint (a->total_ore, ==, b->total_ore);
  g_assert_cmpint (a->left_ore, ==, b->left_ore);
  g_assert_cmpstr (a->cap.cap.kind, ==, b->cap.cap.kind);
  g_assert_cmpint (a->cap.cap.period, ==, b->cap.cap.period);
  g_assert_cmpint (a->cap.cap.limit_ore, ==, b->cap.cap.limit_ore);
  g_assert_cmpint (a->cap.spent_ore, ==, b->cap.spent_ore);
  g_assert_cmpint (a->cap.left_ore, ==, b->cap.left_ore);
}

void
assert_same_entry (const BrikEntry *a, const BrikEntry *b)
{
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpstr (a->kind_name, ==, b->kind_name);
  g_assert_cmpstr (a->till, ==, b->till);
  g_assert_cmpstr (a->run, ==, b->run);
  g_assert_cmpint (a->number, ==, b->number);
  g_assert_cmpint (a->at_us, ==, b->at_us);
  assert_same_date (&a->date, &b->date);
  g_assert_cmpstr (a->place, ==, b->place);
  g_assert_cmpstr (a->cashier, ==, b->cashier);
  g_assert_cmpint (a->clock_us, ==, b->clock_us);
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->account, ==, b->account);
  g_assert_cmpstr (a->card, ==, b->card);
  assert_same_basket (a->basket, b->basket);
  g_assert_cmpint (a->offline, ==, b->offline);
  g_assert_cmpstr (a->sale, ==, b->sale);
  assert_same_date (&a->sale_date, &b->sale_date);
  g_assert_cmpstr (a->sale_place, ==, b->sale_place);
  g_assert_cmpstr (a->rejects, ==, b->rejects);
  g_assert_cmpint (a->total_ore, ==, b->total_ore);
  assert_same_verdict (&a->verdict, &b->verdict);
  g_assert_cmpstr (a->head, ==, b->head);
}
