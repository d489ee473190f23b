/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include "brik-town.h"
#include "store/brik-store.h"

/* The till's program is killed before any write, sync, cut or removal of a file, and at random moments: what
 * the screen said is in the journal, once; besides it at most what was under way; and the portal books all of
 * it once (promise 1). killed-till.c is that program. */

#define N_SALES 2
#define N_RANDOM_KILLS 15
#define LONGEST_LIFE_US (40 * G_TIME_SPAN_MILLISECOND)
/* A sale costs less by far; a loop that does not end is a fault. */
#define MAX_CALLS 400
/* "BrkT" */
#define LEDGER_APPLICATION_ID 0x42726b54

typedef struct
{
  BrikTown *town;
  BrikTownTill *till;
  guint n_kills;
  guint n_in_flight; /* of them, with a sale or undo under way that had reached the disk */
} Scene;

static Scene
scene_new (void)
{
  Scene scene = { .town = brik_town_new ("2026-11-20 11:30") };

  scene.till = brik_town_add_till (scene.town, "skole-1");
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

/* (transfer full): what @sql finds in the journal, each once. */
static GHashTable *
read_ids (Scene *scene, const char *sql)
{
  GHashTable *ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikStore) store =
    brik_store_open_read_only (brik_town_till_get_path (scene->till), LEDGER_APPLICATION_ID, &error);
  g_autoptr (BrikRows) rows = NULL;

  g_assert_no_error (error);
  rows = brik_store_query (store, &error, sql, "");
  g_assert_no_error (error);
  while (brik_rows_next (rows, &error))
    g_assert_true (g_hash_table_add (ids, g_strdup (brik_rows_text (rows, 0))));
  g_assert_no_error (error);
  return ids;
}

static void
note_sale (Scene *scene, const char *sale)
{
  GDate date = brik_town_get_date (scene->town);

  brik_oracle_note_sale (brik_town_get_oracle (scene->town), sale, "skole-1", "vera", "skole", &date, 100);
}

/* What was touched last and not answered: done or not done, and the journal says which. */
static void
judge_in_flight (Scene *scene, const char *sell, const char *undo, GHashTable *sales, GHashTable *undos)
{
  if (sell != NULL && g_hash_table_contains (sales, sell))
    note_sale (scene, sell);
  else if (undo != NULL && g_hash_table_contains (undos, undo))
    brik_oracle_note_undo (brik_town_get_oracle (scene->town), undo);
  else
    return;
  scene->n_in_flight++;
}

/* The journal has what was said and nothing else. */
static void
compare (Scene *scene, GHashTable *sales, GHashTable *undos)
{
  BrikOracle *oracle = brik_town_get_oracle (scene->town);

  for (guint i = 0; i < brik_oracle_get_n_facts (oracle); i++)
    {
      const BrikFact *fact = brik_oracle_get_fact (oracle, i);
      g_assert_true (g_hash_table_contains (fact->type == BRIK_FACT_SALE ? sales : undos, fact->id));
    }
  g_assert_cmpuint (g_hash_table_size (sales), ==, brik_oracle_count (oracle, BRIK_FACT_SALE));
  g_assert_cmpuint (g_hash_table_size (undos), ==, brik_oracle_count (oracle, BRIK_FACT_UNDO));
}

/* Takes down what the screen said, and holds the journal to it. */
static void
judge (Scene *scene, const char *said)
{
  BrikOracle *oracle = brik_town_get_oracle (scene->town);
  g_auto (GStrv) lines = g_strsplit (said, "\n", -1);
  g_autoptr (GHashTable) sales = NULL;
  g_autoptr (GHashTable) undos = NULL;
  const char *sell = NULL;
  const char *undo = NULL;

  /* What follows the last newline was not said whole. */
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      const char *id = strchr (lines[i], ' ') + 1;

      if (g_str_has_prefix (lines[i], "sell "))
        sell = id;
      else if (g_str_has_prefix (lines[i], "undo "))
        undo = id;
      else if (g_str_has_prefix (lines[i], "sold "))
        {
          note_sale (scene, id);
          sell = NULL;
        }
      else
        {
          g_assert_true (g_str_has_prefix (lines[i], "undone "));
          brik_oracle_note_undo (oracle, id);
          undo = NULL;
        }
    }
  verify_journal (scene);
  sales = read_ids (scene, "SELECT id FROM journal WHERE kind = 'sale'");
  undos = read_ids (scene, "SELECT sale FROM journal WHERE kind = 'undo'");
  judge_in_flight (scene, sell, undo, sales, undos);
  compare (scene, sales, undos);
}

/* The till is started by hand, and sends what it has. */
static void
open_and_settle (Scene *scene)
{
  brik_town_till_open (scene->till);
  brik_town_settle (scene->town);
  brik_town_till_close (scene->till);
}

/* (transfer full): the till's program, under strace where @rule is given. */
static GSubprocess *
start_till (Scene *scene, const char *trace, const char *rule, int n_sales)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, brik_town_get_time_us (scene->town));
  g_autofree char *n_sales_text = g_strdup_printf ("%d", n_sales);
  const char *const strace[] = { "strace", "-f", "-qq", "-o", "/dev/null", "-e", trace, "-e", rule };
  const char *const till[] = { g_getenv ("BRIK_KILLED_TILL"),
                               brik_town_till_get_path (scene->till),
                               time,
                               BRIK_TOWN_VERA,
                               n_sales_text,
                               NULL };
  g_autoptr (GError) error = NULL;
  GSubprocess *child = NULL;

  for (guint i = 0; rule != NULL && i < G_N_ELEMENTS (strace); i++)
    g_ptr_array_add (arguments, (gpointer) strace[i]);
  for (guint i = 0; i < G_N_ELEMENTS (till); i++)
    g_ptr_array_add (arguments, (gpointer) till[i]);
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

  return g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                       NULL, NULL, NULL, NULL, &status, NULL) &&
         WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL;
}

/* Killed as it enters the @n-th call of @name, for every n there is. Threads count by themselves: the sales
 * are one thread's, what opening the ledger calls has its turn too. */
static void
test_calls (gconstpointer data)
{
  const char *name = data;
  g_autofree char *trace = g_strconcat ("trace=", name, NULL);
  gboolean killed = TRUE;
  Scene scene;

  if (!can_inject ())
    {
      g_test_skip ("strace is missing, or may not trace here");
      return;
    }
  scene = scene_new ();
  for (guint n = 1; killed; n++)
    {
      g_autofree char *rule = g_strdup_printf ("inject=%s:signal=KILL:when=%u", name, n);
      g_autoptr (GSubprocess) child = start_till (&scene, trace, rule, N_SALES);
      g_autofree char *said = listen_to (child, &killed);

      g_assert_cmpuint (n, <, MAX_CALLS);
      scene.n_kills += killed ? 1 : 0;
      judge (&scene, said);
      if (n % 16 == 0 || !killed)
        open_and_settle (&scene);
    }
  g_test_message ("%s: killed %u times, %u of them after the disk and before the screen", name, scene.n_kills,
                  scene.n_in_flight);
  g_assert_cmpuint (scene.n_kills, >, 0);
  brik_town_free (scene.town);
}

static gboolean
on_life_over (gpointer user_data)
{
  g_subprocess_force_exit (user_data);
  return G_SOURCE_REMOVE;
}

/* The first line says that selling has begun. */
static char *
read_first_line (GSubprocess *child)
{
  GInputStream *stream = g_subprocess_get_stdout_pipe (child);
  GString *line = g_string_new (NULL);
  char byte;

  while (g_input_stream_read (stream, &byte, 1, NULL, NULL) == 1)
    {
      g_string_append_c (line, byte);
      if (byte == '\n')
        break;
    }
  return g_string_free (line, FALSE);
}

static void
test_random (void)
{
  Scene scene = scene_new ();

  for (guint i = 0; i < N_RANDOM_KILLS; i++)
    {
      g_autoptr (GSubprocess) child = start_till (&scene, NULL, NULL, G_MAXINT);
      g_autofree char *first = read_first_line (child);
      g_autofree char *rest = NULL;
      g_autofree char *said = NULL;
      gboolean killed;

      g_usleep ((gulong) g_test_rand_int_range (0, LONGEST_LIFE_US));
      on_life_over (child);
      rest = listen_to (child, &killed);
      g_assert_true (killed);
      scene.n_kills++;
      said = g_strconcat (first, rest, NULL);
      judge (&scene, said);
      if (i % 5 == 4)
        open_and_settle (&scene);
    }
  brik_town_free (scene.town);
}

int
main (int argc, char **argv)
{
  static const char *const calls[] = { "pwrite64", "fdatasync", "ftruncate", "unlink", "write" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (calls); i++)
    {
      g_autofree char *path = g_strconcat ("/kill/", calls[i], NULL);
      g_test_add_data_func (path, calls[i], test_calls);
    }
  g_test_add_func ("/kill/random", test_random);
  return g_test_run ();
}
