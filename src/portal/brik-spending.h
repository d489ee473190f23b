/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-cap.h"
#include "store/brik-store.h"

G_BEGIN_DECLS

/**
 * BrikSpendingScope:
 * @BRIK_SPENDING_BOOKED: what is booked
 * @BRIK_SPENDING_HELD: what entries that were set aside took, which the tills go on counting until the office
 * decides
 */
typedef enum
{
  BRIK_SPENDING_BOOKED,
  BRIK_SPENDING_HELD,
} BrikSpendingScope;

/* Adds what the account spent in the day, the week and the month that @date lies in, by kind of place, to
 * @spending (element-type BrikSpending): a sum over an index of bookings by civil date, never a counter (D2).
 */
gboolean brik_spending_load (BrikStore *store,
                             const char *municipality,
                             const char *account,
                             const GDate *date,
                             BrikSpendingScope scope,
                             GArray *spending,
                             GError **error);

G_END_DECLS
