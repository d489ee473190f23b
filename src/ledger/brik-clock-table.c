/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-clock-table.h"

gboolean
brik_clock_table_get (BrikStore *store,
                      BrikClockMemory *memory,
                      gint64 *sequence,
                      gboolean *found,
                      GError **error)
{
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error, "SELECT known_us, raw_us, steady_us, boot, sequence FROM clock", "");

  if (!rows)
    return FALSE;

  *found = brik_rows_next (rows, error);
  if (!*found)
    return !brik_rows_failed (rows);

  *memory = (BrikClockMemory){
    .known_us = brik_rows_int (rows, 0),
    .raw_us = brik_rows_int (rows, 1),
    .steady_us = brik_rows_int (rows, 2),
  };
  g_strlcpy (memory->boot, brik_rows_text (rows, 3), sizeof memory->boot);
  *sequence = brik_rows_int (rows, 4);
  return TRUE;
}

gboolean
brik_clock_table_put (BrikStore *store, const BrikClockMemory *memory, gint64 sequence, GError **error)
{
  return brik_store_run (store, error,
                         "INSERT OR REPLACE INTO clock (only, known_us, raw_us, steady_us, boot, sequence)"
                         " VALUES (1, ?, ?, ?, ?, ?)",
                         "iiisi", memory->known_us, memory->raw_us, memory->steady_us, memory->boot,
                         sequence);
}
