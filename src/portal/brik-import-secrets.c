/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-import-private.h"

#include <gio/gio.h>
#include <sodium.h>

/* A PIN guards money at a till that may be stolen: about 100 ms a try there. */
#define PIN_OPERATIONS crypto_pwhash_OPSLIMIT_INTERACTIVE
#define PIN_MEMORY crypto_pwhash_MEMLIMIT_INTERACTIVE
/* A printed code is short, for one use, and tried against the portal only, which limits how often. No hash
 * would keep six digits from whoever has the database: Argon2id with a salt, but light, for there are as many
 * as there are cards. */
#define CODE_OPERATIONS 2
#define CODE_MEMORY (1024 * 1024)

/* @file: whose column @column is hashed. @sql: (municipality) the ids and hashes that there are. */
typedef struct
{
  const char *file;
  const char *column;
  const char *sql;
  unsigned long long operations;
  size_t memory;
} Secret;

static const Secret secrets[] = {
  { "staff.csv", "pin", "SELECT id, pin_hash FROM staff", PIN_OPERATIONS, PIN_MEMORY },
  { "cards.csv", "code", "SELECT id, coalesce (code_hash, '') FROM card", CODE_OPERATIONS, CODE_MEMORY },
};

typedef struct
{
  BrikImport *import;
  const Secret *secret;
} Known;

/* The hashes there are, so that importing again does not work them all out anew. */
static gboolean
read_known (BrikStore *store, gpointer data, GError **error)
{
  Known *known = data;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (BrikRows) rows = brik_store_query (store, error, known->secret->sql, "");

  if (!rows)
    return FALSE;
  while (brik_rows_next (rows, &local_error))
    g_hash_table_replace (known->import->secrets,
                          g_strconcat (known->secret->file, ":", brik_rows_text (rows, 0), NULL),
                          g_strdup (brik_rows_text (rows, 1)));
  return brik_error_pass_on (&local_error, error);
}

static gboolean
hash_one (BrikImport *import, const Secret *secret, const char *id, const char *text, GError **error)
{
  g_autofree char *key = g_strconcat (secret->file, ":", id, NULL);
  const char *known = g_hash_table_lookup (import->secrets, key);
  g_autofree char *hash = g_new0 (char, crypto_pwhash_STRBYTES);

  if (known && known[0] && crypto_pwhash_str_verify (known, text, strlen (text)) == 0)
    return TRUE;
  if (crypto_pwhash_str (hash, text, strlen (text), secret->operations, secret->memory) != 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NO_SPACE, "not enough memory to hash a secret");
      return FALSE;
    }
  g_hash_table_replace (import->secrets, g_steal_pointer (&key), g_steal_pointer (&hash));
  return TRUE;
}

gboolean
brik_import_hash_secrets (BrikImport *import, BrikBooks *books, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      const BrikCsv *csv = g_hash_table_lookup (import->tables, secrets[i].file);
      gint id = csv ? brik_csv_find_column (csv, "id") : -1;
      gint column = csv ? brik_csv_find_column (csv, secrets[i].column) : -1;

      if (id < 0 || column < 0)
        continue;
      if (!brik_books_read (books, read_known, &(Known){ import, &secrets[i] }, error))
        return FALSE;
      for (guint row = 0; row < brik_csv_get_n_rows (csv); row++)
        {
          const char *text = brik_csv_get (csv, row, (guint) column);

          if (text[0] && !hash_one (import, &secrets[i], brik_csv_get (csv, row, (guint) id), text, error))
            return FALSE;
        }
    }
  return TRUE;
}
