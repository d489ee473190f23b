/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "sync/brik-sync.h"

/* killed-till LIFE LEDGER TIME_US ARGUMENT…: a till that lives one of the lives below, and says on standard
 * output what its screen would say, until it is done or dead: "try ENTRY,ENTRY…" when a button is touched,
 * with what the journal will hold of it, and "done" when the screen says OK; "sent" when the portal has all
 * of it. Of an enrolment: "key KEY", "known" where the till was filled when it started, and "filled". */

#define CASHIER "mette"
#define PIN "1234"
#define FIRST_PAUSE_MS 10
#define LONGEST_PAUSE_MS 100
/* What is not done by then waits for ever. */
#define LONGEST_LIFE_S 60

/**
 * Till:
 * @begun: the run has its first entry
 * @sale: (nullable): the newest
 */
typedef struct
{
  BrikLedger *ledger;
  BrikClock *clock;
  BrikSync *sync;
  gboolean begun;
  char *sale;
} Till;

static void
till_clear (Till *till)
{
  if (till->sync != NULL)
    brik_sync_stop (till->sync);
  g_clear_object (&till->sync);
  if (till->ledger != NULL)
    brik_ledger_close (till->ledger);
  g_clear_object (&till->ledger);
  g_clear_object (&till->clock);
  g_free (till->sale);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Till, till_clear)

static void G_GNUC_PRINTF (1, 2) say (const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  vprintf (format, arguments);
  va_end (arguments);
  putchar ('\n');
  fflush (stdout);
}

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
is_done (gboolean done)
{
  if (done)
    say ("done");
  return done;
}

static gboolean
sign_in (Till *till, GError **error)
{
  gboolean is_relief = brik_ledger_get_cashier (till->ledger) != NULL;
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  say ("try %s%sshift-opened", till->begun ? "" : "started,", is_relief ? "shift-closed," : "");
  brik_ledger_sign_in_async (till->ledger, CASHIER, PIN, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  till->begun = TRUE;
  return is_done (brik_ledger_sign_in_finish (till->ledger, result, error));
}

static gboolean
sign_out (Till *till, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  say ("try shift-closed");
  brik_ledger_sign_out_async (till->ledger, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  return is_done (brik_ledger_sign_out_finish (till->ledger, result, error));
}

static gboolean
sell (Till *till, const char *uid, GError **error)
{
  g_autoptr (BrikBasket) basket = brik_basket_new ();
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;

  g_free (till->sale);
  till->sale = brik_id_new ();
  if (!brik_basket_add (basket, "krone", "Noget småt", 1, 100, 2500, error))
    return FALSE;
  say ("try sale %s", till->sale);
  brik_ledger_sell_async (till->ledger, till->sale, uid, basket, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  outcome = brik_ledger_sell_finish (till->ledger, result, error);
  return outcome != NULL && is_done (outcome->verdict.reason == BRIK_REASON_NONE);
}

static gboolean
undo (Till *till, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;

  say ("try undo %s", till->sale);
  brik_ledger_undo_async (till->ledger, till->sale, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  outcome = brik_ledger_undo_finish (till->ledger, result, error);
  return is_done (outcome != NULL);
}

/* @sale: (nullable): NULL where the card was only held up */
static gboolean
reject (Till *till, const char *uid, const char *sale, GError **error)
{
  g_autofree char *id = brik_id_new ();
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikOutcome) outcome = NULL;

  if (sale != NULL)
    say ("try undo %s,rejected %s", sale, id);
  else
    say ("try rejected %s", id);
  brik_ledger_reject_async (till->ledger, id, uid, sale, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  outcome = brik_ledger_reject_finish (till->ledger, result, error);
  return is_done (outcome != NULL);
}

static gboolean
block (Till *till, const char *uid, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (BrikCardholder) holder = NULL;

  say ("try card-blocked");
  brik_ledger_block_card_async (till->ledger, uid, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  holder = brik_ledger_block_card_finish (till->ledger, result, error);
  return is_done (holder != NULL);
}

/* UID N_SALES: every second sale is undone. */
static gboolean
live_of_sales (Till *till, char **arguments, GError **error)
{
  guint64 n_sales = g_ascii_strtoull (arguments[1], NULL, 10);

  if (!sign_in (till, error))
    return FALSE;
  /* The allowance of a till that is offline is soon spent. */
  brik_ledger_set_online (till->ledger, TRUE);
  for (guint64 i = 0; i < n_sales; i++)
    if (!sell (till, arguments[0], error) || (i % 2 == 1 && !undo (till, error)))
      return FALSE;
  return TRUE;
}

/* UID UID: somebody else used the first card, and held up the second. */
static gboolean
live_of_rejections (Till *till, char **arguments, GError **error)
{
  brik_ledger_set_online (till->ledger, TRUE);
  return sign_in (till, error) && sell (till, arguments[0], error) &&
         reject (till, arguments[0], till->sale, error) && reject (till, arguments[1], NULL, error) &&
         block (till, arguments[1], error);
}

static gboolean
live_of_shifts (Till *till, char **arguments, GError **error)
{
  return sign_in (till, error) && sign_out (till, error) && sign_in (till, error) && sign_in (till, error);
}

static gboolean
send_all (Till *till)
{
  gint64 unsent = 1;

  while (unsent > 0)
    {
      g_main_context_iteration (NULL, TRUE);
      g_object_get (till->ledger, "unsent", &unsent, NULL);
    }
  say ("sent");
  return TRUE;
}

/* UID: what it sells is sent to the portal. */
static gboolean
live_online (Till *till, char **arguments, GError **error)
{
  brik_sync_start (till->sync);
  return sign_in (till, error) && sell (till, arguments[0], error) && send_all (till) &&
         sell (till, arguments[0], error) && undo (till, error) && send_all (till);
}

static gboolean
enrol (Till *till, const char *address, const char *code, GError **error)
{
  GAsyncResult *kept = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  brik_sync_enrol_async (till->sync, address, code, NULL, on_call_ready, &kept);
  result = wait_for (&kept);
  return brik_sync_enrol_finish (till->sync, result, error);
}

/* ADDRESS CODE: its first start, or one after it was killed. The code is typed while the till asks for it. */
static gboolean
live_of_enrolment (Till *till, char **arguments, GError **error)
{
  g_autofree char *key =
    brik_bytes_to_hex (brik_ledger_get_public_key (till->ledger)->bytes, BRIK_PUBLIC_KEY_SIZE);

  say ("key %s", key);
  if (brik_ledger_is_ready (till->ledger))
    say ("known");
  else if (brik_ledger_is_enrolled (till->ledger))
    brik_sync_start (till->sync);
  else if (!enrol (till, arguments[0], arguments[1], error))
    return FALSE;
  while (!brik_ledger_is_ready (till->ledger))
    g_main_context_iteration (NULL, TRUE);
  say ("filled");
  return TRUE;
}

static const struct
{
  const char *name;
  int n_arguments;
  gboolean (*live) (Till *till, char **arguments, GError **error);
} lives[] = {
  { "sales", 2, live_of_sales }, { "rejections", 2, live_of_rejections }, { "shifts", 0, live_of_shifts },
  { "online", 1, live_online },  { "enrolment", 2, live_of_enrolment },
};

static gboolean
open_till (Till *till, const char *path, const char *time, GError **error)
{
  till->clock = brik_clock_new_fake (g_ascii_strtoll (time, NULL, 10));
  till->ledger = brik_ledger_open (path, till->clock, error);
  if (till->ledger == NULL)
    return FALSE;
  till->sync = brik_sync_new (till->ledger, till->clock);
  brik_sync_set_backoff (till->sync, FIRST_PAUSE_MS, LONGEST_PAUSE_MS);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_auto (Till) till = { NULL };
  g_autoptr (GError) error = NULL;

  alarm (LONGEST_LIFE_S);
  for (guint i = 0; argc >= 4 && i < G_N_ELEMENTS (lives); i++)
    if (g_str_equal (lives[i].name, argv[1]) && argc == 4 + lives[i].n_arguments)
      {
        if (open_till (&till, argv[2], argv[3], &error) && lives[i].live (&till, argv + 4, &error))
          return 0;
        fprintf (stderr, "killed-till: %s\n", error != NULL ? error->message : "it was refused");
        return 1;
      }
  return 2;
}
