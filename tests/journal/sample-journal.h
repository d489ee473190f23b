/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "wire/brik-entry.h"
#include "wire/brik-seal.h"

/**
 * SampleJournal:
 *
 * A till's ledger file with a journal of three runs, in a folder of its own, written without the till's code.
 */
typedef struct
{
  char *folder;
  char *path;
  BrikPublicKey public_key;
  BrikSecretKey secret_key;
  char *run;
  gint64 number;
  gint64 n_entries;
  BrikHash head;
} SampleJournal;

#define SAMPLE_N_ENTRIES 15

void sample_journal_set_up (SampleJournal *journal, gconstpointer data);
void sample_journal_tear_down (SampleJournal *journal, gconstpointer data);
/* Runs one statement on the file, past the triggers that protect it. */
void sample_journal_tamper (SampleJournal *journal, const char *sql);
/* Appends an entry whose line is @line, sealed as the till would: how a till's key makes a wrong entry. */
void sample_journal_append_line (SampleJournal *journal, const char *line, const BrikEntry *entry);
BrikEntry *sample_journal_next_entry (SampleJournal *journal, BrikEntryKind kind);
