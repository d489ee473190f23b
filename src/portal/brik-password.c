/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-password.h"

#include <sodium.h>
#include <string.h>

#include "wire/brik-seal.h"

#define MAX_AT_ONCE 2
#define MAX_WAITING 8

/* @nobodys: the hash of a secret that was drawn and thrown away, of the same cost: what is worked out where
 * there is none, so that asking about somebody who does not exist takes as long. */
static const struct
{
  unsigned long long operations;
  size_t memory;
  const char *nobodys;
} KINDS[] = {
  [BRIK_PASSWORD_PERSONAL] = { 2, 64 * 1024 * 1024,
                               "$argon2id$v=19$m=65536,t=2,p=1$Yjhsg7gs/Jdu5sg/RtoO4A$"
                               "V8WxZ/m0JtoOU3NPtX4M/cPn+rdHgDLO61TKOSaUHFQ" },
  [BRIK_PASSWORD_PRINTED] = { 2, 1024 * 1024,
                              "$argon2id$v=19$m=1024,t=2,p=1$ZLE92HZB9E8771KwIcZUqQ$"
                              "z0DKjjFf/Hzh6Kk1QHfwKniaWRHbCOktIiGOIZ0MFZY" },
};

static GMutex turns_lock;
static GCond turn_ended;
static guint n_hashing;
static guint n_waiting;

gboolean
brik_password_take_turn (GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&turns_lock);

  if (n_waiting == MAX_WAITING)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY,
                           "Too many are logging in at this moment; try again in a little while");
      return FALSE;
    }
  n_waiting++;
  while (n_hashing == MAX_AT_ONCE)
    g_cond_wait (&turn_ended, &turns_lock);
  n_waiting--;
  n_hashing++;
  return TRUE;
}

void
brik_password_end_turn (void)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&turns_lock);

  n_hashing--;
  g_cond_signal (&turn_ended);
}

char *
brik_password_hash (BrikPasswordKind kind, const char *secret, GError **error)
{
  char hash[crypto_pwhash_STRBYTES];

  brik_seal_init ();
  if (crypto_pwhash_str_alg (hash, secret, strlen (secret), KINDS[kind].operations, KINDS[kind].memory,
                             crypto_pwhash_ALG_ARGON2ID13) == 0)
    return g_strdup (hash);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "There is no memory to hash a password");
  return NULL;
}

gboolean
brik_password_check (BrikPasswordKind kind, const char *hash, const char *secret)
{
  gboolean fits;

  brik_seal_init ();
  fits = crypto_pwhash_str_verify (hash != NULL ? hash : KINDS[kind].nobodys, secret, strlen (secret)) == 0;
  return fits && hash != NULL;
}
