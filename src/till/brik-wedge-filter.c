/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-wedge-filter.h"

#include <string.h>

#include "reader/brik-wedge.h"
#include "till/brik-key.h"

/* The keys' own pace is told by the time the keyboard puts on them; here one is waited for a little longer.
 */
#define MORE_MS 3
/* After the events that are there already, whose times say more than the clock; before anything is drawn. */
#define WAIT_PRIORITY (G_PRIORITY_DEFAULT + 10)

struct _BrikWedgeFilter
{
  GObject parent_instance;

  BrikWedge *wedge;
  GQueue held;          /* of GdkEvent: not known yet whose they are */
  GQueue returning;     /* of GdkEvent: given back to the display, to come again */
  GHashTable *dropped;  /* codes of keys whose going up is nobody's business either */
  GtkEditable *lent_to; /* weak; what had the focus when a letter was lent; NULL for no text field */
  char *text_before;    /* what it held then, and what of that was selected */
  int start_before;
  int end_before;
  guint wait_source;
};

enum
{
  SIGNAL_SCAN,
  SIGNAL_BROKEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (BrikWedgeFilter, brik_wedge_filter, G_TYPE_OBJECT)

static BrikWedgeKey
kind_of_key (GdkEvent *event, gunichar *character)
{
  GdkModifierType state = gdk_event_get_modifier_state (event);
  guint keyval = gdk_key_event_get_keyval (event);

  if (gdk_key_event_is_modifier (event))
    return BRIK_WEDGE_KEY_MODIFIER;
  if ((state & GDK_CONTROL_MASK) != 0 && (keyval == GDK_KEY_j || keyval == GDK_KEY_m))
    return BRIK_WEDGE_KEY_END; /* line feed and carriage return as some scanners type them */
  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) != 0)
    return BRIK_WEDGE_KEY_OTHER;

  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
    case GDK_KEY_Linefeed:
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      return BRIK_WEDGE_KEY_END;
    default:
      *character = brik_key_get_character (keyval);
      return g_unichar_isprint (*character) ? BRIK_WEDGE_KEY_CHARACTER : BRIK_WEDGE_KEY_OTHER;
    }
}

/* To the end of the display's queue: whatever comes after it must go the same way, until it has come again.
 * All of it is remembered, however much: what was forgotten would be given back anew each time it comes. */
static void
give_back (BrikWedgeFilter *self, GdkEvent *event)
{
  g_queue_push_tail (&self->returning, gdk_event_ref (event));
  gdk_display_put_event (gdk_event_get_display (event), event);
}

/* They come in their order: those before one that has come never will, somebody else has taken them. */
static gboolean
is_returning (BrikWedgeFilter *self, GdkEvent *event)
{
  gint n_before = g_queue_index (&self->returning, event);

  for (gint i = 0; i <= n_before; i++)
    gdk_event_unref (g_queue_pop_head (&self->returning));
  return n_before >= 0;
}

static void
give_all_back (BrikWedgeFilter *self)
{
  GdkEvent *event;

  while ((event = g_queue_pop_head (&self->held)) != NULL)
    {
      give_back (self, event);
      gdk_event_unref (event);
    }
}

static void
drop (BrikWedgeFilter *self, GdkEvent *event)
{
  if (gdk_event_get_event_type (event) == GDK_KEY_PRESS)
    g_hash_table_add (self->dropped, GUINT_TO_POINTER (gdk_key_event_get_keycode (event)));
  else
    g_hash_table_remove (self->dropped, GUINT_TO_POINTER (gdk_key_event_get_keycode (event)));
}

static void
drop_all (BrikWedgeFilter *self)
{
  GdkEvent *event;

  while ((event = g_queue_pop_head (&self->held)) != NULL)
    {
      drop (self, event);
      gdk_event_unref (event);
    }
}

static void
lend (BrikWedgeFilter *self, GdkEvent *event)
{
  GtkNative *native = gtk_native_get_for_surface (gdk_event_get_surface (event));
  GtkWidget *focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (native)));

  g_set_weak_pointer (&self->lent_to, GTK_IS_EDITABLE (focus) ? GTK_EDITABLE (focus) : NULL);
  if (self->lent_to == NULL)
    return;
  g_free (self->text_before);
  self->text_before = g_strdup (gtk_editable_get_text (self->lent_to));
  gtk_editable_get_selection_bounds (self->lent_to, &self->start_before, &self->end_before);
}

/* What the letter has replaced comes back before the letter goes: a search that is empty for a moment shows
 * all goods. */
static void
undo_letter (BrikWedgeFilter *self)
{
  glong length_before = g_utf8_strlen (self->text_before, -1);
  glong n_replaced = length_before + 1 - g_utf8_strlen (gtk_editable_get_text (self->lent_to), -1);
  int position = self->start_before;
  g_autofree char *replaced = NULL;

  if (n_replaced < 0 || position + n_replaced > length_before)
    return; /* not only the letter has changed it: it has been cleared */
  replaced = g_utf8_substring (self->text_before, position, position + n_replaced);
  gtk_editable_insert_text (self->lent_to, replaced, -1, &position);
  gtk_editable_delete_text (self->lent_to, position, position + 1);
}

static void
take_back (BrikWedgeFilter *self)
{
  if (self->lent_to == NULL)
    return;
  if (strcmp (gtk_editable_get_text (self->lent_to), self->text_before) != 0)
    undo_letter (self);
  gtk_editable_select_region (self->lent_to, self->start_before, self->end_before);
}

/* @event: (nullable): the key that it is about; NULL after a pause. Returns whether it goes on its way now.
 */
static gboolean
act (BrikWedgeFilter *self, BrikWedgeAction action, GdkEvent *event)
{
  switch (action)
    {
    case BRIK_WEDGE_LEND:
      if (g_queue_is_empty (&self->returning))
        {
          lend (self, event);
          return TRUE;
        }
      /* It would come after those, when it may have been taken back already. */
      brik_wedge_hold_lent (self->wedge);
      G_GNUC_FALLTHROUGH;
    case BRIK_WEDGE_HOLD:
      g_queue_push_tail (&self->held, gdk_event_ref (event));
      return FALSE;
    case BRIK_WEDGE_PASS:
      if (event == NULL || g_queue_is_empty (&self->returning))
        return TRUE;
      give_back (self, event);
      return FALSE;
    case BRIK_WEDGE_GIVE_BACK:
      give_all_back (self);
      if (event != NULL)
        give_back (self, event);
      return FALSE;
    case BRIK_WEDGE_TAKE_BACK:
      take_back (self);
      G_GNUC_FALLTHROUGH;
    case BRIK_WEDGE_DROP:
    case BRIK_WEDGE_SCAN:
    case BRIK_WEDGE_BROKEN:
    default:
      drop_all (self);
      if (event != NULL)
        drop (self, event);
      if (action == BRIK_WEDGE_SCAN)
        g_signal_emit (self, signals[SIGNAL_SCAN], 0, brik_wedge_get_text (self->wedge));
      else if (action == BRIK_WEDGE_BROKEN)
        g_signal_emit (self, signals[SIGNAL_BROKEN], 0);
      return FALSE;
    }
}

static gboolean
on_wait_over (gpointer user_data)
{
  BrikWedgeFilter *self = BRIK_WEDGE_FILTER (user_data);

  self->wait_source = 0;
  act (self, brik_wedge_pause (self->wedge), NULL);
  return G_SOURCE_REMOVE;
}

static guint32
time_of (GdkEvent *event)
{
  guint32 time_ms = gdk_event_get_time (event);

  return time_ms != GDK_CURRENT_TIME ? time_ms : (guint32) (g_get_monotonic_time () / 1000);
}

static gboolean
on_press (BrikWedgeFilter *self, GdkEvent *event)
{
  guint32 at_ms = time_of (event);
  gunichar character = 0;
  BrikWedgeKey key = kind_of_key (event, &character);
  gboolean goes_on;

  if (brik_wedge_is_pause (self->wedge, at_ms))
    act (self, brik_wedge_pause (self->wedge), NULL);
  goes_on = act (
    self, brik_wedge_press (self->wedge, key, character, gdk_key_event_get_keycode (event), at_ms), event);

  g_clear_handle_id (&self->wait_source, g_source_remove);
  self->wait_source = g_timeout_add_full (WAIT_PRIORITY, brik_wedge_get_wait_ms (self->wedge) + MORE_MS,
                                          on_wait_over, self, NULL);
  return goes_on;
}

static gboolean
is_held (BrikWedgeFilter *self, guint code)
{
  for (GList *at = self->held.head; at != NULL; at = at->next)
    if (gdk_key_event_get_keycode (at->data) == code)
      return TRUE;
  return FALSE;
}

/* A key goes up after it went down, and nowhere where it did not. */
static gboolean
on_release (BrikWedgeFilter *self, GdkEvent *event)
{
  guint code = gdk_key_event_get_keycode (event);

  brik_wedge_release (self->wedge, code);
  if (is_held (self, code))
    return act (self, BRIK_WEDGE_HOLD, event);
  if (g_hash_table_remove (self->dropped, GUINT_TO_POINTER (code)))
    return FALSE;
  return act (self, BRIK_WEDGE_PASS, event);
}

static gboolean
on_event (BrikWedgeFilter *self, GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);
  gboolean goes_on;

  if ((type != GDK_KEY_PRESS && type != GDK_KEY_RELEASE) || is_returning (self, event))
    return GDK_EVENT_PROPAGATE;

  goes_on = type == GDK_KEY_PRESS ? on_press (self, event) : on_release (self, event);
  return goes_on ? GDK_EVENT_PROPAGATE : GDK_EVENT_STOP;
}

static void
brik_wedge_filter_finalize (GObject *object)
{
  BrikWedgeFilter *self = BRIK_WEDGE_FILTER (object);

  g_clear_handle_id (&self->wait_source, g_source_remove);
  g_queue_clear_full (&self->held, (GDestroyNotify) gdk_event_unref);
  g_queue_clear_full (&self->returning, (GDestroyNotify) gdk_event_unref);
  g_hash_table_unref (self->dropped);
  g_clear_weak_pointer (&self->lent_to);
  g_free (self->text_before);
  brik_wedge_free (self->wedge);

  G_OBJECT_CLASS (brik_wedge_filter_parent_class)->finalize (object);
}

static void
brik_wedge_filter_class_init (BrikWedgeFilterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = brik_wedge_filter_finalize;

  signals[SIGNAL_SCAN] = g_signal_new ("scan", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_BROKEN] = g_signal_new ("broken", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 0);
}

static void
brik_wedge_filter_init (BrikWedgeFilter *self)
{
  self->wedge = brik_wedge_new ();
  self->dropped = g_hash_table_new (NULL, NULL);
}

BrikWedgeFilter *
brik_wedge_filter_new (GtkWidget *window)
{
  BrikWedgeFilter *self = g_object_new (BRIK_TYPE_WEDGE_FILTER, NULL);
  /* A key controller cannot hold a key's going up, nor hand on the event itself. */
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (window, controller);
  return self;
}
