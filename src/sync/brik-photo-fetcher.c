/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "sync/brik-photo-fetcher.h"

#include "core/brik-limits.h"
#include "sync/brik-sync.h"
#include "wire/brik-api.h"

#define MAX_AT_ONCE 2
#define MAX_LISTED 32
#define DEADLINE_MS 20000

struct _BrikPhotoFetcher
{
  GObject parent_instance;

  BrikLedger *ledger;
  BrikPortalClient *client;
  BrikHealth *health;
  GCancellable *cancellable; /* of all that is under way; NULL once stopped */
  GQueue wanted;             /* (element-type utf8): hashes, the next first */
  GHashTable *under_way;     /* set of hashes */
  GHashTable *given_up;      /* set of hashes */
  gboolean listing;
  gboolean again; /* woken while listing */
};

G_DEFINE_FINAL_TYPE (BrikPhotoFetcher, brik_photo_fetcher, G_TYPE_OBJECT)

/* One photo on its way. */
typedef struct
{
  BrikPhotoFetcher *fetcher;
  char *hash;
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_object_unref (fetch->fetcher);
  g_free (fetch->hash);
  g_free (fetch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static void fetch_next (BrikPhotoFetcher *fetcher);

/* No more is fetched until something wakes it: an answer to the long poll does. */
static void
clear_wanted (BrikPhotoFetcher *fetcher)
{
  g_queue_clear_full (&fetcher->wanted, g_free);
}

static void
give_up (BrikPhotoFetcher *fetcher, const char *hash, const char *why)
{
  g_debug ("photo %s: %s", hash, why);
  g_hash_table_add (fetcher->given_up, g_strdup (hash));
}

static gboolean
has_hash (GBytes *photo, const char *hash)
{
  BrikHash found;
  g_autofree char *hex = NULL;

  brik_hash_of_bytes (g_bytes_get_data (photo, NULL), g_bytes_get_size (photo), &found);
  hex = brik_bytes_to_hex (found.bytes, BRIK_HASH_SIZE);
  return g_str_equal (hex, hash);
}

static void
on_ledger_put_photo_ready (GObject *ledger, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Fetch) fetch = user_data;
  g_autoptr (GError) error = NULL;

  g_hash_table_remove (fetch->fetcher->under_way, fetch->hash);
  if (!brik_ledger_put_photo_finish (BRIK_LEDGER (ledger), result, &error))
    give_up (fetch->fetcher, fetch->hash, error->message);
  fetch_next (fetch->fetcher);
}

/* Without a portal there is no point in the next one; where only this photo is at fault there is. */
static void
end_failed (BrikPhotoFetcher *fetcher, const char *hash, const GError *error)
{
  g_hash_table_remove (fetcher->under_way, hash);
  if (brik_error_is_not_found (error) || g_error_matches (error, BRIK_SYNC_ERROR, BRIK_SYNC_ERROR_MALFORMED))
    {
      brik_health_answered (fetcher->health, BRIK_CHANNEL_ASK);
      give_up (fetcher, hash, error->message);
      fetch_next (fetcher);
      return;
    }
  brik_health_failed (fetcher->health, BRIK_CHANNEL_ASK, error);
  clear_wanted (fetcher);
}

static void
on_client_send_ready (GObject *client, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (Fetch) fetch = user_data;
  BrikPhotoFetcher *fetcher = fetch->fetcher;
  const char *hash = fetch->hash;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) photo =
    brik_portal_client_send_finish (BRIK_PORTAL_CLIENT (client), result, NULL, &error);

  if (photo == NULL)
    {
      end_failed (fetcher, hash, error);
      return;
    }
  brik_health_answered (fetcher->health, BRIK_CHANNEL_ASK);
  if (has_hash (photo, hash))
    brik_ledger_put_photo_async (fetcher->ledger, hash, photo, fetcher->cancellable,
                                 on_ledger_put_photo_ready, g_steal_pointer (&fetch));
  else
    {
      g_hash_table_remove (fetcher->under_way, hash);
      give_up (fetcher, hash, "the portal sent another");
      fetch_next (fetcher);
    }
}

static void
fetch (BrikPhotoFetcher *fetcher, const char *hash)
{
  g_autofree char *target = g_strconcat (BRIK_API_PHOTOS, hash, NULL);
  Fetch *one = g_new0 (Fetch, 1);

  one->fetcher = g_object_ref (fetcher);
  one->hash = g_strdup (hash);
  g_hash_table_add (fetcher->under_way, g_strdup (hash));
  brik_portal_client_send_async (fetcher->client,
                                 &(BrikPortalRequest){ .method = "GET",
                                                       .target = target,
                                                       .max_answer = BRIK_LIMIT_PHOTO,
                                                       .deadline_ms = DEADLINE_MS,
                                                       .looks_up = TRUE },
                                 fetcher->cancellable, on_client_send_ready, one);
}

static gboolean
is_needed (BrikPhotoFetcher *fetcher, const char *hash)
{
  return !g_hash_table_contains (fetcher->under_way, hash) &&
         !g_hash_table_contains (fetcher->given_up, hash);
}

static void
on_ledger_missing_photos_ready (GObject *ledger, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (BrikPhotoFetcher) fetcher = user_data;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) hashes = brik_ledger_missing_photos_finish (BRIK_LEDGER (ledger), result, &error);

  fetcher->listing = FALSE;
  if (hashes == NULL)
    {
      g_debug ("missing photos: %s", error->message);
      return;
    }
  for (guint i = 0; hashes[i] != NULL; i++)
    if (is_needed (fetcher, hashes[i]))
      g_queue_push_tail (&fetcher->wanted, g_strdup (hashes[i]));
  if (!g_queue_is_empty (&fetcher->wanted) || fetcher->again)
    fetch_next (fetcher);
}

/* What was given up stands at the head of every list, so the list is that much longer. */
static void
list_missing (BrikPhotoFetcher *fetcher)
{
  guint n_passed = g_hash_table_size (fetcher->given_up) + g_hash_table_size (fetcher->under_way);

  fetcher->listing = TRUE;
  fetcher->again = FALSE;
  brik_ledger_missing_photos_async (fetcher->ledger, MAX_LISTED + n_passed, fetcher->cancellable,
                                    on_ledger_missing_photos_ready, g_object_ref (fetcher));
}

static void
fetch_next (BrikPhotoFetcher *fetcher)
{
  if (fetcher->cancellable == NULL)
    return;
  while (g_hash_table_size (fetcher->under_way) < MAX_AT_ONCE && !g_queue_is_empty (&fetcher->wanted))
    {
      g_autofree char *hash = g_queue_pop_head (&fetcher->wanted);

      if (is_needed (fetcher, hash))
        fetch (fetcher, hash);
    }
  if (g_queue_is_empty (&fetcher->wanted) && !fetcher->listing &&
      g_hash_table_size (fetcher->under_way) < MAX_AT_ONCE)
    list_missing (fetcher);
}

void
brik_photo_fetcher_wake (BrikPhotoFetcher *fetcher)
{
  if (fetcher->cancellable == NULL)
    fetcher->cancellable = g_cancellable_new ();
  fetcher->again = TRUE;
  fetch_next (fetcher);
}

void
brik_photo_fetcher_want (BrikPhotoFetcher *fetcher, const char *hash)
{
  /* Somebody looks at its empty place: worth another try. */
  g_hash_table_remove (fetcher->given_up, hash);
  if (!is_needed (fetcher, hash))
    return;
  g_queue_push_head (&fetcher->wanted, g_strdup (hash));
  fetch_next (fetcher);
}

void
brik_photo_fetcher_stop (BrikPhotoFetcher *fetcher)
{
  clear_wanted (fetcher);
  if (fetcher->cancellable != NULL)
    g_cancellable_cancel (fetcher->cancellable);
  g_clear_object (&fetcher->cancellable);
}

BrikPhotoFetcher *
brik_photo_fetcher_new (BrikLedger *ledger, BrikPortalClient *client, BrikHealth *health)
{
  BrikPhotoFetcher *fetcher = g_object_new (BRIK_TYPE_PHOTO_FETCHER, NULL);

  fetcher->ledger = g_object_ref (ledger);
  fetcher->client = g_object_ref (client);
  fetcher->health = g_object_ref (health);
  return fetcher;
}

static void
brik_photo_fetcher_dispose (GObject *object)
{
  BrikPhotoFetcher *fetcher = BRIK_PHOTO_FETCHER (object);

  brik_photo_fetcher_stop (fetcher);
  g_clear_object (&fetcher->health);
  g_clear_object (&fetcher->client);
  g_clear_object (&fetcher->ledger);
  G_OBJECT_CLASS (brik_photo_fetcher_parent_class)->dispose (object);
}

static void
brik_photo_fetcher_finalize (GObject *object)
{
  BrikPhotoFetcher *fetcher = BRIK_PHOTO_FETCHER (object);

  g_clear_pointer (&fetcher->under_way, g_hash_table_unref);
  g_clear_pointer (&fetcher->given_up, g_hash_table_unref);
  G_OBJECT_CLASS (brik_photo_fetcher_parent_class)->finalize (object);
}

static void
brik_photo_fetcher_class_init (BrikPhotoFetcherClass *class)
{
  G_OBJECT_CLASS (class)->dispose = brik_photo_fetcher_dispose;
  G_OBJECT_CLASS (class)->finalize = brik_photo_fetcher_finalize;
}

static void
brik_photo_fetcher_init (BrikPhotoFetcher *fetcher)
{
  g_queue_init (&fetcher->wanted);
  fetcher->under_way = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  fetcher->given_up = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}
