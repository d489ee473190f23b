/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Whether @text, which is UTF-8, stays where it is put: on one line, and without the characters that turn the
 * writing direction of what stands around them. Names are typed by those who are named, and shown to a
 * cashier between other people's. */
gboolean brik_text_is_plain (const char *text);

G_END_DECLS
