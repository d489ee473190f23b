/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-demo-till.h"

#include "sync/brik-sync.h"

#define DEADLINE_MS 30000
#define FIRST_PAUSE_MS 10
#define LONGEST_PAUSE_MS 200

struct _BrikDemoTill
{
  BrikLedger *ledger;
  BrikSync *sync;
};

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

static gboolean
enrol (BrikDemoTill *till, const char *portal, const char *code, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  brik_sync_enrol_async (till->sync, portal, code, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  return brik_sync_enrol_finish (till->sync, result, error);
}

BrikDemoTill *
brik_demo_till_new (const char *directory,
                    const char *name,
                    const char *portal,
                    const char *code,
                    BrikClock *clock,
                    GError **error)
{
  g_autoptr (BrikDemoTill) till = g_new0 (BrikDemoTill, 1);
  g_autofree char *file = g_strconcat (name, ".db", NULL);
  g_autofree char *path = g_build_filename (directory, file, NULL);

  till->ledger = brik_ledger_open (path, clock, error);
  if (till->ledger == NULL)
    return NULL;
  till->sync = brik_sync_new (till->ledger, clock);
  brik_sync_set_backoff (till->sync, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  return enrol (till, portal, code, error) ? g_steal_pointer (&till) : NULL;
}

void
brik_demo_till_free (BrikDemoTill *till)
{
  if (till->sync != NULL)
    brik_sync_stop (till->sync);
  g_clear_object (&till->sync);
  if (till->ledger != NULL)
    brik_ledger_close (till->ledger);
  g_clear_object (&till->ledger);
  g_free (till);
}

gboolean
brik_demo_till_sign_in (BrikDemoTill *till, const char *staff, const char *pin, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) failure = NULL;

  brik_ledger_sign_in_async (till->ledger, staff, pin, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  if (brik_ledger_sign_in_finish (till->ledger, result, &failure))
    return TRUE;
  if (failure == NULL)
    g_set_error (&failure, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED,
                 "%s has another PIN than the demo's: was the demo's data imported?", staff);
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

gboolean
brik_demo_till_sell (BrikDemoTill *till, const char *uid, const BrikBasket *basket, GError **error)
{
  g_autofree char *sale = brik_id_new ();
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;

  brik_ledger_sell_async (till->ledger, sale, uid, basket, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  outcome = brik_ledger_sell_finish (till->ledger, result, error);
  return outcome != NULL;
}

static gboolean
has_sent (BrikDemoTill *till, gint64 number)
{
  g_autofree char *epoch = NULL;
  gint64 cursor;
  gint64 n_unsent;

  g_object_get (till->ledger, "unsent", &n_unsent, NULL);
  brik_ledger_get_cursor (till->ledger, &epoch, &cursor);
  return n_unsent == 0 && cursor >= number;
}

static gboolean
on_deadline (gpointer user_data)
{
  gboolean *is_late = user_data;

  *is_late = TRUE;
  return G_SOURCE_CONTINUE;
}

gboolean
brik_demo_till_send (BrikDemoTill *till, gint64 number, GError **error)
{
  gboolean is_late = FALSE;
  guint deadline = g_timeout_add (DEADLINE_MS, on_deadline, &is_late);

  while (!has_sent (till, number) && !is_late)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (deadline);
  if (is_late)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "the portal does not take what till %s has sold",
                 brik_ledger_get_till (till->ledger));
  return !is_late;
}
