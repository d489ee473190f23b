/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-paid-surface.h"

struct _BrikPaidSurface
{
  BrikSalePart parent_instance;
};

G_DEFINE_FINAL_TYPE (BrikPaidSurface, brik_paid_surface, BRIK_TYPE_SALE_PART)

static void
on_released (BrikPaidSurface *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "sale.close", NULL);
}

static void
brik_paid_surface_class_init (BrikPaidSurfaceClass *klass)
{
  brik_sale_part_class_set_template (BRIK_SALE_PART_CLASS (klass), "brik-paid-surface");
  gtk_widget_class_bind_template_callback (GTK_WIDGET_CLASS (klass), on_released);
}

static void
brik_paid_surface_init (BrikPaidSurface *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
