/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "portal/brik-mustache-parser.h"
#include "portal/brik-template-error.h"

G_BEGIN_DECLS

/**
 * BrikMustacheFlags:
 * @BRIK_MUSTACHE_ALLOW_UNESCAPED: take `{{{x}}}` and `{{&x}}`, which the specification has; pages are made
 * without, so that nothing can reach a page unescaped
 */
typedef enum
{
  BRIK_MUSTACHE_DEFAULT = 0,
  BRIK_MUSTACHE_ALLOW_UNESCAPED = 1 << 0,
} BrikMustacheFlags;

/**
 * BrikMustache:
 *
 * A set of Mustache templates, each compiled once, that name each other as partials. Filled first and then
 * rendered from any number of threads. Escaping is not a matter of remembering: a variable is escaped, and a
 * template that says otherwise is refused.
 *
 * `null`, `false`, the empty string and the empty array are false; everything else is true.
 */
typedef struct _BrikMustache BrikMustache;

BrikMustache *
brik_mustache_new (BrikMustacheFlags flags, BrikMustacheTranslate translate, gpointer user_data);
void brik_mustache_free (BrikMustache *mustache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikMustache, brik_mustache_free)

gboolean brik_mustache_add (BrikMustache *mustache,
                            const char *name,
                            const char *source,
                            gssize length,
                            GError **error);
/* (transfer full): what template @name makes of @data; a partial that was never added is empty. */
char *brik_mustache_render (const BrikMustache *mustache, const char *name, JsonNode *data, GError **error);

G_END_DECLS
