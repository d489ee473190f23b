/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-hidden-pages.h"

#define FOLLOWED "brik-hidden-pages-followed"

static void
on_stack_visible_child (GtkStack *stack)
{
  GtkWidget *shown = gtk_stack_get_visible_child (stack);

  for (GtkWidget *page = gtk_widget_get_first_child (GTK_WIDGET (stack)); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN, page != shown, -1);
}

static void
follow_stack (GtkStack *stack)
{
  if (g_object_get_data (G_OBJECT (stack), FOLLOWED) != NULL)
    return;
  g_object_set_data (G_OBJECT (stack), FOLLOWED, GINT_TO_POINTER (TRUE));
  g_signal_connect (stack, "notify::visible-child", G_CALLBACK (on_stack_visible_child), NULL);
  on_stack_visible_child (stack);
}

void
brik_hidden_pages_follow (GtkWidget *root)
{
  if (GTK_IS_STACK (root))
    follow_stack (GTK_STACK (root));
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    brik_hidden_pages_follow (child);
}
