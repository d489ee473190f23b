/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikQuota:
 *
 * What one till may do to the portal, so that a till gone mad, or a thief with its key, neither fills the
 * disk nor keeps the others out: a year's entries at once, for a till that sends its whole journal again to a
 * portal put back from an old copy, and then as many as a till in a queue could make; and so many pushes at a
 * time. Counted in bytes that were stored, not sent: to send something again costs nothing. In memory: a
 * portal that starts has forgotten it.
 *
 * Any thread.
 */
typedef struct _BrikQuota BrikQuota;

/* Of any one till: @bytes at once and @bytes_per_s ever after. */
BrikQuota *brik_quota_new (gint64 bytes, gint64 bytes_per_s);
void brik_quota_free (BrikQuota *quota);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikQuota, brik_quota_free)

/* For tests. */
void brik_quota_set (BrikQuota *quota, gint64 bytes, gint64 bytes_per_s);

/* Whether @till may push now, at @now_us (monotonic); else @wait_s is when it should ask again. Each push
 * that may leaves again. */
gboolean brik_quota_enter (BrikQuota *quota, const char *till, gint64 now_us, guint *wait_s);
void brik_quota_leave (BrikQuota *quota, const char *till, gint64 now_us, gsize n_stored);

G_END_DECLS
