/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-till-context.h"

G_BEGIN_DECLS

/**
 * BrikTillPart:
 *
 * What the window's parts are made of that stand on the till: a widget that is there before the till is, and
 * is handed its context once there is one.
 *
 * Property: `context` (BrikTillContext, nullable, set once).
 */
#define BRIK_TYPE_TILL_PART (brik_till_part_get_type ())
G_DECLARE_DERIVABLE_TYPE (BrikTillPart, brik_till_part, BRIK, TILL_PART, GtkWidget)

/**
 * BrikTillPartClass:
 * @begin: (nullable): the context has come
 */
struct _BrikTillPartClass
{
  GtkWidgetClass parent_class;

  void (*begin) (BrikTillPart *part);
};

/* (nullable) */
BrikTillContext *brik_till_part_get_context (BrikTillPart *part);

G_END_DECLS
