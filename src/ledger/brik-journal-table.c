/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-journal-table.h"

#include "core/brik-limits.h"

/* How far back the start looks. brik-journal looks all the way. */
#define N_TAIL 64

#define COLUMNS "sequence, run, number, line, previous, hash, signature, at_us, place_kind"

enum
{
  COLUMN_SEQUENCE,
  COLUMN_RUN,
  COLUMN_NUMBER,
  COLUMN_LINE,
  COLUMN_PREVIOUS,
  COLUMN_HASH,
  COLUMN_SIGNATURE,
  COLUMN_AT_US,
  COLUMN_PLACE_KIND,
};

void
brik_journal_row_free (BrikJournalRow *row)
{
  g_clear_pointer (&row->entry, brik_entry_free);
  g_free (row->place_kind);
  g_free (row);
}

static void
copy_bytes (BrikRows *rows, int column, void *bytes, gsize expected)
{
  gsize size;
  const void *data = brik_rows_blob (rows, column, &size);

  /* The table's own checks see to the size. */
  g_assert (size == expected);
  memcpy (bytes, data, size);
}

static BrikSealedLine *
read_sealed (BrikRows *rows)
{
  BrikSealedLine *sealed = g_new0 (BrikSealedLine, 1);

  sealed->line = g_strdup (brik_rows_text (rows, COLUMN_LINE));
  copy_bytes (rows, COLUMN_PREVIOUS, sealed->seal.previous.bytes, BRIK_HASH_SIZE);
  copy_bytes (rows, COLUMN_HASH, sealed->seal.hash.bytes, BRIK_HASH_SIZE);
  copy_bytes (rows, COLUMN_SIGNATURE, sealed->seal.signature.bytes, BRIK_SIGNATURE_SIZE);
  return sealed;
}

static void
set_damaged (gint64 sequence, const char *what, GError **error)
{
  g_set_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED,
               "entry %" G_GINT64_FORMAT " of the journal %s", sequence, what);
}

/* The newest entry must be ours and say of itself what its columns say. */
static gboolean
read_newest (BrikRows *rows,
             const BrikSealedLine *sealed,
             const BrikPublicKey *key,
             BrikTail *tail,
             GError **error)
{
  g_autoptr (BrikEntry) entry = NULL;
  g_autoptr (GError) cause = NULL;

  tail->sequence = brik_rows_int (rows, COLUMN_SEQUENCE);
  tail->number = brik_rows_int (rows, COLUMN_NUMBER);
  tail->at_us = brik_rows_int (rows, COLUMN_AT_US);
  tail->head = sealed->seal.hash;
  g_strlcpy (tail->run, brik_rows_text (rows, COLUMN_RUN), sizeof tail->run);

  if (!brik_seal_check_signature (&sealed->seal, key))
    {
      set_damaged (tail->sequence, "is not signed by this till", error);
      return FALSE;
    }

  entry = brik_entry_from_line (sealed->line, strlen (sealed->line), &cause);
  if (!entry)
    {
      set_damaged (tail->sequence, cause->message, error);
      return FALSE;
    }
  if (g_strcmp0 (entry->run, tail->run) != 0 || entry->number != tail->number || entry->at_us != tail->at_us)
    {
      set_damaged (tail->sequence, "is not the one its row names", error);
      return FALSE;
    }
  return TRUE;
}

gboolean
brik_journal_table_verify_tail (BrikStore *store, const BrikPublicKey *key, BrikTail *tail, GError **error)
{
  g_autoptr (BrikRows) rows = NULL;
  BrikHash expected;

  *tail = (BrikTail){ .at_us = G_MININT64 };
  rows = brik_store_query (store, error, "SELECT " COLUMNS " FROM journal ORDER BY sequence DESC LIMIT ?",
                           "i", (gint64) N_TAIL);
  if (!rows)
    return FALSE;

  while (brik_rows_next (rows, error))
    {
      g_autoptr (BrikSealedLine) sealed = read_sealed (rows);
      gint64 sequence = brik_rows_int (rows, COLUMN_SEQUENCE);

      if (tail->sequence == 0 && !read_newest (rows, sealed, key, tail, error))
        return FALSE;

      if (!brik_seal_check_hash (&sealed->seal, sealed->line, strlen (sealed->line)) ||
          (sequence != tail->sequence && memcmp (&sealed->seal.hash, &expected, sizeof expected) != 0))
        {
          set_damaged (sequence, "was changed", error);
          return FALSE;
        }
      expected = sealed->seal.previous;
    }

  return !brik_rows_failed (rows);
}

gboolean
brik_journal_table_append (BrikStore *store,
                           BrikTail *tail,
                           const BrikSecretKey *key,
                           const BrikEntry *entry,
                           const char *place_kind,
                           const GDate *counts_on,
                           GError **error)
{
  g_autofree char *line = brik_entry_to_line (entry, error);
  g_autofree char *day = counts_on ? brik_civil_date_format (counts_on) : NULL;
  BrikSeal seal;

  if (!line)
    return FALSE;

  brik_seal_line (&tail->head, line, strlen (line), key, &seal);
  if (!brik_store_run (
        store, error,
        "INSERT INTO journal (sequence, run, number, line, previous, hash, signature, kind, at_us, id,"
        " account, total_ore, place_kind, counts_on, sale)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        "isisbbbsississs", tail->sequence + 1, entry->run, entry->number, line, seal.previous.bytes,
        (gsize) BRIK_HASH_SIZE, seal.hash.bytes, (gsize) BRIK_HASH_SIZE, seal.signature.bytes,
        (gsize) BRIK_SIGNATURE_SIZE, entry->kind_name, entry->at_us, entry->id, entry->account,
        entry->total_ore, place_kind, day, entry->sale))
    return FALSE;

  tail->sequence++;
  g_strlcpy (tail->run, entry->run, sizeof tail->run);
  tail->number = entry->number;
  tail->head = seal.hash;
  tail->at_us = entry->at_us;
  tail->n_unsent_sales += entry->kind == BRIK_ENTRY_SALE;
  return TRUE;
}

static BrikJournalRow *
read_row (BrikRows *rows, GError **error)
{
  g_autoptr (BrikJournalRow) row = NULL;
  const char *line;

  if (!rows || !brik_rows_next (rows, error))
    return NULL;

  row = g_new0 (BrikJournalRow, 1);
  line = brik_rows_text (rows, COLUMN_LINE);
  row->sequence = brik_rows_int (rows, COLUMN_SEQUENCE);
  row->place_kind = g_strdup (brik_rows_text (rows, COLUMN_PLACE_KIND));
  row->entry = brik_entry_from_line (line, strlen (line), error);
  return row->entry ? g_steal_pointer (&row) : NULL;
}

BrikJournalRow *
brik_journal_table_find (BrikStore *store, const char *id, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT " COLUMNS " FROM journal WHERE id = ?", "s", id);

  return read_row (rows, error);
}

BrikJournalRow *
brik_journal_table_find_newest (BrikStore *store, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT " COLUMNS " FROM journal ORDER BY sequence DESC LIMIT 1", "");

  return read_row (rows, error);
}

BrikJournalRow *
brik_journal_table_find_shift (BrikStore *store, gint64 after, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT " COLUMNS " FROM journal WHERE sequence > ?"
                      " AND kind IN ('shift-opened', 'shift-closed') ORDER BY sequence DESC LIMIT 1",
                      "i", after);

  return read_row (rows, error);
}

BrikJournalRow *
brik_journal_table_find_undo (BrikStore *store, const char *sale, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT " COLUMNS " FROM journal WHERE sale = ?", "s", sale);

  return read_row (rows, error);
}

BrikJournalRow *
brik_journal_table_find_newest_sale (BrikStore *store, const char *account, const char *card, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT " COLUMNS " FROM journal AS sold WHERE account = ? AND counts_on IS NOT NULL"
                      " AND sale IS NULL"
                      " AND NOT EXISTS (SELECT 1 FROM journal AS undone WHERE undone.sale = sold.id)"
                      " ORDER BY sequence DESC LIMIT ?",
                      "si", account, (gint64) N_TAIL);

  for (;;)
    {
      g_autoptr (BrikJournalRow) row = read_row (rows, error);

      if (!row || g_strcmp0 (row->entry->card, card) == 0)
        return g_steal_pointer (&row);
    }
}

gboolean
brik_journal_table_has_block (BrikStore *store,
                              const char *card,
                              gint64 through,
                              gboolean *has_block,
                              GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error,
    "SELECT 1 FROM journal"
    " WHERE kind = 'card-blocked' AND sequence > ? AND json_extract (line, '$.card') = ? LIMIT 1",
    "is", through, card);

  if (!rows)
    return FALSE;

  *has_block = brik_rows_next (rows, &local_error);
  return brik_error_pass_on (&local_error, error);
}

gboolean
brik_journal_table_count_sales (BrikStore *store, gint64 after, gint64 last, gint64 *n_sales, GError **error)
{
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT count (*) FROM journal WHERE sequence > ? AND sequence <= ? AND kind = 'sale'",
    "ii", after, last);

  if (!rows || !brik_rows_next (rows, error))
    return FALSE;
  *n_sales = brik_rows_int (rows, 0);
  return TRUE;
}

gboolean
brik_journal_table_find_sequence (BrikStore *store,
                                  const char *run,
                                  gint64 number,
                                  gint64 *sequence,
                                  GError **error)
{
  g_autoptr (BrikRows) rows = NULL;

  /* A run has no gaps in it, and no other run's entries between. */
  rows = brik_store_query (store, error,
                           "SELECT wanted.sequence FROM journal AS first JOIN journal AS wanted"
                           " ON wanted.sequence = first.sequence + ? - 1 AND wanted.run = first.run"
                           " WHERE first.run = ? AND first.number = 1",
                           "is", number, run);
  if (!rows)
    return FALSE;

  *sequence = brik_rows_next (rows, error) ? brik_rows_int (rows, 0) : 0;
  return !brik_rows_failed (rows);
}

gboolean
brik_journal_table_get_name (BrikStore *store, gint64 sequence, char **run, gint64 *number, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT run, number FROM journal WHERE sequence = ?", "i", sequence);

  *run = NULL;
  *number = 0;
  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, error))
    {
      *run = g_strdup (brik_rows_text (rows, 0));
      *number = brik_rows_int (rows, 1);
    }
  return !brik_rows_failed (rows);
}

gboolean
brik_journal_table_replay (BrikStore *store,
                           const char *account,
                           gint64 through,
                           BrikReplayFunc func,
                           gpointer user_data,
                           GError **error)
{
  g_autoptr (BrikRows) rows = NULL;

  rows =
    brik_store_query (store, error,
                      "SELECT total_ore, place_kind, counts_on, sale IS NOT NULL, sale IS NULL OR EXISTS"
                      " (SELECT 1 FROM journal AS sold WHERE sold.id = entry.sale AND sold.sequence > ?)"
                      " FROM journal AS entry WHERE account = ? AND sequence > ? AND counts_on IS NOT NULL"
                      " ORDER BY sequence",
                      "isi", through, account, through);
  if (!rows)
    return FALSE;

  while (brik_rows_next (rows, error))
    {
      gboolean is_undo = brik_rows_int (rows, 3) != 0;
      gint64 total_ore = brik_rows_int (rows, 0);
      GDate date;

      if (!brik_civil_date_parse (brik_rows_text (rows, 2), &date))
        {
          set_damaged (through, "is followed by one without a date", error);
          return FALSE;
        }
      func (user_data, is_undo ? -total_ore : total_ore, brik_rows_text (rows, 1), &date,
            brik_rows_int (rows, 4) != 0);
    }

  return !brik_rows_failed (rows);
}

GPtrArray *
brik_journal_table_list_after (BrikStore *store, gint64 after, guint max, GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_sealed_line_free);
  g_autoptr (BrikRows) rows = NULL;
  gsize size = strlen ("{\"entries\":[]}");

  rows = brik_store_query (store, error,
                           "SELECT " COLUMNS " FROM journal WHERE sequence > ? ORDER BY sequence LIMIT ?",
                           "ii", after, (gint64) MIN (max, BRIK_LIMIT_BATCH_ENTRIES));
  if (!rows)
    return NULL;

  while (brik_rows_next (rows, error))
    {
      size += brik_batch_entry_size (brik_rows_text (rows, COLUMN_LINE));
      if (size > BRIK_LIMIT_REQUEST_BODY)
        break;
      g_ptr_array_add (entries, read_sealed (rows));
    }

  return brik_rows_failed (rows) ? NULL : g_steal_pointer (&entries);
}
