/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "core/brik-text.h"
#include "store/brik-store-private.h"

G_DEFINE_QUARK (brik - store - error - quark, brik_store_error)

gboolean
brik_error_is_duplicate (const GError *error)
{
  return g_error_matches (error, BRIK_STORE_ERROR, BRIK_STORE_ERROR_DUPLICATE);
}

gboolean
brik_error_pass_on (GError **from, GError **error)
{
  if (*from == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (from));
  return FALSE;
}

static BrikStoreError
error_of_constraint (int code)
{
  switch (code)
    {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_ROWID:
      return BRIK_STORE_ERROR_DUPLICATE;
    default:
      return BRIK_STORE_ERROR_REFUSED;
    }
}

static BrikStoreError
error_of_code (int code)
{
  switch (code & 0xff)
    {
    case SQLITE_FULL:
      return BRIK_STORE_ERROR_FULL;
    case SQLITE_READONLY:
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      return BRIK_STORE_ERROR_DISK;
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      return BRIK_STORE_ERROR_DAMAGED;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return BRIK_STORE_ERROR_BUSY;
    case SQLITE_CONSTRAINT:
      return error_of_constraint (code);
    default:
      return BRIK_STORE_ERROR_FAILED;
    }
}

void
brik_store_set_error (BrikStore *store, int code, const char *doing, GError **error)
{
  /* What the connection says is fuller than the code's name, but only while it is about the same fault. */
  const char *what = store->db && sqlite3_extended_errcode (store->db) == code ? sqlite3_errmsg (store->db)
                                                                               : sqlite3_errstr (code);
  /* It quotes what stands in the file. */
  g_autofree char *plain = brik_text_make_plain (what);

  g_set_error (error, BRIK_STORE_ERROR, error_of_code (code), "%s: %s: %s", store->path, doing, plain);
}
