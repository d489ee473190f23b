/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal/brik-journal-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>

#include "journal/brik-journal-verifier.h"

/* The mark of a till's ledger in its file: "BrkT". */
#define LEDGER_APPLICATION_ID 0x42726b54

/* The lock file is not made where it is missing: nothing here writes. */
static gboolean
take_lock (BrikJournalFile *file, const char *path, GError **error)
{
  g_autofree char *lock = g_strconcat (path, ".lock", NULL);

  file->lock_fd = g_open (lock, O_RDONLY | O_CLOEXEC, 0);
  if (file->lock_fd < 0 && errno == ENOENT)
    return TRUE;
  if (file->lock_fd >= 0 && flock (file->lock_fd, LOCK_SH | LOCK_NB) == 0)
    return TRUE;
  g_set_error (error, BRIK_JOURNAL_ERROR, BRIK_JOURNAL_ERROR_RUNNING,
               "%s is in use: a till is running on it. Close the till, or verify a copy.", path);
  return FALSE;
}

BrikJournalFile *
brik_journal_file_open (const char *path, GError **error)
{
  g_autoptr (BrikJournalFile) file = g_new0 (BrikJournalFile, 1);

  file->lock_fd = -1;
  if (!take_lock (file, path, error))
    return NULL;
  file->store = brik_store_open_read_only (path, LEDGER_APPLICATION_ID, error);
  return file->store != NULL ? g_steal_pointer (&file) : NULL;
}

void
brik_journal_file_close (BrikJournalFile *file)
{
  if (file == NULL)
    return;
  g_clear_pointer (&file->store, brik_store_close);
  if (file->lock_fd >= 0)
    g_close (file->lock_fd, NULL);
  g_free (file);
}
