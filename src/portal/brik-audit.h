/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"

G_BEGIN_DECLS

/* Recomputes what the books claim: that each kept balance is the sum of its bookings; that booking orders
 * have no gaps; that lines come to their sale's total, and go to the account of its place; that every sale
 * was sent by a till in an entry that is booked, and every booked sale entry is in the books; that each
 * entry's hash and signature fit. Returns (transfer full) (element-type utf8) what is wrong, a sentence each,
 * at most @max; NULL for a fault of the store. */
GPtrArray *brik_audit_run (BrikStore *store, guint max, GError **error);

G_END_DECLS
