/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <signal.h>
#include <sys/types.h>

#include "brik-town.h"
#include "portal/brik-books.h"
#include "wire/brik-api.h"

/* The portal's program, with its database on the disk, is killed before any call that writes, syncs or talks,
 * while tills push, poll and look up; and at random moments while many do. Whatever it had done and not said
 * is done once: the tills need nothing but time (promise 2), and brik_town_settle () holds both sides to the
 * oracle. */

#define N_SAMPLED 3
#define MAX_CALLS 400
#define N_ROUNDS 3
#define N_SALES 20
#define LONGEST_LIFE_MS 400

/* What the programs of the town call on a disk, and on a wire. */
#define DISK_CALLS "pwrite64,fdatasync,fsync,ftruncate,unlink"
#define WIRE_CALLS "accept4,recvfrom,sendto,sendmsg,writev"

static const char *program;

typedef struct
{
  BrikTown *town;
  GPtrArray *tills;
  GSubprocess *portal;
  gboolean ended;
} Scene;

/* On the machine's own date: the program knows no other. */
static BrikTown *
town_of_today (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Europe/Copenhagen");
  g_autoptr (GDateTime) now = g_date_time_new_now (zone);
  g_autofree char *civil = g_date_time_format (now, "%Y-%m-%d %H:%M");
  BrikTown *town = brik_town_new (civil);

  brik_town_set_time_us (town, g_get_real_time ());
  return town;
}

static void
on_portal_ended (GObject *object, GAsyncResult *result, gpointer user_data)
{
  Scene *scene = user_data;

  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  if (G_SUBPROCESS (object) == scene->portal)
    scene->ended = TRUE;
}

/* (transfer full) (nullable): where it serves; NULL when it ended before */
static char *
read_address (Scene *scene)
{
  g_autoptr (GDataInputStream) out = g_data_input_stream_new (g_subprocess_get_stdout_pipe (scene->portal));
  g_autofree char *line = g_data_input_stream_read_line (out, NULL, NULL, NULL);

  return line != NULL && g_str_has_prefix (line, "listening on ") ? g_strdup (line + strlen ("listening on "))
                                                                  : NULL;
}

static void
point_wires (Scene *scene, const char *address)
{
  for (guint i = 0; i < scene->tills->len; i++)
    {
      BrikTownTill *till = g_ptr_array_index (scene->tills, i);

      brik_wire_cutter_set_portal (brik_town_till_get_wire (till), address);
      brik_sync_try_now (brik_town_till_get_sync (till));
    }
}

/* The program in place of the town's portal. @kill: (nullable): "CALLS n": it dies before its n-th of these
 * calls */
static void
start_program (Scene *scene, const char *calls, guint n)
{
  g_autofree char *database = g_build_filename (brik_town_get_folder (scene->town), "portal.db", NULL);
  g_autofree char *trace = g_strconcat ("trace=", calls, NULL);
  g_autofree char *inject = g_strdup_printf ("inject=%s:signal=KILL:when=%u", calls, n);
  const char *traced[] = { "strace", "-f",       "-qq",         "-o",    "/dev/null", "-e",
                           trace,    "-e",       inject,        program, "serve",     "--database",
                           database, "--listen", "127.0.0.1:0", NULL };
  g_autofree char *address = NULL;
  g_autoptr (GError) error = NULL;

  scene->ended = FALSE;
  scene->portal =
    g_subprocess_newv (calls != NULL ? traced : traced + 9,
                       G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (scene->portal, NULL, on_portal_ended, scene);
  address = read_address (scene);
  if (address != NULL)
    point_wires (scene, address);
}

static gboolean
has_ended (gpointer data)
{
  return ((Scene *) data)->ended;
}

/* The program that a tracer runs, or that @pid is. */
static pid_t
program_of (const char *pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%s/task/%s/children", pid, pid);
  g_autofree char *children = NULL;

  if (g_file_get_contents (path, &children, NULL, NULL) && *children != '\0')
    pid = children;
  return (pid_t) g_ascii_strtoll (pid, NULL, 10);
}

/* The program is told and not strace, which takes no signal while it writes to a file. */
static void
end_program (Scene *scene)
{
  if (!scene->ended)
    kill (program_of (g_subprocess_get_identifier (scene->portal)), SIGTERM);
  brik_town_wait (has_ended, scene, "the portal's program has ended");
  g_clear_object (&scene->portal);
}

static gboolean
is_done (gpointer data)
{
  Scene *scene = data;

  if (scene->ended)
    return TRUE;
  for (guint i = 0; i < scene->tills->len; i++)
    {
      gint64 n_unsent = 0;

      g_object_get (brik_town_till_get_ledger (g_ptr_array_index (scene->tills, i)), "unsent", &n_unsent,
                    NULL);
      if (n_unsent > 0 ||
          !brik_sync_get_online (brik_town_till_get_sync (g_ptr_array_index (scene->tills, i))))
        return FALSE;
    }
  return TRUE;
}

/* A till sells and pushes, the other hears of it, and somebody's card is asked for. */
static void
trade (Scene *scene)
{
  BrikTownTill *till = g_ptr_array_index (scene->tills, 0);
  BrikTownTill *other = g_ptr_array_index (scene->tills, 1);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (brik_town_till_sell (till, BRIK_TOWN_VERA, "krone", 1), ==, BRIK_REASON_NONE);
  brik_town_till_undo (till, brik_town_till_get_sale (till));
  g_assert_cmpint (brik_town_till_sell (other, BRIK_TOWN_IDA, "krone", 1), ==, BRIK_REASON_NONE);
  brik_town_wait (is_done, scene, "all is sent or the portal is dead");
  brik_town_till_ask (till, BRIK_TOWN_EMIL, &error);
  g_assert_true (error == NULL || brik_error_is_unreachable (error));
}

/* FALSE when the program outlived all that was to be done. */
static gboolean
die_at (Scene *scene, const char *calls, guint n)
{
  gboolean died;

  g_test_message ("killed at call %u of %s", n, calls);
  brik_town_close_portal (scene->town);
  start_program (scene, calls, n);
  trade (scene);
  died = scene->ended;
  end_program (scene);
  /* The same database, opened by another after the kill. */
  brik_town_open_portal (scene->town);
  brik_town_settle (scene->town);
  return died;
}

static Scene
scene_new (guint n_tills)
{
  static const char *const ids[] = { "skole-1", "klub-1", "skole-2", "skole-3" };
  Scene scene = { .town = town_of_today (), .tills = g_ptr_array_new () };

  for (guint i = 0; i < n_tills; i++)
    g_ptr_array_add (scene.tills, brik_town_add_till (scene.town, ids[i]));
  return scene;
}

static void
scene_clear (Scene *scene)
{
  brik_town_free (scene->town);
  g_ptr_array_unref (scene->tills);
}

static void
test_calls (gconstpointer data)
{
  const char *calls = data;
  Scene scene = scene_new (2);
  guint n_kills = 0;

  if (g_getenv ("BRIK_TEST_LONG") != NULL)
    while (die_at (&scene, calls, n_kills + 1))
      g_assert_cmpuint (++n_kills, <, MAX_CALLS);
  else
    for (guint i = 0; i < N_SAMPLED; i++)
      n_kills += die_at (&scene, calls, (guint) g_test_rand_int_range (1, 25)) ? 1 : 0;
  g_test_message ("covered: the portal killed at %u calls of %s", n_kills, calls);
  g_assert_cmpuint (n_kills, >, 0);
  scene_clear (&scene);
}

/* Import */

typedef struct
{
  int status;
  char *out;
} Ended;

static void
ended_clear (Ended *ended)
{
  g_free (ended->out);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ended, ended_clear)

static Ended
run_program (const char *const *arguments)
{
  Ended ended = { 0 };
  g_autoptr (GError) error = NULL;

  g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL,
                &ended.out, NULL, &ended.status, &error);
  g_assert_no_error (error);
  return ended;
}

static gboolean
read_sum (BrikStore *store, gpointer data, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT (SELECT count (*) FROM person) || ' ' || (SELECT count (*) FROM card) || ' ' ||"
    " (SELECT count (*) FROM cap) || ' ' || (SELECT count (*) FROM product) || ' ' ||"
    " (SELECT coalesce (sum (balance_ore), 0) FROM account) || ' ' || (SELECT count (*) FROM booking)",
    "");

  if (rows == NULL || !brik_rows_next (rows, error))
    return FALSE;
  *(char **) data = g_strdup (brik_rows_text (rows, 0));
  return TRUE;
}

/* What the import put there, in one line. (transfer full) */
static char *
sum_up (const char *database)
{
  const char *arguments[] = { program, "audit", "--database", database, NULL };
  g_auto (Ended) audit = run_program (arguments);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikBooks) books = brik_books_open (database, &error);
  char *sum = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (audit.out, ==, "the books are in order\n");
  brik_books_read (books, read_sum, &sum, &error);
  g_assert_no_error (error);
  return sum;
}

/* @expected: what there is in the end, which the first tells. Killed at its n-th call, the import has done
 * all or nothing; done again, it is as if it had not been. FALSE when it was not killed. */
static gboolean
import_killed_at (BrikTown *town, guint n, char **expected)
{
  g_autofree char *name = g_strdup_printf ("import-%u.db", n);
  g_autofree char *database = g_build_filename (brik_town_get_folder (town), name, NULL);
  g_autofree char *files = g_build_filename (brik_town_get_folder (town), "import", NULL);
  g_autofree char *inject = g_strdup_printf ("inject=" DISK_CALLS ":signal=KILL:when=%u", n);
  const char *killed[] = { "strace", "-f",   "-qq",   "-o",     "/dev/null",  "-e",     "trace=" DISK_CALLS,
                           "-e",     inject, program, "import", "--database", database, files,
                           NULL };
  g_auto (Ended) first = run_program (killed);
  g_auto (Ended) second = run_program (killed + 9);
  g_autofree char *found = NULL;

  g_assert_true (g_spawn_check_wait_status (second.status, NULL));
  found = sum_up (database);
  if (*expected == NULL)
    *expected = g_strdup (found);
  g_assert_cmpstr (found, ==, *expected);
  return !g_spawn_check_wait_status (first.status, NULL);
}

static void
test_import (void)
{
  g_autoptr (BrikTown) town = town_of_today ();
  g_autofree char *expected = NULL;
  guint n_kills = 0;

  g_assert_false (import_killed_at (town, MAX_CALLS, &expected));
  if (g_getenv ("BRIK_TEST_LONG") != NULL)
    while (import_killed_at (town, n_kills + 1, &expected))
      g_assert_cmpuint (++n_kills, <, MAX_CALLS);
  else
    for (guint i = 0; i < N_SAMPLED; i++)
      n_kills += import_killed_at (town, (guint) g_test_rand_int_range (1, 30), &expected) ? 1 : 0;
  g_test_message ("covered: the import killed at %u calls", n_kills);
  g_assert_cmpuint (n_kills, >, 0);
}

/* Eight that push, two for each till and its one journal, while the portal dies and rises again. */
static void
test_random (void)
{
  Scene scene = scene_new (4);
  static const char *const uids[] = { BRIK_TOWN_VERA, BRIK_TOWN_IDA, BRIK_TOWN_EMIL, BRIK_TOWN_NOAH };
  BrikSync *seconds[4];
  guint n_rounds = g_getenv ("BRIK_TEST_LONG") != NULL ? 40 : N_ROUNDS;
  g_autoptr (BrikClock) clock = brik_clock_new_fake (g_get_real_time ());

  for (guint i = 0; i < scene.tills->len; i++)
    {
      seconds[i] = brik_sync_new (brik_town_till_get_ledger (g_ptr_array_index (scene.tills, i)), clock);
      brik_sync_set_backoff (seconds[i], 10, 100);
      brik_sync_start (seconds[i]);
    }
  for (guint round = 0; round < n_rounds; round++)
    {
      gint64 until_us =
        g_get_monotonic_time () + g_test_rand_int_range (1, LONGEST_LIFE_MS) * G_TIME_SPAN_MILLISECOND;

      brik_town_close_portal (scene.town);
      start_program (&scene, NULL, 0);
      for (guint n = 0; n < N_SALES && g_get_monotonic_time () < until_us; n++)
        for (guint i = 0; i < scene.tills->len; i++)
          {
            BrikTownTill *till = g_ptr_array_index (scene.tills, i);

            g_assert_cmpint (brik_town_till_sell (till, uids[i], "krone", 1), ==, BRIK_REASON_NONE);
            brik_town_till_undo (till, brik_town_till_get_sale (till));
          }
      g_subprocess_force_exit (scene.portal);
      brik_town_wait (has_ended, &scene, "the portal's program is dead");
      g_clear_object (&scene.portal);
      brik_town_open_portal (scene.town);
      brik_town_settle (scene.town);
    }
  g_test_message ("covered: the portal killed %u times while 8 clients push", n_rounds);
  for (guint i = 0; i < scene.tills->len; i++)
    g_object_unref (seconds[i]);
  scene_clear (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);
  program = argv[1];
  g_test_add_data_func ("/portal-killed/disk", DISK_CALLS, test_calls);
  g_test_add_data_func ("/portal-killed/wire", WIRE_CALLS, test_calls);
  g_test_add_func ("/portal-killed/import", test_import);
  g_test_add_func ("/portal-killed/random", test_random);
  return g_test_run ();
}
