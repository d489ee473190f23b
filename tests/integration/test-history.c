/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-town.h"
#include "portal/brik-audit.h"
#include "portal/brik-books.h"
#include "portal/brik-holder.h"
#include "portal/brik-statement.h"

/* The demo's history stands in the books as the tray's persons need it, whatever the hour and the day. */

#define MUNICIPALITY "boegelund"
#define GUARDIAN "maja-holm"
#define MAX_ROWS 200

static void
run (const char *program, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  const char *argument = program;
  int status = 0;
  va_list rest;

  va_start (rest, program);
  for (; argument != NULL; argument = va_arg (rest, const char *))
    g_ptr_array_add (arguments, (gpointer) argument);
  va_end (rest);
  g_ptr_array_add (arguments, NULL);
  g_spawn_sync (NULL, (char **) arguments->pdata, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                &error);
  g_assert_no_error (error);
  g_spawn_check_wait_status (status, &error);
  g_assert_no_error (error);
}

static BrikHolding *
get (BrikStore *store, const char *account, const GDate *date)
{
  g_autoptr (GError) error = NULL;
  BrikHolding *holding = brik_holder_get (store, MUNICIPALITY, GUARDIAN, account, date, &error);

  g_assert_no_error (error);
  return holding;
}

static gint64
get_spent_today (const BrikHolding *holding, const GDate *today)
{
  BrikCap any = { .kind = BRIK_CAP_ANY, .period = BRIK_PERIOD_DAY };

  return brik_cap_spent (&any, holding->spending, today);
}

static void
check_audit (BrikStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) faults = brik_audit_run (store, 10, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (faults->len, ==, 0);
}

static gboolean
check (BrikStore *store, gpointer data, GError **error)
{
  g_autoptr (GTimeZone) zone = brik_civil_zone_new ("Europe/Copenhagen", error);
  g_autoptr (BrikHolding) alma = NULL;
  g_autoptr (BrikHolding) noah = NULL;
  g_autoptr (GPtrArray) sales = NULL;
  g_autoptr (GPtrArray) refusals = NULL;
  GDate today;
  GDate first;

  g_assert_true (brik_civil_date (zone, g_get_real_time (), &today));
  first = today;
  g_date_subtract_days (&first, 60);
  alma = get (store, "alma-holm", &today);
  noah = get (store, "noah-aziz", &today);
  check_audit (store);

  g_assert_cmpint (alma->balance_ore, >=, 10000);
  g_assert_cmpint (get_spent_today (alma, &today), ==, 0);
  sales = brik_statement_list (store, MUNICIPALITY, GUARDIAN, "alma-holm", &first, &today, MAX_ROWS, error);
  g_assert_cmpuint (sales->len, >, 3);
  for (guint i = 0; i < sales->len; i++)
    g_assert_false (((BrikStatementRow *) g_ptr_array_index (sales, i))->late);

  g_assert_cmpint (get_spent_today (noah, &today), ==, 2200);
  refusals = brik_statement_list_refusals (store, MUNICIPALITY, GUARDIAN, "noah-aziz", &first, &today,
                                           MAX_ROWS, error);
  g_assert_cmpuint (refusals->len, >=, 1);
  return TRUE;
}

static void
test_history (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("brik-history-XXXXXX", &error);
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autofree char *database = g_build_filename (folder, "portal.db", NULL);
  g_autoptr (BrikBooks) books = NULL;

  g_assert_no_error (error);
  run (g_getenv ("BRIK_DEMO_DATA"), data, NULL);
  run (g_getenv ("BRIK_DEMO_HISTORY"), "--database", database, "--import", data, "--weeks", "1", NULL);
  books = brik_books_open (database, &error);
  g_assert_no_error (error);
  brik_books_read (books, check, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&books, brik_books_close);
  brik_town_remove_folder (folder);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/demo/history", test_history);
  return g_test_run ();
}
