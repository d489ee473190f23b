/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-money.h"

G_BEGIN_DECLS

#define BRIK_LANGUAGE_DEFAULT "da"

/* Whether the till speaks @language: "da" or "en". */
gboolean brik_language_is_known (const char *language);

/**
 * brik_language_start:
 * @language: (nullable): "da" or "en"; %NULL or one not known is Danish
 *
 * Chooses the language of the whole program, whatever the environment says. Must come before anything is
 * translated and before threads are made, so first thing in main ().
 */
void brik_language_start (const char *language);
const char *brik_language_get (void);

/* How the language writes amounts, and what stands between hours and minutes. */
const BrikMoneyStyle *brik_language_get_money_style (void);
const char *brik_language_get_clock_separator (void);

G_END_DECLS
