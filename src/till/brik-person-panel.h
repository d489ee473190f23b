/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-sale-part.h"

G_BEGIN_DECLS

/**
 * BrikPersonPanel:
 *
 * The photo, name, class, balance and caps of the person at the till, with what the basket at hand makes of
 * them; or, while there is nobody, what to do. It has one size, whoever is shown.
 */
#define BRIK_TYPE_PERSON_PANEL (brik_person_panel_get_type ())
G_DECLARE_FINAL_TYPE (BrikPersonPanel, brik_person_panel, BRIK, PERSON_PANEL, BrikSalePart)

G_END_DECLS
