/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger-file.h"

G_BEGIN_DECLS

/**
 * BrikSaleRequest:
 * @id: (nullable): of the entry, where it is not the sale itself
 * @sale: the id made by the caller
 * @uid: the chip
 * @once: not where the card has only just paid (D12)
 * @data_age_us: since the portal last answered, when it was asked for
 */
typedef struct
{
  char *id;
  char *sale;
  char *uid;
  BrikBasket *basket;
  gboolean online;
  gboolean once;
  gint64 data_age_us;
} BrikSaleRequest;

void brik_sale_request_free (BrikSaleRequest *request);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikSaleRequest, brik_sale_request_free)

BrikOutcome *brik_sales_sell (BrikLedgerFile *file, const BrikSaleRequest *request, GError **error);
/* @request: @basket and @uid are not used */
BrikOutcome *brik_sales_undo (BrikLedgerFile *file, const BrikSaleRequest *request, GError **error);
/* @request: @sale is not used, @uid and @basket may be NULL */
gboolean brik_sales_decline (BrikLedgerFile *file,
                             const BrikSaleRequest *request,
                             const BrikVerdict *verdict,
                             GError **error);
/* NULL without @error where there is nothing to show. */
BrikOutcome *brik_sales_find_last (BrikLedgerFile *file, GError **error);

G_END_DECLS
