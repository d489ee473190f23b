/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-refused-surface.h"

struct _BrikRefusedSurface
{
  BrikSalePart parent_instance;
};

G_DEFINE_FINAL_TYPE (BrikRefusedSurface, brik_refused_surface, BRIK_TYPE_SALE_PART)

static void
brik_refused_surface_class_init (BrikRefusedSurfaceClass *klass)
{
  brik_sale_part_class_set_template (BRIK_SALE_PART_CLASS (klass), "brik-refused-surface");
}

static void
brik_refused_surface_init (BrikRefusedSurface *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
