/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "reader/brik-reader.h"
#include "till/brik-sale.h"

G_BEGIN_DECLS

/* What the templates of the sale say with <closure>; see brik-till-closures.h. Texts and lists of style
 * classes are (transfer full). */

/* Which page of its stack the view, and which the panel, shows. */
char *brik_sale_page (gpointer self, BrikSaleState state, BrikSaleStep step, gboolean fast);
char *brik_sale_panel_page (gpointer self, BrikSaleState state, BrikPerson *person);

/* “All” for the category that is all of them. */
char *brik_format_category (gpointer self, const char *name);

/* Said of a tile to who cannot see it. */
char *
brik_describe_product (gpointer self, gint64 price_ore, guint count, gboolean available, gboolean beyond);
char *brik_format_n_goods (gpointer self, guint n_goods);

/* What Pay says: the amount, or what is missing; and what it does: while fast mode's preset is changed it is
 * the way back. */
char *brik_format_pay (gpointer self, gint64 total_ore, guint n_goods, BrikPerson *person, gboolean changing);
char *brik_main_action (gpointer self, gboolean changing);

/* What was just said, or the last sale. */
char *brik_format_strip (gpointer self,
                         BrikSaleNotice notice,
                         gint64 sold_ore,
                         const char *sold_to,
                         gboolean can_undo);
GStrv brik_strip_classes (gpointer self, BrikSaleNotice notice);

/* “Today 12.00 of 40.00”, and in other words when little is left or it is too much. */
char *brik_format_cap (gpointer self,
                       BrikPeriod period,
                       const char *kind_name,
                       gint64 spent_ore,
                       gint64 limit_ore,
                       gint64 after_ore,
                       BrikCapLevel level);

/* How full the bar is, from 0 to 1, with the basket in it. */
double brik_cap_fraction (gpointer self, gint64 limit_ore, gint64 after_ore);
GStrv brik_cap_classes (gpointer self, BrikCapLevel level);
char *brik_format_balance (gpointer self, gint64 balance_ore, gboolean shown);

/* “Balance now 93.50 · Today 35.00 of 40.00”, on the accepted surface. @state is why it is asked again. */
char *brik_format_after (gpointer self, BrikPerson *person, BrikSaleState state, gboolean balance_shown);

/* What to do while there is nobody. */
char *brik_format_reader_hint (gpointer self, BrikReaderState state, const char *fault_code);

/* The same, and what is to be done first while fast mode's preset is changed. */
char *brik_format_nobody (gpointer self, gboolean changing, BrikReaderState state, const char *fault_code);

/* What the person would be refused for with this basket. @room_ore is why it is asked again. */
char *brik_format_warning (gpointer self, BrikPerson *person, gint64 room_ore);

/* Words of a refusal; of none, none. */
char *brik_refusal_get_title (gpointer self, BrikRefusal *refusal);
char *brik_refusal_get_sentence (gpointer self, BrikRefusal *refusal);
char *brik_refusal_get_help (gpointer self, BrikRefusal *refusal);
char *brik_refusal_get_told (gpointer self, gboolean told, BrikPerson *person);
char *brik_refusal_get_back_label (gpointer self, BrikRefusal *refusal);

/* What failed, what that means for the sale, and what to do. */
char *brik_fault_title (gpointer self, BrikSaleStep step, GError *fault);
char *brik_fault_sentence (gpointer self, BrikSaleStep step, GError *fault);
char *brik_fault_help (gpointer self, GError *fault);

/* Who comes next: “Next: Anna”. */
char *brik_format_next (gpointer self, const char *first_name, guint length);

/* Fast mode: what every card pays for, and for how many it was. @total_ore is why it is asked again. */
char *brik_format_preset (gpointer self, BrikBasketModel *model, gint64 total_ore);
char *brik_format_fast (gpointer self, BrikBasketModel *model, gint64 total_ore);
char *
brik_format_fast_hint (gpointer self, BrikSaleState state, BrikReaderState reader, const char *fault_code);
char *brik_format_n_sold (gpointer self, guint n_sold);

/* “Already paid 11.42” (D12), and how much. */
char *brik_format_already_paid (gpointer self, gint64 at_us, BrikSale *sale);
char *brik_format_paid (gpointer self, gint64 amount_ore);

/* A card in the wrong hands: what was given back, what to do, who is told; and the button that blocks it, and
 * says that it is blocked. */
char *brik_rejected_title (gpointer self, gint64 amount_ore);
char *brik_rejected_help (gpointer self, BrikCardState card);
char *brik_rejected_told (gpointer self, BrikPerson *person);
char *brik_format_block (gpointer self, BrikCardState card);
gboolean brik_offers_block (gpointer self, BrikCardState card);

/* @action once there is an item whose target it can have: GTK warns of an action without one. */
char *brik_action_for (gpointer self, GObject *item, const char *action);
gboolean brik_is_somebody (gpointer self, BrikPerson *person);

/* Makes all of them, and brik_format_money (), known to the template of @widget_class. */
void brik_sale_closures_bind (GtkWidgetClass *widget_class);

G_END_DECLS
