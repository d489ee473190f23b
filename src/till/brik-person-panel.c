/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-person-panel.h"

struct _BrikPersonPanel
{
  BrikSalePart parent_instance;
};

G_DEFINE_FINAL_TYPE (BrikPersonPanel, brik_person_panel, BRIK_TYPE_SALE_PART)

static void
brik_person_panel_class_init (BrikPersonPanelClass *klass)
{
  brik_sale_part_class_set_template (BRIK_SALE_PART_CLASS (klass), "brik-person-panel");
}

static void
brik_person_panel_init (BrikPersonPanel *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
