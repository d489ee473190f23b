/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger-file.h"

G_BEGIN_DECLS

/* A cashier whose PIN was right takes over the till: wrong ones are over, and whoever had it is signed out.
 */
gboolean brik_shifts_open (BrikLedgerFile *file, const char *staff, GError **error);
gboolean brik_shifts_close (BrikLedgerFile *file, GError **error);

G_END_DECLS
