/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "brik-oracle.h"
#include "brik-wire-cutter.h"
#include "ledger/brik-ledger.h"
#include "portal/brik-portal.h"
#include "sync/brik-sync.h"

G_BEGIN_DECLS

/**
 * BrikTown:
 *
 * A whole municipality in one process: a portal, tills with ledgers and sync of their own, real HTTP between
 * them over wires that can be cut, and clocks that stand until they are moved. Whatever the tills say is
 * noted by an oracle, and brik_town_settle () holds portal and tills to it.
 *
 * There are the places `skole` and `klub` (a kind of place each, of the same name), whose tills are `skole-1`
 * to `skole-4` and `klub-1`, and the accounts of brik_town_accounts.
 */
typedef struct _BrikTown BrikTown;
typedef struct _BrikTownTill BrikTownTill;

/**
 * BrikTownAccount:
 *
 * An account of the town. Its card has the id "ID-1".
 */
typedef struct
{
  const char *id;
  const char *uid;
  gint64 opening_ore;
} BrikTownAccount;

extern const BrikTownAccount brik_town_accounts[];
extern const guint brik_town_n_accounts;

#define BRIK_TOWN_ALMA "04579A22352680" /* 1000 kr.; caps: 40 a day, 90 a week, 150 a month, anywhere */
#define BRIK_TOWN_NOAH "72BF9961"       /* 600 kr.; caps: 25 a day at schools, 20 a day at clubs */
#define BRIK_TOWN_IDA "04D1A94E77B280"  /* 200 kr., no caps */
#define BRIK_TOWN_EMIL "04C35A6B117F80" /* 500 kr., no caps */
#define BRIK_TOWN_VERA "045E11D29A4C81" /* 10,000 kr., no caps */
#define BRIK_TOWN_NOBODY "04FFEEDDCCBB80"

/* @civil: "2026-11-20 11:30", the time on the wall everywhere. */
BrikTown *brik_town_new (const char *civil);
/* Settles once more, and leaves nothing behind. */
void brik_town_free (BrikTown *town);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikTown, brik_town_free)

BrikOracle *brik_town_get_oracle (BrikTown *town);
BrikPortal *brik_town_get_portal (BrikTown *town); /* (nullable): while it is open */
const char *brik_town_get_folder (BrikTown *town);

/* Moves every clock. Time may go back. */
void brik_town_set_time (BrikTown *town, const char *civil);
void brik_town_set_time_us (BrikTown *town, gint64 now_us);
gint64 brik_town_get_time_us (BrikTown *town);
/* The date on the wall. */
GDate brik_town_get_date (BrikTown *town);
GDate brik_town_date_of (BrikTown *town, gint64 time_us);

/* With all that is in it. */
void brik_town_remove_folder (const char *path);

/* Iterates the main context until @is_so; the test fails when it takes longer than a deadline. */
typedef gboolean (*BrikTownCondition) (gpointer data);
void brik_town_wait (BrikTownCondition is_so, gpointer data, const char *what);

/* Waits until the portal and the tills that are online are level, then checks everything. */
void brik_town_settle (BrikTown *town);
/* What must be true at any moment; part of the above. */
void brik_town_check (BrikTown *town);

/* The portal's program stops and starts, on a new port. */
void brik_town_close_portal (BrikTown *town);
void brik_town_open_portal (BrikTown *town);
/* A copy of the portal's database as it is now, and putting it back (the portal is closed and opened for
 * it). */
void brik_town_copy_portal (BrikTown *town, const char *name);
void brik_town_restore_portal (BrikTown *town, const char *name);

/* Runs that the portal has marked as branches of a fork. */
guint brik_town_count_forked_runs (BrikTown *town);

/* What the holder does on the portal: blocks a card or lets it pay again. */
void brik_town_set_card (BrikTown *town, const char *account, gboolean blocked);
/* A till blocked that card: it is blocked everywhere once that has reached the portal. */
void brik_town_note_block (BrikTown *town, const char *account);
/* Sets one cap, of a kind of place or %BRIK_CAP_ANY. */
void brik_town_set_cap (BrikTown *town,
                        const char *account,
                        const char *kind,
                        BrikPeriod period,
                        gint64 limit_ore);

/* The holder's picture, whatever bytes it is. */
void brik_town_set_photo (BrikTown *town, const char *account, GBytes *photo);

/* A setting of every place: its tills hold its own people and who bought there (not Vera), not everyone. */
void brik_town_hold_own_people (BrikTown *town);

/* Enrols @id (a name from the list above), fills it, signs in. Settled. Tills live as long as the town. */
BrikTownTill *brik_town_add_till (BrikTown *town, const char *id);

/* An enrolment code of the office's, and a till that uses it: again, if it is enrolled. */
char *brik_town_make_code (BrikTown *town, const char *till);
gboolean brik_town_till_enrol (BrikTownTill *till, const char *code, GError **error);

const char *brik_town_till_get_id (BrikTownTill *till);
BrikLedger *brik_town_till_get_ledger (BrikTownTill *till);
BrikSync *brik_town_till_get_sync (BrikTownTill *till);
BrikWireCutter *brik_town_till_get_wire (BrikTownTill *till);
const char *brik_town_till_get_path (BrikTownTill *till);

/* The till's own clock is wrong by this much. */
void brik_town_till_set_skew (BrikTownTill *till, gint64 skew_us);
/* Cuts the wire and waits until the till has noticed; or mends it. The portal may be closed. */
void brik_town_till_set_online (BrikTownTill *till, gboolean online);
/* The program ends, and starts again: with sync, signed in. */
void brik_town_till_close (BrikTownTill *till);
void brik_town_till_open (BrikTownTill *till);
/* A copy of the ledger's files as they lie there now, whether the program runs or not; and putting it back,
 * for which it is closed. Unsent entries made since the copy are gone with the disk. */
void brik_town_till_copy (BrikTownTill *till, const char *name);
void brik_town_till_restore (BrikTownTill *till, const char *name);
/* Starts a copy beside the till that it was made of, on that till's wire. The town calls it @id; to the
 * portal it is the same till. */
BrikTownTill *brik_town_till_start_copy (BrikTownTill *till, const char *name, const char *id);

/* Whether the till wants to be told the date, and the cashier's answer (D2). */
gboolean brik_town_till_is_date_doubtful (BrikTownTill *till);
void brik_town_till_tell_date (BrikTownTill *till, gint64 time_us);

/* One purchase: @quantity of `ret` (25 kr.), `bolle` (5 kr.), `frugt` (3 kr.) or `krone` (1 kr.). */
BrikReason brik_town_till_sell (BrikTownTill *till, const char *uid, const char *product, int quantity);
/* The verdict of the last purchase, with its numbers, and its id. */
const BrikVerdict *brik_town_till_get_verdict (BrikTownTill *till);
const char *brik_town_till_get_sale (BrikTownTill *till);
void brik_town_till_undo (BrikTownTill *till, const char *sale);
/* (transfer full): what the till itself knows. */
BrikCardholder *brik_town_till_look_up (BrikTownTill *till, const char *uid);
/* Asks the portal for a card. */
gboolean brik_town_till_ask (BrikTownTill *till, const char *uid, GError **error);
gboolean brik_town_till_ask_number (BrikTownTill *till, const char *number, GError **error);

G_END_DECLS
