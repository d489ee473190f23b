/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-fault-surface.h"

struct _BrikFaultSurface
{
  BrikSalePart parent_instance;
};

G_DEFINE_FINAL_TYPE (BrikFaultSurface, brik_fault_surface, BRIK_TYPE_SALE_PART)

static void
brik_fault_surface_class_init (BrikFaultSurfaceClass *klass)
{
  brik_sale_part_class_set_template (BRIK_SALE_PART_CLASS (klass), "brik-fault-surface");
}

static void
brik_fault_surface_init (BrikFaultSurface *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
