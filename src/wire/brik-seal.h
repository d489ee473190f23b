/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define BRIK_HASH_SIZE 32
#define BRIK_PUBLIC_KEY_SIZE 32
#define BRIK_SECRET_KEY_SIZE 64
#define BRIK_SIGNATURE_SIZE 64

typedef struct
{
  guint8 bytes[BRIK_HASH_SIZE];
} BrikHash;
typedef struct
{
  guint8 bytes[BRIK_PUBLIC_KEY_SIZE];
} BrikPublicKey;
typedef struct
{
  guint8 bytes[BRIK_SECRET_KEY_SIZE];
} BrikSecretKey;
typedef struct
{
  guint8 bytes[BRIK_SIGNATURE_SIZE];
} BrikSignature;

/**
 * BrikSeal:
 * @previous: hash of the entry before it in the journal; 32 zero bytes for a journal's first
 * @hash: SHA-256 (previous ‖ line)
 * @signature: Ed25519 of @hash by the till's key
 */
typedef struct
{
  BrikHash previous;
  BrikHash hash;
  BrikSignature signature;
} BrikSeal;

/* Must be called once per program before anything else here; safe to call again. Aborts if libsodium cannot
 * start. */
void brik_seal_init (void);

void brik_key_pair_generate (BrikPublicKey *public_key, BrikSecretKey *secret_key);
void brik_hash_of_line (const BrikHash *previous, const char *line, gsize length, BrikHash *hash);
void brik_hash_of_bytes (const void *data, gsize length, BrikHash *hash);
void brik_seal_line (const BrikHash *previous,
                     const char *line,
                     gsize length,
                     const BrikSecretKey *key,
                     BrikSeal *seal);
/* Whether the hash fits line and previous; and whether the signature fits the hash. */
gboolean brik_seal_check_hash (const BrikSeal *seal, const char *line, gsize length);
gboolean brik_seal_check_signature (const BrikSeal *seal, const BrikPublicKey *key);

/* Lower-case hex, both ways; @size bytes. */
char *brik_bytes_to_hex (const void *bytes, gsize size);
gboolean brik_bytes_from_hex (const char *hex, void *bytes, gsize size);

G_END_DECLS
