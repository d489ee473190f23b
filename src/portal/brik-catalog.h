/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikCatalog:
 *
 * The compiled translations (.mo) of one language, read in place. The portal answers in several
 * languages at once, and gettext(3) knows one a process. Safe from any number of threads.
 *
 * A %NULL catalog is the language of the source: every text is its own translation.
 */
typedef struct _BrikCatalog BrikCatalog;

/* Everything is checked here, so that a look-up cannot go wrong: %BRIK_TEMPLATE_ERROR_CATALOG for what is
 * damaged, not UTF-8, or has another plural rule than Danish and English have (n != 1). @name stands in
 * messages. */
BrikCatalog *brik_catalog_new (GBytes *bytes, const char *name, GError **error);
void brik_catalog_free (BrikCatalog *catalog);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikCatalog, brik_catalog_free)

/* What @text is in that language, or @text itself, the very pointer; borrowed from the catalog or the caller.
 */
const char *brik_catalog_get (const BrikCatalog *catalog, const char *text);
/* @context as in NC_ (), which tells two meanings of one word apart. */
const char *brik_catalog_get_in (const BrikCatalog *catalog, const char *context, const char *text);
const char *
brik_catalog_get_plural (const BrikCatalog *catalog, const char *one, const char *many, guint64 n);

G_END_DECLS
