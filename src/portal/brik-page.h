/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "portal/brik-holder.h"
#include "portal/brik-language.h"
#include "portal/brik-municipality.h"
#include "portal/brik-portal.h"
#include "portal/brik-session.h"

G_BEGIN_DECLS

/**
 * BrikPage:
 * @session: (nullable): who has logged in; borrowed from the request
 * @kinds: (element-type BrikKindRecord): the municipality's kinds of place
 * @holdings: (element-type BrikHolding): all that the person may see, own first; empty without an open
 * session
 * @today: the civil date there
 * @data: what the template is filled with
 *
 * A page being made: who asks, in which language, and what they may see. A handler opens one, puts what it
 * shows into @data, and renders it.
 */
typedef struct
{
  BrikPortal *portal;
  BrikHttpRequest *request;
  const BrikSession *session;
  const BrikLanguage *language;
  BrikMunicipality *municipality;
  GPtrArray *kinds;
  GPtrArray *holdings;
  gint64 now_us;
  GDate today;
  JsonObject *data;
} BrikPage;

BrikPage *brik_page_open (BrikPortal *portal, BrikHttpRequest *request, GError **error);
void brik_page_free (BrikPage *page);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikPage, brik_page_free)

/* The holding of that account, or NULL: also for an account that somebody else has. */
const BrikHolding *brik_page_find_holding (BrikPage *page, const char *account);
const char *brik_page_get_kind_name (BrikPage *page, const char *kind);

/* Fills @template; @title is a text to translate. @page has had its use then. */
BrikHttpResponse *brik_page_render (BrikPage *page, guint status, const char *template, const char *title);
/* The page that tells what went wrong; @error may be NULL for what a status alone says. */
BrikHttpResponse *
brik_page_fail (BrikPortal *portal, BrikHttpRequest *request, guint status, const GError *error);
/* The status that an error of the portal's is answered with. */
guint brik_page_status_of (const GError *error);

/* Cookies. Behind TLS their names begin with __Host- and they are Secure; on plain HTTP, which is for a
 * portal on one's own machine, browsers would drop those, so they are plain. @value: NULL forgets the cookie.
 */
#define BRIK_PAGE_COOKIE_SESSION "brik-session"
#define BRIK_PAGE_COOKIE_FORM "brik-form"
#define BRIK_PAGE_COOKIE_LANGUAGE "brik-language"

const char *brik_page_get_cookie (BrikPortal *portal, BrikHttpRequest *request, const char *name);
void brik_page_set_cookie (BrikPortal *portal,
                           BrikHttpRequest *request,
                           BrikHttpResponse *response,
                           const char *name,
                           const char *value);

/* Compares in a time that tells nothing of where they differ. */
gboolean brik_page_tokens_match (const char *given, const char *expected);

G_END_DECLS
