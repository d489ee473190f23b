/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-seal.h"

G_BEGIN_DECLS

/**
 * BrikKeyState:
 * @BRIK_KEY_ACTIVE: the till's current one
 * @BRIK_KEY_RETIRED: replaced by a later enrolment; what it signed is booked
 * @BRIK_KEY_REVOKED: taken from it by the office; what it signed is set aside
 */
typedef enum
{
  BRIK_KEY_ACTIVE,
  BRIK_KEY_RETIRED,
  BRIK_KEY_REVOKED,
} BrikKeyState;

typedef struct
{
  BrikPublicKey key;
  BrikKeyState state;
} BrikTillKey;

/**
 * BrikTill:
 * @id: the till
 * @municipality: its municipality
 * @place: where it stands
 * @keys: (element-type BrikTillKey): every key it ever had
 * @asks_with: the state of the key that its request is signed with
 * @run: (nullable): the run that it says it is in
 *
 * What the portal knows of a till.
 */
typedef struct
{
  char *id;
  char *municipality;
  char *place;
  GArray *keys;
  BrikKeyState asks_with;
  char *run;
} BrikTill;

/* NULL without @error where there is no such till. */
BrikTill *brik_till_load (BrikStore *store, const char *municipality, const char *id, GError **error);
void brik_till_free (BrikTill *till);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikTill, brik_till_free)

/* How long an enrolment code is good. */
#define BRIK_ENROLMENT_CODE_US (15 * G_TIME_SPAN_MINUTE)

/* A new code for @till, as typed at the till: (transfer full). Older ones of that till are void. */
char *brik_till_make_code (BrikStore *store,
                           const char *municipality,
                           const char *till,
                           gint64 now_us,
                           GError **error);
/* Enrols the holder of @key with a code, once; the same code and key again give the same answer until the
 * code expires, so that a lost reply burns nothing. Returns the till's id (transfer full), or NULL with
 * %BRIK_PORTAL_ERROR_REFUSED (wrong, used, or a key that was revoked) or %BRIK_PORTAL_ERROR_EXPIRED. */
char *brik_till_enrol (BrikStore *store,
                       const char *municipality,
                       const char *code,
                       const BrikPublicKey *key,
                       gint64 now_us,
                       GError **error);
/* Takes the till's keys from it. */
gboolean brik_till_revoke (BrikStore *store,
                           const char *municipality,
                           const char *till,
                           gint64 now_us,
                           GError **error);

G_END_DECLS
