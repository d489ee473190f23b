/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-till.h"
#include "wire/brik-batch.h"
#include "wire/brik-entry.h"

G_BEGIN_DECLS

/**
 * BrikIntake:
 *
 * A batch of entries on its way into the books. It is examined first, on any thread, which is most of the
 * work: lines read, hashes and signatures checked; then booked, on the books' thread.
 */
typedef struct _BrikIntake BrikIntake;

/* @sealed: (element-type BrikSealedLine) (transfer full). Every hash is checked, and the signature of each
 * entry that is not covered by a later one that follows it in the batch: as a rule the last one's alone. */
BrikIntake *brik_intake_new (const BrikTill *till, GPtrArray *sealed, gint64 now_us);
void brik_intake_free (BrikIntake *intake);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikIntake, brik_intake_free)

/* Books each entry exactly once, by its name (till, run, number) and by the sale's id: the same again gives
 * the same answer, other content is set aside, and none holds up the rest. Returns (transfer full) the
 * answer. A BrikBooksFunc may call it more than once. */
BrikReceipt *brik_intake_book (BrikIntake *intake, BrikStore *store, GError **error);

/* Whether any of the batch was set aside for a key that is revoked. */
gboolean brik_intake_has_revoked (const BrikIntake *intake);

/* Bytes that it added to the books, about. */
gsize brik_intake_get_n_stored (const BrikIntake *intake);

G_END_DECLS
