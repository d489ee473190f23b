/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "ledger/brik-ledger-private.h"

#include "core/brik-limits.h"
#include "ledger/brik-goods-table.h"
#include "ledger/brik-photos-table.h"

static gpointer
list_products (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_goods_table_list_products (file->store, error);
}

static const BrikCall products_call = { list_products, NULL, (GDestroyNotify) g_ptr_array_unref };

void
brik_ledger_list_products_async (BrikLedger *ledger,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  brik_ledger_start (ledger, &products_call, NULL, cancellable, callback, user_data);
}

GPtrArray *
brik_ledger_list_products_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &products_call, result, error);
}

static gpointer
list_categories (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_goods_table_list_categories (file->store, error);
}

static const BrikCall categories_call = { list_categories, NULL, (GDestroyNotify) g_ptr_array_unref };

void
brik_ledger_list_categories_async (BrikLedger *ledger,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  brik_ledger_start (ledger, &categories_call, NULL, cancellable, callback, user_data);
}

GPtrArray *
brik_ledger_list_categories_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &categories_call, result, error);
}

static gpointer
get_photo (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_photos_table_get (file->store, request, error);
}

static const BrikCall get_photo_call = { get_photo, g_free, (GDestroyNotify) g_bytes_unref };

void
brik_ledger_get_photo_async (BrikLedger *ledger,
                             const char *hash,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  brik_ledger_start (ledger, &get_photo_call, g_strdup (hash), cancellable, callback, user_data);
}

GBytes *
brik_ledger_get_photo_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &get_photo_call, result, error);
}

typedef struct
{
  char *hash;
  GBytes *photo;
} Picture;

static void
picture_free (Picture *picture)
{
  g_free (picture->hash);
  g_bytes_unref (picture->photo);
  g_free (picture);
}

/* It came over the network: it is what was asked for, and of a size that was agreed, or it stays outside. */
static gboolean
check_photo (const Picture *picture, GError **error)
{
  g_autofree char *hex = NULL;
  BrikHash hash;
  gsize size;
  const void *data = g_bytes_get_data (picture->photo, &size);

  brik_hash_of_bytes (data, size, &hash);
  hex = brik_bytes_to_hex (hash.bytes, sizeof hash.bytes);
  if (size > 0 && size <= BRIK_LIMIT_PHOTO && g_strcmp0 (hex, picture->hash) == 0)
    return TRUE;

  g_set_error (error, BRIK_LEDGER_ERROR, BRIK_LEDGER_ERROR_INVALID,
               "the photo is not the one asked for, or longer than %d bytes", BRIK_LIMIT_PHOTO);
  return FALSE;
}

static gpointer
put_photo (BrikLedgerFile *file, gpointer request, GError **error)
{
  const Picture *picture = request;
  gboolean kept;

  if (!check_photo (picture, error) ||
      !brik_photos_table_put (file->store, picture->hash, picture->photo, &kept, error))
    return NULL;

  if (kept)
    file->news.photo = g_strdup (picture->hash);
  return file;
}

static const BrikCall put_photo_call = { put_photo, (GDestroyNotify) picture_free, NULL };

void
brik_ledger_put_photo_async (BrikLedger *ledger,
                             const char *hash,
                             GBytes *photo,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  Picture *picture = g_new0 (Picture, 1);

  picture->hash = g_strdup (hash);
  picture->photo = g_bytes_ref (photo);
  brik_ledger_start (ledger, &put_photo_call, picture, cancellable, callback, user_data);
}

gboolean
brik_ledger_put_photo_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &put_photo_call, result, error) != NULL;
}

static gpointer
list_missing (BrikLedgerFile *file, gpointer request, GError **error)
{
  return brik_photos_table_list_missing (file->store, GPOINTER_TO_UINT (request), error);
}

static const BrikCall missing_photos_call = { list_missing, NULL, (GDestroyNotify) g_strfreev };

void
brik_ledger_missing_photos_async (BrikLedger *ledger,
                                  guint max,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  brik_ledger_start (ledger, &missing_photos_call, GUINT_TO_POINTER (max), cancellable, callback, user_data);
}

GStrv
brik_ledger_missing_photos_finish (BrikLedger *ledger, GAsyncResult *result, GError **error)
{
  return brik_ledger_end (ledger, &missing_photos_call, result, error);
}
