/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger.h"

G_BEGIN_DECLS

/**
 * BrikDemoTill:
 *
 * A till without a screen: the ledger and the sync of a real one, driven step by step. Every call iterates
 * the main context until it is done.
 */
typedef struct _BrikDemoTill BrikDemoTill;

/* A new ledger in @directory, enrolled as what @code is for and filled. */
BrikDemoTill *brik_demo_till_new (const char *directory,
                                  const char *name,
                                  const char *portal,
                                  const char *code,
                                  BrikClock *clock,
                                  GError **error);
void brik_demo_till_free (BrikDemoTill *till);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikDemoTill, brik_demo_till_free)

gboolean brik_demo_till_sign_in (BrikDemoTill *till, const char *staff, const char *pin, GError **error);
/* Sells, or declines as the rules have it: both are TRUE. */
gboolean brik_demo_till_sell (BrikDemoTill *till, const char *uid, const BrikBasket *basket, GError **error);
/* Waits until all is sent, and the portal's changes up to @number are read. */
gboolean brik_demo_till_send (BrikDemoTill *till, gint64 number, GError **error);

G_END_DECLS
