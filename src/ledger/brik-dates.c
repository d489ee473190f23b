/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-dates.h"

#include "core/brik-limits.h"
#include "ledger/brik-clock-table.h"
#include "ledger/brik-transaction.h"

static gboolean
append_date (BrikLedgerFile *file, gpointer data, GError **error)
{
  const BrikMoment *moment = data;
  g_autoptr (BrikEntry) entry = brik_ledger_file_new_entry (file, BRIK_ENTRY_DATE_SET, moment);
  BrikClockMemory time;

  /* Whether it knew the time does not matter any more. */
  brik_clock_remember (file->clock, &time);
  time.known_us = moment->at_us;
  entry->clock_us = CLAMP (time.raw_us, 0, BRIK_LIMIT_TIME_US);
  if (!brik_ledger_file_append (file, entry, NULL, NULL, error) ||
      !brik_clock_table_put (file->store, &time, file->tail.sequence, error))
    return FALSE;

  file->time = time;
  return !file->opening || brik_ledger_file_open_shift (file, moment, error);
}

gboolean
brik_dates_tell (BrikLedgerFile *file, gint64 time_us, GError **error)
{
  gint64 known_us = brik_clock_now (file->clock);
  BrikMoment moment = { .at_us = time_us };

  if (!brik_ledger_file_check_cashier (file, error))
    return FALSE;
  /* By less than a minute it is the same time, told slowly. */
  if (time_us < known_us && time_us >= known_us - G_TIME_SPAN_MINUTE)
    moment.at_us = known_us;
  if (!file->zone || moment.at_us < known_us || moment.at_us - known_us > BRIK_LIMIT_DATE_AHEAD_US ||
      !brik_civil_date (file->zone, moment.at_us, &moment.date))
    {
      g_set_error_literal (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_INVALID,
                           brik_ledger_get_date_refusal ());
      return FALSE;
    }
  if (!brik_transaction_run (file, append_date, &moment, error))
    return FALSE;

  brik_clock_tell (file->clock, moment.at_us);
  return TRUE;
}
