/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-password.h"

#include <sodium.h>
#include <string.h>

#include "wire/brik-seal.h"

static const struct
{
  unsigned long long operations;
  size_t memory;
} COSTS[] = {
  [BRIK_PASSWORD_PERSONAL] = { crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE },
  [BRIK_PASSWORD_PRINTED] = { 2, 1024 * 1024 },
};

char *
brik_password_hash (BrikPasswordKind kind, const char *secret)
{
  char hash[crypto_pwhash_STRBYTES];

  brik_seal_init ();
  if (crypto_pwhash_str_alg (hash, secret, strlen (secret), COSTS[kind].operations, COSTS[kind].memory,
                             crypto_pwhash_ALG_ARGON2ID13) != 0)
    g_error ("No memory to hash a password");
  return g_strdup (hash);
}

/* A hash that nothing fits, so that asking about somebody who does not exist takes as long. */
static const char *
nobodys_hash (BrikPasswordKind kind)
{
  static char *hashes[G_N_ELEMENTS (COSTS)];

  if (g_once_init_enter (&hashes[kind]))
    {
      guint8 secret[16];
      g_autofree char *text = NULL;

      randombytes_buf (secret, sizeof secret);
      text = brik_bytes_to_hex (secret, sizeof secret);
      g_once_init_leave (&hashes[kind], brik_password_hash (kind, text));
    }
  return hashes[kind];
}

gboolean
brik_password_check (BrikPasswordKind kind, const char *hash, const char *secret)
{
  gboolean fits;

  brik_seal_init ();
  fits = crypto_pwhash_str_verify (hash != NULL ? hash : nobodys_hash (kind), secret, strlen (secret)) == 0;
  return fits && hash != NULL;
}
