/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "portal/brik-books.h"

G_BEGIN_DECLS

/**
 * BrikFeedMark:
 *
 * A file beside the database, FILE.feed, that tells a database put back from an older copy from the one that
 * was left: it names the last serving process and the highest cursor that was handed out. The feed gets a new
 * epoch when, at the start of serving,
 *
 * - the database was last served by another process than the mark says (a copy from before, or a mark that
 *   was lost);
 * - its newest change is older than a cursor the mark says was handed out (a copy made since);
 * - the machine went down while the mark was open, so that the mark itself may be older than it was.
 *
 * A copy put back under a new epoch makes each till start over; one that nobody had a later cursor of needs
 * none. The mark must not be put back with the database; doing so all the same leaves the rule that a cursor
 * ahead of the feed starts over.
 */
typedef struct _BrikFeedMark BrikFeedMark;

/* Compares, begins a new epoch where it must, and keeps the mark open. */
BrikFeedMark *brik_feed_mark_open (BrikBooks *books, GError **error);
/* Before a cursor leaves the house. From any thread. */
void brik_feed_mark_raise (BrikFeedMark *mark, gint64 number);
void brik_feed_mark_close (BrikFeedMark *mark);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikFeedMark, brik_feed_mark_close)

G_END_DECLS
