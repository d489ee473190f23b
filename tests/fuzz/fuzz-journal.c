/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "fuzz.h"

#include "journal/brik-journal-file.h"
#include "journal/brik-journal-verifier.h"
#include "sample-journal.h"

#include <stdlib.h>
#include <string.h>

/* A till's ledger that somebody has changed bytes of, for brik-journal: three bytes that say where, one how
 * many, and the bytes; FF FF FF cuts the file there. Whatever they are, what is found good is the journal
 * that the till wrote. */
const gsize fuzz_longest = 4096;

static SampleJournal journal;
static char *whole;
static gsize whole_size;

static void
tear_down (void)
{
  sample_journal_tear_down (&journal, NULL);
  g_clear_pointer (&whole, g_free);
}

void
fuzz_prepare (void)
{
  g_autoptr (GError) error = NULL;

  brik_seal_init ();
  sample_journal_set_up (&journal, NULL);
  g_file_get_contents (journal.path, &whole, &whole_size, &error);
  g_assert_no_error (error);
  atexit (tear_down);
}

static gsize
take_place (FuzzInput *input)
{
  gsize place = fuzz_take_byte (input);

  place = place << 8 | fuzz_take_byte (input);
  return place << 8 | fuzz_take_byte (input);
}

static void
change (FuzzInput *input, char *bytes, gsize *size)
{
  while (fuzz_left (input) > 0)
    {
      gsize place = take_place (input);
      guint n = fuzz_take_byte (input);

      if (place == 0xffffff)
        *size = MIN (*size, (gsize) n * 512);
      for (; place != 0xffffff && n > 0 && fuzz_left (input) > 0; n--, place++)
        bytes[place % whole_size] = (char) fuzz_take_byte (input);
    }
}

static void
verify (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikJournalFile) file = brik_journal_file_open (journal.path, &error);
  BrikJournalSummary summary = { 0 };
  gboolean good = file && brik_journal_verify (file->store, &journal.head, &summary, &error);

  fuzz_check_error (good, error);
  if (!good)
    return;
  g_assert_cmpint (summary.n_entries, ==, SAMPLE_N_ENTRIES);
  g_assert_cmpmem (&summary.head, sizeof summary.head, &journal.head, sizeof journal.head);
}

void
fuzz_try (const guint8 *data, gsize size)
{
  FuzzInput input = fuzz_input (data, size);
  g_autofree char *bytes = g_memdup2 (whole, whole_size);
  gsize n_bytes = whole_size;
  g_autoptr (GError) error = NULL;

  change (&input, bytes, &n_bytes);
  g_file_set_contents_full (journal.path, bytes, (gssize) n_bytes, G_FILE_SET_CONTENTS_NONE, 0600, &error);
  g_assert_no_error (error);
  verify ();
}
