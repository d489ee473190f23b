/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include <stdio.h>
#include <unistd.h>

#include "figure.h"

/* Whether ten thousand clients that come and go, in every way of going, leave anything behind in the portal.
 */

#define WARM_UP 2000
#define RECONNECTS 10000
#define PATIENCE_US (20 * G_TIME_SPAN_SECOND)

/* What is said before going. */
static const char *const sayings[] = {
  "GET /log-in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
  "GET /log-in HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET /till/v1/changes HTTP/1.1\r\nHost: x\r\n\r\n",
  "GET /log-in HTTP/1.1\r\nHo",
  "POST /log-in HTTP/1.1\r\nHost: x\r\nContent-Length: 2000\r\n\r\nname=",
  "nonsense\r\n\r\n",
  "",
};

static guint
count_descriptors (void)
{
  g_autoptr (GDir) dir = g_dir_open ("/proc/self/fd", 0, NULL);
  guint n_descriptors = 0;

  while (g_dir_read_name (dir))
    n_descriptors++;
  return n_descriptors;
}

static double
measure_memory_mb (void)
{
  g_autofree char *text = NULL;
  long pages = 0;

  g_assert_true (g_file_get_contents ("/proc/self/statm", &text, NULL, NULL));
  g_assert_cmpint (sscanf (text, "%*d %ld", &pages), ==, 1);
  return (double) pages * (double) sysconf (_SC_PAGESIZE) / (1024 * 1024);
}

static void
come_and_go (PortalFixture *fixture, guint n_times)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  const char *address = brik_portal_get_address (fixture->portal) + strlen ("http://");

  for (guint i = 0; i < n_times; i++)
    {
      const char *saying = sayings[i % G_N_ELEMENTS (sayings)];
      g_autoptr (GSocketConnection) connection =
        g_socket_client_connect_to_host (client, address, 80, NULL, NULL);
      char heard[256];

      if (!connection)
        continue;
      g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), saying,
                                 strlen (saying), NULL, NULL, NULL);
      if (i % G_N_ELEMENTS (sayings) < 3)
        g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), heard, sizeof heard,
                             NULL, NULL);
    }
}

/* Who has left is noticed within a second or so. */
static guint
settle (guint n_before)
{
  gint64 until_us = g_get_monotonic_time () + PATIENCE_US;
  guint n_descriptors = count_descriptors ();

  while (n_descriptors > n_before && g_get_monotonic_time () < until_us)
    {
      g_usleep (100000);
      n_descriptors = count_descriptors ();
    }
  return n_descriptors;
}

int
main (void)
{
  PortalFixture fixture = { 0 };
  guint n_before;
  guint n_after;
  double before_mb;

  portal_fixture_set_up (&fixture, NULL);
  come_and_go (&fixture, WARM_UP);
  g_usleep (2 * G_USEC_PER_SEC);
  n_before = count_descriptors ();
  before_mb = measure_memory_mb ();
  come_and_go (&fixture, RECONNECTS);
  n_after = settle (n_before);
  figure_print ("portal: descriptors left by 10,000 reconnects", (double) n_after - (double) n_before, "",
                "≤ 0");
  figure_print ("portal: memory left by 10,000 reconnects", measure_memory_mb () - before_mb, "MB", "≤ 1");
  portal_fixture_tear_down (&fixture, NULL);
  return 0;
}
