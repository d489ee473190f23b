/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "demo/brik-tray-window.h"
#include "demo/brik-tray-tile.h"

#include <glib/gi18n.h>

struct _BrikTrayWindow
{
  GtkApplicationWindow parent_instance;
  GListModel *people;
  BrikTrayEmulator *emulator;

  GtkWidget *content;
  GtkFlowBox *tiles;
  GtkLabel *status;

  BrikTrayPerson *first, *second; /* on the reader; borrowed from people */
  gboolean random;                /* a random chip is */
  gboolean leave_lying;
  gboolean unplugged;
  guint lift_timeout;
};

enum
{
  PROP_LEAVE_LYING = 1,
  PROP_UNPLUGGED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (BrikTrayWindow, brik_tray_window, GTK_TYPE_APPLICATION_WINDOW)

static char *
describe (BrikTrayWindow *self)
{
  if (self->unplugged)
    return g_strdup (_ ("The reader is unplugged"));
  if (self->random)
    return g_strdup (_ ("On the reader: a chip with a random number"));
  if (self->second != NULL)
    return g_strdup_printf (_ ("On the reader: %s and %s"), brik_tray_person_get_name (self->first),
                            brik_tray_person_get_name (self->second));
  if (self->first != NULL)
    return g_strdup_printf (_ ("On the reader: %s"), brik_tray_person_get_name (self->first));
  return g_strdup (_ ("Nothing on the reader"));
}

static void
update (BrikTrayWindow *self)
{
  g_autofree char *text = describe (self);
  GtkFlowBoxChild *child;

  gtk_label_set_label (self->status, text);
  for (int i = 0; (child = gtk_flow_box_get_child_at_index (self->tiles, i)) != NULL; i++)
    {
      BrikTrayTile *tile = BRIK_TRAY_TILE (gtk_flow_box_child_get_child (child));
      BrikTrayPerson *person = brik_tray_tile_get_person (tile);
      brik_tray_tile_set_on_reader (tile, person == self->first || person == self->second);
    }
}

static void
lift (BrikTrayWindow *self)
{
  g_clear_handle_id (&self->lift_timeout, g_source_remove);
  self->first = self->second = NULL;
  self->random = FALSE;
  brik_tray_emulator_do (self->emulator, "lift");
  update (self);
}

static gboolean
on_lift_timeout (gpointer user_data)
{
  BrikTrayWindow *self = user_data;
  self->lift_timeout = 0;
  lift (self);
  return G_SOURCE_REMOVE;
}

/* Something has been laid on the reader in the place of what lay there. */
static void
lay (BrikTrayWindow *self, BrikTrayPerson *first, BrikTrayPerson *second, gboolean random)
{
  g_clear_handle_id (&self->lift_timeout, g_source_remove);
  self->first = first;
  self->second = second;
  self->random = random;
  if (!self->leave_lying)
    self->lift_timeout = g_timeout_add (BRIK_TRAY_TAP_MS, on_lift_timeout, self);
  update (self);
}

static BrikTrayPerson *
find_person (BrikTrayWindow *self, const char *uid)
{
  for (guint i = 0; i < g_list_model_get_n_items (self->people); i++)
    {
      g_autoptr (BrikTrayPerson) person = g_list_model_get_item (self->people, i);
      if (g_str_equal (brik_tray_person_get_uid (person), uid))
        return person; /* the model keeps it */
    }
  return NULL;
}

/* A chip that was left lying is taken away by pressing it once more. */
static void
tap (GtkWidget *widget, const char *name, GVariant *uid)
{
  BrikTrayWindow *self = BRIK_TRAY_WINDOW (widget);
  BrikTrayPerson *person = find_person (self, g_variant_get_string (uid, NULL));

  if (person == NULL)
    return;
  if (self->leave_lying && person == self->first && self->second == NULL)
    {
      lift (self);
      return;
    }
  brik_tray_emulator_do (self->emulator, "tap %s", brik_tray_person_get_uid (person));
  lay (self, person, NULL, FALSE);
}

static void
tap_two (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BrikTrayWindow *self = BRIK_TRAY_WINDOW (widget);
  g_autoptr (BrikTrayPerson) first = g_list_model_get_item (self->people, 0);
  g_autoptr (BrikTrayPerson) second = g_list_model_get_item (self->people, 1);

  brik_tray_emulator_do (self->emulator, "tap %s %s", brik_tray_person_get_uid (first),
                         brik_tray_person_get_uid (second));
  lay (self, first, second, FALSE);
}

static void
tap_random (GtkWidget *widget, const char *name, GVariant *parameter)
{
  BrikTrayWindow *self = BRIK_TRAY_WINDOW (widget);
  brik_tray_emulator_do (self->emulator, "random");
  lay (self, NULL, NULL, TRUE);
}

static void
set_leave_lying (BrikTrayWindow *self, gboolean leave_lying)
{
  if (self->leave_lying == leave_lying)
    return;
  self->leave_lying = leave_lying;
  if (!leave_lying)
    lift (self);
  else
    g_clear_handle_id (&self->lift_timeout, g_source_remove);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LEAVE_LYING]);
}

static void
set_unplugged (BrikTrayWindow *self, gboolean unplugged)
{
  if (self->unplugged == unplugged)
    return;
  self->unplugged = unplugged;
  brik_tray_emulator_do (self->emulator, unplugged ? "unplug" : "plug");
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNPLUGGED]);
}

static void
on_emulator_ended (BrikTrayEmulator *emulator, gpointer user_data)
{
  BrikTrayWindow *self = user_data;
  g_clear_handle_id (&self->lift_timeout, g_source_remove);
  gtk_label_set_label (self->status, _ ("The emulated reader has ended. Start the demo again."));
  gtk_widget_set_sensitive (self->content, FALSE);
}

static GtkWidget *
create_tile (gpointer person, gpointer user_data)
{
  GtkWidget *child = gtk_flow_box_child_new ();
  gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), brik_tray_tile_new (person));
  gtk_widget_set_focusable (child, FALSE); /* the tile itself is */
  return child;
}

BrikTrayWindow *
brik_tray_window_new (GtkApplication *application, GListModel *people, BrikTrayEmulator *emulator)
{
  BrikTrayWindow *self = g_object_new (BRIK_TYPE_TRAY_WINDOW, "application", application, NULL);

  self->people = g_object_ref (people);
  self->emulator = g_object_ref (emulator);
  g_signal_connect_object (emulator, "ended", G_CALLBACK (on_emulator_ended), self, 0);
  gtk_flow_box_bind_model (self->tiles, people, create_tile, NULL, NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.tap-two", g_list_model_get_n_items (people) > 1);
  update (self);
  return self;
}

static void
brik_tray_window_get_property (GObject *object, guint property, GValue *value, GParamSpec *pspec)
{
  BrikTrayWindow *self = BRIK_TRAY_WINDOW (object);

  switch (property)
    {
    case PROP_LEAVE_LYING:
      g_value_set_boolean (value, self->leave_lying);
      break;
    case PROP_UNPLUGGED:
      g_value_set_boolean (value, self->unplugged);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
brik_tray_window_set_property (GObject *object, guint property, const GValue *value, GParamSpec *pspec)
{
  BrikTrayWindow *self = BRIK_TRAY_WINDOW (object);

  switch (property)
    {
    case PROP_LEAVE_LYING:
      set_leave_lying (self, g_value_get_boolean (value));
      break;
    case PROP_UNPLUGGED:
      set_unplugged (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
brik_tray_window_dispose (GObject *object)
{
  BrikTrayWindow *self = BRIK_TRAY_WINDOW (object);

  g_clear_handle_id (&self->lift_timeout, g_source_remove);
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_TRAY_WINDOW);
  g_clear_object (&self->people);
  g_clear_object (&self->emulator);
  G_OBJECT_CLASS (brik_tray_window_parent_class)->dispose (object);
}

static void
brik_tray_window_class_init (BrikTrayWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = brik_tray_window_get_property;
  object_class->set_property = brik_tray_window_set_property;
  object_class->dispose = brik_tray_window_dispose;

  properties[PROP_LEAVE_LYING] = g_param_spec_boolean ("leave-lying", NULL, NULL, FALSE, flags);
  properties[PROP_UNPLUGGED] = g_param_spec_boolean ("unplugged", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_install_action (widget_class, "win.tap", "s", tap);
  gtk_widget_class_install_action (widget_class, "win.tap-two", NULL, tap_two);
  gtk_widget_class_install_action (widget_class, "win.tap-random", NULL, tap_random);
  gtk_widget_class_install_property_action (widget_class, "win.leave-lying", "leave-lying");
  gtk_widget_class_install_property_action (widget_class, "win.unplugged", "unplugged");

  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TRAY_RESOURCES "/brik-tray-window.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikTrayWindow, content);
  gtk_widget_class_bind_template_child (widget_class, BrikTrayWindow, tiles);
  gtk_widget_class_bind_template_child (widget_class, BrikTrayWindow, status);
}

static void
brik_tray_window_init (BrikTrayWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
