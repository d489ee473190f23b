/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample-journal.h"

#include <glib/gstdio.h>

#include "store/brik-store.h"

#define LEDGER_APPLICATION_ID 0x42726b54
#define N_RUNS 3
#define N_SALES 3

static BrikStore *
open_ledger (SampleJournal *journal)
{
  g_autofree char *schema = NULL;
  g_autoptr (GError) error = NULL;
  BrikStore *store = NULL;

  g_file_get_contents (LEDGER_SCHEMA, &schema, NULL, &error);
  g_assert_no_error (error);
  store =
    brik_store_open (journal->path, LEDGER_APPLICATION_ID, (const char *const[]){ schema, NULL }, &error);
  g_assert_no_error (error);
  return store;
}

static void
run (BrikStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;

  brik_store_run (store, &error, sql, "");
  g_assert_no_error (error);
}

BrikEntry *
sample_journal_next_entry (SampleJournal *journal, BrikEntryKind kind)
{
  BrikEntry *entry = brik_entry_new (kind);

  if (kind == BRIK_ENTRY_STARTED)
    {
      g_free (journal->run);
      journal->run = brik_id_new ();
      journal->number = 0;
    }
  entry->till = g_strdup ("kasse-1");
  entry->run = g_strdup (journal->run);
  entry->number = journal->number + 1;
  entry->at_us = G_GINT64_CONSTANT (1795172400000000) + journal->n_entries * G_USEC_PER_SEC;
  g_date_set_dmy (&entry->date, 20, G_DATE_NOVEMBER, 2026);
  entry->place = g_strdup ("noerre-skole");
  if (kind != BRIK_ENTRY_STARTED)
    entry->cashier = g_strdup ("hanne");
  else if (journal->n_entries > 0)
    entry->head = brik_bytes_to_hex (journal->head.bytes, BRIK_HASH_SIZE);
  if (kind != BRIK_ENTRY_SALE)
    return entry;
  entry->id = brik_id_new ();
  entry->account = g_strdup ("konto-17");
  entry->card = g_strdup ("kort-17");
  entry->basket = brik_basket_new ();
  brik_basket_add (entry->basket, "bolle", "Stor grønbolle", 1, 500, 2500, NULL);
  entry->total_ore = 500;
  return entry;
}

void
sample_journal_append_line (SampleJournal *journal, const char *line, const BrikEntry *entry)
{
  g_autoptr (BrikStore) store = open_ledger (journal);
  g_autofree char *day = entry->kind == BRIK_ENTRY_SALE ? brik_civil_date_format (&entry->date) : NULL;
  g_autoptr (GError) error = NULL;
  BrikSeal seal;

  brik_seal_line (&journal->head, line, strlen (line), &journal->secret_key, &seal);
  brik_store_run (
    store, &error,
    "INSERT INTO journal (sequence, run, number, line, previous, hash, signature, kind, at_us, id,"
    " account, total_ore, sale, counts_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    "isisbbbsississ", journal->n_entries + 1, entry->run, entry->number, line, seal.previous.bytes,
    (gsize) BRIK_HASH_SIZE, seal.hash.bytes, (gsize) BRIK_HASH_SIZE, seal.signature.bytes,
    (gsize) BRIK_SIGNATURE_SIZE, entry->kind_name, entry->at_us, entry->id, entry->account, entry->total_ore,
    entry->sale, day);
  g_assert_no_error (error);
  journal->head = seal.hash;
  journal->number = entry->number;
  journal->n_entries++;
}

static void
append (SampleJournal *journal, BrikEntryKind kind)
{
  g_autoptr (BrikEntry) entry = sample_journal_next_entry (journal, kind);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = brik_entry_to_line (entry, &error);

  g_assert_no_error (error);
  sample_journal_append_line (journal, line, entry);
}

static void
store_key (SampleJournal *journal)
{
  g_autoptr (BrikStore) store = open_ledger (journal);
  g_autoptr (GError) error = NULL;

  brik_key_pair_generate (&journal->public_key, &journal->secret_key);
  brik_store_run (store, &error, "INSERT INTO till (only, public_key, secret_key) VALUES (1, ?, ?)", "bb",
                  journal->public_key.bytes, (gsize) BRIK_PUBLIC_KEY_SIZE, journal->secret_key.bytes,
                  (gsize) BRIK_SECRET_KEY_SIZE);
  g_assert_no_error (error);
}

void
sample_journal_set_up (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  journal->folder = g_dir_make_tmp ("brik-journal-XXXXXX", &error);
  g_assert_no_error (error);
  journal->path = g_build_filename (journal->folder, "till.db", NULL);
  store_key (journal);
  for (guint i = 0; i < N_RUNS; i++)
    {
      append (journal, BRIK_ENTRY_STARTED);
      append (journal, BRIK_ENTRY_SHIFT_OPENED);
      for (guint j = 0; j < N_SALES; j++)
        append (journal, BRIK_ENTRY_SALE);
    }
  g_assert_cmpint (journal->n_entries, ==, SAMPLE_N_ENTRIES);
}

void
sample_journal_tear_down (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (GDir) dir = g_dir_open (journal->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (journal->folder, name, NULL);

      g_assert_cmpint (g_remove (path), ==, 0);
    }
  g_assert_cmpint (g_rmdir (journal->folder), ==, 0);
  g_free (journal->folder);
  g_free (journal->path);
  g_free (journal->run);
}

void
sample_journal_tamper (SampleJournal *journal, const char *sql)
{
  g_autoptr (BrikStore) store = open_ledger (journal);

  run (store, "DROP TRIGGER IF EXISTS journal_is_not_changed");
  run (store, "DROP TRIGGER IF EXISTS journal_is_not_shortened");
  run (store, "DROP TRIGGER IF EXISTS journal_is_one_chain");
  run (store, sql);
}
