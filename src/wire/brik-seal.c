/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-seal.h"

#include <sodium.h>

G_STATIC_ASSERT (BRIK_HASH_SIZE == crypto_hash_sha256_BYTES);
G_STATIC_ASSERT (BRIK_PUBLIC_KEY_SIZE == crypto_sign_PUBLICKEYBYTES);
G_STATIC_ASSERT (BRIK_SECRET_KEY_SIZE == crypto_sign_SECRETKEYBYTES);
G_STATIC_ASSERT (BRIK_SIGNATURE_SIZE == crypto_sign_BYTES);

void
brik_seal_init (void)
{
  if (sodium_init () < 0)
    g_error ("libsodium cannot start: the system gives no random numbers");
}

void
brik_key_pair_generate (BrikPublicKey *public_key, BrikSecretKey *secret_key)
{
  brik_seal_init ();
  crypto_sign_keypair (public_key->bytes, secret_key->bytes);
}

void
brik_hash_of_line (const BrikHash *previous, const char *line, gsize length, BrikHash *hash)
{
  crypto_hash_sha256_state state;

  crypto_hash_sha256_init (&state);
  crypto_hash_sha256_update (&state, previous->bytes, BRIK_HASH_SIZE);
  crypto_hash_sha256_update (&state, (const guint8 *) line, length);
  crypto_hash_sha256_final (&state, hash->bytes);
}

void
brik_hash_of_bytes (const void *data, gsize length, BrikHash *hash)
{
  crypto_hash_sha256 (hash->bytes, data, length);
}

void
brik_seal_line (const BrikHash *previous,
                const char *line,
                gsize length,
                const BrikSecretKey *key,
                BrikSeal *seal)
{
  seal->previous = *previous;
  brik_hash_of_line (previous, line, length, &seal->hash);
  crypto_sign_detached (seal->signature.bytes, NULL, seal->hash.bytes, BRIK_HASH_SIZE, key->bytes);
}

gboolean
brik_seal_check_hash (const BrikSeal *seal, const char *line, gsize length)
{
  BrikHash hash;

  brik_hash_of_line (&seal->previous, line, length, &hash);
  return memcmp (hash.bytes, seal->hash.bytes, BRIK_HASH_SIZE) == 0;
}

gboolean
brik_seal_check_signature (const BrikSeal *seal, const BrikPublicKey *key)
{
  return crypto_sign_verify_detached (seal->signature.bytes, seal->hash.bytes, BRIK_HASH_SIZE, key->bytes) ==
         0;
}

char *
brik_bytes_to_hex (const void *bytes, gsize size)
{
  char *hex = g_malloc (size * 2 + 1);

  return sodium_bin2hex (hex, size * 2 + 1, bytes, size);
}

gboolean
brik_bytes_from_hex (const char *hex, void *bytes, gsize size)
{
  gsize n_digits = size * 2;

  if (strlen (hex) != n_digits || strspn (hex, "0123456789abcdef") != n_digits)
    return FALSE;
  return sodium_hex2bin (bytes, size, hex, n_digits, NULL, NULL, NULL) == 0;
}
