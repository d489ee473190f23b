/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync-fixture.h"

/* The portal's certificate is for 2090 to 2119, and signed by somebody who is trusted: today's machine calls
 * it not yet valid, as one whose clock is dead calls today's. */
#define IN_2100 (G_GINT64_CONSTANT (4102444800) * G_USEC_PER_SEC)
#define IN_2120 (G_GINT64_CONSTANT (4733510400) * G_USEC_PER_SEC)

static gboolean
enrols (Fixture *fixture)
{
  g_autofree char *address = g_strdup_printf ("https://127.0.0.1:%u", fixture->portal->port);
  g_autoptr (GError) error = NULL;
  gboolean enrolled = fixture_enrol (fixture, address, FAKE_PORTAL_CODE, &error);

  g_test_message ("%s", enrolled ? "enrolled" : error->message);
  return enrolled;
}

static void
speak_tls (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  fake_portal_go_away (fixture->portal);
  fixture->portal->certificate = g_tls_certificate_new_from_file (AHEAD_PEM, &error);
  g_assert_no_error (error);
  fake_portal_come_back (fixture->portal);
}

/* The machine's clock and the till agree: what TLS says of the certificate stands. */
static void
test_agreed (Fixture *fixture, gconstpointer data)
{
  speak_tls (fixture);
  g_assert_false (enrols (fixture));
  g_assert_cmpuint (fixture->portal->n_requests[ROUTE_ENROL], ==, 0);
}

/* The till knows that its machine is wrong, and that the certificate has not ended. */
static void
test_dead_clock (Fixture *fixture, gconstpointer data)
{
  speak_tls (fixture);
  fixture->portal->clock_us = IN_2100 + G_TIME_SPAN_HOUR;
  brik_clock_begin (fixture->clock, NULL, IN_2100);
  g_assert_true (brik_clock_is_doubtful (fixture->clock));
  g_assert_true (enrols (fixture));
  g_assert_false (brik_clock_is_doubtful (fixture->clock));
}

/* One that has ended by what the till knows is refused, whatever the machine's clock says. */
static void
test_ended (Fixture *fixture, gconstpointer data)
{
  speak_tls (fixture);
  brik_clock_begin (fixture->clock, NULL, IN_2120);
  g_assert_false (enrols (fixture));
  g_assert_cmpuint (fixture->portal->n_requests[ROUTE_ENROL], ==, 0);
}

int
main (int argc, char **argv)
{
  g_autoptr (GTlsDatabase) trusted = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  trusted = g_tls_file_database_new (AHEAD_PEM, &error);
  g_assert_no_error (error);
  g_tls_backend_set_default_database (g_tls_backend_get_default (), trusted);

#define ADD(name, function)                                                                                  \
  g_test_add ("/sync/tls/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("agreed", test_agreed);
  ADD ("dead-clock", test_dead_clock);
  ADD ("ended", test_ended);
  return g_test_run ();
}
