/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-display-till.h"

#include <cairo.h>
#include <sodium.h>

#include "wire/brik-seal.h"

#define DAY_US (24 * G_TIME_SPAN_HOUR)

typedef struct
{
  const char *id;
  const char *name;
} Named;

typedef struct
{
  const char *name;
  const char *category;
  gint64 price_ore;
  gboolean available;
} Goods;

static const BrikCategoryRecord categories[] = {
  { "frokost", "Frokost", "#d97338", 1 }, { "broed", "Brød", "#b88a3a", 2 },
  { "drikke", "Drikke", "#3b6fb0", 3 },   { "snack", "Snack", "#8e6bb5", 4 },
  { "salat", "Salat", "#5fa052", 5 },     { "entre", "Entré", "#2f7f86", 6 }, /* nothing of it is sold here */
};

static const Goods goods[] = {
  { "Dagens ret", "frokost", 2500, TRUE },
  { "Vegetarret", "frokost", 2500, TRUE },
  { "Suppe med brød", "frokost", 1800, TRUE },
  { "Salat, lille", "salat", 1200, TRUE },
  { "Salat, stor", "salat", 2000, TRUE },
  { "Grønbolle, stor", "broed", 500, TRUE },
  { "Ostehaps", "broed", 300, TRUE },
  { "Yoghurt", "broed", 600, TRUE },
  { "Nøddebar", "snack", 800, TRUE },
  { "Frugt", "salat", 300, TRUE },
  { "Minimælk ¼ l", "drikke", 400, TRUE },
  { "Kakao", "drikke", 600, TRUE },
  { "Juice", "drikke", 800, TRUE },
  { "Vand", "drikke", 500, TRUE },
  { "Pitabrød", "frokost", 1500, TRUE },
  { "Pastasalat", "salat", 2200, TRUE },
  { "Rugbrød, æg", "broed", 1000, TRUE },
  { "Is", "snack", 1000, FALSE },
  { "Hjemmelavet fuldkornssandwich med kylling, karry og bacon", "frokost", 3800, TRUE },
};

static const Named staff[] = {
  { BRIK_DISPLAY_CASHIER_ID, BRIK_DISPLAY_CASHIER },
  { "anders", "Anders L." },
  { "birgitte", "Birgitte Sørensen-Andersen" },
  { "hassan", "Hassan A." },
  { "jytte", "Jytte P." },
  { "karl", "Karl V." },
};

static BrikChange *
add_change (BrikChangesPage *page, BrikRecordKind kind, const char *id)
{
  BrikChange *change = g_new0 (BrikChange, 1);

  change->kind = kind;
  change->id = g_strdup (id);
  g_ptr_array_add (page->changes, change);
  return change;
}

static BrikKindRecord *
kind_new (const char *id, const char *name)
{
  BrikKindRecord *kind = g_new0 (BrikKindRecord, 1);

  kind->id = g_strdup (id);
  kind->name = g_strdup (name);
  return kind;
}

static void
add_place (BrikChangesPage *page)
{
  BrikPlaceRecord *place = g_new0 (BrikPlaceRecord, 1);

  place->municipality = g_strdup ("brikby");
  place->municipality_name = g_strdup ("Brikby Kommune");
  place->place = g_strdup ("norre");
  place->place_name = g_strdup ("Nørre Skole");
  place->place_kind = g_strdup ("skole");
  place->till = g_strdup ("kasse-1");
  place->till_name = g_strdup ("Kasse 1");
  place->zone = g_strdup ("Europe/Copenhagen");
  place->card_form = BRIK_CARD_FORM_HEX;
  place->kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_kind_record_free);
  g_ptr_array_add (place->kinds, kind_new ("skole", "Skole"));
  g_ptr_array_add (place->kinds, kind_new ("klub", "Klub"));
  place->allowance_ore = 5000;
  place->data_age_limit_us = 3 * DAY_US;
  place->balance_shown = g_strdup ("always");
  place->again_after_us = BRIK_AGAIN_AFTER_US;
  add_change (page, BRIK_RECORD_PLACE, place->place)->place = place;
}

/* The cheapest hash there is: it is the till that is tried here, not Argon2id. */
static void
add_staff (BrikChangesPage *page)
{
  char hash[crypto_pwhash_STRBYTES];

  g_assert_cmpint (sodium_init (), >=, 0);
  g_assert_cmpint (crypto_pwhash_str (hash, BRIK_DISPLAY_PIN, strlen (BRIK_DISPLAY_PIN),
                                      crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN),
                   ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (staff); i++)
    {
      BrikStaffRecord *person = g_new0 (BrikStaffRecord, 1);
      person->id = g_strdup (staff[i].id);
      person->name = g_strdup (staff[i].name);
      person->pin_hash = g_strdup (hash);
      person->active = TRUE;
      add_change (page, BRIK_RECORD_STAFF, person->id)->staff = person;
    }
}

static void
add_goods (BrikChangesPage *page)
{
  for (gsize i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      BrikCategoryRecord *category = g_new0 (BrikCategoryRecord, 1);
      category->id = g_strdup (categories[i].id);
      category->name = g_strdup (categories[i].name);
      category->colour = g_strdup (categories[i].colour);
      category->position = categories[i].position;
      add_change (page, BRIK_RECORD_CATEGORY, category->id)->category = category;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (goods); i++)
    {
      BrikProductRecord *product = g_new0 (BrikProductRecord, 1);
      product->id = g_strdup_printf ("vare-%02" G_GSIZE_FORMAT, i + 1);
      product->name = g_strdup (goods[i].name);
      product->category = g_strdup (goods[i].category);
      product->price_ore = goods[i].price_ore;
      product->vat_bp = 2500;
      product->exempt_buyers = g_strsplit ("pupil", ",", -1);
      product->position = (gint) i + 1;
      product->available = goods[i].available;
      if (!goods[i].available)
        product->barcodes = g_strsplit (BRIK_DISPLAY_BARCODE_ICE, ";", -1);
      else if (g_str_equal (product->id, "vare-07"))
        product->barcodes = g_strsplit (BRIK_DISPLAY_BARCODE_CHEESE ";0000096385074", ";", -1);
      add_change (page, BRIK_RECORD_PRODUCT, product->id)->product = product;
    }
}

static BrikAccountRecord *
add_account (BrikChangesPage *page, const char *id, const char *name, const char *group, gint64 balance_ore)
{
  BrikAccountRecord *account = g_new0 (BrikAccountRecord, 1);

  account->id = g_strdup_printf ("konto-%s", id);
  account->name = g_strdup ("Kantinekort");
  account->person = g_strdup (id);
  account->person_name = g_strdup (name);
  account->group = g_strdup (group);
  account->buyer = g_strdup ("pupil");
  account->state = BRIK_ACCOUNT_ACTIVE;
  account->balance_ore = balance_ore;
  account->kinds_allowed = g_strsplit ("skole,klub", ",", -1);
  account->caps = g_array_new (FALSE, TRUE, sizeof (BrikCap));
  account->spending = g_array_new (FALSE, TRUE, sizeof (BrikSpending));
  account->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_card_record_free);
  add_change (page, BRIK_RECORD_ACCOUNT, account->id)->account = account;
  return account;
}

static void
add_card (BrikAccountRecord *account, const char *uid, BrikCardState state)
{
  BrikCardRecord *card = g_new0 (BrikCardRecord, 1);

  card->id = g_strdup_printf ("kort-%s", uid);
  card->number = g_strdup (uid);
  card->uid = g_strdup (uid);
  card->state = state;
  g_ptr_array_add (account->cards, card);
}

static void
add_cap (BrikAccountRecord *account, const char *kind, BrikPeriod period, gint64 limit_ore)
{
  BrikCap cap = { g_intern_string (kind), period, limit_ore };

  g_array_append_val (account->caps, cap);
}

static void
add_spending (BrikAccountRecord *account, const char *kind, gint64 today_ore, gint64 week_ore)
{
  GDate today;
  GDate monday;
  BrikSpending spending = { .kind = g_intern_string (kind) };

  g_assert_true (brik_civil_date_parse ("2026-11-20", &today));
  brik_period_begin (BRIK_PERIOD_WEEK, &today, &monday);
  spending.period = BRIK_PERIOD_DAY;
  spending.begun = today;
  spending.spent_ore = today_ore;
  g_array_append_val (account->spending, spending);
  spending.period = BRIK_PERIOD_WEEK;
  spending.begun = monday;
  spending.spent_ore = week_ore;
  g_array_append_val (account->spending, spending);
}

static void
add_accounts (BrikChangesPage *page)
{
  BrikAccountRecord *alma = add_account (page, "alma", "Alma Holm", "5.B · Nørre Skole", 12850);
  BrikAccountRecord *noah = add_account (page, "noah", "Noah Aziz", "7.A · Nørre Skole", 4100);
  BrikAccountRecord *sara = add_account (page, "sara", "Sara Lund", "4.A · Nørre Skole", 9000);
  BrikAccountRecord *emil = add_account (page, "emil", "Emil Krog", "6.C · Nørre Skole", 300);
  BrikAccountRecord *liv = add_account (page, "liv", "Liv Berg", "3.B · Sønder Skole", 7500);
  BrikAccountRecord *maximiliane =
    add_account (page, "maximiliane", "Maximiliane-Alexandra Østergaard Vestergaard-Christensen",
                 "0.B · Skolen ved Søerne og Den Gamle Havn", 40000);
  g_autoptr (GBytes) photo = brik_display_photo_new ("#d97338", &alma->photo);

  add_card (alma, BRIK_DISPLAY_UID_ALMA, BRIK_CARD_ACTIVE);
  add_card (alma, BRIK_DISPLAY_UID_OLD, BRIK_CARD_REPLACED);
  add_cap (alma, BRIK_CAP_ANY, BRIK_PERIOD_DAY, 4000);
  add_cap (alma, BRIK_CAP_ANY, BRIK_PERIOD_WEEK, 15000);
  add_spending (alma, "skole", 0, 6200);

  add_card (noah, BRIK_DISPLAY_UID_NOAH, BRIK_CARD_ACTIVE);
  add_cap (noah, "skole", BRIK_PERIOD_DAY, 2500);
  add_spending (noah, "skole", 2200, 2200);

  add_card (maximiliane, BRIK_DISPLAY_UID_LONG, BRIK_CARD_ACTIVE);
  for (BrikPeriod period = BRIK_PERIOD_DAY; period <= BRIK_PERIOD_MONTH; period++)
    {
      add_cap (maximiliane, "skole", period, 20000 * (gint64) (period + 1));
      add_cap (maximiliane, BRIK_CAP_ANY, period, 25000 * (gint64) (period + 1));
    }
  add_spending (maximiliane, "skole", 1250, 6200);

  add_card (sara, BRIK_DISPLAY_UID_SARA, BRIK_CARD_BLOCKED);
  add_card (emil, BRIK_DISPLAY_UID_EMIL, BRIK_CARD_ACTIVE);
  add_card (liv, BRIK_DISPLAY_UID_LIV, BRIK_CARD_ACTIVE);
  g_strfreev (liv->kinds_allowed);
  liv->kinds_allowed = g_strsplit ("klub", ",", -1);
}

BrikChangesPage *
brik_display_records_new (void)
{
  BrikChangesPage *page = g_new0 (BrikChangesPage, 1);

  page->epoch = g_strdup ("display");
  page->cursor = 1;
  page->start_over = TRUE;
  page->time_us = BRIK_DISPLAY_NOW_US;
  page->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_change_free);
  add_place (page);
  add_staff (page);
  add_goods (page);
  add_accounts (page);
  return page;
}

static cairo_status_t
on_png_written (void *closure, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_portrait (cairo_t *cairo, const GdkRGBA *shirt)
{
  cairo_set_source_rgb (cairo, 0.81, 0.87, 0.85);
  cairo_paint (cairo);
  gdk_cairo_set_source_rgba (cairo, shirt);
  cairo_arc (cairo, 120, 330, 105, 0, 2 * G_PI);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0.48, 0.29, 0.17);
  cairo_arc (cairo, 120, 130, 84, 0, 2 * G_PI);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0.94, 0.79, 0.66);
  cairo_arc (cairo, 120, 152, 76, 0, 2 * G_PI);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 0.12, 0.14, 0.16);
  cairo_arc (cairo, 92, 150, 8, 0, 2 * G_PI);
  cairo_arc (cairo, 148, 150, 8, 0, 2 * G_PI);
  cairo_fill (cairo);
  cairo_set_line_width (cairo, 6);
  cairo_arc (cairo, 120, 170, 30, 0.4, G_PI - 0.4);
  cairo_stroke (cairo);
}

GBytes *
brik_display_photo_new (const char *colour, char **hash)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, 240, 300);
  cairo_t *cairo = cairo_create (surface);
  GByteArray *encoded = g_byte_array_new ();
  GdkRGBA shirt;
  GBytes *photo;

  g_assert_true (gdk_rgba_parse (&shirt, colour));
  draw_portrait (cairo, &shirt);
  cairo_destroy (cairo);
  g_assert_cmpint (cairo_surface_write_to_png_stream (surface, on_png_written, encoded), ==,
                   CAIRO_STATUS_SUCCESS);
  cairo_surface_destroy (surface);
  photo = g_byte_array_free_to_bytes (encoded);
  if (hash != NULL)
    *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, photo);
  return photo;
}
