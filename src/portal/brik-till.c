/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-till.h"

#include <sodium.h>

#include "portal/brik-portal-error.h"

#define CODE_LENGTH 8
/* Crockford's: without letters that look like digits. 40 bits, tried against for 15 minutes. */
static const char code_letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static BrikKeyState
key_state_from_name (const char *name)
{
  if (g_str_equal (name, "active"))
    return BRIK_KEY_ACTIVE;
  return g_str_equal (name, "retired") ? BRIK_KEY_RETIRED : BRIK_KEY_REVOKED;
}

static gboolean
load_keys (BrikStore *store, BrikTill *till, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT public_key, state FROM till_key WHERE municipality_id = ? AND till_id = ?", "ss",
    till->municipality, till->id);

  if (!rows)
    return FALSE;
  while (brik_rows_next (rows, &local_error))
    {
      BrikTillKey key = { .state = key_state_from_name (brik_rows_text (rows, 1)) };
      gsize size;
      const void *bytes = brik_rows_blob (rows, 0, &size);

      g_assert (size == sizeof key.key.bytes); /* the schema checks it */
      memcpy (key.key.bytes, bytes, size);
      g_array_append_val (till->keys, key);
    }

  return brik_error_pass_on (&local_error, error);
}

BrikTill *
brik_till_load (BrikStore *store, const char *municipality, const char *id, GError **error)
{
  g_autoptr (BrikTill) till = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT place_id FROM till WHERE municipality_id = ? AND id = ?", "ss", municipality, id);

  if (!rows || !brik_rows_next (rows, error))
    return NULL;

  till = g_new0 (BrikTill, 1);
  till->id = g_strdup (id);
  till->municipality = g_strdup (municipality);
  till->place = g_strdup (brik_rows_text (rows, 0));
  till->keys = g_array_new (FALSE, FALSE, sizeof (BrikTillKey));
  return load_keys (store, till, error) ? g_steal_pointer (&till) : NULL;
}

void
brik_till_free (BrikTill *till)
{
  g_free (till->id);
  g_free (till->municipality);
  g_free (till->run);
  g_free (till->place);
  g_array_unref (till->keys);
  g_free (till);
}

/* As typed: case, hyphens and spaces do not matter, and look-alikes are read as what was meant. */
static char *
normalize_code (const char *code)
{
  GString *text = g_string_new (NULL);

  for (const char *p = code; *p; p++)
    {
      char letter = g_ascii_toupper (*p);

      if (letter == 'O')
        letter = '0';
      else if (letter == 'I' || letter == 'L')
        letter = '1';
      if (letter != '-' && letter != ' ')
        g_string_append_c (text, letter);
    }
  return g_string_free (text, FALSE);
}

static BrikHash
hash_code (const char *code)
{
  g_autofree char *normal = normalize_code (code);
  BrikHash hash;

  brik_hash_of_bytes (normal, strlen (normal), &hash);
  return hash;
}

static char *
draw_code (void)
{
  GString *code = g_string_new (NULL);

  for (guint i = 0; i < CODE_LENGTH; i++)
    {
      if (i == CODE_LENGTH / 2)
        g_string_append_c (code, '-');
      g_string_append_c (code, code_letters[randombytes_uniform (sizeof code_letters - 1)]);
    }
  return g_string_free (code, FALSE);
}

char *
brik_till_make_code (BrikStore *store,
                     const char *municipality,
                     const char *till,
                     gint64 now_us,
                     GError **error)
{
  g_autofree char *code = draw_code ();
  g_autoptr (BrikTill) known = NULL;
  g_autoptr (GError) local_error = NULL;
  BrikHash hash = hash_code (code);

  known = brik_till_load (store, municipality, till, &local_error);
  if (!known)
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_NOT_FOUND,
                     "There is no till \"%s\". Its id is the one in tills.csv.", till);
      return NULL;
    }

  if (!brik_store_run (store, error, "DELETE FROM enrolment_code WHERE municipality_id = ? AND till_id = ?",
                       "ss", municipality, till) ||
      !brik_store_run (store, error,
                       "INSERT INTO enrolment_code (municipality_id, code_hash, till_id, expires_us)"
                       " VALUES (?, ?, ?, ?)",
                       "sbsi", municipality, hash.bytes, sizeof hash.bytes, till,
                       now_us + BRIK_ENROLMENT_CODE_US))
    return NULL;
  return g_steal_pointer (&code);
}

static gboolean
refuse (GError **error, BrikPortalError code, const char *message)
{
  g_set_error_literal (error, BRIK_PORTAL_ERROR, (int) code, message);
  return FALSE;
}

/* The till that @code is for, if @key may have it. (transfer full) */
static char *
check_code (BrikStore *store,
            const char *municipality,
            const BrikHash *hash,
            const BrikPublicKey *key,
            gint64 now_us,
            GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows =
    brik_store_query (store, error,
                      "SELECT till_id, expires_us, used_by_key IS NULL OR used_by_key = ?"
                      " FROM enrolment_code WHERE municipality_id = ? AND code_hash = ?",
                      "bsb", key->bytes, sizeof key->bytes, municipality, hash->bytes, sizeof hash->bytes);

  if (!rows)
    return NULL;
  if (!brik_rows_next (rows, &local_error))
    {
      if (local_error)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        refuse (error, BRIK_PORTAL_ERROR_REFUSED,
                "This code is wrong. Check it, or ask the office for a new one.");
      return NULL;
    }
  if (!brik_rows_int (rows, 2))
    {
      refuse (error, BRIK_PORTAL_ERROR_REFUSED,
              "This code has been used by another till. Ask the office for a new one.");
      return NULL;
    }
  if (brik_rows_int (rows, 1) <= now_us)
    {
      refuse (error, BRIK_PORTAL_ERROR_EXPIRED, "This code is too old. Ask the office for a new one.");
      return NULL;
    }
  return g_strdup (brik_rows_text (rows, 0));
}

/* A key known to be in wrong hands never becomes good again, at whichever till. */
static gboolean
check_key (BrikStore *store, const char *municipality, const BrikPublicKey *key, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (
    store, error, "SELECT 1 FROM till_key WHERE municipality_id = ? AND public_key = ? AND state = 'revoked'",
    "sb", municipality, key->bytes, sizeof key->bytes);

  if (!rows)
    return FALSE;
  if (brik_rows_next (rows, &local_error))
    return refuse (
      error, BRIK_PORTAL_ERROR_REFUSED,
      "This till was shut out by the office. Start it with a new ledger file to enrol it again.");
  return brik_error_pass_on (&local_error, error);
}

/* The key becomes the till's one active key, and is no other till's. */
static gboolean
give_key (BrikStore *store,
          const char *municipality,
          const char *till,
          const BrikPublicKey *key,
          gint64 now_us,
          GError **error)
{
  return brik_store_run (
           store, error,
           "UPDATE till_key SET state = 'retired', ended_us = ?"
           " WHERE municipality_id = ? AND state = 'active' AND (till_id = ?) <> (public_key = ?)",
           "issb", now_us, municipality, till, key->bytes, sizeof key->bytes) &&
         brik_store_run (store, error,
                         "INSERT INTO till_key (municipality_id, till_id, public_key, state, enrolled_us)"
                         " VALUES (?, ?, ?, 'active', ?)"
                         " ON CONFLICT DO UPDATE SET state = 'active', ended_us = NULL",
                         "ssbi", municipality, till, key->bytes, sizeof key->bytes, now_us);
}

char *
brik_till_enrol (BrikStore *store,
                 const char *municipality,
                 const char *code,
                 const BrikPublicKey *key,
                 gint64 now_us,
                 GError **error)
{
  BrikHash hash = hash_code (code);
  g_autofree char *till = check_code (store, municipality, &hash, key, now_us, error);

  if (!till || !check_key (store, municipality, key, error) ||
      !brik_store_run (
        store, error, "UPDATE enrolment_code SET used_by_key = ? WHERE municipality_id = ? AND code_hash = ?",
        "bsb", key->bytes, sizeof key->bytes, municipality, hash.bytes, sizeof hash.bytes) ||
      !give_key (store, municipality, till, key, now_us, error))
    return NULL;
  return g_steal_pointer (&till);
}

gboolean
brik_till_revoke (BrikStore *store, const char *municipality, const char *till, gint64 now_us, GError **error)
{
  if (!brik_store_run (store, error,
                       "UPDATE till_key SET state = 'revoked', ended_us = ?"
                       " WHERE municipality_id = ? AND till_id = ? AND state <> 'revoked'",
                       "iss", now_us, municipality, till))
    return FALSE;
  if (brik_store_get_n_changed (store) > 0)
    return brik_store_run (store, error,
                           "DELETE FROM enrolment_code WHERE municipality_id = ? AND till_id = ?", "ss",
                           municipality, till);

  g_set_error (error, BRIK_PORTAL_ERROR, BRIK_PORTAL_ERROR_NOT_FOUND,
               "Till \"%s\" has no key to revoke: it is not enrolled, or not known.", till);
  return FALSE;
}
