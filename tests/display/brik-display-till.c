/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "brik-display-till.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>

#include "brik-display.h"

static void
on_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

static gboolean
is_there (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

static GAsyncResult *
await_result (GAsyncResult **result)
{
  brik_display_wait_until (is_there, result);
  return *result;
}

static void
put_photo (BrikDisplayTill *till)
{
  g_autofree char *hash = NULL;
  g_autoptr (GBytes) photo = brik_display_photo_new ("#d97338", &hash);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_put_photo_async (till->ledger, hash, photo, NULL, on_ready, &result);
  brik_ledger_put_photo_finish (till->ledger, await_result (&result), &error);
  g_assert_no_error (error);
}

/* A chip reader that says what the file beside it holds. */
static char *
write_reader (const char *folder)
{
  static const char script[] = "#!/bin/sh\ncat \"$0.lines\"\nexec cat >/dev/null\n";
  char *path = g_build_filename (folder, "reader", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, &error);
  g_assert_no_error (error);
  return path;
}

BrikDisplayTill *
brik_display_till_new (BrikDisplayFill fill)
{
  BrikDisplayTill *till = g_new0 (BrikDisplayTill, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  g_autofree char *reader_program = NULL;
  g_autoptr (BrikSync) sync = NULL;
  g_autoptr (BrikReader) reader = NULL;
  g_autoptr (BrikSounds) sounds = NULL;
  g_autoptr (BrikPhotos) photos = NULL;

  till->folder = g_dir_make_tmp ("brik-display-XXXXXX", &error);
  g_assert_no_error (error);
  path = g_build_filename (till->folder, "till.db", NULL);
  till->clock = brik_clock_new_fake (BRIK_DISPLAY_NOW_US);
  till->ledger = brik_ledger_open (path, till->clock, &error);
  g_assert_no_error (error);
  if (fill != BRIK_DISPLAY_NEW)
    brik_ledger_enrol (till->ledger, "http://127.0.0.1:1", "kasse-1", &error);
  g_assert_no_error (error);

  sync = brik_sync_new (till->ledger, till->clock);
  reader_program = write_reader (till->folder);
  reader = brik_reader_new (reader_program, "pn532_uart:/nonexistent");
  sounds = brik_sounds_new (till->folder);
  g_object_set (sounds, "volume", 0.0, NULL);
  photos = brik_photos_new (till->ledger);
  till->context = brik_till_context_new (till->ledger, till->clock, sync, reader, sounds, photos);
  if (fill == BRIK_DISPLAY_FILLED)
    {
      brik_display_till_apply (till, brik_display_records_new ());
      put_photo (till);
    }
  return till;
}

void
brik_display_till_free (BrikDisplayTill *till)
{
  if (till == NULL)
    return;
  brik_reader_stop (brik_till_context_get_reader (till->context));
  brik_sync_stop (brik_till_context_get_sync (till->context));
  brik_ledger_close (till->ledger);
  g_clear_object (&till->context);
  g_clear_object (&till->ledger);
  g_clear_object (&till->clock);
  brik_display_remove_folder (till->folder);
  g_free (till->folder);
  g_free (till);
}

void
brik_display_till_sign_in (BrikDisplayTill *till)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_sign_in_async (till->ledger, BRIK_DISPLAY_CASHIER_ID, BRIK_DISPLAY_PIN, NULL, on_ready,
                             &result);
  g_assert_true (brik_ledger_sign_in_finish (till->ledger, await_result (&result), &error));
  g_assert_no_error (error);
  brik_till_context_set_cashier_name (till->context, BRIK_DISPLAY_CASHIER);
}

void
brik_display_till_apply (BrikDisplayTill *till, BrikChangesPage *page)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  brik_ledger_apply_async (till->ledger, page, NULL, on_ready, &result);
  brik_ledger_apply_finish (till->ledger, await_result (&result), &error);
  g_assert_no_error (error);
}

void
brik_display_till_start_reader (BrikDisplayTill *till, const char *lines)
{
  g_autofree char *path = g_build_filename (till->folder, "reader.lines", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, lines, -1, &error);
  g_assert_no_error (error);
  brik_reader_start (brik_till_context_get_reader (till->context));
}

void
brik_display_till_tap (BrikDisplayTill *till, const char *uid)
{
  g_signal_emit_by_name (brik_till_context_get_reader (till->context), "card", uid);
}

void
brik_display_till_set_disk (BrikDisplayTill *till, BrikDisplayDisk disk)
{
  g_autofree char *wal = g_build_filename (till->folder, "till.db-wal", NULL);
  struct rlimit limit;
  GStatBuf info;

  g_assert_cmpint (g_stat (wal, &info), ==, 0);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &limit), ==, 0);
  signal (SIGXFSZ, SIG_IGN);
  limit.rlim_cur = disk == BRIK_DISPLAY_DISK_WHOLE  ? limit.rlim_max
                   : disk == BRIK_DISPLAY_DISK_FULL ? (rlim_t) info.st_size
                                                    : 1;
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
}
