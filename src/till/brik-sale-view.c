/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-view-private.h"

#include "till/brik-accepted-surface.h"
#include "till/brik-fast-bar.h"
#include "till/brik-fast-page.h"
#include "till/brik-fault-surface.h"
#include "till/brik-money-label.h"
#include "till/brik-paid-surface.h"
#include "till/brik-person-panel.h"
#include "till/brik-product-tile.h"
#include "till/brik-queue-strip.h"
#include "till/brik-refused-surface.h"
#include "till/brik-rejected-surface.h"
#include "till/brik-sale-closures.h"
#include "till/brik-till-style.h"

/* Shorter than a second, deliberate touch; longer than a finger takes that was already coming down. */
#define SETTLE_MS 350

struct _BrikSaleView
{
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkStack *stack;
  GtkStack *finder;
  GtkSearchEntry *entry;
  GtkScrolledWindow *grid_window;
  GtkScrolledWindow *basket_window;

  BrikTillContext *context;
  BrikSale *sale;
  BrikGoods *goods;
  BrikScans *scans;
  gboolean recovered;
  guint line_ticks; /* frames since a line was added */
  guint settle_source;
};

typedef enum
{
  PROP_CONTEXT = 1,
  PROP_SALE,
  PROP_GOODS,
  PROP_CATEGORY,
  PROP_SEARCH,
} BrikSaleViewProperty;

static GParamSpec *properties[PROP_SEARCH + 1];

G_DEFINE_FINAL_TYPE (BrikSaleView, brik_sale_view, GTK_TYPE_WIDGET)

/* A chip counts only where its answer can be seen, by somebody who is signed in. */
static gboolean
is_open (BrikSaleView *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self)) &&
         brik_till_context_get_cashier_name (self->context) != NULL;
}

static void
on_reader_card (BrikSaleView *self, const char *uid)
{
  if (is_open (self))
    brik_sale_tap (self->sale, BRIK_CHIP_ONE, uid);
}

static void
on_reader_several (BrikSaleView *self)
{
  if (is_open (self))
    brik_sale_tap (self->sale, BRIK_CHIP_SEVERAL, NULL);
}

static void
on_reader_random (BrikSaleView *self, const char *uid)
{
  if (is_open (self))
    brik_sale_tap (self->sale, BRIK_CHIP_RANDOM, NULL);
}

static void
on_sale_cue (BrikSaleView *self, BrikSound sound)
{
  brik_sounds_play (brik_till_context_get_sounds (self->context), sound);
}

static BrikSaleAnswer
answer_of (BrikSync *sync, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;

  if (brik_sync_look_up_finish (sync, result, &error))
    return BRIK_ANSWER_FOUND;
  return brik_error_is_not_found (error) ? BRIK_ANSWER_NOT_FOUND : BRIK_ANSWER_NONE;
}

typedef struct
{
  BrikSale *sale;
  char *uid;
} AskCall;

static void
on_look_up_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree AskCall *call = user_data;
  g_autoptr (BrikSale) sale = call->sale;
  g_autofree char *uid = call->uid;

  brik_sale_answer (sale, uid, answer_of (BRIK_SYNC (source), result));
}

static void
on_sale_ask (BrikSaleView *self, const char *uid, BrikSale *sale)
{
  AskCall *call = g_new (AskCall, 1);

  call->sale = g_object_ref (sale);
  call->uid = g_strdup (uid);
  brik_sync_look_up_async (brik_till_context_get_sync (self->context), uid, NULL, on_look_up_ready, call);
}

typedef struct
{
  BrikScans *scans;
  char *number;
} NumberCall;

static void
on_look_up_number_ready (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree NumberCall *call = user_data;
  g_autoptr (BrikScans) scans = call->scans;
  g_autofree char *number = call->number;

  brik_scans_answer (scans, number, answer_of (BRIK_SYNC (source), result));
}

static void
on_scans_ask (BrikSaleView *self, const char *number, BrikScans *scans)
{
  NumberCall *call = g_new (NumberCall, 1);

  call->scans = g_object_ref (scans);
  call->number = g_strdup (number);
  brik_sync_look_up_number_async (brik_till_context_get_sync (self->context), number, NULL,
                                  on_look_up_number_ready, call);
}

/* Whoever signs in first after an unclean end is shown the last sale; who signs out leaves nothing open. */
static void
on_context_notify_cashier_name (BrikSaleView *self)
{
  if (brik_till_context_get_cashier_name (self->context) == NULL)
    {
      brik_sale_leave (self->sale);
    }
  else if (!self->recovered)
    {
      self->recovered = TRUE;
      brik_sale_recover (self->sale);
    }
}

static gboolean
on_settled (gpointer user_data)
{
  BrikSaleView *self = user_data;

  self->settle_source = 0;
  gtk_widget_set_can_target (GTK_WIDGET (self->stack), TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_stack_notify_visible_child_name (BrikSaleView *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self->stack), FALSE);
  g_clear_handle_id (&self->settle_source, g_source_remove);
  self->settle_source = g_timeout_add (SETTLE_MS, on_settled, self);
}

static gboolean
on_basket_tick (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  BrikSaleView *self = BRIK_SALE_VIEW (user_data);
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (self->basket_window);

  if (++self->line_ticks < 2)
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
  return G_SOURCE_REMOVE;
}

/* The newest line is the last; how far down that is is known once a frame has laid it out. */
static void
on_basket_items_changed (BrikSaleView *self, guint position, guint removed, guint added)
{
  if (added == 0)
    return;
  self->line_ticks = 0;
  gtk_widget_add_tick_callback (GTK_WIDGET (self->basket_window), on_basket_tick, self, NULL);
}

/* Before the goods shown change: a grid that has become shorter cannot always be scrolled. */
static void
show_first_tiles (BrikSaleView *self)
{
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->grid_window), 0);
}

static gboolean
is_searching (BrikSaleView *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->finder), "search") == 0;
}

static void
set_search (BrikSaleView *self, gboolean search)
{
  if (is_searching (self) == search)
    return;
  show_first_tiles (self);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), "");
  brik_goods_set_search (self->goods, "");
  gtk_stack_set_visible_child_name (self->finder, search ? "search" : "categories");
  if (search)
    gtk_widget_grab_focus (GTK_WIDGET (self->entry));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEARCH]);
}

static void
on_entry_search_changed (BrikSaleView *self)
{
  show_first_tiles (self);
  brik_goods_set_search (self->goods, gtk_editable_get_text (GTK_EDITABLE (self->entry)));
}

static void
on_entry_stop_search (BrikSaleView *self)
{
  set_search (self, FALSE);
}

/* Enter takes the first that was found. */
static void
on_entry_activate (BrikSaleView *self)
{
  g_autoptr (BrikProduct) product = g_list_model_get_item (brik_goods_get_products (self->goods), 0);

  if (product != NULL)
    brik_sale_add (self->sale, product);
  gtk_editable_select_region (GTK_EDITABLE (self->entry), 0, -1);
}

static void
on_goods_notify_category (BrikSaleView *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CATEGORY]);
}

static void
brik_sale_view_constructed (GObject *object)
{
  BrikSaleView *self = BRIK_SALE_VIEW (object);
  BrikLedger *ledger = brik_till_context_get_ledger (self->context);
  BrikReader *reader = brik_till_context_get_reader (self->context);

  G_OBJECT_CLASS (brik_sale_view_parent_class)->constructed (object);

  self->sale = brik_sale_new (ledger);
  self->goods = brik_goods_new (ledger);
  self->scans = brik_scans_new (ledger, self->goods, self->sale);
  g_signal_connect_object (self->scans, "ask", G_CALLBACK (on_scans_ask), self, G_CONNECT_SWAPPED);
  g_object_bind_property (self->sale, "room-ore", self->goods, "room-ore", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->goods, "notify::category", G_CALLBACK (on_goods_notify_category), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sale, "cue", G_CALLBACK (on_sale_cue), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sale, "ask", G_CALLBACK (on_sale_ask), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (brik_sale_get_basket (self->sale), "items-changed",
                           G_CALLBACK (on_basket_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "notify::cashier-name", G_CALLBACK (on_context_notify_cashier_name),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->context, "notify::now", G_CALLBACK (brik_sale_note_time), self->sale,
                           G_CONNECT_SWAPPED);
  if (reader != NULL)
    {
      g_signal_connect_object (reader, "card", G_CALLBACK (on_reader_card), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (reader, "several", G_CALLBACK (on_reader_several), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (reader, "random", G_CALLBACK (on_reader_random), self, G_CONNECT_SWAPPED);
    }

  gtk_widget_init_template (GTK_WIDGET (self));
  brik_sale_view_follow_sale (self);
  on_context_notify_cashier_name (self);
}

static void
brik_sale_view_unmap (GtkWidget *widget)
{
  BrikSaleView *self = BRIK_SALE_VIEW (widget);

  if (self->scans != NULL)
    brik_scans_forget (self->scans);
  GTK_WIDGET_CLASS (brik_sale_view_parent_class)->unmap (widget);
}

static void
brik_sale_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  BrikSaleView *self = BRIK_SALE_VIEW (object);

  switch ((BrikSaleViewProperty) id)
    {
    case PROP_CONTEXT:
      g_value_set_object (value, self->context);
      break;
    case PROP_SALE:
      g_value_set_object (value, self->sale);
      break;
    case PROP_GOODS:
      g_value_set_object (value, self->goods);
      break;
    case PROP_CATEGORY:
      g_object_get_property (G_OBJECT (self->goods), "category", value);
      break;
    case PROP_SEARCH:
      g_value_set_boolean (value, is_searching (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sale_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  BrikSaleView *self = BRIK_SALE_VIEW (object);

  switch ((BrikSaleViewProperty) id)
    {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;
    case PROP_CATEGORY:
      show_first_tiles (self);
      brik_goods_set_category (self->goods, g_value_get_string (value));
      break;
    case PROP_SEARCH:
      set_search (self, g_value_get_boolean (value));
      break;
    case PROP_SALE:
    case PROP_GOODS:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
brik_sale_view_dispose (GObject *object)
{
  BrikSaleView *self = BRIK_SALE_VIEW (object);

  g_clear_handle_id (&self->settle_source, g_source_remove);
  if (self->box != NULL)
    gtk_widget_unparent (g_steal_pointer (&self->box));
  gtk_widget_dispose_template (GTK_WIDGET (self), BRIK_TYPE_SALE_VIEW);
  g_clear_object (&self->scans);
  g_clear_object (&self->sale);
  g_clear_object (&self->goods);
  g_clear_object (&self->context);

  G_OBJECT_CLASS (brik_sale_view_parent_class)->dispose (object);
}

static void
brik_sale_view_class_init (BrikSaleViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags write = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = brik_sale_view_constructed;
  object_class->get_property = brik_sale_view_get_property;
  object_class->set_property = brik_sale_view_set_property;
  object_class->dispose = brik_sale_view_dispose;
  widget_class->unmap = brik_sale_view_unmap;

  properties[PROP_CONTEXT] =
    g_param_spec_object ("context", NULL, NULL, BRIK_TYPE_TILL_CONTEXT,
                         G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_SALE] = g_param_spec_object ("sale", NULL, NULL, BRIK_TYPE_SALE, read);
  properties[PROP_GOODS] = g_param_spec_object ("goods", NULL, NULL, BRIK_TYPE_GOODS, read);
  properties[PROP_CATEGORY] = g_param_spec_string ("category", NULL, NULL, "", write);
  properties[PROP_SEARCH] = g_param_spec_boolean ("search", NULL, NULL, FALSE, write);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (BRIK_TYPE_ACCEPTED_SURFACE);
  g_type_ensure (BRIK_TYPE_FAST_BAR);
  g_type_ensure (BRIK_TYPE_FAST_PAGE);
  g_type_ensure (BRIK_TYPE_FAULT_SURFACE);
  g_type_ensure (BRIK_TYPE_MONEY_LABEL);
  g_type_ensure (BRIK_TYPE_PAID_SURFACE);
  g_type_ensure (BRIK_TYPE_PERSON_PANEL);
  g_type_ensure (BRIK_TYPE_PRODUCT_TILE);
  g_type_ensure (BRIK_TYPE_QUEUE_STRIP);
  g_type_ensure (BRIK_TYPE_REFUSED_SURFACE);
  g_type_ensure (BRIK_TYPE_REJECTED_SURFACE);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "sale");
  gtk_widget_class_set_template_from_resource (widget_class, BRIK_TILL_RESOURCES "/brik-sale-view.ui");
  gtk_widget_class_bind_template_child (widget_class, BrikSaleView, box);
  gtk_widget_class_bind_template_child (widget_class, BrikSaleView, stack);
  gtk_widget_class_bind_template_child (widget_class, BrikSaleView, finder);
  gtk_widget_class_bind_template_child (widget_class, BrikSaleView, entry);
  gtk_widget_class_bind_template_child (widget_class, BrikSaleView, grid_window);
  gtk_widget_class_bind_template_child (widget_class, BrikSaleView, basket_window);
  gtk_widget_class_bind_template_callback (widget_class, on_stack_notify_visible_child_name);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_search_changed);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_stop_search);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_activate);
  brik_sale_closures_bind (widget_class);
  brik_sale_view_install_actions (widget_class);
}

static void
brik_sale_view_init (BrikSaleView *self)
{
}

GtkWidget *
brik_sale_view_new (BrikTillContext *context)
{
  return g_object_new (BRIK_TYPE_SALE_VIEW, "context", context, NULL);
}

BrikSale *
brik_sale_view_get_sale (BrikSaleView *self)
{
  return self->sale;
}

BrikGoods *
brik_sale_view_get_goods (BrikSaleView *self)
{
  return self->goods;
}

BrikScans *
brik_sale_view_get_scans (BrikSaleView *self)
{
  return self->scans;
}

void
brik_sale_view_take_scan (BrikSaleView *self, const char *text)
{
  if (!is_open (self))
    return;
  if (text != NULL)
    brik_scans_take (self->scans, text);
  else
    brik_scans_take_broken (self->scans);
}
