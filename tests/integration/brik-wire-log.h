/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikWireLog:
 *
 * What went through a wire: how each request began, how long it was, and its answer. Any thread.
 */
typedef struct _BrikWireLog BrikWireLog;

BrikWireLog *brik_wire_log_new (void);
void brik_wire_log_free (BrikWireLog *log);

void brik_wire_log_add_request (BrikWireLog *log, const char *start, gsize size);
/* To the newest request that began with just that. */
void brik_wire_log_add_answer (BrikWireLog *log, const char *start, gsize size);

guint brik_wire_log_count (BrikWireLog *log, const char *request);
/* Of the newest that begins with @request and was answered; 0 for none. */
gsize brik_wire_log_get_size (BrikWireLog *log, const char *request, gboolean answer);

G_END_DECLS
