/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-http.h"

G_BEGIN_DECLS

typedef struct _BrikPortal BrikPortal;

/**
 * BrikRole:
 * @BRIK_ROLE_PUBLIC: anyone
 * @BRIK_ROLE_TILL: a request signed by an enrolled till
 * @BRIK_ROLE_PAST_TILL: the same, also by a key that was replaced or revoked since: what it sold still counts
 * @BRIK_ROLE_SESSION: a person who has logged in; a POST needs the session's CSRF token
 * @BRIK_ROLE_FIRST_LOGIN: a person who has given card number and printed code and must choose a password (R8)
 */
typedef enum
{
  BRIK_ROLE_PUBLIC,
  BRIK_ROLE_TILL,
  BRIK_ROLE_PAST_TILL,
  BRIK_ROLE_SESSION,
  BRIK_ROLE_FIRST_LOGIN,
} BrikRole;

typedef BrikHttpResponse *(*BrikRouteHandler) (BrikPortal *portal, BrikHttpRequest *request);

/**
 * BrikRoute:
 * @pattern: the path; a segment `{name}` takes any one segment that is not empty
 *
 * One thing that can be asked of the portal. GET answers HEAD too.
 */
typedef struct
{
  const char *method;
  const char *pattern;
  BrikRole role;
  BrikRouteHandler handler;
} BrikRoute;

/**
 * BrikRouteTable:
 * @routes: (array length=n_routes)
 * @admit: (nullable): checks that the caller of a route of @routes has its role and puts them into the
 * request as caller; returns (transfer full) the refusal, or NULL to let the request through. Not asked for
 * public routes.
 * @fail: (nullable): what is answered under @prefix where no route fits: 404 for the path, 405 for the method
 * @prefix: the paths that @fail answers for: the longest that fits is asked
 *
 * The routes of one part of the portal.
 */
typedef struct
{
  const BrikRoute *routes;
  gsize n_routes;
  BrikHttpResponse *(*admit) (BrikPortal *portal, BrikHttpRequest *request, const BrikRoute *route);
  BrikHttpResponse *(*fail) (BrikPortal *portal, BrikHttpRequest *request, guint status);
  const char *prefix;
} BrikRouteTable;

/* (array zero-terminated=1): every table of the portal: all that can be asked, for tests to go through. */
extern const BrikRouteTable *const brik_route_tables[];

/* Finds the route, checks the role, calls the handler and logs one line without personal data. */
BrikHttpResponse *brik_router_answer (BrikPortal *portal, BrikHttpRequest *request);
/* Whether @path fits @pattern; puts the segments that stand for names into @request (nullable). */
gboolean brik_router_match (const char *pattern, const char *path, BrikHttpRequest *request);

G_END_DECLS
