/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Writes one event to standard output at once: @word and up to two fields (NULL: none), separated by tabs.
 * Control characters in a field become spaces. Ends the process when nobody reads any more. Any thread. */
void brik_line_write (const char *word, const char *first, const char *second);
/* The same, but given up if the reader of the pipe does not take it at once: never waits. */
void brik_line_offer (const char *word, const char *first, const char *second);

G_END_DECLS
