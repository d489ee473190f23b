/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-limits.h"
#include "sample-entry.h"
#include "wire/brik-batch.h"
#include "wire/brik-wire-error.h"

static GPtrArray *
sealed_entries (guint n_entries, guint32 seed)
{
  g_autoptr (GRand) random = g_rand_new_with_seed (seed);
  GPtrArray *entries = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_sealed_line_free);
  BrikHash previous = { { 0 } };
  BrikPublicKey public_key;
  BrikSecretKey key;

  brik_key_pair_generate (&public_key, &key);
  for (guint i = 0; i < n_entries; i++)
    {
      g_autoptr (BrikEntry) entry = random_entry (random);
      BrikSealedLine *sealed = g_new0 (BrikSealedLine, 1);

      sealed->line = brik_entry_to_line (entry, NULL);
      brik_seal_line (&previous, sealed->line, strlen (sealed->line), &key, &sealed->seal);
      previous = sealed->seal.hash;
      g_ptr_array_add (entries, sealed);
    }
  return entries;
}

static void
assert_malformed (const char *text, gssize length)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (brik_batch_from_json (text, length, &error));
  g_assert_error (error, BRIK_WIRE_ERROR, BRIK_WIRE_ERROR_MALFORMED);
}

static void
test_round_trip (void)
{
  g_autoptr (GPtrArray) entries = sealed_entries (40, 7);
  g_autofree char *json = brik_batch_to_json (entries);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) read = brik_batch_from_json (json, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (read->len, ==, entries->len);
  for (guint i = 0; i < entries->len; i++)
    {
      const BrikSealedLine *a = g_ptr_array_index (entries, i);
      const BrikSealedLine *b = g_ptr_array_index (read, i);

      g_assert_cmpstr (a->line, ==, b->line);
      g_assert_cmpmem (&a->seal, sizeof a->seal, &b->seal, sizeof b->seal);
      g_assert_true (brik_seal_check_hash (&b->seal, b->line, strlen (b->line)));
    }
}

/* The sum that the till packs by is never less than what is sent. */
static void
test_size (void)
{
  for (guint32 seed = 0; seed < 20; seed++)
    {
      g_autoptr (GPtrArray) entries = sealed_entries (5, seed);
      g_autofree char *json = brik_batch_to_json (entries);
      gsize size = strlen ("{\"entries\":[]}");

      for (guint i = 0; i < entries->len; i++)
        size += brik_batch_entry_size (((BrikSealedLine *) g_ptr_array_index (entries, i))->line);
      g_assert_cmpuint (strlen (json), <=, size);
      g_assert_cmpuint (strlen (json) + entries->len * 100, >, size);
    }
}

static void
test_bad_batches (void)
{
  g_autoptr (GPtrArray) one = sealed_entries (1, 3);
  g_autoptr (GPtrArray) many = sealed_entries (BRIK_LIMIT_BATCH_ENTRIES + 1, 3);
  g_autofree char *json = brik_batch_to_json (one);
  g_autofree char *too_many = brik_batch_to_json (many);
  g_autofree char *upper = g_strdup (json);

  for (gsize length = 0; length < strlen (json); length++)
    assert_malformed (json, (gssize) length);
  assert_malformed (too_many, -1);
  assert_malformed ("[]", -1);
  assert_malformed ("{}", -1);
  assert_malformed ("{\"entries\":{}}", -1);
  assert_malformed ("{\"entries\":[null]}", -1);
  assert_malformed ("{\"entries\":[{\"line\":\"{}\",\"previous\":\"\",\"hash\":\"\",\"signature\":\"\"}]}",
                    -1);
  strstr (upper, "\"signature\":\"")[strlen ("\"signature\":\"")] = 'F';
  assert_malformed (upper, -1);
}

static BrikReceipt *
sample_receipt (void)
{
  BrikReceipt *receipt = g_new0 (BrikReceipt, 1);

  receipt->run = brik_id_new ();
  receipt->number = 17;
  receipt->time_us = G_GINT64_CONSTANT (1795172400000000);
  receipt->bookings = g_array_new (FALSE, FALSE, sizeof (BrikBooking));
  for (BrikBooking booking = BRIK_BOOKING_BOOKED; booking <= BRIK_BOOKING_WAITING; booking++)
    g_array_append_val (receipt->bookings, booking);
  return receipt;
}

static void
test_receipt (void)
{
  g_autoptr (BrikReceipt) receipt = sample_receipt ();
  g_autofree char *json = brik_receipt_to_json (receipt);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikReceipt) read = brik_receipt_from_json (json, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (read->run, ==, receipt->run);
  g_assert_cmpint (read->number, ==, 17);
  g_assert_cmpint (read->time_us, ==, receipt->time_us);
  g_assert_cmpmem (read->bookings->data, read->bookings->len * sizeof (BrikBooking), receipt->bookings->data,
                   receipt->bookings->len * sizeof (BrikBooking));
  for (gsize length = 0; length < strlen (json); length++)
    g_assert_null (brik_receipt_from_json (json, (gssize) length, NULL));
}

static void
test_receipt_of_none (void)
{
  g_autoptr (BrikReceipt) receipt = sample_receipt ();
  g_autofree char *json = NULL;
  g_autoptr (BrikReceipt) read = NULL;

  g_clear_pointer (&receipt->run, g_free);
  receipt->number = 0;
  json = brik_receipt_to_json (receipt);
  read = brik_receipt_from_json (json, -1, NULL);
  g_assert_nonnull (read);
  g_assert_null (read->run);
  g_assert_null (brik_receipt_from_json ("{\"newest\":{\"number\":3},\"time\":1,\"results\":[]}", -1, NULL));
  g_assert_null (brik_receipt_from_json ("{\"newest\":{\"number\":0},\"time\":-1,\"results\":[]}", -1, NULL));
  g_assert_null (brik_receipt_from_json (
    "{\"newest\":{\"number\":0},\"time\":1,\"results\":[{\"booking\":\"no\"}]}", -1, NULL));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/wire/batch/round-trip", test_round_trip);
  g_test_add_func ("/wire/batch/size", test_size);
  g_test_add_func ("/wire/batch/bad", test_bad_batches);
  g_test_add_func ("/wire/receipt/round-trip", test_receipt);
  g_test_add_func ("/wire/receipt/of-none", test_receipt_of_none);
  return g_test_run ();
}
