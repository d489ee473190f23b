/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-seal.h"

G_BEGIN_DECLS

/**
 * BrikJournalError:
 * @BRIK_JOURNAL_ERROR_BAD: the journal is not what the till wrote; the message names the first bad entry
 * @BRIK_JOURNAL_ERROR_RUNNING: a till holds the file
 */
typedef enum
{
  BRIK_JOURNAL_ERROR_BAD,
  BRIK_JOURNAL_ERROR_RUNNING,
} BrikJournalError;

#define BRIK_JOURNAL_ERROR (brik_journal_error_quark ())
GQuark brik_journal_error_quark (void);

/**
 * BrikJournalSummary:
 * @n_entries: that were checked, all good
 * @head: hash of the newest; zeros for an empty journal
 */
typedef struct
{
  gint64 n_entries;
  BrikHash head;
} BrikJournalSummary;

/* Checks every entry of a till's ledger: its form, its hash, that it continues the one before it, its
 * signature, its place in its run, that `started` names the hash it found, and that the table's own columns
 * say what the line says.
 * @newest: (nullable): the newest hash that the portal holds of this till: it must be in the journal, or the
 * journal's end was cut off. */
gboolean
brik_journal_verify (BrikStore *store, const BrikHash *newest, BrikJournalSummary *summary, GError **error);

G_END_DECLS
