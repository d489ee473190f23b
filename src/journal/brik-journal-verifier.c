/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/brik-journal-verifier.h"

#include "core/brik-text.h"
#include "wire/brik-entry.h"

G_DEFINE_QUARK (brik - journal - error - quark, brik_journal_error)

enum
{
  COLUMN_SEQUENCE,
  COLUMN_RUN,
  COLUMN_NUMBER,
  COLUMN_LINE,
  COLUMN_PREVIOUS,
  COLUMN_HASH,
  COLUMN_SIGNATURE,
  COLUMN_KIND,
  COLUMN_AT_US,
  COLUMN_ID,
  COLUMN_ACCOUNT,
  COLUMN_TOTAL_ORE,
  COLUMN_SALE,
  COLUMN_COUNTS_ON,
};

static const char journal_sql[] =
  "SELECT sequence, run, number, line, previous, hash, signature, kind, at_us, id,"
  " account, total_ore, sale, counts_on FROM journal ORDER BY sequence";

/**
 * Walk:
 * @n_entries: passed so far
 * @head: hash of the newest of them
 * @runs: (element-type utf8): every run that has begun
 * @run: (nullable): the one under way
 * @number: of the newest entry in it
 * @newest_seen: whether the hash that the portal named has come by
 */
typedef struct
{
  BrikPublicKey key;
  gint64 acknowledged;
  gint64 n_entries;
  BrikHash head;
  GHashTable *runs;
  char *run;
  gint64 number;
  gboolean newest_seen;
} Walk;

static void
walk_clear (Walk *walk)
{
  g_clear_pointer (&walk->runs, g_hash_table_unref);
  g_clear_pointer (&walk->run, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Walk, walk_clear)

static gboolean
bad (BrikRows *rows, const char *what, GError **error)
{
  const char *text = brik_rows_text (rows, COLUMN_RUN);
  /* Whatever stands in the file is not for a terminal. */
  g_autofree char *run = text != NULL ? brik_text_make_plain (text) : NULL;

  g_set_error (error, BRIK_JOURNAL_ERROR, BRIK_JOURNAL_ERROR_BAD,
               "run %s, number %" G_GINT64_FORMAT " (entry %" G_GINT64_FORMAT " of the journal): %s",
               run != NULL ? run : "unknown", brik_rows_int (rows, COLUMN_NUMBER),
               brik_rows_int (rows, COLUMN_SEQUENCE), what);
  return FALSE;
}

static gboolean
read_bytes (BrikRows *rows, int column, void *bytes, gsize size)
{
  gsize found = 0;
  const void *data = brik_rows_blob (rows, column, &found);

  if (data == NULL || found != size)
    return FALSE;
  memcpy (bytes, data, size);
  return TRUE;
}

static gboolean
check_seal (Walk *walk, BrikRows *rows, const char *line, BrikSeal *seal, GError **error)
{
  if (!read_bytes (rows, COLUMN_PREVIOUS, seal->previous.bytes, BRIK_HASH_SIZE) ||
      !read_bytes (rows, COLUMN_HASH, seal->hash.bytes, BRIK_HASH_SIZE) ||
      !read_bytes (rows, COLUMN_SIGNATURE, seal->signature.bytes, BRIK_SIGNATURE_SIZE))
    return bad (rows, "its hash or signature is not of the right size", error);
  if (memcmp (seal->previous.bytes, walk->head.bytes, BRIK_HASH_SIZE) != 0)
    return bad (rows, "it does not continue the entry before it: one is missing, added or moved", error);
  if (!brik_seal_check_hash (seal, line, strlen (line)))
    return bad (rows, "its line is not the one that was hashed", error);
  if (!brik_seal_check_signature (seal, &walk->key))
    return bad (rows, "it is not signed by this till", error);
  return TRUE;
}

static gboolean
check_run (Walk *walk, BrikRows *rows, const BrikEntry *entry, GError **error)
{
  g_autofree char *head = brik_bytes_to_hex (walk->head.bytes, BRIK_HASH_SIZE);
  const char *expected_head = walk->n_entries > 0 ? head : NULL;

  if (entry->number > 1 && (g_strcmp0 (entry->run, walk->run) != 0 || entry->number != walk->number + 1))
    return bad (rows, "its number does not follow in its run", error);
  if (entry->number > 1)
    return TRUE;
  if (g_hash_table_contains (walk->runs, entry->run))
    return bad (rows, "its run has begun before", error);
  if (entry->kind == BRIK_ENTRY_STARTED && g_strcmp0 (entry->head, expected_head) != 0)
    return bad (rows, "it says that it started on another entry than the one before it", error);
  g_hash_table_add (walk->runs, g_strdup (entry->run));
  return TRUE;
}

/* The day on which a cap counts it: of an undo, its sale's (D3). */
static gboolean
counts_on_its_day (BrikRows *rows, const BrikEntry *entry)
{
  const GDate *date = NULL;
  g_autofree char *day = NULL;

  if (entry->kind == BRIK_ENTRY_SALE)
    date = &entry->date;
  else if (entry->kind == BRIK_ENTRY_UNDO)
    date = &entry->sale_date;
  day = date != NULL ? brik_civil_date_format (date) : NULL;
  return g_strcmp0 (brik_rows_text (rows, COLUMN_COUNTS_ON), day) == 0;
}

/* The till looks its sales up by these. Of a kind that is not known here no more is known. */
static gboolean
check_columns (BrikRows *rows, const BrikEntry *entry, GError **error)
{
  if (g_strcmp0 (brik_rows_text (rows, COLUMN_RUN), entry->run) != 0 ||
      brik_rows_int (rows, COLUMN_NUMBER) != entry->number ||
      g_strcmp0 (brik_rows_text (rows, COLUMN_KIND), entry->kind_name) != 0 ||
      brik_rows_int (rows, COLUMN_AT_US) != entry->at_us)
    return bad (rows, "its row says something else than its line", error);
  if (entry->kind == BRIK_ENTRY_UNKNOWN)
    return TRUE;
  if (g_strcmp0 (brik_rows_text (rows, COLUMN_ID), entry->id) != 0 ||
      g_strcmp0 (brik_rows_text (rows, COLUMN_ACCOUNT), entry->account) != 0 ||
      g_strcmp0 (brik_rows_text (rows, COLUMN_SALE), entry->sale) != 0 ||
      brik_rows_int (rows, COLUMN_TOTAL_ORE) != entry->total_ore || !counts_on_its_day (rows, entry))
    return bad (rows, "its row says something else than its line", error);
  return TRUE;
}

static gboolean
check_row (Walk *walk, BrikRows *rows, const BrikHash *newest, GError **error)
{
  const char *line = brik_rows_text (rows, COLUMN_LINE);
  g_autoptr (BrikEntry) entry = NULL;
  g_autoptr (GError) cause = NULL;
  BrikSeal seal;

  if (line == NULL)
    return bad (rows, "it has no line", error);
  if (brik_rows_int (rows, COLUMN_SEQUENCE) != walk->n_entries + 1)
    return bad (rows, "there is a gap before it", error);
  if (!check_seal (walk, rows, line, &seal, error))
    return FALSE;
  entry = brik_entry_from_line (line, strlen (line), &cause);
  if (entry == NULL)
    return bad (rows, cause->message, error);
  if (!check_run (walk, rows, entry, error) || !check_columns (rows, entry, error))
    return FALSE;

  g_free (walk->run);
  walk->run = g_strdup (entry->run);
  walk->number = entry->number;
  walk->head = seal.hash;
  walk->n_entries++;
  if (newest != NULL && memcmp (newest->bytes, seal.hash.bytes, BRIK_HASH_SIZE) == 0)
    walk->newest_seen = TRUE;
  return TRUE;
}

static gboolean
read_till (BrikStore *store, Walk *walk, GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT public_key, acknowledged FROM till", "");

  if (rows == NULL)
    return FALSE;
  if (!brik_rows_next (rows, error) || !read_bytes (rows, 0, walk->key.bytes, BRIK_PUBLIC_KEY_SIZE))
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, BRIK_JOURNAL_ERROR, BRIK_JOURNAL_ERROR_BAD,
                             "the till's public key is missing");
      return FALSE;
    }
  walk->acknowledged = brik_rows_int (rows, 1);
  return TRUE;
}

/* A chain that was cut at its end is still a chain: others must say how far it went. */
static gboolean
check_end (const Walk *walk, const BrikHash *newest, GError **error)
{
  if (newest != NULL && !walk->newest_seen)
    {
      g_autofree char *head = brik_bytes_to_hex (newest->bytes, BRIK_HASH_SIZE);

      g_set_error (error, BRIK_JOURNAL_ERROR, BRIK_JOURNAL_ERROR_BAD,
                   "after run %s, number %" G_GINT64_FORMAT
                   ": the journal was cut or is another till's: the portal "
                   "holds an entry with the hash %s, which is not here",
                   walk->run != NULL ? walk->run : "unknown", walk->number, head);
      return FALSE;
    }
  if (walk->acknowledged > walk->n_entries)
    {
      g_set_error (
        error, BRIK_JOURNAL_ERROR, BRIK_JOURNAL_ERROR_BAD,
        "after run %s, number %" G_GINT64_FORMAT ": the journal was cut: the portal has acknowledged "
        "%" G_GINT64_FORMAT " entries, and %" G_GINT64_FORMAT " are here",
        walk->run != NULL ? walk->run : "unknown", walk->number, walk->acknowledged, walk->n_entries);
      return FALSE;
    }
  return TRUE;
}

gboolean
brik_journal_verify (BrikStore *store, const BrikHash *newest, BrikJournalSummary *summary, GError **error)
{
  g_auto (Walk) walk = { .runs = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL) };
  g_autoptr (BrikRows) rows = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!read_till (store, &walk, error))
    return FALSE;
  rows = brik_store_query (store, error, journal_sql, "");
  if (rows == NULL)
    return FALSE;
  while (brik_rows_next (rows, &local_error))
    if (!check_row (&walk, rows, newest, error))
      return FALSE;
  if (local_error != NULL)
    {
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error),
                                  "after run %s, number %" G_GINT64_FORMAT ": ",
                                  walk.run != NULL ? walk.run : "unknown", walk.number);
      return FALSE;
    }
  if (!check_end (&walk, newest, error))
    return FALSE;
  summary->n_entries = walk.n_entries;
  summary->head = walk.head;
  return TRUE;
}
