/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-router.h"

G_BEGIN_DECLS

/* What tills ask: wire/brik-api.h. */
extern const BrikRouteTable brik_till_routes;

G_END_DECLS
