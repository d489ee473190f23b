/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikVatShare:
 * @rate_bp: the rate in basis points: 2500 is 25 %; 0 is exempt
 * @total_ore: what the lines of this rate come to, VAT included
 * @vat_ore: the VAT in it, worked out once on the total, half øre away from zero (D6)
 */
typedef struct
{
  guint rate_bp;
  gint64 total_ore;
  gint64 vat_ore;
} BrikVatShare;

/* The VAT in @total_ore, which includes it: exact at every gint64, half an øre away from zero. @rate_bp is at
 * most %BRIK_LIMIT_VAT_BP. */
gint64 brik_vat_of_total (gint64 total_ore, guint rate_bp);

G_END_DECLS
