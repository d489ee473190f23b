/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "openapi-schema.h"

G_BEGIN_DECLS

/**
 * OpenApiExchange:
 * @target: path and query as sent
 * @sent_type: (nullable): of @sent
 * @type: (nullable): of @body, as answered
 *
 * A request and what it was answered, as they went over the wire.
 */
typedef struct
{
  char *method;
  char *target;
  char *sent_type;
  char *sent;
  guint status;
  char *type;
  SoupMessageHeaders *headers;
  char *body;
} OpenApiExchange;

void openapi_exchange_free (OpenApiExchange *exchange);

/* The operation that a request is for, such as "GET /cards"; for what no operation is for, "x-till-addresses"
 * or "x-page-addresses". (transfer full) */
char *openapi_name (JsonObject *api, const OpenApiExchange *exchange);
/* What of @exchange is not as the document has it, or NULL. (transfer full) */
char *openapi_judge (JsonObject *api, const OpenApiExchange *exchange);

G_END_DECLS
