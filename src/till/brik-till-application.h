/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-till-options.h"

G_BEGIN_DECLS

/**
 * BrikTillApplication:
 *
 * Opens the ledger, starts reader and sync, and puts the window over them; on the way out it lets go of them
 * in turn. Not unique on the session bus: it is the ledger's lock that keeps a second till program out.
 *
 * Action: `app.open-ledger` (again, after it failed).
 */
#define BRIK_TYPE_TILL_APPLICATION (brik_till_application_get_type ())
G_DECLARE_FINAL_TYPE (BrikTillApplication, brik_till_application, BRIK, TILL_APPLICATION, GtkApplication)

/* @options: (transfer full) */
BrikTillApplication *brik_till_application_new (BrikTillOptions *options);

G_END_DECLS
