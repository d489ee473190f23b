/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-page-model.h"

G_BEGIN_DECLS

/**
 * BrikPageHistory:
 * @bookings: (element-type BrikStatementRow)
 * @refusals: (element-type BrikRefusalRow)
 *
 * What happened on one account, newest first.
 */
typedef struct
{
  const BrikHolding *holding;
  GPtrArray *bookings;
  GPtrArray *refusals;
} BrikPageHistory;

void brik_page_history_free (BrikPageHistory *history);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikPageHistory, brik_page_history_free)

/* At most @max of each. */
BrikPageHistory *brik_page_history_read (BrikPage *page,
                                         const BrikHolding *holding,
                                         const GDate *from,
                                         const GDate *to,
                                         guint max,
                                         GError **error);
/* (element-type BrikPageRow) (transfer full): bookings in booking order (D15), each refusal before the newest
 * booking that is older than it. */
GArray *brik_page_history_merge (const BrikPageHistory *history);
/* Puts rows @begin to @end of @rows on the page. */
void brik_page_add_rows (BrikPage *page, GArray *rows, guint begin, guint end, gboolean named);

G_END_DECLS
