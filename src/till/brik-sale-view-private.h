/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-view.h"

G_BEGIN_DECLS

/* brik-sale-actions.c: what the buttons and keys name, and when each can be had. */
void brik_sale_view_install_actions (GtkWidgetClass *widget_class);
void brik_sale_view_follow_sale (BrikSaleView *view);

G_END_DECLS
