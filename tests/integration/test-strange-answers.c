/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town.h"

#include <glib/gi18n.h>

#include "wire/brik-api.h"

/* Something else answers than the portal: the guest network's log-in page, a gateway whose portal is down,
 * noise, a bomb. Nothing is lost or doubled by it, the till goes on by itself as soon as it can, and what it
 * tells the cashier meanwhile is true. */

#define PUSH "POST " BRIK_API_ENTRIES
#define PULL "GET " BRIK_API_CHANGES
#define LOOK_UP "GET " BRIK_API_CARDS
#define ENROL "POST " BRIK_API_ENROL

/* None of the answers is one to wait for. */
#define LONGEST_MS 10000
#define BOMB_SIZE (64 * 1024 * 1024)

#define NOT_THE_PORTAL                                                                                       \
  "What answers is not the portal, or not one that this till understands. Check the network and the "        \
  "address, "                                                                                                \
  "or ask the office."

/* @trouble: what the cashier reads; NULL: only that the till is offline, which mends itself */
typedef struct
{
  const char *name;
  const char *head;
  const char *body;
  const char *trouble;
} Strange;

static const Strange stranges[] = {
  { "noise", "\x16\x03\x01\x02 \xff\xfe noise", "", NULL },
  { "nothing", "", "", NULL },
  { "a log-in page", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
    "<html>Log in to the guest network</html>", NOT_THE_PORTAL },
  { "the way to a log-in page", "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/login\r\n", "",
    NOT_THE_PORTAL },
  { "permanently elsewhere", "HTTP/1.1 308 Permanent Redirect\r\nLocation: https://127.0.0.1:1/\r\n", "",
    NOT_THE_PORTAL },
  { "log in first", "HTTP/1.1 511 Network Authentication Required\r\n", "<html>", NOT_THE_PORTAL },
  { "a proxy's log-in", "HTTP/1.1 407 Proxy Authentication Required\r\n", "", NOT_THE_PORTAL },
  { "another server", "HTTP/1.1 404 Not Found\r\n", "<html>nginx", NOT_THE_PORTAL },
  { "a fault", "HTTP/1.1 500 Internal Server Error\r\n", "{\"error\":\"fault\"}", NULL },
  { "a gateway", "HTTP/1.1 502 Bad Gateway\r\n", "<html>", NULL },
  { "busy", "HTTP/1.1 503 Service Unavailable\r\n", "{\"error\":\"busy\"}", NULL },
  { "a slow gateway", "HTTP/1.1 504 Gateway Timeout\r\n", "", NULL },
  { "too many", "HTTP/1.1 429 Too Many Requests\r\n", "{\"error\":\"too-many\"}", NULL },
  { "no content", "HTTP/1.1 204 No Content\r\n", "", NOT_THE_PORTAL },
  { "an empty answer", "HTTP/1.1 200 OK\r\n", "", NOT_THE_PORTAL },
  { "something else", "HTTP/1.1 200 OK\r\n", "{\"hello\":\"world\"}", NOT_THE_PORTAL },
  { "brackets", "HTTP/1.1 200 OK\r\n", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", NOT_THE_PORTAL },
  { "malformed", "HTTP/1.1 400 Bad Request\r\n", "{\"error\":\"malformed\"}",
    "The portal did not understand this till (status 400). Ask the office." },
  { "too big", "HTTP/1.1 413 Content Too Large\r\n", "{\"error\":\"too-big\"}",
    "The portal did not understand this till (status 413). Ask the office." },
  { "revoked", "HTTP/1.1 403 Forbidden\r\n", "{\"error\":\"revoked\"}",
    "The portal no longer takes this till. Ask the office to enrol it again." },
  { "not signed", "HTTP/1.1 401 Unauthorized\r\n", "{\"error\":\"signature\"}",
    "The portal no longer takes this till. Ask the office to enrol it again." },
};

/* (transfer full) */
static GBytes *
to_bytes (const Strange *strange)
{
  GString *text = g_string_new (strange->head);

  if (g_str_has_prefix (strange->head, "HTTP/"))
    g_string_append_printf (text, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s", strlen (strange->body),
                            strange->body);
  return g_string_free_to_bytes (text);
}

static char *
get_trouble (BrikTownTill *till)
{
  char *trouble = NULL;

  g_object_get (brik_town_till_get_sync (till), "trouble", &trouble, NULL);
  return trouble;
}

static gboolean
is_offline (gpointer till)
{
  return !brik_sync_get_online (brik_town_till_get_sync (till));
}

typedef struct
{
  BrikTownTill *till;
  guint n_lost;
} Wait;

static gboolean
has_lost (gpointer data)
{
  Wait *wait = data;

  return brik_wire_cutter_get_n_lost (brik_town_till_get_wire (wait->till)) > wait->n_lost &&
         is_offline (wait->till);
}

/* To @request it is answered @instead until somebody looks, and then the portal answers again. */
static void
answer_strangely (BrikTown *town,
                  BrikTownTill *till,
                  const char *request,
                  GBytes *instead,
                  const char *trouble,
                  gboolean done)
{
  BrikWireCutter *wire = brik_town_till_get_wire (till);
  Wait wait = { till, brik_wire_cutter_get_n_lost (wire) };
  g_autofree char *shown = NULL;
  g_autofree char *none = NULL;

  brik_wire_cutter_plan (wire, &(BrikWirePlan){ .request = request,
                                                .n_times = G_MAXUINT,
                                                .to_answer = done,
                                                .mishap = BRIK_MISHAP_REPLACE,
                                                .instead = instead });
  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "krone", 1), ==, BRIK_REASON_NONE);
  brik_sync_try_now (brik_town_till_get_sync (till));
  brik_town_wait (has_lost, &wait, "the till has been answered strangely");
  shown = get_trouble (till);
  g_assert_cmpstr (shown, ==, trouble);
  brik_wire_cutter_plan (wire, &(BrikWirePlan){ 0 });
  brik_town_settle (town);
  none = get_trouble (till);
  g_assert_cmpstr (none, ==, NULL);
}

static BrikTownTill *
add_impatient_till (BrikTown *town)
{
  BrikTownTill *till = brik_town_add_till (town, "skole-1");

  brik_sync_set_longest (brik_town_till_get_sync (till), LONGEST_MS);
  return till;
}

static void
test_sync (void)
{
  static const char *const requests[] = { PUSH, PULL };
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = add_impatient_till (town);

  for (guint i = 0; i < G_N_ELEMENTS (stranges); i++)
    for (guint n = 0; n < 2 * G_N_ELEMENTS (requests); n++)
      {
        g_autoptr (GBytes) instead = to_bytes (&stranges[i]);

        g_test_message ("%s to %s", stranges[i].name, requests[n / 2]);
        answer_strangely (town, till, requests[n / 2], instead, stranges[i].trouble, n % 2 == 0);
      }
  g_test_message ("covered: %u strange answers to pushes and polls, with the portal's work done and not",
                  (guint) (2 * G_N_ELEMENTS (stranges) * G_N_ELEMENTS (requests)));
}

/* 64 MB of spaces in 64 KB. */
static GBytes *
make_bomb (void)
{
  g_autoptr (GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 9);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  g_autofree char *spaces = g_strnfill (BOMB_SIZE, ' ');
  g_autoptr (GBytes) body = NULL;
  GString *text = g_string_new (NULL);

  g_assert_true (g_output_stream_write_all (stream, spaces, BOMB_SIZE, NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  body = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
  g_string_printf (text,
                   "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Type: application/json\r\n"
                   "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                   g_bytes_get_size (body));
  g_string_append_len (text, g_bytes_get_data (body, NULL), (gssize) g_bytes_get_size (body));
  return g_string_free_to_bytes (text);
}

static GBytes *
make_long (const char *begin, const char *piece, guint n_pieces)
{
  GString *text = g_string_new (begin);

  for (guint i = 0; i < n_pieces; i++)
    g_string_append (text, piece);
  return g_string_free_to_bytes (text);
}

/* What has no end, or hardly one, is not taken in. */
static void
test_too_much (void)
{
  static const char *const requests[] = { PUSH, PULL };
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = add_impatient_till (town);
  g_autoptr (GBytes) bomb = make_bomb ();
  g_autoptr (GBytes) body =
    make_long ("HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n", "                ", 512 * 1024);
  g_autoptr (GBytes) head = make_long ("HTTP/1.1 200 OK\r\n", "X-Header: and so on\r\n", 64 * 1024);
  g_autoptr (GBytes) soon = make_long ("", "HTTP/1.1 100 Continue\r\n\r\n", 64 * 1024);

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    {
      answer_strangely (town, till, requests[i], bomb, NOT_THE_PORTAL, TRUE);
      answer_strangely (town, till, requests[i], body, NOT_THE_PORTAL, TRUE);
      answer_strangely (town, till, requests[i], head, NULL, TRUE);
      answer_strangely (town, till, requests[i], soon, NULL, TRUE);
    }
}

static const struct
{
  const char *head;
  gboolean unreachable;
  const char *message;
} of_look_up[] = {
  { "HTTP/1.1 302 Found\r\n", FALSE, NOT_THE_PORTAL },
  { "HTTP/1.1 200 OK\r\n", FALSE, NOT_THE_PORTAL },
  { "HTTP/1.1 429 Too Many Requests\r\n", TRUE, "The portal is busy and asks to wait." },
  { "HTTP/1.1 503 Service Unavailable\r\n", TRUE, "The portal has a fault of its own. It is tried again." },
};

/* A card that is asked for, and a till that is to be enrolled. */
static void
test_asked (void)
{
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = add_impatient_till (town);
  g_autofree char *code = brik_town_make_code (town, "skole-1");

  for (guint i = 0; i < 2 * G_N_ELEMENTS (of_look_up); i++)
    {
      guint which = i / 2;
      g_autoptr (GBytes) instead =
        to_bytes (&(Strange){ .head = of_look_up[which].head, .body = "<html>", .name = "" });
      g_autoptr (GError) error = NULL;

      brik_wire_cutter_plan (brik_town_till_get_wire (till),
                             &(BrikWirePlan){ .request = i % 2 == 0 ? LOOK_UP : ENROL,
                                              .n_times = 1,
                                              .to_answer = TRUE,
                                              .mishap = BRIK_MISHAP_REPLACE,
                                              .instead = instead });
      if (i % 2 == 0)
        g_assert_false (brik_town_till_ask (till, BRIK_TOWN_VERA, &error));
      else
        g_assert_false (brik_town_till_enrol (till, code, &error));
      g_assert_cmpstr (error->message, ==, of_look_up[which].message);
      g_assert_cmpint (brik_error_is_unreachable (error), ==, of_look_up[which].unreachable);
      brik_town_settle (town);
    }
  /* The portal had done it each time: the same code with the same key goes on being answered. */
  g_assert_true (brik_town_till_enrol (till, code, NULL));
  g_assert_true (brik_town_till_ask (till, BRIK_TOWN_VERA, NULL));
}

/* A part of the answer under a head that calls it the whole. */
static void
test_shortened (void)
{
  static const char *const requests[] = { PUSH, PULL };
  g_autoptr (BrikTown) town = brik_town_new ("2026-11-20 11:30");
  BrikTownTill *till = add_impatient_till (town);
  BrikWireCutter *wire = brik_town_till_get_wire (till);
  guint n_shortened = 0;

  for (guint i = 0; i < G_N_ELEMENTS (requests); i++)
    for (gsize size = 0; size < 130; size += g_getenv ("BRIK_TEST_LONG") != NULL ? 1 : 16)
      {
        brik_wire_cutter_plan (wire, &(BrikWirePlan){ .request = requests[i],
                                                      .n_times = 2,
                                                      .to_answer = TRUE,
                                                      .mishap = BRIK_MISHAP_SHORTEN,
                                                      .at = size });
        g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "krone", 1), ==, BRIK_REASON_NONE);
        brik_sync_try_now (brik_town_till_get_sync (till));
        brik_town_settle (town);
        n_shortened += 2;
      }
  g_test_message ("covered: %u answers shortened", n_shortened);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/strange-answers/sync", test_sync);
  g_test_add_func ("/strange-answers/too-much", test_too_much);
  g_test_add_func ("/strange-answers/asked", test_asked);
  g_test_add_func ("/strange-answers/shortened", test_shortened);
  return g_test_run ();
}
