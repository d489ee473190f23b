/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

#include "core/brik-limits.h"

static void
count (gpointer source, guint *n)
{
  ++*n;
}

static void
count_with (gpointer source, const char *word, guint *n)
{
  ++*n;
}

static gboolean
is_held (Fixture *fixture, const char *uid)
{
  g_autoptr (BrikCardholder) holder = look_up (fixture, uid);

  g_assert_true ((holder->card != NULL) == (holder->account != NULL));
  return holder->account != NULL;
}

static void
apply_page (Fixture *fixture, BrikChangesPage *page)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (apply (fixture, page, &error));
  g_assert_no_error (error);
}

static void
assert_cursor (Fixture *fixture, const char *epoch, gint64 cursor)
{
  g_autofree char *is_epoch = NULL;
  gint64 is_cursor;

  brik_ledger_get_cursor (fixture->ledger, &is_epoch, &is_cursor);
  g_assert_cmpstr (is_epoch, ==, epoch);
  g_assert_cmpint (is_cursor, ==, cursor);
}

static void
test_ready_after_first_snapshot (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page = page_new (5, NOON);
  guint n_places = 0;

  fixture_open (fixture);
  g_signal_connect (fixture->ledger, "place-changed", G_CALLBACK (count), &n_places);
  g_assert_true (brik_ledger_enrol (fixture->ledger, "http://127.0.0.1:1", "till-1", NULL));

  page->start_over = TRUE;
  page->more = TRUE;
  page_add (page, BRIK_RECORD_PLACE, "canteen", place_record_new ());
  page_add (page, BRIK_RECORD_STAFF, "karen", staff_record_new ("karen", "Karen"));
  apply_page (fixture, page);
  g_assert_null (brik_ledger_get_place (fixture->ledger));
  g_assert_false (brik_ledger_is_ready (fixture->ledger));

  /* The snapshot goes on where it was after a restart. */
  fixture_close (fixture);
  fixture_open (fixture);
  g_signal_connect (fixture->ledger, "place-changed", G_CALLBACK (count), &n_places);
  assert_cursor (fixture, "epoch", 5);
  page = page_new (6, NOON);
  page_add_account (page, account_record_new ("konto", UID));
  apply_page (fixture, page);
  g_assert_nonnull (brik_ledger_get_place (fixture->ledger));
  g_assert_cmpint (brik_ledger_get_place (fixture->ledger)->kinds->len, ==, 1);
  g_assert_true (brik_ledger_is_ready (fixture->ledger));
  g_assert_cmpuint (n_places, ==, 2);
}

/* What it has is sold from until the new snapshot is complete; then what it did not name is gone. */
static void
test_start_over (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page;

  fixture_open_filled (fixture);
  page = page_new (11, NOON);
  page_add_account (page, account_record_new ("anden", OTHER_UID));
  page_add (page, BRIK_RECORD_PRODUCT, "old", product_record_new ("old", "mad", 1));
  page_add (page, BRIK_RECORD_CATEGORY, "mad", category_record_new ("mad", 1));
  apply_page (fixture, page);

  page = page_new (3, NOON);
  page->start_over = page->more = TRUE;
  g_free (page->epoch);
  page->epoch = g_strdup ("new");
  page_add (page, BRIK_RECORD_STAFF, "karen", staff_record_new ("karen", "Karen"));
  apply_page (fixture, page);
  assert_cursor (fixture, "new", 3);
  g_assert_true (is_held (fixture, UID));
  g_assert_true (is_held (fixture, OTHER_UID));
  g_assert_true (brik_ledger_is_ready (fixture->ledger));

  page = page_new (4, NOON);
  g_free (page->epoch);
  page->epoch = g_strdup ("new");
  page_add_account (page, account_record_new ("konto", UID));
  apply_page (fixture, page);
  g_assert_true (is_held (fixture, UID));
  g_assert_false (is_held (fixture, OTHER_UID));
  {
    g_autoptr (GPtrArray) products =
      list_of (fixture, brik_ledger_list_products_async, brik_ledger_list_products_finish);
    g_autoptr (GPtrArray) categories =
      list_of (fixture, brik_ledger_list_categories_async, brik_ledger_list_categories_finish);

    g_assert_cmpuint (products->len, ==, 0);
    g_assert_cmpuint (categories->len, ==, 0);
  }
}

/* More rows to drop than one transaction may hold, and a page longer than the wire allows. */
static void
test_long_pages_go_in_steps (Fixture *fixture, gconstpointer data)
{
  const guint n_accounts = 3 * BRIK_LIMIT_CHANGES_PAGE;
  BrikChangesPage *page = page_new (20, NOON);
  guint n_changed = 0;

  fixture_open_filled (fixture);
  g_signal_connect (fixture->ledger, "account-changed", G_CALLBACK (count_with), &n_changed);
  for (guint i = 0; i < n_accounts; i++)
    {
      g_autofree char *id = g_strdup_printf ("konto-%u", i);
      g_autofree char *uid = g_strdup_printf ("%08X", 0x10000000 + i);

      page_add_account (page, account_record_new (id, uid));
    }
  apply_page (fixture, page);
  g_assert_cmpuint (n_changed, ==, n_accounts);
  g_assert_true (is_held (fixture, "10000000"));
  g_assert_true (is_held (fixture, "10000257"));

  page = page_new (21, NOON);
  page->start_over = TRUE;
  page_add_account (page, account_record_new ("konto", UID));
  apply_page (fixture, page);
  g_assert_true (is_held (fixture, UID));
  for (guint i = 0; i < n_accounts; i++)
    {
      g_autofree char *uid = g_strdup_printf ("%08X", 0x10000000 + i);

      g_assert_false (is_held (fixture, uid));
    }
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* No sale waits behind a snapshot: it goes between two of its steps. */
static void
test_sale_goes_between_steps (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page = page_new (20, NOON);
  g_autoptr (GAsyncResult) applied = NULL;
  g_autoptr (GAsyncResult) sold = NULL;
  g_autoptr (BrikBasket) basket = basket_of (100);
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sale = brik_id_new ();

  fixture_open_signed_in (fixture);
  for (guint i = 0; i < 5 * BRIK_LIMIT_CHANGES_PAGE; i++)
    {
      g_autofree char *id = g_strdup_printf ("konto-%u", i);

      page_add_account (page, account_record_new (id, NULL));
    }
  brik_ledger_apply_async (fixture->ledger, page, NULL, on_ready, &applied);
  brik_ledger_sell_async (fixture->ledger, sale, UID, basket, NULL, on_ready, &sold);
  while (!sold)
    g_main_context_iteration (NULL, TRUE);
  g_assert_null (applied);
  outcome = brik_ledger_sell_finish (fixture->ledger, sold, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome->verdict.reason, ==, BRIK_REASON_NONE);

  while (!applied)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (brik_ledger_apply_finish (fixture->ledger, applied, &error));
  g_assert_no_error (error);
}

static void
test_gone (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page = page_new (11, NOON);
  g_autoptr (GPtrArray) products = NULL;
  guint n_goods = 0;

  fixture_open_filled (fixture);
  g_signal_connect (fixture->ledger, "goods-changed", G_CALLBACK (count), &n_goods);
  page_add (page, BRIK_RECORD_PRODUCT, "a", product_record_new ("a", "mad", 1));
  page_add (page, BRIK_RECORD_PRODUCT, "b", product_record_new ("b", "mad", 2));
  apply_page (fixture, page);

  page = page_new (12, NOON);
  page_add (page, BRIK_RECORD_PRODUCT, "a", NULL);
  page_add (page, BRIK_RECORD_ACCOUNT, "konto", NULL);
  page_add (page, BRIK_RECORD_STAFF, "karen", NULL);
  apply_page (fixture, page);
  g_assert_false (is_held (fixture, UID));
  g_assert_false (brik_ledger_is_ready (fixture->ledger));
  g_assert_cmpuint (n_goods, ==, 2);
  products = list_of (fixture, brik_ledger_list_products_async, brik_ledger_list_products_finish);
  g_assert_cmpuint (products->len, ==, 1);
}

static void
test_goods_in_order (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page = page_new (11, NOON);
  BrikProductRecord *milk = product_record_new ("milk", "drik", 1);
  g_autoptr (GPtrArray) products = NULL;
  const char *expected[] = { "milk", "bread", "soup", "loose" };

  fixture_open_filled (fixture);
  milk->available = FALSE;
  milk->barcodes = g_strsplit ("5701234567899;0000096385074", ";", -1);
  page_add (page, BRIK_RECORD_PRODUCT, "soup", product_record_new ("soup", "mad", 2));
  page_add (page, BRIK_RECORD_PRODUCT, "bread", product_record_new ("bread", "mad", 1));
  page_add (page, BRIK_RECORD_PRODUCT, "milk", milk);
  page_add (page, BRIK_RECORD_CATEGORY, "mad", category_record_new ("mad", 2));
  page_add (page, BRIK_RECORD_CATEGORY, "drik", category_record_new ("drik", 1));
  page_add (page, BRIK_RECORD_CATEGORY, "rest", category_record_new ("rest", 3));
  page_add (page, BRIK_RECORD_PRODUCT, "loose", product_record_new ("loose", "rest", 0));
  apply_page (fixture, page);

  products = list_of (fixture, brik_ledger_list_products_async, brik_ledger_list_products_finish);
  g_assert_cmpuint (products->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < products->len; i++)
    {
      const BrikProductRecord *product = g_ptr_array_index (products, i);

      g_assert_cmpstr (product->id, ==, expected[i]);
      g_assert_cmpstrv (product->exempt_buyers, ((const char *[]){ "pupil", NULL }));
      g_assert_cmpint (product->available, ==, i != 0);
      if (i == 0)
        g_assert_cmpstrv (product->barcodes, ((const char *[]){ "0000096385074", "5701234567899", NULL }));
      else
        g_assert_null (product->barcodes);
    }

  /* Told anew without them they are gone. */
  page = page_new (12, NOON);
  page_add (page, BRIK_RECORD_PRODUCT, "milk", product_record_new ("milk", "drik", 1));
  apply_page (fixture, page);
  g_ptr_array_unref (products);
  products = list_of (fixture, brik_ledger_list_products_async, brik_ledger_list_products_finish);
  g_assert_null (((BrikProductRecord *) g_ptr_array_index (products, 0))->barcodes);
}

/* A chip that was handed on: the card that may be used is the one that counts. */
static void
test_chip_with_two_cards (Fixture *fixture, gconstpointer data)
{
  BrikAccountRecord *before = account_record_new ("a-before", NULL);
  BrikAccountRecord *now = account_record_new ("z-now", NULL);
  g_autoptr (BrikCardholder) holder = NULL;

  fixture_open_filled (fixture);
  account_record_add_card (before, OTHER_UID, BRIK_CARD_CLOSED);
  account_record_add_card (now, OTHER_UID, BRIK_CARD_ACTIVE);
  apply_account (fixture, before);
  apply_account (fixture, now);

  holder = look_up (fixture, OTHER_UID);
  g_assert_cmpstr (holder->account->id, ==, "z-now");
  g_assert_cmpint (holder->card->state, ==, BRIK_CARD_ACTIVE);
}

static void
test_look_up_leaves_feed_alone (Fixture *fixture, gconstpointer data)
{
  BrikAccountRecord *blocked = account_record_new ("konto", UID);
  BrikChangesPage *page = page_new (0, NOON);
  g_autoptr (BrikCardholder) holder = NULL;

  fixture_open_filled (fixture);
  page_add_account (page, account_record_new ("anden", OTHER_UID));
  apply_page (fixture, page);
  g_assert_true (is_held (fixture, OTHER_UID));
  assert_cursor (fixture, "epoch", 10);

  /* An answer that the feed has overtaken takes no block back. */
  brik_clock_advance_fake (fixture->clock, G_TIME_SPAN_SECOND);
  blocked->state = BRIK_ACCOUNT_BLOCKED;
  apply_account (fixture, blocked);
  for (gint64 at_us = NOON; at_us <= NOON + G_TIME_SPAN_SECOND; at_us += G_TIME_SPAN_SECOND)
    {
      page = page_new (0, at_us);
      page_add_account (page, account_record_new ("konto", UID));
      apply_page (fixture, page);
    }
  holder = look_up (fixture, UID);
  g_assert_cmpint (holder->account->state, ==, BRIK_ACCOUNT_BLOCKED);
}

static void
test_page_of_another_epoch_moves_no_cursor (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page = page_new (99, NOON);

  fixture_open_filled (fixture);
  g_free (page->epoch);
  page->epoch = g_strdup ("other");
  page_add_account (page, account_record_new ("anden", OTHER_UID));
  apply_page (fixture, page);
  g_assert_true (is_held (fixture, OTHER_UID));
  assert_cursor (fixture, "epoch", 10);
}

/* D2: a zone that this machine does not know stops; it is never UTC. Nothing of the page is applied. */
static void
test_unknown_zone_is_refused (Fixture *fixture, gconstpointer data)
{
  BrikChangesPage *page = page_new (11, NOON);
  BrikPlaceRecord *place = place_record_new ();
  g_autoptr (GError) error = NULL;

  fixture_open_filled (fixture);
  g_free (place->zone);
  place->zone = g_strdup ("Europe/Atlantis");
  page_add_account (page, account_record_new ("anden", OTHER_UID));
  page_add (page, BRIK_RECORD_PLACE, "canteen", place);
  g_assert_false (apply (fixture, page, &error));
  g_assert_nonnull (error);
  g_assert_false (is_held (fixture, OTHER_UID));
  assert_cursor (fixture, "epoch", 10);
  g_assert_cmpstr (brik_ledger_get_place (fixture->ledger)->zone, ==, "Europe/Copenhagen");
}

static void
test_learns_portals_time (Fixture *fixture, gconstpointer data)
{
  gint64 answered_us;

  fixture_open_filled (fixture);
  g_assert_true (brik_clock_learn (fixture->clock, NOON + HOUR, 0, 0));
  apply_page (fixture, page_new (11, NOON + HOUR));
  g_assert_cmpint (brik_clock_now (fixture->clock), ==, NOON + HOUR);
  g_object_get (fixture->ledger, "answered-at", &answered_us, NULL);
  g_assert_cmpint (answered_us, ==, NOON + HOUR);

  brik_clock_advance_fake (fixture->clock, 2 * HOUR);
  g_assert_cmpint (brik_ledger_get_circumstances (fixture->ledger).data_age_us, ==, 2 * HOUR);
  fixture_close (fixture);
  fixture_open (fixture);
  g_object_get (fixture->ledger, "answered-at", &answered_us, NULL);
  g_assert_cmpint (answered_us, ==, NOON + HOUR);
}

static char *
hash_of (GBytes *photo)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, photo);
}

static void
test_photos (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) photo = g_bytes_new_static ("a face", 6);
  g_autoptr (GBytes) kept = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = hash_of (photo);
  g_auto (GStrv) missing = NULL;
  g_auto (GStrv) none = NULL;
  guint n_arrived = 0;

  fixture_open_filled (fixture);
  g_signal_connect (fixture->ledger, "photo-arrived", G_CALLBACK (count_with), &n_arrived);

  /* Nobody's record names it: it is not kept. */
  g_assert_true (put_photo (fixture, hash, photo, &error));
  g_assert_null (get_photo (fixture, hash));
  g_assert_cmpuint (n_arrived, ==, 0);

  for (int i = 0; i < 2; i++)
    {
      BrikAccountRecord *account = account_record_new (i ? "anden" : "konto", i ? OTHER_UID : UID);

      account->photo = g_strdup (hash);
      apply_account (fixture, account);
    }
  missing = missing_photos (fixture, 10);
  g_assert_cmpstrv (missing, ((const char *[]){ hash, NULL }));
  g_assert_true (put_photo (fixture, hash, photo, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (n_arrived, ==, 1);
  none = missing_photos (fixture, 10);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  kept = get_photo (fixture, hash);
  g_assert_true (g_bytes_equal (kept, photo));
}

static void
test_photo_stays_no_longer_than_named (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GBytes) photo = g_bytes_new_static ("a face", 6);
  g_autoptr (GBytes) shared = NULL;
  g_autofree char *hash = hash_of (photo);

  fixture_open_filled (fixture);
  for (int i = 0; i < 2; i++)
    {
      BrikAccountRecord *account = account_record_new (i ? "anden" : "konto", i ? OTHER_UID : UID);

      account->photo = g_strdup (hash);
      apply_account (fixture, account);
    }
  g_assert_true (put_photo (fixture, hash, photo, NULL));

  apply_account (fixture, account_record_new ("anden", OTHER_UID));
  shared = get_photo (fixture, hash);
  g_assert_nonnull (shared);
  apply_account (fixture, account_record_new ("konto", UID));
  g_assert_null (get_photo (fixture, hash));
}

static void
test_wrong_photo_is_refused (Fixture *fixture, gconstpointer data)
{
  g_autofree char *long_text = g_strnfill (BRIK_LIMIT_PHOTO + 1, 'x');
  g_autoptr (GBytes) photo = g_bytes_new_static ("a face", 6);
  g_autoptr (GBytes) too_long = g_bytes_new (long_text, BRIK_LIMIT_PHOTO + 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = hash_of (photo);
  g_autofree char *long_hash = hash_of (too_long);

  fixture_open_filled (fixture);
  g_assert_false (put_photo (fixture, long_hash, photo, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_false (put_photo (fixture, long_hash, too_long, &error));
  g_assert_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/feed/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("ready-after-first-snapshot", test_ready_after_first_snapshot);
  ADD ("start-over", test_start_over);
  ADD ("long-pages-go-in-steps", test_long_pages_go_in_steps);
  ADD ("sale-goes-between-steps", test_sale_goes_between_steps);
  ADD ("gone", test_gone);
  ADD ("goods-in-order", test_goods_in_order);
  ADD ("chip-with-two-cards", test_chip_with_two_cards);
  ADD ("look-up-leaves-feed-alone", test_look_up_leaves_feed_alone);
  ADD ("page-of-another-epoch-moves-no-cursor", test_page_of_another_epoch_moves_no_cursor);
  ADD ("unknown-zone-is-refused", test_unknown_zone_is_refused);
  ADD ("learns-portals-time", test_learns_portals_time);
  ADD ("photos", test_photos);
  ADD ("photo-stays-no-longer-than-named", test_photo_stays_no_longer_than_named);
  ADD ("wrong-photo-is-refused", test_wrong_photo_is_refused);

  return g_test_run ();
}
