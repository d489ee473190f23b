/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "brik-town.h"

G_BEGIN_DECLS

#define BRIK_TOWN_N_ACCOUNTS 5
#define BRIK_TOWN_MUNICIPALITY "byen"

/* Limits by account, kind of place (any, skole, klub) and period; below nought: none. */
typedef struct
{
  gint64 limit_ore[BRIK_TOWN_N_ACCOUNTS][3][BRIK_N_PERIODS];
} BrikTownCaps;

gint64
brik_town_caps_get (const BrikTownCaps *caps, const char *account, const char *kind, BrikPeriod period);
void brik_town_caps_put (BrikTownCaps *caps,
                         const char *account,
                         const char *kind,
                         BrikPeriod period,
                         gint64 limit_ore);

/**
 * BrikTownView:
 * @known: (nullable): a byte for each fact: whether the portal had it when the till was level with it
 * @held: (nullable): of a copy: a byte for each fact: whether it stands in the copy
 * @level_us: when it was told so
 * @n_changes: and how many changes had been made by holders
 * @blocked: which cards are known to be blocked
 * @caps: and which caps are known
 *
 * What one till can know.
 */
typedef struct
{
  const char *till;
  GBytes *known;
  GBytes *held;
  gint64 level_us;
  guint n_changes;
  gboolean blocked[BRIK_TOWN_N_ACCOUNTS];
  BrikTownCaps caps;
} BrikTownView;

BrikTownView *brik_town_view_copy (const BrikTownView *view);
void brik_town_view_free (BrikTownView *view);
/* A #BrikOracleView of a #BrikTownView. */
gboolean brik_town_view_sees (const BrikFact *fact, guint index, gpointer data);

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
  BrikTownCaps caps;
  guint n_changes;       /* made by holders on the portal */
  gboolean put_back;     /* the portal, once at least */
  char waiting_for[160]; /* while it settles */
  gboolean holds_own;    /* brik_town_hold_own_people () */
  GHashTable *copies;    /* BrikTownView, of the portal, by name */
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
  BrikTownView *view;
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
/* (transfer full): a byte for each fact. */
GBytes *brik_town_portal_list_known (BrikTown *town);
void brik_town_portal_count (BrikTown *town, guint *n_bookings, char **epoch, gint64 *number);
/* @settled: nothing is on its way any more. */
void brik_town_portal_check (BrikTown *town, gboolean settled);

/* After a disk was lost. */
void brik_town_note_gone (BrikTown *town);

BrikTownTill *brik_town_till_new (BrikTown *town, const char *id);
void brik_town_till_free (BrikTownTill *till);
/* It runs, and nothing is between it and a portal that runs. */
gboolean brik_town_till_is_connected (const BrikTownTill *till);
void brik_town_till_check (BrikTownTill *till);
/* The verdict on a purchase by @account, before it is noted. */
void brik_town_till_check_verdict (BrikTownTill *till,
                                   const BrikTownAccount *account,
                                   gint64 total_ore,
                                   const BrikVerdict *verdict);

G_END_DECLS
