/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-router.h"

G_BEGIN_DECLS

/* Changes with the style sheet and the icon: browsers keep those for good under it. */
const char *brik_page_assets_get_version (void);

/* Handlers. */
BrikHttpResponse *brik_page_assets_get_style (BrikPortal *portal, BrikHttpRequest *request);
BrikHttpResponse *brik_page_assets_get_icon (BrikPortal *portal, BrikHttpRequest *request);
/* A thumbnail, to those only who may see that person. */
BrikHttpResponse *brik_page_assets_get_photo (BrikPortal *portal, BrikHttpRequest *request);
/* Remembers the language and goes back to where it was asked for. */
BrikHttpResponse *brik_page_assets_set_language (BrikPortal *portal, BrikHttpRequest *request);

G_END_DECLS
