/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-pages.h"
#include "portal/brik-router.h"
#include "portal/brik-till-routes.h"

const BrikRouteTable *const brik_route_tables[] = {
  &brik_till_routes,
  &brik_page_routes,
  NULL,
};
