/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-mood.h"

G_BEGIN_DECLS

/**
 * BrikStatusPill:
 *
 * A short text with a mark for how things stand; a touch opens the whole story.
 *
 * Properties: `mood` (BrikMood), `label` (char *), `details` (char *, nullable: without them it cannot be
 * touched).
 */
#define BRIK_TYPE_STATUS_PILL (brik_status_pill_get_type ())
G_DECLARE_FINAL_TYPE (BrikStatusPill, brik_status_pill, BRIK, STATUS_PILL, GtkWidget)

G_END_DECLS
