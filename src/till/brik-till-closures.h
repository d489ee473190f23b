/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-money.h"
#include "reader/brik-reader.h"
#include "till/brik-mood.h"

G_BEGIN_DECLS

/* What the templates say with <closure>: plain values in, the text or mood to show out, in the program's
 * language. Pure, so that they are tested without a window. @self is the template's object and is never
 * looked at. All texts are (transfer full). Times are UTC µs; a @zone of %NULL gives no time of day. */

char *brik_format_money (gpointer self, gint64 amount_ore);

/* "11.42" in Danish, "11:42" in English. */
char *brik_format_clock (gpointer self, gint64 time_us, GTimeZone *zone);
/* The same on the civil day of @now_us, with the date on any other. */
char *brik_format_moment (gpointer self, gint64 time_us, gint64 now_us, GTimeZone *zone);
/* How long ago, in hours or days: "3 t.", "2 dage"; "" for less than an hour (D8). */
char *brik_format_age (gpointer self, gint64 age_us);

/* "Nørre Skole · Kasse 1"; the program's name before the till knows where it stands. */
char *brik_format_place (gpointer self, const char *place, const char *till);
char *brik_format_cashier (gpointer self, const char *name);

/* The portal: in short for the status bar, and the whole story. @answered_us: when it last answered, 0 never;
 * @trouble: (nullable): what waiting does not mend. Nothing is shown before anybody has asked it (@since_us
 * 0). */
char *brik_format_link (gpointer self,
                        gboolean online,
                        gint64 since_us,
                        gint64 unsent_sales,
                        gint64 answered_us,
                        gint64 now_us,
                        GTimeZone *zone,
                        const char *trouble);
char *brik_describe_link (gpointer self,
                          gboolean online,
                          gint64 since_us,
                          gint64 unsent,
                          gint64 unsent_sales,
                          gint64 answered_us,
                          gint64 now_us,
                          GTimeZone *zone,
                          const char *trouble);
BrikMood brik_link_mood (gpointer self, gboolean online, const char *trouble);

/* The reader: in short, and the whole story with what to do. */
char *brik_format_reader (gpointer self, BrikReaderState state, const char *fault_code);
char *brik_describe_reader (gpointer self,
                            BrikReaderState state,
                            const char *name,
                            const char *fault_code,
                            const char *fault_text);
BrikMood brik_reader_mood (gpointer self, BrikReaderState state);

/* What is still to be sent, for who signs out or closes the till: nothing is lost by either. */
char *brik_format_unsent (gpointer self, gint64 unsent, gint64 unsent_sales);

G_END_DECLS
