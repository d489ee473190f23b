/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "store/brik-store.h"
#include "wire/brik-seal.h"

G_BEGIN_DECLS

/* The runs of a till's journal, as far as they have come in. A run is reached when all that its till wrote
 * before it is here too; a till goes on after the newest entry without a gap of a run that is reached. Two
 * runs that begin with the same entry before them, or one that begins inside another, are a fork: a ledger
 * was put back from a copy. Both are booked, and marked.
 */

/* Makes sure that the run is known; all that follows needs it. @current: whether it came with the till's
 * current key: else it comes before all others, for what a disk sends that was taken out of the till is not
 * the newest of the till that has taken its place. */
gboolean brik_run_begin (BrikStore *store,
                         const char *municipality,
                         const char *till,
                         const char *run,
                         gboolean current,
                         GError **error);
/* Notes that entry @number of @run is held now: where it forks. May be told again of one that it knows. */
gboolean brik_run_note (BrikStore *store,
                        const char *municipality,
                        const char *till,
                        const char *run,
                        gint64 number,
                        const BrikSeal *seal,
                        GError **error);
/**
 * BrikNoted:
 * @first: number of the first
 * @last: number of the last
 *
 * The entries of a run that were noted since it was advanced: the last series of them that has no gap.
 */
typedef struct
{
  gint64 first;
  gint64 last;
} BrikNoted;

/* Goes on to what is held of @run without a gap, after one or more entries of it were noted. */
gboolean brik_run_advance (BrikStore *store,
                           const char *municipality,
                           const char *till,
                           const char *run,
                           const BrikNoted *noted,
                           GError **error);
/* The newest entry of the till, in @run if that is reached, else in the run that came last of those that are.
 * @run: (nullable). @newest_run: (out) (transfer full) (nullable): with @newest_number 0 where nothing is
 * held */
gboolean brik_run_newest (BrikStore *store,
                          const char *municipality,
                          const char *till,
                          const char *run,
                          char **newest_run,
                          gint64 *newest_number,
                          GError **error);
/* The name that an entry would have that follows the one with hash @previous: for one whose own cannot be
 * read. @run: (out) (transfer full): "" where nothing of the till has that hash last */
gboolean brik_run_name_after (BrikStore *store,
                              const char *municipality,
                              const char *till,
                              const BrikHash *previous,
                              char **run,
                              gint64 *number,
                              GError **error);

G_END_DECLS
