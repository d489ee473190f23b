/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>
#include <string.h>

#include "core/brik-limits.h"
#include "core/brik-text.h"
#include "portal/brik-login.h"
#include "portal/brik-page.h"
#include "portal/brik-pages.h"
#include "portal/brik-portal-error.h"

typedef struct
{
  const char *password;
  const char *again;
  char *name;
  char *email;
} Answers;

static void
answers_clear (Answers *answers)
{
  g_free (answers->name);
  g_free (answers->email);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Answers, answers_clear)

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
read_answers (BrikHttpRequest *request, Answers *answers)
{
  answers->password = or_empty (brik_http_request_get_form (request, "password"));
  answers->again = or_empty (brik_http_request_get_form (request, "again"));
  answers->name = g_strstrip (g_strdup (or_empty (brik_http_request_get_form (request, "name"))));
  answers->email = g_strstrip (g_strdup (or_empty (brik_http_request_get_form (request, "email"))));
}

/* As much as can be said without sending a mail: one @, something before it and a name with a dot behind it.
 */
static gboolean
is_email (const char *email)
{
  const char *at = strchr (email, '@');

  return at != NULL && at != email && at[1] != '\0' && strchr (at + 1, '@') == NULL &&
         strchr (at + 2, '.') != NULL && !g_str_has_suffix (email, ".") &&
         strpbrk (email, " \t\r\n<>,;\"") == NULL;
}

static void
add_problem (BrikPage *page, const char *field, const char *problem)
{
  json_object_set_boolean_member (page->data, "has_problems", TRUE);
  json_object_set_string_member (page->data, field, brik_language_text (page->language, problem));
}

static gboolean
check_answers (BrikPage *page, const Answers *answers)
{
  if (g_utf8_strlen (answers->password, -1) < BRIK_LOGIN_MIN_PASSWORD)
    add_problem (page, "password_problem", N_ ("It must have at least 10 characters."));
  else if (strlen (answers->password) > BRIK_LIMIT_SECRET)
    add_problem (page, "password_problem", N_ ("It is too long."));
  if (strcmp (answers->password, answers->again) != 0)
    add_problem (page, "again_problem", N_ ("The two are not the same."));
  if (answers->name[0] == '\0' || !brik_text_is_plain (answers->name))
    add_problem (page, "name_problem", N_ ("Write a name."));
  else if (strlen (answers->name) > BRIK_LIMIT_NAME)
    add_problem (page, "name_problem", N_ ("It is too long."));
  if (!is_email (answers->email) || strlen (answers->email) > BRIK_LIMIT_EMAIL)
    add_problem (page, "email_problem", N_ ("Write an e-mail address such as name@example.dk."));
  return !json_object_has_member (page->data, "has_problems");
}

static BrikHttpResponse *
render_form (BrikPage *page, const char *name, const char *email)
{
  json_object_set_string_member (page->data, "name", name);
  json_object_set_string_member (page->data, "email", email);
  return brik_page_render (page, 200, "first-login", N_ ("Choose a password"));
}

typedef struct
{
  const BrikSession *session;
  char *name;
  char *email;
} PersonQuery;

static gboolean
read_person (BrikStore *store, gpointer data, GError **error)
{
  PersonQuery *query = data;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT name, email FROM person WHERE municipality_id = ? AND id = ?",
                      "ss", query->session->municipality, query->session->person);

  if (rows == NULL || !brik_rows_next (rows, error))
    return FALSE;
  query->name = g_strdup (brik_rows_text (rows, 0));
  query->email = g_strdup (or_empty (brik_rows_text (rows, 1)));
  return TRUE;
}

BrikHttpResponse *
brik_page_first_login_get (BrikPortal *portal, BrikHttpRequest *request)
{
  PersonQuery query = { .session = brik_http_request_get_caller (request) };
  gboolean read;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  g_autofree char *name = NULL;
  g_autofree char *email = NULL;

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  read = brik_books_read (brik_portal_get_books (portal), read_person, &query, &error);
  name = query.name;
  email = query.email;
  return read ? render_form (page, name, email)
              : brik_page_fail (portal, request, brik_page_status_of (error), error);
}

BrikHttpResponse *
brik_page_first_login_post (BrikPortal *portal, BrikHttpRequest *request)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikPage) page = brik_page_open (portal, request, &error);
  g_auto (Answers) answers = { 0 };
  g_autofree char *token = NULL;
  BrikHttpResponse *response;

  if (page == NULL)
    return brik_page_fail (portal, request, brik_page_status_of (error), error);
  read_answers (request, &answers);
  if (!check_answers (page, &answers))
    return render_form (page, answers.name, answers.email);
  if (!brik_login_complete (brik_portal_get_books (portal), page->session, answers.password, answers.name,
                            answers.email, page->now_us, &token, &error))
    {
      if (g_error_matches (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_EXPIRED))
        return brik_http_response_new_redirect ("/log-in?ended=1");
      if (!brik_error_is_duplicate (error))
        return brik_page_fail (portal, request, brik_page_status_of (error), error);
      add_problem (page, "email_problem", N_ ("Another user has that e-mail address."));
      return render_form (page, answers.name, answers.email);
    }
  response = brik_http_response_new_redirect ("/accounts");
  brik_page_set_cookie (portal, request, response, BRIK_PAGE_COOKIE_SESSION, token);
  return response;
}
