/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "till/brik-till-context.h"

G_BEGIN_DECLS

/**
 * BrikTillWindow:
 *
 * The till's only window: the status bar above one page at a time. Which page follows from the ledger: not
 * enrolled, not filled, nobody signed in, selling.
 *
 * Properties: `context` (BrikTillContext, nullable, set once), `page` (char *, read-only: "trouble", "enrol",
 * "fill", "sign-in", "sale", "about" or "closing").
 * Actions: `win.sign-out`, `win.about`, `win.ask-to-close`, `win.back`, `win.close`.
 */
#define BRIK_TYPE_TILL_WINDOW (brik_till_window_get_type ())
G_DECLARE_FINAL_TYPE (BrikTillWindow, brik_till_window, BRIK, TILL_WINDOW, GtkApplicationWindow)

GtkWidget *brik_till_window_new (GtkApplication *application);

/* Says why the till cannot open, with what to do; until a context comes there is nothing else to show. */
void brik_till_window_show_trouble (BrikTillWindow *window, const char *title, const char *text);
void brik_till_window_set_context (BrikTillWindow *window, BrikTillContext *context);

/* Answers the questions of the first start, as far as @portal and @code are given. Nothing where the till is
 * enrolled. */
void brik_till_window_answer (BrikTillWindow *window, const char *portal, const char *code);

/* A passing note at the bottom of the window. */
void brik_till_window_say (BrikTillWindow *window, const char *text);

G_END_DECLS
