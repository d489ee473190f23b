/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "clock/brik-clock.h"
#include "portal/brik-books.h"
#include "portal/brik-feed-mark.h"
#include "portal/brik-language.h"
#include "portal/brik-quota.h"
#include "portal/brik-router.h"

G_BEGIN_DECLS

/**
 * BrikPortal:
 *
 * The serving portal: its books, its clock and its HTTP server. Handlers get it.
 */

/* Opens the books at @path and answers on @listen until it is stopped. @listen: (nullable): NULL listens
 * nowhere, for who asks through brik_router_answer (). */
BrikPortal *brik_portal_start (const char *path, const char *listen, BrikClock *clock, GError **error);
void brik_portal_stop (BrikPortal *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikPortal, brik_portal_stop)

BrikBooks *brik_portal_get_books (BrikPortal *portal);
BrikFeedMark *brik_portal_get_feed_mark (BrikPortal *portal);
/* Of bytes: what a till may have stored: a year's entries at once, for one that sends its whole journal again
 * to a portal put back from an old copy, then as many as a till in a queue could make. To send something
 * again costs nothing. */
BrikQuota *brik_portal_get_entry_quota (BrikPortal *portal);
/* Of seconds, %BRIK_LIMIT_NUMBER_S for each: what a till may ask for by number. */
BrikQuota *brik_portal_get_number_quota (BrikPortal *portal);
/* What the pages are written in. */
const BrikLanguages *brik_portal_get_languages (BrikPortal *portal);
/* As brik_http_server_get_address (). */
const char *brik_portal_get_address (BrikPortal *portal);
/* UTC µs by the portal's clock. */
gint64 brik_portal_now (BrikPortal *portal);

G_END_DECLS
