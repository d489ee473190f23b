/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-sales.h"

G_BEGIN_DECLS

/* @request: @id is the entry's; @sale may be NULL, then @uid is the chip; @basket is not used */
BrikOutcome *brik_rejections_reject (BrikLedgerFile *file, const BrikSaleRequest *request, GError **error);
/* @request: @uid is used */
BrikCardholder *brik_rejections_block (BrikLedgerFile *file, const BrikSaleRequest *request, GError **error);

G_END_DECLS
