/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sim-wire.h"

#include "core/brik-limits.h"
#include "portal/brik-http-private.h"
#include "wire/brik-api.h"
#include "wire/brik-batch.h"
#include "wire/brik-entry.h"
#include "wire/brik-request.h"

#define PATIENCE_US (30 * G_TIME_SPAN_SECOND)

struct _SimWire
{
  GObject parent_instance;

  SimTill *till;
};

/* Asked for the last time: the poll's time is up. */
static gboolean
is_due (const SimParcel *parcel)
{
  return parcel->till->town->now_us - parcel->sent_us >= BRIK_LIMIT_LONG_POLL_S * G_USEC_PER_SEC;
}

static SimParcel *
get_parcel (SimTown *town, guint index)
{
  return g_ptr_array_index (town->parcels, index);
}

static void
stop_waiting (SimParcel *parcel)
{
  GCancellable *cancellable = parcel->task != NULL ? g_task_get_cancellable (parcel->task) : NULL;

  if (parcel->handler != 0)
    g_signal_handler_disconnect (cancellable, parcel->handler);
  parcel->handler = 0;
  g_clear_object (&parcel->task);
}

void
sim_parcel_free (SimParcel *parcel)
{
  stop_waiting (parcel);
  g_free (parcel->method);
  g_free (parcel->target);
  g_clear_pointer (&parcel->body, g_bytes_unref);
  g_free (parcel->who);
  g_free (parcel->time);
  g_free (parcel->signature);
  g_clear_pointer (&parcel->answer, g_bytes_unref);
  g_clear_pointer (&parcel->word, sim_word_unref);
  g_free (parcel);
}

/* Nothing came: the till hears so. */
static void
give_up (SimParcel *parcel)
{
  g_autoptr (GTask) task = parcel->task != NULL ? g_object_ref (parcel->task) : NULL;

  if (task == NULL)
    return;
  stop_waiting (parcel);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "nothing came");
}

/* From within the cancelling: libsoup too says so from the main loop. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  SimParcel *parcel = data;
  g_autoptr (GTask) task = g_steal_pointer (&parcel->task);

  g_signal_handler_disconnect (cancellable, parcel->handler);
  parcel->handler = 0;
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled");
}

static void
send_async (BrikTransport *transport,
            const BrikMessage *message,
            GCancellable *cancellable,
            GAsyncReadyCallback callback,
            gpointer user_data)
{
  SimTill *till = SIM_WIRE (transport)->till;
  g_autoptr (GTask) task = g_task_new (transport, cancellable, callback, user_data);
  SimParcel *parcel = NULL;

  g_task_set_check_cancellable (task, FALSE);
  if (till->cut || till->town->portal == NULL)
    {
      g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_HOST_UNREACHABLE, "cut");
      return;
    }
  parcel = g_new0 (SimParcel, 1);
  parcel->till = till;
  parcel->method = g_strdup (message->method);
  parcel->target = g_strdup (message->target);
  parcel->body = message->body != NULL ? g_bytes_ref (message->body) : NULL;
  parcel->who = g_strdup (message->till);
  parcel->time = g_strdup (message->time);
  parcel->signature = g_strdup (message->signature);
  parcel->sent_us = till->town->now_us;
  parcel->task = g_steal_pointer (&task);
  if (cancellable != NULL)
    parcel->handler = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_cancelled), parcel);
  g_ptr_array_add (till->town->parcels, parcel);
  till->town->n_parcels++;
}

static BrikAnswer *
send_finish (BrikTransport *transport, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
transport_iface_init (BrikTransportInterface *interface)
{
  interface->send_async = send_async;
  interface->send_finish = send_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (SimWire,
                               sim_wire,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (BRIK_TYPE_TRANSPORT, transport_iface_init))

static void
sim_wire_class_init (SimWireClass *class)
{
}

static void
sim_wire_init (SimWire *wire)
{
}

SimWire *
sim_wire_new (SimTill *till)
{
  SimWire *wire = g_object_new (SIM_TYPE_WIRE, NULL);

  wire->till = till;
  return wire;
}

static gboolean
read_type (BrikEntryKind kind, SimFactType *type)
{
  static const struct
  {
    BrikEntryKind kind;
    SimFactType type;
  } types[] = {
    { BRIK_ENTRY_SALE, SIM_FACT_SALE },
    { BRIK_ENTRY_UNDO, SIM_FACT_UNDO },
    { BRIK_ENTRY_DECLINE, SIM_FACT_DECLINE },
    { BRIK_ENTRY_CARD_BLOCKED, SIM_FACT_BLOCK },
  };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (types[i].kind == kind)
      {
        *type = types[i].type;
        return TRUE;
      }
  return FALSE;
}

static void
note_late (SimTown *town, const SimFact *fact)
{
  guint32 day;
  guint month;

  sim_town_read_day (town, town->now_us, &day, &month);
  if (fact->type == SIM_FACT_SALE && fact->day < day)
    sim_town_note (town, "late arrival", "%s", fact->id);
}

/* A sale that is dated later than clocks may differ was made today at the latest. */
static void
note_day (SimTown *town, SimFact *fact, const BrikEntry *entry)
{
  guint32 today;
  guint month;

  sim_town_read_day (town, town->now_us, &today, &month);
  fact->counted_day = fact->day;
  fact->counted_month = fact->month;
  if (entry->at_us <= town->now_us + 5 * G_TIME_SPAN_MINUTE || fact->day <= today)
    return;
  fact->counted_day = today;
  fact->counted_month = month;
}

/* What came to the portal it has, if it said so. */
static void
note_delivered (SimTown *town, const SimParcel *parcel)
{
  gsize size;
  const char *text = g_bytes_get_data (parcel->body, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) sealed = brik_batch_from_json (text, (gssize) size, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < sealed->len; i++)
    {
      const BrikSealedLine *one = g_ptr_array_index (sealed, i);
      g_autoptr (BrikEntry) entry = brik_entry_from_line (one->line, strlen (one->line), &error);
      SimFactType type;
      guint index;

      g_assert_no_error (error);
      if (!read_type (entry->kind, &type))
        continue;
      if (!sim_oracle_find (town->oracle, type, type == SIM_FACT_UNDO ? entry->sale : entry->id, &index))
        g_error ("a till sent what it never said: %s", one->line);
      if (sim_set_has (town->word->booked, index))
        continue;
      note_late (town, sim_oracle_get (town->oracle, index));
      note_day (town, sim_oracle_get (town->oracle, index), entry);
      town->word = sim_word_own (town->word);
      sim_set_add (town->word->booked, index);
      if (type == SIM_FACT_BLOCK)
        town->word->accounts[sim_oracle_get (town->oracle, index)->account].card_blocked = TRUE;
    }
}

static BrikHttpRequest *
make_request (const SimParcel *parcel, gboolean last)
{
  BrikHttpRequest *request = brik_http_request_new (parcel->method, parcel->target);

  g_assert_true (brik_http_request_read_target (request));
  request->peer = g_strdup ("127.0.0.1");
  request->is_last_try = last;
  if (parcel->body != NULL)
    request->body = g_bytes_ref (parcel->body);
  if (parcel->who != NULL)
    {
      brik_http_request_take_header (request, BRIK_HEADER_TILL, parcel->who);
      brik_http_request_take_header (request, BRIK_HEADER_TIME, parcel->time);
      brik_http_request_take_header (request, BRIK_HEADER_SIGNATURE, parcel->signature);
    }
  return request;
}

/* At the portal. */
static void
ask_portal (SimTown *town, SimParcel *parcel)
{
  BrikHttpRequest *request = make_request (parcel, is_due (parcel));
  g_autoptr (BrikHttpResponse) response = brik_router_answer (town->portal, request);

  brik_http_request_free (request);
  if (brik_http_response_is_parked (response))
    {
      parcel->state = SIM_PARCEL_PARKED;
      return;
    }
  parcel->state = SIM_PARCEL_COMING;
  parcel->status = response->status;
  parcel->answer = response->body != NULL ? g_bytes_ref (response->body) : g_bytes_new (NULL, 0);
  if (response->status == 200 && g_str_has_prefix (parcel->target, BRIK_API_ENTRIES))
    note_delivered (town, parcel);
  parcel->word = sim_word_ref (town->word);
}

/* The till takes the portal's word for the accounts that are on the page, unless that is the answer to a
 * look-up and the feed has overtaken it. */
static void
take_word (SimTill *till, const SimParcel *parcel)
{
  SimView *view = till->view;
  gboolean is_look_up = g_str_has_prefix (parcel->target, BRIK_API_CARDS);
  gsize size;
  const char *text = g_bytes_get_data (parcel->answer, &size);
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikChangesPage) page = brik_changes_page_from_json (text, (gssize) size, &error);

  g_assert_no_error (error);
  g_assert_false (page->more);
  for (guint i = 0; page->start_over && i < SIM_MAX_ACCOUNTS; i++)
    g_clear_pointer (&view->words[i], sim_word_unref);
  for (guint i = 0; i < page->changes->len; i++)
    {
      const BrikChange *change = g_ptr_array_index (page->changes, i);
      guint account;

      if (change->kind != BRIK_RECORD_ACCOUNT || !sim_account_find (change->id, &account))
        continue;
      if (is_look_up && view->words[account] != NULL && page->time_us <= view->told_us[account])
        continue;
      g_clear_pointer (&view->words[account], sim_word_unref);
      if (!change->gone)
        view->words[account] = sim_word_ref (parcel->word);
      view->told_us[account] = page->time_us;
    }
  view->answered_us = page->time_us;
}

/* At the till, if it still waits. */
static void
hand_over (SimTown *town, SimParcel *parcel)
{
  g_autoptr (GTask) task = parcel->task != NULL ? g_object_ref (parcel->task) : NULL;

  if (task == NULL)
    return;
  stop_waiting (parcel);
  if (parcel->status == 200 && (g_str_has_prefix (parcel->target, BRIK_API_CHANGES) ||
                                g_str_has_prefix (parcel->target, BRIK_API_CARDS)))
    take_word (parcel->till, parcel);
  else if (parcel->status == 200 && g_str_has_prefix (parcel->target, BRIK_API_ENTRIES))
    {
      g_autoptr (BrikReceipt) receipt = brik_receipt_from_json (
        g_bytes_get_data (parcel->answer, NULL), (gssize) g_bytes_get_size (parcel->answer), NULL);
      parcel->till->view->answered_us = receipt->time_us;
    }
  g_task_return_pointer (
    task, brik_answer_new (parcel->status, parcel->answer, brik_clock_steady (parcel->till->clock)),
    (GDestroyNotify) brik_answer_free);
}

void
sim_parcel_move (SimTown *town, guint index)
{
  SimParcel *parcel = get_parcel (town, index);

  if (parcel->state == SIM_PARCEL_COMING)
    {
      hand_over (town, parcel);
      g_ptr_array_remove_index (town->parcels, index);
    }
  else if (parcel->state == SIM_PARCEL_GOING && (parcel->till->cut || town->portal == NULL))
    sim_parcel_lose (town, index);
  else if (parcel->state == SIM_PARCEL_GOING)
    ask_portal (town, parcel);
  sim_town_pump (town);
}

void
sim_parcel_lose (SimTown *town, guint index)
{
  give_up (get_parcel (town, index));
  g_ptr_array_remove_index (town->parcels, index);
  sim_town_pump (town);
}

void
sim_parcel_double (SimTown *town, guint index)
{
  const SimParcel *parcel = get_parcel (town, index);
  SimParcel *twin = g_new0 (SimParcel, 1);

  twin->till = parcel->till;
  twin->method = g_strdup (parcel->method);
  twin->target = g_strdup (parcel->target);
  twin->body = parcel->body != NULL ? g_bytes_ref (parcel->body) : NULL;
  twin->who = g_strdup (parcel->who);
  twin->time = g_strdup (parcel->time);
  twin->signature = g_strdup (parcel->signature);
  twin->sent_us = parcel->sent_us;
  g_ptr_array_add (town->parcels, twin);
}

void
sim_parcels_abandon (SimTown *town, SimTill *till)
{
  for (guint i = town->parcels->len; i > 0; i--)
    {
      SimParcel *parcel = get_parcel (town, i - 1);

      if (parcel->till != till)
        continue;
      give_up (parcel);
      if (parcel->state != SIM_PARCEL_GOING)
        g_ptr_array_remove_index (town->parcels, i - 1);
    }
  sim_town_pump (town);
}

void
sim_parcels_age (SimTown *town)
{
  for (guint i = town->parcels->len; i > 0; i--)
    {
      SimParcel *parcel = get_parcel (town, i - 1);

      if (parcel->state == SIM_PARCEL_PARKED && is_due (parcel))
        parcel->state = SIM_PARCEL_GOING;
      else if (town->now_us - parcel->sent_us > PATIENCE_US)
        give_up (parcel);
    }
}

void
sim_parcels_wake (SimTown *town)
{
  for (guint i = 0; i < town->parcels->len; i++)
    {
      SimParcel *parcel = get_parcel (town, i);

      if (parcel->state == SIM_PARCEL_PARKED)
        parcel->state = SIM_PARCEL_GOING;
    }
}
