/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-records.h"

#include <sodium.h>

BrikPlaceRecord *
place_record_new (void)
{
  BrikPlaceRecord *place = g_new0 (BrikPlaceRecord, 1);
  BrikKindRecord *kind = g_new0 (BrikKindRecord, 1);

  kind->id = g_strdup ("skole");
  kind->name = g_strdup ("Skole");
  place->municipality = g_strdup ("kommune");
  place->municipality_name = g_strdup ("Kommunen");
  place->place = g_strdup ("canteen");
  place->place_name = g_strdup ("Kantinen");
  place->place_kind = g_strdup ("skole");
  place->till = g_strdup ("till-1");
  place->till_name = g_strdup ("Kasse 1");
  place->zone = g_strdup ("Europe/Copenhagen");
  place->card_form = BRIK_CARD_FORM_HEX;
  place->kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_kind_record_free);
  g_ptr_array_add (place->kinds, kind);
  place->allowance_ore = 5000;
  place->data_age_limit_us = 72 * HOUR;
  place->balance_shown = g_strdup ("always");
  place->again_after_us = BRIK_AGAIN_AFTER_US;
  return place;
}

BrikStaffRecord *
staff_record_new (const char *id, const char *name)
{
  static char hash[crypto_pwhash_STRBYTES];
  BrikStaffRecord *staff = g_new0 (BrikStaffRecord, 1);

  /* As cheap as it can be had: what it costs is not what is tested. */
  if (!*hash)
    g_assert_cmpint (
      crypto_pwhash_str (hash, PIN, strlen (PIN), crypto_pwhash_OPSLIMIT_MIN, crypto_pwhash_MEMLIMIT_MIN), ==,
      0);

  staff->id = g_strdup (id);
  staff->name = g_strdup (name);
  staff->pin_hash = g_strdup (hash);
  staff->active = TRUE;
  return staff;
}

BrikProductRecord *
product_record_new (const char *id, const char *category, gint position)
{
  BrikProductRecord *product = g_new0 (BrikProductRecord, 1);

  product->id = g_strdup (id);
  product->name = g_strdup_printf ("Vare %s", id);
  product->category = g_strdup (category);
  product->price_ore = 1200;
  product->vat_bp = 2500;
  product->exempt_buyers = g_strsplit ("pupil", ";", -1);
  product->position = position;
  product->available = TRUE;
  return product;
}

BrikCategoryRecord *
category_record_new (const char *id, gint position)
{
  BrikCategoryRecord *category = g_new0 (BrikCategoryRecord, 1);

  category->id = g_strdup (id);
  category->name = g_strdup (id);
  category->colour = g_strdup ("#12524f");
  category->position = position;
  return category;
}

BrikAccountRecord *
account_record_new (const char *id, const char *uid)
{
  BrikAccountRecord *account = g_new0 (BrikAccountRecord, 1);

  account->id = g_strdup (id);
  account->name = g_strdup ("Kantinekort");
  account->person = g_strconcat ("p-", id, NULL);
  account->person_name = g_strdup ("Alma Holm");
  account->group = g_strdup ("5.B");
  account->buyer = g_strdup ("pupil");
  account->balance_ore = 10000;
  account->kinds_allowed = g_strsplit ("skole;klub", ";", -1);
  account->caps = g_array_new (FALSE, FALSE, sizeof (BrikCap));
  account->spending = g_array_new (FALSE, FALSE, sizeof (BrikSpending));
  account->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_card_record_free);
  if (uid)
    account_record_add_card (account, uid, BRIK_CARD_ACTIVE);
  return account;
}

void
account_record_add_card (BrikAccountRecord *account, const char *uid, BrikCardState state)
{
  BrikCardRecord *card = g_new0 (BrikCardRecord, 1);

  card->id = g_strdup_printf ("card-%s-%u", account->id, account->cards->len);
  card->number = g_strdup (uid);
  card->uid = g_strdup (uid);
  card->state = state;
  g_ptr_array_add (account->cards, card);
}

void
account_record_add_cap (BrikAccountRecord *account, const char *kind, BrikPeriod period, gint64 limit_ore)
{
  BrikCap cap = { .kind = g_intern_string (kind), .period = period, .limit_ore = limit_ore };

  g_array_append_val (account->caps, cap);
}

void
account_record_set_through (BrikAccountRecord *account, const char *run, gint64 number)
{
  g_free (account->through_run);
  account->through_run = g_strdup (run);
  account->through_number = number;
}

BrikChangesPage *
page_new (gint64 cursor, gint64 time_us)
{
  BrikChangesPage *page = g_new0 (BrikChangesPage, 1);

  page->epoch = g_strdup ("epoch");
  page->cursor = cursor;
  page->time_us = time_us;
  page->changes = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_change_free);
  return page;
}

void
page_add (BrikChangesPage *page, BrikRecordKind kind, const char *id, gpointer record)
{
  BrikChange *change = g_new0 (BrikChange, 1);

  change->kind = kind;
  change->id = g_strdup (id);
  change->gone = record == NULL;
  change->account = record;
  g_ptr_array_add (page->changes, change);
}

void
page_add_account (BrikChangesPage *page, BrikAccountRecord *account)
{
  page_add (page, BRIK_RECORD_ACCOUNT, account->id, account);
}

BrikBasket *
basket_of (gint64 price_ore)
{
  g_autoptr (GError) error = NULL;
  BrikBasket *basket = brik_basket_new ();

  g_assert_true (brik_basket_add (basket, "ret", "Dagens ret", 1, price_ore, 2500, &error));
  g_assert_no_error (error);
  return basket;
}
