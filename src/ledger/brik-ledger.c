/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-ledger-private.h"

#include <glib/gi18n.h>
#include <sodium.h>

struct _BrikLedger
{
  GObject parent_instance;

  BrikWorker *worker; /* NULL once closed */
  BrikClock *clock;
  BrikPublicKey public_key;
  BrikSecretKey secret_key;

  /* Where the file stands, as last reported. */
  BrikPlaceRecord *place;
  GTimeZone *zone;
  char *portal;
  char *till;
  char *cashier;
  char *epoch;
  gint64 cursor;
  char *run;
  gint64 unsent;
  gint64 unsent_sales;
  gboolean ready;

  gint64 answered_us;
  gboolean online;
  BrikTries tries;
};

G_DEFINE_FINAL_TYPE (BrikLedger, brik_ledger, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_ONLINE,
  PROP_UNSENT,
  PROP_UNSENT_SALES,
  PROP_ANSWERED_AT,
  N_PROPS,
};

enum
{
  PLACE_CHANGED,
  GOODS_CHANGED,
  STAFF_CHANGED,
  ACCOUNT_CHANGED,
  ENTRY_APPENDED,
  PHOTO_ARRIVED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

/* Callers may keep what they were given for as long as it stays true. */
static void
take_text (char **kept, char **reported)
{
  if (g_strcmp0 (*kept, *reported) == 0)
    return;

  g_free (*kept);
  *kept = g_steal_pointer (reported);
}

static void
take_place (BrikLedger *ledger, BrikStanding *standing)
{
  g_clear_pointer (&ledger->place, brik_place_record_free);
  g_clear_pointer (&ledger->zone, g_time_zone_unref);
  ledger->place = g_steal_pointer (&standing->place);
  /* The ledger's thread has made one of the same name before it let the place in. */
  if (ledger->place)
    ledger->zone = brik_civil_zone_new (ledger->place->zone, NULL);
}

static void
emit_news (BrikLedger *ledger, const BrikNews *news)
{
  if (news->place)
    g_signal_emit (ledger, signals[PLACE_CHANGED], 0);
  if (news->goods)
    g_signal_emit (ledger, signals[GOODS_CHANGED], 0);
  if (news->staff)
    g_signal_emit (ledger, signals[STAFF_CHANGED], 0);
  for (guint i = 0; news->accounts && i < news->accounts->len; i++)
    g_signal_emit (ledger, signals[ACCOUNT_CHANGED], 0, g_ptr_array_index (news->accounts, i));
  if (news->entry)
    g_signal_emit (ledger, signals[ENTRY_APPENDED], 0);
  if (news->photo)
    g_signal_emit (ledger, signals[PHOTO_ARRIVED], 0, news->photo);
}

static void
on_worker_reported (gpointer user_data, BrikStanding *standing)
{
  BrikLedger *ledger = user_data;
  gboolean unsent_moved = ledger->unsent != standing->unsent;
  gboolean unsent_sales_moved = ledger->unsent_sales != standing->unsent_sales;

  if (standing->news.place)
    take_place (ledger, standing);
  take_text (&ledger->portal, &standing->portal);
  take_text (&ledger->till, &standing->till);
  take_text (&ledger->cashier, &standing->cashier);
  take_text (&ledger->run, &standing->run);
  take_text (&ledger->epoch, &standing->epoch);
  ledger->cursor = standing->cursor;
  ledger->unsent = standing->unsent;
  ledger->unsent_sales = standing->unsent_sales;
  ledger->ready = standing->ready && ledger->place;

  if (unsent_moved)
    g_object_notify_by_pspec (G_OBJECT (ledger), properties[PROP_UNSENT]);
  if (unsent_sales_moved)
    g_object_notify_by_pspec (G_OBJECT (ledger), properties[PROP_UNSENT_SALES]);
  emit_news (ledger, &standing->news);
}

BrikLedger *
brik_ledger_open (const char *path, BrikClock *clock, GError **error)
{
  g_autoptr (BrikLedgerFile) file = NULL;
  g_autoptr (BrikStanding) standing = NULL;
  g_autoptr (BrikLedger) ledger = NULL;
  g_autoptr (GError) failure = NULL;

  file = brik_ledger_file_open (path, clock, &failure);
  if (!file)
    {
      brik_ledger_error_translate (&failure);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }

  ledger = g_object_new (BRIK_TYPE_LEDGER, NULL);
  ledger->clock = g_object_ref (clock);
  ledger->public_key = file->till.public_key;
  ledger->secret_key = file->till.secret_key;
  ledger->answered_us = file->feed.answered_us;
  ledger->tries.n_wrong = (guint) MIN (file->till.wrong_pins, G_MAXINT32);
  file->news.place = TRUE;
  standing = brik_standing_new (file);
  on_worker_reported (ledger, standing);
  ledger->worker = brik_worker_new (g_steal_pointer (&file), on_worker_reported, ledger);
  return g_steal_pointer (&ledger);
}

void
brik_ledger_close (BrikLedger *ledger)
{
  g_clear_pointer (&ledger->worker, brik_worker_stop);
}

static void
set_closed (GError **error)
{
  g_set_error_literal (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_STATE, "the ledger is closed");
}

void
brik_ledger_start (BrikLedger *ledger,
                   const BrikCall *call,
                   gpointer request,
                   GCancellable *cancellable,
                   GAsyncReadyCallback callback,
                   gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (ledger, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, (gpointer) call);
  g_task_set_task_data (task, request, call->free_request);
  if (ledger->worker)
    {
      brik_worker_push (ledger->worker, task, call->work, call->free_result);
      return;
    }

  set_closed (&error);
  g_task_return_error (task, error);
}

gpointer
brik_ledger_end (BrikLedger *ledger, const BrikCall *call, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, ledger), NULL);
  g_return_val_if_fail (g_task_get_source_tag (G_TASK (result)) == call, NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

gboolean
brik_ledger_is_enrolled (BrikLedger *ledger)
{
  return ledger->till != NULL;
}

const char *
brik_ledger_get_portal (BrikLedger *ledger)
{
  return ledger->portal;
}

const char *
brik_ledger_get_till (BrikLedger *ledger)
{
  return ledger->till;
}

const BrikPublicKey *
brik_ledger_get_public_key (BrikLedger *ledger)
{
  return &ledger->public_key;
}

const BrikSecretKey *
brik_ledger_get_secret_key (BrikLedger *ledger)
{
  return &ledger->secret_key;
}

/**
 * Enrolment:
 *
 * Borrowed for the length of the call.
 */
typedef struct
{
  const char *portal;
  const char *till;
} Enrolment;

static gpointer
enrol (BrikLedgerFile *file, gpointer request, GError **error)
{
  const Enrolment *enrolment = request;

  return brik_ledger_file_enrol (file, enrolment->portal, enrolment->till, error) ? file : NULL;
}

gboolean
brik_ledger_enrol (BrikLedger *ledger, const char *portal, const char *till, GError **error)
{
  Enrolment enrolment = { portal, till };

  if (ledger->worker)
    return brik_worker_call (ledger->worker, enrol, &enrolment, error) != NULL;

  set_closed (error);
  return FALSE;
}

const BrikPlaceRecord *
brik_ledger_get_place (BrikLedger *ledger)
{
  return ledger->place;
}

gboolean
brik_ledger_is_ready (BrikLedger *ledger)
{
  return ledger->ready;
}

BrikCircumstances
brik_ledger_get_circumstances (BrikLedger *ledger)
{
  gint64 now_us = brik_clock_now (ledger->clock);
  BrikCircumstances where = { .place = ledger->place, .online = ledger->online };

  g_return_val_if_fail (ledger->place, where);

  where.data_age_us = MAX (now_us - ledger->answered_us, 0);
  /* A time beyond the calendar is refused where it matters: under the write lock. */
  if (!brik_civil_date (ledger->zone, now_us, &where.date))
    g_date_set_dmy (&where.date, 1, G_DATE_JANUARY, 1970);
  return where;
}

gboolean
brik_ledger_is_date_doubtful (BrikLedger *ledger)
{
  return ledger->place && brik_clock_is_doubtful (ledger->clock);
}

const char *
brik_ledger_get_cashier (BrikLedger *ledger)
{
  return ledger->cashier;
}

const char *
brik_ledger_get_run (BrikLedger *ledger)
{
  return ledger->run;
}

void
brik_ledger_get_cursor (BrikLedger *ledger, char **epoch, gint64 *cursor)
{
  *epoch = g_strdup (ledger->epoch);
  *cursor = ledger->cursor;
}

void
brik_ledger_set_online (BrikLedger *ledger, gboolean online)
{
  if (ledger->online == !!online)
    return;

  ledger->online = !!online;
  g_object_notify_by_pspec (G_OBJECT (ledger), properties[PROP_ONLINE]);
}

gint64
brik_ledger_note_answer (BrikLedger *ledger, gint64 portal_us)
{
  ledger->answered_us = MIN (portal_us, brik_clock_now (ledger->clock));
  g_object_notify_by_pspec (G_OBJECT (ledger), properties[PROP_ANSWERED_AT]);
  return ledger->answered_us;
}

BrikTries *
brik_ledger_get_tries (BrikLedger *ledger)
{
  return &ledger->tries;
}

static void
brik_ledger_get_property (GObject *object, guint id, GValue *value, GParamSpec *spec)
{
  BrikLedger *ledger = BRIK_LEDGER (object);

  switch (id)
    {
    case PROP_ONLINE:
      g_value_set_boolean (value, ledger->online);
      break;
    case PROP_UNSENT:
      g_value_set_int64 (value, ledger->unsent);
      break;
    case PROP_UNSENT_SALES:
      g_value_set_int64 (value, ledger->unsent_sales);
      break;
    case PROP_ANSWERED_AT:
      g_value_set_int64 (value, ledger->answered_us);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
brik_ledger_set_property (GObject *object, guint id, const GValue *value, GParamSpec *spec)
{
  switch (id)
    {
    case PROP_ONLINE:
      brik_ledger_set_online (BRIK_LEDGER (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, spec);
    }
}

static void
brik_ledger_dispose (GObject *object)
{
  brik_ledger_close (BRIK_LEDGER (object));
  G_OBJECT_CLASS (brik_ledger_parent_class)->dispose (object);
}

static void
brik_ledger_finalize (GObject *object)
{
  BrikLedger *ledger = BRIK_LEDGER (object);

  g_clear_object (&ledger->clock);
  g_clear_pointer (&ledger->place, brik_place_record_free);
  g_clear_pointer (&ledger->zone, g_time_zone_unref);
  g_free (ledger->portal);
  g_free (ledger->till);
  g_free (ledger->cashier);
  g_free (ledger->run);
  g_free (ledger->epoch);
  sodium_memzero (&ledger->secret_key, sizeof ledger->secret_key);
  G_OBJECT_CLASS (brik_ledger_parent_class)->finalize (object);
}

static guint
signal_new (const char *name, GType argument)
{
  return g_signal_new (name, BRIK_TYPE_LEDGER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                       argument == G_TYPE_NONE ? 0 : 1, argument);
}

static void
brik_ledger_class_init (BrikLedgerClass *class)
{
  GObjectClass *object_class = G_OBJECT_CLASS (class);

  object_class->get_property = brik_ledger_get_property;
  object_class->set_property = brik_ledger_set_property;
  object_class->dispose = brik_ledger_dispose;
  object_class->finalize = brik_ledger_finalize;

  properties[PROP_ONLINE] = g_param_spec_boolean (
    "online", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  properties[PROP_UNSENT] =
    g_param_spec_int64 ("unsent", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_UNSENT_SALES] = g_param_spec_int64 ("unsent-sales", NULL, NULL, 0, G_MAXINT64, 0,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ANSWERED_AT] = g_param_spec_int64 ("answered-at", NULL, NULL, G_MININT64, G_MAXINT64, 0,
                                                     G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[PLACE_CHANGED] = signal_new ("place-changed", G_TYPE_NONE);
  signals[GOODS_CHANGED] = signal_new ("goods-changed", G_TYPE_NONE);
  signals[STAFF_CHANGED] = signal_new ("staff-changed", G_TYPE_NONE);
  signals[ACCOUNT_CHANGED] = signal_new ("account-changed", G_TYPE_STRING);
  signals[ENTRY_APPENDED] = signal_new ("entry-appended", G_TYPE_NONE);
  signals[PHOTO_ARRIVED] = signal_new ("photo-arrived", G_TYPE_STRING);
}

static void
brik_ledger_init (BrikLedger *ledger)
{
}
