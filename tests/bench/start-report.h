/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What bench-start hears from a program that it starts. */

#define START_WIDTH 1366
#define START_HEIGHT 768

/* Says that @what has been reached, and when. */
void start_report (const char *what);
/* Says what memory the program takes, its share of what it shares, and ends it. */
void start_report_end (GApplication *application);

G_END_DECLS
