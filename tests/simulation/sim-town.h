/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger.h"
#include "portal/brik-portal.h"
#include "sim-dice.h"
#include "sim-oracle.h"
#include "sync/brik-sync.h"

G_BEGIN_DECLS

#define SIM_MUNICIPALITY "byen"
#define SIM_N_FIRST_ACCOUNTS 6 /* the others come by import */
#define SIM_MAX_ORE 1000000

typedef struct _SimTown SimTown;
typedef struct _SimTill SimTill;
typedef struct _SimWire SimWire;

/**
 * SimTill:
 * @skew_us: its own clock less the true time
 * @ledger: NULL while its program is not running, as @sync
 * @view: what it can know
 * @copy: (nullable): what it could know when its ledger was copied
 * @n_disks: that it has had
 * @n_disks_copied: and had had when the portal was copied, which knows no later one
 * @checked: entries of its journal whose chain was checked
 */
struct _SimTill
{
  SimTown *town;
  guint index;
  const char *id;
  char *path;
  BrikClock *clock;
  gint64 skew_us;
  gboolean cut;
  BrikLedger *ledger;
  BrikSync *sync;
  SimWire *wire;
  SimView *view;
  SimView *copy;
  guint n_disks;
  guint n_disks_copied;
  gint64 checked;
  BrikHash checked_head;
};

/**
 * SimTown:
 * @moment: when it began, of SIM_N_MOMENTS; where it is odd the club holds its own people alone
 * @now_us: the true time, which the portal's clock has
 * @portal: NULL while it is not running
 * @parcels: what is on its way between tills and portal (SimParcel)
 * @word: what the portal would say now
 * @copy: (nullable): what it would have said when it was copied
 * @changed: the portal has new changes since the parked polls looked
 * @booked: so has its database, since it was checked
 * @early: of which accounts something was bought on a day that had not begun: by a clock that was wrong
 * @trace: over everything that happens
 * @counts: events, by name
 *
 * A municipality in one thread of one process: a portal, tills with ledgers and sync of their own, and
 * between them parcels that go when they are told to, or do not. Its time stands until it is moved, its
 * chance comes from a seed, its files lie in memory: the same steps come out the same again, entry by entry.
 *
 * The tills are "skole-1" to "skole-8"; of these, in a town of few, number 2 stands at the club ("klub-2").
 */
struct _SimTown
{
  guint moment;
  gint64 now_us;
  GTimeZone *zone;
  BrikClock *clock;
  BrikPortal *portal;
  SimTill *tills[SIM_MAX_TILLS];
  guint n_tills;
  GPtrArray *parcels;
  guint64 n_parcels;
  SimOracle *oracle;
  SimWord *word;
  SimWord *copy;
  gboolean put_back;
  gboolean changed;
  gboolean booked;
  guint n_accounts;
  gboolean early[SIM_MAX_ACCOUNTS];
  GChecksum *trace;
  GHashTable *counts;
  gboolean talks; /* each step is told to the test's log */
};

/* Where the town stands when it begins: a moment of SIM_N_MOMENTS. */
#define SIM_N_MOMENTS 8

SimTown *sim_town_new (guint moment, guint n_tills, guint64 seed);
void sim_town_free (SimTown *town);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimTown, sim_town_free)

/* Does what is due in the main loop, until nothing is. */
void sim_town_pump (SimTown *town);
/* Counts an event and puts it into the trace. */
void sim_town_note (SimTown *town, const char *event, const char *format, ...) G_GNUC_PRINTF (3, 4);
/* The true time goes on, or is set; polls and pauses that are over are over. */
void sim_town_set_time (SimTown *town, gint64 now_us);
/* The civil day of a moment: a number of which 1 is a Monday, and a month counted from the year nought. */
void sim_town_read_day (SimTown *town, gint64 at_us, guint32 *day, guint *month);
/* Everything that is on its way arrives, and what it leads to, until nothing is on its way. */
void sim_town_flow (SimTown *town);
/* All programs run, all wires are whole, everybody has said everything; then tills and portal must be level.
 */
void sim_town_settle (SimTown *town);
/* What must be true at any moment: promises 5 and 9. */
void sim_town_check (SimTown *town);

/* sim-portal.c */
/* (transfer full): of a file of that name. */
char *sim_path (const char *name);
void sim_portal_prepare (SimTown *town, guint moment);
void sim_portal_open (SimTown *town);
void sim_portal_close (SimTown *town);
void sim_portal_copy (SimTown *town);
void sim_portal_restore (SimTown *town);
void sim_portal_set_card (SimTown *town, guint account, gboolean blocked);
void sim_portal_set_account (SimTown *town, guint account, gboolean blocked);
void sim_portal_set_kind (SimTown *town, guint account, guint kind, gboolean allowed);
void sim_portal_set_cap (SimTown *town, guint account, guint kind, guint period, gint64 limit_ore);
/* A new account with its card and its deposit. */
void sim_portal_import (SimTown *town, gint64 deposit_ore);
void sim_portal_set_price (SimTown *town, gint64 price_ore);
char *sim_portal_make_code (SimTown *town, const char *till);
const char *sim_account_name (guint account);
const char *sim_account_uid (guint account);
gboolean sim_account_find (const char *name, guint *account);
extern const char *const sim_kinds[SIM_N_KINDS];

/* sim-till.c */
SimTill *sim_till_new (SimTown *town, guint index);
void sim_till_free (SimTill *till);
void sim_till_open (SimTill *till);
void sim_till_close (SimTill *till);
void sim_till_copy (SimTill *till);
void sim_till_restore (SimTill *till);
/* The office makes a code, and the till uses it. */
void sim_till_enrol (SimTill *till);
/* Another disk, another key, the same till. */
void sim_till_swap (SimTill *till);
void sim_till_set_cut (SimTill *till, gboolean cut);
/* After the true time has. */
void sim_till_pass_time (SimTill *till);
/* Somebody sets its machine's clock. */
void sim_till_set_skew (SimTill *till, gint64 skew_us);
BrikReason sim_till_sell (SimTill *till, guint account, gint64 total_ore);
/* @sale: index of a fact */
void sim_till_undo (SimTill *till, guint sale);
/* Not this person: the sale is taken back, and the attempt recorded. */
void sim_till_reject (SimTill *till, guint sale);
/* D9: the cashier keeps a card that may pay. */
void sim_till_block (SimTill *till, guint account);
void sim_till_ask (SimTill *till, guint account);
BrikCardholder *sim_till_look_up (SimTill *till, guint account);
gboolean sim_till_is_online (SimTill *till);
gboolean sim_till_is_astray (SimTill *till, guint account, gint64 at_us);
/* Against the oracle: what it shows of everybody. */
void sim_till_check (SimTill *till);
/* Does @work with the till's file, in its turn. */
typedef gpointer (*SimTillWork) (BrikStore *store, gpointer data);
gpointer sim_till_with_store (SimTill *till, SimTillWork work, gpointer data);

G_END_DECLS
