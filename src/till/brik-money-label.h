/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * BrikMoneyLabel:
 *
 * Shows an amount as the language writes it, in figures of equal width: the one renderer of money.
 *
 * Properties: `amount` (gint64 øre), `xalign` (float, 1 by default: figures stand to the right).
 */
#define BRIK_TYPE_MONEY_LABEL (brik_money_label_get_type ())
G_DECLARE_FINAL_TYPE (BrikMoneyLabel, brik_money_label, BRIK, MONEY_LABEL, GtkWidget)

GtkWidget *brik_money_label_new (gint64 amount_ore);
gint64 brik_money_label_get_amount (BrikMoneyLabel *label);
void brik_money_label_set_amount (BrikMoneyLabel *label, gint64 amount_ore);

G_END_DECLS
