/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-ledger-private.h"

#include <glib/gi18n.h>

#include "store/brik-store.h"

G_DEFINE_QUARK (brik - ledger - error - quark, brik_ledger_error)

gboolean
brik_error_is_busy (const GError *error)
{
  return g_error_matches (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_BUSY);
}

gboolean
brik_error_is_disk (const GError *error)
{
  return brik_error_is_full (error) || g_error_matches (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_DISK);
}

gboolean
brik_error_is_full (const GError *error)
{
  return g_error_matches (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_FULL);
}

gboolean
brik_error_is_unsure (const GError *error)
{
  return g_error_matches (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_UNSURE);
}

static const char *
sentence_for (BrikLedgerError code)
{
  switch (code)
    {
    case BRIK_LEDGER_ERROR_BUSY:
      return _ ("Another till program uses this ledger. Close it first.");
    case BRIK_LEDGER_ERROR_FULL:
      return _ ("The till's disk is full. Nothing was stored: make room, then try again.");
    case BRIK_LEDGER_ERROR_DISK:
      return _ ("The till cannot use its disk. Nothing was stored: have the disk looked at, then try again.");
    case BRIK_LEDGER_ERROR_DAMAGED:
      return _ (
        "The till's ledger is damaged and was left as it is. Put back a copy, or enrol the till anew with "
        "another file.");
    case BRIK_LEDGER_ERROR_UNSURE:
    case BRIK_LEDGER_ERROR_DATE:
    case BRIK_LEDGER_ERROR_STATE:
    case BRIK_LEDGER_ERROR_INVALID:
    default:
      g_assert_not_reached ();
    }
}

static gboolean
ledger_code_of (const GError *error, BrikLedgerError *code)
{
  if (error->domain != BRIK_STORE_ERROR)
    return FALSE;

  switch ((BrikStoreError) error->code)
    {
    case BRIK_STORE_ERROR_BUSY:
      *code = BRIK_LEDGER_ERROR_BUSY;
      return TRUE;
    case BRIK_STORE_ERROR_FULL:
      *code = BRIK_LEDGER_ERROR_FULL;
      return TRUE;
    case BRIK_STORE_ERROR_DISK:
      *code = BRIK_LEDGER_ERROR_DISK;
      return TRUE;
    case BRIK_STORE_ERROR_DAMAGED:
    case BRIK_STORE_ERROR_NEWER:
      *code = BRIK_LEDGER_ERROR_DAMAGED;
      return TRUE;
    case BRIK_STORE_ERROR_DUPLICATE:
    case BRIK_STORE_ERROR_REFUSED:
    case BRIK_STORE_ERROR_FAILED:
    default:
      return FALSE;
    }
}

void
brik_ledger_error_translate (GError **error)
{
  BrikLedgerError code;
  g_autoptr (GError) cause = NULL;

  if (!error || !*error || !ledger_code_of (*error, &code))
    return;

  cause = g_steal_pointer (error);
  g_message ("%s", cause->message);
  /* A newer file is not damaged, and its own message says what to do; of a file that is in use there is no
   * more to be said. */
  if (g_error_matches (cause, BRIK_STORE_ERROR, BRIK_STORE_ERROR_NEWER))
    g_set_error_literal (error, BRIK_LEDGER_ERROR, code, cause->message);
  else if (code == BRIK_LEDGER_ERROR_BUSY)
    g_set_error_literal (error, BRIK_LEDGER_ERROR, code, sentence_for (code));
  else
    g_set_error (error, BRIK_LEDGER_ERROR, code, "%s (%s)", sentence_for (code), cause->message);
}
