/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-till.h"

G_BEGIN_DECLS

/* Whom a till of a place that holds its own people knows besides: who was asked for today by card, and who
 * bought there in the last 60 days. The same rows say whom it has ever known, for only of those is it told
 * that they are gone. */

/* From now until midnight @till hears of @account; %BRIK_PORTAL_ERROR_TOO_MANY. */
gboolean brik_visitors_ask (BrikStore *store,
                            const BrikTill *till,
                            const char *account,
                            const GDate *today,
                            GError **error);
/* Somebody bought at @place, which holds its own people: all its tills know them until the 60th day after. */
gboolean brik_visitors_bought (BrikStore *store,
                               const char *municipality,
                               const char *place,
                               const char *account,
                               const char *spent_on,
                               GError **error);

/* Whom tills know by the place they stand at, and are to be told of when they are gone. Before the change;
 * in its transaction all are touched whom a till may have known or is to know. */

/* @person, who was of @place, is not any more; who bought there stays until the 60 days are over. */
gboolean brik_visitors_person_leaves (BrikStore *store,
                                      const char *municipality,
                                      const char *place,
                                      const char *person,
                                      const GDate *today,
                                      GError **error);
/* @place, whose tills may hold everyone, is to hold its own people, and who bought there, until the 60 days
 * are over. */
gboolean brik_visitors_place_narrows (BrikStore *store,
                                      const char *municipality,
                                      const char *place,
                                      const GDate *today,
                                      GError **error);
/* @till is to stand at @place: nobody stays whom it knew where it stood, whatever they bought. */
gboolean brik_visitors_till_leaves (BrikStore *store,
                                    const char *municipality,
                                    const char *till,
                                    const char *place,
                                    const GDate *today,
                                    GError **error);

/* And has come to stand at @place, or is new there: it knows whom the others there know who bought. */
gboolean brik_visitors_till_comes (BrikStore *store,
                                   const char *municipality,
                                   const char *till,
                                   const char *place,
                                   const GDate *today,
                                   GError **error);

/* Whether there are any whose time is over and who have not been let go. */
gboolean brik_visitors_have_stayed (BrikStore *store,
                                    const BrikTill *till,
                                    const GDate *today,
                                    gboolean *have,
                                    GError **error);
/* Lets those go: the till is told that they are gone, unless it holds them for another reason. */
gboolean brik_visitors_let_go (BrikStore *store, const BrikTill *till, const GDate *today, GError **error);

G_END_DECLS
