/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "core/brik-limits.h"
#include "ledger-fixture.h"
#include "ledger/brik-accounts-table.h"
#include "ledger/brik-feed.h"
#include "ledger/brik-goods-table.h"
#include "ledger/brik-sales.h"
#include "ledger/brik-shifts.h"
#include "ledger/brik-standing.h"

#include <glib/gstdio.h>
#include <stdlib.h>
#include <string.h>

/* What a portal that has been broken into tells a till that sells: a line each, a page of changes, or the
 * receipt of a push after 'r'. Between them the till sells to the account that it knew before. */
const gsize fuzz_longest = 16 * 1024;

static Fixture fixture;

static void
tear_down (void)
{
  fixture_tear_down (&fixture, NULL);
}

void
fuzz_prepare (void)
{
  brik_seal_init ();
  fixture_set_up (&fixture, NULL);
  fixture_open_signed_in (&fixture);
  fixture_close (&fixture);
  fixture_save_copy (&fixture);
  atexit (tear_down);
}

static BrikLedgerFile *
open_file (void)
{
  g_autoptr (GError) error = NULL;
  BrikLedgerFile *file = brik_ledger_file_open (fixture.path, fixture.clock, &error);

  g_assert_no_error (error);
  return file;
}

static char *
picture (BrikLedgerFile *file)
{
  static const char *const queries[] = {
    "SELECT count (*), coalesce (sum (length (id)), 0) FROM account",
    "SELECT count (*), 0 FROM product",
    "SELECT count (*), 0 FROM category",
    "SELECT count (*), coalesce (sum (active), 0) FROM staff",
    "SELECT count (*), 0 FROM journal",
    "SELECT count (*), 0 FROM place",
  };
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BrikRows) rows = brik_store_query (file->store, &error, queries[i], "");

      g_assert_no_error (error);
      g_assert_true (brik_rows_next (rows, &error));
      g_string_append_printf (text, "%" G_GINT64_FORMAT ":%" G_GINT64_FORMAT " ", brik_rows_int (rows, 0),
                              brik_rows_int (rows, 1));
    }
  g_string_append_printf (text, "%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT, file->feed.epoch,
                          file->feed.cursor, file->till.acknowledged);
  return g_string_free (text, FALSE);
}

/* All of a page, or nothing of it: one page is one transaction here. */
static void
apply_page (BrikLedgerFile *file, BrikChangesPage *page)
{
  g_autoptr (BrikApplying) applying = g_new0 (BrikApplying, 1);
  g_autofree char *before = picture (file);
  gboolean done = FALSE;

  applying->page = page;
  applying->answered_us = NOON;
  while (!done)
    {
      g_autoptr (GError) error = NULL;
      gboolean good = brik_feed_apply (file, applying, &done, &error);

      fuzz_check_error (good, error);
      if (!good)
        {
          g_autofree char *after = picture (file);

          g_assert_cmpstr (before, ==, after);
          return;
        }
    }
}

static void
acknowledge (BrikLedgerFile *file, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikReceipt) receipt = brik_receipt_from_json (text, -1, NULL);

  if (!receipt)
    return;
  g_assert_true (brik_feed_acknowledge (file, receipt, &error));
  /* What is not in the journal cannot have been taken. */
  g_assert_cmpint (file->till.acknowledged, >=, 0);
  g_assert_cmpint (file->till.acknowledged, <=, file->tail.sequence);
}

static void
sell (BrikLedgerFile *file)
{
  g_autoptr (BrikSaleRequest) request = g_new0 (BrikSaleRequest, 1);
  g_autoptr (BrikOutcome) outcome = NULL;
  g_autoptr (GError) error = NULL;
  gint64 sequence = file->tail.sequence;

  request->id = brik_id_new ();
  request->uid = g_strdup (UID);
  request->basket = basket_of (1250);
  request->online = TRUE;
  outcome = brik_sales_sell (file, request, &error);
  fuzz_check_error (outcome != NULL, error);
  g_assert_cmpint (file->tail.sequence, ==, sequence + (outcome ? 1 : 0));
}

/* Everything that the screen asks for can be read. */
static void
look (BrikLedgerFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) products = brik_goods_table_list_products (file->store, &error);
  g_autoptr (GPtrArray) categories = brik_goods_table_list_categories (file->store, &error);
  g_autoptr (BrikStanding) standing = brik_standing_new (file);
  g_autofree char *account = NULL;
  g_autofree char *card = NULL;

  g_assert_no_error (error);
  brik_accounts_table_find_chip (file->store, UID, &account, &card, &error);
  if (account)
    {
      g_auto (BrikToldAccount) told = { 0 };

      g_assert_true (brik_accounts_table_get (file->store, account, &told, &error));
    }
}

/* What is remembered is what the file says. */
static void
check_file (const char *expected)
{
  g_autoptr (BrikLedgerFile) file = open_file ();
  g_autofree char *found = picture (file);

  g_assert_cmpstr (found, ==, expected);
  look (file);
}

static gboolean
try_line (BrikLedgerFile *file, const char *line)
{
  BrikChangesPage *page = *line == 'r' ? NULL : brik_changes_page_from_json (line, -1, NULL);

  if (*line == 'r')
    acknowledge (file, line + 1);
  else if (page)
    apply_page (file, page);
  return *line == 'r' || page;
}

void
fuzz_try (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  g_autoptr (BrikLedgerFile) file = NULL;
  g_autofree char *remembered = NULL;

  fixture_put_copy_back (&fixture);
  file = open_file ();
  if (brik_shifts_open (file, "karen", NULL))
    sell (file);
  for (guint n = 0; n < 8 && fuzz_left (&input) > 0; n++)
    {
      g_autofree char *line = fuzz_take_line (&input);

      if (try_line (file, line))
        {
          sell (file);
          look (file);
        }
    }
  remembered = picture (file);
  brik_ledger_file_close (g_steal_pointer (&file));
  check_file (remembered);
}
