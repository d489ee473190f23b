/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-product-tile.h"

#include "till/brik-sale-closures.h"
#include "till/brik-till-closures.h"

#define EDGE 6   /* px, of the category's colour */
#define INSET 11 /* px, between the edge and the text */
#define MARGIN 9 /* px, above, below and to the right of the text */
#define BADGE 28 /* px, across */
#define MARK 15  /* px, across */
#define NAME_LINES 3

struct _BrikProductTile
{
  GtkButton parent_instance;

  BrikProduct *product;
  GSignalGroup *product_signals;
  PangoLayout *name;
  PangoLayout *price;
  PangoLayout *count;
  GdkRGBA colour;
  gboolean beyond;
};

typedef enum
{
  PROP_PRODUCT = 1,
} BrikProductTileProperty;

static GParamSpec *properties[PROP_PRODUCT + 1];

G_DEFINE_FINAL_TYPE (BrikProductTile, brik_product_tile, GTK_TYPE_BUTTON)

static void
set_style_class (GtkWidget *widget, const char *name, gboolean set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}

static void
show_product (BrikProductTile *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  g_autofree char *name = NULL, *colour = NULL, *price = NULL, *number = NULL, *description = NULL;
  gboolean available;
  gint64 price_ore;
  guint count;

  g_object_get (self->product, "name", &name, "colour", &colour, "price-ore", &price_ore, "count", &count,
                "available", &available, "beyond", &self->beyond, NULL);
  price = brik_format_money (self, price_ore);
  number = count > 0 ? g_strdup_printf ("%u", count) : g_strdup ("");
  description = brik_describe_product (self, price_ore, count, available, self->beyond);

  pango_layout_set_text (self->name, name, -1);
  pango_layout_set_text (self->price, price, -1);
  pango_layout_set_text (self->count, number, -1);
  if (colour == NULL || !gdk_rgba_parse (&self->colour, colour))
    self->colour = (GdkRGBA){ 0 };
  set_style_class (widget, "chosen", count > 0);
  gtk_widget_set_sensitive (widget, available);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  gtk_widget_queue_draw (widget);
}

static void
set_product (BrikProductTile *self, BrikProduct *product)
{
  if (!g_set_object (&self->product, product))
    return;
  g_signal_group_set_target (self->product_signals, product);
  if (product != NULL)
    show_product (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRODUCT]);
}

/* Not the button's own action: GTK would keep and update a helper for each of hundreds of tiles. */
static void
brik_product_tile_clicked (GtkButton *button)
{
  BrikProductTile *self = BRIK_PRODUCT_TILE (button);

  if (self->product != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "sale.add", "s", brik_product_get_id (self->product));
}

static void
look_up_colour (GtkWidget *widget, const char *name, GdkRGBA *colour)
{
  if (!gtk_style_context_lookup_color (gtk_widget_get_style_context (widget), name, colour))
    gtk_style_context_get_color (gtk_widget_get_style_context (widget), colour);
}

static void
draw_layout (GtkSnapshot *snapshot, PangoLayout *layout, float x, float y, const GdkRGBA *colour)
{
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, layout, colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_badge (BrikProductTile *self, GtkSnapshot *snapshot, float right, float bottom)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GdkRGBA ground, white = { 1, 1, 1, 1 };
  GskRoundedRect shape;
  int width, height;
  float across;

  pango_layout_get_pixel_size (self->count, &width, &height);
  across = MAX (BADGE, (float) width + 12);
  look_up_colour (widget, "brik_teal", &ground);
  gsk_rounded_rect_init_from_rect (
    &shape, &GRAPHENE_RECT_INIT (right - across, bottom - BADGE, across, BADGE), BADGE / 2.0f);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (snapshot, &ground, &shape.bounds);
  gtk_snapshot_pop (snapshot);
  draw_layout (snapshot, self->count, right - (across + (float) width) / 2,
               bottom - (BADGE + (float) height) / 2, &white);
}

/* A triangle with its point up and a bar in it: never colour alone. */
static void
draw_mark (BrikProductTile *self, GtkSnapshot *snapshot, float x, float y)
{
  cairo_t *cairo = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, MARK, MARK));
  GdkRGBA amber;

  look_up_colour (GTK_WIDGET (self), "brik_amber", &amber);
  gdk_cairo_set_source_rgba (cairo, &amber);
  cairo_move_to (cairo, x + MARK / 2.0, y);
  cairo_line_to (cairo, x + MARK, y + MARK - 1);
  cairo_line_to (cairo, x, y + MARK - 1);
  cairo_close_path (cairo);
  cairo_fill (cairo);
  cairo_set_source_rgb (cairo, 1, 1, 1);
  cairo_rectangle (cairo, x + MARK / 2.0 - 0.9, y + 5, 1.8, 4.5);
  cairo_rectangle (cairo, x + MARK / 2.0 - 0.9, y + 10.8, 1.8, 1.8);
  cairo_fill (cairo);
  cairo_destroy (cairo);
}

static void
brik_product_tile_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  BrikProductTile *self = BRIK_PRODUCT_TILE (widget);
  const float width = (float) gtk_widget_get_width (widget), height = (float) gtk_widget_get_height (widget);
  const float text_x = EDGE + INSET, text_width = width - text_x - MARGIN;
  gboolean sensitive = gtk_widget_is_sensitive (widget);
  GdkRGBA ink, quiet, edge = self->colour;
  int price_width, price_height;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &ink);
  look_up_colour (widget, "brik_quiet", &quiet);
  if (!sensitive)
    {
      edge.alpha *= 0.45f;
      quiet.alpha *= 0.5f;
    }

  gtk_snapshot_append_color (snapshot, &edge, &GRAPHENE_RECT_INIT (0, 0, EDGE, height));
  pango_layout_set_width (self->name, (int) MAX (text_width, 1) * PANGO_SCALE);
  draw_layout (snapshot, self->name, text_x, MARGIN, &ink);
  pango_layout_get_pixel_size (self->price, &price_width, &price_height);
  draw_layout (snapshot, self->price, text_x, height - MARGIN - BADGE + (BADGE - (float) price_height) / 2,
               &quiet);
  if (self->beyond && sensitive)
    draw_mark (self, snapshot, text_x + (float) price_width + 7,
               height - MARGIN - BADGE + (BADGE - MARK) / 2.0f);
  if (*pango_layout_get_text (self->count) != '\0')
    draw_badge (self, snapshot, width - MARGIN, height - MARGIN);
}

static PangoLayout *
layout_new (GtkWidget *widget, PangoWeight weight)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, NULL);
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_weight_new (weight));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  return layout;
}

/* The font is the style's, so what was laid out with another is laid out again. */
static void
brik_product_tile_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  BrikProductTile *self = BRIK_PRODUCT_TILE (widget);

  GTK_WIDGET_CLASS (brik_product_tile_parent_class)->css_changed (widget, change);
  pango_layout_context_changed (self->name);
  pango_layout_context_changed (self->price);
  pango_layout_context_changed (self->count);
}

static void
brik_product_tile_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch ((BrikProductTileProperty) id)
    {
    case PROP_PRODUCT:
      g_value_set_object (value, BRIK_PRODUCT_TILE (object)->product);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_product_tile_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch ((BrikProductTileProperty) id)
    {
    case PROP_PRODUCT:
      set_product (BRIK_PRODUCT_TILE (object), g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_product_tile_dispose (GObject *object)
{
  BrikProductTile *self = BRIK_PRODUCT_TILE (object);

  g_clear_object (&self->product_signals);
  g_clear_object (&self->product);

  G_OBJECT_CLASS (brik_product_tile_parent_class)->dispose (object);
}

static void
brik_product_tile_finalize (GObject *object)
{
  BrikProductTile *self = BRIK_PRODUCT_TILE (object);

  g_clear_object (&self->name);
  g_clear_object (&self->price);
  g_clear_object (&self->count);

  G_OBJECT_CLASS (brik_product_tile_parent_class)->finalize (object);
}

static void
brik_product_tile_class_init (BrikProductTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = brik_product_tile_get_property;
  object_class->set_property = brik_product_tile_set_property;
  object_class->dispose = brik_product_tile_dispose;
  object_class->finalize = brik_product_tile_finalize;
  widget_class->snapshot = brik_product_tile_snapshot;
  widget_class->css_changed = brik_product_tile_css_changed;
  GTK_BUTTON_CLASS (klass)->clicked = brik_product_tile_clicked;

  properties[PROP_PRODUCT] =
    g_param_spec_object ("product", NULL, NULL, BRIK_TYPE_PRODUCT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
brik_product_tile_init (BrikProductTile *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->name = layout_new (widget, PANGO_WEIGHT_SEMIBOLD);
  pango_layout_set_wrap (self->name, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (self->name, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (self->name, -NAME_LINES);
  self->price = layout_new (widget, PANGO_WEIGHT_NORMAL);
  self->count = layout_new (widget, PANGO_WEIGHT_BOLD);
  gtk_widget_add_css_class (widget, "product");
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);

  self->product_signals = g_signal_group_new (BRIK_TYPE_PRODUCT);
  g_signal_group_connect_swapped (self->product_signals, "notify", G_CALLBACK (show_product), self);
}
