/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-sale-view-private.h"

static void
on_add_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  BrikSaleView *self = BRIK_SALE_VIEW (widget);
  BrikProduct *product =
    brik_goods_find (brik_sale_view_get_goods (self), g_variant_get_string (parameter, NULL));

  /* A product that went while the finger came down is no longer sold. */
  if (product != NULL)
    brik_sale_add (brik_sale_view_get_sale (self), product);
}

static void
on_less_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_change (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)), g_variant_get_uint32 (parameter), -1);
}

static void
on_more_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_change (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)), g_variant_get_uint32 (parameter), 1);
}

static void
on_pay_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_pay (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_clear_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_clear (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_back_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_go_back (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_close_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_close (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_undo_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_undo (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_retry_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_retry (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_show_balance_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_show_balance (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_fast_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_start_fast (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_change_preset_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_change_preset (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_end_fast_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_end_fast (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_again_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_sell_again (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_reject_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_reject (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_block_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_block (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)));
}

static void
on_dequeue_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  brik_sale_dequeue (brik_sale_view_get_sale (BRIK_SALE_VIEW (widget)),
                     g_variant_get_string (parameter, NULL));
}

/* Each action and the property of the sale that says when it can be had. */
static const struct
{
  const char *action;
  const char *parameter_type;
  GtkWidgetActionActivateFunc activate;
  const char *property;
} sale_actions[] = {
  { "sale.add", "s", on_add_action, NULL },
  { "sale.less", "u", on_less_action, NULL },
  { "sale.more", "u", on_more_action, NULL },
  { "sale.pay", NULL, on_pay_action, "can-pay" },
  { "sale.clear", NULL, on_clear_action, "can-clear" },
  { "sale.back", NULL, on_back_action, "can-go-back" },
  { "sale.close", NULL, on_close_action, "can-close" },
  { "sale.undo", NULL, on_undo_action, "can-undo" },
  { "sale.retry", NULL, on_retry_action, "can-retry" },
  { "sale.show-balance", NULL, on_show_balance_action, "can-show-balance" },
  { "sale.fast", NULL, on_fast_action, "can-start-fast" },
  { "sale.change-preset", NULL, on_change_preset_action, "can-change-preset" },
  { "sale.end-fast", NULL, on_end_fast_action, "can-end-fast" },
  { "sale.again", NULL, on_again_action, "can-sell-again" },
  { "sale.reject", NULL, on_reject_action, "can-reject" },
  { "sale.block", NULL, on_block_action, "can-block" },
  { "sale.dequeue", "s", on_dequeue_action, NULL },
};

static void
enable_action (BrikSaleView *self, GParamSpec *pspec, BrikSale *sale)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sale_actions); i++)
    {
      gboolean enabled;

      if (g_strcmp0 (sale_actions[i].property, pspec->name) != 0)
        continue;
      g_object_get (sale, pspec->name, &enabled, NULL);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), sale_actions[i].action, enabled);
    }
}

void
brik_sale_view_install_actions (GtkWidgetClass *widget_class)
{
  for (gsize i = 0; i < G_N_ELEMENTS (sale_actions); i++)
    gtk_widget_class_install_action (widget_class, sale_actions[i].action, sale_actions[i].parameter_type,
                                     sale_actions[i].activate);
  gtk_widget_class_install_property_action (widget_class, "sale.category", "category");
  gtk_widget_class_install_property_action (widget_class, "sale.search", "search");

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F12, 0, "sale.pay", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "sale.close", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_z, GDK_CONTROL_MASK, "sale.undo", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F8, 0, "sale.fast", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F8, GDK_SHIFT_MASK, "sale.end-fast", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F7, 0, "sale.change-preset", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, 0, "sale.again", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F4, 0, "sale.reject", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F4, GDK_SHIFT_MASK, "sale.block", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, GDK_CONTROL_MASK, "sale.search", NULL);
}

void
brik_sale_view_follow_sale (BrikSaleView *self)
{
  BrikSale *sale = brik_sale_view_get_sale (self);

  for (gsize i = 0; i < G_N_ELEMENTS (sale_actions); i++)
    {
      g_autofree char *signal = NULL;

      if (sale_actions[i].property == NULL)
        continue;
      signal = g_strdup_printf ("notify::%s", sale_actions[i].property);
      g_signal_connect_object (sale, signal, G_CALLBACK (enable_action), self, G_CONNECT_SWAPPED);
      enable_action (self, g_object_class_find_property (G_OBJECT_GET_CLASS (sale), sale_actions[i].property),
                     sale);
    }
}
