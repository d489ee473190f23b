/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-edge.h"

struct _BrikEdge
{
  GtkWidget parent_instance;

  char *colour;
  GdkRGBA rgba;
};

typedef enum
{
  PROP_COLOUR = 1,
} BrikEdgeProperty;

static GParamSpec *properties[PROP_COLOUR + 1];

G_DEFINE_FINAL_TYPE (BrikEdge, brik_edge, GTK_TYPE_WIDGET)

static void
set_colour (BrikEdge *self, const char *colour)
{
  if (g_strcmp0 (self->colour, colour) == 0)
    return;
  g_free (self->colour);
  self->colour = g_strdup (colour);
  if (colour == NULL || !gdk_rgba_parse (&self->rgba, colour))
    self->rgba = (GdkRGBA){ 0 };
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COLOUR]);
}

static void
brik_edge_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BrikEdge *self = BRIK_EDGE (widget);
  graphene_rect_t area =
    GRAPHENE_RECT_INIT (0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));

  gtk_snapshot_append_color (snapshot, &self->rgba, &area);
}

static void
brik_edge_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((BrikEdgeProperty) id)
    {
    case PROP_COLOUR:
      g_value_set_string (value, BRIK_EDGE (object)->colour);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_edge_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((BrikEdgeProperty) id)
    {
    case PROP_COLOUR:
      set_colour (BRIK_EDGE (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_edge_finalize (GObject *object)
{
  g_free (BRIK_EDGE (object)->colour);

  G_OBJECT_CLASS (brik_edge_parent_class)->finalize (object);
}

static void
brik_edge_class_init (BrikEdgeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_edge_get_property;
  object_class->set_property = brik_edge_set_property;
  object_class->finalize = brik_edge_finalize;
  widget_class->snapshot = brik_edge_snapshot;

  properties[PROP_COLOUR] = g_param_spec_string (
    "colour", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  gtk_widget_class_set_css_name (widget_class, "edge");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
brik_edge_init (BrikEdge *self)
{
}
