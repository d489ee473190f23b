/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-till-part.h"

G_BEGIN_DECLS

/**
 * BrikSignInPage:
 *
 * A cashier touches their name and types a PIN, on the pad or on a keyboard; the ledger opens the shift, and
 * the context then names the cashier.
 *
 * Property: `staff` (char *: id of who is chosen, "" nobody yet; also the action `sign-in.staff`).
 */
#define BRIK_TYPE_SIGN_IN_PAGE (brik_sign_in_page_get_type ())
G_DECLARE_FINAL_TYPE (BrikSignInPage, brik_sign_in_page, BRIK, SIGN_IN_PAGE, BrikTillPart)

G_END_DECLS
