/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-page.h"

G_BEGIN_DECLS

/* A form is answered by sending the browser on to a page that says what was done: `?done=WORD`, the words
 * being these and no others. */
#define BRIK_PAGE_DONE_PLACES "places"
#define BRIK_PAGE_DONE_SAVED "saved"
#define BRIK_PAGE_DONE_BLOCKED "blocked"
#define BRIK_PAGE_DONE_ACTIVATED "activated"

void brik_page_add_done (BrikPage *page);

G_END_DECLS
