/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include <signal.h>

/* The program itself, beside a serving portal. */

static const char *program;

typedef struct
{
  int status;
  char *out;
  char *err;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->out);
  g_free (outcome->err);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static Outcome
run (PortalFixture *fixture, const char *command, const char *argument)
{
  const char *const arguments[] = { program, command, "--database", fixture->database, argument, NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  Outcome outcome = { 0 };

  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &outcome.out, &outcome.err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  outcome.status = g_subprocess_get_exit_status (process);
  return outcome;
}

static void
test_usage (PortalFixture *fixture, gconstpointer data)
{
  g_auto (Outcome) unknown = run (fixture, "dance", NULL);
  g_auto (Outcome) missing = run (fixture, "import", NULL);
  g_auto (Outcome) help = run (fixture, "--help", NULL);

  g_assert_cmpint (unknown.status, ==, 2);
  g_assert_cmpint (missing.status, ==, 2);
  g_assert_nonnull (strstr (unknown.err, "enrol-code TILL"));
  g_assert_cmpint (help.status, ==, 0);
  g_assert_nonnull (strstr (help.out, "enrol-code TILL"));
}

static void
test_enrol_code (PortalFixture *fixture, gconstpointer data)
{
  g_auto (Outcome) code = { 0 };
  g_auto (Outcome) wrong = run (fixture, "enrol-code", "no-such");

  /* The portal's clock in this test is not the machine's. */
  brik_clock_set_fake (fixture->clock, g_get_real_time ());
  code = run (fixture, "enrol-code", "norre-2");
  g_assert_cmpint (code.status, ==, 0);
  g_assert_true (g_regex_match_simple ("^[0-9A-Z]{4}-[0-9A-Z]{4}\n$", code.out, 0, 0));
  g_assert_cmpint (wrong.status, ==, 1);
  g_assert_cmpstr (wrong.err, ==,
                   "brik-portal: There is no till \"no-such\". Its id is the one in tills.csv.\n");
}

static void
test_import (PortalFixture *fixture, gconstpointer data)
{
  g_auto (Outcome) good = run (fixture, "import", fixture->files);
  g_auto (Outcome) bad = { 0 };

  g_assert_cmpint (good.status, ==, 0);
  portal_fixture_write (fixture, "kinds.csv", "id,name\n,Uden navn\n");
  bad = run (fixture, "import", fixture->files);
  g_assert_cmpint (bad.status, ==, 1);
  g_assert_true (g_str_has_prefix (bad.err, "kinds.csv:2: id \"\" is no id"));
  g_assert_true (g_str_has_suffix (bad.err, "brik-portal: nothing was loaded\n"));
}

static gboolean
falsify (BrikStore *store, gpointer data, GError **error)
{
  return brik_store_run (store, error, "UPDATE account SET balance_ore = balance_ore + 1 WHERE id = 'alma'",
                         "");
}

static void
test_audit (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_auto (Outcome) right = { 0 };
  g_auto (Outcome) wrong = { 0 };

  portal_till_sell (till, "alma", 1, NULL);
  portal_till_send (till, 0, 1);
  right = run (fixture, "audit", NULL);
  g_assert_cmpstr (right.out, ==, "the books are in order\n");
  g_assert_cmpint (right.status, ==, 0);

  portal_fixture_write_books (fixture, falsify, NULL);
  wrong = run (fixture, "audit", NULL);
  g_assert_cmpstr (
    wrong.out, ==,
    "the balance kept is not the sum of the bookings of account alma: 8751 kept, 8750 booked\n");
  g_assert_cmpint (wrong.status, ==, 1);
}

/* A till that is shut out by the command is refused by the portal that runs, within two seconds. */
static void
test_revoke (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_auto (Outcome) outcome = run (fixture, "revoke-till", "norre-1");
  gint64 until_us = g_get_monotonic_time () + 2 * G_TIME_SPAN_SECOND;
  guint status = 200;

  g_assert_cmpint (outcome.status, ==, 0);
  while (status == 200 && g_get_monotonic_time () < until_us)
    {
      g_auto (PortalAnswer) answer = portal_till_ask (till, "GET", "/till/v1/changes", NULL);

      status = answer.status;
    }
  g_assert_cmpuint (status, ==, 403);
}

/* Serving begins with a line that says where, and ends in order on SIGTERM. */
static void
test_serve (PortalFixture *fixture, gconstpointer data)
{
  g_autofree char *database = g_build_filename (fixture->directory, "empty.db", NULL);
  g_autoptr (GSubprocess) process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, program,
                      "serve", "--database", database, "--listen", "127.0.0.1:0", NULL);
  g_autoptr (GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  g_autofree char *line = g_data_input_stream_read_line (out, NULL, NULL, NULL);
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autofree char *uri = NULL;

  g_assert_true (g_str_has_prefix (line, "listening on http://127.0.0.1:"));
  uri = g_strconcat (line + strlen ("listening on "), "/till/v1/changes", NULL);
  message = soup_message_new ("GET", uri);
  reply = soup_session_send_and_read (fixture->session, message, NULL, NULL);
  g_assert_cmpuint (soup_message_get_status (message), ==, 401);

  g_subprocess_send_signal (process, SIGTERM);
  g_assert_true (g_subprocess_wait (process, NULL, NULL));
  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];

  portal_test ("/portal/command/usage", test_usage);
  portal_test ("/portal/command/enrol-code", test_enrol_code);
  portal_test ("/portal/command/import", test_import);
  portal_test ("/portal/command/audit", test_audit);
  portal_test ("/portal/command/revoke", test_revoke);
  portal_test ("/portal/command/serve", test_serve);

  return g_test_run ();
}
