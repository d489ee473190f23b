/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-seal.h"

G_BEGIN_DECLS

/* Thumbnails of people, named by the SHA-256 of what is stored. */

/* Whether @photo is a PNG or a JPEG within %BRIK_LIMIT_PHOTO and %BRIK_LIMIT_PHOTO_PIXELS, by its header
 * alone: it is never decoded here. @type: (out): "image/png" or "image/jpeg" */
gboolean brik_photo_check (GBytes *photo, const char **type, GError **error);
gboolean brik_photo_put (BrikStore *store,
                         const char *municipality,
                         const BrikHash *hash,
                         const char *type,
                         GBytes *photo,
                         GError **error);
/* (transfer full): %BRIK_PORTAL_ERROR_NOT_FOUND. @type: (out) (transfer full) */
GBytes *brik_photo_get (BrikStore *store,
                        const char *municipality,
                        const BrikHash *hash,
                        char **type,
                        GError **error);

G_END_DECLS
