/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal-fixture.h"

#include <errno.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "core/brik-limits.h"
#include "wire/brik-api.h"
#include "wire/brik-request.h"

/* Clients that are slow, huge, malformed and very many, against the whole portal. Whatever they do, a till
 * and a browser are served meanwhile, the portal stands, and its books are in order. */

#define N_HONEST 8
/* Far above what it takes on a busy machine with sanitizers, and far below any time-out. */
#define BOUND_US (8 * G_TIME_SPAN_SECOND)
#define PER_ADDRESS 50
#define CROWD 2000
#define SMALL_CROWD 1000 /* in a plain run: as many as there is room for, and then some */

/**
 * Attacker:
 * @ready: what it set up is in place
 * @stop: it is to end
 *
 * Hostile clients, on a thread of their own.
 */
typedef struct
{
  PortalFixture *fixture;
  PortalTill *till; /* whose key they have; NULL for none */
  const struct _Attack *attack;
  guint16 port;
  GArray *fds;
  int ready;
  int stop;
  guint n_connections;
} Attacker;

typedef struct _Attack
{
  const char *name;
  guint n_connections;
  const char *begin; /* what each says first, once */
  gsize begin_size;
  const char *go_on; /* and now and then */
  void (*say) (Attacker *attacker, int fd, guint n);
  gboolean again; /* it says so again when it was answered */
} Attack;

/* From one of many addresses of this machine. */
static int
dial (Attacker *attacker, guint n)
{
  guint address = 2 + n / PER_ADDRESS;
  struct sockaddr_in from = { .sin_family = AF_INET, .sin_addr.s_addr = htonl (0x7f010000 + address) };
  struct sockaddr_in to = { .sin_family = AF_INET,
                            .sin_addr.s_addr = htonl (INADDR_LOOPBACK),
                            .sin_port = htons (attacker->port) };
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (bind (fd, (struct sockaddr *) &from, sizeof from), ==, 0);
  g_assert_true (connect (fd, (struct sockaddr *) &to, sizeof to) == 0 || errno == EINPROGRESS);
  attacker->n_connections++;
  return fd;
}

/* What does not go at once is not said: these are in no hurry. */
static void
say (int fd, const void *bytes, gsize size)
{
  struct pollfd writable = { .fd = fd, .events = POLLOUT };

  if (poll (&writable, 1, 200) == 1 && send (fd, bytes, size, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
    g_assert_true (errno == EPIPE || errno == ECONNRESET || errno == EAGAIN || errno == ECONNREFUSED);
}

static gboolean
is_over (int fd)
{
  struct pollfd fds = { .fd = fd, .events = POLLRDHUP };

  return poll (&fds, 1, 0) == 1 && (fds.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
}

/* Whether anything came. */
static gboolean
hear (int fd)
{
  char dropped[16384];

  return recv (fd, dropped, sizeof dropped, MSG_DONTWAIT) > 0;
}

static void
begin (Attacker *attacker, int fd, guint n)
{
  const Attack *attack = attacker->attack;

  if (attack->say)
    attack->say (attacker, fd, n);
  else
    say (fd, attack->begin, attack->begin_size);
}

/* Whoever was thrown out comes again. */
static void
go_round (Attacker *attacker)
{
  for (guint i = 0; i < attacker->fds->len && !g_atomic_int_get (&attacker->stop); i++)
    {
      int *fd = &g_array_index (attacker->fds, int, i);

      if (!is_over (*fd))
        {
          if (attacker->attack->again && hear (*fd))
            begin (attacker, *fd, i);
          if (attacker->attack->go_on)
            send (*fd, attacker->attack->go_on, strlen (attacker->attack->go_on),
                  MSG_NOSIGNAL | MSG_DONTWAIT);
          continue;
        }
      close (*fd);
      *fd = dial (attacker, i);
      begin (attacker, *fd, i);
    }
}

static gpointer
run_attack (gpointer data)
{
  Attacker *attacker = data;

  guint n_connections = attacker->attack->n_connections;

  if (!g_getenv ("BRIK_TEST_LONG"))
    n_connections = MIN (n_connections, SMALL_CROWD);
  for (guint i = 0; i < n_connections; i++)
    {
      int fd = dial (attacker, i);

      begin (attacker, fd, i);
      g_array_append_val (attacker->fds, fd);
    }
  g_atomic_int_set (&attacker->ready, 1);
  while (!g_atomic_int_get (&attacker->stop))
    {
      go_round (attacker);
      g_usleep (20000);
    }
  for (guint i = 0; i < attacker->fds->len; i++)
    close (g_array_index (attacker->fds, int, i));
  return NULL;
}

static guint16
get_port (PortalFixture *fixture)
{
  g_autoptr (GUri) uri = g_uri_parse (brik_portal_get_address (fixture->portal), G_URI_FLAGS_NONE, NULL);

  return (guint16) g_uri_get_port (uri);
}

/* Until it is neither told to try again in a moment nor pushed out by the crowd: a till tries again. */
static PortalAnswer
ask (PortalTill *till, const char *target, guint index)
{
  for (;;)
    {
      PortalAnswer answer =
        target ? portal_till_ask (till, "GET", target, NULL) : portal_till_push_raw (till, index, index);

      if (answer.status != 503 && answer.status != 0)
        return answer;
      portal_answer_clear (&answer);
      g_usleep (20000);
    }
}

/* A sale, a poll, and a page. Returns the longest that one of them took. */
static gint64
be_honest (PortalTill *till)
{
  static const char *const targets[] = { "/log-in", BRIK_API_CHANGES };
  gint64 worst_us = 0;

  for (guint i = 0; i <= G_N_ELEMENTS (targets); i++)
    {
      gint64 begun_us = g_get_monotonic_time ();
      g_auto (PortalAnswer) answer = { 0 };

      /* On a connection of its own: who comes now is let in too. */
      soup_session_abort (till->fixture->session);
      if (i < G_N_ELEMENTS (targets))
        answer = ask (till, targets[i], 0);
      else
        answer = ask (till, NULL, portal_till_sell (till, "alma", 1, NULL));
      g_assert_cmpuint (answer.status, ==, 200);
      worst_us = MAX (worst_us, g_get_monotonic_time () - begun_us);
    }
  return worst_us;
}

static void
test_attack (PortalFixture *fixture, gconstpointer data)
{
  g_autoptr (PortalTill) till = portal_till_new (fixture, "norre-1", "norre");
  g_autoptr (PortalTill) rogue = portal_till_new (fixture, "norre-2", "norre");
  Attacker attacker = { .fixture = fixture, .till = rogue, .attack = data, .port = get_port (fixture) };
  g_autoptr (BrikAccountRecord) alma = NULL;
  GThread *thread;
  gint64 worst_us = 0;

  portal_till_send (till, 0, 0);
  alma = portal_till_catch_up (rogue, "alma");
  fixture->address = brik_portal_get_address (fixture->portal);
  attacker.fds = g_array_new (FALSE, FALSE, sizeof (int));
  thread = g_thread_new ("hostile", run_attack, &attacker);
  for (guint i = 0; i < N_HONEST || !g_atomic_int_get (&attacker.ready); i++)
    worst_us = MAX (worst_us, be_honest (till));
  g_atomic_int_set (&attacker.stop, 1);
  g_thread_join (thread);
  g_array_unref (attacker.fds);

  g_test_message ("covered: %s: %u connections; the worst honest answer took %" G_GINT64_FORMAT " ms",
                  attacker.attack->name, attacker.n_connections, worst_us / 1000);
  g_assert_cmpint (worst_us, <, BOUND_US);
  be_honest (till);
  portal_fixture_assert_books (fixture);
}

/* What they say */

#define LITERAL(text) text, sizeof text - 1

static void
say_long_poll (Attacker *attacker, int fd, guint n)
{
  PortalTill *till = attacker->till;
  gint64 time_us = brik_clock_now (till->fixture->clock);
  g_autofree char *target = g_strdup_printf (BRIK_API_CHANGES "?epoch=%s&after=%" G_GINT64_FORMAT "&wait=20",
                                             till->epoch, till->cursor);
  g_autofree char *request = NULL;
  g_autofree char *hex = NULL;
  BrikSignature signature;

  brik_request_sign ("GET", target, till->id, time_us, "", 0, &till->secret_key, &signature);
  hex = brik_bytes_to_hex (signature.bytes, sizeof signature.bytes);
  request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: x\r\n" BRIK_HEADER_TILL ": %s\r\n" BRIK_HEADER_TIME
                             ": %" G_GINT64_FORMAT "\r\n" BRIK_HEADER_SIGNATURE ": %s\r\n\r\n",
                             target, till->id, time_us, hex);
  say (fd, request, strlen (request));
}

/* The same page again and again, and no answer ever read. */
static void
say_deaf (Attacker *attacker, int fd, guint n)
{
  g_autoptr (GString) requests = g_string_new (NULL);

  for (guint i = 0; i < 200; i++)
    g_string_append (requests, "GET /log-in HTTP/1.1\r\nHost: x\r\n\r\n");
  say (fd, requests->str, requests->len);
}

/* A whole body but for its last byte. */
static void
say_large (Attacker *attacker, int fd, guint n)
{
  g_autofree char *body = g_strnfill (BRIK_LIMIT_REQUEST_BODY - 1, 'x');
  g_autofree char *head = g_strdup_printf (
    "POST " BRIK_API_ENTRIES " HTTP/1.1\r\nHost: x\r\nContent-Length: %u\r\n\r\n", BRIK_LIMIT_REQUEST_BODY);

  say (fd, head, strlen (head));
  for (gsize sent = 0; sent < BRIK_LIMIT_REQUEST_BODY - 1; sent += 16384)
    say (fd, body + sent, MIN (16384, BRIK_LIMIT_REQUEST_BODY - 1 - sent));
}

static void
say_noise (Attacker *attacker, int fd, guint n)
{
  guint8 noise[512];

  for (guint i = 0; i < sizeof noise; i++)
    noise[i] = (guint8) g_random_int_range (0, 256);
  say (fd, noise, sizeof noise);
}

static const Attack attacks[] = {
  { "silent", CROWD, LITERAL (""), NULL, NULL },
  { "a head in drops", CROWD, LITERAL ("GET / HTTP/1.1\r\nX: "), "a", NULL },
  { "a body in drops", CROWD, LITERAL ("POST /log-in HTTP/1.1\r\nHost: x\r\nContent-Length: 200000\r\n\r\n"),
    "a", NULL },
  { "chunks in drops", 500, LITERAL ("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"),
    "1\r\na\r\n", NULL },
  { "deaf", 400, NULL, 0, NULL, say_deaf },
  { "large bodies", 300, NULL, 0, "", say_large },
  { "noise", 400, NULL, 0, NULL, say_noise },
  { "TLS", 400, LITERAL ("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"), NULL, NULL },
  { "long polls", 1200, NULL, 0, NULL, say_long_poll, TRUE },
};

static void
drop_message (const char *domain, GLogLevelFlags level, const char *text, gpointer data)
{
}

/* A crowd on both ends of this process. */
static void
raise_limit (void)
{
  struct rlimit limit;

  g_assert_cmpint (getrlimit (RLIMIT_NOFILE, &limit), ==, 0);
  limit.rlim_cur = limit.rlim_max;
  g_assert_cmpint (setrlimit (RLIMIT_NOFILE, &limit), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_handler ("brik-portal", G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_DEBUG, drop_message, NULL);
  raise_limit ();
  for (guint i = 0; i < G_N_ELEMENTS (attacks); i++)
    {
      g_autofree char *path =
        g_strdelimit (g_strdup_printf ("/portal/hostile/%s", attacks[i].name), " ", '-');

      g_test_add (path, PortalFixture, &attacks[i], portal_fixture_set_up, test_attack,
                  portal_fixture_tear_down);
    }
  return g_test_run ();
}
