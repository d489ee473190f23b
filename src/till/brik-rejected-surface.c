/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-rejected-surface.h"

struct _BrikRejectedSurface
{
  BrikSalePart parent_instance;
};

G_DEFINE_FINAL_TYPE (BrikRejectedSurface, brik_rejected_surface, BRIK_TYPE_SALE_PART)

static void
brik_rejected_surface_class_init (BrikRejectedSurfaceClass *klass)
{
  brik_sale_part_class_set_template (BRIK_SALE_PART_CLASS (klass), "brik-rejected-surface");
}

static void
brik_rejected_surface_init (BrikRejectedSurface *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
