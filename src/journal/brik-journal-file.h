/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"

G_BEGIN_DECLS

/**
 * BrikJournalFile:
 *
 * A till's ledger opened to be read and left as it is. While it is open no till can start on it, and where a
 * till runs on it it cannot be opened.
 */
typedef struct
{
  BrikStore *store;
  int lock_fd; /* −1 where there is no lock file: nobody has ever sold with this copy */
} BrikJournalFile;

/* %BRIK_JOURNAL_ERROR_RUNNING when a till holds it. */
BrikJournalFile *brik_journal_file_open (const char *path, GError **error);
void brik_journal_file_close (BrikJournalFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikJournalFile, brik_journal_file_close)

G_END_DECLS
