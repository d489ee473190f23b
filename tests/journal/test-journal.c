/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <gio/gio.h>
#include <sys/file.h>
#include <sys/wait.h>
#include <unistd.h>

#include "journal/brik-journal-file.h"
#include "journal/brik-journal-verifier.h"
#include "sample-journal.h"

static gboolean
verify (SampleJournal *journal, const BrikHash *newest, BrikJournalSummary *summary, GError **error)
{
  g_autoptr (GError) open_error = NULL;
  g_autoptr (BrikJournalFile) file = brik_journal_file_open (journal->path, &open_error);

  g_assert_no_error (open_error);
  return brik_journal_verify (file->store, newest, summary, error);
}

/* The first bad entry is the one with the number @sequence, and the message says @what. */
static void
assert_bad (SampleJournal *journal, gint64 sequence, const char *what)
{
  g_autofree char *place = g_strdup_printf ("(entry %" G_GINT64_FORMAT " of the journal)", sequence);
  g_autoptr (GError) error = NULL;
  BrikJournalSummary summary;

  g_assert_false (verify (journal, NULL, &summary, &error));
  g_assert_error (error, BRIK_JOURNAL_ERROR, BRIK_JOURNAL_ERROR_BAD);
  if (strstr (error->message, place) == NULL || strstr (error->message, what) == NULL)
    g_error ("“%s” does not say “%s … %s”", error->message, place, what);
}

static void
test_intact (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BrikJournalSummary summary;

  g_assert_true (verify (journal, NULL, &summary, &error));
  g_assert_no_error (error);
  g_assert_cmpint (summary.n_entries, ==, SAMPLE_N_ENTRIES);
  g_assert_cmpmem (&summary.head, sizeof summary.head, &journal->head, sizeof journal->head);
}

static void
test_flipped_line (SampleJournal *journal, gconstpointer data)
{
  sample_journal_tamper (journal, "UPDATE journal SET line = replace (line, '\"price\":500', '\"price\":501')"
                                  " WHERE sequence = 4");
  assert_bad (journal, 4, "not the one that was hashed");
}

static void
test_dropped (SampleJournal *journal, gconstpointer data)
{
  sample_journal_tamper (journal, "DELETE FROM journal WHERE sequence = 8");
  assert_bad (journal, 9, "gap");
}

/* The rows after it moved up, so that the sequence has no gap. */
static void
test_dropped_and_closed (SampleJournal *journal, gconstpointer data)
{
  sample_journal_tamper (journal, "DELETE FROM journal WHERE sequence = 8");
  sample_journal_tamper (journal, "UPDATE journal SET sequence = -sequence WHERE sequence > 8");
  sample_journal_tamper (journal, "UPDATE journal SET sequence = -sequence - 1 WHERE sequence < 0");
  assert_bad (journal, 8, "does not continue");
}

static void
test_swapped (SampleJournal *journal, gconstpointer data)
{
  sample_journal_tamper (journal, "UPDATE journal SET sequence = 1000 WHERE sequence = 4");
  sample_journal_tamper (journal, "UPDATE journal SET sequence = 4 WHERE sequence = 5");
  sample_journal_tamper (journal, "UPDATE journal SET sequence = 5 WHERE sequence = 1000");
  assert_bad (journal, 4, "does not continue");
}

/* A later entry copied over an earlier one, with all that proves it. */
static void
test_spliced (SampleJournal *journal, gconstpointer data)
{
  sample_journal_tamper (journal, "UPDATE journal SET (line, hash, signature, previous) ="
                                  " (SELECT line, hash, signature, previous FROM journal WHERE sequence = 9)"
                                  " WHERE sequence = 4");
  assert_bad (journal, 4, "does not continue");
}

/* The same, but with the chain's link put right: then the hash no longer fits. */
static void
test_spliced_and_linked (SampleJournal *journal, gconstpointer data)
{
  sample_journal_tamper (journal, "UPDATE journal SET (line, hash, signature) ="
                                  " (SELECT line, hash, signature FROM journal WHERE sequence = 9)"
                                  " WHERE sequence = 4");
  assert_bad (journal, 4, "not the one that was hashed");
}

static void
test_signature (SampleJournal *journal, gconstpointer data)
{
  sample_journal_tamper (journal, "UPDATE journal SET signature = zeroblob (64) WHERE sequence = 15");
  assert_bad (journal, 15, "not signed by this till");
}

/* Somebody makes the whole chain fit again, but has not the till's key. */
static void
test_forged_with_another_key (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (BrikEntry) entry = sample_journal_next_entry (journal, BRIK_ENTRY_SALE);
  g_autofree char *line = brik_entry_to_line (entry, NULL);
  BrikPublicKey other;

  brik_key_pair_generate (&other, &journal->secret_key);
  sample_journal_append_line (journal, line, entry);
  assert_bad (journal, 16, "not signed by this till");
}

static void
test_row_unlike_line (SampleJournal *journal, gconstpointer data)
{
  static const char *const changes[] = {
    "UPDATE journal SET total_ore = 1 WHERE sequence = 4",
    "UPDATE journal SET account = 'x' WHERE sequence = 4",
    "UPDATE journal SET id = 'x' WHERE sequence = 4",
    "UPDATE journal SET kind = 'undo' WHERE sequence = 4",
    "UPDATE journal SET at_us = at_us - 1 WHERE sequence = 4",
    "UPDATE journal SET sale = 'x' WHERE sequence = 4",
    "UPDATE journal SET counts_on = date (counts_on, '-1 month') WHERE sequence = 4",
  };

  sample_journal_tamper (journal, "CREATE TABLE kept AS SELECT * FROM journal");
  for (gsize i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      sample_journal_tamper (journal, changes[i]);
      assert_bad (journal, 4, "its row says something else");
      sample_journal_tamper (
        journal, "UPDATE journal SET (total_ore, account, id, kind, at_us, sale, counts_on) ="
                 " (SELECT total_ore, account, id, kind, at_us, sale, counts_on FROM kept WHERE sequence = 4)"
                 " WHERE sequence = 4");
    }
  test_intact (journal, data);
}

/* The till's own key on an entry that breaks the rules of runs: a program gone wrong, or a thief with the
 * key. */
static void
test_run_with_gap (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (BrikEntry) entry = NULL;
  g_autofree char *line = NULL;

  journal->number++;
  entry = sample_journal_next_entry (journal, BRIK_ENTRY_SALE);
  line = brik_entry_to_line (entry, NULL);
  sample_journal_append_line (journal, line, entry);
  assert_bad (journal, 16, "number does not follow");
}

static void
test_run_begun_twice (SampleJournal *journal, gconstpointer data)
{
  g_autofree char *run = g_strdup (journal->run);
  g_autoptr (BrikEntry) entry = sample_journal_next_entry (journal, BRIK_ENTRY_STARTED);
  g_autofree char *line = NULL;

  g_free (entry->run);
  entry->run = g_steal_pointer (&run);
  line = brik_entry_to_line (entry, NULL);
  sample_journal_tamper (journal, "DROP INDEX journal_by_run");
  sample_journal_append_line (journal, line, entry);
  assert_bad (journal, 16, "its run has begun before");
}

/* What somebody wrote into the file is not for the terminal of whoever verifies it. */
static void
test_hostile_run (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BrikJournalSummary summary;

  sample_journal_tamper (journal, "DROP INDEX journal_by_run");
  sample_journal_tamper (
    journal, "UPDATE journal SET run = substr (run, 1, 28) || char (27) || '[2J' WHERE sequence = 3");
  g_assert_false (verify (journal, NULL, &summary, &error));
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  g_assert_null (strchr (error->message, 0x1b));
  g_assert_nonnull (strstr (error->message, "(entry 3 of the journal)"));
}

/* It would give rows for ever. */
static void
test_view_instead (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikJournalFile) file = NULL;

  sample_journal_tamper (journal, "ALTER TABLE journal RENAME TO entries");
  sample_journal_tamper (
    journal, "CREATE VIEW journal AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
             " SELECT i AS sequence, '' AS run, 1 AS number, '' AS line, '' AS previous, '' AS hash,"
             " '' AS signature, '' AS kind, 1 AS at_us, '' AS id, '' AS account, 1 AS total_ore,"
             " '' AS sale FROM n");
  file = brik_journal_file_open (journal->path, &error);
  g_assert_null (file);
  g_assert_error (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DAMAGED);
}

static void
test_started_on_another_head (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (BrikEntry) entry = sample_journal_next_entry (journal, BRIK_ENTRY_STARTED);
  g_autofree char *line = NULL;

  entry->head[0] = entry->head[0] == '0' ? '1' : '0';
  line = brik_entry_to_line (entry, NULL);
  sample_journal_append_line (journal, line, entry);
  assert_bad (journal, 16, "started on another entry");
}

static void
test_malformed_entry (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (BrikEntry) entry = sample_journal_next_entry (journal, BRIK_ENTRY_SALE);
  g_autofree char *line = brik_entry_to_line (entry, NULL);
  g_autoptr (GString) spoilt = g_string_new (line);

  g_string_replace (spoilt, "\"total\":500", "\"total\":600", 1);
  sample_journal_append_line (journal, spoilt->str, entry);
  assert_bad (journal, 16, "sum of the lines");
}

/* An entry of a kind that a newer till wrote is part of the chain like any other. */
static void
test_unknown_kind (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (BrikEntry) entry = sample_journal_next_entry (journal, BRIK_ENTRY_SHIFT_CLOSED);
  g_autofree char *line = brik_entry_to_line (entry, NULL);
  g_autoptr (GString) newer = g_string_new (line);
  g_autoptr (GError) error = NULL;
  BrikJournalSummary summary;

  g_string_replace (newer, "\"shift-closed\"", "\"drawer-opened\",\"why\":\"change\"", 1);
  g_free (entry->kind_name);
  entry->kind_name = g_strdup ("drawer-opened");
  sample_journal_append_line (journal, newer->str, entry);
  g_assert_true (verify (journal, NULL, &summary, &error));
  g_assert_no_error (error);
  g_assert_cmpint (summary.n_entries, ==, 16);
}

static void
append_about_card (SampleJournal *journal, BrikEntryKind kind)
{
  g_autoptr (BrikEntry) entry = sample_journal_next_entry (journal, kind);
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  if (!entry->id)
    entry->id = brik_id_new ();
  entry->account = g_strdup ("konto-17");
  entry->card = g_strdup ("kort-17");
  line = brik_entry_to_line (entry, &error);
  g_assert_no_error (error);
  sample_journal_append_line (journal, line, entry);
}

/* A card in the wrong hands, and one that was blocked at the till (D9): what the till looks up must be what
 * was signed, or a block could be moved to another card's account. */
static void
test_rejections (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BrikJournalSummary summary;

  append_about_card (journal, BRIK_ENTRY_REJECTED);
  append_about_card (journal, BRIK_ENTRY_CARD_BLOCKED);
  g_assert_true (verify (journal, NULL, &summary, &error));
  g_assert_no_error (error);
  g_assert_cmpint (summary.n_entries, ==, SAMPLE_N_ENTRIES + 2);
  sample_journal_tamper (journal, "UPDATE journal SET account = 'konto-18' WHERE kind = 'card-blocked'");
  assert_bad (journal, SAMPLE_N_ENTRIES + 2, "something else than its line");
}

static void
test_cut_tail (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BrikJournalSummary summary;

  g_assert_true (verify (journal, &journal->head, &summary, &error));
  sample_journal_tamper (journal, "DELETE FROM journal WHERE sequence >= 14");
  g_assert_true (verify (journal, NULL, &summary, &error));
  g_assert_false (verify (journal, &journal->head, &summary, &error));
  g_assert_error (error, BRIK_JOURNAL_ERROR, BRIK_JOURNAL_ERROR_BAD);
  g_assert_nonnull (strstr (error->message, "cut"));
  g_assert_nonnull (strstr (error->message, "number 3"));
}

/* The portal's newest may be older than the till's: what is unsent comes after it. */
static void
test_older_head (SampleJournal *journal, gconstpointer data)
{
  BrikHash sent = journal->head;
  g_autoptr (BrikEntry) entry = sample_journal_next_entry (journal, BRIK_ENTRY_SALE);
  g_autofree char *line = brik_entry_to_line (entry, NULL);
  g_autoptr (GError) error = NULL;
  BrikJournalSummary summary;

  sample_journal_append_line (journal, line, entry);
  g_assert_true (verify (journal, &sent, &summary, &error));
  g_assert_no_error (error);
}

static void
test_cut_below_acknowledged (SampleJournal *journal, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  BrikJournalSummary summary;

  sample_journal_tamper (journal, "UPDATE till SET acknowledged = 15");
  g_assert_true (verify (journal, NULL, &summary, &error));
  sample_journal_tamper (journal, "DELETE FROM journal WHERE sequence = 15");
  g_assert_false (verify (journal, NULL, &summary, &error));
  g_assert_nonnull (strstr (error->message, "cut"));
}

static void
write_byte (int fd, gsize at, char byte)
{
  g_assert_cmpint (pwrite (fd, &byte, 1, (off_t) at), ==, 1);
}

/* A bit of many bytes of the file: the damage is found, or was in nothing that the journal is made of. */
static void
test_flipped_file (SampleJournal *journal, gconstpointer data)
{
  g_autofree char *bytes = NULL;
  gsize size = 0;
  guint n_found = 0;
  int fd = g_open (journal->path, O_RDWR | O_CLOEXEC, 0);

  g_assert_true (g_file_get_contents (journal->path, &bytes, &size, NULL));
  for (gsize at = 0; at < size; at += 53)
    {
      g_autoptr (BrikJournalFile) file = NULL;
      BrikJournalSummary summary;

      write_byte (fd, at, (char) (bytes[at] ^ 0x04));
      file = brik_journal_file_open (journal->path, NULL);
      if (file == NULL || !brik_journal_verify (file->store, NULL, &summary, NULL))
        n_found++;
      else
        {
          g_assert_cmpint (summary.n_entries, ==, SAMPLE_N_ENTRIES);
          g_assert_cmpmem (&summary.head, sizeof summary.head, &journal->head, sizeof journal->head);
        }
      write_byte (fd, at, bytes[at]);
    }
  g_assert_cmpuint (n_found, >, 50);
  g_close (fd, NULL);
}

typedef struct
{
  int status;
  char *output;
} Outcome;

static void
outcome_clear (Outcome *outcome)
{
  g_free (outcome->output);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Outcome, outcome_clear)

static Outcome
run_program (const char *const *arguments)
{
  g_autoptr (GStrvBuilder) command = g_strv_builder_new ();
  g_auto (GStrv) argv = NULL;
  g_autoptr (GError) error = NULL;
  Outcome outcome = { 0 };
  int wait_status = 0;

  g_strv_builder_add (command, g_getenv ("BRIK_JOURNAL"));
  g_strv_builder_addv (command, (const char **) arguments);
  argv = g_strv_builder_end (command);
  g_spawn_sync (NULL, argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &outcome.output, NULL, &wait_status,
                &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (wait_status));
  outcome.status = WEXITSTATUS (wait_status);
  return outcome;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static char *
checksum_folder (const char *folder)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (folder, g_ptr_array_index (names, i), NULL);
      g_autofree char *bytes = NULL;
      gsize size = 0;

      g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
      g_checksum_update (checksum, g_ptr_array_index (names, i), -1);
      g_checksum_update (checksum, (const guchar *) bytes, (gssize) size);
    }
  return g_strdup (g_checksum_get_string (checksum));
}

static void
test_program (SampleJournal *journal, gconstpointer data)
{
  g_autofree char *before = checksum_folder (journal->folder);
  g_auto (Outcome) good = run_program ((const char *const[]){ "verify", journal->path, NULL });
  g_autofree char *after = checksum_folder (journal->folder);
  g_autofree char *head = brik_bytes_to_hex (journal->head.bytes, BRIK_HASH_SIZE);
  g_autofree char *expected = g_strdup_printf ("15 entries, intact, head %s\n", head);
  g_auto (Outcome) known =
    run_program ((const char *const[]){ "verify", "--head", head, journal->path, NULL });
  g_auto (Outcome) bad = { 0 };

  g_assert_cmpint (good.status, ==, 0);
  g_assert_cmpstr (good.output, ==, expected);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (known.status, ==, 0);
  sample_journal_tamper (journal, "DELETE FROM journal WHERE sequence = 8");
  bad = run_program ((const char *const[]){ "verify", journal->path, NULL });
  g_assert_cmpint (bad.status, ==, 1);
  g_assert_nonnull (strstr (bad.output, "number 4"));
}

static void
test_program_usage (SampleJournal *journal, gconstpointer data)
{
  g_autofree char *missing = g_build_filename (journal->folder, "none.db", NULL);
  g_auto (Outcome) nothing = run_program ((const char *const[]){ NULL });
  g_auto (Outcome) other = run_program ((const char *const[]){ "mend", journal->path, NULL });
  g_auto (Outcome) absent = run_program ((const char *const[]){ "verify", missing, NULL });
  g_auto (Outcome) head =
    run_program ((const char *const[]){ "verify", "--head", "abc", journal->path, NULL });
  g_auto (Outcome) text = run_program ((const char *const[]){ "verify", g_getenv ("BRIK_JOURNAL"), NULL });

  g_assert_cmpint (nothing.status, ==, 2);
  g_assert_cmpint (other.status, ==, 2);
  g_assert_cmpint (absent.status, ==, 2);
  g_assert_false (g_file_test (missing, G_FILE_TEST_EXISTS));
  g_assert_cmpint (head.status, ==, 2);
  g_assert_cmpint (text.status, ==, 2);
}

static void
test_locked (SampleJournal *journal, gconstpointer data)
{
  g_autofree char *lock = g_strconcat (journal->path, ".lock", NULL);
  int fd = g_open (lock, O_CREAT | O_RDWR | O_CLOEXEC, 0600);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikJournalFile) file = NULL;

  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, 0);
  g_assert_null (brik_journal_file_open (journal->path, &error));
  g_assert_error (error, BRIK_JOURNAL_ERROR, BRIK_JOURNAL_ERROR_RUNNING);
  g_clear_error (&error);
  g_assert_cmpint (flock (fd, LOCK_UN), ==, 0);
  file = brik_journal_file_open (journal->path, &error);
  g_assert_no_error (error);
  /* And no till starts on it meanwhile. */
  g_assert_cmpint (flock (fd, LOCK_EX | LOCK_NB), ==, -1);
  g_close (fd, NULL);
}

/* A till that was killed leaves a write-ahead log: its entries count, and it stays as it is. */
static void
test_with_wal (SampleJournal *journal, gconstpointer data)
{
  g_autofree char *wal = g_strconcat (journal->path, "-wal", NULL);
  g_autofree char *copy_folder = g_dir_make_tmp ("brik-journal-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (copy_folder, "till.db", NULL);
  g_autofree char *copy_wal = g_strconcat (copy, "-wal", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *wal_bytes = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  gsize size = 0;
  gsize wal_size = 0;

  {
    g_autoptr (GError) error = NULL;
    g_autoptr (BrikStore) store =
      brik_store_open (journal->path, 0x42726b54, (const char *const[]){ "SELECT 1", NULL }, &error);

    g_assert_no_error (error);
    g_assert_true (brik_store_run (store, &error, "UPDATE till SET running = 1", ""));
    g_assert_true (g_file_get_contents (journal->path, &bytes, &size, NULL));
    g_assert_true (g_file_get_contents (wal, &wal_bytes, &wal_size, NULL));
    g_assert_cmpuint (wal_size, >, 0);
  }
  g_assert_true (g_file_set_contents (copy, bytes, (gssize) size, NULL));
  g_assert_true (g_file_set_contents (copy_wal, wal_bytes, (gssize) wal_size, NULL));
  before = checksum_folder (copy_folder);
  {
    g_auto (Outcome) outcome = run_program ((const char *const[]){ "verify", copy, NULL });

    g_assert_cmpint (outcome.status, ==, 0);
  }
  after = checksum_folder (copy_folder);
  g_assert_cmpstr (before, ==, after);
  g_assert_cmpint (g_remove (copy), ==, 0);
  g_assert_cmpint (g_remove (copy_wal), ==, 0);
  g_assert_cmpint (g_rmdir (copy_folder), ==, 0);
}

#define ADD(name, func)                                                                                      \
  g_test_add ("/journal/" name, SampleJournal, NULL, sample_journal_set_up, func, sample_journal_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  brik_seal_init ();
  ADD ("intact", test_intact);
  ADD ("flipped-line", test_flipped_line);
  ADD ("dropped", test_dropped);
  ADD ("dropped-and-closed", test_dropped_and_closed);
  ADD ("swapped", test_swapped);
  ADD ("spliced", test_spliced);
  ADD ("spliced-and-linked", test_spliced_and_linked);
  ADD ("signature", test_signature);
  ADD ("forged-with-another-key", test_forged_with_another_key);
  ADD ("row-unlike-line", test_row_unlike_line);
  ADD ("run-with-gap", test_run_with_gap);
  ADD ("run-begun-twice", test_run_begun_twice);
  ADD ("started-on-another-head", test_started_on_another_head);
  ADD ("hostile-run", test_hostile_run);
  ADD ("view-instead", test_view_instead);
  ADD ("malformed-entry", test_malformed_entry);
  ADD ("unknown-kind", test_unknown_kind);
  ADD ("rejections", test_rejections);
  ADD ("cut-tail", test_cut_tail);
  ADD ("older-head", test_older_head);
  ADD ("cut-below-acknowledged", test_cut_below_acknowledged);
  ADD ("flipped-file", test_flipped_file);
  ADD ("program", test_program);
  ADD ("program-usage", test_program_usage);
  ADD ("locked", test_locked);
  ADD ("with-wal", test_with_wal);
  return g_test_run ();
}
