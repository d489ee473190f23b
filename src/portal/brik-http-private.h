/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What the HTTP library's file and the messages' file share; nobody else includes it. */
#include "portal/brik-http.h"

G_BEGIN_DECLS

/* @queries, @forms, @cookies are read when first asked for. @headers: lower-case names. */
struct _BrikHttpRequest
{
  char *method;
  char *target;
  char *path;
  char *peer;
  GHashTable *headers;
  GHashTable *params;
  GHashTable *queries;
  GHashTable *forms;
  GHashTable *cookies;
  GByteArray *received;
  GBytes *body;
  gpointer caller;
  GDestroyNotify caller_destroy;
  gint64 arrived_us;
  gboolean is_last_try;
  gboolean ambiguous; /* a header that stands once stood twice */
};

/* @park_s: 0 unless the request is to be parked */
struct _BrikHttpResponse
{
  guint status;
  GBytes *body;
  GPtrArray *headers; /* of BrikHttpField */
  guint park_s;
};

typedef struct
{
  char *name;
  char *value;
} BrikHttpField;

BrikHttpRequest *brik_http_request_new (const char *method, const char *target);
/* FALSE when the target is not one we read: not a path, not UTF-8, a slash or NUL hidden in it. */
gboolean brik_http_request_read_target (BrikHttpRequest *request);
void brik_http_request_take_header (BrikHttpRequest *request, const char *name, const char *value);
/* FALSE when it has no method, or two servers could read two things in it: where its body ends, whom it is
 * for, who signed it. To be asked when all headers are taken. */
gboolean brik_http_request_is_clear (BrikHttpRequest *request);
void brik_http_request_free (BrikHttpRequest *request);

G_END_DECLS
