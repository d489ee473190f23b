/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Tells assistive tools which pages of the stacks at and below @root are not shown, now and from now on:
 * GTK 4.8 does not, and a screen reader would read out every page at once. Call it again for widgets that
 * come later; a stack that is followed already is left alone. */
void brik_hidden_pages_follow (GtkWidget *root);

G_END_DECLS
