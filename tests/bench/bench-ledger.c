/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-calls.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "core/brik-limits.h"
#include "figure.h"
#include "ledger/brik-accounts-table.h"
#include "ledger/brik-ledger-file.h"
#include "ledger/brik-replay.h"

/* What a sale costs at the till, from asking the ledger on the main thread to its answer there, beside what
 * the disk needs to append 4 KiB; and a tapped card's verdict, beside a look-up by primary key. The
 * yardsticks are taken in turns with what they measure. With --sales N it makes N sales and nothing else, for
 * counting system calls. */

#define ROUNDS 7
#define SALES 300    /* a round */
#define BUYERS SALES /* each buys once until the portal has counted it in, as in a queue */
#define BUYER_UID "%08X"
#define LOOKS 2000
#define CARDHOLDERS 20000
#define LINES 4
#define BLOCK 4096

static BrikBasket *
four_lines (void)
{
  static const char *const names[LINES] = { "Dagens ret", "Ostehaps", "Yoghurt", "Stor grønbolle" };
  BrikBasket *basket = brik_basket_new ();

  for (guint i = 0; i < LINES; i++)
    {
      g_autofree char *id = g_strdup_printf ("vare-%02u", i);

      if (!brik_basket_add (basket, id, names[i], 1 + (gint) i % 2, 500 + 100 * i, i % 2 ? 0 : 2500, NULL))
        g_error ("the basket is not taken");
    }
  return basket;
}

typedef struct
{
  BrikOutcome *outcome;
  GError *error;
  gboolean ready;
} Answer;

static void
on_sell_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Answer *answer = user_data;

  answer->outcome = brik_ledger_sell_finish (BRIK_LEDGER (source), result, &answer->error);
  answer->ready = TRUE;
}

static void
sell_one (Fixture *fixture, const BrikBasket *basket, guint buyer)
{
  g_autofree char *sale = brik_id_new ();
  g_autofree char *uid = g_strdup_printf (BUYER_UID, buyer % BUYERS);
  Answer answer = { 0 };

  brik_ledger_sell_async (fixture->ledger, sale, uid, basket, NULL, on_sell_ready, &answer);
  while (!answer.ready)
    g_main_context_iteration (NULL, TRUE);
  if (!answer.outcome || answer.outcome->verdict.reason != BRIK_REASON_NONE)
    g_error ("not sold: %s", answer.error ? answer.error->message : "refused");
  brik_outcome_free (answer.outcome);
}

static void
measure_sales (Fixture *fixture, const BrikBasket *basket, Series *series)
{
  series_begin_round (series);
  for (guint i = 0; i < SALES; i++)
    {
      double began = figure_now_us ();

      sell_one (fixture, basket, i);
      series_add (series, figure_now_us () - began);
    }
}

static void
measure_appends (int fd, Series *series)
{
  static const char block[BLOCK];

  series_begin_round (series);
  for (guint i = 0; i < SALES; i++)
    {
      double began = figure_now_us ();

      if (write (fd, block, BLOCK) != BLOCK || fdatasync (fd) != 0)
        g_error ("the yardstick's file cannot be written");
      series_add (series, figure_now_us () - began);
    }
}

static void
measure_verdicts (BrikLedgerFile *file, Series *series)
{
  g_autoptr (GError) error = NULL;
  BrikCircumstances where = { .place = file->place, .online = TRUE };
  BrikMoment moment;

  if (!brik_ledger_file_get_moment (file, &moment, &error))
    g_error ("%s", error->message);
  where.date = moment.date;

  series_begin_round (series);
  for (guint i = 0; i < LOOKS; i++)
    {
      g_autofree char *uid = g_strdup_printf ("%08X", 0x20000000 + g_random_int_range (0, CARDHOLDERS));
      g_autoptr (BrikCardholder) holder = NULL;
      double began = figure_now_us ();
      BrikQuestion question;

      holder = brik_replay_chip (file->store, uid, &error);
      question = brik_cardholder_question (holder, &where, 2000);
      if (brik_verdict_decide (&question).reason != BRIK_REASON_NONE)
        g_error ("refused");
      series_add (series, figure_now_us () - began);
    }
}

static void
measure_keys (BrikLedgerFile *file, Series *series)
{
  g_autoptr (GError) error = NULL;
  gint64 told_us;

  series_begin_round (series);
  for (guint i = 0; i < LOOKS; i++)
    {
      g_autofree char *id = g_strdup_printf ("konto-%u", g_random_int_range (0, CARDHOLDERS));
      double began = figure_now_us ();

      if (!brik_accounts_table_get_told (file->store, id, &told_us, &error))
        g_error ("%s", error->message);
      series_add (series, figure_now_us () - began);
    }
}

static BrikAccountRecord *
cardholder (guint index)
{
  g_autofree char *id = g_strdup_printf ("konto-%u", index);
  g_autofree char *uid = g_strdup_printf ("%08X", 0x20000000 + index);
  BrikAccountRecord *account = account_record_new (id, uid);
  GDate day;

  account_record_add_cap (account, "skole", BRIK_PERIOD_DAY, 5000);
  account_record_add_cap (account, "", BRIK_PERIOD_WEEK, 20000);
  g_date_set_dmy (&day, 20, G_DATE_NOVEMBER, 2026);
  brik_spending_add (account->spending, "skole", &day, 1000);
  brik_spending_add (account->spending, "klub", &day, 500);
  return account;
}

static void
fill (Fixture *fixture)
{
  for (guint i = 0; i < CARDHOLDERS; i += BRIK_LIMIT_CHANGES_PAGE)
    {
      BrikChangesPage *page = page_new (11 + i, NOON);

      for (guint j = i; j < i + BRIK_LIMIT_CHANGES_PAGE; j++)
        page_add_account (page, cardholder (j));
      if (!apply (fixture, page, NULL))
        g_error ("a page is not taken");
    }
}

/* A million sales, of all cardholders in turn, that the portal has counted in. Nobody verifies them here. */
#define PADDED "substr (hex (zeroblob (16)) || i, -32)"
static const char journal_sql[] =
  "WITH RECURSIVE numbers (i, previous) AS"
  " (SELECT coalesce (max (sequence), 0) + 1, coalesce (hash, zeroblob (32)) FROM journal"
  "  UNION ALL SELECT i + 1, CAST (" PADDED " AS BLOB) FROM numbers LIMIT 1000000)"
  " INSERT INTO journal (sequence, run, number, line, previous, hash, signature, kind, at_us, id, account,"
  "  total_ore, place_kind, counts_on)"
  " SELECT i, hex (zeroblob (16)), i + 1, hex (zeroblob (320)), previous, CAST (" PADDED " AS BLOB),"
  "  zeroblob (64), 'sale', i, lower (hex (randomblob (16))), 'konto-' || (i % 20000), 2000, 'skole',"
  "  '2026-05-01' FROM numbers";
static const char counted_sql[] = "UPDATE account SET through = (SELECT max (sequence) FROM journal)";

static void
fill_journal (BrikLedgerFile *file)
{
  g_autoptr (GError) error = NULL;

  if (!brik_store_begin (file->store, &error) || !brik_store_run (file->store, &error, journal_sql, "") ||
      !brik_store_run (file->store, &error, counted_sql, "") || !brik_store_commit (file->store, &error))
    g_error ("%s", error->message);
}

static gint64
size_of (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? info.st_size : 0;
}

/* The records of all who buy, as the portal tells them once it has counted in what it acknowledged. */
static void
tell_buyers (Fixture *fixture, const char *run, gint64 number)
{
  for (guint i = 0; i < BUYERS; i++)
    {
      g_autofree char *id = g_strdup_printf ("buyer-%u", i);
      g_autofree char *uid = g_strdup_printf (BUYER_UID, i);
      BrikAccountRecord *account = account_record_new (id, uid);

      account->balance_ore = 1000000000;
      if (run != NULL)
        account_record_set_through (account, run, number);
      apply_account (fixture, account);
    }
}

static void
open_with_buyers (Fixture *fixture)
{
  fixture_open_signed_in (fixture);
  tell_buyers (fixture, NULL, 0);
}

/* The clock of the bench stands still, and the portal counts the sales in now and then, as it would. */
static void
settle (Fixture *fixture)
{
  g_autoptr (GPtrArray) entries = unsent_entries (fixture);

  while (entries->len > 0)
    {
      const BrikEntry *newest = g_ptr_array_index (entries, entries->len - 1);

      acknowledge (fixture, newest->run, newest->number, entries->len);
      tell_buyers (fixture, newest->run, newest->number);
      g_ptr_array_unref (g_steal_pointer (&entries));
      entries = unsent_entries (fixture);
    }
}

static void
bench_sales (void)
{
  g_autoptr (BrikBasket) basket = four_lines ();
  Fixture fixture = { 0 };
  g_autoptr (Series) sales = series_new ();
  g_autoptr (Series) appends = series_new ();
  g_autofree char *yardstick = NULL;
  gint64 size;
  int fd;

  fixture_set_up (&fixture, NULL);
  open_with_buyers (&fixture);
  yardstick = g_build_filename (fixture.folder, "yardstick", NULL);
  fd = g_open (yardstick, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  for (guint round = 0; round < ROUNDS; round++)
    {
      measure_sales (&fixture, basket, sales);
      measure_appends (fd, appends);
      settle (&fixture);
    }
  close (fd);
  figure_print_beside ("till: commit of a sale of 4 lines, p50", series_percentile (sales, 50), "µs",
                       series_percentile (appends, 50), "≤ 1.0 ×");
  figure_print_beside ("till: commit of a sale of 4 lines, p99", series_percentile (sales, 99), "µs",
                       series_percentile (appends, 99), "≤ 2.0 ×");

  fixture_close (&fixture);
  size = size_of (fixture.path);
  open_with_buyers (&fixture);
  for (guint i = 0; i < 1000; i++)
    sell_one (&fixture, basket, i);
  fixture_close (&fixture);
  figure_print ("till: bytes per sale of 4 lines", (double) (size_of (fixture.path) - size) / 1000, "B",
                "≤ 900");
  fixture_tear_down (&fixture, NULL);
}

static void
bench_verdicts (void)
{
  g_autoptr (GError) error = NULL;
  Fixture fixture = { 0 };
  BrikLedgerFile *file;
  g_autoptr (Series) verdicts = series_new ();
  g_autoptr (Series) keys = series_new ();

  fixture_set_up (&fixture, NULL);
  fixture_open_filled (&fixture);
  fill (&fixture);
  fixture_close (&fixture);

  file = brik_ledger_file_open (fixture.path, fixture.clock, &error);
  if (!file)
    g_error ("%s", error->message);
  fill_journal (file);
  for (guint round = 0; round < ROUNDS; round++)
    {
      measure_verdicts (file, verdicts);
      measure_keys (file, keys);
    }
  figure_print_beside ("till: verdict for a card of 20,000, 1 M sales, p50", series_percentile (verdicts, 50),
                       "µs", series_percentile (keys, 50), "≤ 50");
  brik_ledger_file_close (file);
  fixture_tear_down (&fixture, NULL);
}

static void
only_sell (guint n)
{
  g_autoptr (BrikBasket) basket = four_lines ();
  Fixture fixture = { 0 };

  fixture_set_up (&fixture, NULL);
  open_with_buyers (&fixture);
  for (guint i = 0; i < n; i++)
    sell_one (&fixture, basket, i);
  fixture_tear_down (&fixture, NULL);
}

int
main (int argc, char *argv[])
{
  if (argc == 3 && g_str_equal (argv[1], "--sales"))
    {
      only_sell ((guint) g_ascii_strtoull (argv[2], NULL, 10));
      return EXIT_SUCCESS;
    }

  bench_sales ();
  bench_verdicts ();
  return EXIT_SUCCESS;
}
