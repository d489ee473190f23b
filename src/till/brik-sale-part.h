/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-photos.h"
#include "till/brik-sale.h"

G_BEGIN_DECLS

/**
 * BrikSalePart:
 *
 * What a view of some part of a sale is made of: a template over the sale. The parts differ in their
 * templates alone; all that they say comes from the sale through closures, and all that they do is an action
 * of the view around them.
 *
 * Properties: `sale` (BrikSale, nullable), `photos` (BrikPhotos, nullable), `reader` (GObject, nullable: a
 * BrikReader).
 */
#define BRIK_TYPE_SALE_PART (brik_sale_part_get_type ())
G_DECLARE_DERIVABLE_TYPE (BrikSalePart, brik_sale_part, BRIK, SALE_PART, GtkWidget)

struct _BrikSalePartClass
{
  GtkWidgetClass parent_class;
};

/* Sets the template of a part, from the resource of @name, and the closures that templates of parts use. */
void brik_sale_part_class_set_template (BrikSalePartClass *klass, const char *name);

G_END_DECLS
