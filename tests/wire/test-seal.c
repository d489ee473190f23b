/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-entry.h"
#include "wire/brik-request.h"
#include "wire/brik-seal.h"

/* Worked out by another implementation (Python's hashlib and cryptography) from the seed 00 01 … 1f. */
#define GOLDEN_SEED "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"
#define GOLDEN_PUBLIC "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8"
#define GOLDEN_LINE                                                                                          \
  "{\"v\":1,\"kind\":\"shift-opened\",\"till\":\"kasse-1\",\"run\":\"00112233445566778899aabbccddeeff\","    \
  "\"number\":2,\"at\":1795172400000000,\"date\":\"2026-11-20\",\"place\":\"noerre-skole\",\"cashier\":"     \
  "\"hanne\"}"
#define GOLDEN_PREVIOUS "e8250840cd87af6822325e6be1a79077efae1f165ef876917ab58412092b8376"
#define GOLDEN_HASH "5efd3f20b3c726f4d6510bb06f02daf87ec58efecae91fcb74f570bd518027a9"
#define GOLDEN_SIGNATURE                                                                                     \
  "99e92c85c191dbe507346e57798ce92de722de89ff0df0b897dfaa271db8932e"                                         \
  "8e6d004673e4d65c6527db94ab73d507f0ffeaf3a5cbe96dda204185332a150e"
#define GOLDEN_REQUEST_SIGNATURE                                                                             \
  "b024d2db6129a9383b58cdfc766c9f41a56cf20f8812dc17aa64d9cd70ebde0a"                                         \
  "cbfc95fd3d55403dbc4ac96bcb7d105547a3eca47e2a05d6303e4dbf298e1b07"

static BrikSecretKey
golden_key (void)
{
  /* libsodium's secret key is the seed followed by the public key. */
  BrikSecretKey key;

  g_assert_true (brik_bytes_from_hex (GOLDEN_SEED GOLDEN_PUBLIC, key.bytes, BRIK_SECRET_KEY_SIZE));
  return key;
}

static BrikPublicKey
golden_public_key (void)
{
  BrikPublicKey key;

  g_assert_true (brik_bytes_from_hex (GOLDEN_PUBLIC, key.bytes, BRIK_PUBLIC_KEY_SIZE));
  return key;
}

static void
test_golden (void)
{
  BrikSecretKey key = golden_key ();
  BrikPublicKey public_key = golden_public_key ();
  BrikHash previous;
  BrikSeal seal;
  g_autofree char *hash = NULL;
  g_autofree char *signature = NULL;

  g_assert_true (brik_bytes_from_hex (GOLDEN_PREVIOUS, previous.bytes, BRIK_HASH_SIZE));
  brik_seal_line (&previous, GOLDEN_LINE, strlen (GOLDEN_LINE), &key, &seal);
  hash = brik_bytes_to_hex (seal.hash.bytes, BRIK_HASH_SIZE);
  signature = brik_bytes_to_hex (seal.signature.bytes, BRIK_SIGNATURE_SIZE);
  g_assert_cmpstr (hash, ==, GOLDEN_HASH);
  g_assert_cmpstr (signature, ==, GOLDEN_SIGNATURE);
  g_assert_true (brik_seal_check_hash (&seal, GOLDEN_LINE, strlen (GOLDEN_LINE)));
  g_assert_true (brik_seal_check_signature (&seal, &public_key));
}

static void
flip (guint8 *bytes, gsize bit)
{
  bytes[bit / 8] ^= (guint8) (1 << bit % 8);
}

static void
test_every_bit_counts (void)
{
  BrikSecretKey key = golden_key ();
  BrikPublicKey public_key = golden_public_key ();
  BrikHash previous = { { 0 } };
  char line[] = GOLDEN_LINE;
  BrikSeal seal;

  brik_seal_line (&previous, line, strlen (line), &key, &seal);
  for (gsize bit = 0; bit < strlen (line) * 8; bit++)
    {
      flip ((guint8 *) line, bit);
      g_assert_false (brik_seal_check_hash (&seal, line, strlen (line)));
      flip ((guint8 *) line, bit);
    }
  for (gsize bit = 0; bit < BRIK_HASH_SIZE * 8; bit++)
    {
      flip (seal.previous.bytes, bit);
      g_assert_false (brik_seal_check_hash (&seal, line, strlen (line)));
      flip (seal.previous.bytes, bit);
      flip (seal.hash.bytes, bit);
      g_assert_false (brik_seal_check_hash (&seal, line, strlen (line)));
      g_assert_false (brik_seal_check_signature (&seal, &public_key));
      flip (seal.hash.bytes, bit);
    }
  for (gsize bit = 0; bit < BRIK_SIGNATURE_SIZE * 8; bit++)
    {
      flip (seal.signature.bytes, bit);
      g_assert_false (brik_seal_check_signature (&seal, &public_key));
      flip (seal.signature.bytes, bit);
    }
  g_assert_true (brik_seal_check_signature (&seal, &public_key));
}

static void
test_other_key (void)
{
  BrikHash previous = { { 0 } };
  BrikPublicKey public_key;
  BrikPublicKey other;
  BrikSecretKey key;
  BrikSecretKey unused;
  BrikSeal seal;

  brik_key_pair_generate (&public_key, &key);
  brik_key_pair_generate (&other, &unused);
  brik_seal_line (&previous, "{}", 2, &key, &seal);
  g_assert_true (brik_seal_check_signature (&seal, &public_key));
  g_assert_false (brik_seal_check_signature (&seal, &other));
}

static void
test_hex (void)
{
  guint8 bytes[3] = { 0x00, 0xab, 0xff };
  guint8 back[3] = { 0 };
  g_autofree char *hex = brik_bytes_to_hex (bytes, sizeof bytes);

  g_assert_cmpstr (hex, ==, "00abff");
  g_assert_true (brik_bytes_from_hex (hex, back, sizeof back));
  g_assert_cmpmem (bytes, sizeof bytes, back, sizeof back);
  g_assert_false (brik_bytes_from_hex ("00ABFF", back, sizeof back));
  g_assert_false (brik_bytes_from_hex ("00abf", back, sizeof back));
  g_assert_false (brik_bytes_from_hex ("00abfff", back, sizeof back));
  g_assert_false (brik_bytes_from_hex ("00abff00", back, sizeof back));
  g_assert_false (brik_bytes_from_hex ("00 bff", back, sizeof back));
  g_assert_false (brik_bytes_from_hex ("", back, sizeof back));
}

static void
test_id (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < 1000; i++)
    {
      char *id = brik_id_new ();

      g_assert_cmpuint (strlen (id), ==, 32);
      g_assert_cmpuint (strspn (id, "0123456789abcdef"), ==, 32);
      g_assert_true (g_hash_table_add (seen, id));
    }
}

typedef struct
{
  const char *method;
  const char *target;
  const char *till;
  gint64 time_us;
  const char *body;
} Request;

static gboolean
check (const Request *request, const BrikSignature *signature)
{
  BrikPublicKey key = golden_public_key ();

  return brik_request_check (request->method, request->target, request->till, request->time_us, request->body,
                             strlen (request->body), &key, signature);
}

static void
test_request (void)
{
  static const Request good = { "POST", "/till/v1/entries", "kasse-1", 1795172400000000, "{\"entries\":[]}" };
  static const Request others[] = {
    { "PUT", "/till/v1/entries", "kasse-1", 1795172400000000, "{\"entries\":[]}" },
    { "POST", "/till/v1/entries?", "kasse-1", 1795172400000000, "{\"entries\":[]}" },
    { "POST", "/till/v1/entries", "kasse-2", 1795172400000000, "{\"entries\":[]}" },
    { "POST", "/till/v1/entries", "kasse-1", 1795172400000001, "{\"entries\":[]}" },
    { "POST", "/till/v1/entries", "kasse-1", 1795172400000000, "{\"entries\":[] }" },
    { "POST", "/till/v1/entries", "kasse-1", 1795172400000000, "" },
    { "POST\n/till/v1/entries", "", "kasse-1", 1795172400000000, "{\"entries\":[]}" },
    { "POST", "/till/v1/entries\nkasse-1", "", 1795172400000000, "{\"entries\":[]}" },
  };
  BrikSecretKey key = golden_key ();
  BrikSignature signature;
  g_autofree char *hex = NULL;

  brik_request_sign (good.method, good.target, good.till, good.time_us, good.body, strlen (good.body), &key,
                     &signature);
  hex = brik_bytes_to_hex (signature.bytes, BRIK_SIGNATURE_SIZE);
  g_assert_cmpstr (hex, ==, GOLDEN_REQUEST_SIGNATURE);
  g_assert_true (check (&good, &signature));
  for (gsize i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_false (check (&others[i], &signature));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  brik_seal_init ();
  g_test_add_func ("/wire/seal/golden", test_golden);
  g_test_add_func ("/wire/seal/every-bit-counts", test_every_bit_counts);
  g_test_add_func ("/wire/seal/other-key", test_other_key);
  g_test_add_func ("/wire/seal/hex", test_hex);
  g_test_add_func ("/wire/seal/id", test_id);
  g_test_add_func ("/wire/seal/request", test_request);
  return g_test_run ();
}
