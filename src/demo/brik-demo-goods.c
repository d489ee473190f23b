/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-demo-goods.h"

#include "demo/brik-demo-table.h"

#define SCHOOL "norre"
#define CLUB "fyret"
#define POOL "svoem"
#define BOTH SCHOOL ";" CLUB

/* The order here is the order on the till. */
static const struct
{
  const char *id;
  const char *name;
  const char *colour;
} categories[] = {
  { "frokost", "Frokost", "#d97338" },
  { "broed", "Brød", "#b8863b" },
  { "groent", "Frugt og grønt", "#5a9e4b" },
  { "drikke", "Drikke", "#3a6fb0" },
  { "snack", "Snack", "#8a5aa8" },
  { "entre", "Entré", "#2f7f86" },
  { "leje", "Leje", "#5b6168" },
};

const BrikDemoProduct brik_demo_products[] = {
  { "dagens-ret", "Dagens ret", "frokost", SCHOOL, 2500, TRUE, TRUE },
  { "vegetarret", "Vegetarret", "frokost", SCHOOL, 2500, TRUE, TRUE },
  { "suppe", "Suppe med brød", "frokost", SCHOOL, 1800, TRUE, TRUE },
  { "pastasalat", "Pastasalat", "frokost", SCHOOL, 2200, TRUE, TRUE },
  { "frikadeller", "Frikadeller med kartoffelsalat", "frokost", SCHOOL, 2500, TRUE, TRUE },
  { "lasagne", "Lasagne", "frokost", SCHOOL, 2500, TRUE, TRUE },
  { "fiskefilet", "Fiskefilet med remoulade", "frokost", SCHOOL, 2400, TRUE, TRUE },
  { "wrap-kylling", "Wrap med kylling", "frokost", BOTH, 2200, TRUE, TRUE },
  { "wrap-falafel", "Wrap med falafel", "frokost", BOTH, 2000, TRUE, TRUE },
  { "pitabroed", "Pitabrød", "frokost", BOTH, 1500, TRUE, TRUE },
  { "toast", "Toast med ost og skinke", "frokost", BOTH, 1500, TRUE, TRUE },
  { "pizzasnegl", "Pizzasnegl", "frokost", BOTH, 1200, TRUE, TRUE },
  { "sushi", "Sushi, 6 stk.", "frokost", SCHOOL, 3200, TRUE, FALSE },

  { "groenbolle-lille", "Grønbolle, lille", "broed", BOTH, 300, TRUE, TRUE },
  { "groenbolle-stor", "Grønbolle, stor", "broed", BOTH, 500, TRUE, TRUE },
  { "rugbroed-aeg", "Rugbrød, æg", "broed", SCHOOL, 1000, TRUE, TRUE },
  { "rugbroed-leverpostej", "Rugbrød, leverpostej", "broed", SCHOOL, 800, TRUE, TRUE },
  { "rugbroed-makrel", "Rugbrød, makrel", "broed", SCHOOL, 900, TRUE, TRUE },
  { "bolle-ost", "Bolle med ost", "broed", BOTH, 900, TRUE, TRUE },
  { "sandwich-kylling", "Sandwich, kylling og bacon", "broed", BOTH, 2800, TRUE, TRUE },
  { "sandwich-tun", "Sandwich, tun", "broed", BOTH, 2600, TRUE, TRUE },
  { "sandwich-veg", "Sandwich, hummus", "broed", BOTH, 2400, TRUE, TRUE },
  { "pizzabolle", "Pizzabolle", "broed", BOTH, 1000, TRUE, TRUE },

  { "salat-lille", "Salat, lille", "groent", SCHOOL, 1200, TRUE, TRUE },
  { "salat-stor", "Salat, stor", "groent", SCHOOL, 2000, TRUE, TRUE },
  { "frugt", "Frugt", "groent", BOTH, 300, TRUE, TRUE },
  { "gulerodsstave", "Gulerodsstave", "groent", BOTH, 500, TRUE, TRUE },
  { "frugtsalat", "Frugtsalat", "groent", SCHOOL, 1000, TRUE, TRUE },
  { "snackpeber", "Snackpeber", "groent", BOTH, 600, TRUE, TRUE },
  { "agurk", "Agurkestave med dip", "groent", BOTH, 700, TRUE, TRUE },
  { "melon", "Melon i skiver", "groent", SCHOOL, 800, TRUE, TRUE },

  { "minimaelk", "Minimælk ¼ l", "drikke", BOTH, 400, TRUE, TRUE, "5709980101015" },
  { "skummetmaelk", "Skummetmælk ¼ l", "drikke", BOTH, 400, TRUE, TRUE, "5709980102029" },
  { "kakao", "Kakao", "drikke", BOTH, 600, FALSE, TRUE, "5709980103033" },
  { "juice", "Juice", "drikke", BOTH ";" POOL, 800, FALSE, TRUE, "5709980201043;5709980201111" },
  { "vand", "Vand", "drikke", BOTH ";" POOL, 500, FALSE, TRUE, "5709980202057" },
  { "danskvand", "Danskvand", "drikke", BOTH ";" POOL, 700, FALSE, TRUE, "5709980203061" },
  { "saftevand", "Saftevand", "drikke", BOTH, 300, FALSE, TRUE },
  { "te", "Te", "drikke", BOTH ";" POOL, 500, FALSE, TRUE },
  { "kaffe", "Kaffe", "drikke", POOL, 1500, FALSE, TRUE },
  { "smoothie", "Smoothie", "drikke", BOTH, 1800, FALSE, TRUE, "5709980204075" },

  { "ostehaps", "Ostehaps", "snack", BOTH, 300, FALSE, TRUE, "5709980301088" },
  { "yoghurt", "Yoghurt", "snack", BOTH, 600, TRUE, TRUE, "5709980302092" },
  { "skyr", "Skyr med granola", "snack", BOTH, 1200, TRUE, TRUE, "5709980303105" },
  { "noeddebar", "Nøddebar", "snack", BOTH, 800, FALSE, TRUE, "5709980401115" },
  { "mueslibar", "Müslibar", "snack", BOTH ";" POOL, 800, FALSE, TRUE, "5709980402129" },
  { "popcorn", "Popcorn", "snack", CLUB ";" POOL, 1000, FALSE, TRUE },
  { "rosiner", "Rosiner", "snack", BOTH, 400, FALSE, TRUE, "57098043" },
  { "kiks", "Fuldkornskiks", "snack", BOTH, 500, FALSE, TRUE, "5709980404147" },
  { "is", "Is", "snack", BOTH ";" POOL, 1000, FALSE, FALSE, "5709980501150" },
  { "chips", "Grøntsagschips", "snack", CLUB ";" POOL, 1200, FALSE, TRUE, "5709980601164" },

  { "barn-enkelt", "Barn, enkelt", "entre", POOL, 2000, FALSE, TRUE },
  { "voksen-enkelt", "Voksen, enkelt", "entre", POOL, 4500, FALSE, TRUE },
  { "familie", "Familie", "entre", POOL, 11000, FALSE, TRUE },
  { "pensionist", "Pensionist, enkelt", "entre", POOL, 3000, FALSE, TRUE },
  { "ti-turs", "10-turskort", "entre", POOL, 38000, FALSE, TRUE },
  { "babysvoem", "Babysvømning", "entre", POOL, 6000, FALSE, TRUE },

  { "haandklaede", "Håndklæde, leje", "leje", POOL, 2500, FALSE, TRUE },
  { "skab", "Skab", "leje", POOL, 1000, FALSE, TRUE },
  { "badetoej", "Badetøj, leje", "leje", POOL, 2000, FALSE, TRUE },
  { "svoemmebriller", "Svømmebriller, leje", "leje", POOL, 1000, FALSE, TRUE },
  { "bold", "Bold, leje", "leje", CLUB, 500, FALSE, TRUE },
};

const guint brik_demo_n_products = G_N_ELEMENTS (brik_demo_products);

static gboolean
write_categories (const char *directory, GError **error)
{
  BrikDemoTable *table = brik_demo_table_new (directory, "categories.csv", "id,name,colour,position");

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      g_autofree char *position = g_strdup_printf ("%u", i + 1);
      brik_demo_table_add (table, categories[i].id, categories[i].name, categories[i].colour, position,
                           BRIK_DEMO_END);
    }
  return brik_demo_table_close (table, error);
}

static gboolean
write_products (const char *directory, GError **error)
{
  BrikDemoTable *table = brik_demo_table_new (
    directory, "products.csv", "id,name,category,places,price,vat,exempt_buyers,position,available,barcodes");

  for (guint i = 0; i < brik_demo_n_products; i++)
    {
      const BrikDemoProduct *product = &brik_demo_products[i];
      g_autofree char *price = g_strdup_printf ("%" G_GINT64_FORMAT ".%02" G_GINT64_FORMAT,
                                                product->price_ore / 100, product->price_ore % 100);
      g_autofree char *position = g_strdup_printf ("%u", i + 1);
      brik_demo_table_add (table, product->id, product->name, product->category, product->places, price, "25",
                           product->exempt ? "pupil" : "", position, product->available ? "yes" : "no",
                           product->barcodes ? product->barcodes : "", BRIK_DEMO_END);
    }
  return brik_demo_table_close (table, error);
}

gboolean
brik_demo_goods_write (const char *directory, GError **error)
{
  return write_categories (directory, error) && write_products (directory, error);
}
