/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ledger/brik-sales.h"
#include "ledger/brik-shifts.h"

#define N_KILLS 25
#define PRICE 1
#define ID_DIGITS 32

static void
test_two_programs (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;

  fixture_open_signed_in (fixture);
  g_assert_null (brik_ledger_open (fixture->path, fixture->clock, &error));
  g_assert_true (brik_error_is_busy (error));
  outcome = sell_expecting (fixture, 100, BRIK_REASON_NONE);

  fixture_close (fixture);
  fixture_open (fixture);
}

static void
test_files_are_private (Fixture *fixture, gconstpointer data)
{
  static const char *const endings[] = { "", "-wal", ".lock" };

  fixture_open_signed_in (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (endings); i++)
    {
      g_autofree char *path = g_strconcat (fixture->path, endings[i], NULL);
      GStatBuf info;

      g_assert_cmpint (g_stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
}

/* In the child: sells without end and says the id of each sale once it is OK. */
static void
sell_until_killed (Fixture *fixture, int said)
{
  GError *error = NULL;
  BrikLedgerFile *file = brik_ledger_file_open (fixture->path, fixture->clock, &error);
  BrikBasket *basket = basket_of (PRICE);

  if (!file || !brik_shifts_open (file, "karen", &error))
    g_error ("%s", error->message);

  for (;;)
    {
      BrikSaleRequest request = { .sale = brik_id_new (), .uid = UID, .basket = basket, .online = TRUE };
      BrikOutcome *outcome = brik_sales_sell (file, &request, &error);

      if (!outcome || outcome->verdict.reason != BRIK_REASON_NONE)
        g_error ("not sold");
      if (write (said, request.sale, ID_DIGITS) != ID_DIGITS)
        _exit (1);
      brik_outcome_free (outcome);
      g_free (request.sale);
    }
}

/* Runs the child for a while, kills it, and returns the ids that it called OK. (element-type utf8) */
static GPtrArray *
sell_and_kill (Fixture *fixture, guint lifetime_us)
{
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);
  char id[ID_DIGITS + 1] = "";
  int pipe_fds[2];
  int status;
  pid_t child;

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  child = fork ();
  if (child == 0)
    sell_until_killed (fixture, pipe_fds[1]);
  close (pipe_fds[1]);

  /* The first OK shows that it has begun. */
  if (read (pipe_fds[0], id, ID_DIGITS) == ID_DIGITS)
    g_ptr_array_add (ids, g_strdup (id));
  g_usleep (lifetime_us);
  kill (child, SIGKILL);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);

  while (read (pipe_fds[0], id, ID_DIGITS) == ID_DIGITS)
    g_ptr_array_add (ids, g_strdup (id));
  close (pipe_fds[0]);
  return ids;
}

static void
assert_sold (BrikLedgerFile *file, const char *id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikJournalRow) row = brik_journal_table_find (file->store, id, &error);

  g_assert_no_error (error);
  g_assert_nonnull (row);
  g_assert_cmpint (row->entry->kind, ==, BRIK_ENTRY_SALE);
}

static gint64
count_sales (BrikLedgerFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (file->store, &error, "SELECT count (*) FROM journal WHERE kind = 'sale'", "");

  g_assert_true (brik_rows_next (rows, &error));
  return brik_rows_int (rows, 0);
}

static void
test_kill (Fixture *fixture, gconstpointer data)
{
  gint64 n_sold = 0;

  fixture_open_filled (fixture);
  fixture_close (fixture);

  for (guint i = 0; i < N_KILLS; i++)
    {
      g_autoptr (GPtrArray) ids = sell_and_kill (fixture, (guint) g_test_rand_int_range (0, 20000));
      g_autoptr (BrikLedgerFile) file = NULL;
      g_autoptr (BrikCardholder) holder = NULL;
      g_autoptr (GError) error = NULL;
      gint64 n_found;

      file = brik_ledger_file_open (fixture->path, fixture->clock, &error);
      g_assert_no_error (error);
      for (guint j = 0; j < ids->len; j++)
        assert_sold (file, g_ptr_array_index (ids, j));

      /* Killed between commit and OK, one more is there than was said. */
      n_found = count_sales (file);
      g_assert_cmpint (n_found - n_sold, >=, (gint64) ids->len);
      g_assert_cmpint (n_found - n_sold, <=, (gint64) ids->len + 1);
      g_assert_nonnull (file->last_sale);
      n_sold = n_found;
    }
  g_assert_cmpint (n_sold, >=, N_KILLS);
}

/* In the child: one sale of a given id; whatever writes or syncs on the way may be its last. */
static void
test_last_sale_after_crash (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) ids = NULL;
  g_autoptr (BrikOutcome) last = NULL;
  g_autoptr (BrikOutcome) undone = NULL;
  g_autoptr (GError) error = NULL;

  fixture_open_filled (fixture);
  fixture_close (fixture);
  ids = sell_and_kill (fixture, 0);

  fixture_open (fixture);
  last = last_sale (fixture);
  g_assert_nonnull (last);
  g_assert_cmpint (last->verdict.reason, ==, BRIK_REASON_NONE);
  g_assert_cmpint (last->verdict.total_ore, ==, PRICE);
  g_assert_cmpuint (brik_basket_get_n_lines (last->basket), ==, 1);
  g_assert_cmpstr (last->holder->account->person_name, ==, "Alma Holm");
  g_assert_cmpstr (last->holder->uid, ==, UID);

  g_assert_true (sign_in (fixture, "karen", PIN, &error));
  undone = undo (fixture, last->sale, &error);
  g_assert_no_error (error);
  g_assert_null (last_sale (fixture));
}

/* A disk that takes no more: files of this process may not grow past @limit. */
static void
limit_files (rlim_t limit)
{
  struct rlimit now;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &now), ==, 0);
  now.rlim_cur = MIN (limit, now.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
}

static goffset
size_of_wal (Fixture *fixture)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  GStatBuf info;

  return g_stat (wal, &info) == 0 ? info.st_size : 0;
}

static gint64
sales_in_journal (Fixture *fixture)
{
  g_autoptr (GPtrArray) entries = unsent_entries (fixture);
  gint64 n_sales = 0;

  for (guint i = 0; i < entries->len; i++)
    n_sales += ((BrikEntry *) g_ptr_array_index (entries, i))->kind == BRIK_ENTRY_SALE;
  return n_sales;
}

/* The disk fills up at one byte after the other of a commit: never a false OK, always a word of it, and the
 * same sale goes through once there is room. */
static void
test_disk_full (Fixture *fixture, gconstpointer data)
{
  gint64 n_sold = 0;

  signal (SIGXFSZ, SIG_IGN);
  fixture_open_signed_in (fixture);

  for (rlim_t room = 0; room < 24 * 1024; room += 1021)
    {
      g_autofree char *sale = brik_id_new ();
      g_autoptr (BrikOutcome) outcome = NULL;
      g_autoptr (BrikOutcome) again = NULL;
      g_autoptr (GError) error = NULL;

      limit_files ((rlim_t) size_of_wal (fixture) + room);
      outcome = sell (fixture, sale, UID, PRICE, &error);
      limit_files (RLIM_INFINITY);

      if (!outcome)
        g_assert_true (brik_error_is_disk (error));
      g_clear_error (&error);
      again = sell (fixture, sale, UID, PRICE, &error);
      g_assert_no_error (error);
      g_assert_cmpint (again->verdict.reason, ==, BRIK_REASON_NONE);
      if (outcome)
        g_assert_cmpint (again->number, ==, outcome->number);
      n_sold++;
      g_assert_cmpint (again->holder->account->balance_ore, ==, 10000 - n_sold * PRICE);
    }

  fixture_close (fixture);
  fixture_open (fixture);
  g_assert_cmpint (sales_in_journal (fixture), ==, n_sold);
}

static void
test_disk_full_at_start (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  signal (SIGXFSZ, SIG_IGN);
  limit_files (0);
  g_assert_null (brik_ledger_open (fixture->path, fixture->clock, &error));
  limit_files (RLIM_INFINITY);
  g_assert_true (brik_error_is_disk (error));
  fixture_open (fixture);
}

/* Runs a program that sells once, with @fault at its @n-th write or sync. Returns whether it said OK; *@whole
 * is set where it came to its end. */
static gboolean
sell_with_fault (Fixture *fixture, const char *sale, const char *fault, guint n, gboolean *whole)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *inject =
    g_strdup_printf ("inject=pwrite64,ftruncate,fdatasync,fsync,unlink:%s:when=%u", fault, n);
  const char *arguments[] = { "strace", "-f", "-qq",    "-o",          "/dev/null", "-e",
                              inject,   self, "--sell", fixture->path, sale,        NULL };
  g_auto (GStrv) environment = NULL;
  g_autofree char *said = NULL;
  g_autoptr (GError) error = NULL;
  int status;

  /* A sanitizer's search for leaks is a debugger too, and there can be but one. */
  environment = g_environ_setenv (g_get_environ (), "ASAN_OPTIONS", "detect_leaks=0", TRUE);
  g_spawn_sync (NULL, (char **) arguments, environment, G_SPAWN_SEARCH_PATH, NULL, NULL, &said, NULL, &status,
                &error);
  g_assert_no_error (error);
  *whole = WIFEXITED (status) && WEXITSTATUS (status) == 0;
  return g_str_equal (said, "OK");
}

/* What was said to be sold is sold; and when the same sale is asked for again, as the till does, it stands
 * once. */
static void
check_sold_once (Fixture *fixture, const char *sale, gboolean said_ok, gint64 n_sales)
{
  g_autoptr (BrikBasket) basket = basket_of (PRICE);
  BrikSaleRequest request = { .sale = (char *) sale, .uid = UID, .basket = basket, .online = TRUE };
  g_autoptr (BrikLedgerFile) file = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;

  file = brik_ledger_file_open (fixture->path, fixture->clock, &error);
  g_assert_no_error (error);
  if (said_ok)
    assert_sold (file, sale);
  g_assert_true (brik_shifts_open (file, "karen", &error));
  outcome = brik_sales_sell (file, &request, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome->verdict.reason, ==, BRIK_REASON_NONE);
  g_assert_cmpint (count_sales (file), ==, n_sales);
}

/* Killed, or told that the disk fails, at each write and sync of a sale in turn. */
static void
test_fault_at_every_step (Fixture *fixture, gconstpointer data)
{
  static const char *const faults[] = { "signal=KILL", "error=EIO" };
  g_autofree char *strace = g_find_program_in_path ("strace");
  guint n_steps = 0;
  gint64 n_sales = 0;

  if (!strace)
    {
      g_test_skip ("strace is not installed");
      return;
    }
  fixture_open_filled (fixture);
  fixture_close (fixture);

  for (gsize i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      gboolean whole = FALSE;

      /* The kills find out how many steps there are. */
      for (guint n = 1; i == 0 ? !whole : n <= n_steps; n++)
        {
          g_autofree char *sale = brik_id_new ();
          gboolean said_ok = sell_with_fault (fixture, sale, faults[i], n, &whole);

          check_sold_once (fixture, sale, said_ok, ++n_sales);
          n_steps = MAX (n_steps, n);
          g_assert_cmpuint (n_steps, <, 100);
        }
    }
  g_test_message ("%u steps", n_steps);
  g_assert_cmpuint (n_steps, >, 5);
}

/* What the test above runs. */
static int
sell_once (const char *path, const char *sale)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (NOON);
  g_autoptr (BrikLedgerFile) file = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (BrikBasket) basket = basket_of (PRICE);
  g_autoptr (GError) error = NULL;
  BrikSaleRequest request = { .sale = (char *) sale, .uid = UID, .basket = basket, .online = TRUE };

  file = brik_ledger_file_open (path, clock, &error);
  if (!file || !brik_shifts_open (file, "karen", &error))
    return 1;
  outcome = brik_sales_sell (file, &request, &error);
  if (outcome && outcome->verdict.reason == BRIK_REASON_NONE && write (STDOUT_FILENO, "OK", 2) != 2)
    return 1;
  return outcome ? 0 : 1;
}

int
main (int argc, char *argv[])
{
  if (argc == 4 && g_str_equal (argv[1], "--sell"))
    return sell_once (argv[2], argv[3]);

  g_test_init (&argc, &argv, NULL);

#define ADD(name, function)                                                                                  \
  g_test_add ("/ledger/crash/" name, Fixture, NULL, fixture_set_up, function, fixture_tear_down)
  ADD ("two-programs", test_two_programs);
  ADD ("files-are-private", test_files_are_private);
  ADD ("kill", test_kill);
  ADD ("last-sale-after-crash", test_last_sale_after_crash);
  ADD ("fault-at-every-step", test_fault_at_every_step);
  ADD ("disk-full", test_disk_full);
  ADD ("disk-full-at-start", test_disk_full_at_start);

  return g_test_run ();
}
