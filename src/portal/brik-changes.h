/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-municipality.h"
#include "portal/brik-till.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

/* What a till hears: the feed, as far as it concerns its place, each record read when it is sent. All of a
 * page is of one read transaction, so that an account's `through` fits its balance. */

/* @epoch: (nullable): of the cursor @after; where it is not the feed's, or @after is ahead of it, or 0, the
 * page is the first of a snapshot. (transfer full) */
BrikChangesPage *brik_changes_load_page (BrikStore *store,
                                         const BrikMunicipality *municipality,
                                         const BrikTill *till,
                                         const char *epoch,
                                         gint64 after,
                                         gint64 now_us,
                                         GError **error);
/* The account of the card with that UID, or with that number printed on it; %BRIK_PORTAL_ERROR_NOT_FOUND, and
 * %BRIK_PORTAL_ERROR_INVALID for what is no number here. (transfer full) */
char *brik_changes_find_uid (BrikStore *store, const char *municipality, const char *uid, GError **error);
char *brik_changes_find_number (BrikStore *store,
                                const BrikMunicipality *municipality,
                                const char *text,
                                GError **error);
/* That account alone on a page; from now until midnight the till hears of it, wherever its holder belongs.
 * (transfer full) */
BrikChangesPage *brik_changes_load_visitor (BrikStore *store,
                                            const BrikMunicipality *municipality,
                                            const BrikTill *till,
                                            const char *account,
                                            gint64 now_us,
                                            GError **error);

G_END_DECLS
