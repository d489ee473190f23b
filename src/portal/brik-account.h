/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-record.h"

G_BEGIN_DECLS

/* A holder's card account with its person, cards, caps, kinds of place, and what was spent in the periods
 * that @date lies in. `through` is left empty. NULL without @error where there is none. */
BrikAccountRecord *brik_account_load (BrikStore *store,
                                      const char *municipality,
                                      const char *account,
                                      const GDate *date,
                                      GError **error);
/* Counts in what entries that were set aside took from the account: so the tills see it. */
gboolean brik_account_count_held (BrikStore *store,
                                  const char *municipality,
                                  BrikAccountRecord *record,
                                  const GDate *date,
                                  GError **error);

/* Where its cards may be used: these kinds of place and no others (R31), or wherever there are cards where
 * all kinds are named. Told to the tills. */
gboolean brik_account_put_kinds (BrikStore *store,
                                 const char *municipality,
                                 const char *account,
                                 const char *const *kinds,
                                 GError **error);

G_END_DECLS
