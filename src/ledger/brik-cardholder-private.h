/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-cardholder.h"

G_BEGIN_DECLS

/* Still without account; to be filled in before anybody else sees it. */
BrikCardholder *brik_cardholder_new (const char *uid);

G_END_DECLS
