/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "core/brik-basket.h"
#include "core/brik-limits.h"
#include "core/brik-money.h"
#include "core/brik-verdict.h"
#include "wire/brik-wire-error.h"

G_BEGIN_DECLS

/* A year beyond 9999 has no four digits for its civil date, and GLib no date at all. A day less than that,
 * for east of Greenwich it begins earlier. */
#define BRIK_WIRE_MAX_TIME_US BRIK_LIMIT_TIME_US
/* What sums over kinds and periods, such as spending, may come to: far above any amount, far from overflow.
 */
#define BRIK_WIRE_MAX_SUM_ORE (64 * BRIK_MONEY_MAX_ORE)

/* Sets %BRIK_WIRE_ERROR_MALFORMED and returns FALSE, so that a check reads `return brik_wire_malformed (…)`.
 */
gboolean brik_wire_malformed (GError **error, const char *format, ...) G_GNUC_PRINTF (2, 3);

/* Whether @text is JSON as RFC 8259 has it, one document, no deeper than %BRIK_LIMIT_JSON_DEPTH. @n_members:
 * (out): what stands in all its objects, twins counted twice */
gboolean brik_json_gate (const char *text, gsize length, gsize *n_members, GError **error);

/* An id chosen by a municipality: [A-Za-z0-9._-]+, at most %BRIK_LIMIT_ID. */
gboolean brik_id_is_valid (const char *id);
/* Exactly @n_digits lower-case hex digits. */
gboolean brik_hex_is_valid (const char *hex, gsize n_digits);
/* A name that can be shown: not empty, plain (brik-text.h), at most @max_bytes. */
gboolean brik_name_is_valid (const char *name, gsize max_bytes);

/* The interned form that #BrikCap wants of a kind of place, or NULL with @error. Bounded, since interned
 * strings are never freed and these come from outside. %BRIK_CAP_ANY is none of them unless @any. */
const char *brik_kind_intern (const char *kind, gboolean any, GError **error);

/* The goods of an entry: an array of lines, and the shares of VAT that follow from them. */
JsonArray *brik_goods_lines_to_json (const BrikBasket *basket);
JsonArray *brik_goods_vat_to_json (const BrikBasket *basket);
BrikBasket *brik_goods_from_json (JsonArray *lines, JsonArray *vat, GError **error);

JsonObject *brik_verdict_to_json (const BrikVerdict *verdict);
gboolean brik_verdict_from_json (JsonObject *object, BrikVerdict *verdict, GError **error);
gboolean brik_verdict_check (const BrikVerdict *verdict, GError **error);

/* The node of @object as text. (transfer full) */
char *brik_json_object_to_line (JsonObject *object);
/* Element @index of an array of objects, or NULL with @error naming @name. */
JsonObject *brik_json_array_object (JsonArray *array, guint index, const char *name, GError **error);

G_END_DECLS
