/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-router.h"

G_BEGIN_DECLS

/* The pages of a holder or a guardian. */
extern const BrikRouteTable brik_page_routes;

/* Each page's handlers, in the file of its name. */
BrikHttpResponse *brik_page_front_get (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_log_in_get (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_log_in_post (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_log_off_post (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_first_login_get (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_first_login_post (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_accounts_get (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_statement_get (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_caps_get (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_caps_post (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_places_get (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_places_post (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_cards_get (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_cards_block (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_cards_activate (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_refusals_get (BrikPortal *portal, BrikHttpRequest *request);

G_END_DECLS
