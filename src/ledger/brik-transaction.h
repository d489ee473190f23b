/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger-file.h"

G_BEGIN_DECLS

/* Runs @func in a transaction. Where it fails, file and memory are as before; but after
 * %BRIK_LEDGER_ERROR_UNSURE its entries may stand: the disk does not say, and brik_ledger_file_recover ()
 * will find them. */
typedef gboolean (*BrikTransaction) (BrikLedgerFile *file, gpointer data, GError **error);
gboolean brik_transaction_run (BrikLedgerFile *file, BrikTransaction func, gpointer data, GError **error);

G_END_DECLS
