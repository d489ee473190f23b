/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

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

/* Hashing takes time and memory on purpose. Whoever floods the log-in shall not have both from the tills: two
 * hash at once, a few wait, and more are told so at once (%G_IO_ERROR_BUSY). Each turn taken must be ended.
 */
gboolean brik_password_take_turn (GError **error);
void brik_password_end_turn (void);

/* Both within a turn. The first gives the Argon2id string of @secret, or NULL with %G_IO_ERROR_NO_SPACE where
 * there is no memory for it. */
char *brik_password_hash (BrikPasswordKind kind, const char *secret, GError **error);
/* Whether @secret is the one of @hash. A NULL @hash takes as long as one of @kind, and is FALSE. */
gboolean brik_password_check (BrikPasswordKind kind, const char *hash, const char *secret);

G_END_DECLS
