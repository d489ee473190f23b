/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-feed-table.h"
#include "ledger/brik-journal-table.h"
#include "ledger/brik-ledger.h"
#include "ledger/brik-till-table.h"

G_BEGIN_DECLS

/**
 * BrikNews:
 * @accounts: (element-type utf8): ids of those whose record has come or gone
 * @photo: (nullable): hash of the one that came
 *
 * What a piece of work has changed, or may have where it failed, for the signals of the main thread.
 */
typedef struct
{
  gboolean place;
  gboolean goods;
  gboolean staff;
  gboolean entry;
  GPtrArray *accounts;
  char *photo;
} BrikNews;

/**
 * BrikSoldAt:
 * @steady_us: by the clock that never steps: how long ago it was is known whatever is done to the other (D12)
 */
typedef struct
{
  char sale[33];
  gint64 steady_us;
} BrikSoldAt;

/**
 * BrikLedgerFile:
 * @till: who the till is
 * @feed: how far the portal's changes are applied
 * @place: (nullable): the newest that was told
 * @zone: (nullable): the place's
 * @tail: where the journal ends
 * @run: the run under way; "" before its first entry
 * @time: what was last written down of the clock
 * @cashier: (nullable): who is signed in
 * @opening: @cashier's shift is opened by the next entry: they signed in when nobody knew the date
 * @has_staff: there is somebody who may sign in
 * @last_sale: (nullable): where the run before ended uncleanly on a sale: its id
 * @suspect: a write failed: what the file holds is to be read anew before anything else is done with it
 * @sold: (element-type utf8 BrikSoldAt): of each card that this program has sold to, the newest sale
 * @asked_anew: a new snapshot was asked for because of a fork, in this run and since a portal started it over
 * @sent_anew: all was offered again because the portal named an entry of nobody's, in this run and since then
 * @news: gathered for the main thread
 *
 * The ledger behind its façade: the file and what is remembered of it. Used on the ledger's thread only, and
 * all of it blocks. Functions set the store's errors or the
 * ledger's, through an @error that is not NULL; the façade translates.
 */
typedef struct
{
  char *path;
  int lock_fd;
  BrikStore *store;
  BrikClock *clock;
  BrikTillRow till;
  BrikFeedRow feed;
  BrikPlaceRecord *place;
  GTimeZone *zone;
  BrikTail tail;
  char run[33];
  BrikClockMemory time;
  char *cashier;
  gboolean opening;
  gboolean has_staff;
  char *last_sale;
  gboolean suspect;
  GHashTable *sold;
  gboolean asked_anew;
  gboolean sent_anew;
  BrikNews news;
} BrikLedgerFile;

BrikLedgerFile *brik_ledger_file_open (const char *path, BrikClock *clock, GError **error);
/* Ends the run in the file and lets go of it. */
void brik_ledger_file_close (BrikLedgerFile *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikLedgerFile, brik_ledger_file_close)

/* Opens the file anew where a write has failed, so that memory says what the disk does: a transaction whose
 * commit failed may stand all the same. */
gboolean brik_ledger_file_recover (BrikLedgerFile *file, GError **error);

/* Entries name the till that wrote them: a journal does not change hands. */
gboolean brik_ledger_file_enrol (BrikLedgerFile *file, const char *portal, const char *till, GError **error);

/* Reads place and zone anew after a change; a zone that this machine does not know is an error (D2). */
gboolean brik_ledger_file_load_place (BrikLedgerFile *file, GError **error);
/* Within a transaction: the portal has all up to @sequence, or no more than that. */
gboolean brik_ledger_file_set_acknowledged (BrikLedgerFile *file, gint64 sequence, GError **error);
gboolean brik_ledger_file_load_staff (BrikLedgerFile *file, GError **error);
/* Enrolled, a complete snapshot, somebody to sign in. */
gboolean brik_ledger_file_is_ready (BrikLedgerFile *file);

/**
 * BrikMoment:
 * @date: the civil date of @at_us in the municipality's time zone (D2)
 */
typedef struct
{
  gint64 at_us;
  GDate date;
} BrikMoment;

/* Now; %BRIK_LEDGER_ERROR_STATE before there is a place to tell the date by, %BRIK_LEDGER_ERROR_DATE while
 * nobody knows it. */
gboolean brik_ledger_file_get_moment (BrikLedgerFile *file, BrikMoment *moment, GError **error);
/* Within a transaction: writes down what is known of the clock. */
gboolean brik_ledger_file_keep_time (BrikLedgerFile *file, GError **error);
/* Whether somebody is signed in; else %BRIK_LEDGER_ERROR_STATE. */
gboolean brik_ledger_file_check_cashier (BrikLedgerFile *file, GError **error);
/* Within a transaction: opens the shift of who is signed in, put off until the date was known. */
gboolean brik_ledger_file_open_shift (BrikLedgerFile *file, const BrikMoment *moment, GError **error);
/* An entry of @moment with who, where and by whom. (transfer full) */
BrikEntry *brik_ledger_file_new_entry (BrikLedgerFile *file, BrikEntryKind kind, const BrikMoment *moment);
/* Within a transaction: numbers @entry, begins the run where it is the run's first, and appends it. */
gboolean brik_ledger_file_append (BrikLedgerFile *file,
                                  BrikEntry *entry,
                                  const char *place_kind,
                                  const GDate *counts_on,
                                  GError **error);

void brik_news_clear (BrikNews *news);

G_END_DECLS
