/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-dates.h"
#include "ledger/brik-ledger-private.h"

#include <glib/gi18n.h>

static gpointer
tell (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_dates_tell (file, *(gint64 *) request, error) ? file : NULL;
}

static const BrikCall tell_call = { tell, g_free, NULL };

void
brik_ledger_tell_date_async (BrikLedger *ledger,
                             gint64 time_us,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  brik_ledger_start (ledger, &tell_call, g_memdup2 (&time_us, sizeof time_us), cancellable, callback,
                     user_data);
}

gboolean
brik_ledger_tell_date_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &tell_call, result, error) != NULL;
}

const char *
brik_ledger_get_date_refusal (void)
{
  return _ ("That day cannot be: it is before the newest sale, or more than a year after.");
}
