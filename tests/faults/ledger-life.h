/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "brik-disk.h"
#include "ledger-records.h"
#include "ledger/brik-ledger-file.h"

G_BEGIN_DECLS

/* In the morning all clocks stand at NOON. */
#define LIFE_LATER (NOON + 20 * G_TIME_SPAN_SECOND)

/* What a till has told somebody, and must hold from then on. */
typedef enum
{
  LIFE_ENROLLED,
  LIFE_FILLED,
  LIFE_SOLD,
  LIFE_UNDONE,
  LIFE_BLOCKED,
} LifeFactType;

typedef struct
{
  LifeFactType type;
  char *sale;
} LifeFact;

LifeFact *life_fact_copy (const LifeFact *fact);
void life_fact_free (LifeFact *fact);

/**
 * Life:
 * @path: the ledger's; only its lock file is really there
 * @facts: (element-type LifeFact): told, in their order; each makes a mark on the disk
 * @tries: (element-type utf8 gint64): the sales that were tried, with their prices
 * @last_try: (nullable): the newest of them
 * @trying: what was tried last: to sell that, to take it back, or to block the other card
 * @told_spent_ore: of today's cap, by the portal's word
 * @public_key: what the till was enrolled with
 * @careless: the ledger is made to sync less than it does: what harnesses are tried on
 *
 * A till's ledger on a disk in memory: what is done with it, what it told, and whether it holds that.
 */
typedef struct
{
  BrikDisk *disk;
  char *folder;
  char *path;
  BrikClock *clock;
  GPtrArray *facts;
  GHashTable *tries;
  char *last_try;
  LifeFactType trying;
  gint64 told_spent_ore;
  BrikPublicKey public_key;
  gboolean careless;
} Life;

Life *life_new (void);
void life_free (Life *life);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Life, life_free)

/* The steps of a life. Each returns FALSE with @error as the ledger does, and tells what it did where it did
 * it. */
BrikLedgerFile *life_open (Life *life, GError **error);
gboolean life_enrol (Life *life, BrikLedgerFile *file, GError **error);
gboolean life_fill (Life *life, BrikLedgerFile *file, GError **error);
gboolean life_sign_in (Life *life, BrikLedgerFile *file, GError **error);
/* Of nobody it is done already. */
gboolean life_sign_out (Life *life, BrikLedgerFile *file, GError **error);
/* The cashier says that it is %LIFE_LATER. */
gboolean life_tell_date (Life *life, BrikLedgerFile *file, GError **error);
/* @sale: (nullable): a new one's */
gboolean life_sell (Life *life, BrikLedgerFile *file, const char *sale, GError **error);
gboolean life_undo (Life *life, BrikLedgerFile *file, GError **error);
/* The portal says that it has all entries. What was read of the file before is forgotten. */
gboolean life_acknowledge (Life *life, BrikLedgerFile *file, GError **error);
/* The card of %OTHER_UID. */
gboolean life_block (Life *life, BrikLedgerFile *file, GError **error);
gboolean life_checkpoint (Life *life, BrikLedgerFile *file, GError **error);
/* The portal says that it is @time_us. */
void life_learn (Life *life, gint64 time_us);
/* The machine is started anew, and its clock is dead. */
void life_reboot (Life *life);
/* What the sale is tried for, the same each time. */
gint64 life_price (Life *life, const char *sale);
void life_tell (Life *life, LifeFactType type, const char *sale);

/* From an empty disk to a clean close, and once more. */
void life_live (Life *life);
/* A day of a till that is enrolled and filled. */
void life_live_on (Life *life);

/* Puts a ledger on the disk as a released till left it; what it holds counts as told. */
void life_load_frozen (Life *life, const char *name);

/* Opens what the disk holds and holds it against the first @n_facts that were told. (nullable) (transfer
 * full): what is wrong */
char *life_judge (Life *life, guint n_facts);
/* The same, and with @not_done what was tried last must not be there. */
char *life_judge_with (Life *life, guint n_facts, gboolean not_done);

G_END_DECLS
