/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "brik-town.h"

G_BEGIN_DECLS

#define BRIK_TOWN_N_ACCOUNTS 5
#define BRIK_TOWN_MUNICIPALITY "byen"

/**
 * BrikTownView:
 * @level: facts before this one are known, whoever's they are
 * @blind_from: own facts from this one
 * @blind_to: to before this one are not known: the disk that held them was lost
 * @blocked: which cards are known to be blocked
 *
 * What one till can know.
 */
typedef struct
{
  const char *till;
  guint level;
  guint blind_from;
  guint blind_to;
  gboolean blocked[BRIK_TOWN_N_ACCOUNTS];
} BrikTownView;

struct _BrikTown
{
  char *folder;
  char *database;
  GTimeZone *zone;
  gint64 now_us;
  BrikClock *clock; /* the portal's */
  BrikPortal *portal;
  BrikOracle *oracle;
  GPtrArray *tills;
  gboolean blocked[BRIK_TOWN_N_ACCOUNTS];
  gboolean holds_own; /* brik_town_hold_own_people () */
  GHashTable *copies; /* of the portal: what was blocked, by name */
};

struct _BrikTownTill
{
  BrikTown *town; /* unowned */
  const char *id;
  const char *kind;
  char *path;
  BrikClock *clock;
  gint64 skew_us;
  BrikWireCutter *wire;
  gboolean connected;
  BrikLedger *ledger; /* NULL while closed, as the next */
  BrikSync *sync;
  BrikTownView view;
  GHashTable *copies; /* BrikTownView, by name */
  BrikVerdict verdict;
  char *sale;
};

/* Files that SQLite left: FILE and what stands beside it. */
void brik_town_copy_files (const char *from, const char *to);
/* (transfer full) */
char *brik_town_path (BrikTown *town, const char *name);

guint brik_town_find_account (const char *id);

/* What the portal has, read with statements of the tests' own. */
gboolean brik_town_portal_has (BrikTown *town, const BrikFact *fact);
void brik_town_portal_count (BrikTown *town, guint *n_bookings, char **epoch, gint64 *number);
/* @settled: nothing is on its way any more. */
void brik_town_portal_check (BrikTown *town, gboolean settled);

BrikTownTill *brik_town_till_new (BrikTown *town, const char *id);
void brik_town_till_free (BrikTownTill *till);
gboolean brik_town_till_is_open (BrikTownTill *till);
void brik_town_till_check (BrikTownTill *till);

G_END_DECLS
