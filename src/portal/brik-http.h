/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * BrikHttpRequest:
 *
 * A request that has come in whole and within the limits: what it says, never how it came. All strings are
 * borrowed from it, valid UTF-8, and NULL where there is none. A name given twice counts once: the last.
 */
typedef struct _BrikHttpRequest BrikHttpRequest;

const char *brik_http_request_get_method (BrikHttpRequest *request);
/* Path and query as sent, not decoded: what a till signs. */
const char *brik_http_request_get_target (BrikHttpRequest *request);
/* The path, decoded. */
const char *brik_http_request_get_path (BrikHttpRequest *request);
/* Where it came from, without a port: on a Unix socket what nginx says in X-Real-IP, else the connection's
 * address; "unix" if neither is known. */
const char *brik_http_request_get_peer (BrikHttpRequest *request);
const char *brik_http_request_get_query (BrikHttpRequest *request, const char *name);
const char *brik_http_request_get_header (BrikHttpRequest *request, const char *name);
const char *brik_http_request_get_cookie (BrikHttpRequest *request, const char *name);
/* A field of a body of type application/x-www-form-urlencoded. */
const char *brik_http_request_get_form (BrikHttpRequest *request, const char *name);
/* (transfer none): at most %BRIK_LIMIT_REQUEST_BODY bytes; empty if there is none. */
GBytes *brik_http_request_get_body (BrikHttpRequest *request);
/* The part of the path that stands for `{name}` in the route's pattern. */
const char *brik_http_request_get_param (BrikHttpRequest *request, const char *name);
void brik_http_request_set_param (BrikHttpRequest *request, const char *name, const char *value);
/* Who asks, put there by the role's admission (a session, a till) for the handler. */
void brik_http_request_set_caller (BrikHttpRequest *request, gpointer caller, GDestroyNotify destroy);
gpointer brik_http_request_get_caller (BrikHttpRequest *request);
/* When it had come in whole, on the monotonic clock. */
gint64 brik_http_request_get_arrived_us (BrikHttpRequest *request);
/* TRUE when a handler may not park this request (any more): time is up or the server is stopping. */
gboolean brik_http_request_is_last_try (BrikHttpRequest *request);

/**
 * BrikHttpResponse:
 *
 * An answer. Security headers that every answer has are set by the server unless the handler set its own.
 */
typedef struct _BrikHttpResponse BrikHttpResponse;

/* @content_type: (nullable): with @body */
BrikHttpResponse *brik_http_response_new (guint status, const char *content_type, GBytes *body);
BrikHttpResponse *brik_http_response_new_text (guint status, const char *content_type, const char *text);
/* {"error":"@word","message":"@message"}: what went wrong and what to do. */
BrikHttpResponse *brik_http_response_new_error (guint status, const char *word, const char *message);
/* 303 See Other: the browser fetches @location next. */
BrikHttpResponse *brik_http_response_new_redirect (const char *location);
/* No answer yet: the connection is put aside without a thread, and the handler is called again for the same
 * request after brik_http_server_wake (), and for the last time @seconds after the request came in. */
BrikHttpResponse *brik_http_response_new_parked (guint seconds);
/* Replaces a header of that name. */
void brik_http_response_set_header (BrikHttpResponse *response, const char *name, const char *value);
/* Adds one more, for Set-Cookie. */
void brik_http_response_add_header (BrikHttpResponse *response, const char *name, const char *value);
gboolean brik_http_response_is_parked (BrikHttpResponse *response);
guint brik_http_response_get_status (BrikHttpResponse *response);
/* (nullable) (transfer none) */
const char *brik_http_response_get_header (BrikHttpResponse *response, const char *name);
void brik_http_response_free (BrikHttpResponse *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikHttpResponse, brik_http_response_free)

/**
 * BrikHttpHandler:
 * @request: (transfer none): until it returns
 *
 * Answers a request, on one of the server's worker threads: it may block and may run several times at once.
 *
 * Returns: (transfer full) (not nullable): the answer
 */
typedef BrikHttpResponse *(*BrikHttpHandler) (BrikHttpRequest *request, gpointer user_data);

/**
 * BrikHttpServer:
 *
 * Takes connections, reads requests within bounds of size, number and time, and hands them to worker threads
 * through a bounded queue; what does not fit the queue is answered 503.
 */
typedef struct _BrikHttpServer BrikHttpServer;

/* @listen: "HOST:PORT", "[V6]:PORT" (port 0 takes a free one) or "unix:PATH" */
BrikHttpServer *
brik_http_server_start (const char *listen, BrikHttpHandler handler, gpointer user_data, GError **error);
/* "http://127.0.0.1:8080" or "unix:/run/brik/portal". */
const char *brik_http_server_get_address (BrikHttpServer *server);
/* Calls the handlers of parked requests again. From any thread. */
void brik_http_server_wake (BrikHttpServer *server);
/* Takes no more connections, answers what is under way (parked ones at once), and frees. */
void brik_http_server_stop (BrikHttpServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikHttpServer, brik_http_server_stop)

G_END_DECLS
