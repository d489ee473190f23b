/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-booking.h"
#include "portal/brik-intake.h"

G_BEGIN_DECLS

/* Why an entry is set aside for what it is, rather than for what it says (brik-booking.h). */
#define BRIK_WHY_HASH "hash"
#define BRIK_WHY_SIGNATURE "signature"
#define BRIK_WHY_REVOKED "key-revoked"
#define BRIK_WHY_MALFORMED "malformed"
#define BRIK_WHY_OTHER_TILL "other-till"
#define BRIK_WHY_OTHER_CONTENT "other-content"
#define BRIK_WHY_REFUSED "refused-by-books"

/**
 * BrikReceived:
 * @sealed: as it came
 * @entry: (nullable): NULL where the line cannot be read
 * @digest: SHA-256 (previous ‖ line) as found here
 * @why: (nullable): set aside whatever it says
 * @run: (nullable): with @number its name, where that much can be read
 *
 * One entry of a batch.
 */
typedef struct
{
  BrikSealedLine *sealed;
  BrikEntry *entry;
  BrikHash digest;
  const char *why;
  char *run;
  gint64 number;
} BrikReceived;

/* Fills @received from a batch. */
void brik_received_examine (GArray *received, const BrikTill *till);
void brik_received_clear (BrikReceived *received);

/* Does what an entry says that came at @received_us: books it, or says @why it cannot. */
gboolean brik_intake_apply (BrikStore *store,
                            const char *municipality,
                            const BrikEntry *entry,
                            gint64 received_us,
                            gint64 now_us,
                            const char **why,
                            GError **error);

G_END_DECLS
