/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include <sodium.h>

#include "core/brik-limits.h"
#include "core/brik-text.h"
#include "wire/brik-entry.h"
#include "wire/brik-seal.h"
#include "wire/brik-wire-private.h"

#define ID_BYTES 16

char *
brik_id_new (void)
{
  guint8 bytes[ID_BYTES];

  brik_seal_init ();
  randombytes_buf (bytes, sizeof bytes);
  return brik_bytes_to_hex (bytes, sizeof bytes);
}

gboolean
brik_id_is_valid (const char *id)
{
  gsize length = strlen (id);

  if (length == 0 || length > BRIK_LIMIT_ID)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (id[i]) && strchr ("._-", id[i]) == NULL)
      return FALSE;
  return TRUE;
}

gboolean
brik_hex_is_valid (const char *hex, gsize n_digits)
{
  return strlen (hex) == n_digits && strspn (hex, "0123456789abcdef") == n_digits;
}

gboolean
brik_name_is_valid (const char *name, gsize max_bytes)
{
  return *name != '\0' && strlen (name) <= max_bytes && g_utf8_validate (name, -1, NULL) &&
         brik_text_is_plain (name);
}

const char *
brik_kind_intern (const char *kind, gboolean any, GError **error)
{
  static GMutex lock;
  static GHashTable *interned;
  g_autoptr (GMutexLocker) locker = NULL;

  if (any && *kind == '\0')
    return g_intern_static_string (BRIK_CAP_ANY);
  if (!brik_id_is_valid (kind))
    {
      brik_wire_malformed (error, "“kind” is no id (letters, digits, “.”, “_”, “-”)");
      return NULL;
    }
  locker = g_mutex_locker_new (&lock);
  if (interned == NULL)
    interned = g_hash_table_new (g_str_hash, g_str_equal);
  if (!g_hash_table_contains (interned, kind))
    {
      if (g_hash_table_size (interned) == BRIK_LIMIT_INTERNED_KINDS)
        {
          brik_wire_malformed (error, "too many kinds of place");
          return NULL;
        }
      g_hash_table_add (interned, (gpointer) g_intern_string (kind));
    }
  return g_intern_string (kind);
}
