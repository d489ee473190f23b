/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-request.h"

#include <sodium.h>

/* A newline ends each part and none of them may hold one, so no two requests have one text. */
static char *
signed_text (const char *method,
             const char *target,
             const char *till,
             gint64 time_us,
             const void *body,
             gsize body_size)
{
  BrikHash hash;
  g_autofree char *hash_hex = NULL;

  brik_hash_of_bytes (body, body_size, &hash);
  hash_hex = brik_bytes_to_hex (hash.bytes, BRIK_HASH_SIZE);
  return g_strdup_printf ("%s\n%s\n%s\n%" G_GINT64_FORMAT "\n%s\n", method, target, till, time_us, hash_hex);
}

static gboolean
is_one_line (const char *text)
{
  return strpbrk (text, "\r\n") == NULL;
}

void
brik_request_sign (const char *method,
                   const char *target,
                   const char *till,
                   gint64 time_us,
                   const void *body,
                   gsize body_size,
                   const BrikSecretKey *key,
                   BrikSignature *signature)
{
  g_autofree char *text = signed_text (method, target, till, time_us, body, body_size);

  g_assert (is_one_line (method) && is_one_line (target) && is_one_line (till));
  crypto_sign_detached (signature->bytes, NULL, (const guint8 *) text, strlen (text), key->bytes);
}

gboolean
brik_request_check (const char *method,
                    const char *target,
                    const char *till,
                    gint64 time_us,
                    const void *body,
                    gsize body_size,
                    const BrikPublicKey *key,
                    const BrikSignature *signature)
{
  g_autofree char *text = NULL;

  if (!is_one_line (method) || !is_one_line (target) || !is_one_line (till))
    return FALSE;
  text = signed_text (method, target, till, time_us, body, body_size);
  return crypto_sign_verify_detached (signature->bytes, (const guint8 *) text, strlen (text), key->bytes) ==
         0;
}
