/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

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

char *
find_card (Fixture *fixture, const char *text)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  char *uid;

  brik_ledger_find_card_async (fixture->ledger, text, NULL, on_ready, &result);
  uid = brik_ledger_find_card_finish (fixture->ledger, wait_for (&result), &error);
  g_assert_no_error (error);
  return uid;
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
tell_date (Fixture *fixture, gint64 time_us, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_tell_date_async (fixture->ledger, time_us, NULL, on_ready, &result);
  return brik_ledger_tell_date_finish (fixture->ledger, wait_for (&result), error);
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
