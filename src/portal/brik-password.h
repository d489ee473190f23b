/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikPasswordKind:
 * @BRIK_PASSWORD_PERSONAL: chosen by a person, who may use it elsewhere too: 64 MiB, some 100 ms
 * @BRIK_PASSWORD_PRINTED: drawn by the card's maker and void after its first use (R8): cheaper, because a
 * whole municipality's are hashed in one import (brik-import-secrets.c)
 */
typedef enum
{
  BRIK_PASSWORD_PERSONAL,
  BRIK_PASSWORD_PRINTED,
} BrikPasswordKind;

/* The Argon2id string of @secret. Takes its time: never on the books' thread. Aborts when there is no memory.
 */
char *brik_password_hash (BrikPasswordKind kind, const char *secret);
/* Whether @secret is the one of @hash. A NULL @hash takes as long as one of @kind and is FALSE. */
gboolean brik_password_check (BrikPasswordKind kind, const char *hash, const char *secret);

G_END_DECLS
