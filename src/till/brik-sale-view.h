/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-goods.h"
#include "till/brik-sale.h"
#include "till/brik-scans.h"
#include "till/brik-till-context.h"

G_BEGIN_DECLS

/**
 * BrikSaleView:
 *
 * The sale as it is seen: goods, person, basket and Pay, or one of the three surfaces, over a #BrikSale. It
 * joins the sale to the reader, the sounds and the portal while it is on the screen and somebody is signed
 * in.
 *
 * A page that comes by itself takes no touch for a moment, because a finger may be on its way to what was
 * there before.
 *
 * Properties: `context` (BrikTillContext, construct-only), `sale` (BrikSale, read-only), `goods` (BrikGoods,
 * read-only), `category` (char *, writable), `search` (gboolean, writable: the search entry is open).
 *
 * Actions: `sale.add` (s: product), `sale.less`, `sale.more` (u: row), `sale.pay`, `sale.clear`, `sale.back`,
 * `sale.close`, `sale.undo`, `sale.retry`, `sale.show-balance`, `sale.category` (s), `sale.search`.
 */
#define BRIK_TYPE_SALE_VIEW (brik_sale_view_get_type ())
G_DECLARE_FINAL_TYPE (BrikSaleView, brik_sale_view, BRIK, SALE_VIEW, GtkWidget)

GtkWidget *brik_sale_view_new (BrikTillContext *context);
BrikSale *brik_sale_view_get_sale (BrikSaleView *view);
BrikScans *brik_sale_view_get_scans (BrikSaleView *view);
BrikGoods *brik_sale_view_get_goods (BrikSaleView *view);

/* What a scanner or badge reader typed, NULL for what broke off; like a chip it counts only where somebody is
 * signed in and sees what comes of it. */
void brik_sale_view_take_scan (BrikSaleView *view, const char *text);

G_END_DECLS
