/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* An enumeration's words as they stand on the wire and in stores: a table indexed by value, NULL where a
 * value has none. The one way in which core turns a value into a word and back. */
const char *brik_words_get (const char *const *words, gsize n_words, guint value);
gboolean brik_words_find (const char *const *words, gsize n_words, const char *word, guint *value);

G_END_DECLS
