/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gdk/gdk.h>

#include "ledger/brik-ledger.h"

G_BEGIN_DECLS

/**
 * BrikPhotos:
 *
 * The cardholders' pictures as textures: read from the ledger, decoded off the main thread, the few newest
 * kept (a decoded one is 225 KB and more). Pictures come from outside: one that is neither PNG nor JPEG or
 * larger than %BRIK_LIMIT_PHOTO_PIXELS is not decoded.
 *
 * Signals: `missing` (char *hash): one was asked for that the ledger has not got. `arrived` (char *hash): one
 * that was missing may be asked for now.
 */
#define BRIK_TYPE_PHOTOS (brik_photos_get_type ())
G_DECLARE_FINAL_TYPE (BrikPhotos, brik_photos, BRIK, PHOTOS, GObject)

BrikPhotos *brik_photos_new (BrikLedger *ledger);

/* (transfer none) (nullable): the picture of @hash if it is at hand this moment. */
GdkTexture *brik_photos_peek (BrikPhotos *photos, const char *hash);

void brik_photos_get_async (BrikPhotos *photos,
                            const char *hash,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
/* (transfer full) (nullable): %NULL without @error where the till has no such picture yet. */
GdkTexture *brik_photos_get_finish (BrikPhotos *photos, GAsyncResult *result, GError **error);

/* Decodes an encoded thumbnail; blocks, for threads. */
GdkTexture *brik_photo_decode (GBytes *encoded, GError **error);

G_END_DECLS
