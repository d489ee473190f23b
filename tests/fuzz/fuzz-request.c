/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz-portal.h"
#include "fuzz.h"

#include "portal/brik-audit.h"
#include "portal/brik-http-private.h"
#include "portal/brik-session.h"
#include "portal/brik-till.h"
#include "wire/brik-request.h"

#include <stdlib.h>
#include <string.h>

/* A request to the portal, as it comes out of the HTTP library: a line of letters that say who asks, one with
 * method and target, the headers, an empty line, the body. 'm' is Maja's session, 'a' Alma's, 'n' Noah's
 * first log-in; 't' puts the session's token before the form; 's' is signed by a till. */
const gsize fuzz_longest = 8 * 1024;

/* In a request now and then; raw in a page it would be a hole. */
static const char *const holes[] = { "<script", "<zz", "\"zz=" };

typedef struct
{
  char letter;
  const char *person;
  const char *card;
  char *token;
  char *csrf;
} Caller;

static Caller callers[] = { { 'm', "maja", NULL, NULL, NULL },
                            { 'a', "alma", NULL, NULL, NULL },
                            { 'n', "noah", "noah-1", NULL, NULL } };
static BrikPublicKey public_key;
static BrikSecretKey secret_key;

static gboolean
begin_sessions (BrikStore *store, gpointer data, GError **error)
{
  g_autofree char *code = brik_till_make_code (store, "by", "norre-1", PORTAL_NOON_US, error);
  g_autofree char *till =
    code ? brik_till_enrol (store, "by", code, &public_key, PORTAL_NOON_US, error) : NULL;

  if (!till)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    {
      callers[i].token = brik_session_draw_token ();
      if (!brik_session_begin (store, "by", callers[i].person, callers[i].card, callers[i].card != NULL,
                               callers[i].token, PORTAL_NOON_US, error))
        return FALSE;
    }
  return TRUE;
}

static void
read_csrf (Caller *caller)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikSession) session =
    brik_session_find (brik_portal_get_books (fuzz_portal.portal), caller->token, PORTAL_NOON_US, &error);

  g_assert_no_error (error);
  caller->csrf = g_strdup (session->csrf);
}

static void
forget_callers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    {
      g_free (callers[i].token);
      g_free (callers[i].csrf);
    }
}

void
fuzz_prepare (void)
{
  fuzz_portal_open ();
  brik_key_pair_generate (&public_key, &secret_key);
  portal_fixture_write_books (&fuzz_portal, begin_sessions, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    read_csrf (&callers[i]);
  fuzz_portal_keep ();
  atexit (forget_callers);
}

static const Caller *
find_caller (const char *letters)
{
  for (guint i = 0; i < G_N_ELEMENTS (callers); i++)
    if (strchr (letters, callers[i].letter))
      return &callers[i];
  return NULL;
}

static void
sign (BrikHttpRequest *request)
{
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, PORTAL_NOON_US);
  g_autofree char *hex = NULL;
  BrikSignature signature;

  brik_request_sign (request->method, request->target, "norre-1", PORTAL_NOON_US, request->received->data,
                     request->received->len, &secret_key, &signature);
  hex = brik_bytes_to_hex (signature.bytes, sizeof signature.bytes);
  brik_http_request_take_header (request, BRIK_HEADER_TILL, "norre-1");
  brik_http_request_take_header (request, BRIK_HEADER_TIME, time);
  brik_http_request_take_header (request, BRIK_HEADER_SIGNATURE, hex);
}

static void
take_headers (BrikHttpRequest *request, FuzzInput *input)
{
  for (guint n = 0; n < 64; n++)
    {
      g_autofree char *line = fuzz_take_line (input);
      char *colon = strchr (line, ':');

      if (!*line)
        return;
      if (!colon || strchr (line, '\r'))
        continue;
      *colon = '\0';
      brik_http_request_take_header (request, line, g_strstrip (colon + 1));
    }
}

static void
take_body (BrikHttpRequest *request, const char *token, FuzzInput *input)
{
  if (token)
    {
      g_byte_array_append (request->received, (const guint8 *) "token=", strlen ("token="));
      g_byte_array_append (request->received, (const guint8 *) token, (guint) strlen (token));
      g_byte_array_append (request->received, (const guint8 *) "&", 1);
    }
  g_byte_array_append (request->received, input->at, (guint) fuzz_left (input));
}

/* NULL for what never comes as far as the router. */
static BrikHttpRequest *
read_request (FuzzInput *input, const Caller **caller)
{
  g_autofree char *letters = fuzz_take_line (input);
  g_autofree char *line = fuzz_take_line (input);
  char *target = strchr (line, ' ');
  BrikHttpRequest *request;

  *caller = find_caller (letters);
  if (!target)
    return NULL;
  *target++ = '\0';
  request = brik_http_request_new (line, target);
  request->peer = g_strdup ("192.0.2.1");
  request->arrived_us = g_get_monotonic_time ();
  request->is_last_try = TRUE;
  take_headers (request, input);
  take_body (request, *caller && strchr (letters, 't') ? (*caller)->csrf : NULL, input);
  if (*caller)
    {
      g_autofree char *cookie = g_strconcat ("brik-session=", (*caller)->token, NULL);

      brik_http_request_take_header (request, "Cookie", cookie);
    }
  if (strchr (letters, 's') && !strpbrk (request->method, "\r\n") && !strpbrk (request->target, "\r\n"))
    sign (request);
  if (brik_http_request_is_clear (request) && brik_http_request_read_target (request))
    return request;
  brik_http_request_free (request);
  return NULL;
}

/* What is anybody's business: not who tried to log in, nor when a session was last used. */
static char *
picture (void)
{
  static const char *const queries[] = {
    "SELECT group_concat (state || code_void || coalesce (code_hash, '')) FROM card",
    "SELECT group_concat (account_id || kind || period || limit_ore) FROM cap",
    "SELECT group_concat (balance_ore || state || n_postings) FROM account",
    "SELECT count (*) || ' ' || coalesce (sum (amount_ore), 0) FROM posting",
    "SELECT count (*) || ' ' FROM entry",
    "SELECT group_concat (coalesce (password_hash, '') || coalesce (email, '') || name) FROM person",
    "SELECT group_concat (guardian_id || person_id || state) FROM relation",
    "SELECT group_concat (till_id || state || hex (public_key)) FROM till_key",
    "SELECT count (*) || ' ' FROM till_interest",
  };

  return fuzz_portal_picture (queries, G_N_ELEMENTS (queries));
}

static void
check_body (BrikHttpResponse *response, const Caller *caller)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (response->body, &size);
  const char *type = brik_http_response_get_header (response, "Content-Type");
  g_autofree char *body = g_strndup (data ? data : "", size);

  if (!type || !g_str_has_prefix (type, "text/html"))
    return;
  g_assert_true (g_utf8_validate (body, -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (holes); i++)
    g_assert_null (strstr (body, holes[i]));
  /* Maja may see both; nobody else sees Noah but himself. */
  if (!caller || caller->letter == 'a')
    g_assert_null (strstr (body, "Noah Aziz"));
}

static void
check_answer (BrikHttpRequest *request, BrikHttpResponse *response, const Caller *caller, const char *before)
{
  g_autofree char *after = picture ();
  guint status = brik_http_response_get_status (response);

  g_assert_cmpuint (status, >=, 200);
  g_assert_cmpuint (status, <, 500);
  check_body (response, caller);
  if (g_str_equal (before, after))
    return;
  /* It has changed something: then it was asked to, by somebody who may, and said that it did. */
  g_assert_cmpuint (status, <, 400);
  g_assert_true (caller || g_hash_table_contains (request->headers, "brik-signature"));
  g_assert_cmpstr (request->method, !=, "HEAD");
  portal_fixture_assert_books (&fuzz_portal);
  fuzz_portal_put_back ();
}

/* A password costs a tenth of a second: most inputs leave that out. */
static gboolean
is_costly (const BrikHttpRequest *request, gsize size)
{
  return size % 16 != 0 && g_str_equal (request->method, "POST") && strstr (request->target, "log-in");
}

void
fuzz_try (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  const Caller *caller;
  BrikHttpRequest *request = read_request (&input, &caller);

  if (request && !is_costly (request, size))
    {
      g_autofree char *before = picture ();
      g_autoptr (BrikHttpResponse) response = brik_router_answer (fuzz_portal.portal, request);

      check_answer (request, response, caller, before);
    }
  g_clear_pointer (&request, brik_http_request_free);
}
