/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "reader/brik-reader.h"
#include "reader/brik-reader-process.h"

#define RETRY_LEAST_MS 250
#define RETRY_MOST_MS 5000
#define STEADY_US (5 * G_TIME_SPAN_SECOND) /* ready for so long, a process that dies is no crash loop */

struct _BrikReader
{
  GObject parent_instance;

  char *program;
  char *device;
  gboolean wanted; /* between start and stop */
  BrikReaderProcess *process;
  gboolean ending; /* the process was asked to end and has not yet: it still holds the device */
  guint retry_timeout;
  guint retry_ms;
  gint64 ready_us; /* when this process became ready; 0: not yet */

  BrikReaderState state;
  char *name;
  char *fault_code;
  char *fault_text;
  char *present;
};

enum
{
  PROP_STATE = 1,
  PROP_NAME,
  PROP_FAULT_CODE,
  PROP_FAULT_TEXT,
  PROP_PRESENT,
  N_PROPS,
};

enum
{
  SIGNAL_CARD,
  SIGNAL_REMOVED,
  SIGNAL_SEVERAL,
  SIGNAL_RANDOM,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_ENUM_TYPE (BrikReaderState,
                    brik_reader_state,
                    G_DEFINE_ENUM_VALUE (BRIK_READER_STOPPED, "stopped"),
                    G_DEFINE_ENUM_VALUE (BRIK_READER_STARTING, "starting"),
                    G_DEFINE_ENUM_VALUE (BRIK_READER_READY, "ready"),
                    G_DEFINE_ENUM_VALUE (BRIK_READER_FAULT, "fault"))
G_DEFINE_FINAL_TYPE (BrikReader, brik_reader, G_TYPE_OBJECT)

static void
set_state (BrikReader *self, BrikReaderState state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

static void
set_text (BrikReader *self, char **text, const char *value, guint property)
{
  if (g_strcmp0 (*text, value) == 0)
    return;
  g_free (*text);
  *text = g_strdup (value);
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

static void
set_fault (BrikReader *self, const char *code, const char *text)
{
  set_text (self, &self->fault_code, code, PROP_FAULT_CODE);
  set_text (self, &self->fault_text, text, PROP_FAULT_TEXT);
  if (code != NULL)
    set_state (self, BRIK_READER_FAULT);
}

static void
set_ready (BrikReader *self)
{
  if (self->ready_us == 0)
    self->ready_us = g_get_monotonic_time ();
  set_fault (self, NULL, NULL);
  set_state (self, BRIK_READER_READY);
}

/* The same chip twice with no `removed` between is one stay of it, whatever the process thinks. */
static void
take_card (BrikReader *self, const char *uid)
{
  if (g_strcmp0 (self->present, uid) == 0)
    return;
  set_text (self, &self->present, uid, PROP_PRESENT);
  g_signal_emit (self, signals[SIGNAL_CARD], 0, uid);
}

static void
take_removed (BrikReader *self, const char *uid)
{
  if (g_strcmp0 (self->present, uid) == 0)
    set_text (self, &self->present, NULL, PROP_PRESENT);
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0, uid);
}

static void
take_line (BrikReader *self, const BrikReaderLine *line)
{
  if (line->kind == BRIK_READER_LINE_FAULT)
    {
      set_fault (self, line->first, line->second);
      return;
    }
  if (line->kind == BRIK_READER_LINE_READY)
    set_text (self, &self->name, line->first, PROP_NAME);
  set_ready (self);
  switch (line->kind)
    {
    case BRIK_READER_LINE_CARD:
      take_card (self, line->first);
      break;
    case BRIK_READER_LINE_REMOVED:
      take_removed (self, line->first);
      break;
    case BRIK_READER_LINE_SEVERAL:
      g_signal_emit (self, signals[SIGNAL_SEVERAL], 0);
      break;
    case BRIK_READER_LINE_RANDOM:
      g_signal_emit (self, signals[SIGNAL_RANDOM], 0, line->first);
      break;
    case BRIK_READER_LINE_READY:
    case BRIK_READER_LINE_FAULT:
    default:
      break;
    }
}

static void
on_line (const char *text, gpointer user_data)
{
  g_autoptr (BrikReader) self = g_object_ref (user_data);
  g_auto (BrikReaderLine) line = { 0 };

  if (self->ending)
    return;
  if (text != NULL && brik_reader_line_parse (text, &line))
    {
      take_line (self, &line);
      return;
    }
  g_autofree char *shown = g_strescape (text != NULL ? text : "(too long)", NULL);
  g_autofree char *complaint =
    g_strdup_printf ("the reader's program wrote a line that means nothing: %s", shown);
  g_warning ("%s", complaint);
  set_fault (self, "rubbish", complaint);
}

static void run (BrikReader *self);

static gboolean
on_retry_timeout (gpointer user_data)
{
  BrikReader *self = user_data;
  self->retry_timeout = 0;
  run (self);
  return G_SOURCE_REMOVE;
}

static void
retry_later (BrikReader *self)
{
  self->retry_timeout = g_timeout_add (self->retry_ms, on_retry_timeout, self);
  self->retry_ms = MIN (self->retry_ms * 2, RETRY_MOST_MS);
}

/* A handler of the fault may have stopped or started the reader meanwhile. */
static void
fail_and_retry (BrikReader *self, const char *code, const char *text)
{
  set_fault (self, code, text);
  if (self->wanted && self->process == NULL && self->retry_timeout == 0)
    retry_later (self);
}

static void
on_process_ended (gpointer user_data)
{
  g_autoptr (BrikReader) self = g_object_ref (user_data);
  gboolean was_asked_to = self->ending;

  self->process = NULL;
  self->ending = FALSE;
  if (!self->wanted)
    return;
  if (was_asked_to)
    {
      run (self);
      return;
    }
  if (self->ready_us != 0 && g_get_monotonic_time () - self->ready_us >= STEADY_US)
    self->retry_ms = RETRY_LEAST_MS;
  /* What it said last (that libnfc hangs) tells more than that it has ended. */
  if (self->state == BRIK_READER_FAULT)
    retry_later (self);
  else
    fail_and_retry (self, "ended", "the reader's program has ended and is started again");
}

static void
run (BrikReader *self)
{
  g_autoptr (GError) error = NULL;

  self->ready_us = 0;
  self->process = brik_reader_process_spawn (self->program, self->device, self->present, on_line,
                                             on_process_ended, self, &error);
  if (self->process != NULL)
    return;
  fail_and_retry (self, "program", error->message);
}

void
brik_reader_start (BrikReader *self)
{
  g_return_if_fail (BRIK_IS_READER (self));

  if (self->wanted || self->device == NULL || *self->device == '\0')
    return;
  self->wanted = TRUE;
  self->retry_ms = RETRY_LEAST_MS;
  set_state (self, BRIK_READER_STARTING);
  /* After one that is still ending, on_process_ended () goes on from here. */
  if (self->process == NULL)
    run (self);
}

void
brik_reader_stop (BrikReader *self)
{
  g_return_if_fail (BRIK_IS_READER (self));

  self->wanted = FALSE;
  g_clear_handle_id (&self->retry_timeout, g_source_remove);
  self->ending = self->process != NULL;
  if (self->ending)
    brik_reader_process_stop (self->process);
  set_fault (self, NULL, NULL);
  set_text (self, &self->name, NULL, PROP_NAME);
  set_state (self, BRIK_READER_STOPPED);
}

BrikReader *
brik_reader_new (const char *program, const char *device)
{
  BrikReader *self = g_object_new (BRIK_TYPE_READER, NULL);
  self->program = g_strdup (program);
  self->device = g_strdup (device);
  return self;
}

BrikReaderState
brik_reader_get_state (BrikReader *self)
{
  g_return_val_if_fail (BRIK_IS_READER (self), BRIK_READER_STOPPED);
  return self->state;
}

const char *
brik_reader_get_name (BrikReader *self)
{
  g_return_val_if_fail (BRIK_IS_READER (self), NULL);
  return self->name;
}

const char *
brik_reader_get_fault_text (BrikReader *self)
{
  g_return_val_if_fail (BRIK_IS_READER (self), NULL);
  return self->fault_text;
}

const char *
brik_reader_get_present (BrikReader *self)
{
  g_return_val_if_fail (BRIK_IS_READER (self), NULL);
  return self->present;
}

static void
brik_reader_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  BrikReader *self = BRIK_READER (object);

  switch (property)
    {
    case PROP_STATE:
      g_value_set_enum (value, self->state);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_FAULT_CODE:
      g_value_set_string (value, self->fault_code);
      break;
    case PROP_FAULT_TEXT:
      g_value_set_string (value, self->fault_text);
      break;
    case PROP_PRESENT:
      g_value_set_string (value, self->present);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
brik_reader_dispose (GObject *object)
{
  BrikReader *self = BRIK_READER (object);

  self->wanted = FALSE;
  g_clear_handle_id (&self->retry_timeout, g_source_remove);
  g_clear_pointer (&self->process, brik_reader_process_abandon);
  G_OBJECT_CLASS (brik_reader_parent_class)->dispose (object);
}

static void
brik_reader_finalize (GObject *object)
{
  BrikReader *self = BRIK_READER (object);

  g_free (self->program);
  g_free (self->device);
  g_free (self->name);
  g_free (self->fault_code);
  g_free (self->fault_text);
  g_free (self->present);
  G_OBJECT_CLASS (brik_reader_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, gboolean has_uid)
{
  return has_uid
           ? g_signal_new (name, BRIK_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1,
                           G_TYPE_STRING)
           : g_signal_new (name, BRIK_TYPE_READER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
brik_reader_class_init (BrikReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_reader_get_property;
  object_class->dispose = brik_reader_dispose;
  object_class->finalize = brik_reader_finalize;

  properties[PROP_STATE] =
    g_param_spec_enum ("state", NULL, NULL, BRIK_TYPE_READER_STATE, BRIK_READER_STOPPED, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_FAULT_CODE] = g_param_spec_string ("fault-code", NULL, NULL, NULL, flags);
  properties[PROP_FAULT_TEXT] = g_param_spec_string ("fault-text", NULL, NULL, NULL, flags);
  properties[PROP_PRESENT] = g_param_spec_string ("present", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CARD] = add_signal ("card", TRUE);
  signals[SIGNAL_REMOVED] = add_signal ("removed", TRUE);
  signals[SIGNAL_SEVERAL] = add_signal ("several", FALSE);
  signals[SIGNAL_RANDOM] = add_signal ("random", TRUE);
}

static void
brik_reader_init (BrikReader *self)
{
  self->retry_ms = RETRY_LEAST_MS;
}
