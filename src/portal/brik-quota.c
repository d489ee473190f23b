/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#include "portal/brik-quota.h"

#include "core/brik-limits.h"

/* @full_us: when there is as much room again as there can be: what was used lies that far ahead */
typedef struct
{
  gint64 full_us;
  guint n_inside;
} Share;

struct _BrikQuota
{
  GMutex lock;
  GHashTable *shares; /* by till */
  gint64 size;
  gint64 per_s;
};

BrikQuota *
brik_quota_new (gint64 size, gint64 per_s)
{
  BrikQuota *quota = g_new0 (BrikQuota, 1);

  g_mutex_init (&quota->lock);
  quota->shares = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  quota->size = size;
  quota->per_s = per_s;
  return quota;
}

void
brik_quota_free (BrikQuota *quota)
{
  g_hash_table_unref (quota->shares);
  g_mutex_clear (&quota->lock);
  g_free (quota);
}

void
brik_quota_set (BrikQuota *quota, gint64 size, gint64 per_s)
{
  g_mutex_lock (&quota->lock);
  quota->size = size;
  quota->per_s = per_s;
  g_mutex_unlock (&quota->lock);
}

static Share *
find_share (BrikQuota *quota, const char *till)
{
  Share *share = g_hash_table_lookup (quota->shares, till);

  if (!share)
    {
      share = g_new0 (Share, 1);
      g_hash_table_insert (quota->shares, g_strdup (till), share);
    }
  return share;
}

static gint64
time_for (BrikQuota *quota, gint64 amount)
{
  return amount * G_USEC_PER_SEC / quota->per_s;
}

gboolean
brik_quota_enter (BrikQuota *quota, const char *till, gint64 now_us, guint *wait_s)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&quota->lock);
  Share *share = find_share (quota, till);
  gint64 over_us = share->full_us - now_us - time_for (quota, quota->size);

  if (over_us <= 0 && share->n_inside < BRIK_LIMIT_TILL_AT_ONCE)
    {
      share->n_inside++;
      return TRUE;
    }
  *wait_s = (guint) CLAMP (over_us / G_USEC_PER_SEC + 1, 1, BRIK_LIMIT_RETRY_AFTER_S);
  return FALSE;
}

void
brik_quota_leave (BrikQuota *quota, const char *till, gint64 now_us, gsize n_used)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&quota->lock);
  Share *share = find_share (quota, till);

  g_assert (share->n_inside > 0);
  share->n_inside--;
  share->full_us = MAX (share->full_us, now_us) + time_for (quota, (gint64) n_used);
}
