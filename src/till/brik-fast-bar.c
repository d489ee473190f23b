/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-fast-bar.h"

#include "till/brik-queue-strip.h"

struct _BrikFastBar
{
  BrikSalePart parent_instance;
};

G_DEFINE_FINAL_TYPE (BrikFastBar, brik_fast_bar, BRIK_TYPE_SALE_PART)

static void
brik_fast_bar_class_init (BrikFastBarClass *klass)
{
  g_type_ensure (BRIK_TYPE_QUEUE_STRIP);
  brik_sale_part_class_set_template (BRIK_SALE_PART_CLASS (klass), "brik-fast-bar");
}

static void
brik_fast_bar_init (BrikFastBar *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
