/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-intake-private.h"

#include "core/brik-limits.h"
#include "wire/brik-json.h"

void
brik_received_clear (BrikReceived *received)
{
  g_clear_pointer (&received->entry, brik_entry_free);
  g_clear_pointer (&received->run, g_free);
}

/* The name of an entry that is otherwise not one: it keeps its place in its run. */
static void
read_name (BrikReceived *received)
{
  g_autoptr (JsonObject) object =
    brik_json_parse_object (received->sealed->line, -1, BRIK_LIMIT_ENTRY_LINE, NULL);
  const char *run = object ? brik_json_get_string (object, "run", BRIK_LIMIT_ID, NULL) : NULL;

  if (run && brik_json_get_int (object, "number", 1, G_MAXINT64, &received->number, NULL))
    received->run = g_strdup (run);
}

static void
read_entry (BrikReceived *received, const BrikTill *till)
{
  const BrikSealedLine *sealed = received->sealed;
  gsize length = strlen (sealed->line);

  brik_hash_of_line (&sealed->seal.previous, sealed->line, length, &received->digest);
  if (memcmp (&received->digest, &sealed->seal.hash, sizeof received->digest) != 0)
    received->why = BRIK_WHY_HASH;
  received->entry = brik_entry_from_line (sealed->line, length, NULL);
  if (!received->entry)
    {
      read_name (received);
      received->why = received->why ? received->why : BRIK_WHY_MALFORMED;
      return;
    }

  received->run = g_strdup (received->entry->run);
  received->number = received->entry->number;
  if (!received->why && !g_str_equal (received->entry->till, till->id))
    received->why = BRIK_WHY_OTHER_TILL;
}

/* The till's key that signed it, current ones first; NULL for none. */
static const BrikTillKey *
find_signer (const BrikTill *till, const BrikSeal *seal)
{
  for (BrikKeyState state = BRIK_KEY_ACTIVE; state <= BRIK_KEY_REVOKED; state++)
    {
      for (guint i = 0; i < till->keys->len; i++)
        {
          const BrikTillKey *key = &g_array_index (till->keys, BrikTillKey, i);

          if (key->state == state && brik_seal_check_signature (seal, &key->key))
            return key;
        }
    }
  return NULL;
}

/* Whatever else is wrong with it. */
static gboolean
is_of_revoked (const BrikReceived *received, const BrikTill *till, const BrikTillKey *signer)
{
  return till->asks_with == BRIK_KEY_REVOKED || (!received->why && signer->state == BRIK_KEY_REVOKED);
}

/* The chain vouches for what comes before a good signature: an entry whose hash the next one names has that
 * one's signer. */
void
brik_received_examine (GArray *received, const BrikTill *till)
{
  const BrikTillKey *signer = NULL;
  const BrikSeal *next = NULL;

  for (guint i = 0; i < received->len; i++)
    read_entry (&g_array_index (received, BrikReceived, i), till);

  for (guint i = received->len; i > 0; i--)
    {
      BrikReceived *one = &g_array_index (received, BrikReceived, i - 1);
      const BrikSeal *seal = &one->sealed->seal;

      if (!signer || memcmp (&next->previous, &seal->hash, sizeof seal->hash) != 0)
        signer = find_signer (till, seal);
      next = seal;

      /* A hash that does not fit vouches for nothing before it. */
      if (g_strcmp0 (one->why, BRIK_WHY_HASH) == 0)
        signer = NULL;
      else if (!one->why && !signer)
        one->why = BRIK_WHY_SIGNATURE;
      if (is_of_revoked (one, till, signer))
        one->why = BRIK_WHY_REVOKED;
    }
}
