/* Copyright the Brik authors. SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ledger/brik-ledger.h"
#include "reader/brik-reader.h"
#include "sync/brik-sync.h"
#include "till/brik-photos.h"
#include "till/brik-sounds.h"

G_BEGIN_DECLS

/* Before the first snapshot no place has told its zone; the civil time is then Denmark's (D2). */
#define BRIK_ZONE_DEFAULT "Europe/Copenhagen"

/**
 * BrikTillContext:
 *
 * All that the views of the till stand on, handed in from outside: the program makes real ones, tests and the
 * demo their own. Every view takes it as its property `context`.
 *
 * Properties: `ledger`, `clock`, `sync`, `reader`, `sounds`, `photos` (all construct-only objects; where
 * no device is set the reader is stopped), `zone` (GTimeZone: the place's, Europe/Copenhagen before there is
 * one, D2), `cashier-name` (char *, nullable: who is signed in, as shown), `now` (gint64 UTC µs: the clock's
 * time, notified when the minute shown changes), `date-doubtful` (gboolean: nothing is sold before the
 * cashier has told the date, D2).
 */
#define BRIK_TYPE_TILL_CONTEXT (brik_till_context_get_type ())
G_DECLARE_FINAL_TYPE (BrikTillContext, brik_till_context, BRIK, TILL_CONTEXT, GObject)

BrikTillContext *brik_till_context_new (BrikLedger *ledger,
                                        BrikClock *clock,
                                        BrikSync *sync,
                                        BrikReader *reader,
                                        BrikSounds *sounds,
                                        BrikPhotos *photos);

/* (transfer none), all of them. */
BrikLedger *brik_till_context_get_ledger (BrikTillContext *context);
BrikClock *brik_till_context_get_clock (BrikTillContext *context);
BrikSync *brik_till_context_get_sync (BrikTillContext *context);
BrikReader *brik_till_context_get_reader (BrikTillContext *context);
BrikSounds *brik_till_context_get_sounds (BrikTillContext *context);
BrikPhotos *brik_till_context_get_photos (BrikTillContext *context);

const char *brik_till_context_get_cashier_name (BrikTillContext *context);
/* Set by the sign-in page once the ledger has opened the shift; %NULL when it is closed. */
void brik_till_context_set_cashier_name (BrikTillContext *context, const char *name);

/* Reads the clock again: once a second by itself, and by tests after they have moved it. */
void brik_till_context_tick (BrikTillContext *context);

G_END_DECLS
