/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-queue.h"

struct _BrikQueue
{
  GObject parent_instance;

  BrikLedger *ledger;
  GPtrArray *all; /* of BrikQueued */
  GCancellable *cancellable;
};

enum
{
  PROP_0,
  PROP_LENGTH,
  PROP_FIRST_NAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static GType
brik_queue_get_item_type (GListModel *list)
{
  return BRIK_TYPE_QUEUED;
}

static guint
brik_queue_get_n_items (GListModel *list)
{
  return BRIK_QUEUE (list)->all->len;
}

static gpointer
brik_queue_get_item (GListModel *list, guint position)
{
  BrikQueue *self = BRIK_QUEUE (list);

  return position < self->all->len ? g_object_ref (g_ptr_array_index (self->all, position)) : NULL;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = brik_queue_get_item_type;
  iface->get_n_items = brik_queue_get_n_items;
  iface->get_item = brik_queue_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (BrikQueue,
                               brik_queue,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static BrikQueued *
queued_at (BrikQueue *self, guint position)
{
  return g_ptr_array_index (self->all, position);
}

static const char *
first_name (BrikQueue *self)
{
  BrikPerson *person = self->all->len > 0 ? brik_queued_get_person (queued_at (self, 0)) : NULL;

  return person != NULL ? brik_person_get_name (person) : NULL;
}

static void
brik_queue_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikQueue *self = BRIK_QUEUE (object);

  switch (id)
    {
    case PROP_LENGTH:
      g_value_set_uint (value, self->all->len);
      break;
    case PROP_FIRST_NAME:
      g_value_set_string (value, first_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_queue_dispose (GObject *object)
{
  BrikQueue *self = BRIK_QUEUE (object);

  g_cancellable_cancel (self->cancellable);

  G_OBJECT_CLASS (brik_queue_parent_class)->dispose (object);
}

static void
brik_queue_finalize (GObject *object)
{
  BrikQueue *self = BRIK_QUEUE (object);

  g_clear_object (&self->ledger);
  g_clear_object (&self->cancellable);
  g_ptr_array_unref (self->all);

  G_OBJECT_CLASS (brik_queue_parent_class)->finalize (object);
}

static void
brik_queue_class_init (BrikQueueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_queue_get_property;
  object_class->dispose = brik_queue_dispose;
  object_class->finalize = brik_queue_finalize;

  properties[PROP_LENGTH] = g_param_spec_uint ("length", NULL, NULL, 0, BRIK_QUEUE_MAX, 0, flags);
  properties[PROP_FIRST_NAME] = g_param_spec_string ("first-name", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
brik_queue_init (BrikQueue *self)
{
  self->all = g_ptr_array_new_with_free_func (g_object_unref);
  self->cancellable = g_cancellable_new ();
}

BrikQueue *
brik_queue_new (BrikLedger *ledger)
{
  BrikQueue *self = g_object_new (BRIK_TYPE_QUEUE, NULL);

  self->ledger = g_object_ref (ledger);
  return self;
}

static void
notify_changed (BrikQueue *self, guint position, guint removed, guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LENGTH]);
  if (position == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_NAME]);
}

typedef struct
{
  BrikQueue *queue;
  BrikQueued *queued;
} LookUpCall;

static void
on_look_up_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree LookUpCall *call = user_data;
  g_autoptr (BrikQueue) self = call->queue;
  g_autoptr (BrikQueued) queued = call->queued;
  g_autoptr (GError) error = NULL;
  g_autoptr (BrikCardholder) holder = brik_ledger_look_up_finish (BRIK_LEDGER (source), result, &error);
  g_autoptr (BrikPerson) person = NULL;

  /* Who it is matters when its turn comes: then a ledger that fails says so. */
  if (holder == NULL || holder->account == NULL)
    return;
  person = brik_person_new (holder);
  brik_queued_set_person (queued, person);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FIRST_NAME]);
}

static gboolean
find (BrikQueue *self, const char *uid, guint *position)
{
  for (*position = 0; *position < self->all->len; (*position)++)
    if (g_str_equal (brik_queued_get_uid (queued_at (self, *position)), uid))
      return TRUE;
  return FALSE;
}

gboolean
brik_queue_contains (BrikQueue *self, const char *uid)
{
  guint position;

  return find (self, uid, &position);
}

gboolean
brik_queue_add (BrikQueue *self, const char *uid)
{
  BrikQueued *queued;
  LookUpCall *call;

  if (brik_queue_contains (self, uid))
    return TRUE;
  if (self->all->len >= BRIK_QUEUE_MAX)
    return FALSE;

  queued = brik_queued_new (uid);
  g_ptr_array_add (self->all, queued);
  call = g_new (LookUpCall, 1);
  call->queue = g_object_ref (self);
  call->queued = g_object_ref (queued);
  brik_ledger_look_up_async (self->ledger, uid, self->cancellable, on_look_up_ready, call);
  notify_changed (self, self->all->len - 1, 0, 1);
  return TRUE;
}

void
brik_queue_remove (BrikQueue *self, const char *uid)
{
  guint position;

  if (!find (self, uid, &position))
    return;
  g_ptr_array_remove_index (self->all, position);
  notify_changed (self, position, 1, 0);
}

char *
brik_queue_take_first (BrikQueue *self)
{
  char *uid = NULL;

  if (self->all->len == 0)
    return NULL;
  uid = g_strdup (brik_queued_get_uid (queued_at (self, 0)));
  g_ptr_array_remove_index (self->all, 0);
  notify_changed (self, 0, 1, 0);
  return uid;
}

void
brik_queue_clear (BrikQueue *self)
{
  guint length = self->all->len;

  if (length == 0)
    return;
  g_ptr_array_set_size (self->all, 0);
  notify_changed (self, 0, length, 0);
}

guint
brik_queue_get_length (BrikQueue *self)
{
  return self->all->len;
}
