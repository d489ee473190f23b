/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-till-context.h"

G_BEGIN_DECLS

/**
 * BrikDatePage:
 *
 * Asks the cashier what day it is, where the machine's clock says what cannot be and the portal does not
 * answer (D2): the days that it may be, one touch each, and a number pad for any other.
 *
 * Properties: `context` (BrikTillContext). Signals: `told`: the ledger has it, durable.
 */
#define BRIK_TYPE_DATE_PAGE (brik_date_page_get_type ())
G_DECLARE_FINAL_TYPE (BrikDatePage, brik_date_page, BRIK, DATE_PAGE, GtkWidget)

G_END_DECLS
