/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include <fcntl.h>
#include <unistd.h>

#include "figure.h"
#include "wire/brik-api.h"
#include "wire/brik-request.h"

/* What a sale costs at the portal, from the request's first byte to the answer's last, beside what the disk
 * needs to append 4 KiB. The requests are written before the clock starts, and the client is a bare socket:
 * what is measured is the portal. The yardsticks are taken in turns with what they measure. */

#define ROUNDS 5
#define SALES 100 /* of one client in a round */
#define MANY 640
#define QUEUED 10000 /* of a till that was offline */
#define ACCOUNTS 2000
#define MAX_CLIENTS 64
#define LINES 4
#define BLOCK 4096

/* Requests, written beforehand */

static guint
seal_sale (PortalTill *till)
{
  static const char *const names[LINES] = { "Dagens ret", "Ostehaps", "Yoghurt", "Stor grønbolle" };
  BrikEntry *entry = portal_till_entry (till, BRIK_ENTRY_SALE);

  entry->id = brik_id_new ();
  entry->account = g_strdup_printf ("p%d", g_random_int_range (0, ACCOUNTS));
  entry->card = g_strconcat (entry->account, "-1", NULL);
  entry->basket = brik_basket_new ();
  for (guint i = 0; i < LINES; i++)
    {
      g_autofree char *id = g_strdup_printf ("vare-%02u", i);

      brik_basket_add (entry->basket, id, names[i], 1 + (gint) i % 2, 100 + 10 * i, i % 2 ? 0 : 2500, NULL);
    }
  entry->total_ore = brik_basket_get_total (entry->basket);
  return portal_till_seal (till, entry);
}

static char *
write_request (PortalTill *till, guint first, guint last)
{
  g_autoptr (GPtrArray) batch = g_ptr_array_new ();
  gint64 time_us = brik_clock_now (till->fixture->clock);
  g_autofree char *body = NULL;
  g_autofree char *hex = NULL;
  BrikSignature signature;

  for (guint i = first; i <= last; i++)
    g_ptr_array_add (batch, g_ptr_array_index (till->journal, i));
  body = brik_batch_to_json (batch);
  brik_request_sign ("POST", BRIK_API_ENTRIES, till->id, time_us, body, strlen (body), &till->secret_key,
                     &signature);
  hex = brik_bytes_to_hex (signature.bytes, sizeof signature.bytes);
  return g_strdup_printf ("POST " BRIK_API_ENTRIES " HTTP/1.1\r\nHost: portal\r\n" BRIK_HEADER_TILL
                          ": %s\r\n" BRIK_HEADER_TIME ": %" G_GINT64_FORMAT "\r\n" BRIK_HEADER_SIGNATURE
                          ": %s\r\nContent-Type: application/json\r\nContent-Length: %" G_GSIZE_FORMAT
                          "\r\n\r\n%s",
                          till->id, time_us, hex, strlen (body), body);
}

/* Sales of one till, in batches of @batch. (element-type utf8) */
static GPtrArray *
write_sales (PortalTill *till, guint n_sales, guint batch)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func (g_free);
  guint first = till->journal->len;

  for (guint i = 0; i < n_sales; i++)
    seal_sale (till);
  for (guint i = 0; i < n_sales; i += batch)
    g_ptr_array_add (requests, write_request (till, first + i, first + MIN (i + batch, n_sales) - 1));
  return requests;
}

/* The client */

/* From an address of its own, for the portal takes only so many connections from one. */
static GSocketConnection *
dial (PortalFixture *fixture)
{
  static gint n_dialled = 0;
  g_autofree char *from = g_strdup_printf ("127.0.0.%d", 2 + g_atomic_int_add (&n_dialled, 1) % 200);
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new_from_string (from, 0);
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_local_address (client, local);
  connection = g_socket_client_connect_to_host (
    client, brik_portal_get_address (fixture->portal) + strlen ("http://"), 80, NULL, &error);
  if (!connection)
    g_error ("%s", error->message);
  return connection;
}

/* One request and its whole answer, which must be 200. */
static void
exchange (GSocketConnection *connection, const char *request)
{
  char buffer[32768];
  gsize held = 0;
  const char *body = NULL;
  gsize wanted = 0;

  if (!g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), request,
                                  strlen (request), NULL, NULL, NULL))
    g_error ("the portal does not listen");
  while (!body || held < (gsize) (body - buffer) + wanted)
    {
      gssize n = g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)), buffer + held,
                                      sizeof buffer - 1 - held, NULL, NULL);
      const char *length;

      if (n <= 0)
        g_error ("the portal does not answer");
      held += (gsize) n;
      buffer[held] = '\0';
      body = strstr (buffer, "\r\n\r\n");
      length = strstr (buffer, "Content-Length: ");
      if (body)
        {
          body += 4;
          wanted = g_ascii_strtoull (length + strlen ("Content-Length: "), NULL, 10);
        }
    }
  if (!g_str_has_prefix (buffer, "HTTP/1.1 200 ") || !strstr (body, "\"booked\"") ||
      strstr (body, "set-aside"))
    g_error ("%s", buffer);
}

typedef struct
{
  PortalFixture *fixture;
  GPtrArray *requests;
  double *latencies_us;
} Client;

static gpointer
run_client (gpointer data)
{
  Client *client = data;
  g_autoptr (GSocketConnection) connection = dial (client->fixture);

  for (guint i = 0; i < client->requests->len; i++)
    {
      gint64 began_us = g_get_monotonic_time ();

      exchange (connection, g_ptr_array_index (client->requests, i));
      if (client->latencies_us)
        client->latencies_us[i] = (double) (g_get_monotonic_time () - began_us);
    }
  return NULL;
}

/* Figures */

static void
measure_append (PortalFixture *fixture, Series *series)
{
  static const char block[BLOCK];
  g_autofree char *path = g_build_filename (fixture->directory, "yardstick", NULL);
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND, 0600);

  series_begin_round (series);
  for (guint i = 0; i < SALES; i++)
    {
      double began_us = figure_now_us ();

      if (write (fd, block, sizeof block) != sizeof block || fdatasync (fd) != 0)
        g_error ("the yardstick cannot be written");
      series_add (series, figure_now_us () - began_us);
    }
  close (fd);
}

static void
measure_one (PortalFixture *fixture, PortalTill *till, Series *series)
{
  g_autoptr (GPtrArray) requests = write_sales (till, SALES, 1);
  double values[SALES];
  Client client = { fixture, requests, values };

  run_client (&client);
  series_begin_round (series);
  for (guint i = 0; i < SALES; i++)
    series_add (series, values[i]);
}

/* Sales per second of @n_clients tills at once. */
static void
measure_many (PortalFixture *fixture, PortalTill **tills, guint n_clients, guint max_group, Series *series)
{
  Client clients[MAX_CLIENTS];
  GThread *threads[MAX_CLIENTS];
  guint n_sales = MANY / n_clients;
  double began_us;
  double seconds;

  brik_books_set_max_group (brik_portal_get_books (fixture->portal), max_group);
  for (guint i = 0; i < n_clients; i++)
    clients[i] = (Client){ fixture, write_sales (tills[i], n_sales, 1), NULL };
  began_us = figure_now_us ();
  for (guint i = 0; i < n_clients; i++)
    threads[i] = g_thread_new ("client", run_client, &clients[i]);
  for (guint i = 0; i < n_clients; i++)
    g_thread_join (threads[i]);
  seconds = (figure_now_us () - began_us) / 1e6;
  for (guint i = 0; i < n_clients; i++)
    g_ptr_array_unref (clients[i].requests);
  brik_books_set_max_group (brik_portal_get_books (fixture->portal), BRIK_BOOKS_MAX_GROUP);
  series_begin_round (series);
  series_add (series, n_clients * n_sales / seconds);
}

/* Milliseconds that a till needs to send what it sold while offline. */
static void
measure_queued (PortalFixture *fixture, PortalTill *till, guint batch, Series *series)
{
  g_autoptr (GPtrArray) requests = write_sales (till, QUEUED, batch);
  Client client = { fixture, requests, NULL };
  double began_us = figure_now_us ();

  run_client (&client);
  series_begin_round (series);
  series_add (series, (figure_now_us () - began_us) / 1000);
}

/* Accounts as many as a town has, for each to have the sales a person has. */
static void
import_town (PortalFixture *fixture)
{
  g_autoptr (GString) people =
    g_string_new ("id,name,email,cpr,address,postcode,city,phone,buyer,school,class,photo\n");
  g_autoptr (GString) accounts = g_string_new ("id,person,name,opening_balance,overdraft,state\n");
  g_autoptr (GString) tills = g_string_new ("id,name,place\n");
  g_autoptr (GPtrArray) problems = NULL;

  for (guint i = 0; i < MAX_CLIENTS; i++)
    g_string_append_printf (tills, "till-%u,Kasse %u,norre\n", i, i);
  for (guint i = 0; i < ACCOUNTS; i++)
    {
      g_string_append_printf (people, "p%u,Person %u,,,,,,,pupil,,,\n", i, i);
      g_string_append_printf (accounts, "p%u,p%u,Kort,1000,0,active\n", i, i);
    }
  portal_fixture_write (fixture, "people.csv", people->str);
  portal_fixture_write (fixture, "accounts.csv", accounts->str);
  portal_fixture_write (fixture, "tills.csv", tills->str);
  problems = portal_fixture_import (fixture);
  if (problems)
    g_error ("%s", (char *) g_ptr_array_index (problems, 0));
}

static void
print (const char *name, Series *values, const char *unit, Series *yardsticks, const char *goal)
{
  figure_print_beside (name, series_percentile (values, 50), unit, series_percentile (yardsticks, 50), goal);
}

static void
measure (PortalFixture *fixture, PortalTill **tills)
{
  static const guint n_clients[] = { 8, MAX_CLIENTS };
  g_autoptr (Series) append = series_new ();
  g_autoptr (Series) one = series_new ();
  g_autoptr (Series) batches = series_new ();
  g_autoptr (Series) singly = series_new ();
  g_autoptr (GPtrArray) many = g_ptr_array_new_with_free_func ((GDestroyNotify) series_free);
  g_autoptr (GPtrArray) alone = g_ptr_array_new_with_free_func ((GDestroyNotify) series_free);

  for (guint i = 0; i < G_N_ELEMENTS (n_clients); i++)
    {
      g_ptr_array_add (many, series_new ());
      g_ptr_array_add (alone, series_new ());
    }
  for (guint round = 0; round < ROUNDS; round++)
    {
      measure_append (fixture, append);
      measure_one (fixture, tills[0], one);
      for (guint i = 0; i < G_N_ELEMENTS (n_clients); i++)
        {
          measure_many (fixture, tills, n_clients[i], BRIK_BOOKS_MAX_GROUP, many->pdata[i]);
          measure_many (fixture, tills, n_clients[i], 1, alone->pdata[i]);
        }
      measure_queued (fixture, tills[1], 100, batches);
      measure_queued (fixture, tills[2], 1, singly);
    }

  print ("portal: a sale of 4 lines over HTTP, durable, p50", one, "µs", append, "≤ 2.0 ×");
  print ("portal: 8 clients, beside one commit a request", many->pdata[0], "1/s", alone->pdata[0], "≥ 2.2 ×");
  print ("portal: 64 clients, beside one commit a request", many->pdata[1], "1/s", alone->pdata[1],
         "≥ 2.2 ×");
  print ("portal: 10,000 queued sales, beside one a request", batches, "ms", singly, "≤ 0.08 ×");
}

int
main (void)
{
  PortalFixture fixture = { 0 };
  PortalTill *tills[MAX_CLIENTS];

  portal_fixture_set_up (&fixture, NULL);
  import_town (&fixture);
  for (guint i = 0; i < MAX_CLIENTS; i++)
    {
      g_autofree char *id = g_strdup_printf ("till-%u", i);

      tills[i] = portal_till_new (&fixture, id, "norre");
      portal_till_send (tills[i], 0, 0);
    }
  measure (&fixture, tills);
  for (guint i = 0; i < MAX_CLIENTS; i++)
    portal_till_free (tills[i]);
  portal_fixture_tear_down (&fixture, NULL);
  return 0;
}
