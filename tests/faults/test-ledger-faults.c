/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-life.h"
#include "ledger/brik-standing.h"

/* The disk fails at each call in turn of all that a ledger does (promise 10): what was told to be done is
 * done whatever comes after, what was told not to be done is never found later, and once the disk is whole
 * again the same till goes on without a restart. */

/* A plain run tries every so many-th call, from another one on each time. There are many more allocations. */
#define STRIDE 6
#define MEMORY_STRIDE 499
#define MEMORY_STRIDE_LONG 7
#define MAX_CALLS 100000

/**
 * Procedure:
 * @prepare: brings @life to where it begins, on a whole disk
 * @opens: it is the opening itself
 * @run: what the disk fails in
 */
typedef struct
{
  const char *name;
  void (*prepare) (Life *life);
  gboolean opens;
  gboolean signs_in;
  gboolean (*run) (Life *life, BrikLedgerFile *file, GError **error);
} Procedure;

static void
prepare_nothing (Life *life)
{
}

static void
prepare_started (Life *life)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = life_open (life, &error);

  g_assert_no_error (error);
}

static void
prepare_enrolled (Life *life)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = life_open (life, &error);

  life_enrol (life, file, &error);
  g_assert_no_error (error);
}

static void
prepare_filled (Life *life)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = life_open (life, &error);

  (void) (life_enrol (life, file, &error) && life_fill (life, file, &error));
  g_assert_no_error (error);
}

static void
prepare_n_sold (Life *life, guint n_sales)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = NULL;
  g_autoptr (BrikDiskImage) killed = NULL;

  prepare_filled (life);
  file = life_open (life, &error);
  life_sign_in (life, file, &error);
  for (guint i = 0; !error && i < n_sales; i++)
    life_sell (life, file, NULL, &error);
  g_assert_no_error (error);
  /* Killed: the WAL is left. */
  killed = brik_disk_copy (life->disk);
  g_clear_pointer (&file, brik_ledger_file_close);
  brik_disk_load (life->disk, killed);
}

static void
prepare_sold (Life *life)
{
  prepare_n_sold (life, 2);
}

/* They are on more pages of the file than the newest is found by. */
static void
prepare_many_sold (Life *life)
{
  prepare_n_sold (life, 20);
}

static void
prepare_frozen (Life *life)
{
  life_load_frozen (life, "schema-1.sql");
}

static void
prepare_dead_clock (Life *life)
{
  prepare_sold (life);
  life_reboot (life);
}

static gboolean
sell_next (Life *life, BrikLedgerFile *file, GError **error)
{
  return life_sell (life, file, NULL, error);
}

/* Whoever signed in when nobody knew the date has their shift opened by it. */
static gboolean
sell_once_told (Life *life, BrikLedgerFile *file, GError **error)
{
  life_learn (life, LIFE_LATER);
  return life_sell (life, file, NULL, error);
}

static gboolean
close_after_sale (Life *life, BrikLedgerFile *file, GError **error)
{
  return life_sell (life, file, NULL, error);
}

static const Procedure procedures[] = {
  { "first-start", prepare_nothing, TRUE, FALSE, NULL },
  { "start-after-kill", prepare_sold, TRUE, FALSE, NULL },
  { "migration", prepare_frozen, TRUE, FALSE, NULL },
  { "enrolment", prepare_started, FALSE, FALSE, life_enrol },
  { "snapshot", prepare_enrolled, FALSE, FALSE, life_fill },
  { "sign-in", prepare_filled, FALSE, FALSE, life_sign_in },
  { "sale", prepare_filled, FALSE, TRUE, sell_next },
  { "sale-after-kill", prepare_sold, FALSE, TRUE, sell_next },
  { "sale-once-told", prepare_dead_clock, FALSE, TRUE, sell_once_told },
  { "date", prepare_dead_clock, FALSE, TRUE, life_tell_date },
  { "sign-out", prepare_sold, FALSE, TRUE, life_sign_out },
  { "undo", prepare_sold, FALSE, TRUE, life_undo },
  { "receipt", prepare_many_sold, FALSE, TRUE, life_acknowledge },
  { "block", prepare_filled, FALSE, TRUE, life_block },
  { "checkpoint", prepare_sold, FALSE, TRUE, life_checkpoint },
  { "close", prepare_sold, FALSE, TRUE, close_after_sale },
};

/**
 * Try:
 * @n: the call that fails, from 1
 * @tried: what is sold in it
 * @not_done: it was told that this has not been done
 * @shows_place: the main thread has been told of the place
 *
 * One procedure with one fault in it.
 */
typedef struct
{
  const Procedure *procedure;
  Life *life;
  BrikDiskFault fault;
  gboolean lasting;
  guint n;
  gboolean not_done;
  gboolean shows_place;
} Try;

static void G_GNUC_NORETURN
fail (const Try *try, const char *when, const char *wrong)
{
  g_error ("%s, %s at call %u%s, %s: %s", try->procedure->name, brik_disk_fault_name (try->fault), try->n,
           try->lasting ? " and all after it" : "", when, wrong);
}

/* What is on the disk if the program is killed now, or the power cut. */
static void
judge_images (const Try *try, const char *when, BrikDiskImage *killed, BrikDiskImage *cut, guint n_facts)
{
  const BrikDiskImage *const images[] = { killed, cut };

  for (guint i = 0; i < G_N_ELEMENTS (images); i++)
    {
      g_autofree char *wrong = NULL;

      brik_disk_load (try->life->disk, images[i]);
      wrong = life_judge_with (try->life, n_facts, try->not_done);
      if (wrong)
        {
          g_autofree char *where = g_strconcat (when, i == 0 ? ", killed" : ", power cut", NULL);

          fail (try, where, wrong);
        }
    }
}

/* As the ledger's thread does it. */
static gboolean
run (const Try *try, BrikLedgerFile **file, GError **error)
{
  if (try->procedure->opens)
    return (*file = life_open (try->life, error)) != NULL;
  return brik_ledger_file_recover (*file, error) && try->procedure->run (try->life, *file, error);
}

static gboolean
sells (const Procedure *procedure)
{
  return procedure->run == sell_next || procedure->run == sell_once_told;
}

static void
tell_of (Try *try, const GError *error)
{
  gboolean tells =
    sells (try->procedure) || try->procedure->run == life_undo || try->procedure->run == life_block;

  try->not_done = tells && error && !brik_error_is_unsure (error);
  if (error && error->domain != BRIK_STORE_ERROR && error->domain != BRIK_LEDGER_ERROR)
    fail (try, "an error of another kind", error->message);
}

/* What the ledger's thread reports after each of its jobs, to a main thread that shows what it was told. */
static void
report (Try *try, BrikLedgerFile *file)
{
  g_autoptr (BrikStanding) standing = brik_standing_new (file);

  try->shows_place |= standing->place != NULL;
}

/* The disk is whole again, and any job comes. */
static void
look_again (Try *try, BrikLedgerFile *file)
{
  g_autoptr (GError) error = NULL;

  if (!brik_ledger_file_recover (file, &error))
    fail (try, "after the disk was mended", error->message);
  report (try, file);
  if (brik_ledger_file_is_ready (file) && !try->shows_place)
    fail (try, "after the disk was mended", "it is ready to sell, and nobody knows where");
}

/* The disk is whole again: what failed is done anew, by the same program. */
static void
do_again (Try *try, BrikLedgerFile **file, gboolean was_done)
{
  g_autoptr (GError) error = NULL;

  if (was_done)
    return;
  if (sells (try->procedure))
    {
      /* With the same id, as the till does. */
      if (!brik_ledger_file_recover (*file, &error) ||
          !life_sell (try->life, *file, try->life->last_try, &error))
        fail (try, "after the disk was mended", error->message);
      return;
    }
  if (!run (try, file, &error))
    fail (try, "after the disk was mended", error->message);
}

static gint64
count_runs (BrikLedgerFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (file->store, &error, "SELECT count (*) FROM journal WHERE kind = 'started'", "");

  g_assert_true (rows && brik_rows_next (rows, &error));
  return brik_rows_int (rows, 0);
}

/* The same program goes on with its day: the portal says that the till is some seconds ahead, and another
 * buys. */
static void
go_on (const Try *try, BrikLedgerFile *file, gint64 n_runs)
{
  g_autoptr (GError) error = NULL;
  gint64 n_unsent = -1;

  life_learn (try->life, LIFE_LATER - 10 * G_TIME_SPAN_SECOND);
  if (!brik_ledger_file_recover (file, &error) ||
      (!file->cashier && !life_sign_in (try->life, file, &error)) ||
      !life_sell (try->life, file, NULL, &error) ||
      !brik_journal_table_count_sales (file->store, file->till.acknowledged, file->tail.sequence, &n_unsent,
                                       &error))
    fail (try, "as the day goes on", error->message);
  if (n_unsent != file->tail.n_unsent_sales)
    fail (try, "as the day goes on", "the sales that are unsent are not those that it counts");
  if (count_runs (file) > n_runs + 1)
    fail (try, "as the day goes on", "it has begun two runs");
}

/* Returns whether the fault came to pass. */
static gboolean
run_try (Try *try)
{
  Life *life = try->life;
  guint n_facts = life->facts->len;
  g_autoptr (BrikLedgerFile) file = NULL;
  g_autoptr (BrikDiskImage) killed = NULL;
  g_autoptr (BrikDiskImage) cut = NULL;
  g_autoptr (BrikDiskImage) killed_later = NULL;
  g_autoptr (BrikDiskImage) cut_later = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n_runs = 0;
  gboolean done;
  guint n_failed;
  guint n_told;

  if (!try->procedure->opens)
    {
      file = life_open (life, &error);
      g_assert_no_error (error);
      n_runs = count_runs (file);
      file->news.place = TRUE;
      report (try, file);
      if (try->procedure->signs_in)
        life_sign_in (life, file, &error);
      g_assert_no_error (error);
    }
  if (brik_clock_raw (life->clock) == NOON)
    brik_clock_set_fake (life->clock, LIFE_LATER);

  brik_disk_break (life->disk, try->fault, try->n, try->lasting);
  done = run (try, &file, &error);
  if (done && try->procedure->run == close_after_sale)
    g_clear_pointer (&file, brik_ledger_file_close);
  tell_of (try, error);
  if (file)
    report (try, file);
  killed = brik_disk_copy (life->disk);
  cut = brik_disk_copy_platter (life->disk);
  n_told = life->facts->len;
  n_failed = brik_disk_mend (life->disk);

  g_assert_true (done || n_failed > 0);
  if (file && !try->procedure->opens)
    look_again (try, file);
  do_again (try, &file, done);
  if (file && (try->procedure->signs_in || try->procedure->run == life_sign_in))
    go_on (try, file, n_runs);
  killed_later = brik_disk_copy (life->disk);
  cut_later = brik_disk_copy_platter (life->disk);
  g_clear_pointer (&file, brik_ledger_file_close);

  judge_images (try, "at once", killed, cut, n_told);
  try->not_done = FALSE;
  judge_images (try, "later", killed_later, cut_later, life->facts->len);
  g_ptr_array_set_size (life->facts, (gint) n_facts);
  return n_failed > 0;
}

/* Every call of a procedure in turn, or a sample of them. Returns how many failed. */
static guint
run_fault (const Procedure *procedure, BrikDiskFault fault, gboolean lasting)
{
  gboolean is_long = g_getenv ("BRIK_TEST_LONG") != NULL;
  guint step = is_long ? 1 : STRIDE;
  guint n_tries = 0;
  gboolean came = TRUE;

  if (fault == BRIK_FAULT_MEMORY)
    step = is_long ? MEMORY_STRIDE_LONG : MEMORY_STRIDE;

  for (guint n = (guint) g_test_rand_int_range (1, (gint) step + 1); came; n += step)
    {
      g_autoptr (Life) life = life_new ();
      Try try = { .procedure = procedure, .life = life, .fault = fault, .lasting = lasting, .n = n };

      procedure->prepare (life);
      came = run_try (&try);
      n_tries += came;
      g_assert_cmpuint (n, <, MAX_CALLS);
    }
  return n_tries;
}

static void
test_procedure (gconstpointer data)
{
  const Procedure *procedure = data;
  guint n = 0;

  for (BrikDiskFault fault = 0; fault < BRIK_N_FAULTS; fault++)
    n += run_fault (procedure, fault, FALSE) + run_fault (procedure, fault, TRUE);
  g_test_message ("covered: %u faulted operations of %s", n, procedure->name);
  g_assert_cmpuint (n, >, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_log_set_always_fatal (G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
  for (gsize i = 0; i < G_N_ELEMENTS (procedures); i++)
    {
      g_autofree char *path = g_strconcat ("/faults/ledger/", procedures[i].name, NULL);

      g_test_add_data_func (path, &procedures[i], test_procedure);
    }
  return g_test_run ();
}
