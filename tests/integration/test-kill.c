/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "brik-town.h"
#include "portal/brik-books.h"
#include "store/brik-store.h"

/* The till's program is killed before any write, sync, cut or removal of a file, and at random moments: what
 * the screen said is in the journal, once; besides it at most what was under way, whole; and the portal books
 * all of it once (promise 1). killed-till.c is that program. */

#define N_RANDOM_KILLS 15
#define LONGEST_LIFE_US (40 * G_TIME_SPAN_MILLISECOND)
/* A life costs less by far; a loop that does not end is a fault. */
#define MAX_CALLS 2000
/* A till that is killed while it looks at a PIN counts that as a wrong one, and soon takes its time. */
#define N_KILLS_A_SIGN_IN 4
/* "BrkT" */
#define LEDGER_APPLICATION_ID 0x42726b54
#define TILL "skole-1"
#define MANY "2147483647"

/* What the till's program does. (array zero-terminated=1) */
typedef const char *const *Life;

static const char *const lives[][4] = {
  { "sales", BRIK_TOWN_VERA, "2" },
  { "rejections", BRIK_TOWN_VERA, BRIK_TOWN_EMIL },
  { "shifts" },
  { "online", BRIK_TOWN_VERA },
};
static const char *const life_of_sales[] = { "sales", BRIK_TOWN_VERA, MANY, NULL };

/**
 * Call:
 * @stride: of so many a sample takes one
 */
typedef struct
{
  const char *name;
  guint stride;
} Call;

static const Call calls[] = {
  { "pwrite64", 3 }, { "fdatasync", 1 }, { "ftruncate", 1 }, { "unlink", 1 }, { "write", 3 },
};

/**
 * Scene:
 * @mark: the journal's newest entry before this life
 * @blocked: so was Emil's card in it
 * @n_in_flight: kills with something under way that had reached the disk
 */
typedef struct
{
  BrikTown *town;
  BrikTownTill *till;
  gint64 mark;
  gboolean blocked;
  guint n_kills;
  guint n_in_flight;
} Scene;

static Scene
scene_new (void)
{
  Scene scene = { .town = brik_town_new ("2026-11-20 11:30") };

  scene.till = brik_town_add_till (scene.town, TILL);
  brik_town_till_close (scene.till);
  return scene;
}

/* The journal is whole, by the program that an auditor uses. */
static void
verify_journal (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  g_autofree char *faults = NULL;
  const char *arguments[] = { g_getenv ("BRIK_JOURNAL"), "verify", brik_town_till_get_path (scene->till),
                              NULL };
  int status = 0;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, &output, &faults, &status,
                &error);
  g_assert_no_error (error);
  if (!g_spawn_check_wait_status (status, &error))
    g_error ("after %u kills the journal is not whole: %s%s", scene->n_kills, output, faults);
}

static gint64
ask_store (BrikStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (store, &error, sql, "");

  g_assert_no_error (error);
  g_assert_true (brik_rows_next (rows, &error));
  return brik_rows_int (rows, 0);
}

static BrikStore *
read_ledger (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  BrikStore *store =
    brik_store_open_read_only (brik_town_till_get_path (scene->till), LEDGER_APPLICATION_ID, &error);

  g_assert_no_error (error);
  return store;
}

static gint64
ask_ledger (Scene *scene, const char *sql)
{
  g_autoptr (BrikStore) store = read_ledger (scene);

  return ask_store (store, sql);
}

static gboolean
count_entries (BrikStore *store, gpointer data, GError **error)
{
  *(gint64 *) data = ask_store (store, "SELECT count (*) FROM entry");
  return TRUE;
}

/* Of the one till that there is. */
static gint64
count_at_portal (Scene *scene)
{
  g_autoptr (GError) error = NULL;
  gint64 n_entries = 0;

  brik_books_read (brik_portal_get_books (brik_town_get_portal (scene->town)), count_entries, &n_entries,
                   &error);
  g_assert_no_error (error);
  return n_entries;
}

/* (transfer full) (element-type utf8): the entries of this life, each as the till's program names it. */
static GPtrArray *
read_entries (Scene *scene)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikStore) store = read_ledger (scene);
  g_autoptr (BrikRows) rows =
    brik_store_query (store, &error,
                      "SELECT kind || CASE WHEN kind IN ('sale', 'rejected') THEN ' ' || id"
                      " WHEN kind = 'undo' THEN ' ' || sale ELSE '' END"
                      " FROM journal WHERE sequence > ? ORDER BY sequence",
                      "i", scene->mark);

  g_assert_no_error (error);
  while (brik_rows_next (rows, &error))
    g_ptr_array_add (entries, g_strdup (brik_rows_text (rows, 0)));
  g_assert_no_error (error);
  return entries;
}

/**
 * Said:
 * @done: (element-type utf8): entries that the screen said OK to
 * @tried: (nullable): what was touched last and not answered
 * @sent: the entries that the portal had by the screen's word
 */
typedef struct
{
  GPtrArray *done;
  char *tried;
  guint sent;
} Said;

static void
said_clear (Said *said)
{
  g_ptr_array_unref (said->done);
  g_free (said->tried);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Said, said_clear)

static void
add_entries (GPtrArray *entries, const char *named)
{
  g_auto (GStrv) names = g_strsplit (named, ",", -1);

  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (entries, g_strdup (names[i]));
}

/* What follows the last newline was not said whole. */
static Said
take_down (const char *text)
{
  Said said = { .done = g_ptr_array_new_with_free_func (g_free) };
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    if (g_str_has_prefix (lines[i], "try "))
      {
        g_assert_null (said.tried);
        said.tried = g_strdup (lines[i] + strlen ("try "));
      }
    else if (g_str_equal (lines[i], "done"))
      {
        add_entries (said.done, said.tried);
        g_clear_pointer (&said.tried, g_free);
      }
    else
      {
        g_assert_cmpstr (lines[i], ==, "sent");
        said.sent = said.done->len;
      }
  return said;
}

/* All that was said, and of what was under way all or nothing. */
static void
compare (Scene *scene, Said *said, GPtrArray *entries)
{
  if (entries->len > said->done->len && said->tried != NULL)
    {
      add_entries (said->done, said->tried);
      scene->n_in_flight++;
    }
  g_assert_cmpuint (entries->len, ==, said->done->len);
  for (guint i = 0; i < entries->len; i++)
    g_assert_cmpstr (g_ptr_array_index (entries, i), ==, g_ptr_array_index (said->done, i));
}

static void
note_entry (Scene *scene, const char *entry)
{
  BrikOracle *oracle = brik_town_get_oracle (scene->town);
  GDate date = brik_town_get_date (scene->town);
  const char *id = strchr (entry, ' ');

  if (g_str_has_prefix (entry, "sale "))
    brik_oracle_note_sale (oracle, id + 1, TILL, "vera", "skole", &date, 100);
  else if (g_str_has_prefix (entry, "undo "))
    brik_oracle_note_undo (oracle, id + 1);
  else if (g_str_equal (entry, "card-blocked"))
    {
      brik_town_note_block (scene->town, "emil");
      scene->blocked = TRUE;
    }
}

/* What the ledger takes the portal to have is all that the screen said is there, and no more than is there.
 */
static void
check_sent (Scene *scene, const Said *said)
{
  gint64 acknowledged = ask_ledger (scene, "SELECT acknowledged FROM till");

  if (said->sent > 0)
    g_assert_cmpint (acknowledged, >=, scene->mark + said->sent);
  g_assert_cmpint (acknowledged, <=, count_at_portal (scene));
}

/* Holds the journal to what the screen said, and takes it down for the portal. */
static void
judge (Scene *scene, const char *text)
{
  g_auto (Said) said = take_down (text);
  g_autoptr (GPtrArray) entries = NULL;

  verify_journal (scene);
  entries = read_entries (scene);
  compare (scene, &said, entries);
  check_sent (scene, &said);
  for (guint i = 0; i < entries->len; i++)
    note_entry (scene, g_ptr_array_index (entries, i));
}

/* The till is started by hand, and sends what it has. Whose card was blocked gets it back. */
static void
open_and_settle (Scene *scene)
{
  brik_town_till_open (scene->till);
  brik_town_settle (scene->town);
  if (scene->blocked)
    {
      brik_town_set_card (scene->town, "emil", FALSE);
      brik_town_settle (scene->town);
    }
  scene->blocked = FALSE;
  brik_town_till_close (scene->till);
  g_assert_cmpint (count_at_portal (scene), ==, ask_ledger (scene, "SELECT count (*) FROM journal"));
}

/* (transfer full): the till's program, under strace where @rule is given. */
static GSubprocess *
start_till (Scene *scene, Life life, const char *trace, const char *rule)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, brik_town_get_time_us (scene->town));
  const char *const strace[] = { "strace", "-f", "-qq", "-o", "/dev/null", "-e", trace, "-e", rule };
  const char *const till[] = { g_getenv ("BRIK_KILLED_TILL"), life[0], brik_town_till_get_path (scene->till),
                               time };
  g_autoptr (GError) error = NULL;
  GSubprocess *child = NULL;

  for (guint i = 0; rule != NULL && i < G_N_ELEMENTS (strace); i++)
    g_ptr_array_add (arguments, (gpointer) strace[i]);
  for (guint i = 0; i < G_N_ELEMENTS (till); i++)
    g_ptr_array_add (arguments, (gpointer) till[i]);
  for (guint i = 1; i == 1 || life[i - 1] != NULL; i++)
    g_ptr_array_add (arguments, (gpointer) life[i]);
  child = g_subprocess_newv ((const char *const *) arguments->pdata, G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error);
  g_assert_no_error (error);
  return child;
}

/* (transfer full): all that it said until it ended. @killed: (out) */
static char *
listen_to (GSubprocess *child, gboolean *killed)
{
  g_autoptr (GError) error = NULL;
  char *said = NULL;

  g_subprocess_communicate_utf8 (child, NULL, NULL, &said, NULL, &error);
  g_assert_no_error (error);
  *killed = g_subprocess_get_if_signaled (child) && g_subprocess_get_term_sig (child) == SIGKILL;
  if (!*killed)
    g_assert_true (g_subprocess_get_successful (child));
  return said;
}

/* (transfer full): what a till said that was killed as it entered the @n-th @call, or, *@killed being FALSE,
 * came to its end before it. Threads count by themselves: what the ledger's does, and opening it. */
static char *
live_until (Scene *scene, Life life, const Call *call, guint n, gboolean *killed)
{
  g_autofree char *trace = g_strconcat ("trace=", call->name, NULL);
  g_autofree char *rule = g_strdup_printf ("inject=%s:signal=KILL:when=%u", call->name, n);
  g_autoptr (GSubprocess) child = start_till (scene, life, trace, rule);
  char *said = listen_to (child, killed);

  g_assert_cmpuint (n, <, MAX_CALLS);
  scene->n_kills += *killed ? 1 : 0;
  return said;
}

/* Whether a program can be killed so at all: not everywhere may one program trace another. */
static gboolean
can_inject (void)
{
  const char *arguments[] = { "strace",
                              "-f",
                              "-qq",
                              "-o",
                              "/dev/null",
                              "-e",
                              "trace=exit_group",
                              "-e",
                              "inject=exit_group:signal=KILL:when=1",
                              "true",
                              NULL };
  int status = 0;

  if (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL,
                    NULL, NULL, NULL, &status, NULL) &&
      WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL)
    return TRUE;

  g_test_skip ("strace is missing, or may not trace here");
  return FALSE;
}

static guint
stride_of (const Call *call, guint stride)
{
  return g_getenv ("BRIK_TEST_LONG") != NULL ? 1 : call->stride * stride;
}

/* Samples begin anywhere, and so come to all calls in time. */
static guint
first_of (guint stride)
{
  return 1 + (guint) g_test_rand_int_range (0, (gint) stride);
}

typedef struct
{
  Life life;
  const Call *call;
} Case;

static void
test_calls (gconstpointer data)
{
  const Case *one = data;
  guint stride = stride_of (one->call, 1);
  gboolean killed = TRUE;
  Scene scene;

  if (!can_inject ())
    return;
  scene = scene_new ();
  for (guint n = first_of (stride), round = 1; killed; n += stride, round++)
    {
      g_autofree char *said = NULL;

      scene.mark = ask_ledger (&scene, "SELECT max (sequence) FROM journal");
      said = live_until (&scene, one->life, one->call, n, &killed);
      judge (&scene, said);
      if (round % N_KILLS_A_SIGN_IN == 0 || scene.blocked || !killed)
        open_and_settle (&scene);
    }
  g_test_message ("covered: the till killed at %u calls of %s in a life of %s, %u of them after the disk and "
                  "before the screen",
                  scene.n_kills, one->call->name, one->life[0], scene.n_in_flight);
  g_assert_true (scene.n_kills > 0 || stride > 1);
  brik_town_free (scene.town);
}

static void
remove_ledger (Scene *scene)
{
  static const char *const endings[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (brik_town_till_get_path (scene->till), endings[i], NULL);
      g_unlink (path);
    }
}

/* Started again with the code that it was given, the till is who it said it was, and sells. */
static void
judge_enrolment (Scene *scene, Life life, const char *said)
{
  g_autoptr (GSubprocess) child = start_till (scene, life, NULL, NULL);
  gboolean killed = FALSE;
  g_autofree char *said_again = listen_to (child, &killed);
  const char *end_of_key = strchr (said, '\n');

  g_assert_true (g_str_has_suffix (said_again, "\nfilled\n"));
  if (end_of_key != NULL)
    g_assert_cmpint (strncmp (said, said_again, (gsize) (end_of_key - said) + 1), ==, 0);
  if (g_str_has_suffix (said, "\nfilled\n"))
    g_assert_nonnull (strstr (said_again, "\nknown\n"));
  brik_town_till_open (scene->till);
  g_assert_cmpint (brik_town_till_sell (scene->till, BRIK_TOWN_IDA, "krone", 1), ==, BRIK_REASON_NONE);
  brik_town_till_undo (scene->till, brik_town_till_get_sale (scene->till));
  brik_town_settle (scene->town);
  brik_town_till_close (scene->till);
}

static void
test_enrolment (gconstpointer data)
{
  const Call *call = data;
  guint stride = stride_of (call, 2);
  gboolean killed = TRUE;
  Scene scene;

  if (!can_inject ())
    return;
  scene = scene_new ();
  for (guint n = first_of (stride); killed; n += stride)
    {
      g_autofree char *code = brik_town_make_code (scene.town, TILL);
      const char *const life[] = { "enrolment",
                                   brik_wire_cutter_get_address (brik_town_till_get_wire (scene.till)), code,
                                   NULL };
      g_autofree char *said = NULL;

      remove_ledger (&scene);
      said = live_until (&scene, life, call, n, &killed);
      judge_enrolment (&scene, life, said);
    }
  g_test_message ("covered: the till killed at %u calls of %s while it is enrolled", scene.n_kills,
                  call->name);
  g_assert_true (scene.n_kills > 0 || stride > 1);
  brik_town_free (scene.town);
}

static gboolean
on_life_over (gpointer user_data)
{
  g_subprocess_force_exit (user_data);
  return G_SOURCE_REMOVE;
}

/* All that is said until the first sale is tried: the PIN takes its time before it. */
static char *
read_until_sale (GSubprocess *child)
{
  GInputStream *stream = g_subprocess_get_stdout_pipe (child);
  GString *said = g_string_new (NULL);
  char byte = '\0';

  while ((byte != '\n' || strstr (said->str, "try sale") == NULL) &&
         g_input_stream_read (stream, &byte, 1, NULL, NULL) == 1)
    g_string_append_c (said, byte);
  return g_string_free (said, FALSE);
}

static void
test_random (void)
{
  Scene scene = scene_new ();

  for (guint i = 0; i < N_RANDOM_KILLS; i++)
    {
      g_autoptr (GSubprocess) child = NULL;
      g_autofree char *first = NULL;
      g_autofree char *rest = NULL;
      g_autofree char *said = NULL;
      gboolean killed;

      scene.mark = ask_ledger (&scene, "SELECT max (sequence) FROM journal");
      child = start_till (&scene, life_of_sales, NULL, NULL);
      first = read_until_sale (child);
      g_usleep ((gulong) g_test_rand_int_range (0, LONGEST_LIFE_US));
      on_life_over (child);
      rest = listen_to (child, &killed);
      g_assert_true (killed);
      scene.n_kills++;
      said = g_strconcat (first, rest, NULL);
      judge (&scene, said);
      if (i % N_KILLS_A_SIGN_IN == N_KILLS_A_SIGN_IN - 1)
        open_and_settle (&scene);
    }
  brik_town_free (scene.town);
}

int
main (int argc, char **argv)
{
  static Case cases[G_N_ELEMENTS (lives)][G_N_ELEMENTS (calls)];

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *enrolment = g_strconcat ("/kill/enrolment/", calls[i].name, NULL);

      for (guint j = 0; j < G_N_ELEMENTS (lives); j++)
        {
          g_autofree char *path = g_strconcat ("/kill/", lives[j][0], "/", calls[i].name, NULL);

          cases[j][i] = (Case){ lives[j], &calls[i] };
          g_test_add_data_func (path, &cases[j][i], test_calls);
        }
      g_test_add_data_func (enrolment, &calls[i], test_enrolment);
    }
  g_test_add_func ("/kill/sales/random", test_random);
  return g_test_run ();
}
