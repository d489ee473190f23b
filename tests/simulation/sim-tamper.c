/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-tamper.h"

#include <sqlite3.h>

#include "journal/brik-journal-verifier.h"
#include "sim-disk.h"

#define APPLICATION_ID 0x42726b54
#define COLUMNS                                                                                              \
  "run, number, line, previous, hash, signature, kind, at_us, id, account, total_ore, place_kind,"           \
  " counts_on, sale"

/* What somebody does who has the file and knows SQL, but not the key. ?1 is a random entry, ?2 another one
 * behind it. */
static const struct
{
  const char *name;
  gint64 min_entries;
  const char *statements[6];
} ways[] = {
  { "flip of a line",
    1,
    { "UPDATE journal SET line = replace (line, '\"total\":', '\"total\":1') WHERE"
      " sequence = (SELECT sequence FROM journal WHERE kind = 'sale' LIMIT 1)" } },
  { "flip of a hash", 1, { "UPDATE journal SET hash = zeroblob (32) WHERE sequence = ?1" } },
  { "flip of a signature", 1, { "UPDATE journal SET signature = zeroblob (64) WHERE sequence = ?1" } },
  { "flip of a column",
    1,
    { "UPDATE journal SET total_ore = coalesce (total_ore, 0) + 1 WHERE sequence ="
      " (SELECT sequence FROM journal WHERE kind = 'sale' LIMIT 1)" } },
  { "flip of a time", 1, { "UPDATE journal SET at_us = at_us - 1 WHERE sequence = ?1" } },
  { "flip of a day",
    1,
    { "UPDATE journal SET counts_on = '2020-01-01' WHERE sequence ="
      " (SELECT sequence FROM journal WHERE kind = 'sale' LIMIT 1)" } },
  { "drop", 2, { "DELETE FROM journal WHERE sequence = ?1" } },
  { "drop closed up",
    2,
    { "DELETE FROM journal WHERE sequence = ?1",
      "UPDATE journal SET sequence = -sequence WHERE sequence > ?1",
      "UPDATE journal SET sequence = -sequence - 1 WHERE sequence < 0" } },
  { "swap",
    2,
    { "UPDATE journal SET sequence = -1 WHERE sequence = ?1",
      "UPDATE journal SET sequence = ?1 WHERE sequence = ?2",
      "UPDATE journal SET sequence = ?2 WHERE sequence = -1" } },
  { "splice",
    2,
    { "UPDATE journal SET sequence = -sequence WHERE sequence > ?1",
      "INSERT INTO journal SELECT ?1 + 1, " COLUMNS " FROM journal WHERE sequence = ?1",
      "UPDATE journal SET sequence = 1 - sequence WHERE sequence < 0" } },
  { "cut", 2, { "DELETE FROM journal WHERE sequence >= ?2" } },
};

static void
execute (sqlite3 *db, const char *sql, gint64 first, gint64 second)
{
  sqlite3_stmt *statement = NULL;
  int code = sqlite3_prepare_v2 (db, sql, -1, &statement, NULL);

  if (code == SQLITE_OK)
    {
      if (sqlite3_bind_parameter_count (statement) >= 1)
        sqlite3_bind_int64 (statement, 1, first);
      if (sqlite3_bind_parameter_count (statement) >= 2)
        sqlite3_bind_int64 (statement, 2, second);
      code = sqlite3_step (statement);
    }
  if (code != SQLITE_DONE && code != SQLITE_ROW)
    g_error ("%s: %s", sql, sqlite3_errmsg (db));
  sqlite3_finalize (statement);
}

/* The guards that the file itself has stop nobody who owns it. */
static void
remove_guards (sqlite3 *db)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *statement = NULL;

  sqlite3_prepare_v2 (db,
                      "SELECT 'DROP ' || type || ' ' || name FROM sqlite_schema WHERE tbl_name = 'journal'"
                      " AND (type = 'trigger' OR type = 'index' AND sql IS NOT NULL)",
                      -1, &statement, NULL);
  while (sqlite3_step (statement) == SQLITE_ROW)
    g_ptr_array_add (names, g_strdup ((const char *) sqlite3_column_text (statement, 0)));
  sqlite3_finalize (statement);
  for (guint i = 0; i < names->len; i++)
    execute (db, g_ptr_array_index (names, i), 0, 0);
}

typedef struct
{
  gint64 n_entries;
  BrikHash head;
} Whole;

static gpointer
verify_whole (BrikStore *store, gpointer data)
{
  Whole *whole = data;
  BrikJournalSummary summary;
  g_autoptr (GError) error = NULL;

  if (!brik_journal_verify (store, NULL, &summary, &error))
    g_error ("a journal that nobody touched: %s", error->message);
  whole->n_entries = summary.n_entries;
  whole->head = summary.head;
  return NULL;
}

void
sim_verify (SimTill *till)
{
  Whole whole;

  sim_till_with_store (till, verify_whole, &whole);
  g_assert_cmpint (whole.n_entries, ==, till->checked);
}

static gboolean
is_found (const char *path, const Whole *whole, gboolean cut)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikStore) store = brik_store_open_read_only (path, APPLICATION_ID, &error);
  BrikJournalSummary summary;

  g_assert_no_error (error);
  /* Where the end is gone the portal must say how far it went. */
  return !brik_journal_verify (store, cut ? &whole->head : NULL, &summary, &error);
}

const char *
sim_tamper (SimTill *till, SimDice *dice)
{
  guint way = sim_dice_below (dice, G_N_ELEMENTS (ways));
  g_autofree char *copy = sim_path ("tampered.db");
  sqlite3 *db = NULL;
  Whole whole;
  gint64 first, second;

  sim_till_with_store (till, verify_whole, &whole);
  g_assert_cmpint (whole.n_entries, ==, till->checked);
  if (whole.n_entries < ways[way].min_entries)
    return NULL;
  first = ways[way].min_entries == 1 ? sim_dice_between (dice, 1, whole.n_entries)
                                     : sim_dice_between (dice, 1, whole.n_entries - 1);
  second = MIN (sim_dice_between (dice, first + 1, whole.n_entries + 1), whole.n_entries);
  sim_disk_copy (till->path, copy);
  g_assert_cmpint (sqlite3_open (copy, &db), ==, SQLITE_OK);
  execute (db, "PRAGMA foreign_keys = OFF", 0, 0);
  execute (db, "PRAGMA ignore_check_constraints = ON", 0, 0);
  remove_guards (db);
  for (guint i = 0; ways[way].statements[i] != NULL; i++)
    execute (db, ways[way].statements[i], first, second);
  if (sqlite3_total_changes (db) == 0)
    way = G_N_ELEMENTS (ways);
  execute (db, "PRAGMA journal_mode = DELETE", 0, 0);
  sqlite3_close (db);
  if (way == G_N_ELEMENTS (ways))
    return NULL;
  if (!is_found (copy, &whole, g_str_equal (ways[way].name, "cut")))
    g_error ("nobody sees the %s at entry %" G_GINT64_FORMAT " of %" G_GINT64_FORMAT, ways[way].name, first,
             whole.n_entries);
  return ways[way].name;
}
