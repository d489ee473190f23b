/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the program full-ledger writes. */
#define FULL_LEDGER_PRODUCTS 10000
#define FULL_LEDGER_CARDHOLDERS 20000

/* Of the cardholder with that index. Each has a photo that the till holds. */
#define FULL_LEDGER_UID_FORMAT "04%012X"
#define FULL_LEDGER_NAME_FORMAT "Alma Holm %05u"
