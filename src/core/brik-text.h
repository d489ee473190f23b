/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @text, which is UTF-8, stays where it is put: on one line, and without the characters that turn the
 * writing direction of what stands around them. Names are typed by those who are named, and shown to a
 * cashier between other people's. */
gboolean brik_text_is_plain (const char *text);
/* @text, whatever bytes it is, as plain UTF-8: what is not becomes U+FFFD. For messages that tell what a file
 * or a peer said. (transfer full) */
char *brik_text_make_plain (const char *text);

G_END_DECLS
