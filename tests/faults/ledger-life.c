/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger-life.h"

#include <glib/gstdio.h>

#include "ledger/brik-dates.h"
#include "ledger/brik-feed.h"
#include "ledger/brik-rejections.h"
#include "ledger/brik-sales.h"
#include "ledger/brik-shifts.h"

/* "BrkT" */
#define LIFE_APPLICATION_ID 0x42726b54
/* Of today's cap, by the portal's word in the frozen ledger. */
#define FROZEN_SPENT_ORE 700

LifeFact *
life_fact_copy (const LifeFact *fact)
{
  LifeFact *copy = g_new0 (LifeFact, 1);

  copy->type = fact->type;
  copy->sale = g_strdup (fact->sale);
  return copy;
}

void
life_fact_free (LifeFact *fact)
{
  g_free (fact->sale);
  g_free (fact);
}

Life *
life_new (void)
{
  Life *life = g_new0 (Life, 1);
  g_autoptr (GError) error = NULL;

  life->folder = g_dir_make_tmp ("brik-life-XXXXXX", &error);
  g_assert_no_error (error);
  life->path = g_build_filename (life->folder, "till.db", NULL);
  life->disk = brik_disk_new ();
  life->clock = brik_clock_new_fake (NOON);
  life->facts = g_ptr_array_new_with_free_func ((GDestroyNotify) life_fact_free);
  life->tries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return life;
}

void
life_free (Life *life)
{
  g_autofree char *lock = g_strconcat (life->path, ".lock", NULL);

  brik_disk_free (life->disk);
  g_remove (life->path);
  g_remove (lock);
  g_assert_cmpint (g_rmdir (life->folder), ==, 0);
  g_object_unref (life->clock);
  g_ptr_array_unref (life->facts);
  g_hash_table_unref (life->tries);
  g_free (life->last_try);
  g_free (life->path);
  g_free (life->folder);
  g_free (life);
}

void
life_tell (Life *life, LifeFactType type, const char *sale)
{
  LifeFact *fact = g_new0 (LifeFact, 1);

  fact->type = type;
  fact->sale = g_strdup (sale);
  g_ptr_array_add (life->facts, fact);
  brik_disk_mark (life->disk);
}

BrikLedgerFile *
life_open (Life *life, GError **error)
{
  g_autoptr (BrikLedgerFile) file = brik_ledger_file_open (life->path, life->clock, error);

  if (file && life->careless && !brik_store_run (file->store, error, "PRAGMA synchronous = NORMAL", ""))
    return NULL;
  return g_steal_pointer (&file);
}

gboolean
life_enrol (Life *life, BrikLedgerFile *file, GError **error)
{
  if (!brik_ledger_file_enrol (file, "http://127.0.0.1:1", "till-1", error))
    return FALSE;

  life->public_key = file->till.public_key;
  life_tell (life, LIFE_ENROLLED, NULL);
  return TRUE;
}

static BrikChangesPage *
snapshot_new (void)
{
  BrikChangesPage *page = page_new (10, NOON);
  BrikAccountRecord *account = account_record_new ("konto", UID);

  page->start_over = TRUE;
  account_record_add_cap (account, "skole", BRIK_PERIOD_DAY, 9000);
  page_add (page, BRIK_RECORD_PLACE, "canteen", place_record_new ());
  page_add (page, BRIK_RECORD_STAFF, "karen", staff_record_new ("karen", "Karen"));
  page_add (page, BRIK_RECORD_CATEGORY, "mad", category_record_new ("mad", 1));
  for (gint i = 0; i < 20; i++)
    {
      g_autofree char *id = g_strdup_printf ("vare-%d", i);

      page_add (page, BRIK_RECORD_PRODUCT, id, product_record_new (id, "mad", i));
    }
  page_add_account (page, account);
  page_add_account (page, account_record_new ("anden", OTHER_UID));
  return page;
}

gboolean
life_fill (Life *life, BrikLedgerFile *file, GError **error)
{
  g_autoptr (BrikApplying) applying = g_new0 (BrikApplying, 1);
  gboolean done = FALSE;

  applying->page = snapshot_new ();
  applying->answered_us = NOON;
  while (!done)
    if (!brik_feed_apply (file, applying, &done, error))
      return FALSE;
  life_tell (life, LIFE_FILLED, NULL);
  return TRUE;
}

gboolean
life_sign_in (Life *life, BrikLedgerFile *file, GError **error)
{
  return brik_shifts_open (file, "karen", error);
}

gboolean
life_sign_out (Life *life, BrikLedgerFile *file, GError **error)
{
  return !file->cashier || brik_shifts_close (file, error);
}

gboolean
life_tell_date (Life *life, BrikLedgerFile *file, GError **error)
{
  return brik_dates_tell (file, LIFE_LATER, error);
}

void
life_learn (Life *life, gint64 time_us)
{
  gint64 steady_us = brik_clock_steady (life->clock);

  g_assert_true (brik_clock_learn (life->clock, time_us, steady_us, steady_us));
}

void
life_reboot (Life *life)
{
  g_object_unref (life->clock);
  life->clock = brik_clock_new_fake (0);
}

gint64
life_price (Life *life, const char *sale)
{
  gint64 *known = g_hash_table_lookup (life->tries, sale);
  gint64 price_ore = known ? *known : 100 + (gint64) g_str_hash (sale) % 10;

  if (!known)
    g_hash_table_insert (life->tries, g_strdup (sale), g_memdup2 (&price_ore, sizeof price_ore));
  return price_ore;
}

gboolean
life_sell (Life *life, BrikLedgerFile *file, const char *sale, GError **error)
{
  g_autofree char *id = sale ? g_strdup (sale) : brik_id_new ();
  gint64 price_ore = life_price (life, id);
  g_autoptr (BrikBasket) basket = basket_of (price_ore);
  BrikSaleRequest request = { .sale = id, .uid = (char *) UID, .basket = basket, .online = TRUE };
  g_autoptr (BrikOutcome) outcome = NULL;

  g_free (life->last_try);
  life->last_try = g_strdup (id);
  life->trying = LIFE_SOLD;
  outcome = brik_sales_sell (file, &request, error);
  if (!outcome)
    return FALSE;
  g_assert_cmpint (outcome->verdict.reason, ==, BRIK_REASON_NONE);
  g_assert_cmpint (outcome->verdict.total_ore, ==, price_ore);
  life_tell (life, LIFE_SOLD, id);
  return TRUE;
}

/* Of the newest sale. */
gboolean
life_undo (Life *life, BrikLedgerFile *file, GError **error)
{
  BrikSaleRequest request = { .sale = life->last_try, .online = TRUE };
  g_autoptr (BrikOutcome) outcome = NULL;

  life->trying = LIFE_UNDONE;
  outcome = brik_sales_undo (file, &request, error);
  if (!outcome)
    return FALSE;
  life_tell (life, LIFE_UNDONE, request.sale);
  return TRUE;
}

gboolean
life_acknowledge (Life *life, BrikLedgerFile *file, GError **error)
{
  g_autoptr (GArray) bookings = g_array_new (FALSE, FALSE, sizeof (BrikBooking));
  BrikReceipt receipt = { .run = file->tail.run, .number = file->tail.number, .bookings = bookings };

  return brik_store_run (file->store, error, "PRAGMA shrink_memory", "") &&
         brik_feed_acknowledge (file, &receipt, error);
}

gboolean
life_block (Life *life, BrikLedgerFile *file, GError **error)
{
  BrikSaleRequest request = { .uid = (char *) OTHER_UID, .online = TRUE };
  g_autoptr (BrikCardholder) holder = NULL;

  life->trying = LIFE_BLOCKED;
  holder = brik_rejections_block (file, &request, error);
  if (!holder)
    return FALSE;
  g_assert_cmpint (holder->card->state, ==, BRIK_CARD_BLOCKED);
  life_tell (life, LIFE_BLOCKED, NULL);
  return TRUE;
}

gboolean
life_checkpoint (Life *life, BrikLedgerFile *file, GError **error)
{
  return brik_store_checkpoint (file->store, error);
}

static void
live_day (Life *life, BrikLedgerFile *file, GError **error)
{
  (void) (life_sign_in (life, file, error) && life_sell (life, file, NULL, error) &&
          life_sell (life, file, NULL, error) && life_undo (life, file, error) &&
          life_checkpoint (life, file, error) && life_sell (life, file, NULL, error) &&
          life_undo (life, file, error) && life_sell (life, file, NULL, error));
  g_assert_no_error (*error);
}

void
life_live_on (Life *life)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = life_open (life, &error);

  g_assert_no_error (error);
  live_day (life, file, &error);
}

void
life_live (Life *life)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikLedgerFile) file = life_open (life, &error);

  g_assert_no_error (error);
  (void) (life_enrol (life, file, &error) && life_fill (life, file, &error));
  g_assert_no_error (error);
  live_day (life, file, &error);
  g_clear_pointer (&file, brik_ledger_file_close);
  life_live_on (life);
}

static void
adopt (Life *life, BrikLedgerFile *file, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    file->store, error, "SELECT kind, coalesce (sale, id), total_ore FROM journal ORDER BY sequence", "");

  while (rows && brik_rows_next (rows, error))
    {
      gboolean is_sale = g_str_equal (brik_rows_text (rows, 0), "sale");
      const char *sale = brik_rows_text (rows, 1);
      gint64 total_ore = brik_rows_int (rows, 2);

      if (!is_sale && !g_str_equal (brik_rows_text (rows, 0), "undo"))
        continue;
      if (is_sale)
        g_hash_table_insert (life->tries, g_strdup (sale), g_memdup2 (&total_ore, sizeof total_ore));
      life_tell (life, is_sale ? LIFE_SOLD : LIFE_UNDONE, sale);
    }
}

void
life_load_frozen (Life *life, const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "ledger", "frozen", name, NULL);
  g_autofree char *script = NULL;
  g_autoptr (BrikDiskImage) image = NULL;
  g_autoptr (BrikLedgerFile) file = NULL;
  g_autoptr (GError) error = NULL;
  BrikStore *store;

  g_file_get_contents (path, &script, NULL, &error);
  g_assert_no_error (error);
  store = brik_store_open (life->path, LIFE_APPLICATION_ID, (const char *[]){ script, NULL }, &error);
  g_assert_no_error (error);
  brik_store_close (store);
  image = brik_disk_copy (life->disk);

  /* What it holds is asked of this program, on a copy. */
  file = life_open (life, &error);
  g_assert_no_error (error);
  life->public_key = file->till.public_key;
  life_tell (life, LIFE_ENROLLED, NULL);
  life_tell (life, LIFE_FILLED, NULL);
  adopt (life, file, &error);
  g_assert_no_error (error);
  life->told_spent_ore = FROZEN_SPENT_ORE;
  g_clear_pointer (&file, brik_ledger_file_close);
  brik_disk_load (life->disk, image);
}
