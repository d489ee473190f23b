/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "core/brik-basket.h"
#include "core/brik-verdict.h"

G_BEGIN_DECLS

/**
 * BrikEntryKind:
 * @BRIK_ENTRY_UNKNOWN: of a kind this program does not know yet: kept, and tried again after an upgrade
 * @BRIK_ENTRY_STARTED: the first of a run
 * @BRIK_ENTRY_SHIFT_OPENED: a cashier signed in
 * @BRIK_ENTRY_SHIFT_CLOSED: a cashier signed out
 * @BRIK_ENTRY_DATE_SET: the cashier said what time it is, where the clock could not be believed (D2)
 * @BRIK_ENTRY_SALE: goods paid from a card account
 * @BRIK_ENTRY_UNDO: a sale of this till taken back whole
 * @BRIK_ENTRY_DECLINE: a card that was refused, and why (R35)
 * @BRIK_ENTRY_REJECTED: somebody other than its holder used the card; nothing was charged
 * @BRIK_ENTRY_CARD_BLOCKED: a card was blocked at the till; only the portal unblocks it (D9)
 */
typedef enum
{
  BRIK_ENTRY_UNKNOWN,
  BRIK_ENTRY_STARTED,
  BRIK_ENTRY_SHIFT_OPENED,
  BRIK_ENTRY_SHIFT_CLOSED,
  BRIK_ENTRY_DATE_SET,
  BRIK_ENTRY_SALE,
  BRIK_ENTRY_UNDO,
  BRIK_ENTRY_DECLINE,
  BRIK_ENTRY_REJECTED,
  BRIK_ENTRY_CARD_BLOCKED,
} BrikEntryKind;

#define BRIK_ENTRY_VERSION 1

/**
 * BrikEntry:
 * @till: who wrote it
 * @run: 32 hex digits drawn at that start of the till; with @number it names the entry
 * @number: counts from 1 within the run; `started` is 1 and nothing else is
 * @at_us: when, UTC µs, by the till's corrected clock (D2)
 * @date: the civil date it counts on
 * @place: the place the till stood at
 * @cashier: (nullable): staff id; NULL only for `started`
 * @clock_us: of `date-set`: what the machine's clock said
 * @id: (nullable): 32 hex digits: the sale's own id; the own id of all else that a card is named in
 * @account: (nullable): of all that a known card is named in
 * @card: (nullable): the card's id, never its UID
 * @basket: (nullable): of a sale and of a decline with goods
 * @offline: whether the portal was out of reach when it was decided
 * @sale: (nullable): of an undo: the sale it takes back
 * @sale_date: of an undo: the civil date of that sale (D3)
 * @sale_place: (nullable): of an undo: its place
 * @rejects: (nullable): of a rejection: the sale that the card was used for; its undo is an entry of its own
 * @total_ore: of a sale, undo, decline; of a rejection what that sale came to, 0 without one
 * @verdict: of a decline: the reason with its numbers
 * @head: (nullable): of `started`: the hash of the newest entry held, 64 hex digits
 *
 * One fact that a till created. What is not of its kind is NULL or zero. It carries all that booking needs
 * and no person's name, UID or CPR number.
 */
typedef struct
{
  BrikEntryKind kind;
  char *kind_name; /* as on the wire: also for kinds not known */
  char *till;
  char *run;
  gint64 number;
  gint64 at_us;
  GDate date;
  char *place;
  char *cashier;
  gint64 clock_us;
  char *id;
  char *account;
  char *card;
  BrikBasket *basket;
  gboolean offline;
  char *sale;
  GDate sale_date;
  char *sale_place;
  char *rejects;
  gint64 total_ore;
  BrikVerdict verdict;
  char *head;
} BrikEntry;

BrikEntry *brik_entry_new (BrikEntryKind kind);
void brik_entry_free (BrikEntry *entry);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrikEntry, brik_entry_free)

/* The words on the wire: "sale"; NULL or %BRIK_ENTRY_UNKNOWN for what is not known. */
const char *brik_entry_kind_to_name (BrikEntryKind kind);
BrikEntryKind brik_entry_kind_from_name (const char *name);

/* Whether everything that its kind needs is there, nothing that it must not have, all within bounds, and the
 * total the sum of the lines. Both functions below hold to it. */
gboolean brik_entry_check (const BrikEntry *entry, GError **error);

/* The line form: one line of JSON without newline, at most %BRIK_LIMIT_ENTRY_LINE, written once and never
 * formatted again: both programs store and send this very line. It has the members its kind needs and no
 * others; of a kind or version not known, what every entry has is read and the rest is left to an upgrade. */
char *brik_entry_to_line (const BrikEntry *entry, GError **error);
BrikEntry *brik_entry_from_line (const char *line, gsize length, GError **error);

/* 32 hex digits from the system's random source: a run, a sale. */
char *brik_id_new (void);

G_END_DECLS
