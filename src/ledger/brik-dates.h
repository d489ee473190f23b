/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger-file.h"

G_BEGIN_DECLS

/* The cashier says that it is @time_us: written down as an entry, and time goes on from there (D2). */
gboolean brik_dates_tell (BrikLedgerFile *file, gint64 time_us, GError **error);

G_END_DECLS
