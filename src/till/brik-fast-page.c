/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-fast-page.h"

struct _BrikFastPage
{
  BrikSalePart parent_instance;
};

G_DEFINE_FINAL_TYPE (BrikFastPage, brik_fast_page, BRIK_TYPE_SALE_PART)

static void
brik_fast_page_class_init (BrikFastPageClass *klass)
{
  brik_sale_part_class_set_template (BRIK_SALE_PART_CLASS (klass), "brik-fast-page");
}

static void
brik_fast_page_init (BrikFastPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
