/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "core/brik-limits.h"
#include "portal/brik-login.h"
#include "portal/brik-page.h"
#include "portal/brik-pages.h"

/* The form has a token too, held by a cookie until there is a session: nobody logs somebody else in. */
static BrikHttpResponse *
render_form (BrikPage *page, guint status)
{
  const char *known = brik_page_get_cookie (page->portal, page->request, BRIK_PAGE_COOKIE_FORM);
  g_autofree char *token =
    known != NULL && strlen (known) == 64 ? g_strdup (known) : brik_session_draw_token ();
  BrikHttpResponse *response;

  json_object_set_string_member (page->data, "form_token", token);
  response = brik_page_render (page, status, "log-in", N_ ("Log in"));
  brik_page_set_cookie (page->portal, page->request, response, BRIK_PAGE_COOKIE_FORM, token);
  return response;
}

BrikHttpResponse *
brik_page_log_in_get (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  json_object_set_boolean_member (page->data, "ended",
                                  brik_http_request_get_query (request, "ended") != NULL);
  return render_form (page, 200);
}

static BrikHttpResponse *
answer_again (BrikPage *page, const char *what, const char *number)
{
  json_object_set_boolean_member (page->data, what, TRUE);
  json_object_set_string_member (page->data, "number", number);
  return render_form (page, 200);
}

static BrikHttpResponse *
answer_logged_in (BrikPage *page, const char *token, gboolean first)
{
  BrikHttpResponse *response = brik_http_response_new_redirect (first ? "/first-login" : "/accounts");

  brik_page_set_cookie (page->portal, page->request, response, BRIK_PAGE_COOKIE_SESSION, token);
  brik_page_set_cookie (page->portal, page->request, response, BRIK_PAGE_COOKIE_FORM, NULL);
  return response;
}

static BrikHttpResponse *
answer_too_many (BrikPage *page)
{
  BrikHttpResponse *response = brik_page_fail (page->portal, page->request, 429, NULL);
  g_autofree char *seconds = g_strdup_printf ("%" G_GINT64_FORMAT, BRIK_LOGIN_WINDOW_US / G_USEC_PER_SEC);

  brik_http_response_set_header (response, "Retry-After", seconds);
  return response;
}

BrikHttpResponse *
brik_page_log_in_post (BrikPortal *portal, BrikHttpRequest *request)
{
  const char *number = brik_http_request_get_form (request, "number");
  const char *secret = brik_http_request_get_form (request, "code");
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  g_autofree char *token = NULL;
  BrikLoginResult result;

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  if (number == NULL || secret == NULL || strlen (number) > BRIK_LIMIT_ID ||
      strlen (secret) > BRIK_LIMIT_SECRET)
    return answer_again (page, "wrong", "");
  if (!brik_page_tokens_match (brik_http_request_get_form (request, "token"),
                               brik_page_get_cookie (portal, request, BRIK_PAGE_COOKIE_FORM)))
    return answer_again (page, "stale", number);

  result = brik_login_try (brik_portal_get_books (portal), page->municipality, number, secret,
                           brik_http_request_get_peer (request), page->now_us, &token, &error);
  switch (result)
    {
    case BRIK_LOGIN_WRONG:
      return answer_again (page, "wrong", number);
    case BRIK_LOGIN_TOO_MANY:
      return answer_too_many (page);
    case BRIK_LOGIN_FIRST:
    case BRIK_LOGIN_OPEN:
      return answer_logged_in (page, token, result == BRIK_LOGIN_FIRST);
    case BRIK_LOGIN_FAILED:
    default:
      return brik_page_fail (portal, request, brik_page_status_of (error), error);
    }
}

BrikHttpResponse *
brik_page_log_off_post (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  BrikHttpResponse *response;

  if (!brik_session_end (brik_portal_get_books (portal),
                         brik_page_get_cookie (portal, request, BRIK_PAGE_COOKIE_SESSION), &error))
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  response = brik_http_response_new_redirect ("/log-in");
  brik_page_set_cookie (portal, request, response, BRIK_PAGE_COOKIE_SESSION, NULL);
  return response;
}
