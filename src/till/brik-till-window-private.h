/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "till/brik-about-page.h"
#include "till/brik-message-page.h"
#include "till/brik-till-window.h"
#include "till/brik-wedge-filter.h"

G_BEGIN_DECLS

struct _BrikTillWindow
{
  GtkApplicationWindow parent_instance;
  GtkStack *stack;
  BrikMessagePage *trouble;
  BrikMessagePage *closing;
  GtkWidget *enrol;
  GtkWidget *sign_in;
  GtkRevealer *note_revealer;
  GtkLabel *note;
  BrikTillContext *context;
  BrikWedgeFilter *wedge_filter;
  guint note_source;
  gboolean may_close;
};

/* The page that the ledger asks for, and what of the menu can be used there. */
void brik_till_window_update_page (BrikTillWindow *window);
/* A page of the menu over it, until `win.back`. */
void brik_till_window_show_page (BrikTillWindow *window, const char *name);

/* In brik-till-window-actions.c. */
void brik_till_window_install_actions (GtkWidgetClass *widget_class);

G_END_DECLS
