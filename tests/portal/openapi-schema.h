/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* As much of JSON Schema 2020-12 as the portal's OpenAPI document uses; a keyword beyond that ends the test,
 * so that nothing stands there that is not checked. */

/* What `$ref` leads to, or @object itself where it has none. (transfer none) */
JsonObject *openapi_resolve (JsonObject *api, JsonObject *object);
/* Whether @value is as @schema has it; else @problem says what is not, and where. */
gboolean openapi_check (JsonObject *api, JsonObject *schema, JsonNode *value, GString *problem);

G_END_DECLS
