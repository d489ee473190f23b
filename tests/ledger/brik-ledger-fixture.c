/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-ledger-fixture.h"

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <sodium.h>

void
fixture_set_up (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("brik-ledger-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "till.db", NULL);
  fixture->clock = brik_clock_new_fake (NOON);
}

void
fixture_tear_down (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GDir) dir = NULL;
  const char *name;

  fixture_close (fixture);
  g_assert_finalize_object (fixture->clock);

  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)))
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
copy_file (const char *from, const char *to)
{
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
}

void
fixture_save_copy (Fixture *fixture)
{
  g_autofree char *copy = g_strconcat (fixture->path, ".copy", NULL);

  g_assert_null (fixture->ledger);
  copy_file (fixture->path, copy);
}

void
fixture_put_copy_back (Fixture *fixture)
{
  g_autofree char *copy = g_strconcat (fixture->path, ".copy", NULL);

  g_assert_null (fixture->ledger);
  copy_file (copy, fixture->path);
}

void
fixture_open (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture->ledger = brik_ledger_open (fixture->path, fixture->clock, &error);
  g_assert_no_error (error);
}

void
fixture_close (Fixture *fixture)
{
  if (!fixture->ledger)
    return;

  brik_ledger_close (fixture->ledger);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
  g_assert_finalize_object (g_steal_pointer (&fixture->ledger));
}

void
fixture_open_filled (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  BrikChangesPage *page = page_new (10, NOON);

  fixture_open (fixture);
  g_assert_true (brik_ledger_enrol (fixture->ledger, "http://127.0.0.1:1", "till-1", &error));
  g_assert_no_error (error);

  page->start_over = TRUE;
  page_add (page, BRIK_RECORD_PLACE, "canteen", place_record_new ());
  page_add (page, BRIK_RECORD_STAFF, "karen", staff_record_new ("karen", "Karen"));
  page_add_account (page, account_record_new ("konto", UID));
  g_assert_true (apply (fixture, page, &error));
  g_assert_no_error (error);
}

void
fixture_open_signed_in (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fixture_open_filled (fixture);
  brik_ledger_set_online (fixture->ledger, TRUE);
  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  g_assert_no_error (error);
}

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

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

gboolean
apply (Fixture *fixture, BrikChangesPage *page, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_apply_async (fixture->ledger, page, NULL, on_ready, &result);
  return brik_ledger_apply_finish (fixture->ledger, wait_for (&result), error);
}

void
apply_account (Fixture *fixture, BrikAccountRecord *account)
{
  g_autofree char *epoch = NULL;
  g_autoptr (GError) error = NULL;
  BrikChangesPage *page;
  gint64 cursor;

  brik_ledger_get_cursor (fixture->ledger, &epoch, &cursor);
  page = page_new (cursor + 1, brik_clock_now (fixture->clock));
  page_add_account (page, account);
  g_assert_true (apply (fixture, page, &error));
  g_assert_no_error (error);
}

BrikCardholder *
look_up (Fixture *fixture, const char *uid)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BrikCardholder *holder;

  brik_ledger_look_up_async (fixture->ledger, uid, NULL, on_ready, &result);
  holder = brik_ledger_look_up_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return holder;
}

BrikOutcome *
sell (Fixture *fixture, const char *sale, const char *uid, gint64 price_ore, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikBasket) basket = basket_of (price_ore);

  brik_ledger_sell_async (fixture->ledger, sale, uid, basket, NULL, on_ready, &result);
  return brik_ledger_sell_finish (fixture->ledger, wait_for (&result), error);
}

BrikOutcome *
sell_cancellable (Fixture *fixture,
                  const char *uid,
                  gint64 price_ore,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikBasket) basket = basket_of (price_ore);
  g_autofree char *sale = brik_id_new ();

  brik_ledger_sell_async (fixture->ledger, sale, uid, basket, cancellable, on_ready, &result);
  return brik_ledger_sell_finish (fixture->ledger, wait_for (&result), error);
}

BrikOutcome *
sell_expecting (Fixture *fixture, gint64 price_ore, BrikReason reason)
{
  g_autofree char *sale = brik_id_new ();
  g_autoptr (GError) error = NULL;
  BrikOutcome *outcome = sell (fixture, sale, UID, price_ore, &error);

  g_assert_no_error (error);
  g_assert_cmpint (outcome->verdict.reason, ==, reason);
  g_assert_cmpstr (outcome->sale, ==, sale);
  return outcome;
}

BrikOutcome *
undo (Fixture *fixture, const char *sale, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_undo_async (fixture->ledger, sale, NULL, on_ready, &result);
  return brik_ledger_undo_finish (fixture->ledger, wait_for (&result), error);
}

gboolean
decline (Fixture *fixture, BrikVerdict verdict, const char *uid, const BrikBasket *basket, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_decline_async (fixture->ledger, &verdict, uid, basket, NULL, on_ready, &result);
  return brik_ledger_decline_finish (fixture->ledger, wait_for (&result), error);
}

gboolean
sign_in (Fixture *fixture, const char *staff, const char *pin, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_sign_in_async (fixture->ledger, staff, pin, NULL, on_ready, &result);
  return brik_ledger_sign_in_finish (fixture->ledger, wait_for (&result), error);
}

gboolean
sign_out (Fixture *fixture, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_sign_out_async (fixture->ledger, NULL, on_ready, &result);
  return brik_ledger_sign_out_finish (fixture->ledger, wait_for (&result), error);
}

BrikOutcome *
last_sale (Fixture *fixture)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  BrikOutcome *outcome;

  brik_ledger_last_sale_async (fixture->ledger, NULL, on_ready, &result);
  outcome = brik_ledger_last_sale_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return outcome;
}

GPtrArray *
unsent (Fixture *fixture, guint max)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *entries;

  brik_ledger_unsent_async (fixture->ledger, max, NULL, on_ready, &result);
  entries = brik_ledger_unsent_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return entries;
}

GPtrArray *
unsent_entries (Fixture *fixture)
{
  g_autoptr (GPtrArray) sealed = unsent (fixture, G_MAXUINT);
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_entry_free);

  for (guint i = 0; i < sealed->len; i++)
    {
      const BrikSealedLine *line = g_ptr_array_index (sealed, i);
      g_autoptr (GError) error = NULL;

      g_ptr_array_add (entries, brik_entry_from_line (line->line, strlen (line->line), &error));
      g_assert_no_error (error);
    }
  return entries;
}

guint
unsent_entries_count (Fixture *fixture)
{
  gint64 n_unsent;

  g_object_get (fixture->ledger, "unsent", &n_unsent, NULL);
  return (guint) n_unsent;
}

GPtrArray *
list_of (Fixture *fixture, ListAsync list_async, ListFinish list_finish)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GPtrArray *list;

  list_async (fixture->ledger, NULL, on_ready, &result);
  list = list_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return list;
}

gboolean
put_photo (Fixture *fixture, const char *hash, GBytes *photo, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_put_photo_async (fixture->ledger, hash, photo, NULL, on_ready, &result);
  return brik_ledger_put_photo_finish (fixture->ledger, wait_for (&result), error);
}

GBytes *
get_photo (Fixture *fixture, const char *hash)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GBytes *photo;

  brik_ledger_get_photo_async (fixture->ledger, hash, NULL, on_ready, &result);
  photo = brik_ledger_get_photo_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return photo;
}

GStrv
missing_photos (Fixture *fixture, guint max)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  GStrv hashes;

  brik_ledger_missing_photos_async (fixture->ledger, max, NULL, on_ready, &result);
  hashes = brik_ledger_missing_photos_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return hashes;
}

void
acknowledge (Fixture *fixture, const char *run, gint64 number, guint n_booked)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikReceipt) receipt = g_new0 (BrikReceipt, 1);
  BrikBooking booked = BRIK_BOOKING_BOOKED;

  receipt->run = g_strdup (run);
  receipt->number = number;
  receipt->time_us = brik_clock_now (fixture->clock);
  receipt->bookings = g_array_new (FALSE, FALSE, sizeof (BrikBooking));
  for (guint i = 0; i < n_booked; i++)
    g_array_append_val (receipt->bookings, booked);

  brik_ledger_acknowledge_async (fixture->ledger, receipt, NULL, on_ready, &result);
  g_assert_true (brik_ledger_acknowledge_finish (fixture->ledger, wait_for (&result), &error));
  g_assert_no_error (error);
}

gint64
spent (const BrikCardholder *holder, BrikPeriod period, gint64 at_us)
{
  g_autoptr (GTimeZone) zone = brik_civil_zone_new ("Europe/Copenhagen", NULL);
  BrikCap cap = { .kind = "skole", .period = period };
  GDate date;

  g_assert_true (brik_civil_date (zone, at_us, &date));
  return brik_cap_spent (&cap, holder->account->spending, &date);
}
