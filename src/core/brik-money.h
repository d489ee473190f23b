/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BRIK_MONEY_MAX_ORE:
 *
 * The largest amount in øre that may be written anywhere: ten million kroner. It keeps every sum of amounts
 * far from the edge of a `gint64`, so that an overflow is always a fault and never a rounding (D6).
 */
#define BRIK_MONEY_MAX_ORE G_GINT64_CONSTANT (1000000000)

/**
 * BrikMoneyStyle:
 * @decimal: what stands before the øre, such as ","
 * @group: what stands between thousands, such as "."; "" for nothing
 *
 * How a language writes an amount. Passed in, because core knows no locale.
 */
typedef struct
{
  const char *decimal;
  const char *group;
} BrikMoneyStyle;

/* FALSE where the result is no gint64. Sums of many amounts may pass %BRIK_MONEY_MAX_ORE. */
gboolean brik_money_add (gint64 a_ore, gint64 b_ore, gint64 *sum_ore);
gboolean brik_money_multiply (gint64 price_ore, gint64 quantity, gint64 *total_ore);
/* The sum, or the end of the gint64 it would run over: for what is compared and shown, never booked. */
gint64 brik_money_add_clamped (gint64 a_ore, gint64 b_ore);

/**
 * brik_money_parse:
 * @text: an amount in kroner as a person writes it: "12", "12,5", "12,50", "1.234,50", with or without a
 * minus and spaces around it
 * @style: how the language writes it
 * @amount_ore: (out): set on success only
 *
 * Fails with %BRIK_CORE_ERROR_INVALID for anything else, and with %BRIK_CORE_ERROR_OVERFLOW beyond
 * %BRIK_MONEY_MAX_ORE on either side.
 */
gboolean brik_money_parse (const char *text, const BrikMoneyStyle *style, gint64 *amount_ore, GError **error);

/**
 * brik_money_format:
 *
 * Always with two decimals, and with a true minus sign (U+2212), which lines up with tabular figures: for
 * eyes, not for the wire.
 *
 * Returns: (transfer full): such as "1.234,50"
 */
char *brik_money_format (gint64 amount_ore, const BrikMoneyStyle *style);

G_END_DECLS
