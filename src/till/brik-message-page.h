/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-mood.h"

G_BEGIN_DECLS

/**
 * BrikMessagePage:
 *
 * A whole page that says one thing and what can be done about it.
 *
 * Properties: `mood` (BrikMood), `title`, `text` (char *), `busy` (gboolean: something is under way),
 * `main-label` and `main-action`, `other-label` and `other-action` (char *, nullable: its buttons, by the
 * name of an action).
 */
#define BRIK_TYPE_MESSAGE_PAGE (brik_message_page_get_type ())
G_DECLARE_FINAL_TYPE (BrikMessagePage, brik_message_page, BRIK, MESSAGE_PAGE, GtkWidget)

G_END_DECLS
