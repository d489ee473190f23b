/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-money.h"
#include "reader/brik-reader.h"

G_BEGIN_DECLS

/* What the templates say with <closure>: plain values in, the text or name to show out, in the program's
 * language. Pure, so that they are tested without a window. @self is the template's object and is never
 * looked at. All results are (transfer full). */

char *brik_format_money (gpointer self, gint64 amount_ore);

/* "11.42" in Danish, "11:42" in English; "" without a zone. */
char *brik_format_clock (gpointer self, gint64 time_us, GTimeZone *zone);

G_END_DECLS
