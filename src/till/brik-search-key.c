/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "till/brik-search-key.h"

/* Decomposition would make å an a with a ring; in Danish it is the last letter of the alphabet. */
static gboolean
is_ring (gunichar letter, gunichar mark)
{
  return letter == 'a' && mark == 0x030a;
}

char *
brik_search_key (const char *text)
{
  g_autofree char *folded = g_utf8_casefold (text, -1);
  g_autofree char *decomposed = g_utf8_normalize (folded, -1, G_NORMALIZE_NFKD);
  GString *key = g_string_new (NULL);
  gunichar previous = 0;

  for (const char *at = decomposed; at != NULL && *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar letter = g_utf8_get_char (at);

      if (!g_unichar_ismark (letter))
        g_string_append_unichar (key, letter);
      else if (is_ring (previous, letter))
        {
          g_string_truncate (key, key->len - 1);
          g_string_append_unichar (key, 0x00e5);
        }
      previous = letter;
    }
  return g_string_free (key, FALSE);
}
