/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* The only way that JSON from outside comes in: bounded in size and depth, UTF-8 checked, exactly one
 * document, no duplicate member names. Returns (transfer full), or NULL with %BRIK_WIRE_ERROR_MALFORMED. */
JsonNode *brik_json_parse (const char *text, gssize length, gsize limit, GError **error);
/* The same, where the document is an object. (transfer full) */
JsonObject *brik_json_parse_object (const char *text, gssize length, gsize limit, GError **error);
char *brik_json_to_line (JsonNode *node);

/* Typed members: each sets @error (%BRIK_WIRE_ERROR_MALFORMED, naming the member) and returns FALSE or NULL
 * when the member is missing, of another type or out of bounds. Strings are borrowed from @object. */
const char *brik_json_get_string (JsonObject *object, const char *name, gsize max_bytes, GError **error);
gboolean brik_json_get_int (JsonObject *object,
                            const char *name,
                            gint64 min,
                            gint64 max,
                            gint64 *value,
                            GError **error);
gboolean brik_json_get_boolean (JsonObject *object, const char *name, gboolean *value, GError **error);
JsonArray *brik_json_get_array (JsonObject *object, const char *name, guint max_length, GError **error);
JsonObject *brik_json_get_object (JsonObject *object, const char *name, GError **error);

G_END_DECLS
