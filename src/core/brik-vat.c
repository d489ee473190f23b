/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-vat.h"

#include "core/brik-limits.h"

#define WHOLE_BP 10000

/* Of a total with VAT, total × rate ÷ (100 % + rate) is VAT. The total is divided first, so that no step is
 * larger than the total itself, and what is left over is small enough to multiply and round. */
gint64
brik_vat_of_total (gint64 total_ore, guint rate_bp)
{
  guint64 divisor = WHOLE_BP + (guint64) rate_bp;
  guint64 magnitude = total_ore < 0 ? -(guint64) total_ore : (guint64) total_ore;
  guint64 rest, vat;

  g_return_val_if_fail (rate_bp <= BRIK_LIMIT_VAT_BP, 0);

  rest = magnitude % divisor * rate_bp;
  vat = magnitude / divisor * rate_bp + rest / divisor;
  if (rest % divisor * 2 >= divisor)
    vat++;

  return total_ore < 0 ? -(gint64) vat : (gint64) vat;
}
