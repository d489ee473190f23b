/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "openapi-person.h"

#include <string.h>

#include "portal/brik-session.h"

/* Before there is a session a cookie of the browser's own holds the form's token. */
#define FORM_TOKEN "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"

typedef struct
{
  const char *person;
  const char *token;
  gboolean first;
  gint64 now_us;
} Beginning;

static gboolean
begin (BrikStore *store, gpointer data, GError **error)
{
  Beginning *beginning = data;

  return brik_session_begin (store, "by", beginning->person, beginning->first ? "alma-1" : NULL,
                             beginning->first, beginning->token, beginning->now_us, error);
}

void
openapi_person_init (OpenApiPerson *person, PortalFixture *fixture, const char *id, gboolean first)
{
  g_autoptr (BrikSession) session = NULL;
  g_autoptr (GError) error = NULL;
  Beginning beginning = { .person = id, .first = first, .now_us = brik_clock_now (fixture->clock) };

  person->token = brik_session_draw_token ();
  beginning.token = person->token;
  portal_fixture_write_books (fixture, begin, &beginning);
  session =
    brik_session_find (brik_portal_get_books (fixture->portal), person->token, beginning.now_us, &error);
  g_assert_no_error (error);
  person->csrf = g_strdup (session->csrf);
}

void
openapi_person_clear (OpenApiPerson *person)
{
  g_clear_pointer (&person->token, g_free);
  g_clear_pointer (&person->csrf, g_free);
}

static void
copy_header (const char *name, const char *value, gpointer data)
{
  soup_message_headers_replace (data, name, value);
}

static OpenApiExchange *
write_down (OpenApiWalk *walk, SoupMessage *message, const char *target, const char *type, const char *body)
{
  OpenApiExchange *exchange = g_new0 (OpenApiExchange, 1);

  exchange->method = g_strdup (soup_message_get_method (message));
  exchange->target = g_strdup (target);
  exchange->sent_type = g_strdup (type);
  exchange->sent = g_strdup (body);
  exchange->status = soup_message_get_status (message);
  exchange->headers = soup_message_headers_ref (soup_message_get_response_headers (message));
  exchange->type = g_strdup (soup_message_headers_get_one (exchange->headers, "Content-Type"));
  g_ptr_array_add (walk->exchanges, exchange);
  return exchange;
}

guint
openapi_ask (OpenApiWalk *walk,
             const char *method,
             const char *target,
             const char *type,
             const char *body,
             SoupMessageHeaders *headers)
{
  g_autofree char *uri = g_strconcat (brik_portal_get_address (walk->fixture->portal), target, NULL);
  g_autoptr (SoupMessage) message = soup_message_new (method, uri);
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;
  OpenApiExchange *exchange;

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  if (headers != NULL)
    soup_message_headers_foreach (headers, copy_header, soup_message_get_request_headers (message));
  if (body != NULL)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (body, strlen (body));
      soup_message_set_request_body_from_bytes (message, type, bytes);
    }
  reply = soup_session_send_and_read (walk->fixture->session, message, NULL, &error);
  g_assert_no_error (error);
  exchange = write_down (walk, message, target, body != NULL ? type : NULL, body);
  exchange->body = g_bytes_get_size (reply) > 0
                     ? g_strndup (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply))
                     : g_strdup ("");
  return exchange->status;
}

guint
openapi_ask_page (OpenApiWalk *walk,
                  const OpenApiPerson *person,
                  const char *method,
                  const char *target,
                  const char *form)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autofree char *cookie =
    person != NULL ? g_strconcat ("brik-session=", person->token, NULL) : g_strdup ("brik-form=" FORM_TOKEN);
  g_autofree char *body = NULL;

  soup_message_headers_replace (headers, "Cookie", cookie);
  soup_message_headers_replace (headers, "Accept-Language", "en");
  if (form != NULL)
    body = strstr (form, "token=") != NULL
             ? g_strdup (form)
             : g_strconcat (form, *form != '\0' ? "&" : "",
                            "token=", person != NULL ? person->csrf : FORM_TOKEN, NULL);
  return openapi_ask (walk, method, target, "application/x-www-form-urlencoded", body, headers);
}

guint
openapi_ask_till (OpenApiWalk *walk,
                  PortalTill *till,
                  const char *method,
                  const char *target,
                  const char *body)
{
  g_autoptr (SoupMessageHeaders) headers =
    till != NULL ? portal_till_sign (till, method, target, body) : NULL;

  return openapi_ask (walk, method, target, "application/json", body, headers);
}

char *
openapi_make_batch (PortalTill *till, guint first, guint last)
{
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();

  for (guint i = first; i <= last; i++)
    g_ptr_array_add (batch, till->journal->pdata[i]);
  return brik_batch_to_json (batch);
}

char *
openapi_make_enrolment (const char *code)
{
  g_autofree char *key = NULL;
  BrikPublicKey public_key;
  BrikSecretKey secret_key;

  brik_key_pair_generate (&public_key, &secret_key);
  key = brik_bytes_to_hex (public_key.bytes, sizeof public_key.bytes);
  return g_strdup_printf ("{\"code\":\"%s\",\"key\":\"%s\"}", code, key);
}
