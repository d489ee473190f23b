/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "sync/brik-health.h"
#include "sync/brik-portal-client.h"

G_BEGIN_DECLS

/**
 * BrikPhotoFetcher:
 *
 * Fetches the photos that accounts name and the ledger lacks, two at a time, so that they are in nobody's
 * way; one that is asked for goes first. A photo that the portal does not have, or that is not what its hash
 * says, is let be until the program starts anew.
 */
#define BRIK_TYPE_PHOTO_FETCHER (brik_photo_fetcher_get_type ())
G_DECLARE_FINAL_TYPE (BrikPhotoFetcher, brik_photo_fetcher, BRIK, PHOTO_FETCHER, GObject)

BrikPhotoFetcher *brik_photo_fetcher_new (BrikLedger *ledger, BrikPortalClient *client, BrikHealth *health);
/* Looks what is missing, and fetches it. */
void brik_photo_fetcher_wake (BrikPhotoFetcher *fetcher);
/* This one next. */
void brik_photo_fetcher_want (BrikPhotoFetcher *fetcher, const char *hash);
void brik_photo_fetcher_stop (BrikPhotoFetcher *fetcher);

G_END_DECLS
