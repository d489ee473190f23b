/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>

#include "ledger/brik-ledger.h"

/* killed-till LEDGER TIME_US UID N_SALES: a till that sells and undoes, and says on standard output what its
 * screen would say, until it is done or dead: "sell ID" when Pay is touched, "sold ID" when the screen says
 * OK, and so with "undo" and "undone" for every second sale. */

static void
on_call_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  GAsyncResult **kept = user_data;

  *kept = g_object_ref (result);
}

/* (transfer full) */
static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (result);
}

static void
say (const char *what, const char *sale)
{
  printf ("%s %s\n", what, sale);
  fflush (stdout);
}

static gboolean
sign_in (BrikLedger *ledger, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  brik_ledger_sign_in_async (ledger, "mette", "1234", NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  return brik_ledger_sign_in_finish (ledger, result, error);
}

static gboolean
sell (BrikLedger *ledger, const char *sale, const char *uid, GError **error)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;

  if (!brik_basket_add (basket, "krone", "Noget småt", 1, 100, 2500, error))
    return FALSE;
  say ("sell", sale);
  brik_ledger_sell_async (ledger, sale, uid, basket, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  outcome = brik_ledger_sell_finish (ledger, result, error);
  if (outcome == NULL)
    return FALSE;
  say (outcome->verdict.reason == BRIK_REASON_NONE ? "sold" : "refused", sale);
  return TRUE;
}

static gboolean
undo (BrikLedger *ledger, const char *sale, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;

  say ("undo", sale);
  brik_ledger_undo_async (ledger, sale, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  outcome = brik_ledger_undo_finish (ledger, result, error);
  if (outcome == NULL)
    return FALSE;
  say ("undone", sale);
  return TRUE;
}

static gboolean
run (const char *path, gint64 now_us, const char *uid, int n_sales, GError **error)
{
  g_autoptr (BrikClock) clock = brik_clock_new_fake (now_us);
  g_autoptr (BrikLedger) ledger = brik_ledger_open (path, clock, error);

  if (ledger == NULL || !sign_in (ledger, error))
    return FALSE;
  /* The allowance of a till that is offline is soon spent. */
  brik_ledger_set_online (ledger, TRUE);
  for (int i = 0; i < n_sales; i++)
    {
      g_autofree char *sale = brik_id_new ();

      if (!sell (ledger, sale, uid, error) || (i % 2 == 1 && !undo (ledger, sale, error)))
        return FALSE;
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc != 5)
    return 2;
  if (run (argv[1], g_ascii_strtoll (argv[2], NULL, 10), argv[3], atoi (argv[4]), &error))
    return 0;
  fprintf (stderr, "killed-till: %s\n", error != NULL ? error->message : "nobody may sign in");
  return 1;
}
