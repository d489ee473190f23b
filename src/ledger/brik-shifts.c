/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-shifts.h"

#include "ledger/brik-transaction.h"

static gboolean
append_shift (BrikLedgerFile *file, BrikEntryKind kind, const char *staff, GError **error)
{
  g_autoptr (BrikEntry) entry = NULL;
  BrikMoment moment;

  if (!brik_ledger_file_get_moment (file, &moment, error))
    return FALSE;

  entry = brik_ledger_file_new_entry (file, kind, &moment);
  g_free (entry->cashier);
  entry->cashier = g_strdup (staff);
  return brik_ledger_file_append (file, entry, NULL, NULL, error);
}

/**
 * Opening:
 * @put_off: nobody knows the date: the shift is opened by the next entry
 */
typedef struct
{
  const char *staff;
  gboolean put_off;
} Opening;

static gboolean
open_shift (BrikLedgerFile *file, gpointer data, GError **error)
{
  const Opening *opening = data;
  /* Who signed in before, and has not written anything, leaves nothing to close. */
  gboolean closes = file->cashier && !file->opening;

  file->opening = opening->put_off;
  return brik_till_table_set_wrong_pins (file->store, 0, error) &&
         (opening->put_off ||
          ((!closes || append_shift (file, BRIK_ENTRY_SHIFT_CLOSED, file->cashier, error)) &&
           append_shift (file, BRIK_ENTRY_SHIFT_OPENED, opening->staff, error)));
}

static gboolean
close_shift (BrikLedgerFile *file, gpointer data, GError **error)
{
  return brik_ledger_file_check_cashier (file, error) &&
         append_shift (file, BRIK_ENTRY_SHIFT_CLOSED, file->cashier, error);
}

gboolean
brik_shifts_open (BrikLedgerFile *file, const char *staff, GError **error)
{
  Opening opening = { .staff = staff,
                      .put_off = brik_clock_is_doubtful (file->clock) && (!file->cashier || file->opening) };

  if (!brik_transaction_run (file, open_shift, &opening, error))
    return FALSE;

  file->till.wrong_pins = 0;
  g_free (file->cashier);
  file->cashier = g_strdup (staff);
  return TRUE;
}

gboolean
brik_shifts_close (BrikLedgerFile *file, GError **error)
{
  if (!file->opening && !brik_transaction_run (file, close_shift, NULL, error))
    return FALSE;

  file->opening = FALSE;

  g_clear_pointer (&file->cashier, g_free);
  return TRUE;
}
