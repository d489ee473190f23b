/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-ledger-private.h"

#include <glib/gi18n.h>
#include <sodium.h>

#include "ledger/brik-shifts.h"
#include "ledger/brik-staff-table.h"

/* From here on each wrong PIN makes the next answer come later, twice as late each time. */
#define N_FREE_TRIES 5
#define FIRST_DELAY_S 1
#define MAX_DELAY_S 60

static gpointer
list_staff (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_staff_table_list (file->store, error);
}

static const BrikCall staff_call = { list_staff, NULL, (GDestroyNotify) g_ptr_array_unref };

void
brik_ledger_list_staff_async (BrikLedger *ledger,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  brik_ledger_start (ledger, &staff_call, NULL, cancellable, callback, user_data);
}

GPtrArray *
brik_ledger_list_staff_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &staff_call, result, error);
}

/**
 * SignIn:
 * @pin_hash: (nullable): what the PIN is held against
 *
 * The PIN's way: the hash from the ledger's thread, the check on a thread of its own (it takes long on
 * purpose), the entry on the ledger's thread again.
 */
typedef struct
{
  char *staff;
  char *pin;
  char *pin_hash;
} SignIn;

static void
sign_in_free (SignIn *sign_in)
{
  sodium_memzero (sign_in->pin, strlen (sign_in->pin));
  g_free (sign_in->staff);
  g_free (sign_in->pin);
  g_free (sign_in->pin_hash);
  g_free (sign_in);
}

static gpointer
get_pin_hash (BrikLedgerFile *file, gpointer request, GError **error)
{
  /* Counted before it is known to be wrong, on disk: a program that is killed while it looks gives no try
   * away. */
  if (!brik_till_table_set_wrong_pins (file->store, file->till.wrong_pins + 1, error))
    return NULL;

  file->till.wrong_pins++;
  return brik_staff_table_get_pin_hash (file->store, request, error);
}

static gpointer
open_shift (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_shifts_open (file, request, error) ? file : NULL;
}

/* What they ask with belongs to the task of the whole. */
static const BrikCall pin_hash_call = { get_pin_hash, NULL, g_free };
static const BrikCall open_shift_call = { open_shift, NULL, NULL };

static BrikTries *
tries_of (GTask *task)
{
  return brik_ledger_get_tries (g_task_get_source_object (task));
}

static void
return_answer (GTask *task, gboolean signed_in, GError *error)
{
  tries_of (task)->under_way = FALSE;
  if (error)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, signed_in);
}

static void
on_open_shift_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  gboolean opened = brik_ledger_end (BRIK_LEDGER (source), &open_shift_call, result, &error) != NULL;

  return_answer (task, opened, error);
}

static void
on_pin_checked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    {
      tries_of (task)->n_wrong++;
      return_answer (task, FALSE, NULL);
      return;
    }

  tries_of (task)->n_wrong = 0;
  brik_ledger_start (BRIK_LEDGER (source), &open_shift_call, sign_in->staff, NULL, on_open_shift_ready,
                     g_steal_pointer (&task));
}

static void
check_pin (GTask *check, gpointer source, gpointer data, GCancellable *cancellable)
{
  const SignIn *sign_in = data;

  g_task_return_boolean (
    check, crypto_pwhash_str_verify (sign_in->pin_hash, sign_in->pin, strlen (sign_in->pin)) == 0);
}

static void
on_pin_hash_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GTask) check = NULL;
  SignIn *sign_in = g_task_get_task_data (task);
  GError *error = NULL;

  sign_in->pin_hash = brik_ledger_end (BRIK_LEDGER (source), &pin_hash_call, result, &error);
  if (!sign_in->pin_hash)
    {
      /* Nobody of that name may sign in: no PIN is right. */
      tries_of (task)->n_wrong += error == NULL;
      return_answer (task, FALSE, error);
      return;
    }

  check = g_task_new (source, NULL, on_pin_checked, task);
  g_task_set_task_data (check, sign_in, NULL);
  g_steal_pointer (&task);
  g_task_run_in_thread (check, check_pin);
}

static gboolean
on_delay_over (gpointer user_data)
{
  GTask *task = user_data;
  SignIn *sign_in = g_task_get_task_data (task);

  brik_ledger_start (g_task_get_source_object (task), &pin_hash_call, sign_in->staff,
                     g_task_get_cancellable (task), on_pin_hash_ready, task);
  return G_SOURCE_REMOVE;
}

static guint
delay_s (guint n_wrong)
{
  guint n_doublings = n_wrong - MIN (n_wrong, N_FREE_TRIES);

  if (n_wrong < N_FREE_TRIES)
    return 0;
  return n_doublings < 6 ? MIN (FIRST_DELAY_S << n_doublings, MAX_DELAY_S) : MAX_DELAY_S;
}

void
brik_ledger_sign_in_async (BrikLedger *ledger,
                           const char *staff,
                           const char *pin,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  BrikTries *tries = brik_ledger_get_tries (ledger);
  GTask *task = g_task_new (ledger, cancellable, callback, user_data);
  SignIn *sign_in = g_new0 (SignIn, 1);
  guint wait_s = delay_s (tries->n_wrong);

  sign_in->staff = g_strdup (staff);
  sign_in->pin = g_strdup (pin);
  g_task_set_task_data (task, sign_in, (GDestroyNotify) sign_in_free);
  g_task_set_check_cancellable (task, FALSE);

  /* Many at once would be a way around the delay. */
  if (tries->under_way)
    {
      g_task_return_new_error (task, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE, "%s",
                               _ ("Wait for the answer to the PIN before."));
      g_object_unref (task);
      return;
    }

  tries->under_way = TRUE;
  if (wait_s > 0)
    g_timeout_add_seconds (wait_s, on_delay_over, task);
  else
    on_delay_over (task);
}

gboolean
brik_ledger_sign_in_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, ledger), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static gpointer
close_shift (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_shifts_close (file, error) ? file : NULL;
}

static const BrikCall sign_out_call = { close_shift, NULL, NULL };

void
brik_ledger_sign_out_async (BrikLedger *ledger,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  brik_ledger_start (ledger, &sign_out_call, NULL, cancellable, callback, user_data);
}

gboolean
brik_ledger_sign_out_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &sign_out_call, result, error) != NULL;
}
