/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-till-part.h"

G_BEGIN_DECLS

/**
 * BrikDatePage:
 *
 * Asks the cashier what day it is, where the machine's clock says what cannot be and the portal does not
 * answer (D2): the days that it may be, one touch each, and a number pad for any other.
 *
 * Signal: `told`: the ledger has it, durable.
 */
#define BRIK_TYPE_DATE_PAGE (brik_date_page_get_type ())
G_DECLARE_FINAL_TYPE (BrikDatePage, brik_date_page, BRIK, DATE_PAGE, BrikTillPart)

G_END_DECLS
