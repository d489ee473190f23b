/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/brik-limits.h"
#include "ledger-fixture.h"
#include "sync/brik-enrolment.h"
#include "sync/brik-portal-client.h"
#include "sync/brik-soup-transport.h"
#include "sync/brik-sync.h"

#include <gio/gio.h>
#include <stdlib.h>
#include <string.h>

/* Bytes that something answers which is not the portal, to a till that asks to be enrolled ('e' first) or for
 * anything else: what comes of it is a bounded answer or a sentence for the cashier, and soon. */
const gsize fuzz_longest = 4 * 1024;

#define DEADLINE_MS 15000

static Fixture fixture;
static GSocket *listener;
static GThread *thread;
static char *address;
static BrikPortalClient *client;
static GMutex lock;
static GBytes *bytes; /* of the input under way */

static void
answer_one (GSocket *connection)
{
  char request[2048];
  g_autoptr (GBytes) answer = NULL;
  gsize size;
  const char *data;

  g_mutex_lock (&lock);
  answer = bytes ? g_bytes_ref (bytes) : g_bytes_new_static ("", 0);
  g_mutex_unlock (&lock);
  g_socket_receive (connection, request, sizeof request, NULL, NULL);
  data = g_bytes_get_data (answer, &size);
  for (gsize sent = 0; sent < size;)
    {
      gssize n = g_socket_send (connection, data + sent, size - sent, NULL, NULL);

      if (n < 0)
        break;
      sent += (gsize) n;
    }
  g_socket_close (connection, NULL);
}

static gpointer
listen_on (gpointer data)
{
  while (TRUE)
    {
      g_autoptr (GSocket) connection = g_socket_accept (listener, NULL, NULL);

      if (!connection)
        return NULL;
      answer_one (connection);
    }
}

static void
open_listener (void)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) wanted = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) given = NULL;
  g_autoptr (GError) error = NULL;

  listener = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_DEFAULT, &error);
  g_assert_no_error (error);
  g_assert_true (g_socket_bind (listener, wanted, TRUE, &error) && g_socket_listen (listener, &error));
  given = g_socket_get_local_address (listener, NULL);
  address =
    g_strdup_printf ("http://127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (given)));
  thread = g_thread_new ("portal", listen_on, NULL);
}

static void
tear_down (void)
{
  g_socket_shutdown (listener, TRUE, TRUE, NULL);
  g_thread_join (thread);
  g_object_unref (listener);
  g_object_unref (client);
  g_clear_pointer (&bytes, g_bytes_unref);
  g_free (address);
  fixture_tear_down (&fixture, NULL);
}

void
fuzz_prepare (void)
{
  g_autoptr (BrikTransport) transport = NULL;

  brik_seal_init ();
  fixture_set_up (&fixture, NULL);
  fixture_open (&fixture);
  open_listener ();
  transport = brik_soup_transport_new (fixture.clock);
  client = brik_portal_client_new (fixture.ledger, fixture.clock, transport);
  atexit (tear_down);
}

static void
on_ready (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (!*result)
    g_main_context_iteration (NULL, TRUE);
  return *result;
}

static void
check_failure (const GError *error)
{
  g_assert_true (error->domain == BRIK_SYNC_ERROR || error->domain == BRIK_LEDGER_ERROR);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
try_enrolment (void)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  brik_enrolment_async (client, fixture.ledger, address, "ABCD-EFGH", NULL, on_ready, &result);
  if (!brik_enrolment_finish (client, wait_for (&result), &error))
    check_failure (error);
}

static void
try_question (void)
{
  const BrikPortalRequest request = { .method = "GET",
                                      .target = "/till/v1/changes",
                                      .max_answer = BRIK_LIMIT_RECEIPT,
                                      .deadline_ms = DEADLINE_MS,
                                      .portal = address };
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GBytes) answer = NULL;
  g_autoptr (GError) error = NULL;
  BrikExchangeTimes times;

  brik_portal_client_send_async (client, &request, NULL, on_ready, &result);
  answer = brik_portal_client_send_finish (client, wait_for (&result), &times, &error);
  g_assert_cmpuint (brik_portal_client_get_retry_after (result), <=, BRIK_LIMIT_RETRY_AFTER_S);
  g_assert_cmpint (times.answered_us, >=, times.asked_us);
  if (!answer)
    check_failure (error);
  else
    g_assert_cmpuint (g_bytes_get_size (answer), <=, BRIK_LIMIT_RECEIPT);
}

void
fuzz_try (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  gboolean enrols = fuzz_take_byte (&input) == 'e';
  gint64 began_us = g_get_monotonic_time ();

  g_mutex_lock (&lock);
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = g_bytes_new (input.at, fuzz_left (&input));
  g_mutex_unlock (&lock);
  if (enrols)
    try_enrolment ();
  else
    try_question ();
  /* The peer has closed: it must not be waited for. */
  g_assert_cmpint (g_get_monotonic_time () - began_us, <, DEADLINE_MS * G_TIME_SPAN_MILLISECOND - 1);
  while (g_main_context_iteration (NULL, FALSE))
    continue;
}
