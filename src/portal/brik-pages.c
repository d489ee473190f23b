/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-pages.h"

#include <string.h>

#include "portal/brik-page-assets.h"
#include "portal/brik-page.h"
#include "portal/brik-portal-error.h"

static const BrikRoute ROUTES[] = {
  { "GET", "/portal.css", BRIK_ROLE_PUBLIC, brik_page_assets_get_style },
  { "GET", "/icon.svg", BRIK_ROLE_PUBLIC, brik_page_assets_get_icon },
  { "GET", "/language/{code}", BRIK_ROLE_PUBLIC, brik_page_assets_set_language },
  { "GET", "/log-in", BRIK_ROLE_PUBLIC, brik_page_log_in_get },
  { "POST", "/log-in", BRIK_ROLE_PUBLIC, brik_page_log_in_post },
  { "GET", "/first-login", BRIK_ROLE_FIRST_LOGIN, brik_page_first_login_get },
  { "POST", "/first-login", BRIK_ROLE_FIRST_LOGIN, brik_page_first_login_post },
  { "GET", "/", BRIK_ROLE_SESSION, brik_page_front_get },
  { "GET", "/log-off", BRIK_ROLE_SESSION, brik_page_front_get }, /* somebody pressed reload */
  { "POST", "/log-off", BRIK_ROLE_SESSION, brik_page_log_off_post },
  { "GET", "/accounts", BRIK_ROLE_SESSION, brik_page_accounts_get },
  { "GET", "/accounts/{account}/statement", BRIK_ROLE_SESSION, brik_page_statement_get },
  { "GET", "/accounts/{account}/caps", BRIK_ROLE_SESSION, brik_page_caps_get },
  { "POST", "/accounts/{account}/caps", BRIK_ROLE_SESSION, brik_page_caps_post },
  { "GET", "/accounts/{account}/places", BRIK_ROLE_SESSION, brik_page_places_get },
  { "POST", "/accounts/{account}/places", BRIK_ROLE_SESSION, brik_page_places_post },
  { "GET", "/cards", BRIK_ROLE_SESSION, brik_page_cards_get },
  { "POST", "/cards/{card}/block", BRIK_ROLE_SESSION, brik_page_cards_block },
  { "POST", "/cards/{card}/activate", BRIK_ROLE_SESSION, brik_page_cards_activate },
  { "GET", "/refusals", BRIK_ROLE_SESSION, brik_page_refusals_get },
  { "GET", "/photos/{person}", BRIK_ROLE_SESSION, brik_page_assets_get_photo },
};

static gboolean
is_post (BrikHttpRequest *request)
{
  return strcmp (brik_http_request_get_method (request), "POST") == 0;
}

static gboolean
is_front (BrikHttpRequest *request)
{
  return strcmp (brik_http_request_get_path (request), "/") == 0;
}

/* Somebody who only came to the front page has not been logged off. */
static BrikHttpResponse *
send_to_log_in (BrikPortal *portal, BrikHttpRequest *request, gboolean had_token)
{
  BrikHttpResponse *response =
    brik_http_response_new_redirect (had_token && !is_front (request) ? "/log-in?ended=1" : "/log-in");

  if (had_token)
    brik_page_set_cookie (portal, request, response, BRIK_PAGE_COOKIE_SESSION, NULL);
  return response;
}

static BrikHttpResponse *
admit_session (BrikPortal *portal,
               BrikHttpRequest *request,
               const BrikRoute *route,
               const BrikSession *session)
{
  gboolean is_leaving = strcmp (route->pattern, "/log-off") == 0;

  if (is_post (request) &&
      !brik_page_tokens_match (brik_http_request_get_form (request, "token"), session->csrf))
    return brik_page_fail (portal, request, 403, NULL);
  if (session->first && route->role == BRIK_ROLE_SESSION && !is_leaving)
    return brik_http_response_new_redirect ("/first-login");
  if (!session->first && route->role == BRIK_ROLE_FIRST_LOGIN)
    return brik_http_response_new_redirect ("/accounts");
  return NULL;
}

static BrikHttpResponse *
admit (BrikPortal *portal, BrikHttpRequest *request, const BrikRoute *route)
{
  const char *token = brik_page_get_cookie (portal, request, BRIK_PAGE_COOKIE_SESSION);
  g_autoptr (GError) error = NULL;
  BrikSession *session;

  if (token == NULL)
    return send_to_log_in (portal, request, FALSE);
  session = brik_session_find (brik_portal_get_books (portal), token, brik_portal_now (portal), &error);
  if (session == NULL && g_error_matches (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_EXPIRED))
    return send_to_log_in (portal, request, TRUE);
  if (session == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  brik_http_request_set_caller (request, session, (GDestroyNotify) brik_session_free);
  return admit_session (portal, request, route, session);
}

/* With the menu for those who are logged in. */
static BrikHttpResponse *
fail (BrikPortal *portal, BrikHttpRequest *request, guint status)
{
  const char *token = brik_page_get_cookie (portal, request, BRIK_PAGE_COOKIE_SESSION);
  BrikSession *session = NULL;

  if (token != NULL)
    session = brik_session_find (brik_portal_get_books (portal), token, brik_portal_now (portal), NULL);
  if (session != NULL)
    brik_http_request_set_caller (request, session, (GDestroyNotify) brik_session_free);
  return brik_page_fail (portal, request, status, NULL);
}

const BrikRouteTable brik_page_routes = {
  .routes = ROUTES,
  .n_routes = G_N_ELEMENTS (ROUTES),
  .admit = admit,
  .fail = fail,
  .prefix = "/",
};

BrikHttpResponse *
brik_page_front_get (BrikPortal *portal, BrikHttpRequest *request)
{
  return brik_http_response_new_redirect ("/accounts");
}
