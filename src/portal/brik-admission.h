/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-router.h"

G_BEGIN_DECLS

/* Admits a request signed by an enrolled till (wire/brik-request.h), and makes its #BrikTill the caller.
 * Returns (transfer full) the refusal, or NULL. */
BrikHttpResponse *
brik_admission_of_till (BrikPortal *portal, BrikHttpRequest *request, const BrikRoute *route);

G_END_DECLS
