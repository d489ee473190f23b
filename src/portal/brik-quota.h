/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * BrikQuota:
 *
 * What one till may do to the portal, so that a till gone mad, or a thief with its key, neither uses up what
 * all share nor learns what it likes: so much at once, as much again as time goes on, and so many requests at
 * a time. What is counted is for the owner to say. In memory: a portal that starts has forgotten it.
 *
 * Any thread.
 */
typedef struct _BrikQuota BrikQuota;

/* Of any one till: @size at once and @per_s ever after. */
BrikQuota *brik_quota_new (gint64 size, gint64 per_s);
void brik_quota_free (BrikQuota *quota);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikQuota, brik_quota_free)

/* For tests. */
void brik_quota_set (BrikQuota *quota, gint64 size, gint64 per_s);

/* Whether @till may do it now, at @now_us (monotonic); else @wait_s is when it should ask again. Whoever may
 * leaves again, and says what it has used. */
gboolean brik_quota_enter (BrikQuota *quota, const char *till, gint64 now_us, guint *wait_s);
void brik_quota_leave (BrikQuota *quota, const char *till, gint64 now_us, gsize n_used);

G_END_DECLS
