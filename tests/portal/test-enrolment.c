/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include "core/brik-limits.h"
#include "portal/brik-till.h"
#include "wire/brik-api.h"
#include "wire/brik-request.h"

static PortalTill *
stranger_new (PortalFixture *fixture)
{
  PortalTill *till = g_new0 (PortalTill, 1);

  till->fixture = fixture;
  till->id = g_strdup ("norre-1");
  till->place = g_strdup ("norre");
  till->journal = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_sealed_line_free);
  brik_key_pair_generate (&till->public_key, &till->secret_key);
  return till;
}

static void
assert_enrol (PortalTill *till, const char *code, guint status)
{
  g_auto (PortalAnswer) answer = portal_till_enrol (till, code);

  g_assert_cmpuint (answer.status, ==, status);
}

static void
assert_changes (PortalTill *till, guint status)
{
  g_auto (PortalAnswer) answer = portal_till_ask (till, "GET", BRIK_API_CHANGES, NULL);

  g_assert_cmpuint (answer.status, ==, status);
}

/* One use; a lost reply burns nothing; hyphen, case and look-alikes do not matter. */
static void
test_code (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = stranger_new (fixture);
  g_autoptr (PortalTill) other = stranger_new (fixture);
  g_autofree char *code = portal_fixture_code (fixture, "norre-1");

  assert_enrol (till, "0000-0000", 403);
  assert_changes (till, 401);
  assert_enrol (till, code, 200);
  assert_changes (till, 200);
  assert_enrol (till, code, 200);
  assert_enrol (other, code, 403);
  assert_changes (other, 401);
  brik_clock_advance_fake (fixture->clock, BRIK_ENROLMENT_CODE_US);
  assert_enrol (till, code, 410);
}

static void
test_typed (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = stranger_new (fixture);
  g_autofree char *code = portal_fixture_code (fixture, "norre-1");
  g_autoptr (GString) typed = g_string_new (" ");

  for (const char *p = code; *p; p++)
    g_string_append_c (typed, *p == '0' ? 'o' : *p == '1' ? 'l' : *p == '-' ? ' ' : g_ascii_tolower (*p));
  assert_enrol (till, typed->str, 200);
}

static void
test_expired (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = stranger_new (fixture);
  g_autofree char *code = portal_fixture_code (fixture, "norre-1");
  g_autofree char *newer = NULL;

  brik_clock_advance_fake (fixture->clock, BRIK_ENROLMENT_CODE_US);
  assert_enrol (till, code, 410);
  newer = portal_fixture_code (fixture, "norre-1");
  assert_enrol (till, code, 403);
  assert_enrol (till, newer, 200);
}

static void
test_malformed (PortalFixture *fixture, gconstpointer data)
{
  static const char *const bodies[] = { "", "{}", "{\"code\":1,\"key\":\"\"}",
                                        "{\"code\":\"A\",\"key\":\"zz\"}",
                                        "{\"code\":\"A\",\"key\":\"00\"}" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_auto (PortalAnswer) answer = portal_fixture_ask (fixture, "POST", BRIK_API_ENROL, bodies[i], NULL);

      g_assert_cmpuint (answer.status, ==, 400);
    }
}

typedef struct
{
  PortalTill *till;
  const char *target_signed;
  const char *body_signed;
  gint64 skew_us;
  const char *leave_out;
} Forgery;

/* Asks for the changes with a signature over something else. */
static PortalAnswer
ask_forged (const Forgery *forgery)
{
  PortalTill *till = forgery->till;
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  const char *target = forgery->target_signed ? forgery->target_signed : BRIK_API_CHANGES;
  const char *body = forgery->body_signed ? forgery->body_signed : "";
  gint64 time_us = brik_clock_now (till->fixture->clock) + forgery->skew_us;
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, time_us);
  g_autofree char *hex = NULL;
  BrikSignature signature;

  brik_request_sign ("GET", target, till->id, time_us, body, strlen (body), &till->secret_key, &signature);
  hex = brik_bytes_to_hex (signature.bytes, sizeof signature.bytes);
  soup_message_headers_replace (headers, BRIK_HEADER_TILL, till->id);
  soup_message_headers_replace (headers, BRIK_HEADER_TIME, time);
  soup_message_headers_replace (headers, BRIK_HEADER_SIGNATURE, hex);
  if (forgery->leave_out)
    soup_message_headers_remove (headers, forgery->leave_out);
  return portal_fixture_ask (till->fixture, "GET", BRIK_API_CHANGES, NULL, headers);
}

static void
test_signature (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) stranger = stranger_new (fixture);
  const gint64 limit_us = BRIK_LIMIT_CLOCK_SKEW_S * G_USEC_PER_SEC;
  const struct
  {
    Forgery forgery;
    guint status;
  } cases[] = {
    { { till }, 200 },
    { { till, .skew_us = limit_us }, 200 },
    { { till, .skew_us = -limit_us }, 200 },
    { { till, .skew_us = limit_us + 1 }, 401 },
    { { till, .skew_us = -limit_us - 1 }, 401 },
    { { till, .target_signed = BRIK_API_CHANGES "?after=1" }, 401 },
    { { till, .body_signed = "x" }, 401 },
    { { till, .leave_out = BRIK_HEADER_TILL }, 401 },
    { { till, .leave_out = BRIK_HEADER_TIME }, 401 },
    { { till, .leave_out = BRIK_HEADER_SIGNATURE }, 401 },
    { { stranger }, 401 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (PortalAnswer) answer = ask_forged (&cases[i].forgery);

      g_assert_cmpuint (answer.status, ==, cases[i].status);
      /* From which the till learns by how much its clock is off. */
      if (answer.status == 401)
        g_assert_nonnull (strstr (answer.text, "\"time\":1795161600000000"));
    }
}

typedef struct
{
  PortalFixture *fixture;
  const char *till;
} Revocation;

static gboolean
revoke_till (BrikStore *store, gpointer data, GError **error)
{
  Revocation *revocation = data;

  return brik_till_revoke (store, "by", revocation->till, brik_clock_now (revocation->fixture->clock), error);
}

/* A stolen till hears nothing more, and what it sends is kept for the office but books nothing. */
static void
test_revoked (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autofree char *code = NULL;
  g_auto (PortalAnswer) answer = { 0 };

  portal_till_send (till, 0, 0);
  assert_changes (till, 200);
  portal_fixture_write_books (fixture, revoke_till, &(Revocation){ fixture, "norre-1" });
  assert_changes (till, 403);

  portal_till_sell (till, "alma", 1, NULL);
  answer = portal_till_push_raw (till, 1, 1);
  g_assert_cmpuint (answer.status, ==, 403);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM entry WHERE why = 'key-revoked'"),
                   ==, 1);
  g_assert_cmpint (portal_fixture_number (fixture, "SELECT count (*) FROM held"), ==, 0);
  g_assert_cmpint (portal_fixture_balance (fixture, "alma"), ==, 10000);

  /* Its key never becomes good again. */
  code = portal_fixture_code (fixture, "norre-1");
  assert_enrol (till, code, 403);
  brik_key_pair_generate (&till->public_key, &till->secret_key);
  assert_enrol (till, code, 200);
  assert_changes (till, 200);
  portal_fixture_assert_books (fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  portal_test ("/portal/enrolment/code", test_code);
  portal_test ("/portal/enrolment/typed", test_typed);
  portal_test ("/portal/enrolment/expired", test_expired);
  portal_test ("/portal/enrolment/malformed", test_malformed);
  portal_test ("/portal/enrolment/signature", test_signature);
  portal_test ("/portal/enrolment/revoked", test_revoked);

  return g_test_run ();
}
