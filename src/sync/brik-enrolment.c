/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-enrolment.h"

#include "core/brik-limits.h"
#include "sync/brik-portal-address.h"
#include "sync/brik-portal-fault.h"
#include "sync/brik-sync.h"
#include "wire/brik-api.h"
#include "wire/brik-json.h"

#define DEADLINE_MS 15000

typedef struct
{
  BrikLedger *ledger;
  char *portal;
} Enrolment;

static void
enrolment_free (Enrolment *enrolment)
{
  g_object_unref (enrolment->ledger);
  g_free (enrolment->portal);
  g_free (enrolment);
}

static char *
body_of (BrikLedger *ledger, const char *code)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_alloc ();
  g_autofree char *stripped = g_strstrip (g_strdup (code));
  g_autofree char *key = brik_bytes_to_hex (brik_ledger_get_public_key (ledger)->bytes, BRIK_PUBLIC_KEY_SIZE);

  json_object_set_string_member (object, "code", stripped);
  json_object_set_string_member (object, "key", key);
  json_node_init_object (node, object);
  return brik_json_to_line (node);
}

static gboolean
take_answer (BrikPortalClient *client,
             Enrolment *enrolment,
             GBytes *answer,
             const BrikExchangeTimes *times,
             GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonObject) object = brik_json_parse_object (
    g_bytes_get_data (answer, NULL), (gssize) g_bytes_get_size (answer), BRIK_LIMIT_SMALL_ANSWER, &cause);
  const char *till = object != NULL ? brik_json_get_string (object, "till", BRIK_LIMIT_ID, &cause) : NULL;
  gint64 time_us = 0;

  if (till == NULL || !brik_json_get_int (object, "time", 0, G_MAXINT64, &time_us, &cause))
    {
      g_propagate_error (error, brik_portal_fault_of_answer (cause));
      return FALSE;
    }
  brik_portal_client_learn_time (client, time_us, times);
  return brik_ledger_enrol (enrolment->ledger, enrolment->portal, till, error);
}

static void
on_client_send_ready (GObject *object, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  BrikPortalClient *client = BRIK_PORTAL_CLIENT (object);
  BrikExchangeTimes times = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) answer = brik_portal_client_send_finish (client, result, &times, &error);

  if (answer == NULL || !take_answer (client, g_task_get_task_data (task), answer, &times, &error))
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_boolean (task, TRUE);
}

void
brik_enrolment_async (BrikPortalClient *client,
                      BrikLedger *ledger,
                      const char *portal,
                      const char *code,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (client, cancellable, callback, user_data);
  Enrolment *enrolment = g_new0 (Enrolment, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *body = body_of (ledger, code);

  g_task_set_task_data (task, enrolment, (GDestroyNotify) enrolment_free);
  enrolment->ledger = g_object_ref (ledger);
  enrolment->portal = brik_portal_address_normalize (portal, &error);
  if (enrolment->portal == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  brik_portal_client_send_async (client,
                                 &(BrikPortalRequest){ .method = "POST",
                                                       .target = BRIK_API_ENROL,
                                                       .body = body,
                                                       .max_answer = BRIK_LIMIT_SMALL_ANSWER,
                                                       .deadline_ms = DEADLINE_MS,
                                                       .portal = enrolment->portal },
                                 cancellable, on_client_send_ready, g_steal_pointer (&task));
}

gboolean
brik_enrolment_finish (BrikPortalClient *client, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, client), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
