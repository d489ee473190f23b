/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-page.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "portal/brik-page-assets.h"
#include "portal/brik-portal-error.h"

#define POLICY                                                                                               \
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "              \
  "frame-ancestors 'none'"
#define ONE_YEAR_S "31536000"

/* The menu: what exists. Between @before and @after stands the account that is being looked at. */
typedef struct
{
  const char *before;
  const char *after; /* NULL: no account in the address */
  const char *label;
} MenuItem;

static const MenuItem MENU[] = {
  { "/accounts", NULL, N_ ("My accounts") }, { "/accounts/", "/statement", N_ ("Statement") },
  { "/accounts/", "/caps", N_ ("Caps") },    { "/cards", NULL, N_ ("My cards") },
  { "/refusals", NULL, N_ ("Refusals") },
};

static gboolean
read_page (BrikStore *store, gpointer data, GError **error)
{
  BrikPage *page = data;

  page->municipality = brik_municipality_load (store, error);
  if (page->municipality == NULL)
    return FALSE;
  page->today = brik_municipality_date (page->municipality, page->now_us);
  page->kinds = brik_municipality_list_kinds (store, page->municipality->id, error);
  if (page->kinds == NULL)
    return FALSE;
  if (page->session == NULL || page->session->first)
    return TRUE;
  page->holdings =
    brik_holder_list (store, page->session->municipality, page->session->person, &page->today, error);
  return page->holdings != NULL;
}

BrikPage *
brik_page_open (BrikPortal *portal, BrikHttpRequest *request, GError **error)
{
  g_autoptr (BrikPage) page = g_new0 (BrikPage, 1);

  page->portal = portal;
  page->request = request;
  page->session = brik_http_request_get_caller (request);
  page->now_us = brik_portal_now (portal);
  page->data = json_object_new ();
  page->language = brik_languages_choose (brik_portal_get_languages (portal),
                                          brik_page_get_cookie (portal, request, BRIK_PAGE_COOKIE_LANGUAGE),
                                          brik_http_request_get_header (request, "Accept-Language"));
  if (!brik_books_read (brik_portal_get_books (portal), read_page, page, error))
    return NULL;
  if (page->holdings == NULL)
    page->holdings = g_ptr_array_new ();
  return g_steal_pointer (&page);
}

void
brik_page_free (BrikPage *page)
{
  if (page == NULL)
    return;
  g_clear_pointer (&page->municipality, brik_municipality_free);
  g_clear_pointer (&page->kinds, g_ptr_array_unref);
  g_clear_pointer (&page->holdings, g_ptr_array_unref);
  g_clear_pointer (&page->data, json_object_unref);
  g_free (page);
}

const BrikHolding *
brik_page_find_holding (BrikPage *page, const char *account)
{
  for (guint i = 0; i < page->holdings->len; i++)
    {
      const BrikHolding *holding = g_ptr_array_index (page->holdings, i);

      if (g_strcmp0 (holding->account, account) == 0)
        return holding;
    }
  return NULL;
}

const char *
brik_page_get_kind_name (BrikPage *page, const char *kind)
{
  for (guint i = 0; i < page->kinds->len; i++)
    {
      const BrikKindRecord *record = g_ptr_array_index (page->kinds, i);

      if (strcmp (record->id, kind) == 0)
        return record->name;
    }
  return kind;
}

static void
add_menu (BrikPage *page)
{
  const char *path = brik_http_request_get_path (page->request);
  const char *account = brik_http_request_get_param (page->request, "account");
  JsonArray *items = json_array_new ();
  JsonObject *menu = json_object_new ();

  if (brik_page_find_holding (page, account) == NULL && page->holdings->len > 0)
    account = ((const BrikHolding *) g_ptr_array_index (page->holdings, 0))->account;
  for (guint i = 0; i < G_N_ELEMENTS (MENU); i++)
    {
      JsonObject *item = json_object_new ();
      g_autofree char *href = NULL;

      if (MENU[i].after != NULL && page->holdings->len == 0)
        {
          json_object_unref (item);
          continue;
        }
      href = MENU[i].after == NULL ? g_strdup (MENU[i].before)
                                   : g_strconcat (MENU[i].before, account, MENU[i].after, NULL);
      json_object_set_string_member (item, "href", href);
      json_object_set_string_member (item, "label", brik_language_text (page->language, MENU[i].label));
      json_object_set_boolean_member (item, "current", strcmp (href, path) == 0);
      json_array_add_object_element (items, item);
    }
  json_object_set_array_member (menu, "items", items);
  json_object_set_object_member (page->data, "menu", menu);
}

static void
add_languages (BrikPage *page)
{
  const BrikLanguages *languages = brik_portal_get_languages (page->portal);
  g_autofree char *back =
    g_uri_escape_string (strcmp (brik_http_request_get_method (page->request), "GET") == 0
                           ? brik_http_request_get_target (page->request)
                           : "/",
                         NULL, FALSE);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < brik_languages_get_n (languages); i++)
    {
      const BrikLanguage *language = brik_languages_get (languages, i);
      JsonObject *item = json_object_new ();
      g_autofree char *href =
        g_strconcat ("/language/", brik_language_get_code (language), "?back=", back, NULL);

      json_object_set_string_member (item, "code", brik_language_get_code (language));
      json_object_set_string_member (item, "name", brik_language_get_name (language));
      json_object_set_string_member (item, "href", href);
      json_object_set_boolean_member (item, "current", language == page->language);
      json_array_add_object_element (array, item);
    }
  json_object_set_array_member (page->data, "languages", array);
}

static void
add_frame (BrikPage *page, const char *title)
{
  json_object_set_string_member (page->data, "language", brik_language_get_code (page->language));
  json_object_set_string_member (page->data, "title", brik_language_text (page->language, title));
  json_object_set_string_member (page->data, "assets", brik_page_assets_get_version ());
  json_object_set_string_member (page->data, "municipality", page->municipality->name);
  add_languages (page);
  if (page->session == NULL)
    return;
  json_object_set_string_member (page->data, "token", page->session->csrf);
  if (!page->session->first)
    add_menu (page);
}

static BrikHttpResponse *
answer_html (guint status, const char *html)
{
  BrikHttpResponse *response = brik_http_response_new_text (status, "text/html; charset=utf-8", html);

  brik_http_response_set_header (response, "Content-Security-Policy", POLICY);
  brik_http_response_set_header (response, "Cache-Control", "no-store");
  brik_http_response_set_header (response, "Referrer-Policy", "same-origin");
  brik_http_response_set_header (response, "Vary", "Cookie, Accept-Language");
  return response;
}

BrikHttpResponse *
brik_page_render (BrikPage *page, guint status, const char *template, const char *title)
{
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_OBJECT);
  g_autoptr (GError) error = NULL;
  g_autofree char *html = NULL;

  add_frame (page, title);
  json_node_set_object (root, page->data);
  html = brik_mustache_render (brik_language_get_templates (page->language), template, root, &error);
  if (html != NULL)
    return answer_html (status, html);
  g_warning ("%s", error->message);
  return brik_http_response_new_error (500, "template", "The page could not be made.");
}

guint
brik_page_status_of (const GError *error)
{
  if (g_error_matches (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_NOT_FOUND))
    return 404;
  if (g_error_matches (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_REFUSED))
    return 403;
  if (g_error_matches (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_INVALID))
    return 400;
  if (g_error_matches (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_EMPTY) ||
      g_error_matches (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_STOPPED) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_BUSY) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    return 503;
  return 500;
}

static const struct
{
  guint status;
  const char *title;
  const char *explanation;
} FAILURES[] = {
  { 400, N_ ("That was not understood"),
    N_ ("The page was asked for in a way it cannot answer. Go back and try again.") },
  { 403, N_ ("That is not allowed"),
    N_ ("You may not change this, or the page had been open for too long. Open it anew and try again.") },
  { 404, N_ ("The page is not here"), N_ ("There is nothing at this address, or it is not yours to see.") },
  { 405, N_ ("That was not understood"),
    N_ ("The page was asked for in a way it cannot answer. Go back and try again.") },
  { 429, N_ ("Too many attempts"),
    N_ ("To protect the cards, logging in is closed for a quarter of an hour. Try again later.") },
  { 500, N_ ("Something went wrong"),
    N_ ("It is not your fault, and nothing was changed. Try again in a little while.") },
  { 503, N_ ("Not just now"), N_ ("The portal is busy or being made ready. Try again in a little while.") },
};

BrikHttpResponse *
brik_page_fail (BrikPortal *portal, BrikHttpRequest *request, guint status, const GError *error)
{
  g_autoptr (BrikPage) page = NULL;
  guint i = 0;

  if (status >= 500 && error != NULL)
    g_warning ("A page could not be made: %s", error->message);
  page = brik_page_open (portal, request, NULL);
  if (page == NULL)
    return brik_http_response_new_text (503, "text/plain; charset=utf-8",
                                        "The portal is not ready yet. Try again in a little while.\n");
  while (FAILURES[i].status != status && i + 1 < G_N_ELEMENTS (FAILURES))
    i++;
  json_object_set_string_member (page->data, "explanation",
                                 brik_language_text (page->language, FAILURES[i].explanation));
  return brik_page_render (page, status, "failure", FAILURES[i].title);
}

static gboolean
is_behind_tls (BrikPortal *portal, BrikHttpRequest *request)
{
  return g_str_has_prefix (brik_portal_get_address (portal), "unix:") ||
         g_strcmp0 (brik_http_request_get_header (request, "X-Forwarded-Proto"), "https") == 0;
}

static char *
cookie_name (BrikPortal *portal, BrikHttpRequest *request, const char *name)
{
  return g_strconcat (is_behind_tls (portal, request) ? "__Host-" : "", name, NULL);
}

const char *
brik_page_get_cookie (BrikPortal *portal, BrikHttpRequest *request, const char *name)
{
  g_autofree char *full_name = cookie_name (portal, request, name);

  return brik_http_request_get_cookie (request, full_name);
}

void
brik_page_set_cookie (BrikPortal *portal,
                      BrikHttpRequest *request,
                      BrikHttpResponse *response,
                      const char *name,
                      const char *value)
{
  g_autofree char *full_name = cookie_name (portal, request, name);
  gboolean is_language = strcmp (name, BRIK_PAGE_COOKIE_LANGUAGE) == 0;
  g_autofree char *cookie =
    g_strconcat (full_name, "=", value != NULL ? value : "", "; Path=/; HttpOnly; SameSite=Lax",
                 is_behind_tls (portal, request) ? "; Secure" : "",
                 value == NULL ? "; Max-Age=0" : (is_language ? "; Max-Age=" ONE_YEAR_S : ""), NULL);

  brik_http_response_add_header (response, "Set-Cookie", cookie);
}

gboolean
brik_page_tokens_match (const char *given, const char *expected)
{
  return given != NULL && expected != NULL && expected[0] != '\0' && strlen (given) == strlen (expected) &&
         sodium_memcmp (given, expected, strlen (expected)) == 0;
}
