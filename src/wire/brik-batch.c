/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire/brik-batch.h"

#include "core/brik-limits.h"
#include "wire/brik-json.h"
#include "wire/brik-wire-private.h"

/* What stands around a line in a batch: the names, quotes and commas, two hashes and a signature in hex. */
#define ENTRY_OVERHEAD (4 * 16 + 2 * (BRIK_HASH_SIZE + BRIK_HASH_SIZE + BRIK_SIGNATURE_SIZE))

void
brik_sealed_line_free (BrikSealedLine *sealed)
{
  if (sealed == NULL)
    return;
  g_free (sealed->line);
  g_free (sealed);
}

/* (transfer full) (nullable): what is sent for a line that is no text any more, on a disk that rots: not what
 * was sealed, and set aside for that, but no reason for the portal to refuse a whole batch. NULL where it is
 * text. */
static char *
mend_line (const char *line)
{
  return g_utf8_validate (line, -1, NULL) ? NULL : g_utf8_make_valid (line, -1);
}

static gsize
escaped_size (char letter)
{
  if (letter == '"' || letter == '\\')
    return 2;
  return g_ascii_iscntrl (letter) ? strlen ("\\u0000") : 1;
}

gsize
brik_batch_entry_size (const char *line)
{
  gsize size = ENTRY_OVERHEAD;
  g_autofree char *mended = mend_line (line);

  for (const char *at = mended != NULL ? mended : line; *at != '\0'; at++)
    size += escaped_size (*at);
  return size;
}

static void
add_hex (JsonObject *object, const char *name, const void *bytes, gsize size)
{
  g_autofree char *hex = brik_bytes_to_hex (bytes, size);

  json_object_set_string_member (object, name, hex);
}

static JsonObject *
sealed_line_to_json (const BrikSealedLine *sealed)
{
  JsonObject *object = json_object_new ();
  g_autofree char *mended = mend_line (sealed->line);

  json_object_set_string_member (object, "line", mended != NULL ? mended : sealed->line);
  add_hex (object, "previous", sealed->seal.previous.bytes, BRIK_HASH_SIZE);
  add_hex (object, "hash", sealed->seal.hash.bytes, BRIK_HASH_SIZE);
  add_hex (object, "signature", sealed->seal.signature.bytes, BRIK_SIGNATURE_SIZE);
  return object;
}

char *
brik_batch_to_json (GPtrArray *entries)
{
  g_autoptr (JsonObject) object = json_object_new ();
  JsonArray *array = json_array_sized_new (entries->len);

  for (guint i = 0; i < entries->len; i++)
    json_array_add_object_element (array, sealed_line_to_json (g_ptr_array_index (entries, i)));
  json_object_set_array_member (object, "entries", array);
  return brik_json_object_to_line (object);
}

static gboolean
get_hex (JsonObject *object, const char *name, void *bytes, gsize size, GError **error)
{
  const char *hex = brik_json_get_string (object, name, size * 2, error);

  if (hex == NULL)
    return FALSE;
  return brik_bytes_from_hex (hex, bytes, size) ||
         brik_wire_malformed (error, "“%s” is not %d lower-case hex digits", name, (int) size * 2);
}

static BrikSealedLine *
sealed_line_from_json (JsonObject *object, GError **error)
{
  g_autoptr (BrikSealedLine) sealed = g_new0 (BrikSealedLine, 1);
  /* One that is too long for an entry is no reason to refuse the others: it is judged as one. */
  const char *line = brik_json_get_string (object, "line", BRIK_LIMIT_REQUEST_BODY, error);

  if (line == NULL || !get_hex (object, "previous", sealed->seal.previous.bytes, BRIK_HASH_SIZE, error) ||
      !get_hex (object, "hash", sealed->seal.hash.bytes, BRIK_HASH_SIZE, error) ||
      !get_hex (object, "signature", sealed->seal.signature.bytes, BRIK_SIGNATURE_SIZE, error))
    return NULL;
  sealed->line = g_strdup (line);
  return g_steal_pointer (&sealed);
}

GPtrArray *
brik_batch_from_json (const char *text, gssize length, GError **error)
{
  g_autoptr (JsonObject) object = brik_json_parse_object (text, length, BRIK_LIMIT_REQUEST_BODY, error);
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) brik_sealed_line_free);
  JsonArray *array = NULL;

  if (object == NULL)
    return NULL;
  array = brik_json_get_array (object, "entries", BRIK_LIMIT_BATCH_ENTRIES, error);
  if (array == NULL)
    return NULL;
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *element = brik_json_array_object (array, i, "entries", error);
      BrikSealedLine *sealed = element != NULL ? sealed_line_from_json (element, error) : NULL;

      if (sealed == NULL)
        return NULL;
      g_ptr_array_add (entries, sealed);
    }
  return g_steal_pointer (&entries);
}
