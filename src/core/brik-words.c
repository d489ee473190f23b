/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-words.h"

const char *
brik_words_get (const char *const *words, gsize n_words, guint value)
{
  return value < n_words ? words[value] : NULL;
}

gboolean
brik_words_find (const char *const *words, gsize n_words, const char *word, guint *value)
{
  if (word == NULL)
    return FALSE;

  for (guint i = 0; i < n_words; i++)
    if (words[i] != NULL && g_str_equal (words[i], word))
      {
        *value = i;
        return TRUE;
      }

  return FALSE;
}
