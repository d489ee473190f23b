/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town.h"

#include "wire/brik-api.h"

/* Whatever the wire does to a request or its answer, at whichever byte: the till mends it by itself, and
 * brik_town_settle () finds every sale booked once, every balance exact and the cursor where the feed is
 * (promise 2). A sample of the bytes; all of them with BRIK_TEST_LONG. */

#define PUSH "POST " BRIK_API_ENTRIES
#define PULL "GET " BRIK_API_CHANGES
#define LOOK_UP "GET " BRIK_API_CARDS
#define ENROL "POST " BRIK_API_ENROL
#define PHOTO "GET " BRIK_API_PHOTOS

/* Of a till that waits for an answer in vain; patient again as soon as it has, or a busy machine would be too
 * slow for it for ever. */
#define LONGEST_MS 60
#define HAPPENS_WITHIN_US (2 * G_TIME_SPAN_SECOND)
#define DELAY_MS 2
#define N_SAMPLED 3
/* A town grows slower with what it remembers. */
#define MISHAPS_PER_TOWN 120

typedef struct _Town Town;

/**
 * Ask:
 * @set_up: (nullable): done once in a town
 * @ask: makes the till send the request, @n being its number; FALSE when the till says that it failed
 *
 * One kind of request.
 */
typedef struct
{
  const char *request;
  void (*set_up) (Town *town);
  void (*ask) (Town *town, guint n);
} Ask;

struct _Town
{
  BrikTown *town;
  BrikTownTill *till;
  BrikWireCutter *wire;
  GPtrArray *troubles; /* each that the till has shown */
  const Ask *ask;
};

static const struct
{
  BrikMishap mishap;
  const char *name;
  guint n_times; /* a connection that was open before is tried once more by libsoup itself */
} mishaps[] = {
  { BRIK_MISHAP_CUT, "cut", 2 },
  { BRIK_MISHAP_RESET, "reset", 2 },
  { BRIK_MISHAP_STALL, "stalled", 1 },
  { BRIK_MISHAP_DELAY, "in two parts", 1 },
};

static gboolean
is_long (void)
{
  return g_getenv ("BRIK_TEST_LONG") != NULL;
}

static void
on_sync_notify_trouble (BrikSync *sync, GParamSpec *pspec, gpointer user_data)
{
  char *trouble = NULL;

  g_object_get (sync, "trouble", &trouble, NULL);
  if (trouble != NULL)
    g_ptr_array_add (user_data, trouble);
}

static Town *
town_new (const Ask *ask)
{
  Town *town = g_new0 (Town, 1);

  town->ask = ask;
  town->troubles = g_ptr_array_new_with_free_func (g_free);
  town->town = brik_town_new ("2026-11-20 11:30");
  if (ask->set_up != NULL)
    ask->set_up (town);
  if (town->till == NULL)
    town->till = brik_town_add_till (town->town, "skole-1");
  town->wire = brik_town_till_get_wire (town->till);
  g_signal_connect (brik_town_till_get_sync (town->till), "notify::trouble",
                    G_CALLBACK (on_sync_notify_trouble), town->troubles);
  return town;
}

static void
town_free (Town *town)
{
  brik_town_free (town->town);
  g_ptr_array_unref (town->troubles);
  g_free (town);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Town, town_free)

static gboolean
is_online (gpointer sync)
{
  return brik_sync_get_online (sync);
}

/* All is level, and the till says so: for good, though one more answer may come too late for its impatience.
 */
static void
settle (Town *town)
{
  g_autofree char *trouble = NULL;

  brik_town_settle (town->town);
  brik_town_wait (is_online, brik_town_till_get_sync (town->till), "the till says that it is online");
  g_object_get (brik_town_till_get_sync (town->till), "trouble", &trouble, NULL);
  g_assert_cmpstr (trouble, ==, NULL);
}

/* A portal that cannot be heard is no portal that says something wrong: the till is offline, and that is all.
 */
static void
assert_no_trouble (Town *town)
{
  g_assert_cmpstr (town->troubles->len > 0 ? g_ptr_array_index (town->troubles, 0) : NULL, ==, NULL);
}

static void
set_patient (Town *town, gboolean patient)
{
  brik_sync_set_longest (brik_town_till_get_sync (town->till), patient ? G_MAXUINT : LONGEST_MS);
}

/* What is asked */

static void
sell (Town *town, guint n)
{
  g_assert_cmpint (brik_town_till_sell (town->till, BRIK_TOWN_VERA, "krone", 1), ==, BRIK_REASON_NONE);
}

/* The poll under way is given up before it brings what has just changed: the next brings it, to a till that
 * has not heard it. */
static void
poll (Town *town, guint n)
{
  brik_town_set_card (town->town, "emil", n % 2 == 0);
  brik_sync_try_now (brik_town_till_get_sync (town->till));
}

static void
hold_own_people (Town *town)
{
  brik_town_hold_own_people (town->town);
}

static void
look_up (Town *town, guint n)
{
  g_autoptr (GError) error = NULL;

  while (!brik_town_till_ask (town->till, BRIK_TOWN_VERA, &error))
    {
      g_assert_true (brik_error_is_unreachable (error));
      g_clear_error (&error);
      set_patient (town, TRUE);
    }
  g_assert_cmpint (brik_town_till_sell (town->till, BRIK_TOWN_VERA, "krone", 1), ==, BRIK_REASON_NONE);
}

/* The same code with the same key is answered the same, until it has been heard. */
static void
enrol (Town *town, guint n)
{
  g_autofree char *code = brik_town_make_code (town->town, "skole-1");
  g_autoptr (GError) error = NULL;

  while (!brik_town_till_enrol (town->till, code, &error))
    {
      g_assert_true (brik_error_is_unreachable (error));
      g_clear_error (&error);
      set_patient (town, TRUE);
    }
  g_assert_cmpstr (brik_ledger_get_till (brik_town_till_get_ledger (town->till)), ==, "skole-1");
  g_assert_cmpint (brik_town_till_sell (town->till, BRIK_TOWN_IDA, "krone", 1), ==, BRIK_REASON_NONE);
  brik_town_till_undo (town->till, brik_town_till_get_sale (town->till));
}

typedef struct
{
  Town *town;
  char *hash;
  guint n_lost;
  gboolean asking;
  gboolean found;
} Fetch;

static void
on_photo_ready (GObject *ledger, GAsyncResult *result, gpointer user_data)
{
  Fetch *fetch = user_data;
  g_autoptr (GBytes) photo = brik_ledger_get_photo_finish (BRIK_LEDGER (ledger), result, NULL);

  fetch->asking = FALSE;
  fetch->found = photo != NULL;
}

static gboolean
is_fetched (gpointer data)
{
  Fetch *fetch = data;

  if (brik_wire_cutter_get_n_lost (fetch->town->wire) > fetch->n_lost)
    set_patient (fetch->town, TRUE);
  if (fetch->found || fetch->asking)
    return fetch->found;
  fetch->asking = TRUE;
  brik_ledger_get_photo_async (brik_town_till_get_ledger (fetch->town->till), fetch->hash, NULL,
                               on_photo_ready, fetch);
  return FALSE;
}

/* The picture is fetched again without being asked for. */
static void
fetch (Town *town, guint n)
{
  g_autofree char *name = brik_id_new ();
  g_autoptr (GBytes) photo = g_bytes_new (name, strlen (name));
  BrikHash hash;
  g_autofree char *hex = NULL;
  Fetch fetched = { .town = town, .n_lost = brik_wire_cutter_get_n_lost (town->wire) };

  brik_hash_of_bytes (name, strlen (name), &hash);
  hex = brik_bytes_to_hex (hash.bytes, sizeof hash.bytes);
  fetched.hash = hex;
  brik_town_set_photo (town->town, "vera", photo);
  brik_town_wait (is_fetched, &fetched, "the picture is there");
}

static const Ask asks[] = {
  { PUSH, NULL, sell },   { PULL, NULL, poll },   { LOOK_UP, hold_own_people, look_up },
  { ENROL, NULL, enrol }, { PHOTO, NULL, fetch },
};

/* Every byte */

/* The length of such a request, or of its answer, when all goes well. */
static gsize
measure (Town *town, gboolean answer)
{
  gsize size;

  town->ask->ask (town, 0);
  settle (town);
  town->ask->ask (town, 1);
  settle (town);
  size = brik_wire_cutter_get_size (town->wire, town->ask->request, answer);
  g_assert_cmpuint (size, >, 100);
  return size;
}

typedef struct
{
  Town *town;
  guint n_lost;
  gint64 until_us;
} Wait;

static gboolean
has_happened (gpointer data)
{
  Wait *wait = data;

  return brik_wire_cutter_get_n_lost (wait->town->wire) > wait->n_lost ||
         g_get_monotonic_time () > wait->until_us;
}

/* Until it has: a till that is so impatient may give up before its time. */
static void
fail_once (Town *town, const BrikWirePlan *plan, guint n)
{
  Wait wait = { town, brik_wire_cutter_get_n_lost (town->wire), 0 };
  guint n_tries = 0;

  g_test_message ("%s of %s at byte %" G_GSIZE_FORMAT, plan->to_answer ? "answer" : "request", plan->request,
                  plan->at);
  while (brik_wire_cutter_get_n_lost (town->wire) == wait.n_lost)
    {
      g_assert_cmpuint (n_tries++, <, 20);
      wait.until_us = g_get_monotonic_time () + HAPPENS_WITHIN_US;
      brik_wire_cutter_plan (town->wire, plan);
      set_patient (town, plan->mishap != BRIK_MISHAP_STALL);
      town->ask->ask (town, n++);
      brik_town_wait (has_happened, &wait, "something has happened on the wire");
      set_patient (town, TRUE);
      settle (town);
    }
  assert_no_trouble (town);
}

/* Both ends of the message, and what chance says in between. */
static gsize
choose_byte (guint n, gsize size)
{
  if (is_long ())
    return n;
  if (n < 2)
    return n == 0 ? 0 : size - 1;
  return (gsize) g_test_rand_int_range (1, (gint32) size - 1);
}

static guint
fail_at_bytes (const Ask *ask, gboolean to_answer, guint which)
{
  Town *town = town_new (ask);
  gsize size = measure (town, to_answer);
  guint n_bytes = is_long () ? (guint) size : N_SAMPLED;

  for (guint n = 0; n < n_bytes; n++)
    {
      const BrikWirePlan plan = { .request = ask->request,
                                  .n_times = mishaps[which].n_times,
                                  .to_answer = to_answer,
                                  .mishap = mishaps[which].mishap,
                                  .at = choose_byte (n, size),
                                  .delay_ms = DELAY_MS };

      if (n % MISHAPS_PER_TOWN == MISHAPS_PER_TOWN - 1)
        {
          town_free (town);
          town = town_new (ask);
          measure (town, to_answer);
        }
      fail_once (town, &plan, n);
    }
  town_free (town);
  return n_bytes;
}

static void
test_bytes (gconstpointer data)
{
  const Ask *ask = data;

  for (guint which = 0; which < G_N_ELEMENTS (mishaps); which++)
    {
      guint n_request = fail_at_bytes (ask, FALSE, which);
      guint n_answer = fail_at_bytes (ask, TRUE, which);

      g_test_message ("covered: %s %s at %u bytes of the request and %u of the answer", ask->request,
                      mishaps[which].name, n_request, n_answer);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/wire/bytes/push", &asks[0], test_bytes);
  g_test_add_data_func ("/wire/bytes/poll", &asks[1], test_bytes);
  g_test_add_data_func ("/wire/bytes/look-up", &asks[2], test_bytes);
  g_test_add_data_func ("/wire/bytes/enrol", &asks[3], test_bytes);
  g_test_add_data_func ("/wire/bytes/photo", &asks[4], test_bytes);
  return g_test_run ();
}
