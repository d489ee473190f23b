/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <libsoup/soup.h>

#include "pages-entries.h"
#include "portal/brik-portal.h"

G_BEGIN_DECLS

/* Friday 20 November 2026, 11.30 in Copenhagen. */
#define NOW_US (G_GINT64_CONSTANT (1795170600) * G_USEC_PER_SEC)

/* Two families and a pupil alone; card numbers and printed codes as in the files that are imported. */
#define MAJA_CARD "04A3C1F05B7E80" /* guardian of Alma */
#define MAJA_CODE "471108"
#define ALMA_CARD "04579A22352680"
#define ALMA_CODE "283916"
#define BO_CARD "72BF9961" /* the other family */
#define BO_CODE "640217"
#define FREJA_CARD "045E11D29A4C81" /* nobody's guardian, and nobody hers */
#define FREJA_CODE "907155"
#define PASSWORD "correct horse battery"

/**
 * Fixture:
 * @session: of HTTP; keeps no cookies and follows no redirects
 *
 * The real server on a port of its own, with a clock that the test sets.
 */
typedef struct
{
  char *directory;
  BrikClock *clock;
  BrikPortal *portal;
  BrikMunicipality *municipality;
  SoupSession *session;
} Fixture;

/**
 * Browser:
 * @session_cookie: (nullable): "brik-session=…", as set last
 * @token: (nullable): of the forms on the page seen last
 *
 * Somebody's browser: what it remembers between pages.
 */
typedef struct
{
  Fixture *fixture;
  char *session_cookie;
  char *form_cookie;
  char *language_cookie;
  char *token;
} Browser;

typedef struct
{
  guint status;
  char *body;
  char *location;
  char *cookies; /* all Set-Cookie lines, a newline between them */
  SoupMessageHeaders *headers;
} Reply;

void fixture_set_up (Fixture *fixture, gconstpointer user_data);
void fixture_tear_down (Fixture *fixture, gconstpointer user_data);

void fixture_book (Fixture *fixture, const BrikEntry *entry);
/* Something bought by Alma at the school for 25 kroner. */
void fixture_book_sale (Fixture *fixture, const char *product, gint64 at_us);

void browser_clear (Browser *browser);
void reply_clear (Reply *reply);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Browser, browser_clear)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reply, reply_clear)

/* @form: (nullable): "name=value&…", sent by POST; a browser adds its token itself when @with_token.
 * Remembers the cookies and the token of what comes. */
Reply browser_ask (Browser *browser, const char *path, const char *form, gboolean with_token);
#define browser_get(browser, path) browser_ask (browser, path, NULL, FALSE)
#define browser_post(browser, path, form) browser_ask (browser, path, form, TRUE)

/* Fills in the log-in form; what comes of it is the caller's to look at. */
Reply browser_try_log_in (Browser *browser, const char *number, const char *secret);
/* Logs in for the first time and chooses %PASSWORD. */
void browser_log_in_first (Browser *browser, const char *number, const char *code, const char *email);

#define assert_contains(text, part)                                                                          \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    if (strstr (text, part) == NULL)                                                                         \
      g_error ("%s:%d: no “%s” in: %s", __FILE__, __LINE__, part, text);                                     \
  }                                                                                                          \
  G_STMT_END
#define assert_lacks(text, part)                                                                             \
  G_STMT_START                                                                                               \
  {                                                                                                          \
    if (strstr (text, part) != NULL)                                                                         \
      g_error ("%s:%d: “%s” in: %s", __FILE__, __LINE__, part, text);                                        \
  }                                                                                                          \
  G_STMT_END

G_END_DECLS
